"""Events that may be the same as another one, to be merged with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tacitus.records import Event
from tacitus.serve.views.events import shorts_of
from tacitus.serve.views.lists import EventShort
from tacitus.store import EventQuery, Store

# how near in time and space an event must be, and how many are shown
_DAYS, _KM, _MOST = 3, 50.0, 12


def near_events(store: Store, event: Event, words: str = "") -> tuple[EventShort, ...]:
    """Events near another one in time and space; of those with some words, all.

    Args:
        store: which.
        event: the event.
        words: of their reports, or an id; empty for those near by.
    """
    found: list[str] = []
    for query in _queries(event, words):
        found += [other.id for other in store.events(replace(query, limit=_MOST + 1))]
    ids = [name for name in dict.fromkeys(found) if name != event.id]
    return shorts_of(store, ids[:_MOST])


def _queries(event: Event, words: str) -> Iterable[EventQuery]:
    if words.strip():
        yield EventQuery(text=words.strip(), order="-start")
        return
    first, last = event.start or event.end, event.end or event.start
    days = (
        EventQuery(
            since=(date.fromisoformat(first) - timedelta(_DAYS)).isoformat(),
            until=(date.fromisoformat(last) + timedelta(_DAYS)).isoformat(),
        )
        if first and last
        else EventQuery()
    )
    place = event.place
    if place is not None and place.lat is not None and place.lon is not None:
        yield replace(days, near=(place.lat, place.lon), within_km=_KM)
    if place is not None and place.country is not None and first:
        yield replace(days, country=place.country)
    elif first:
        yield days
