"""Claims of a text written in a test, without the parts of the pipeline that resolve and export."""

from __future__ import annotations

from datetime import date

from tacitus.extract.extractor import extract_claims
from tacitus.extract.grouping import find_mentions
from tacitus.extract.joining import Draft
from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.read import make_report


def reading_of(text, published=date(2019, 5, 20)):
    report = make_report(text, id="t", published=published, source="wire", title=None)
    return read_out(parse(report), load_codebook(), load_index(), open_gazetteer())


def claims_of(text):
    return extract_claims(reading_of(text))


def one_event(text):
    """The reading and all its mentions as one event, whatever would be joined."""
    reading = reading_of(text)
    return Draft(find_mentions(reading)), reading


def told(count):
    """A toll as a pair, or None."""
    return None if count is None else (count.value.low, count.value.high)
