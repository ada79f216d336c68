"""Which reports of a store are copies or later versions of others: found as each report comes.

Marks and links are derived: they hang on the reports alone and can be worked out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from tacitus.reconcile.copies import Copies
from tacitus.reconcile.links import Link, copies_of
from tacitus.reconcile.rulebook import support_book
from tacitus.records import Report
from tacitus.store.forms import report_of
from tacitus.store.reading import MANY, lots, parts
from tacitus.store.reckoning import Marks, Reckoning
from tacitus.store.schema import report_links, report_marks, reports


def put_links(
    connection: sa.Connection,
    reckoning: Reckoning,
    serial: int,
    report: Report,
    marks: Marks,
) -> None:
    """Work out how a report hangs together with those before it, in place of what was known.

    Args:
        connection: writes to the store.
        reckoning: how reports are compared.
        serial: number of the report.
        report: the report.
        marks: what it is found by, as ``Reckoning.marks`` gives them.
    """
    _drop(connection, serial)
    likely = _reports(connection, _likely(connection, marks))
    rows = {mark: {"mark": mark, "report": serial, "out_of": None} for mark in marks.pages}
    size = len(marks.words)
    rows |= {mark: {"mark": mark, "report": serial, "out_of": size} for mark in marks.words}
    if rows:
        connection.execute(sa.insert(report_marks), list(rows.values()))
    found = []
    for other_serial, other in likely:
        link = reckoning.link(report, other)
        if link is not None:
            ends = (serial, other_serial)
            earlier, later = ends if link.earlier == report.id else ends[::-1]
            found.append(_row(link, earlier, later))
    if found:
        connection.execute(sa.insert(report_links), found)


def link_all(connection: sa.Connection, reckoning: Reckoning) -> None:
    """Work out anew how all reports of a store hang together."""
    connection.execute(sa.delete(report_marks))
    connection.execute(sa.delete(report_links))
    numbers = sa.select(reports.c.serial).order_by(reports.c.serial)
    for lot in lots(list(connection.execute(numbers).scalars())):
        for serial, report in _reports(connection, lot):
            put_links(connection, reckoning, serial, report, reckoning.marks(report))


def read_links(
    connection: sa.Connection, ids: Iterable[str] | None = None, *, among: bool = False
) -> list[Link]:
    """Links in order of the earlier report's coming, then of the later one's.

    Args:
        connection: reads the store.
        ids: only those of these reports; None for all.
        among: whether both reports must be of these.
    """
    if ids is None:
        return [_link(row) for row in connection.execute(_asked().order_by(*_ORDER)).mappings()]
    wanted = sorted(set(ids))
    found: dict[tuple[str, str], Link] = {}
    earlier, later = report_links.c.earlier, report_links.c.later
    for part in parts(wanted):
        mine = _numbers_of(part)
        # a report that went round the world has thousands of links, of which few are among these
        both = [sa.and_(earlier.in_(mine), later.in_(_numbers_of(p))) for p in parts(wanted)]
        for asked in both if among else (earlier.in_(mine), later.in_(mine)):
            for row in connection.execute(_asked().where(asked).order_by(*_ORDER)).mappings():
                link = _link(row)
                found[link.earlier, link.later] = link
    return list(found.values())


def _numbers_of(ids: Sequence[str]) -> sa.Select[tuple[int]]:
    return sa.select(reports.c.serial).where(reports.c.id.in_(ids))


def read_copies(connection: sa.Connection, ids: Iterable[str]) -> Copies:
    """Which of some reports are copies of each other."""
    return copies_of(read_links(connection, ids, among=True))


_FIRST, _LAST = reports.alias("first"), reports.alias("last")
_ORDER = (report_links.c.earlier, report_links.c.later)


def _asked() -> sa.Select[Any]:
    return (
        sa.select(
            report_links,
            _FIRST.c.id.label("first"),
            _LAST.c.id.label("last"),
            _FIRST.c.stored_at.label("first_at"),
            _LAST.c.stored_at.label("last_at"),
        )
        .join(_FIRST, _FIRST.c.serial == report_links.c.earlier)
        .join(_LAST, _LAST.c.serial == report_links.c.later)
    )


def _row(link: Link, earlier: int, later: int) -> dict[str, Any]:
    return {
        "earlier": earlier,
        "later": later,
        "kind": link.kind,
        "earlier_share": link.earlier_share,
        "later_share": link.later_share,
        "by": link.by,
        "page": link.page,
    }


def _link(row: Any) -> Link:
    link = Link(
        row["first"],
        row["last"],
        row["kind"],
        row["earlier_share"],
        row["later_share"],
        row["by"],
        row["page"],
    )
    if link.by is not None or link.kind == "copy":
        return link
    # nothing else tells which version of a page is the later one: that which was had later
    first, last = (row["first_at"], row["earlier"]), (row["last_at"], row["later"])
    if first < last:
        return replace(link, by="stored")
    turned = (link.later, link.earlier, link.kind, link.later_share, link.earlier_share)
    return Link(*turned, by="stored", page=link.page)


def _drop(connection: sa.Connection, serial: int) -> None:
    connection.execute(sa.delete(report_marks).where(report_marks.c.report == serial))
    mine = sa.or_(report_links.c.earlier == serial, report_links.c.later == serial)
    connection.execute(sa.delete(report_links).where(mine))


def _likely(connection: sa.Connection, marks: Marks) -> list[int]:
    """Numbers of the reports that may be linked to one, as ``MarkIndex`` finds them."""
    # a text of more words than a statement takes has likes of its size: some of its marks will do
    words = sorted(marks.words)[:MANY]
    mine = report_marks.c.mark.in_(words) & report_marks.c.out_of.is_not(None)
    other = sa.func.max(report_marks.c.out_of)
    smaller = sa.case((other < len(words), other), else_=len(words))
    enough = sa.func.count() > support_book().copies.marks * smaller - 1
    alike = sa.select(report_marks.c.report).where(mine).group_by(report_marks.c.report)
    found = set(connection.execute(alike.having(enough)).scalars())
    if marks.pages:
        shared = sa.select(report_marks.c.report).where(mine)
        page = sa.select(report_marks.c.report).where(
            report_marks.c.mark.in_(marks.pages), report_marks.c.report.in_(shared)
        )
        found.update(connection.execute(page).scalars())
    return sorted(found)


def _reports(connection: sa.Connection, numbers: Sequence[int]) -> list[tuple[int, Report]]:
    """Reports without their claims, in order of their numbers."""
    rows = sa.select(reports.c.serial, reports.c.form, reports.c.text)
    rows = rows.where(reports.c.serial.in_(numbers)).order_by(reports.c.serial)
    return [(serial, report_of(form, text)) for serial, form, text in connection.execute(rows)]
