"""Many events in short: rows of lists and maps, counts of what more could be asked, sums by time.

All of it is selects over the short rows of ``events`` and the tables about them; no form of an
event is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from tacitus.store.query import EventQuery, conditions, paged
from tacitus.store.reading import parts
from tacitus.store.schema import (
    audit,
    event_actors,
    event_outlets,
    event_stances,
    events,
    meta,
)

Row = Mapping[str, Any]

#: What a query asks of single columns of ``events``, and the field of the query that asks it.
COLUMNS: dict[str, sa.ColumnElement[Any]] = {
    "type": events.c.type,
    "country": events.c.country,
    "support": events.c.support,
    "factuality": events.c.factuality,
    "contested": events.c.contested,
}


@dataclass(frozen=True, slots=True)
class Sums:
    """Losses of several events.

    Attributes:
        events: how many events.
        told: of these, how many tell a figure of killed and are no sums over many events, whose
            dead would be counted twice; low, best, high and open are of them.
        low, best, high: sums of their figures; of an open high the best is summed.
        open: of how many the high is open.
        contested: in how many anything is contested.
    """

    events: int
    told: int
    low: int
    best: int
    high: int
    open: int
    contested: int

    @property
    def words(self) -> str:
        """The sums as printed: "8", "3–5–9", "13–13–13 or more"."""
        if self.low == self.best == self.high and not self.open:
            return f"{self.best:,}"
        more = " or more" if self.open else ""
        return f"{self.low:,}–{self.best:,}–{self.high:,}{more}"


def revision_of(connection: sa.Connection) -> str:
    """A mark that changes whenever anything in the store does, the events computed among it.

    Args:
        connection: reads the store.
    """
    last = connection.execute(sa.select(sa.func.max(audit.c.serial))).scalar() or 0
    asked = sa.select(meta.c.value).where(meta.c.name == "computed_by")
    return f"{last}-{connection.execute(asked).scalar() or ''}"


def last_change(connection: sa.Connection) -> str:
    """When anything in the store was changed last, ISO 8601 in UTC.

    Args:
        connection: reads the store.
    """
    asked = sa.select(audit.c.at).order_by(audit.c.serial.desc()).limit(1)
    return str(connection.execute(asked).scalar() or "")


def short_rows(connection: sa.Connection, query: EventQuery) -> list[Row]:
    """The short rows of the events asked for, in order.

    Args:
        connection: reads the store.
        query: what is asked.

    Raises:
        TacitusError: as ``query.selected``.
    """
    asked = paged(sa.select(events).where(*conditions(query, connection.dialect.name)), query)
    return [dict(row) for row in connection.execute(asked).mappings()]


def rows_by_id(connection: sa.Connection, ids: Iterable[str]) -> list[Row]:
    """The short rows of some events, by their ids.

    Args:
        connection: reads the store.
        ids: of the events.
    """
    found: list[Row] = []
    for part in parts(list(ids)):
        asked = sa.select(events).where(events.c.id.in_(part))
        found += [dict(row) for row in connection.execute(asked).mappings()]
    return found


def actors_of(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, list[Row]]:
    """The parties of events by the serial numbers of these, initiators and targets in order."""
    return _about(connection, event_actors, numbers)


def outlets_of_events(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The outlets of events by the serial numbers of these, as printed."""
    found = _about(connection, event_outlets, numbers)
    return {
        number: [row["name"] or row["outlet"] for row in rows] for number, rows in found.items()
    }


def _about(
    connection: sa.Connection, table: sa.Table, numbers: Sequence[int]
) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for part in parts(numbers):
        asked = sa.select(table).where(table.c.event.in_(part)).order_by(table.c.serial)
        for row in connection.execute(asked).mappings():
            found.setdefault(row["event"], []).append(dict(row))
    return found


def map_rows(connection: sa.Connection, query: EventQuery) -> Sequence[tuple[Any, ...]]:
    """What a map draws of the events asked for that have a point, whatever their order and number.

    Args:
        connection: reads the store.
        query: what is asked.

    Returns:
        Rows of id, lon, lat, radius_km, precision, type, killed_best, support, contested, first_day
        and disputed, in order of the ids.
    """
    c = events.c
    asked = sa.select(
        c.id, c.lon, c.lat, c.radius_km, c.precision, c.type, c.killed_best, c.support,
        c.contested, c.first_day, c.disputed,
    )  # fmt: skip
    placed = (c.lat.is_not(None), c.lon.is_not(None))
    held = asked.where(*conditions(query, connection.dialect.name), *placed).order_by(c.id)
    # all at once, which takes a third of the time of one by one
    return [tuple(row) for row in connection.execute(held).all()]


def sums(connection: sa.Connection, query: EventQuery) -> tuple[Sums, int]:
    """Losses of the events asked for, and how many of them have a point.

    Args:
        connection: reads the store.
        query: what is asked.
    """
    placed = sa.func.count(events.c.lat)
    asked = sa.select(*summed(), placed).where(*conditions(query, connection.dialect.name))
    *found, points = connection.execute(asked).one()
    return sums_from(found), int(points)


