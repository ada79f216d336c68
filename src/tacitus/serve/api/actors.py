"""Actors: lists, one with all that it has to do with, and the network that binds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from tacitus.export.network import FORMS
from tacitus.serve.api.common import NOT_FOUND, PROBLEMS, Link, Name, only, page_links
from tacitus.serve.caching import Fresh
from tacitus.serve.filters import FilterQuery
from tacitus.serve.state import StoreDep
from tacitus.serve.views.actor import actor_page
from tacitus.serve.views.actor_records import ActorPage, ActorRow, Network
from tacitus.serve.views.actors import EDGES, MOST_EDGES, USUAL, Tie, actor_list, network
from tacitus.serve.views.lists import Timeline

router = APIRouter(tags=["actors"], responses=PROBLEMS)
Form = Literal["edges", "nodes", "graphml", "gexf"]
_ASKED = ("tie", "edges", "around")
_Find = Annotated[
    str | None, Query(max_length=200, description="Words that stand in one of its names")
]
_Ties = Annotated[list[Tie], Query(max_length=len(USUAL) + 1, description="Ties that are shown")]
_Edges = Annotated[
    int, Query(ge=1, le=MOST_EDGES, description="Ties of each origin at the most, the strongest")
]
_Around = Annotated[
    str | None, Query(max_length=200, description="Id of an actor, for what is around it alone")
]
_CONTENT = {kind: {"schema": {"type": "string"}} for _, kind, _ in FORMS.values()}


@dataclass(frozen=True, slots=True)
class Actors:
    """A page of actors.

    Attributes:
        actors: those of the page, those of most events first.
        total: how many there are.
        offset, limit: which of them these are.
        unnamed: events in which parties are named that are in no list: single persons, and things.
        links: to this page, the next and the one before.
    """

    actors: tuple[ActorRow, ...]
    total: int
    offset: int
    limit: int
    unnamed: int
    links: list[Link]


@router.get("/actors", dependencies=[Depends(only("find", filtered=True))])
def list_actors(
    request: Request, store: StoreDep, asked: FilterQuery, _: Fresh, find: _Find = None
) -> Actors:
    """The actors of the events that a filter lets through, a page of them; no single persons."""
    found = actor_list(store, asked, find)
    links = page_links(request, found.offset, found.limit, found.total)
    return Actors(found.actors, found.total, found.offset, found.limit, found.unnamed, links)


@router.get("/actors/network", dependencies=[Depends(only(*_ASKED, filtered=True))])
def network_of_actors(
    store: StoreDep,
    asked: FilterQuery,
    _: Fresh,
    tie: _Ties = [],  # noqa: B006
    edges: _Edges = EDGES,
    around: _Around = None,
) -> Network:
    """Who fought whom in the events, what reports say binds them, and what the registry does."""
    return network(store, asked, tuple(dict.fromkeys(tie)) or USUAL, edges, around or None)


@router.get(
    "/actors/network/{form}",
    response_class=Response,
    responses={200: {"description": "The network in that form", "content": _CONTENT}},
    dependencies=[Depends(only(*_ASKED, filtered=True))],
)
def network_as_file(
    request: Request,
    store: StoreDep,
    form: Form,
    asked: FilterQuery,
    _: Fresh,
    tie: _Ties = [],  # noqa: B006
    edges: _Edges = MOST_EDGES,
    around: _Around = None,
) -> Response:
    """The network as CSV (edges or nodes), GraphML, or GEXF for Gephi."""
    found = network(store, asked, tuple(dict.fromkeys(tie)) or USUAL, edges, around or None)
    write, kind, file = FORMS[form]
    named = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(
        write(found.nodes, found.edges), media_type=kind, headers=request.state.headers | named
    )


@router.get("/actors/{name}", responses=NOT_FOUND, dependencies=[Depends(only(filtered=True))])
def one_actor(store: StoreDep, name: Name, asked: FilterQuery, _: Fresh) -> ActorPage:
    """One actor: whom it met in which events, and what reports and the registry say binds it."""
    return actor_page(store, asked, name)


@router.get(
    "/actors/{name}/timeline", responses=NOT_FOUND, dependencies=[Depends(only(filtered=True))]
)
def actor_by_time(store: StoreDep, name: Name, asked: FilterQuery, _: Fresh) -> Timeline:
    """An actor's events and their losses by time."""
    found = actor_page(store, asked, name)
    return Timeline(found.unit, found.bins, found.undated)
