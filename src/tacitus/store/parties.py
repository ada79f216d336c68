"""Who takes part in which event, and what reports say binds them, read at once for all of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tacitus.store.query import EventQuery, conditions
from tacitus.store.schema import (
    claims,
    event_actors,
    event_claims,
    event_outlets,
    events,
    report_relations,
    reports,
)
from tacitus.store.search import holding

# what is told of an event of any number
_FACTS = (
    events.c.serial,
    events.c.id,
    events.c.type,
    events.c.first_day,
    events.c.last_day,
    events.c.killed_low,
    events.c.killed_best,
    events.c.killed_high,
    events.c.contested,
    events.c.aggregate,
    events.c.factuality,
    events.c.place,
    events.c.admin1,
    events.c.country,
)


def all_parties(
    connection: sa.Connection,
) -> list[tuple[int, str, str | None, str, str | None, str, str]]:
    """The parties of all events: event, side, actor, kind, country, name and names of each.

    Args:
        connection: reads the store.
    """
    c = event_actors.c
    asked = sa.select(c.event, c.side, c.actor, c.kind, c.country, c.name, c.names)
    return [(*row,) for row in connection.execute(asked.order_by(c.serial)).all()]


def all_outlets(connection: sa.Connection) -> list[tuple[int, str]]:
    """The outlets of all events: event and name of each.

    Args:
        connection: reads the store.
    """
    c = event_outlets.c
    asked = sa.select(c.event, c.name).order_by(c.serial)
    return [(event, name) for event, name in connection.execute(asked)]


def facts(connection: sa.Connection, query: EventQuery) -> list[sa.Row[Any]]:
    """What counts of the events asked for, latest first, limit and offset left aside.

    Args:
        connection: reads the store.
        query: what is asked.

    Raises:
        TacitusError: as ``query.selected``.
    """
    held = conditions(query, connection.dialect.name)
    latest = sa.func.coalesce(events.c.first_day, "").desc()
    asked = sa.select(*_FACTS).where(*held).order_by(latest, events.c.id)
    return list(connection.execute(asked))


def relations(connection: sa.Connection, query: EventQuery) -> list[sa.Row[Any]]:
    """What reports say binds two actors, with the words, in order of publication.

    Args:
        connection: reads the store.
        query: what is asked. Days are those of publication, outlet and words those of the report.
            Where it asks anything else, only reports count that tell an event asked for.

    Raises:
        TacitusError: as ``query.selected``.
    """
    r, c = reports.c, report_relations.c
    words = sa.func.substr(r.text, c.start + 1, c.end - c.start).label("words")
    asked = (
        sa.select(*report_relations.c, r.id.label("report_id"), r.outlet, words)
        .join(reports, r.serial == c.report)
        .order_by(sa.func.coalesce(c.day, "9999"), c.serial)
    )
    if query.since is not None:
        asked = asked.where(c.day >= query.since)
    if query.until is not None:
        asked = asked.where(c.day <= query.until)
    outlets = (query.outlet,) if isinstance(query.outlet, str) else query.outlet
    if outlets is not None:
        asked = asked.where(sa.func.lower(r.outlet).in_([name.casefold() for name in outlets]))
    if query.text is not None:
        asked = asked.where(c.report.in_(holding(connection.dialect.name, query.text)))
    rest = _of_events(query)
    if rest is not None:
        held = conditions(rest, connection.dialect.name)
        telling = (
            sa.select(claims.c.report)
            .join(event_claims, event_claims.c.claim == claims.c.key)
            .join(events, events.c.serial == event_claims.c.event)
        )
        asked = asked.where(c.report.in_(telling.where(*held)))
    return list(connection.execute(asked))


def _of_events(query: EventQuery) -> EventQuery | None:
    """What a query asks of events alone; None where that is nothing."""
    rest = EventQuery(
        bbox=query.bbox,
        near=query.near,
        within_km=query.within_km,
        country=query.country,
        actor=query.actor,
        type=query.type,
        min_killed=query.min_killed,
        max_killed=query.max_killed,
        contested=query.contested,
        support=query.support,
        stance=query.stance,
        factuality=query.factuality,
        aggregate=query.aggregate,
        rejected=query.rejected,
    )
    return None if rest == EventQuery(within_km=query.within_km) else rest
