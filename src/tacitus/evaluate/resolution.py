"""How well actors and places are resolved: the figures that have floors and stand on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.evaluate import actor_table, geoparsing
from tacitus.evaluate.benchmark import Benchmark
from tacitus.evaluate.markdown import NOT_MEASURED, decimals, spread, table

#: Of the articles of LGL the gate takes every sixth, which is minutes less and the same each time.
EVERY = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of resolution.

    Attributes:
        what: what is resolved: "actors" or "places".
        name: what the figure is, in words.
        key: its name in the benchmark.
        floor: its name among the floors, or None where it has none.
    """

    what: str
    name: str
    key: str
    floor: str | None = None


SHOWN = (
    Shown("actors", "right", "right", "actors"),
    Shown("actors", "right where an actor is named", "right where named"),
    Shown("actors", "right where nobody of the registry is", "right where nobody"),
    Shown("actors", "class right", "class right"),
    Shown("places", "names given: right id", "exact", "places_exact"),
    Shown("places", "names given: within 161 km", "within 161 km", "places_near"),
    Shown("places", "gold ids that the gazetteer holds at all", "held"),
    Shown("places", "names given: right id, of those held", "exact of held"),
    Shown("places", "names given: absence seen, of those not held", "absence seen"),
    Shown("places", "names found: F1", "names F1", "places_names"),
    Shown("places", "names found, right id: precision", "names and ids precision"),
    Shown("places", "names found, right id: recall", "names and ids recall"),
    Shown("places", "names found, within 161 km: precision", "names within 161 km precision"),
    Shown("places", "names found, within 161 km: recall", "names within 161 km recall"),
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was measured.

    Attributes:
        actors: on mentions decided by hand.
        places: on LGL.
        every: of its articles every how many-th was taken.
    """

    actors: Benchmark[Any]
    places: Benchmark[Any]
    every: int

    def figure(self, shown: Shown) -> float:
        """One of the figures."""
        return self._of(shown).figures[shown.key]

    def interval(self, shown: Shown) -> Any:
        """Its 95 % interval."""
        return self._of(shown).intervals[shown.key]

    def _of(self, shown: Shown) -> Benchmark[Any]:
        return self.actors if shown.what == "actors" else self.places


def measure_resolution(
    data: Path, mentions: Path, resolve: actor_table.Resolve, every: int = EVERY
) -> Resolution:
    """Measure how well actors and places are resolved.

    Args:
        data: folder of the public sets, with `syria_news`, `muc4` and `geoparsing`.
        mentions: table of mentions decided by hand.
        resolve: of actors, under test.
        every: take every how many-th article of LGL.

    Raises:
        TacitusError: ``bad-set-file`` when a file is missing or does not fit.
    """
    actors = actor_table.measure(mentions, data, resolve)
    return Resolution(actors, geoparsing.measure(data, every), every)


def resolution_figures(found: Resolution) -> dict[str, float]:
    """The figures that have floors, by the names they have there."""
    return {shown.floor: found.figure(shown) for shown in SHOWN if shown.floor}


def resolution_blocks(found: Resolution | None) -> Iterator[str]:
    """The section of the page of accuracy.

    Args:
        found: what was measured, or None when the data files were not given.
    """
    yield "## Actors and places"
    if found is None:
        yield NOT_MEASURED
        return
    articles = f"{len(found.places.units)} articles"
    if found.every > 1:
        articles += f", every {found.every}th of the set"
    yield (
        f"Actors: {len(found.actors.units)} mentions of initiators and targets, drawn at random"
        " from reports on Syria and from MUC-4 and decided by hand; they were looked at while the"
        " rules were written. Places: LGL, local news of places that share their names,"
        f" {articles}. Intervals are 95 % bootstraps over mentions and articles."
    )
    yield table(
        ("what", "figure", "value", "95 %"),
        (
            (
                shown.what,
                shown.name,
                f"**{decimals(found.figure(shown))}**"
                if shown.floor
                else decimals(found.figure(shown)),
                spread(found.interval(shown)),
            )
            for shown in SHOWN
        ),
    )
    yield "Again: `tacitus bench actors ../shared/data`, `tacitus bench places ../shared/data`."
