"""What the routes of the API have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import Field

from tacitus.records import TacitusError
from tacitus.serve.errors import PROBLEM_JSON, ProblemDetails
from tacitus.serve.filters import Filter

_PROBLEM = {"content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}}
#: What any route may answer besides what is asked for.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    304: {"description": "What the ETag named is still right"},
    400: {"description": "A parameter is not what it has to be", **_PROBLEM},
    "default": {"description": "What went wrong", **_PROBLEM},
}
NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is none", **_PROBLEM},
}
#: An id in a path: of an event, a report.
Name = Annotated[str, Path(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Link:
    """Another address.

    Attributes:
        rel: what it is to this one ("self", "next", "prev").
        href: the address.
        type: media type of what is there.
        title: in words, or None.
    """

    rel: str
    href: str
    type: str = "application/json"
    title: str | None = None


def page_links(
    request: Request, offset: int, limit: int, total: int, kind: str = "application/json"
) -> list[Link]:
    """Links to this page of a list, and to the next and the one before where there are such.

    Args:
        request: what was asked.
        offset: how many of the first were passed over.
        limit: how many come at the most.
        total: how many there are.
        kind: media type.
    """
    links = [Link("self", str(request.url), kind)]
    if offset + limit < total:
        links.append(Link("next", _at(request, offset + limit, limit), kind))
    if offset > 0:
        links.append(Link("prev", _at(request, max(0, offset - limit), limit), kind))
    return links


def _at(request: Request, offset: int, limit: int) -> str:
    return str(request.url.include_query_params(offset=offset, limit=limit))


def only(*names: str, filtered: bool = False) -> Callable[[Request], None]:
    """A dependency that refuses parameters that a route does not have: they would be misspelt.

    Args:
        names: parameters of the route.
        filtered: whether those of the filter are among them.
    """
    known = {*names, *(Filter.model_fields if filtered else ())}

    def check(request: Request) -> None:
        for name in request.query_params:
            if name not in known:
                raise TacitusError(
                    "unknown-parameter",
                    f"{name[:50]!r} is no parameter here.",
                    f"It has {', '.join(sorted(known))}." if known else "It has none.",
                )

    return check


Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]
__all__ = [
    "NOT_FOUND",
    "PROBLEMS",
    "Link",
    "Name",
    "Offset",
    "ProblemDetails",
    "only",
    "page_links",
]
