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

_RANK = {"site": 0, "settlement": 0, "district": 0, "unknown": 1, "water": 1, "road": 1, "admin1": 2, "region": 3, "country": 4}


def choose_place(
    draft: Draft, drafts: Sequence[Draft], reading: Reading, parties: Sequence[Party]
) -> tuple[Grounded[str] | None, tuple[Grounded[str], ...]]:
    """The most specific place that the report ties to the event, and those it lies within.

    Args:
        draft: the event.
        drafts: all events of the report; the place is borrowed from the one told just before
            where the event names none.
        reading: the report.
        parties: participants, whose own names are no places.
    """
    own = [n for m in draft.mentions for n in m.places]
    how = None
    if not own:
        own, how = _borrowed(draft, drafts, reading)
    if not own:
        return None, ()
    taken = {i for p in parties for i in range(p.phrase.first, p.phrase.stop)}
    free = [n for n in own if reading.places[n].start not in taken] or own
    first = min(range(len(free)), key=lambda k: (_RANK.get(reading.places[free[k]].kind, 2), k))
    chosen = free[first]
    place = _ground(chosen, reading, how)
    within: list[Grounded[str]] = []
    chain = [chosen, *free, *own]
    inside = reading.places[chosen].inside
    while inside is not None and len(chain) < 40:
        chain.insert(1, inside)
        inside = reading.places[inside].inside
    for n in chain:
        value = _ground(n, reading, how)
        if all(not same_name(value.value, w.value) for w in [place, *within]):
            within.append(value)
    return place, tuple(within[:4])


def _ground(n: int, reading: Reading, how: str | None) -> Grounded[str]:
    place = reading.places[n]
    span = reading.parsed.span(place.start, place.stop)
    return Grounded(reading.parsed.quote(place.start, place.stop), (span,), f"place:{place.by}", how)


def _borrowed(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> tuple[list[int], str | None]:
    """Places of the event told just before, or of the report's lead."""
    before = [d for d in drafts if d is not draft and d.mentions[0].sentence <= draft.mentions[0].sentence]
    for other in sorted(before, key=lambda d: -d.last):
        if draft.mentions[0].sentence - other.last > 2:
            continue
        found = [n for m in other.mentions for n in m.places]
        if found:
            return found, "named for the event told just before"
    return [], None
