"""Scoring against gold, floors of quality, measured pages of the docs."""
