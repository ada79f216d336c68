"""The same function over many reports: one process or several."""
