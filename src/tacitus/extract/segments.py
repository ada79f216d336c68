"""Stretches of a report within which a cue may reach: sentences, cut also where lines end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Wires are wrapped at 80 columns; where no line is longer, a line end is no paragraph end.
_WRAPPED = 85
_KEY = "tacitus_segments"


class Segment(NamedTuple):
    """A sentence or the part of one that stands on a line of its own: its token range."""

    start: int
    end: int


def segments(doc: Doc) -> tuple[Segment, ...]:
    """The segments of a parsed text, in order.

    Web pages often put each paragraph on a line and drop its full stop; the parser then runs
    several sentences into one. A line end closes a segment unless the text is hard-wrapped.
    """
    wrapped = max((len(line) for line in doc.text.split("\n")), default=0) <= _WRAPPED
    mark = "\n\n" if wrapped else "\n"
    found: list[Segment] = []
    for sent in doc.sents:
        start = sent.start
        for token in sent:
            if token.is_space and mark in token.text and token.i + 1 > start:
                found.append(Segment(start, token.i + 1))
                start = token.i + 1
        if start < sent.end:
            found.append(Segment(start, sent.end))
    return tuple(found)


def segment(token: Token) -> Segment:
    """The segment that holds ``token``; the doc remembers its segments."""
    table = token.doc.user_data.get(_KEY)
    if table is None:
        table = [s for s in segments(token.doc) for _ in range(s.end - s.start)]
        token.doc.user_data[_KEY] = table
    return table[token.i]
