"""Where an event happened: its own place, and the larger places named for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.records import Grounded
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Party
    from tacitus.extract.reading import Reading

_RANK = {"site": 0, "district": 0, "settlement": 1, "unknown": 1, "water": 2, "road": 1,
         "admin1": 3, "region": 4, "country": 5}
_UNRANKED = 3
# larger areas that stand in a clause as actors more often than as places
_ACTING = frozenset({"nsubj", "nsubjpass", "compound", "npadvmod", "amod", "agent", "dobj", "nmod"})
_AWAY = frozenset({"from", "to", "toward", "towards", "between", "with", "by"})
# how many larger places are listed
_WITHIN = 4


def usable(n: int, reading: Reading) -> bool:
    """Whether a place mention can be where something happened, by its part in the clause.

    Args:
        n: index of the place mention.
        reading: the report.
    """
    place = reading.places[n]
    if place.kind == "metonym":
        return False
    head = reading.parsed.doc[place.start : place.stop].root
    if head.head.i in reading.cues and head.dep_ in ("nsubj", "pobj"):
        return False
    if head.dep_ == "pobj" and head.head.head.i in reading.cues and head.head.lower_ in ("in", "from", "at"):
        return False  # "reported in Lima": where it was said
    if place.kind in ("country", "region") and not place.modifier:
        if head.dep_ in _ACTING or (head.dep_ == "pobj" and head.head.lower_ in _AWAY):
            return False
        if head.dep_ == "conj" and head.head.dep_ in _ACTING:
            return False
    return True


def choose_place(
    draft: Draft, drafts: Sequence[Draft], reading: Reading, parties: Sequence[Party]
) -> tuple[Grounded[str] | None, tuple[Grounded[str], ...]]:
    """The most specific place that the report ties to the event, and those it lies within.

    Args:
        draft: the event.
        drafts: all events of the report; the place is borrowed from the one told before where
            the event names none.
        reading: the report.
        parties: participants, whose own names are no places.
    """
    own = list(dict.fromkeys(n for m in draft.mentions for n in m.places))
    how = None
    if not own:
        own, how = _borrowed(draft, drafts)
    if not own:
        return None, ()
    taken = {i for p in parties for i in range(p.phrase.first, p.phrase.stop) if not p.kind.object}
    free = [n for n in own if reading.places[n].start not in taken] or own
    chosen = min(range(len(free)), key=lambda k: (*_order(free[k], free, reading), k))
    best = free[chosen]
    place = _ground(best, reading, how)
    within: list[Grounded[str]] = []
    rest = sorted((n for n in own if n != best), key=lambda n: _RANK.get(reading.places[n].kind, _UNRANKED))
    for n in [*_chain(best, reading), *rest]:
        value = _ground(n, reading, how)
        if all(not same_name(value.value, w.value) for w in [place, *within]):
            within.append(value)
    return place, tuple(within[:_WITHIN])


def _chain(n: int, reading: Reading) -> list[int]:
    chain: list[int] = []
    inside = reading.places[n].inside
    while inside is not None and inside not in chain:
        chain.append(inside)
        inside = reading.places[inside].inside
    return chain


def _order(n: int, among: Sequence[int], reading: Reading) -> tuple[int, int, int]:
    """Smaller comes first: kind of place, whether another one lies in it, how it is tied in."""
    place = reading.places[n]
    holds = any(n in _chain(other, reading) for other in among if other != n)
    larger = reading.refs[n].feature in ("admin1", "admin2", "country", "region")
    rank = max(_RANK.get(place.kind, _UNRANKED), _RANK["admin1"] - 1 if larger else 0)
    return (rank + (2 if holds else 0), int(place.cue in _AWAY), int(reading.refs[n].name is not None))


def _ground(n: int, reading: Reading, how: str | None) -> Grounded[str]:
    place = reading.places[n]
    span = reading.parsed.span(place.start, place.stop)
    return Grounded(reading.parsed.quote(place.start, place.stop), (span,), f"place:{place.by}", how)


def _borrowed(draft: Draft, drafts: Sequence[Draft]) -> tuple[list[int], str | None]:
    """Places of the event told last before this one."""
    here = draft.mentions[0].sentence
    before = [d for d in drafts if d is not draft and d.mentions[0].sentence <= here]
    for other in sorted(before, key=lambda d: -min(d.last, here)):
        found = [n for m in other.mentions for n in m.places]
        if found:
            return found, "named for the event told before"
    return [], None
