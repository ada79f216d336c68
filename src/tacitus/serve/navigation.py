"""The pages that lead to all others, as the head of each page names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from starlette.applications import Starlette
from starlette.requests import Request

# Address and name, in order; a page that this desk does not have is left out.
_PLACES = (
    ("/", "Overview"),
    ("/reports", "Reports"),
    ("/actors", "Actors"),
    ("/figures", "Figures"),
    ("/review", "Review"),
    ("/log", "Log"),
    ("/about", "About"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the head of the others.

    Attributes:
        address: its path.
        name: as printed.
        here: whether the page shown is of it.
    """

    address: str
    name: str
    here: bool


def navigation(request: Request) -> tuple[Place, ...]:
    """The pages that this desk has and the one who asks may see.

    Args:
        request: what asked for the page.
    """
    routes = _KNOWN.get(request.app)
    if routes is None:
        routes = _KNOWN[request.app] = frozenset(_paths(request.app.routes))
    at = request.url.path
    return tuple(
        Place(address, name, _within(at, address))
        for address, name in _PLACES
        if address in routes and _may_see(request, address)
    )


#: The paths of each desk, looked up once.
_KNOWN: WeakKeyDictionary[Starlette, frozenset[str]] = WeakKeyDictionary()


def _paths(routes: Iterable[Any], head: str = "") -> Iterator[str]:
    """The paths of routes, and of those of routers among them."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            prefix = getattr(getattr(route, "include_context", None), "prefix", "")
            yield from _paths(inner.routes, head + prefix)
        elif hasattr(route, "path"):
            yield head + route.path


def _within(path: str, address: str) -> bool:
    if address == "/":
        return path == "/" or path.startswith("/events")
    return path == address or path.startswith(f"{address}/")


def _may_see(request: Request, address: str) -> bool:
    from tacitus.serve.accounts.access import act_of

    person = getattr(request.state, "person", None)
    return person is None or bool(person.may(act_of("GET", address)))
