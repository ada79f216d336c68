"""Tacitus: conflict reports in, evidence-linked events out."""

__version__ = "0.1.0"
