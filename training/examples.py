"""Coded reports as numbers: pieces of text, the words that trigger, and what each event fills.

The text is the one that Tacitus parses (boilerplate left out, lines mended), so that the model
learns from what it will read.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tacitus.extract.reading import Reading, read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.learned.labels import DATINGS, FACTUALITIES, LOSSES, ROLES, TOLLS, TYPES
from tacitus.learned.pieces import Pieces
from tacitus.parse.document import parse
from tacitus.read import make_report
from training.annotations import Event, occurrences
from training.texts import Text

if TYPE_CHECKING:
    from tokenizers import Tokenizer

IGNORE = -100


@dataclass
class Asked:
    """One event, or words that tell of none, and what is to be read about it.

    `tellings` are the pieces of its triggers, one array for each telling; `roles` is
    pieces x roles x (start, inside) with IGNORE where nothing is known. `type`, `factuality`,
    `aggregate`, `dating` and `tolls` are IGNORE for words that tell of no event; `valid` is 1 for
    an event, 0 for none, IGNORE where coders may differ.
    """

    tellings: list[np.ndarray]
    valid: int
    type: int = IGNORE
    factuality: int = IGNORE
    aggregate: int = IGNORE
    dating: int = IGNORE
    tolls: tuple[int, ...] = (IGNORE,) * len(LOSSES)
    roles: np.ndarray | None = None


@dataclass
class Example:
    """A report: its pieces, the sentence of each, the type that each tells of, and its events."""

    id: str
    pieces: np.ndarray
    sentences: np.ndarray
    triggers: np.ndarray
    asked: list[Asked] = field(default_factory=list)


class Places(Pieces):
    """The way from characters of the report to pieces of what the model reads."""

    def of_report(self, start: int, end: int) -> list[int]:
        """Pieces behind the report's characters from `start` to `end`."""
        first = bisect_right(self.view.end, start)
        last = bisect_right(self.view.begin, end - 1)
        return self.of_view(first, last)


def read_text(text: Text) -> Reading:
    """A report as the rules see it."""
    published = date.fromisoformat(text.published) if text.published else None
    report = make_report(
        text.text, id=text.id, published=published, source=text.source, title=text.title
    )
    return read_out(parse(report), load_codebook(None), load_index(None), open_gazetteer())


def example(text: Text, events: list[Event], tokenizer: Tokenizer) -> Example:
    """A coded report as an example."""
    reading = read_text(text)
    at = Places(reading.parsed, tokenizer)
    doc = reading.parsed.doc
    chars = [doc[t.first : t.stop] for t in reading.triggers]
    ruled = [at.of_view(s.start_char, s.end_char) for s in chars]
    triggers = np.zeros(len(at.ids), dtype=np.int64)
    out = Example(text.id, at.ids, at.sentences, triggers)
    told: set[int] = set()
    quotes: set[int] = set()
    for event in events:
        pieces = [at.of_report(a, b) for a, b in event.evidence]
        tellings = []
        for quote, trigger in zip(pieces, event.triggers, strict=True):
            inside = set(quote)
            quotes |= inside
            for r in ruled:
                if r and set(r) <= inside:
                    triggers[[i for i in r if i not in told]] = IGNORE
            own = at.of_report(*trigger) if trigger else _ruled(quote, ruled)
            if not own:
                triggers[[i for i in quote if i not in told]] = IGNORE
                continue
            tellings.append(np.array(own))
            triggers[own] = IGNORE if event.optional else 1 + TYPES.index(event.type)
            told |= set(own)
        if not tellings:
            continue
        evidence = {i for quote in pieces for i in quote}
        out.asked.append(
            Asked(
                tellings,
                IGNORE if event.optional else 1,
                TYPES.index(event.type),
                FACTUALITIES.index(event.factuality),
                int(event.aggregate),
                _dating(event, text, reading),
                tuple(_told(event, kind, text) for kind in LOSSES),
                _roles(event, text, reading, at, evidence),
            )
        )
    for r in ruled:
        if r and not set(r) & quotes:
            out.asked.append(Asked([np.array(r)], 0))
    return out


