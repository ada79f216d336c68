"""Reports and their claims, and outlets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from tacitus.records import TacitusError, claim_key
from tacitus.serve.api.common import NOT_FOUND, PROBLEMS, Link, Name, Offset, only, page_links
from tacitus.serve.caching import Fresh
from tacitus.serve.filters import MOST, PAGE, Day
from tacitus.serve.state import StoreDep
from tacitus.serve.views.lists import OutletRow, ReportRow
from tacitus.serve.views.pages import ClaimRow, ReportPage
from tacitus.serve.views.people import outlet_list
from tacitus.serve.views.reports import report_list, report_page
from tacitus.store.shelves import ReportQuery

router = APIRouter(tags=["reports"], responses=PROBLEMS)
_ASKED = ("q", "outlet", "since", "until", "offset", "limit")
_Limit = Annotated[int, Query(ge=1, le=MOST)]
_Words = Annotated[str | None, Query(max_length=500)]


@dataclass(frozen=True, slots=True)
class Reports:
    """A page of reports.

    Attributes:
        reports: those of the page, those published last first.
        total: how many there are.
        offset, limit: which of them these are.
        links: to this page, the next and the one before.
    """

    reports: tuple[ReportRow, ...]
    total: int
    offset: int
    limit: int
    links: list[Link]


@router.get("/reports", dependencies=[Depends(only(*_ASKED))])
def list_reports(
    request: Request,
    store: StoreDep,
    _: Fresh,
    q: _Words = None,
    outlet: _Words = None,
    since: Day | None = None,
    until: Day | None = None,
    offset: Annotated[Offset, Query()] = 0,
    limit: _Limit = PAGE,
) -> Reports:
    """The stored reports, a page of them."""
    found = report_list(
        store,
        ReportQuery(
            text=q or None,
            outlet=outlet or None,
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
            offset=offset,
            limit=limit,
        ),
    )
    links = page_links(request, offset, limit, found.total)
    return Reports(found.reports, found.total, offset, limit, links)


@router.get("/reports/{name}", responses=NOT_FOUND, dependencies=[Depends(only())])
def one_report(store: StoreDep, name: Name, _: Fresh) -> ReportPage:
    """A report: its text in pieces with what rests on each, and its claims."""
    return report_page(store, name)


@router.get("/reports/{name}/claims/{claim}", responses=NOT_FOUND, dependencies=[Depends(only())])
def one_claim(store: StoreDep, name: Name, claim: Name, _: Fresh) -> ClaimRow:
    """A claim of a report, each field with its words."""
    for found in report_page(store, name).claims:
        if found.id == claim:
            return found
    raise TacitusError(
        "no-such-claim",
        f"there is no claim {claim_key(name, claim)!r}.",
        "The report's address lists its claims.",
    )


@router.get("/outlets", dependencies=[Depends(only())])
def list_outlets(store: StoreDep, _: Fresh) -> tuple[OutletRow, ...]:
    """All outlets of stored reports, with how much they published and alone."""
    return outlet_list(store)
