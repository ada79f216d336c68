"""The overview: map, timeline and list of what one filter lets through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tacitus.knowledge.world_view import DEFAULT, world_view
from tacitus.records import TacitusError
from tacitus.serve.api.exports import export_formats
from tacitus.serve.filters import Filter
from tacitus.serve.rendering import page
from tacitus.serve.state import StoreDep
from tacitus.serve.views import events as views

router = APIRouter()
#: Orders of the list, as printed.
ORDERS = (
    ("-start", "latest first"),
    ("start", "earliest first"),
    ("-killed", "most killed first"),
    ("killed", "fewest killed first"),
    ("-reports", "most reports first"),
)
#: Views that the base map has lines for.
MAP_VIEWS = ("un", "de-facto")
_LABELS = {
    "since": "from",
    "until": "to",
    "bbox": "area",
    "min_killed": "killed at least",
    "max_killed": "killed at most",
    "grade": "support",
    "q": "words",
    "factuality": "how sure",
}
# what is no part of what the filter asks for
_PAGING = {"order", "offset", "limit"}


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that the filter asks, with the way to take it off.

    Attributes:
        words: as printed.
        without: the query string without it.
    """

    words: str
    without: str


@router.get("/")
def overview(request: Request, store: StoreDep) -> Response:
    """The whole page, or what of it changes with the filter where htmx asks."""
    asked, problem = Filter(), None
    try:
        asked = Filter.from_query(request.query_params.multi_items())
        context = _shown(store, asked)
    except TacitusError as error:
        if error.problem.code.startswith("no-such-") is False and error.problem.code != "bad-query":
            raise
        problem = error.problem
        context = _shown(store, Filter(limit=1)) | {"listed": None, "line": None}
    update = request.headers.get("HX-Request") == "true"
    context |= {
        "asked": asked,
        "problem": problem,
        "update": update,
        "query": asked.to_query,
        "paged": partial(_page_of, asked),
        "chips": chips(asked),
        "orders": ORDERS,
        "map_view": map_view(),
        "formats": export_formats(),
    }
    if not update:
        return page(request, "overview/page.html", status=400 if problem else 200, **context)
    query = asked.to_query()
    headers = {"Vary": "HX-Request", "HX-Push-Url": f"/?{query}" if query else "/"}
    return page(request, "overview/update.html", headers=headers, **context)


def _shown(store: Any, asked: Filter) -> dict[str, Any]:
    return {
        "listed": views.event_list(store, asked),
        "facets": views.facets(store, asked),
        "line": views.timeline(store, asked),
        "rule": "of the store",
    }


def _page_of(asked: Filter, offset: int) -> str:
    return asked.to_query(offset=offset)


def map_view() -> str:
    """The view of the world that the base map is shown in: that in force, where it has it."""
    name = world_view().name
    return name if name in MAP_VIEWS else DEFAULT


def chips(asked: Filter) -> list[Chip]:
    """What a filter asks, one by one.

    Args:
        asked: the filter.
    """
    found = []
    for name, value in asked.pairs():
        if name in _PAGING:
            continue
        held = getattr(asked, name)
        rest = [one for one in held if one != value] or None if isinstance(held, list) else None
        words = f"{_LABELS.get(name, name)}: {value}"
        found.append(Chip(words, asked.to_query(**{name: rest, "offset": None})))
    return found
