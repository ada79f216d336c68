"""Output forms: JSON lines, CSV, tables on the terminal, a web page."""
