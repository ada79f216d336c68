"""Coding by the rules alone, for the tests of rule families."""

from functools import partial

from tacitus import pipeline

code_report = partial(pipeline.code_report, engine="rules")
