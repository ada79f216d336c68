"""Example reports in our own words that ship with the package; their outlets are invented."""
