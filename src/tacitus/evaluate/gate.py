"""Floors of quality: figures that a change may raise and not lower."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import Field

from tacitus.evaluate.case2021 import Typing
from tacitus.evaluate.compare import Comparison
from tacitus.evaluate.quality import Quality
from tacitus.evaluate.score import Figures
from tacitus.knowledge.load import Entry, read_yaml
from tacitus.records import TacitusError

_HEAD = """\
# Floors of quality. `tacitus bench gate` fails when a figure is below its floor here;
# `tacitus bench gate --update` raises floors to today's figures and never lowers one.
"""
_STEPS = 1000


class Pair(Entry):
    """Floors of F1 for events and slots."""

    events: float = 0.0
    slots: float = 0.0


class SetFloors(Entry):
    """Floors of the learned reader on public sets, as ``public_sets`` names its figures."""

    re3d: float = 0.0
    muc4: float = 0.0
    polnear: float = 0.0
    happened_r: float = 0.0
    happened_f1: float = 0.0


class ResolutionFloors(Entry):
    """Floors of resolution, as ``resolution`` names its figures.

    Attributes:
        actors: share of mentions decided by hand that are resolved right.
        places_exact, places_near: shares of LGL's names that are put on the right entry, or within
            161 km of it, on every sixth article.
        places_names: F1 of the names found there.
    """

    actors: float = 0.0
    places_exact: float = 0.0
    places_near: float = 0.0
    places_names: float = 0.0


class TogetherFloors(Entry):
    """Floors of putting claims together, as ``reconciling_section`` names its figures.

    Attributes:
        gold_pairs, gold_linked: F1 of pairs, and of B-cubed without singletons, on gold claims.
        own_pairs, own_linked: the same on the program's own claims.
        copies: F1 of linked pairs of reports, as ``near_copies`` measures it.
    """

    gold_pairs: float = 0.0
    gold_linked: float = 0.0
    own_pairs: float = 0.0
    own_linked: float = 0.0
    copies: float = 0.0


class RelevanceFloors(Entry):
    """Floors of the gate before coding, as ``relevance`` names its figures.

    Attributes:
        gold_dev, held_out, muc4, fakes, case2021, ecb, invented: recall, set by set.
        all: recall over the reports of conflict of all sets.
        ecb_skipped, polnear_skipped, lgl_skipped, invented_skipped: share of the others that are
            skipped.
    """

    gold_dev: float = 0.0
    held_out: float = 0.0
    muc4: float = 0.0
    fakes: float = 0.0
    case2021: float = 0.0
    ecb: float = 0.0
    invented: float = 0.0
    all: float = 0.0
    ecb_skipped: float = 0.0
    polnear_skipped: float = 0.0
    lgl_skipped: float = 0.0
    invented_skipped: float = 0.0


class Floors(Entry):
    """Schema of the floors file.

    Attributes:
        whole: over dev and train.
        dev: over dev alone, which the learned reader was not trained on.
        seed: over the seed report.
        any_source: what no single outlet may fall below.
        fields: agreement field by field over dev and train.
        case2021: weighted F1 over the 25 types.
        benchmarks: on public sets.
        resolution: of actors and places.
        together: of claims put together into events, over dev and train.
        relevance: of the gate before coding.
    """

    whole: Pair = Pair()
    dev: Pair = Pair()
    seed: Pair = Pair()
    any_source: Pair = Pair()
    fields: dict[str, float] = Field(default_factory=dict)
    case2021: float = 0.0
    benchmarks: SetFloors = SetFloors()
    resolution: ResolutionFloors = ResolutionFloors()
    together: TogetherFloors = TogetherFloors()
    relevance: RelevanceFloors = RelevanceFloors()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure below its floor.

    Attributes:
        name: which figure.
        figure: today's value.
        floor: the value it must reach.
    """

    name: str
    figure: float
    floor: float


#: Figures by the names of their floors, by the group of floors ("benchmarks", "resolution", ...).
Groups = Mapping[str, Mapping[str, float]]


def shortfalls(
    quality: Quality, typing: Typing | None, floors: Floors, groups: Groups | None = None
) -> list[Shortfall]:
    """The figures that are below their floors.

    Args:
        quality: today's figures on gold.
        typing: today's figures on CASE 2021, or None when they were not taken.
        floors: what must be reached.
        groups: today's figures of the other groups, as far as they were taken.
    """
    today = _today(quality, typing, groups)
    return [
        Shortfall(name, today[name], floor)
        for name, floor in _flat(floors).items()
        if name in today and today[name] < floor
    ]


def raised(
    quality: Quality, typing: Typing | None, floors: Floors, groups: Groups | None = None
) -> Floors:
    """The floors, each raised to today's figure (cut to three places) where that is higher.

    Args:
        quality: as in ``shortfalls``, like the others.
        typing: see there.
        floors: see there.
        groups: see there.
    """
    form = floors.model_dump()
    for name, figure in _today(quality, typing, groups).items():
        group, _, key = name.rpartition(".")
        part = form[group] if group else form
        part[key] = max(part.get(key, 0.0), math.floor(figure * _STEPS) / _STEPS)
    form["fields"] = dict(sorted(form["fields"].items()))
    return Floors.model_validate(form)


def read_floors(path: Path) -> Floors:
    """The floors of a file.

    Raises:
        TacitusError: ``bad-knowledge`` when it cannot be read or is of another form.
    """
    return read_yaml(path, Floors)


def write_floors(floors: Floors, path: Path) -> None:
    """Write floors in the form that ``read_floors`` reads; what has no floor is left out.

    Raises:
        TacitusError: ``cannot-write`` when the file cannot be written.
    """
    body = yaml.safe_dump(floors.model_dump(exclude_defaults=True), sort_keys=False)
    try:
        path.write_text(_HEAD + body, encoding="utf-8")
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error


def weakest_source(comparison: Comparison) -> Figures:
    """The lowest events and slots figures that any outlet has, not always of the same one."""
    sources = comparison.by_source.values()
    return Figures(
        events=min((f.events for f in sources), key=lambda tally: tally.f1),
        slots=min((f.slots for f in sources), key=lambda tally: tally.f1),
    )


def _flat(floors: Floors) -> dict[str, float]:
    """The floors by name, "group.key" for those of a group."""
    flat: dict[str, float] = {}
    for name, value in floors.model_dump().items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": floor for key, floor in value.items()}
        else:
            flat[name] = value
    return flat


def _today(quality: Quality, typing: Typing | None, groups: Groups | None) -> dict[str, float]:
    """Today's figures by the names of their floors."""
    parts = {
        "whole": quality.whole.overall,
        "dev": quality.sets["dev"].overall,
        "seed": quality.sets["seed"].overall,
        "any_source": weakest_source(quality.whole),
    }
    today = {f"{name}.events": figures.events.f1 for name, figures in parts.items()}
    today |= {f"{name}.slots": figures.slots.f1 for name, figures in parts.items()}
    fields = quality.whole.overall.fields
    today |= {f"fields.{name}": tally.f1 for name, tally in fields.items()}
    if typing is not None:
        today["case2021"] = typing.weighted_f1
    for group, found in (groups or {}).items():
        today |= {f"{group}.{name}": figure for name, figure in found.items()}
    return today
