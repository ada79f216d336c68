"""Events and losses summed by day, area, kind or actor: what plots of many events are made of.

All of it is selects over the short rows of ``events``; no form of an event is read. An event that
is itself a sum over many others counts as an event, but its dead and injured, who would be counted
twice, in no sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from tacitus.store.query import EventQuery, conditions
from tacitus.store.schema import event_actors, events

#: Losses that have columns of their own.
LOSSES = ("killed", "injured")
#: Columns that events can be summed by, from the whole to the part.
AREAS: dict[str, tuple[sa.ColumnElement[Any], ...]] = {
    "country": (events.c.country,),
    "admin1": (events.c.country, events.c.admin1),
    "place": (events.c.country, events.c.admin1, events.c.place),
}
#: Parts that an actor can have in an event.
ROLES = ("any", "initiator", "target")
Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses of one kind, of several events.

    Attributes:
        told: events that tell a figure and are no sums over others; all else is of them.
        low, best, high: sums of their figures; of an open high the best is summed.
        open: of how many the high is open.
        contested: of how many the figure itself is contested.
        contested_best: what these bring to ``best``.
        greatest: the greatest best figure of a single event.
    """

    told: int = 0
    low: int = 0
    best: int = 0
    high: int = 0
    open: int = 0
    contested: int = 0
    contested_best: int = 0
    greatest: int = 0

    def __add__(self, other: Losses) -> Losses:
        added = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Losses)}
        return Losses(**added | {"greatest": max(self.greatest, other.greatest)})


@dataclass(frozen=True, slots=True)
class Totals:
    """What several events come to.

    Attributes:
        events: how many.
        contested: in how many anything is contested.
        killed, injured: losses.
    """

    events: int = 0
    contested: int = 0
    killed: Losses = Losses()
    injured: Losses = Losses()

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.events + other.events,
            self.contested + other.contested,
            self.killed + other.killed,
            self.injured + other.injured,
        )


def _columns() -> list[sa.ColumnElement[Any]]:
    """The columns of ``Totals`` over rows of ``events``, losses after the counts."""
    c = events.c
    found = [sa.func.count(), _sum(sa.case((c.contested != "", 1), else_=0))]
    for kind in LOSSES:
        low, best, high = (c[f"{kind}_{bound}"] for bound in ("low", "best", "high"))
        told = sa.and_(best.is_not(None), c.aggregate.is_(False))
        differs = sa.and_(told, c.contested.contains(f" {kind} "))
        found += [
            _sum(sa.case((told, 1), else_=0)),
            _sum(sa.case((told, low), else_=0)),
            _sum(sa.case((told, best), else_=0)),
            _sum(sa.case((told, sa.func.coalesce(high, best)), else_=0)),
            _sum(sa.case((sa.and_(told, high.is_(None)), 1), else_=0)),
            _sum(sa.case((differs, 1), else_=0)),
            _sum(sa.case((differs, best), else_=0)),
            sa.func.coalesce(sa.func.max(sa.case((told, best), else_=0)), 0),
        ]
    return found


def _sum(value: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(value), 0)


def _totals(values: Sequence[Any]) -> Totals:
    count, contested, *rest = map(int, values)
    half = len(rest) // 2
    return Totals(count, contested, Losses(*rest[:half]), Losses(*rest[half:]))


def totals_by(
    connection: sa.Connection, query: EventQuery, keys: Sequence[sa.ColumnElement[Any]]
) -> list[tuple[Key, Totals]]:
    """What the events asked for come to, by the values of some columns.

    Args:
        connection: reads the store.
        query: what is asked; order, limit and offset are left aside.
        keys: columns of ``events``.

    Returns:
        Values and totals, in order of the values; None stands for what is not known.

    Raises:
        TacitusError: as ``query.selected``.
    """
    held = conditions(query, connection.dialect.name)
    asked = sa.select(*keys, *_columns()).where(*held).group_by(*keys).order_by(*keys)
    split = len(keys)
    return [(tuple(row[:split]), _totals(row[split:])) for row in connection.execute(asked)]


