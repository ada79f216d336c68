"""All published events in short, for the map, the timeline and the list of a site."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tacitus.export.wording import visible
from tacitus.serve.publish.addresses import stem_of
from tacitus.serve.views.events import event_types
from tacitus.serve.views.lists import EventShort, Toll

#: What a row holds, in order; ``web/src/lib/rows.ts`` reads it by these names.
COLUMNS = (
    "id",
    "file",
    "lon",
    "lat",
    "radius_km",
    "precision",
    "type",
    "killed",
    "injured",
    "grade",
    "factuality",
    "contested",
    "start",
    "end",
    "disputed",
    "aggregate",
    "place",
    "admin1",
    "country",
    "initiators",
    "targets",
    "outlets",
    "reports",
    "sources",
)


class _Words:
    """Words that stand once; rows have their numbers."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def at(self, words: str) -> int:
        return self._at.setdefault(visible(words), len(self._at))

    @property
    def all(self) -> list[str]:
        return list(self._at)


def rows_json(events: Iterable[EventShort]) -> bytes:
    """The events as JSON, as short as it goes; the same events give the same bytes.

    Args:
        events: in the order of the list.

    Returns:
        An object of ``columns``; of ``words`` for each column whose rows hold numbers that stand
        for words; of ``actors``, which has ids of the registry by the numbers of names; of
        ``kinds``, which has the event type over each type by their numbers; and of ``rows``. A toll
        is [low, best, high], high null where it is open.
    """
    words = {
        name: _Words()
        for name in ("type", "grade", "factuality", "contested", "country", "party", "outlet")
    }
    over = event_types()
    rows = []
    actors: dict[str, str] = {}
    for event in events:
        for actor in event.actors:
            if actor.actor is not None:
                actors.setdefault(actor.name, actor.actor)
        party, outlet = words["party"], words["outlet"]
        rows.append(
            [
                event.id,
                f"events/{stem_of(event.id)}.html",
                None if event.lon is None else round(event.lon, 4),
                None if event.lat is None else round(event.lat, 4),
                None if event.radius_km is None else round(event.radius_km, 1),
                event.precision or 0,
                words["type"].at(event.type),
                _toll(event.killed),
                _toll(event.injured),
                words["grade"].at(event.grade),
                words["factuality"].at(event.factuality),
                [words["contested"].at(field) for field in event.contested],
                event.start,
                event.end,
                int(event.disputed is not None),
                int(event.aggregate),
                visible(event.place) if event.place else None,
                visible(event.admin1) if event.admin1 else None,
                words["country"].at(event.country) if event.country else None,
                [party.at(actor.name) for actor in event.initiators],
                [party.at(actor.name) for actor in event.targets],
                [outlet.at(name) for name in event.outlets],
                event.reports,
                event.sources,
            ]
        )
    form = {
        "columns": COLUMNS,
        "words": {name: held.all for name, held in words.items()},
        "actors": {words["party"].at(name): actor for name, actor in actors.items()},
        "kinds": [over.get(name, name) for name in words["type"].all],
        "rows": rows,
    }
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()


def _toll(toll: Toll | None) -> list[int | None] | None:
    return None if toll is None else [toll.low, toll.best, toll.high]
