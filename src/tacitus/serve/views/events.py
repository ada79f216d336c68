"""Many events as lists, filters, timeline and map show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, get_args

import sqlalchemy as sa

from tacitus.knowledge.actors import fold
from tacitus.knowledge.codebook import load_codebook
from tacitus.knowledge.iso import country_name
from tacitus.resolve.standing import is_group_name, names_nobody
from tacitus.serve.caching import kept
from tacitus.serve.filters import Filter, Grade
from tacitus.serve.views.bins import Unit, begin_of, bins_of, finest
from tacitus.serve.views.lists import (
    ActorShort,
    Bin,
    Choice,
    EventPageful,
    EventShort,
    Facets,
    MapRows,
    Timeline,
    Toll,
)
from tacitus.store import Store, listing
from tacitus.store.listing import Row, Sums
from tacitus.store.look import Look, look
from tacitus.store.query import NO_SIDE

#: Values of a list of choices, beside those chosen.
MOST = 12
# answers that are kept
_LISTS, _COUNTS = 64, 256
# names of actors of which choices are made: those that could be persons' are left out
_NAMES = 10 * MOST
# bins of a timeline at the most
_MOST_BINS = 4000
_GRADES: tuple[str, ...] = get_args(Grade)
_MAP_COLUMNS = (
    "id",
    "lon",
    "lat",
    "radius_km",
    "precision",
    "type",
    "killed",
    "grade",
    "contested",
    "first_day",
    "disputed",
)


@kept(_LISTS)
def event_list(store: Store, asked: Filter) -> EventPageful:
    """A page of the events that a filter lets through.

    Args:
        store: which.
        asked: the filter.

    Raises:
        TacitusError: as ``query.selected``.
    """
    query = asked.to_store()
    with store.reading() as connection:
        shorts = _shorts(connection, listing.short_rows(connection, query))
    return EventPageful(shorts, total_of(store, asked), asked.offset, asked.limit)


@kept(_COUNTS, paging=False)
def _looked(store: Store, asked: Filter) -> Look:
    """All that is counted of the events of a filter."""
    with store.reading() as connection:
        return look(connection, asked.to_store(whole=True), actors=_NAMES, others=MOST)


def total_of(store: Store, asked: Filter) -> int:
    """How many events a filter lets through.

    Args:
        store: which.
        asked: the filter.

    Raises:
        TacitusError: as ``query.selected``.
    """
    return _looked(store, asked).sums.events


def shorts_of(store: Store, ids: Sequence[str]) -> tuple[EventShort, ...]:
    """Events in short, in the order of their ids as given; those that there are not are left out.

    Args:
        store: which.
        ids: of the events.
    """
    with store.reading() as connection:
        found = _shorts(connection, listing.rows_by_id(connection, ids))
    by_id = {short.id: short for short in found}
    return tuple(by_id[name] for name in ids if name in by_id)


def _shorts(connection: sa.Connection, rows: Sequence[Row]) -> tuple[EventShort, ...]:
    numbers = [row["serial"] for row in rows]
    actors = listing.actors_of(connection, numbers)
    outlets = listing.outlets_of_events(connection, numbers)
    return tuple(
        _short(row, actors.get(row["serial"], ()), outlets.get(row["serial"], ())) for row in rows
    )


def _short(row: Row, actors: Iterable[Row], outlets: Iterable[str]) -> EventShort:
    return EventShort(
        id=row["id"],
        type=row["type"],
        event_type=event_types().get(row["type"]),
        start=row["start"],
        end=row["end"],
        date_precision=row["date_precision"],
        place=row["place"],
        admin1=row["admin1"],
        country=row["country"],
        lat=row["lat"],
        lon=row["lon"],
        precision=row["precision"],
        radius_km=row["radius_km"],
        disputed=row["disputed"],
        actors=tuple(
            ActorShort(a["side"], a["actor"], a["name"], a["kind"], a["country"]) for a in actors
        ),
        killed=_toll(row, "killed"),
        injured=_toll(row, "injured"),
        grade=row["support"],
        factuality=row["factuality"],
        contested=tuple(row["contested"].split()),
        aggregate=row["aggregate"],
        rejected=row["rejected"],
        edited=row["edited"],
        reports=row["reports"],
        sources=row["sources"],
        outlets=tuple(outlets),
    )


def _toll(row: Row, kind: str) -> Toll | None:
    low, best, high = (row[f"{kind}_{bound}"] for bound in ("low", "best", "high"))
    return None if best is None else Toll(low, best, high)


def event_types() -> Mapping[str, str]:
    """The event type over each sub-event type of the codebook in force."""
    kinds = load_codebook().event_types
    return {member: kind for kind, members in kinds.items() for member in members}


@kept(_COUNTS, paging=False)
def facets(store: Store, asked: Filter) -> Facets:
    """What a filter lets through and what more it could ask.

    Args:
        store: which.
        asked: the filter.

    Raises:
        TacitusError: as ``query.selected``.
    """
    told = _looked(store, asked)
    types = {str(name): number for name, number in told.by["type"].items()}
    over = Counter[str]()
    for name, number in types.items():
        over[event_types().get(name, name)] += number
    return Facets(
        total=told.sums.events,
        placed=told.placed,
        killed=told.sums,
        type=_choices(types, asked.type, most=len(types)),
        event_types=_choices(over, asked.type, most=len(over)),
        actor=_actor_choices(told.actors, asked),
        country=_choices(
            {code: number for code, number in told.by["country"].items() if code},
            asked.country,
            labels={str(code): country_name(code) or str(code) for code in told.by["country"]},
        ),
        grade=_in_order(told.by["support"], _GRADES, asked.grade),
        contested=_contested(told.by["contested"], asked),
        outlet=_choices(dict(told.outlets), asked.outlet, folded=True),
        stance=_choices(
            {side or NO_SIDE: number for side, number in told.stances},
            asked.stance,
            labels={NO_SIDE: "no known side"},
        ),
        factuality=_choices(told.by["factuality"], asked.factuality),
    )


def _choices(
    counts: Mapping[Any, int],
    chosen: Sequence[str],
    *,
    labels: Mapping[str, str] | None = None,
    most: int = MOST,
    folded: bool = False,
) -> tuple[Choice, ...]:
    """Choices, commonest first; those chosen stay though others are commoner.

    Args:
        counts: events by value.
        chosen: what the filter asks.
        labels: how values are printed, where not as they are.
        most: how many beside those chosen.
        folded: whether case makes no difference.
    """
    same = str.casefold if folded else str
    wanted = {same(value): value for value in chosen}
    found = {same(value): value for value in counts}
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    kept = [value for at, value in enumerate(ordered) if at < most or same(value) in wanted]
    kept += [value for fold, value in wanted.items() if fold not in found]
    names = labels or {}
    return tuple(
        Choice(value, names.get(value, value), counts.get(value, 0), same(value) in wanted)
        for value in kept
    )


def _actor_choices(
    actors: Sequence[tuple[str | None, str, int]], asked: Filter
) -> tuple[Choice, ...]:
    shown = [one for one in actors if _is_offered(*one[:2])]
    counts = {actor or name: number for actor, name, number in shown}
    labels = {actor or name: name for actor, name, _ in shown}
    return _choices(counts, asked.actor, labels=labels)


def _is_offered(actor: str | None, name: str) -> bool:
    """Whether an actor is a choice: what could be the name of a person is none."""
    return actor is not None or is_group_name(name) or names_nobody(fold(name))


def _in_order(
    counts: Mapping[Any, int], order: Sequence[str], chosen: Sequence[str]
) -> tuple[Choice, ...]:
    return tuple(Choice(name, name, counts.get(name, 0), name in chosen) for name in order)


def _contested(counts: Mapping[Any, int], asked: Filter) -> tuple[Choice, ...]:
    by_field: Counter[str] = Counter()
    for words, number in counts.items():
        fields = words.split()
        by_field["any" if fields else "none"] += number
        by_field.update(dict.fromkeys(fields, number))
    first = {"any": by_field.pop("any", 0), "none": by_field.pop("none", 0)}
    ordered = first | dict(sorted(by_field.items(), key=lambda item: (-item[1], item[0])))
    return tuple(
        Choice(name, name, number, name == asked.contested) for name, number in ordered.items()
    )


@kept(_COUNTS, paging=False)
def timeline(store: Store, asked: Filter, unit: Unit | None = None) -> Timeline:
    """Events and losses by time; an event counts where it begins.

    Args:
        store: which.
        asked: the filter.
        unit: of the bins; by default the finest that gives few enough (``bins.finest``).

    Raises:
        TacitusError: as ``query.selected``; ``bad-query`` where a unit gives too many bins.
    """
    days = _looked(store, asked).days
    undated = sum(told.events for day, told in days if day is None)
    dated = [(date.fromisoformat(day), told) for day, told in days if day is not None]
    if not dated:
        return Timeline(unit or "month", (), undated)
    first, last = dated[0][0], dated[-1][0]
    chosen = unit or finest(first, last)
    spans = bins_of(first, last, chosen, most=_MOST_BINS)
    held: dict[date, list[Sums]] = {}
    for day, told in dated:
        held.setdefault(begin_of(day, chosen), []).append(told)
    bins = [_bin(start, end, held.get(start, ())) for start, end in spans]
    return Timeline(chosen, tuple(bins), undated)


def _bin(start: date, end: date, told: Sequence[Sums]) -> Bin:
    return Bin(
        start.isoformat(),
        end.isoformat(),
        sum(one.events for one in told),
        sum(one.low for one in told),
        sum(one.best for one in told),
        sum(one.high for one in told),
        sum(one.open for one in told),
        sum(one.contested for one in told),
    )


def map_rows(store: Store, asked: Filter) -> MapRows:
    """What the map draws of the events that a filter lets through, all of them.

    Args:
        store: which.
        asked: the filter.

    Raises:
        TacitusError: as ``query.selected``.
    """
    query = asked.to_store(whole=True)
    with store.reading() as connection:
        found = listing.map_rows(connection, query)
    total = total_of(store, asked)
    types: dict[str, int] = {}
    grades = {name: at for at, name in enumerate(_GRADES)}
    rows = tuple(
        (
            name,
            round(lon, 4),
            round(lat, 4),
            None if radius is None else round(radius, 1),
            precision or 0,
            types.setdefault(kind, len(types)),
            killed,
            grades.get(support, len(_GRADES)),
            int(contested != ""),
            day,
            int(disputed is not None),
        )
        for (
            name,
            lon,
            lat,
            radius,
            precision,
            kind,
            killed,
            support,
            contested,
            day,
            disputed,
        ) in found
    )
    return MapRows(_MAP_COLUMNS, tuple(types), _GRADES, rows, total - len(rows), total)