def counts_by(
    connection: sa.Connection, query: EventQuery, keys: Sequence[sa.ColumnElement[Any]]
) -> list[tuple[Key, int]]:
    """How many events are asked for, by the values of some columns.

    Args:
        connection: reads the store.
        query: as for ``totals_by``.
        keys: columns of ``events``.

    Raises:
        TacitusError: as ``query.selected``.
    """
    held = conditions(query, connection.dialect.name)
    asked = sa.select(*keys, sa.func.count()).where(*held).group_by(*keys)
    return [(tuple(values), int(number)) for *values, number in connection.execute(asked)]


def long_events(connection: sa.Connection, query: EventQuery) -> list[tuple[str, str, int]]:
    """First and last day of the events that may lie on more days than one, with how many.

    Args:
        connection: reads the store.
        query: as for ``totals_by``.
    """
    c = events.c
    held = [*conditions(query, connection.dialect.name), c.first_day != c.last_day]
    asked = sa.select(c.first_day, c.last_day, sa.func.count()).where(*held)
    rows = connection.execute(asked.group_by(c.first_day, c.last_day))
    return [(first, last, int(number)) for first, last, number in rows]


@dataclass(frozen=True, slots=True)
class ActorTotals:
    """What the events of an actor come to.

    Attributes:
        actor: id, or None for one in no registry.
        name: as its events have it.
        totals: of the events that it takes part in, in the part asked for.
    """

    actor: str | None
    name: str
    totals: Totals

    @property
    def key(self) -> str:
        """By what it is told from others: its id, else its name."""
        return self.actor or self.name


def totals_by_actor(
    connection: sa.Connection, query: EventQuery, role: str
) -> tuple[list[ActorTotals], int]:
    """The actors of the events asked for, with what these come to.

    Args:
        connection: reads the store.
        query: as for ``totals_by``.
        role: one of ``ROLES``.

    Returns:
        The actors, those of most events first; how many events name nobody in that part.

    Raises:
        TacitusError: as ``query.selected``.
    """
    held = conditions(query, connection.dialect.name)
    number, name = sa.func.count(), sa.func.min(event_actors.c.name)
    asked = (
        sa.select(event_actors.c.actor, name, *_columns())
        .select_from(sa.join(event_actors, events, events.c.serial == event_actors.c.event))
        .where(*held, *_once(role))
        .group_by(_who(event_actors), event_actors.c.actor)
        .order_by(number.desc(), name, _who(event_actors))
    )
    found = [
        ActorTotals(actor, called, _totals(values))
        for actor, called, *values in connection.execute(asked)
    ]
    named = sa.select(event_actors.c.event).where(*_in_part(event_actors, role))
    nobody = sa.select(sa.func.count()).where(*held, events.c.serial.not_in(named))
    return found, int(connection.execute(nobody.select_from(events)).scalar_one())


def counts_by_actor_and(
    connection: sa.Connection,
    query: EventQuery,
    role: str,
    actors: Iterable[str],
    key: sa.ColumnElement[Any],
) -> list[tuple[str, str | None, int]]:
    """How many events asked for each of some actors takes part in, by the values of a column.

    Args:
        connection: reads the store.
        query: as for ``totals_by``.
        role: one of ``ROLES``.
        actors: their ids or names, see ``ActorTotals.key``.
        key: a column of ``events``.
    """
    who = _who(event_actors)
    asked = (
        sa.select(who, key, sa.func.count())
        .select_from(sa.join(event_actors, events, events.c.serial == event_actors.c.event))
        .where(*conditions(query, connection.dialect.name), *_once(role), who.in_(list(actors)))
        .group_by(who, key)
    )
    return [(name, value, int(number)) for name, value, number in connection.execute(asked)]


def _who(table: sa.FromClause) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(table.c.actor, table.c.name)


def _in_part(table: sa.FromClause, role: str) -> tuple[sa.ColumnElement[bool], ...]:
    return () if role == "any" else (table.c.side == role,)


def _once(role: str) -> tuple[sa.ColumnElement[bool], ...]:
    """What holds of one row for each actor of an event: it may stand on both sides."""
    other = event_actors.alias()
    before = sa.exists().where(
        other.c.event == event_actors.c.event,
        other.c.serial < event_actors.c.serial,
        _who(other) == _who(event_actors),
        *_in_part(other, role),
    )
    return (*_in_part(event_actors, role), sa.not_(before))