def _ruled(quote: list[int], ruled: list[list[int]]) -> list[int]:
    """The words that the rules take for a trigger inside a quote, the first ones told."""
    inside = set(quote)
    found = [r for r in ruled if r and set(r) <= inside]
    return found[0] if found else []


def _told(event: Event, kind: str, text: Text) -> int:
    """Which of TOLLS a loss is."""
    count = event.counts[kind]
    if count is None:
        return TOLLS.index("none")
    if event.figures[kind] is not None:
        return TOLLS.index("nobody" if count == (0, 0) else "figure")
    known = {(0, 0): "nobody", (1, 1): "one", (2, None): "plural"}.get(count)
    if known is not None:
        return TOLLS.index(known)
    return TOLLS.index("other") if event.marked else TOLLS.index("figure")


def _roles(
    event: Event, text: Text, reading: Reading, at: Places, evidence: set[int]
) -> np.ndarray:
    labels = np.zeros((len(at.ids), len(ROLES), 2), dtype=np.int64)
    for n, role in enumerate(ROLES):
        if role in event.spans:
            _named(event.spans[role], labels[:, n], text, at, evidence)
        elif role in LOSSES:
            _counted(event, role, labels[:, n], reading, at, evidence)
        elif event.marked:
            if event.time is not None:
                _mark(labels[:, n], at.of_report(*event.time))
        else:
            _timed(event, labels[:, n], reading, at, evidence)
    return labels


def _mark(labels: np.ndarray, pieces: list[int]) -> None:
    if pieces:
        labels[pieces] = (0, 1)
        labels[pieces[0], 0] = 1


def _named(
    spans: tuple[tuple[int, int], ...],
    labels: np.ndarray,
    text: Text,
    at: Places,
    evidence: set[int],
) -> None:
    """Mark the coder's mention; the same words elsewhere count where the evidence holds them."""
    for first, last in spans:
        own = at.of_report(first, last)
        for a, b in occurrences(text.text[first:last], text.text):
            other = at.of_report(a, b)
            if not other:
                continue
            if other == own or set(other) <= evidence:
                _mark(labels, other)
            else:
                labels[[i for i in other if labels[i, 1] != 1]] = IGNORE


def _counted(
    event: Event, kind: str, labels: np.ndarray, reading: Reading, at: Places, evidence: set[int]
) -> None:
    """Mark the words of the figure; where no coder did, the amounts in the evidence that fit."""
    count, words = event.counts[kind], event.figures[kind]
    if words is not None:
        _mark(labels, at.of_report(*words))
    if count is None or words is not None or event.marked:
        return
    doc, hit = reading.parsed.doc, False
    for quantity in reading.tolls.counts:
        span = doc[quantity.start : quantity.stop]
        pieces = at.of_view(span.start_char, span.end_char)
        if pieces and set(pieces) & evidence and (quantity.count.low, quantity.count.high) == count:
            _mark(labels, pieces)
            hit = True
    if not hit:
        labels[list(evidence)] = IGNORE


def _timed(
    event: Event, labels: np.ndarray, reading: Reading, at: Places, evidence: set[int]
) -> None:
    """Mark the words that give the event's days, where no coder did."""
    if not event.end:
        return
    doc = reading.parsed.doc
    fits = [
        doc[t.start : t.stop]
        for t in reading.times
        if (t.first, t.last) == (event.start, event.end) and t.kind != "dateline"
    ]
    spans = [at.of_view(s.start_char, s.end_char) for s in fits]
    near = [s for s in spans if s and set(s) & evidence]
    for pieces in near or spans[:1]:
        _mark(labels, pieces)


def _dating(event: Event, text: Text, reading: Reading) -> int:
    """How the coder dated the event."""
    if not event.end and not event.start:
        return DATINGS.index("undated")
    if event.time is None and not event.start:
        return DATINGS.index("news")
    if not event.marked and not event.start and reading.day is not None:
        return DATINGS.index("news" if event.end == reading.day.isoformat() else "told")
    return DATINGS.index("told")
