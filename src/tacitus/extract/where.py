"""Where an event happened: its own place, and the larger places named for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.placing import best_of, candidates, chain, usable
from tacitus.records import Grounded
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Party
    from tacitus.extract.reading import Reading

__all__ = ["choose_place", "usable"]

_RANK = {
    "site": 0,
    "district": 0,
    "settlement": 1,
    "unknown": 1,
    "water": 2,
    "road": 1,
    "admin1": 3,
    "region": 4,
    "country": 5,
}
_UNRANKED = 3
# how many larger places are listed
_WITHIN = 4
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


def _ground(n: int, reading: Reading, how: str | None) -> Grounded[str]:
    place = reading.places[n]
    span = reading.parsed.span(place.start, place.stop)
    return Grounded(
        reading.parsed.quote(place.start, place.stop), (span,), f"place:{place.by}", how
    )
