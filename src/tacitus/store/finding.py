"""An event found by its id, an alias, the head of either, or the key of a claim."""

from __future__ import annotations

import sqlalchemy as sa

from tacitus.records import TacitusError
from tacitus.store.schema import aliases, event_claims, events

# Ids of one day share ten characters; fewer than this many say nothing.
_LEAST = 4
_SHOWN = 5


def find_event(connection: sa.Connection, name: str) -> int:
    """The serial number of an event.

    Args:
        connection: reads the store.
        name: see ``Store.event``.

    Raises:
        TacitusError: ``no-such-event``, ``several-events``.
    """
    word = name.strip()
    for asked in (
        sa.select(events.c.serial).where(events.c.id == word.upper()),
        _by_alias(aliases.c.alias == word.upper()),
        sa.select(event_claims.c.event).where(event_claims.c.claim == word),
    ):
        found = connection.execute(asked).scalar()
        if found is not None:
            return int(found)
    near = _by_head(connection, word.upper()) if len(word) >= _LEAST else []
    if len(near) == 1:
        return near[0]
    if near:
        asked = sa.select(events.c.id).where(events.c.serial.in_(near)).order_by(events.c.id)
        ids = list(connection.execute(asked.limit(_SHOWN)).scalars())
        more = ", ..." if len(near) > len(ids) else ""
        raise TacitusError(
            "several-events",
            f"{len(near)} events have an id that begins with {name!r}: {', '.join(ids)}{more}.",
            "Give more of the id.",
        )
    raise TacitusError(
        "no-such-event", f"no event has the id {name!r}.", "`tacitus events` lists them."
    )


def _by_alias(condition: sa.ColumnElement[bool]) -> sa.Select[tuple[int]]:
    return (
        sa.select(event_claims.c.event)
        .join(aliases, aliases.c.claim == event_claims.c.claim)
        .where(condition)
        .distinct()
    )


def _by_head(connection: sa.Connection, head: str) -> list[int]:
    # a range, which the index serves on every database
    last = head + "\U0010ffff"
    own = sa.select(events.c.serial).where(events.c.id >= head, events.c.id <= last)
    found = set(connection.execute(own).scalars())
    if not found:
        other = _by_alias(sa.and_(aliases.c.alias >= head, aliases.c.alias <= last))
        found = set(connection.execute(other).scalars())
    return sorted(found)
