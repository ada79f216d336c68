"""All figures by name, with what makes and what draws each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tacitus.records import TacitusError
from tacitus.serve.caching import kept
from tacitus.serve.figures import accuracy, parts, sources, strips, times
from tacitus.serve.figures.records import FigureData, Options
from tacitus.serve.filters import Filter
from tacitus.serve.plots.svg import Drawing
from tacitus.store import Store

_KEPT = 64
#: Pages of figures, by the end of their address.
SECTIONS = {
    "": "Over time",
    "areas": "By area",
    "actors": "By actor",
    "sources": "Sources",
    "coverage": "Coverage",
    "accuracy": "Accuracy",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A figure that can be asked for.

    Attributes:
        section: of ``SECTIONS``.
        about: what it shows.
        options: which of ``Options`` it heeds.
        make: makes it.
        draw: draws it.
        filtered: whether it heeds the filter.
    """

    section: str
    about: str
    options: tuple[str, ...]
    make: Callable[[Store, Filter, Options], FigureData]
    draw: Callable[[FigureData], Drawing]
    filtered: bool = True


FIGURES: dict[str, Kind] = {
    "events-time": Kind(
        "",
        "events over time, those of which accounts differ apart",
        ("unit",),
        times.events_over_time,
        times.draw_events,
    ),
    "killed-time": Kind(
        "",
        "killed over time: low, best and high, with the contested part of the best",
        ("unit",),
        times.killed_over_time,
        times.draw_losses,
    ),
    "injured-time": Kind(
        "",
        "injured over time: low, best and high, with the contested part of the best",
        ("unit",),
        times.injured_over_time,
        times.draw_losses,
    ),
    "areas": Kind(
        "areas",
        "events and losses by country, first-order division or place",
        ("level",),
        parts.events_by_area,
        parts.draw_parts,
    ),
    "areas-time": Kind(
        "areas",
        "events of each area over time",
        ("unit", "level"),
        parts.areas_over_time,
        partial(strips.draw_over_time, parts.area_words),
    ),
    "actors": Kind(
        "actors",
        "events and losses by actor, as initiator, target or either",
        ("role",),
        parts.events_by_actor,
        parts.draw_parts,
    ),
    "actors-time": Kind(
        "actors",
        "events of the actors of most events over time",
        ("unit", "role"),
        parts.actors_over_time,
        partial(strips.draw_over_time, strips.first_word),
    ),
    "outlets": Kind(
        "sources",
        "events by outlet, alone or with others, with the side that it speaks for",
        (),
        sources.events_by_outlet,
        sources.draw_shares,
    ),
    "outlets-time": Kind(
        "sources",
        "events of the outlets of most events over time",
        ("unit",),
        sources.outlets_over_time,
        partial(strips.draw_over_time, strips.first_word),
    ),
    "sides": Kind(
        "sources",
        "events by the sides that sources speak for, alone or with another",
        (),
        sources.events_by_side,
        sources.draw_shares,
    ),
    "coverage-time": Kind(
        "coverage",
        "how many outlets and sides told of the events, over time; what rests on one alone",
        ("unit",),
        sources.coverage_over_time,
        sources.draw_coverage_over_time,
    ),
    "coverage-areas": Kind(
        "coverage",
        "how many outlets and sides told of the events, by area; what rests on one alone",
        ("level",),
        sources.coverage_by_area,
        sources.draw_coverage_by_area,
    ),
    "accuracy": Kind(
        "accuracy",
        "how well gold reports were coded, as measured by the project",
        (),
        accuracy.accuracy_by_engine,
        accuracy.draw_by_engine,
        filtered=False,
    ),
    "accuracy-fields": Kind(
        "accuracy",
        "agreement with gold field by field, as measured by the project",
        (),
        accuracy.accuracy_by_field,
        accuracy.draw_by_field,
        filtered=False,
    ),
    "decisions": Kind(
        "accuracy",
        "agreement of reviewers' decisions in this store with what the program had said",
        (),
        accuracy.decisions_by_field,
        accuracy.draw_decisions,
    ),
}


def kind_of(name: str) -> Kind:
    """A figure of the catalogue.

    Raises:
        TacitusError: ``no-such-figure``.
    """
    if name not in FIGURES:
        raise TacitusError(
            "no-such-figure", f"there is no figure {name[:50]!r}.", f"Use {', '.join(FIGURES)}."
        )
    return FIGURES[name]


def heeded(name: str, options: Options) -> Options:
    """Those of the options that a figure heeds, so that others make no figure of its own."""
    known = kind_of(name).options
    return Options(
        unit=options.unit if "unit" in known else None,
        level=options.level if "level" in known else None,
        role=options.role if "role" in known else None,
    )


@kept(_KEPT, paging=False)
def figure(store: Store, asked: Filter, name: str, options: Options) -> FigureData:
    """A figure of the events that a filter lets through.

    Args:
        store: which.
        asked: the filter.
        name: of the figure.
        options: how it is cut; those that it does not heed are passed over.

    Raises:
        TacitusError: ``no-such-figure``; ``bad-query`` where a unit gives too many stretches of
            time; as ``query.selected``.
    """
    return kind_of(name).make(store, asked, heeded(name, options))


@kept(_KEPT, paging=False)
def drawn(store: Store, asked: Filter, name: str, options: Options) -> Drawing:
    """The plot of a figure; arguments and errors as for ``figure``."""
    return kind_of(name).draw(figure(store, asked, name, options))
