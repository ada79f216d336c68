"""Example reports, all invented, that ship with the package."""
