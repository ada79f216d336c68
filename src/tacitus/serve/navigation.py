"""The pages that lead to all others, as the head of each page names them."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

# Address and name, in order; a page that this desk does not have is left out.
_PLACES = (
    ("/", "Overview"),
    ("/reports", "Reports"),
    ("/actors", "Actors"),
    ("/figures", "Figures"),
    ("/review", "Review"),
    ("/log", "Log"),
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
    routes = {getattr(route, "path", None) for route in request.app.routes}
    at = request.url.path
    return tuple(
        Place(address, name, _within(at, address))
        for address, name in _PLACES
        if address in routes and _may_see(request, address)
    )


def _within(path: str, address: str) -> bool:
    if address == "/":
        return path == "/" or path.startswith("/events")
    return path == address or path.startswith(f"{address}/")


def _may_see(request: Request, address: str) -> bool:
    from tacitus.serve.accounts.access import act_of

    person = getattr(request.state, "person", None)
    return person is None or bool(person.may(act_of("GET", address)))
