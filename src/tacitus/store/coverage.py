"""Who told of the events: outlets and sides, alone or with others.

A side is what a source speaks for ("Government of Syria"); an outlet is who published. One event
may be told by many outlets that all go back to sources of one side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.store.query import EventQuery, conditions
from tacitus.store.schema import event_outlets, event_stances, events
from tacitus.store.totals import Key


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many outlets and sides told of several events.

    Attributes:
        events: how many.
        one_outlet: told by one outlet alone.
        no_side: none of whose sources speaks for a known side.
        one_side: whose sources speak for one known side alone, beside others of no known side.
        several_sides: whose sources speak for two known sides or more.
    """

    events: int = 0
    one_outlet: int = 0
    no_side: int = 0
    one_side: int = 0
    several_sides: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.events + other.events,
            self.one_outlet + other.one_outlet,
            self.no_side + other.no_side,
            self.one_side + other.one_side,
            self.several_sides + other.several_sides,
        )


@dataclass(frozen=True, slots=True)
class Tellers:
    """Who told of several events, as far as needed to see whether it was one alone.

    Attributes:
        first, last: first and last of their keys in order; the same where there is one.
        name: how the first is printed.
    """

    first: str
    last: str
    name: str

    def __or__(self, other: Tellers) -> Tellers:
        low = self if self.first <= other.first else other
        return Tellers(low.first, max(self.last, other.last), low.name)

    @property
    def alone(self) -> str | None:
        """Who told of all of them, where it is one; None otherwise."""
        return self.name if self.first == self.last else None


def coverage_by(
    connection: sa.Connection, query: EventQuery, keys: Sequence[sa.ColumnElement[Any]]
) -> list[tuple[Key, Coverage]]:
    """Outlets and sides of the events asked for, by the values of some columns.

    Args:
        connection: reads the store.
        query: what is asked; order, limit and offset are left aside.
        keys: columns of ``events``.

    Raises:
        TacitusError: as ``query.selected``.
    """
    outlets, sides = _outlets(), _sides()
    number = sa.func.coalesce(sides.c.number, 0)
    of = sa.outerjoin(events, outlets, outlets.c.event == events.c.serial)
    asked = (
        sa.select(
            *keys,
            sa.func.count(),
            _times(outlets.c.number == 1),
            _times(number == 0),
            _times(number == 1),
            _times(number > 1),
        )
        .select_from(of.outerjoin(sides, sides.c.event == events.c.serial))
        .where(*conditions(query, connection.dialect.name))
        .group_by(*keys)
        .order_by(*keys)
    )
    split = len(keys)
    return [
        (tuple(row[:split]), Coverage(*map(int, row[split:]))) for row in connection.execute(asked)
    ]


def outlets_by(
    connection: sa.Connection, query: EventQuery, keys: Sequence[sa.ColumnElement[Any]]
) -> dict[Key, Tellers]:
    """The outlets of the events asked for, by the values of some columns.

    Args:
        connection: reads the store.
        query: as for ``coverage_by``.
        keys: columns of ``events``.
    """
    c = event_outlets.c
    return _tellers(connection, query, keys, c.event, c.outlet, c.name)


def sides_by(
    connection: sa.Connection, query: EventQuery, keys: Sequence[sa.ColumnElement[Any]]
) -> dict[Key, Tellers]:
    """The sides that sources of the events asked for speak for, "" for no known one.

    Args:
        connection: reads the store.
        query: as for ``coverage_by``.
        keys: columns of ``events``.
    """
    c = event_stances.c
    return _tellers(connection, query, keys, c.event, c.stance, c.stance)


