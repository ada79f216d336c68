"""How far and which way from a named place something lies: "15 km north of X"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tacitus.knowledge.place_offsets import OffsetWords, offset_words
from tacitus.parse.numerals import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

# tokens to look back for the number
_STEPS = 12
_HYPHENS = frozenset({"-", "–"})


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance and a direction from a place.

    Attributes:
        km: kilometres, or None where only the direction is told.
        bearing: degrees from north, clockwise, or None where only the distance is told.
    """

    km: float | None
    bearing: float | None


def offset_before(doc: Doc, low: Sequence[str], first: int) -> Offset | None:
    """The offset told right before a name, or None.

    Args:
        doc: the parse.
        low: its tokens in lower case.
        first: first token of the name.
    """
    words = offset_words()
    at = first - 1
    if at < 1 or (low[at] not in words.leads and low[at] not in words.filled):
        return None
    start = max(doc[first].sent.start, first - _STEPS)
    bearing: float | None = None
    km: float | None = None
    lead = False
    while at >= start:
        word = low[at]
        if word in words.leads:
            lead = True
        elif lead and bearing is None and (told := _bearing(low, at, words)):
            bearing, at = told
            continue
        elif lead and word in words.units and at > start:
            number = _number(low[at - 1])
            if number is not None:
                km = number * words.units[word]  # the first told stands: "15 km (9 miles)"
        elif word not in words.filled and not _within(doc, at):
            break
        at -= 1
    return Offset(km, bearing) if lead and (km is not None or bearing is not None) else None


def _bearing(low: Sequence[str], at: int, words: OffsetWords) -> tuple[float, int] | None:
    """The direction that ends at a token, and the token before it: "south - east", "southeast"."""
    if at >= 2 and low[at - 1] in _HYPHENS:
        whole = f"{low[at - 2]}-{low[at]}"
        if whole in words.bearings:
            return words.bearings[whole], at - 3
    if low[at] in words.bearings:
        if at >= 1 and f"{low[at - 1]}-{low[at]}" in words.bearings:
            return words.bearings[f"{low[at - 1]}-{low[at]}"], at - 2
        return words.bearings[low[at]], at - 1
    return None


def _number(word: str) -> float | None:
    read = read_number([word], 0)
    return read[0] if read is not None else None


def _within(doc: Doc, at: int) -> bool:
    """Whether a token can stand inside such a phrase: a number, a bracket, a comma."""
    return doc[at].is_punct or _number(doc[at].lower_) is not None


def put_near(low: Sequence[str], first: int, stop: int, *, small: bool) -> bool:
    """Whether the words between two names put the first near the second.

    Args:
        low: tokens in lower case.
        first: token behind the first name.
        stop: first token of the second name.
        small: whether the second is a town or smaller, so that "north of" it is not in it.
    """
    words = offset_words()
    between = low[first:stop]
    told = any(w in words.units or w in words.close for w in between)
    if small and len(between) > 1 and between[-1] in words.leads:
        told = told or between[-2] in words.bearings
    if not told:
        return False
    return all(
        w in words.near
        or w in words.units
        or w in words.bearings
        or w in words.filled
        or w in _HYPHENS
        or w in "()"
        or _number(w) is not None
        for w in between
    )
