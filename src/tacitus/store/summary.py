"""How much a store holds, and what was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.store.reckoning import Reckoning
from tacitus.store.refresh import is_stale
from tacitus.store.schema import audit, claims, decisions, events, reports

#: What is written down in the audit log.
LOG_KINDS = (
    "create",
    "migrate",
    "ingest",
    "recode",
    "decide",
    "open-round",
    "assess",
    "settle",
    "refresh",
    "rebuild",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a store holds.

    Attributes:
        reports, claims, events, decisions: how many.
        stale: whether events are to be computed again before they are shown.
    """

    reports: int
    claims: int
    events: int
    decisions: int
    stale: bool


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the audit log.

    Attributes:
        number: lines of later deeds have higher numbers.
        at: when, ISO 8601 in UTC.
        kind: see ``LOG_KINDS``.
        subject: id of the report or decision that it is about, or None.
        by: the version of Tacitus that did it.
        detail: what was done.
    """

    number: int
    at: str
    kind: str
    subject: str | None
    by: str
    detail: Mapping[str, Any]


def counts_of(connection: sa.Connection, reckoning: Reckoning) -> Counts:
    """What a store holds.

    Args:
        connection: reads the store.
        reckoning: how events are computed.
    """
    reported, claimed, computed, decided = (
        int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        for table in (reports, claims, events, decisions)
    )
    return Counts(reported, claimed, computed, decided, is_stale(connection, reckoning))


def outlets_of(connection: sa.Connection) -> list[tuple[str | None, int, str | None]]:
    """Outlets with the number of their reports and the latest day of these, in order of storing."""
    asked = (
        sa.select(reports.c.outlet, sa.func.count(), sa.func.max(reports.c.published))
        .group_by(reports.c.outlet)
        .order_by(sa.func.min(reports.c.serial))
    )
    return [(outlet, number, day) for outlet, number, day in connection.execute(asked)]


def logged(subject: str | None) -> sa.Select[Any]:
    """The select of the lines of the audit log, oldest first.

    Args:
        subject: id of a report or decision, or None for all.
    """
    asked = sa.select(audit).order_by(audit.c.serial)
    return asked if subject is None else asked.where(audit.c.subject == subject)


def log_page(
    connection: sa.Connection,
    *,
    kind: str | None = None,
    author: str | None = None,
    subject: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[LogEntry], int]:
    """Lines of the audit log, the latest first, and how many there are in all.

    Args:
        connection: reads the store.
        kind: what was done.
        author: name of the reviewer or editor who did it.
        subject: id of the report, decision or round that it is about.
        limit: how many lines.
        offset: how many are passed over.
    """
    held: list[sa.ColumnElement[bool]] = []
    if kind:
        held.append(audit.c.kind == kind)
    if author:
        held.append(audit.c.detail["author"].as_string() == author)
    if subject:
        held.append(audit.c.subject == subject)
    total = connection.execute(sa.select(sa.func.count()).select_from(audit).where(*held))
    asked = sa.select(audit).where(*held).order_by(audit.c.serial.desc())
    rows = connection.execute(asked.limit(limit).offset(offset)).mappings()
    return [entry_of(row) for row in rows], int(total.scalar_one())


def entry_of(row: Mapping[Any, Any]) -> LogEntry:
    """The line of the log that a row of ``logged`` is."""
    names = ("serial", "at", "kind", "subject", "by", "detail")
    return LogEntry(*(row[name] for name in names))
