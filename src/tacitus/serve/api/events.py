"""Events: lists, one with all that it rests on, counts, timeline and map."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, fields

from fastapi import APIRouter, Depends, Request, Response

from tacitus.serve.api.common import NOT_FOUND, PROBLEMS, Link, Name, only, page_links
from tacitus.serve.caching import Fresh, kept
from tacitus.serve.filters import Filter, FilterQuery
from tacitus.serve.state import StoreDep
from tacitus.serve.views.bins import Unit
from tacitus.serve.views.event import event_page
from tacitus.serve.views.events import event_list, facets, map_rows, timeline
from tacitus.serve.views.lists import EventShort, Facets, MapRows, Timeline
from tacitus.serve.views.pages import EventPage
from tacitus.store import Store

router = APIRouter(tags=["events"], responses=PROBLEMS)
_FILTERED = [Depends(only(filtered=True))]
# answers of the map are large: some hundred kilobytes each as they are kept
_MAPS = 64


@dataclass(frozen=True, slots=True)
class Events:
    """A page of events.

    Attributes:
        events: those of the page.
        total: how many the filter lets through.
        offset, limit: which of them these are.
        links: to this page, the next and the one before.
    """

    events: tuple[EventShort, ...]
    total: int
    offset: int
    limit: int
    links: list[Link]


@router.get("/events", dependencies=_FILTERED)
def list_events(request: Request, store: StoreDep, asked: FilterQuery, _: Fresh) -> Events:
    """The events that a filter lets through, a page of them."""
    found = event_list(store, asked)
    links = page_links(request, found.offset, found.limit, found.total)
    return Events(found.events, found.total, found.offset, found.limit, links)


@router.get("/events/{name}", responses=NOT_FOUND, dependencies=[Depends(only())])
def one_event(store: StoreDep, name: Name, _: Fresh) -> EventPage:
    """One event: who says what, figures by each rule, why it was put together, and the words."""
    return event_page(store, name)


@router.get("/facets", dependencies=_FILTERED)
def count_choices(store: StoreDep, asked: FilterQuery, _: Fresh) -> Facets:
    """How many events a filter lets through, and how many each further choice would leave."""
    return facets(store, asked)


@router.get("/timeline", dependencies=[Depends(only("unit", filtered=True))])
def events_by_time(
    store: StoreDep, asked: FilterQuery, _: Fresh, unit: Unit | None = None
) -> Timeline:
    """Events and losses by day, week, month or year."""
    return timeline(store, asked, unit)


@router.get("/map", response_model=MapRows, dependencies=_FILTERED)
def events_on_a_map(request: Request, store: StoreDep, asked: FilterQuery, _: Fresh) -> Response:
    """All events that a filter lets through and that have a point, in rows as short as they go."""
    body, headers = _map_json(store, asked), dict(request.state.headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    headers["Vary"] = "Accept-Encoding"
    return Response(body, media_type="application/json", headers=headers)


@kept(_MAPS, paging=False)
def _map_json(store: Store, asked: Filter) -> bytes:
    """The map's rows, packed once for all who ask for them."""
    found = map_rows(store, asked)
    form = {field.name: getattr(found, field.name) for field in fields(MapRows)}
    return gzip.compress(json.dumps(form, separators=(",", ":")).encode(), 5, mtime=0)