def sums_by_day(connection: sa.Connection, query: EventQuery) -> list[tuple[str | None, Sums]]:
    """Losses of the events asked for by their first day; the undated ones under None.

    Args:
        connection: reads the store.
        query: what is asked.
    """
    day = events.c.first_day
    asked = sa.select(day, *summed()).where(*conditions(query, connection.dialect.name))
    # the undated first on both kinds of store, whose own orders differ
    rows = connection.execute(asked.group_by(day).order_by(day.asc().nulls_first()))
    return [(first, sums_from(found)) for first, *found in rows]


def summed(of: Any = None) -> list[sa.ColumnElement[Any]]:
    """The columns of ``Sums`` over rows of ``events``, in the order of its fields.

    Args:
        of: the columns, where they are those of a selection from ``events``.
    """
    c = events.c if of is None else of
    # the dead of a whole war would count beside those of its battles
    told = sa.and_(c.killed_best.is_not(None), c.aggregate.is_(False))
    high = sa.func.coalesce(c.killed_high, c.killed_best)
    return [
        _total(1, sa.true()),
        _total(1, told),
        *(_total(value, told) for value in (c.killed_low, c.killed_best, high)),
        _total(1, sa.and_(told, c.killed_high.is_(None))),
        _total(1, c.contested != ""),
    ]


def _total(
    value: sa.ColumnElement[Any] | int, holds: sa.ColumnElement[bool]
) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.func.sum(sa.case((holds, value), else_=0)), 0)


def sums_from(values: Sequence[Any]) -> Sums:
    """The sums that the columns of ``summed`` give."""
    return Sums(*map(int, values))


def counts_by(connection: sa.Connection, query: EventQuery, field: str) -> dict[str | None, int]:
    """How many events each value of a column would leave, what is asked of that field left aside.

    Args:
        connection: reads the store.
        query: what is asked.
        field: one of ``COLUMNS``.
    """
    column = COLUMNS[field]
    nothing: Any = () if field in ("support", "factuality") else None
    held = conditions(replace(query, **{field: nothing}), connection.dialect.name)
    asked = sa.select(column, sa.func.count()).where(*held).group_by(column)
    return {value: int(number) for value, number in connection.execute(asked)}


def counts_by_actor(
    connection: sa.Connection, query: EventQuery, most: int
) -> list[tuple[str | None, str, int]]:
    """The actors that take part in most of the events asked for, the question for actors aside.

    Args:
        connection: reads the store.
        query: what is asked.
        most: how many actors.

    Returns:
        Id (None for one in no registry), name and number of events of each, without branches.
    """
    c = event_actors.c
    number = sa.func.count(sa.distinct(c.event))
    asked = (
        sa.select(c.actor, sa.func.min(c.name), number)
        .where(*_among(c.event, replace(query, actor=None), connection.dialect.name))
        .group_by(sa.func.coalesce(c.actor, c.name), c.actor)
        .order_by(number.desc(), sa.func.min(c.name))
        .limit(most)
    )
    return [(actor, name, int(events)) for actor, name, events in connection.execute(asked)]


def counts_by_outlet(
    connection: sa.Connection, query: EventQuery, most: int
) -> list[tuple[str, int]]:
    """The outlets that published on most of the events asked for, the question for outlets aside.

    Args:
        connection: reads the store.
        query: what is asked.
        most: how many outlets.
    """
    c = event_outlets.c
    name = sa.func.min(c.name)
    asked = (
        sa.select(name, sa.func.count())
        .where(*_among(c.event, replace(query, outlet=None), connection.dialect.name))
        .group_by(c.outlet)
        .order_by(sa.func.count().desc(), name)
        .limit(most)
    )
    return [(outlet, int(number)) for outlet, number in connection.execute(asked)]


def counts_by_stance(
    connection: sa.Connection, query: EventQuery, most: int
) -> list[tuple[str, int]]:
    """The sides that sources of most of the events asked for speak for; "" for no known one.

    Args:
        connection: reads the store.
        query: what is asked.
        most: how many sides.
    """
    c = event_stances.c
    asked = (
        sa.select(c.stance, sa.func.count())
        .where(*_among(c.event, replace(query, stance=()), connection.dialect.name))
        .group_by(c.stance)
        .order_by(sa.func.count().desc(), c.stance)
        .limit(most)
    )
    return [(stance, int(number)) for stance, number in connection.execute(asked)]


def _among(
    event: sa.ColumnElement[int], query: EventQuery, dialect: str
) -> Iterable[sa.ColumnElement[bool]]:
    """Whether a row is of an event asked for."""
    return (event.in_(sa.select(events.c.serial).where(*conditions(query, dialect))),)


def extent(
    connection: sa.Connection,
) -> tuple[list[float] | None, tuple[str | None, str | None]]:
    """Where and when all events are that are not rejected.

    Args:
        connection: reads the store.

    Returns:
        West, south, east and north in degrees, None where none has a point; first and last day.
    """
    c = events.c
    asked = sa.select(
        sa.func.min(c.lon), sa.func.min(c.lat), sa.func.max(c.lon), sa.func.max(c.lat),
        sa.func.min(c.first_day), sa.func.max(c.last_day),
    ).where(c.rejected.is_(False))  # fmt: skip
    *box, first, last = connection.execute(asked).one()
    return (None if None in box else [float(side) for side in box]), (first, last)
