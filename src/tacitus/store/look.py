"""All that lists and filters count of the events asked for, in one statement.

Which events these are is found once, as a common table expression that both databases keep for as
long as the statement takes, and counted by each thing that could be asked next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.store import listing
from tacitus.store.listing import COLUMNS, Sums, sums_from
from tacitus.store.query import EventQuery, conditions
from tacitus.store.schema import event_actors, event_outlets, event_stances, events

_NUMBERS = 8
_NOTHING: tuple[object, ...] = (None, (), "")


@dataclass(frozen=True, slots=True)
class Look:
    """What a query lets through, counted.

    What is asked of a field itself is left aside where its values are counted.

    Attributes:
        sums: losses.
        placed: how many have a point.
        by: events by value of each of ``COLUMNS``.
        days: losses by first day, in order, those of no day under None first.
        actors: as of ``listing.counts_by_actor``.
        outlets: as of ``listing.counts_by_outlet``.
        stances: as of ``listing.counts_by_stance``.
    """

    sums: Sums
    placed: int
    by: dict[str, dict[str | None, int]]
    days: list[tuple[str | None, Sums]]
    actors: list[tuple[str | None, str, int]]
    outlets: list[tuple[str, int]]
    stances: list[tuple[str, int]]


def look(connection: sa.Connection, query: EventQuery, *, actors: int, others: int) -> Look:
    """Count what a query lets through.

    Args:
        connection: reads the store.
        query: what is asked.
        actors: how many actors, those of most events.
        others: how many outlets, and sides, those of most events.

    Raises:
        TacitusError: as ``query.selected``.
    """
    hit = _hits(query, connection.dialect.name)
    found: dict[str, list[Sequence[Any]]] = {}
    for part, *row in connection.execute(sa.union_all(*_parts(query, hit))).all():
        found.setdefault(part, []).append(row)
    ((_, _, *numbers),) = found["sums"]
    return Look(
        sums=sums_from(numbers[:-1]),
        placed=int(numbers[-1]),
        by={
            field: listing.counts_by(connection, query, field)
            if _asked(query, field)
            else {value: int(number) for value, _, number, *_ in found.get(field, ())}
            for field in COLUMNS
        },
        days=sorted(
            ((day, sums_from(told[:-1])) for day, _, *told in found.get("day", ())),
            key=lambda item: item[0] or "",
        ),
        actors=listing.counts_by_actor(connection, query, actors)
        if query.actor is not None
        else [(actor, name, n) for actor, name, n in _most(found.get("actor", ()), actors)],
        outlets=listing.counts_by_outlet(connection, query, others)
        if query.outlet is not None
        else [(name, n) for _, name, n in _most(found.get("outlet", ()), others)],
        stances=listing.counts_by_stance(connection, query, others)
        if query.stance
        else [(name, n) for _, name, n in _most(found.get("stance", ()), others)],
    )


def _asked(query: EventQuery, field: str) -> bool:
    return getattr(query, field) not in _NOTHING


def _most(rows: Sequence[Sequence[Any]], most: int) -> list[tuple[Any, str, int]]:
    """Those of most events first, then by name."""
    counted = [(key, name, int(number)) for key, name, number, *_ in rows]
    return sorted(counted, key=lambda row: (-row[2], row[1]))[:most]


def _hits(query: EventQuery, dialect: str) -> sa.CTE:
    """The rows of the events asked for, as far as they are counted."""
    c = events.c
    columns = (
        c.serial, *COLUMNS.values(), c.lat, c.first_day, c.aggregate,
        c.killed_low, c.killed_best, c.killed_high,
    )  # fmt: skip
    return sa.select(*columns).where(*conditions(query, dialect)).cte("hit")


def _parts(query: EventQuery, hit: sa.CTE) -> Iterator[sa.Select[Any]]:
    """The selects of one statement: which part, a key, a name, and numbers."""
    whole = (*listing.summed(of=hit.c), sa.func.count(hit.c.lat))
    yield _part("sums", None, None, *whole)
    yield _part("day", hit.c.first_day, None, *whole).group_by(hit.c.first_day)
    for field in COLUMNS:
        if not _asked(query, field):
            yield _part(field, hit.c[field], None, sa.func.count()).group_by(hit.c[field])
    mine = sa.select(hit.c.serial)
    if query.actor is None:
        c = event_actors.c
        number = sa.func.count(sa.distinct(c.event))
        yield (
            _part("actor", c.actor, sa.func.min(c.name), number)
            .where(c.event.in_(mine))
            .group_by(sa.func.coalesce(c.actor, c.name), c.actor)
        )
    if query.outlet is None:
        o = event_outlets.c
        named = _part("outlet", o.outlet, sa.func.min(o.name), sa.func.count())
        yield named.where(o.event.in_(mine)).group_by(o.outlet)
    if not query.stance:
        s = event_stances.c
        sided = _part("stance", s.stance, sa.func.min(s.stance), sa.func.count())
        yield sided.where(s.event.in_(mine)).group_by(s.stance)


def _part(
    name: str,
    key: sa.ColumnElement[Any] | None,
    words: sa.ColumnElement[Any] | None,
    *numbers: sa.ColumnElement[Any],
) -> sa.Select[Any]:
    """A select of the columns that all parts have."""
    nothing = sa.cast(sa.null(), sa.Text)
    filled = [sa.cast(number, sa.BigInteger) for number in numbers]
    filled += [sa.cast(sa.null(), sa.BigInteger)] * (_NUMBERS - len(numbers))
    return sa.select(
        sa.literal(name, sa.Text),
        nothing if key is None else key,
        nothing if words is None else words,
        *filled,
    )
