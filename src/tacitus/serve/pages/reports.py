"""The reader: a report with the evidence of its claims marked, and the list of reports."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tacitus.serve.rendering import page
from tacitus.serve.state import StoreDep
from tacitus.serve.views.people import outlet_list
from tacitus.serve.views.reports import report_list, report_page
from tacitus.store.shelves import ReportQuery

router = APIRouter()
_PAGE = 50


@router.get("/reports")
def reports(
    request: Request,
    store: StoreDep,
    q: Annotated[str | None, Query(max_length=500)] = None,
    outlet: Annotated[str | None, Query(max_length=200)] = None,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """The reports, latest first."""
    asked = ReportQuery(text=q or None, outlet=outlet or None, offset=offset, limit=_PAGE)
    return page(
        request,
        "report/list.html",
        listed=report_list(store, asked),
        outlets=outlet_list(store),
        q=q,
        outlet=outlet,
        paged=partial(_page_of, q, outlet),
    )


def _page_of(q: str | None, outlet: str | None, offset: int) -> str:
    return urlencode({"q": q or "", "outlet": outlet or "", "offset": offset})


@router.get("/reports/{name:path}")
def report(request: Request, store: StoreDep, name: str) -> Response:
    """One report to read."""
    shown = report_page(store, name)
    numbers = {claim.id: claim.number for claim in shown.claims}
    return page(request, "report/page.html", shown=shown, numbers=numbers)
