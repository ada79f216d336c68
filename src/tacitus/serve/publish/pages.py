"""Pages of a site that are other than those of the desk, or show less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tacitus.export.formats import FORMATS, Format
from tacitus.knowledge.world_view import world_view
from tacitus.serve.pages.events import MOST_BESIDE, compare_context, event_context
from tacitus.serve.pages.overview import chips, map_view
from tacitus.serve.publish.kinds import LISTED
from tacitus.serve.publish.kinds import pages as pages_of
from tacitus.serve.publish.rows import rows_json
from tacitus.serve.publish.selection import Selection
from tacitus.serve.publish.shown import anchors_of, event_shown, report_shown
from tacitus.serve.rendering import page
from tacitus.serve.views.event import event_page
from tacitus.serve.views.events import timeline
from tacitus.serve.views.reports import report_page
from tacitus.store.shelves import versions_of

T = TypeVar("T")

router = APIRouter()


def _published(request: Request) -> Selection:
    found: Selection = request.app.state.published
    return found


Chosen = Annotated[Selection, Depends(_published)]


@router.get("/")
def overview(request: Request, chosen: Chosen) -> Response:
    """Map, timeline and the first of the list."""
    return page(
        request,
        "publish/overview.html",
        listed=chosen.shorts[:LISTED],
        number=1,
        numbers=pages_of(len(chosen.shorts)),
        facets=chosen.facets,
        line=timeline(chosen.store, chosen.asked),
        chips=chips(chosen.asked),
        map_view=map_view(),
        files=_files(request),
    )


@router.get("/list/{number}")
def further(request: Request, chosen: Chosen, number: int) -> Response:
    """More of the list."""
    return page(
        request,
        "publish/list.html",
        listed=_part(chosen.shorts, number),
        number=number,
        numbers=pages_of(len(chosen.shorts)),
    )


@router.get("/data/events.json")
def rows(chosen: Chosen) -> Response:
    """All events in short, for the scripts of the overview."""
    return Response(rows_json(chosen.shorts), media_type="application/json")


@router.get("/events/{name}")
def event(request: Request, chosen: Chosen, name: str) -> Response:
    """An event."""
    shown = event_shown(event_page(chosen.store, name), chosen)
    return page(request, "event/page.html", merged_from=None, **event_context(shown))


@router.get("/events/{name}/compare")
def compare(request: Request, chosen: Chosen, name: str) -> Response:
    """The first reports of an event side by side."""
    shown = event_page(chosen.store, name)
    first = [one.id for one in shown.reports[:MOST_BESIDE]]
    return page(request, "event/compare.html", **compare_context(chosen.store, shown, first))


@router.get("/reports")
def reports(request: Request, chosen: Chosen) -> Response:
    """The reports of the events, latest first."""
    return further_reports(request, chosen, 1)


@router.get("/report-list/{number}")
def further_reports(request: Request, chosen: Chosen, number: int) -> Response:
    """More of the reports."""
    return page(
        request,
        "publish/reports.html",
        listed=_part(chosen.reports, number),
        total=len(chosen.reports),
        number=number,
        numbers=pages_of(len(chosen.reports)),
    )


@router.get("/reports/{name:path}")
def report(request: Request, chosen: Chosen, name: str) -> Response:
    """A report: its text with the words marked, or what was read in it."""
    shown = report_shown(report_page(chosen.store, name), chosen)
    if chosen.texts == "full":
        numbers = {claim.id: claim.number for claim in shown.claims}
        return page(request, "report/page.html", shown=shown, numbers=numbers)
    return page(request, "publish/report.html", shown=shown, anchors=anchors_of(shown))


@router.get("/about")
def about(request: Request, chosen: Chosen) -> Response:
    """What the site is, what it goes by, and its limits."""
    with chosen.store.reading() as connection:
        versions = versions_of(connection, [report.id for report in chosen.reports])
    return page(
        request,
        "publish/about.html",
        facets=chosen.facets,
        chips=chips(chosen.asked),
        versions={name: sorted(held) for name, held in sorted(versions.items())},
        world=world_view(),
        map_view=map_view(),
        files=_files(request),
    )


def _files(request: Request) -> list[tuple[Format, Sequence[str]]]:
    """Each format with the names of its files."""
    held: Mapping[str, Sequence[str]] = request.app.state.files
    return [(FORMATS[name], names) for name, names in held.items()]


def _part(held: tuple[T, ...], number: int) -> tuple[T, ...]:
    found = held[(number - 1) * LISTED : number * LISTED] if number > 0 else ()
    if not found:
        raise HTTPException(404)
    return found
