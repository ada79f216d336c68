"""Figures of many events: numbers as JSON and CSV, plots as SVG and PNG."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from tacitus.serve.api.common import NOT_FOUND, PROBLEMS, Name, only
from tacitus.serve.caching import Fresh, kept
from tacitus.serve.figures.catalogue import FIGURES, drawn, figure, heeded, kind_of
from tacitus.serve.figures.files import csv_of, notes_of, png_of, svg_of
from tacitus.serve.figures.records import FigureData, Level, Options, Role
from tacitus.serve.filters import Filter, FilterQuery
from tacitus.serve.plots.svg import styles
from tacitus.serve.state import StoreDep
from tacitus.serve.views.bins import Unit
from tacitus.store import Store

router = APIRouter(tags=["figures"], responses=PROBLEMS)
OPTIONS = ("unit", "level", "role")
_CUT = [Depends(only(*OPTIONS, filtered=True))]
# pictures that are kept
_PICTURES = 32


@dataclass(frozen=True, slots=True)
class FigureShort:
    """A figure that can be asked for.

    Attributes:
        name: as in the address.
        about: what it shows.
        options: what can be asked of it beside the filter.
        filtered: whether it heeds the filter.
    """

    name: str
    about: str
    options: tuple[str, ...]
    filtered: bool


def options_of(
    unit: Annotated[
        Unit | None, Query(description="Of time; by default the finest with at most 120 stretches")
    ] = None,
    level: Annotated[
        Level | None,
        Query(description="Of areas; by default admin1 where one country is asked for"),
    ] = None,
    role: Annotated[Role | None, Query(description="Part of the actors; any by default")] = None,
) -> Options:
    """How a figure is cut, from the query string."""
    return Options(unit, level, role)


OptionsQuery = Annotated[Options, Depends(options_of)]


def _file(kind: str, what: str) -> dict[int | str, dict[str, Any]]:
    """What a route answers that gives a file."""
    form = {"type": "string"} | ({} if kind.startswith("text") else {"format": "binary"})
    return {200: {"description": what, "content": {kind: {"schema": form}}}, **NOT_FOUND}


@router.get("/figures", dependencies=[Depends(only())])
def list_figures(_: Fresh) -> list[FigureShort]:
    """The figures that can be asked for."""
    return [
        FigureShort(name, kind.about, kind.options, kind.filtered) for name, kind in FIGURES.items()
    ]


@router.get(
    "/figures/{name}.csv",
    response_class=Response,
    responses=_file("text/csv", "The rows; what is not known is empty"),
    dependencies=_CUT,
)
def figure_as_csv(
    request: Request,
    store: StoreDep,
    name: Name,
    asked: FilterQuery,
    options: OptionsQuery,
    _: Fresh,
) -> Response:
    """The numbers of a figure as a table."""
    body = csv_of(figure(store, asked, name, heeded(name, options))).encode()
    return _answer(request, body, "text/csv; charset=utf-8", f"{name}.csv", shown=False)


@router.get(
    "/figures/{name}.svg",
    response_class=Response,
    responses=_file("image/svg+xml", "The plot, with its styles inside"),
    dependencies=_CUT,
)
def figure_as_svg(
    request: Request,
    store: StoreDep,
    name: Name,
    asked: FilterQuery,
    options: OptionsQuery,
    _: Fresh,
) -> Response:
    """The plot of a figure, to be scaled at will."""
    body = _svg(store, asked, name, heeded(name, options)).encode()
    answer = _answer(request, body, "image/svg+xml", f"{name}.svg")
    # it may have its own styles, and nothing else
    digest = base64.b64encode(hashlib.sha256(styles().encode()).digest()).decode()
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; sandbox"
    )
    return answer


@router.get(
    "/figures/{name}.png",
    response_class=Response,
    responses=_file("image/png", "The plot as a picture"),
    dependencies=_CUT,
)
def figure_as_png(
    request: Request,
    store: StoreDep,
    name: Name,
    asked: FilterQuery,
    options: OptionsQuery,
    _: Fresh,
) -> Response:
    """The plot of a figure as a picture, 1,576 pixels wide."""
    body = _png(store, asked, name, heeded(name, options))
    return _answer(request, body, "image/png", f"{name}.png")


@router.get("/figures/{name}", responses=NOT_FOUND, dependencies=_CUT)
def one_figure(
    store: StoreDep,
    name: Name,
    asked: FilterQuery,
    options: OptionsQuery,
    _: Fresh,
) -> FigureData:
    """The numbers of a figure, what they show in words, and what must be known to read them."""
    return figure(store, asked, name, heeded(name, options))


def _svg(store: Store, asked: Filter, name: str, options: Options) -> str:
    data = figure(store, asked, name, options)
    notes = notes_of(data, asked, options, filtered=kind_of(name).filtered)
    return svg_of(drawn(store, asked, name, options), data, notes)


@kept(_PICTURES, paging=False)
def _png(store: Store, asked: Filter, name: str, options: Options) -> bytes:
    return png_of(_svg(store, asked, name, options))


def _answer(request: Request, body: bytes, kind: str, name: str, *, shown: bool = True) -> Response:
    """A file; shown in the browser where it can be."""
    how = "inline" if shown else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="tacitus-{name}"'}
    return Response(body, media_type=kind, headers=headers | request.state.headers)
