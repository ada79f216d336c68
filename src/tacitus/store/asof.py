"""What a store would hold with less known: of reports and decisions, those that count."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from tacitus.export.jsonread import coded_from_json
from tacitus.records import Decision, TacitusError
from tacitus.store.forms import decision_from_json, moment_of, text_of
from tacitus.store.reading import lots
from tacitus.store.reckoning import Reckoning
from tacitus.store.refresh import computed_by, set_computed_by
from tacitus.store.schema import (
    aliases,
    audit,
    claim_blocks,
    claims,
    decisions,
    pending,
    report_links,
    report_marks,
    report_relations,
    reports,
)
from tacitus.store.write import add_report, prepare_report

_LOT = 200


def view_path() -> Path:
    """A file for a view, in the folder for temporary files."""
    return Path(tempfile.gettempdir()) / f"tacitus-view-{uuid4().hex}.db"


def fill_view(
    here: sa.Connection,
    there: sa.Connection,
    reckoning: Reckoning,
    day: str | None,
    moment: str | None,
) -> None:
    """Put into an empty store what counts of another one.

    Args:
        here: reads the store.
        there: writes to the empty one.
        reckoning: how events are computed.
        day: last day of publication, ISO 8601; None for all.
        moment: last moment of storing and deciding, as ``forms.now``; None for all.
    """
    numbers, earlier = _counting(here, day, moment)
    for lot in lots(numbers):
        _copy(here, there, reports, reports.c.serial.in_(lot))
        _copy(here, there, report_marks, report_marks.c.report.in_(lot))
        _copy(here, there, report_relations, report_relations.c.report.in_(lot))
        _copy(here, there, claims, claims.c.report.in_(lot))
        mine = sa.select(claims.c.serial).where(claims.c.report.in_(lot))
        _copy(here, there, claim_blocks, claim_blocks.c.claim.in_(mine))
    _copy_links(here, there, numbers)
    _copy(here, there, aliases, sa.true())
    for form, at in earlier:
        add_report(there, prepare_report(coded_from_json(form), reckoning), reckoning, at)
    there.execute(sa.delete(pending))
    there.execute(sa.insert(pending).from_select(["claim"], sa.select(claims.c.key)))
    _copy_decisions(here, there, day, moment)
    done = computed_by(here)
    if done is not None:
        set_computed_by(there, done)


def _counting(
    here: sa.Connection, day: str | None, moment: str | None
) -> tuple[list[int], list[tuple[dict[str, Any], str]]]:
    """Numbers of the reports that count as they are, and the earlier codings of the others."""
    asked = sa.select(reports.c.serial, reports.c.id, reports.c.coded_at, reports.c.stored_at)
    if moment is not None:
        asked = asked.where(reports.c.stored_at <= moment)
    published = sa.func.coalesce(reports.c.published, sa.func.substr(reports.c.stored_at, 1, 10))
    known = published <= day if day is not None else sa.true()
    numbers: list[int] = []
    earlier: list[tuple[dict[str, Any], str]] = []
    as_is = asked.where(known).order_by(reports.c.serial)
    for serial, _, coded_at, _ in here.execute(as_is).all():
        if moment is None or coded_at <= moment:
            numbers.append(serial)
    if moment is not None:
        for _, name, _, stored_at in here.execute(asked.where(reports.c.coded_at > moment)).all():
            form = _coding_at(here, name, moment)
            if day is None or (form["published"] or stored_at[:10]) <= day:
                earlier.append((form, stored_at))
    return numbers, earlier


def _coding_at(here: sa.Connection, report: str, moment: str) -> dict[str, Any]:
    """A report as it was coded at a moment, before it was coded again."""
    later = (
        sa.select(audit.c.detail)
        .where(audit.c.subject == report, audit.c.kind == "recode", audit.c.at > moment)
        .order_by(audit.c.serial)
    )
    # whatever is coded again is logged with it
    forms: list[dict[str, Any]] = [d["earlier"] for d in here.execute(later).scalars()]
    # a coding that was written without its text has that of the next one that has any
    for form in forms:
        if "text" in form:
            return {**forms[0], "text": form["text"]}
    row = here.execute(
        sa.select(reports.c.form, reports.c.text).where(reports.c.id == report)
    ).one()
    return {**forms[0], "text": text_of(row.form, row.text)}


def _copy_links(here: sa.Connection, there: sa.Connection, numbers: list[int]) -> None:
    """The links of which both reports count."""
    counting = set(numbers)
    for lot in lots(numbers):
        rows = here.execute(sa.select(report_links).where(report_links.c.earlier.in_(lot)))
        kept = [dict(row) for row in rows.mappings() if row["later"] in counting]
        if kept:
            there.execute(sa.insert(report_links), kept)


def _copy_decisions(
    here: sa.Connection, there: sa.Connection, day: str | None, moment: str | None
) -> None:
    counts = decisions.c.recorded_at <= moment if moment is not None else sa.true()
    rows = here.execute(sa.select(decisions).where(counts).order_by(decisions.c.serial)).mappings()
    kept = [dict(row) for row in rows if _holds(decision_from_json(row["form"]), day)]
    if kept:
        there.execute(sa.insert(decisions), kept)


def _holds(decision: Decision, day: str | None) -> bool:
    """Whether a decision counts for what was known on a day."""
    return day is None or decision.known is None or decision.known <= day


def _copy(
    here: sa.Connection, there: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool]
) -> None:
    rows = here.execute(sa.select(table).where(condition)).mappings()
    for lot in rows.partitions(_LOT):
        there.execute(sa.insert(table), [dict(row) for row in lot])


def read_day(day: date | str | None) -> str | None:
    """A day as a store writes it.

    Raises:
        TacitusError: ``bad-query`` where it is none.
    """
    if day is None:
        return None
    try:
        return (day if isinstance(day, date) else date.fromisoformat(day)).isoformat()[:10]
    except ValueError as error:
        raise TacitusError("bad-query", f"{day!r} is no day.", "Write it as 2017-04-04.") from error


def read_moment(moment: datetime | str | None) -> str | None:
    """A moment as a store writes it; one without a zone is in UTC.

    Raises:
        TacitusError: ``bad-query`` where it is none.
    """
    if moment is None:
        return None
    try:
        read = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
        return moment_of(read)
    except ValueError as error:
        raise TacitusError(
            "bad-query", f"{moment!r} is no moment.", "Write it as 2017-04-04T09:30:00Z."
        ) from error
