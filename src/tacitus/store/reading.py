"""Records read out of a store by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.export.jsonform import Json
from tacitus.records import Coded, Decision, Report, Telling
from tacitus.store.forms import coded_of, decision_from_json, report_of, tellings_of
from tacitus.store.schema import claims, decisions, event_claims, events, reports

#: Values of one statement; SQLite takes 32,766 at the most.
MANY = 5000
# Reports held in memory at once.
_AT_ONCE = 500


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Values in lots that one statement takes."""
    return (values[at : at + MANY] for at in range(0, len(values), MANY))


def lots(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers of reports in lots that memory takes."""
    return (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))


def all_decisions(connection: sa.Connection) -> tuple[Decision, ...]:
    """All decisions, in order of their ids."""
    forms = connection.execute(sa.select(decisions.c.form).order_by(decisions.c.id)).scalars()
    return tuple(map(decision_from_json, forms))


def present(connection: sa.Connection, keys: Sequence[str]) -> set[str]:
    """Those keys of claims that the store has."""
    found: set[str] = set()
    for part in parts(keys):
        asked = sa.select(claims.c.key).where(claims.c.key.in_(part))
        found.update(connection.execute(asked).scalars())
    return found


def component_of(connection: sa.Connection, key: str) -> Sequence[str]:
    """Keys of the claims of a component, some of which may be no more; none for an unknown key."""
    mine = sa.select(event_claims.c.component).where(event_claims.c.claim == key)
    asked = sa.select(event_claims.c.claim).where(
        event_claims.c.component == mine.scalar_subquery()
    )
    return connection.execute(asked).scalars().all()


def read_tellings(connection: sa.Connection, keys: Iterable[str]) -> dict[str, Telling]:
    """Claims with their reports, by key; those that are not there are passed over.

    Args:
        connection: reads the store.
        keys: of the claims.
    """
    found: dict[str, Telling] = {}
    for part in parts(sorted(set(keys))):
        asked = (
            sa.select(claims.c.report, claims.c.form)
            .where(claims.c.key.in_(part))
            .order_by(claims.c.report, claims.c.position)
        )
        by_report: dict[int, list[Any]] = {}
        for number, form in connection.execute(asked):
            by_report.setdefault(number, []).append(form)
        for lot in lots(sorted(by_report)):
            rows = sa.select(reports.c.serial, reports.c.form, reports.c.text)
            for number, form, text in connection.execute(rows.where(reports.c.serial.in_(lot))):
                found.update((t.key, t) for t in tellings_of(form, text, by_report[number]))
    return found


def read_reports(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Report]:
    """Reports without their claims, by id; those that are not there are passed over."""
    found: dict[str, Report] = {}
    for part in parts(sorted(set(ids))):
        rows = sa.select(reports.c.form, reports.c.text).where(reports.c.id.in_(part))
        made = (report_of(form, text) for form, text in connection.execute(rows))
        found.update((report.id, report) for report in made)
    return found


def read_events_of(connection: sa.Connection, keys: Sequence[str]) -> dict[str, str]:
    """The ids of the events that claims are of, by the claims' keys."""
    found: dict[str, str] = {}
    for part in parts(keys):
        asked = (
            sa.select(event_claims.c.claim, events.c.id)
            .join(events, events.c.serial == event_claims.c.event)
            .where(event_claims.c.claim.in_(part))
        )
        found |= {row.claim: row.id for row in connection.execute(asked)}
    return found


def read_coded(connection: sa.Connection, numbers: Sequence[int]) -> list[Coded]:
    """Reports with all that was read out of them.

    Args:
        connection: reads the store.
        numbers: serial numbers of reports, few enough for memory.
    """
    mine = sa.select(claims.c.report, claims.c.form).where(claims.c.report.in_(numbers))
    told: dict[int, list[Json]] = {}
    for number, form in connection.execute(mine.order_by(claims.c.position)):
        told.setdefault(number, []).append(form)
    rows = sa.select(reports.c.serial, reports.c.form, reports.c.text)
    rows = rows.where(reports.c.serial.in_(numbers)).order_by(reports.c.serial)
    return [
        coded_of(form, text, told.get(number, ()))
        for number, form, text in connection.execute(rows)
    ]
