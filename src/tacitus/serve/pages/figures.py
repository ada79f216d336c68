"""Figures: plots of what the filter lets through, each with its table and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tacitus.learned.model import shipped_version
from tacitus.records import TacitusError
from tacitus.serve.api.figures import OptionsQuery
from tacitus.serve.caching import kept
from tacitus.serve.figures.accuracy import MEANING, coders_of
from tacitus.serve.figures.catalogue import FIGURES, SECTIONS, drawn, figure, heeded
from tacitus.serve.figures.parts import level_of
from tacitus.serve.figures.records import FigureData, Options
from tacitus.serve.filters import Filter
from tacitus.serve.pages.overview import chips
from tacitus.serve.rendering import page
from tacitus.serve.state import StoreDep
from tacitus.serve.views.bins import UNITS
from tacitus.serve.views.events import facets
from tacitus.store import Store

router = APIRouter()
# rows of a table in a page; the files hold all
MOST_TABLE = 200
_KEPT = 64
_CHOICES = {
    "unit": ("Stretches of time", [(unit, unit) for unit in UNITS]),
    "level": (
        "Areas",
        [("country", "countries"), ("admin1", "first-order divisions"), ("place", "places")],
    ),
    "role": (
        "Actors as",
        [("any", "either side"), ("initiator", "initiators"), ("target", "targets")],
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in a page.

    Attributes:
        data: its numbers.
        plot: its SVG; empty where there is nothing to draw.
        query: what its files are asked with.
        left: rows that the table leaves to the files.
    """

    data: FigureData
    plot: str
    query: str
    left: int


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of figures.

    Attributes:
        address: with the filter.
        name: as printed.
        here: whether it is the one shown.
    """

    address: str
    name: str
    here: bool


@router.get("/figures")
def figures(request: Request, store: StoreDep, options: OptionsQuery) -> Response:
    """Figures over time."""
    return _section(request, store, "", options)


@router.get("/figures/{section}")
def section(request: Request, store: StoreDep, section: str, options: OptionsQuery) -> Response:
    """Figures of another kind."""
    if section not in SECTIONS or not section:
        raise TacitusError("no-such-page", "There are no such figures.", "See /figures.")
    return _section(request, store, section, options)


def _section(request: Request, store: Store, section: str, options: Options) -> Response:
    asked, problem, shown = Filter(), None, []
    try:
        asked = Filter.from_query(request.query_params.multi_items())
        counts = facets(store, asked)
        shown = [
            _shown(store, asked, name, heeded(name, options))
            for name, kind in FIGURES.items()
            if kind.section == section
        ]
    except TacitusError as error:
        if not error.problem.code.startswith("no-such-") and error.problem.code != "bad-query":
            raise
        problem = error.problem
        counts = facets(store, Filter())
    pairs = asked.pairs(order=None, offset=None, limit=None)
    address = f"/figures/{section}".rstrip("/")
    heeds = [name for name in _CHOICES if any(name in FIGURES[s.data.name].options for s in shown)]
    update = request.headers.get("HX-Request") == "true"
    context: dict[str, Any] = {
        "section": section,
        "address": address,
        "tabs": _tabs(section, pairs, options),
        "asked": asked,
        "facets": counts,
        "problem": problem,
        "update": update,
        "chips": chips(asked),
        "shown": shown,
        "kept_options": options.pairs(),
        "choices": [(name, *_CHOICES[name], _chosen(name, asked, options)) for name in heeds],
        "most": MOST_TABLE,
        "query": asked.to_query,
    }
    if section == "accuracy":
        context |= {"model": shipped_version(), "coders": coders_of(store), "meaning": MEANING}
    if not update:
        return page(request, "figures/page.html", status=400 if problem else 200, **context)
    query = urlencode([*pairs, *options.pairs()])
    headers = {"Vary": "HX-Request", "HX-Push-Url": f"{address}?{query}" if query else address}
    return page(request, "figures/update.html", headers=headers, **context)


@kept(_KEPT, paging=False)
def _shown(store: Store, asked: Filter, name: str, options: Options) -> Shown:
    data = figure(store, asked, name, options)
    filtered = FIGURES[name].filtered
    pairs = asked.pairs(order=None, offset=None, limit=None) if filtered else []
    # names of columns and areas alone make no plot
    numbers = any(cell for row in data.rows for cell in row if not isinstance(cell, str))
    return Shown(
        data,
        drawn(store, asked, name, options).inline() if numbers else "",
        urlencode([*pairs, *options.pairs()]),
        max(0, len(data.rows) - MOST_TABLE),
    )


def _tabs(section: str, pairs: list[tuple[str, str]], options: Options) -> list[Tab]:
    query = urlencode([*pairs, *options.pairs()])
    end = f"?{query}" if query else ""
    return [
        Tab(f"/figures/{name}".rstrip("/") + end, words, name == section)
        for name, words in SECTIONS.items()
    ]


def _chosen(name: str, asked: Filter, options: Options) -> str:
    """What a choice stands at."""
    if name == "level":
        return level_of(asked, options)
    if name == "role":
        return options.role or "any"
    return options.unit or ""