def _tellers(
    connection: sa.Connection,
    query: EventQuery,
    keys: Sequence[sa.ColumnElement[Any]],
    event: sa.ColumnElement[Any],
    teller: sa.ColumnElement[Any],
    name: sa.ColumnElement[Any],
) -> dict[Key, Tellers]:
    asked = (
        sa.select(*keys, sa.func.min(teller), sa.func.max(teller), sa.func.min(name))
        .select_from(sa.join(events, teller.table, event == events.c.serial))
        .where(*conditions(query, connection.dialect.name))
        .group_by(*keys)
    )
    split = len(keys)
    return {tuple(row[:split]): Tellers(*row[split:]) for row in connection.execute(asked)}


@dataclass(frozen=True, slots=True)
class Share:
    """What an outlet, or a side, told.

    Attributes:
        key: by what it is told from others.
        name: as printed; empty for no known side.
        events: events that it told.
        alone: of these, how many no other outlet told; of a side, how many no other known side did.
        contested: of these, in how many anything is contested.
    """

    key: str
    name: str
    events: int
    alone: int
    contested: int


def outlet_shares(connection: sa.Connection, query: EventQuery) -> list[Share]:
    """The outlets of the events asked for, those of most events first.

    Args:
        connection: reads the store.
        query: as for ``coverage_by``.

    Raises:
        TacitusError: as ``query.selected``.
    """
    c = event_outlets.c
    return _shares(connection, query, c.event, c.outlet, c.name, _outlets())


def side_shares(connection: sa.Connection, query: EventQuery) -> list[Share]:
    """The sides that sources of the events asked for speak for, those of most events first.

    Args:
        connection: reads the store.
        query: as for ``coverage_by``.

    Raises:
        TacitusError: as ``query.selected``.
    """
    c = event_stances.c
    return _shares(connection, query, c.event, c.stance, c.stance, _sides())


def _shares(
    connection: sa.Connection,
    query: EventQuery,
    event: sa.ColumnElement[Any],
    teller: sa.ColumnElement[Any],
    name: sa.ColumnElement[Any],
    numbers: sa.Subquery,
) -> list[Share]:
    # sources of no known side count as no side: they are alone where no known side is told
    others = sa.func.coalesce(numbers.c.number, 0) - sa.case((teller == "", 0), else_=1)
    number = sa.func.count()
    of = sa.join(events, teller.table, event == events.c.serial)
    asked = (
        sa.select(
            teller, sa.func.min(name), number, _times(others == 0), _times(events.c.contested != "")
        )
        .select_from(of.outerjoin(numbers, numbers.c.event == events.c.serial))
        .where(*conditions(query, connection.dialect.name))
        .group_by(teller)
        .order_by(number.desc(), teller)
    )
    return [
        Share(key, called, int(told), int(alone), int(contested))
        for key, called, told, alone, contested in connection.execute(asked)
    ]


def counts_by_outlet_and(
    connection: sa.Connection,
    query: EventQuery,
    outlets: Iterable[str],
    key: sa.ColumnElement[Any],
) -> list[tuple[str, str | None, int]]:
    """How many events asked for each of some outlets told, by the values of a column.

    Args:
        connection: reads the store.
        query: as for ``coverage_by``.
        outlets: see ``Share.key``.
        key: a column of ``events``.
    """
    c = event_outlets.c
    asked = (
        sa.select(c.outlet, key, sa.func.count())
        .select_from(sa.join(events, event_outlets, c.event == events.c.serial))
        .where(*conditions(query, connection.dialect.name), c.outlet.in_(list(outlets)))
        .group_by(c.outlet, key)
    )
    return [(outlet, value, int(number)) for outlet, value, number in connection.execute(asked)]


def _times(holds: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(sa.case((holds, 1), else_=0)), 0)


def _outlets() -> sa.Subquery:
    """How many outlets told of each event."""
    c = event_outlets.c
    return sa.select(c.event, sa.func.count().label("number")).group_by(c.event).subquery()


def _sides() -> sa.Subquery:
    """How many known sides told of each event."""
    c = event_stances.c
    asked = sa.select(c.event, sa.func.count().label("number")).where(c.stance != "")
    return asked.group_by(c.event).subquery()
