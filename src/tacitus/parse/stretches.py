"""A long report divided into stretches that are read one after another.

What finders and parser need grows faster than the text: bounds on both keep the time and memory
for one report in hand, whatever is in it.
"""

from __future__ import annotations

import re

from tacitus.records import Span

MAX_CHARACTERS = 200_000
"""How much of a report is read; some 33,000 words, the length of a thick NGO report."""

STRETCH = 20_000
"""Longest stretch; no news report of the corpora that Tacitus is measured on is half as long."""

# where a stretch may end, the best places first
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?]['\"”’)]*\s"), re.compile(r"\s"))
# the share of a stretch, from its end, that is searched for such a place
_SEARCHED = 5


def stretches(text: str, longest: int = STRETCH) -> tuple[Span, ...]:
    """The stretches of a text, in order and without gaps, up to ``MAX_CHARACTERS``.

    Args:
        text: the report's text.
        longest: most characters of a stretch.

    Returns:
        Spans of at most ``longest`` characters that end with a paragraph, else a sentence, else a
        word where one ends in reach; none for an empty text.
    """
    stop = min(len(text), MAX_CHARACTERS)
    found: list[Span] = []
    at = 0
    while at < stop:
        end = stop if stop - at <= longest else _end(text, at + longest, longest // _SEARCHED)
        found.append(Span(at, end))
        at = end
    return tuple(found)


def _end(text: str, latest: int, searched: int) -> int:
    """The best place to end a stretch that may reach to ``latest``, not far before it."""
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, latest - searched, latest)]
        if ends:
            return ends[-1]
    return latest
