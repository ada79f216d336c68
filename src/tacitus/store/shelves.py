"""Reports and outlets of a store in lists, each with counts of what it has to do with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tacitus.records import TacitusError
from tacitus.store.reading import parts
from tacitus.store.schema import (
    claims,
    event_claims,
    event_outlets,
    events,
    reports,
)
from tacitus.store.search import holding

Row = Mapping[str, Any]
# characters of a text among which the first line stands in for a missing headline
_HEAD = 400


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """Which reports are asked for.

    Attributes:
        text: words of title or text, see ``search.holding``.
        outlet: who published it, whatever the case.
        since, until: first and last day of publication, ISO 8601.
        offset: how many of the first are passed over.
        limit: how many come at the most.
    """

    text: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    offset: int = 0
    limit: int = 50


def report_rows(connection: sa.Connection, query: ReportQuery) -> list[Row]:
    """Reports, those published last first, undated ones at the end.

    Args:
        connection: reads the store.
        query: what is asked.

    Returns:
        Rows of id, title, head (the first line), outlet, published, language, and the numbers of
        claims and of events that they are told with.

    Raises:
        TacitusError: ``bad-query``.
    """
    c = reports.c
    asked = (
        sa.select(
            c.serial, c.id, c.title, c.outlet, c.published, c.language,
            sa.func.substr(c.text, 1, _HEAD).label("head"),
        )
        .where(*_reports_asked(query, connection.dialect.name))
        .order_by(sa.func.coalesce(c.published, "").desc(), c.serial.desc())
        .limit(query.limit)
        .offset(query.offset)
    )  # fmt: skip
    found = list(connection.execute(asked).mappings())
    numbers = [row["serial"] for row in found]
    told = (
        sa.select(
            claims.c.report, sa.func.count(), sa.func.count(sa.distinct(event_claims.c.event))
        )
        .join(event_claims, event_claims.c.claim == claims.c.key, isouter=True)
        .where(claims.c.report.in_(numbers))
        .group_by(claims.c.report)
    )
    counts = {number: (held, of) for number, held, of in connection.execute(told)}
    return [
        {
            **row,
            "head": row["head"].strip().split("\n", 1)[0],
            "claims": counts.get(row["serial"], (0, 0))[0],
            "events": counts.get(row["serial"], (0, 0))[1],
        }
        for row in found
    ]


def count_reports(connection: sa.Connection, query: ReportQuery) -> int:
    """How many reports are asked for, limit and offset left aside.

    Args:
        connection: reads the store.
        query: what is asked.

    Raises:
        TacitusError: ``bad-query``.
    """
    held = _reports_asked(query, connection.dialect.name)
    asked = sa.select(sa.func.count()).select_from(reports).where(*held)
    return int(connection.execute(asked).scalar_one())


def _reports_asked(query: ReportQuery, dialect: str) -> Iterable[sa.ColumnElement[bool]]:
    if query.text is not None:
        yield reports.c.serial.in_(holding(dialect, query.text))
    if query.outlet is not None:
        yield sa.func.lower(reports.c.outlet) == query.outlet.lower()
    if query.since is not None:
        yield reports.c.published >= _day(query.since)
    if query.until is not None:
        yield reports.c.published <= _day(query.until)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise TacitusError(
            "bad-query", f"{text!r} is no day.", "Write it as 2017-04-04."
        ) from error


def versions_of(connection: sa.Connection, ids: Sequence[str]) -> dict[str, set[str]]:
    """What coded some reports: by the name of each part, its versions.

    Args:
        connection: reads the store.
        ids: of the reports.
    """
    found: dict[str, set[str]] = {}
    for part in parts(ids):
        for form in connection.execute(sa.select(reports.c.form).where(reports.c.id.in_(part))):
            for name, version in form[0]["versions"].items():
                found.setdefault(name, set()).add(version)
    return found


def events_of_claims(connection: sa.Connection, keys: Sequence[str]) -> dict[str, str]:
    """The ids of the events that claims are of, by the claims' keys.

    Args:
        connection: reads the store.
        keys: of the claims.
    """
    found: dict[str, str] = {}
    for part in parts(keys):
        asked = (
            sa.select(event_claims.c.claim, events.c.id)
            .join(events, events.c.serial == event_claims.c.event)
            .where(event_claims.c.claim.in_(part))
        )
        found.update((key, name) for key, name in connection.execute(asked))
    return found


@dataclass(frozen=True, slots=True)
class OutletCounts:
    """What an outlet has published.

    Attributes:
        name: as its reports have it; None for those that name none.
        reports, claims: how many.
        latest: latest day of publication.
        events, alone, contested: events that it published on; those that no other did; those of
            which claims differ.
    """

    name: str | None
    reports: int
    claims: int
    latest: str | None
    events: int
    alone: int
    contested: int


def outlet_counts(connection: sa.Connection) -> list[OutletCounts]:
    """All outlets of stored reports, those of most reports first.

    Args:
        connection: reads the store.
    """
    told = (
        sa.select(claims.c.report, sa.func.count().label("number"))
        .group_by(claims.c.report)
        .subquery()
    )
    c = reports.c
    number = sa.func.count()
    asked = (
        sa.select(
            c.outlet,
            number,
            sa.func.coalesce(sa.func.sum(told.c.number), 0),
            sa.func.max(c.published),
        )
        .join(told, told.c.report == c.serial, isouter=True)
        .group_by(c.outlet)
        .order_by(number.desc(), c.outlet)
    )
    on = _events_by_outlet(connection)
    return [
        OutletCounts(name, int(held), int(claimed), latest, *on.get(_filed(name), (0, 0, 0)))
        for name, held, claimed, latest in connection.execute(asked)
    ]


def _filed(outlet: str | None) -> str:
    """How events have an outlet."""
    return (outlet or "unknown").casefold()


def _events_by_outlet(connection: sa.Connection) -> dict[str, tuple[int, int, int]]:
    o = event_outlets.c
    single = sa.select(o.event).group_by(o.event).having(sa.func.count() == 1)
    asked = (
        sa.select(
            o.outlet,
            sa.func.count(),
            sa.func.sum(sa.case((o.event.in_(single), 1), else_=0)),
            sa.func.sum(sa.case((events.c.contested != "", 1), else_=0)),
        )
        .join(events, events.c.serial == o.event)
        .where(events.c.rejected.is_(False))
        .group_by(o.outlet)
    )
    return {
        name: (int(found), int(alone), int(contested))
        for name, found, alone, contested in connection.execute(asked)
    }
