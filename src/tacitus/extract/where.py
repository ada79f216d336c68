"""Where an event happened: its own place, and the larger places named for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.placing import best_of, candidates, chain, usable
from tacitus.extract.spots import lies_in
from tacitus.knowledge.geometry import kilometres
from tacitus.records import Grounded
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Party
    from tacitus.extract.reading import Reading
    from tacitus.records import Claim

__all__ = ["choose_place", "larger_places", "usable"]

_RANK = {
    "site": 0,
    "district": 0,
    "settlement": 1,
    "unknown": 1,
    "water": 2,
    "road": 1,
    "admin3": 2,
    "admin2": 2,
    "admin1": 3,
    "area": 4,
    "region": 4,
    "country": 5,
    "former": 5,
}
_UNRANKED = 3
# how many larger places are listed
_WITHIN = 4
# kilometres beyond a place's edge at which what is told as part of it may lie
BESIDE_KM = 25.0
# how a place that the event's own words do not name was found
_HOW = {
    "here": "where the report was written, and it says that it was there",
    "sentence": "named in the same sentence for something else",
    "pointing": "what the event's words point at",
    "after": "named right after the event",
    "borrowed": "named for the event told before",
    "lead": "named for the first event of the report",
    "ahead": "named for the event told next",
    "report": "the report is about it",
}


def choose_place(
    draft: Draft, drafts: Sequence[Draft], reading: Reading, parties: Sequence[Party]
) -> tuple[Grounded[str] | None, tuple[Grounded[str], ...]]:
    """The place that the report ties most strongly to the event, and those it lies within.

    Args:
        draft: the event.
        drafts: all events of the report; an event that names no place takes one from them.
        reading: the report.
        parties: participants, whose own names are seldom the place.
    """
    taken = {i for p in parties for i in range(p.phrase.first, p.phrase.stop) if not p.kind.object}
    best = best_of(candidates(draft, drafts, reading, taken), reading)
    if best is None:
        return None, ()
    how = _HOW.get(best.origin)
    place = _ground(best.n, reading, how)
    own = {n for m in draft.mentions for n in m.places if n != best.n}
    country = reading.refs[best.n].country
    own = {n for n in own if reading.refs[n].country in (country, None) or country is None}
    rest = sorted(own, key=lambda n: (_RANK.get(reading.places[n].kind, _UNRANKED), n))
    within: list[Grounded[str]] = []
    for n in [*chain(best.n, reading), *rest]:
        value = _ground(n, reading, None)
        if all(not same_name(value.value, w.value) for w in [place, *within]):
            within.append(value)
    return place, tuple(within[:_WITHIN])


def larger_places(claim: Claim, reading: Reading) -> tuple[Grounded[str], ...]:
    """Of the places that a claim is said to lie within those that can hold its place.

    Two engines read them apart: what one takes for the place the other may list as larger, beside
    places of other events.

    Args:
        claim: as put together.
        reading: its report.
    """
    numbers = {reading.parsed.span(p.start, p.stop): n for n, p in enumerate(reading.places)}

    def number(value: Grounded[str]) -> int | None:
        return next((numbers[s] for s in value.spans if s in numbers), None)

    if claim.place is None:
        return claim.within
    own, kept = number(claim.place), [claim.place]
    for value in claim.within:
        other = number(value)
        if any(same_name(value.value, w.value) for w in kept):
            continue
        if own is None or other is None or _can_hold(other, own, reading):
            kept.append(value)
    return tuple(kept[1:])


def _can_hold(outer: int, inner: int, reading: Reading) -> bool:
    """Whether one place may lie in another, by the text or by where both are."""
    if lies_in(inner, outer, reading):
        return True
    a, b = reading.refs[inner], reading.refs[outer]
    size = _size(outer, reading) - _size(inner, reading)
    # a quarter or a village that no gazetteer holds may lie in a town that it does hold
    if size < 0 or (size == 0 and not (a.name is None and b.name is not None)):
        return False
    if a.country and b.country and a.country != b.country:
        return False
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return True
    return kilometres(a.lat, a.lon, b.lat, b.lon) <= (b.radius_km or 0.0) + BESIDE_KM


def _size(n: int, reading: Reading) -> int:
    """The rank of a place by its class in the gazetteer, else by the words around it."""
    feature = reading.refs[n].feature
    return _RANK.get(feature or reading.places[n].kind, _UNRANKED)


def _ground(n: int, reading: Reading, how: str | None) -> Grounded[str]:
    place = reading.places[n]
    span = reading.parsed.span(place.start, place.stop)
    return Grounded(
        reading.parsed.quote(place.start, place.stop), (span,), f"place:{place.by}", how
    )
