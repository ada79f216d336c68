"""Actors: the list with the network that binds them, and the page of one."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tacitus.knowledge.actor_pages import load_actor_pages
from tacitus.knowledge.actors import load_kinds
from tacitus.knowledge.iso import country_name
from tacitus.records import TacitusError
from tacitus.serve.filters import Filter
from tacitus.serve.pages.overview import chips
from tacitus.serve.rendering import page
from tacitus.serve.state import StoreDep
from tacitus.serve.views import actors as views
from tacitus.serve.views.actor import actor_page
from tacitus.serve.views.casts import sayings_of
from tacitus.serve.views.events import facets, timeline
from tacitus.store import Store

router = APIRouter()
#: How many ties of each origin a network can be asked to show.
SIZES = (20, 60, 150, 500)
#: Ties, as the form has them.
TIES: dict[views.Tie, str] = {
    "fought": "fought, in events",
    "other": "other dealings, in events",
    "told": "bound, as reports say",
    "registry": "bound, by the registry",
}
_Find = Annotated[str | None, Query(max_length=200)]


@router.get("/actors")
def actors(
    request: Request,
    store: StoreDep,
    find: _Find = None,
    tie: Annotated[list[str], Query(max_length=10)] = [],  # noqa: B006
    edges: str | None = None,
) -> Response:
    """The whole page, or what of it changes with the filter where htmx asks."""
    asked, problem = Filter(), None
    ties = tuple(name for name in get_args(views.Tie) if name in tie) or views.USUAL
    size = {str(number): number for number in SIZES}.get(edges or "", views.EDGES)
    more = {"tie": list(ties) if ties != views.USUAL else [], "edges": size}
    try:
        asked = Filter.from_query(request.query_params.multi_items())
        context = _shown(store, asked, find, ties, size)
    except TacitusError as error:
        if not error.problem.code.startswith("no-such-") and error.problem.code != "bad-query":
            raise
        problem = error.problem
        context = _shown(store, Filter(limit=1), None, ties, size) | {"line": None}
    query = partial(_query, asked, more, find)
    update = request.headers.get("HX-Request") == "true"
    context |= {
        "asked": asked,
        "find": find or "",
        "problem": problem,
        "update": update,
        "query": asked.to_query,
        "whole_query": query,
        "network_query": _network_query(asked, more),
        "paged": lambda offset: query(offset=offset),
        "chips": chips(asked),
        "ties": ties,
        "tie_words": TIES,
        "size": size,
        "sizes": SIZES,
        **_names(),
    }
    if not update:
        return page(request, "actors/page.html", status=400 if problem else 200, **context)
    written = query()
    headers = {"Vary": "HX-Request", "HX-Push-Url": f"/actors?{written}" if written else "/actors"}
    return page(request, "actors/update.html", headers=headers, **context)


def _shown(
    store: Store, asked: Filter, find: str | None, ties: tuple[views.Tie, ...], size: int
) -> dict[str, Any]:
    _, passed = sayings_of(store, asked)
    return {
        "listed": views.actor_list(store, asked, find),
        "net": views.network(store, asked, ties, size),
        "facets": facets(store, asked),
        "line": timeline(store, asked),
        "passed": passed,
    }


def _network_query(asked: Filter, more: dict[str, Any]) -> str:
    """What the network is asked for, in the API's words."""
    pairs = asked.pairs(offset=None, limit=None, order=None)
    pairs += [("tie", name) for name in more["tie"]]
    return urlencode([*pairs, ("edges", str(more["edges"]))])


def _query(asked: Filter, more: dict[str, Any], find: str | None, **changes: Any) -> str:
    """The query string of the page, with what it has besides the filter."""
    pairs = asked.pairs(**changes) + [("tie", name) for name in more["tie"]]
    if more["edges"] != views.EDGES:
        pairs.append(("edges", str(more["edges"])))
    if find:
        pairs.append(("find", find))
    return urlencode(pairs)


def _names() -> dict[str, Any]:
    """How templates print kinds of ties, classes and countries."""
    return {
        "tie_kinds": load_actor_pages().ties,
        "kinds": {name: kind.meaning for name, kind in load_kinds().items()},
        "country_name": country_name,
    }


@router.get("/actors/{name}")
def actor(request: Request, store: StoreDep, name: str) -> Response:
    """All that is known of an actor."""
    asked = Filter.from_query(request.query_params.multi_items())
    shown = actor_page(store, asked, name)
    around = urlencode([("around", shown.actor.id), ("edges", "40")])
    return page(
        request,
        "actors/actor.html",
        shown=shown,
        asked=asked,
        chips=chips(asked),
        query=asked.to_query,
        rest=asked.pairs(since=None, until=None, offset=None, limit=None),
        paged=lambda offset: asked.to_query(offset=offset),
        around=around,
        network_query=asked.to_query(offset=None, limit=None, order=None),
        **_names(),
    )
