"""Floors of quality: figures that a change may raise and not lower."""

from __future__ import annotations

import math
from collections.abc import Iterator
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


class Floors(Entry):
    """Schema of the floors file.

    Attributes:
        whole: over dev and train.
        seed: over the seed report.
        any_source: what no single outlet may fall below.
        fields: agreement field by field over dev and train.
        case2021: weighted F1 over the 25 types.
    """

    whole: Pair = Pair()
    seed: Pair = Pair()
    any_source: Pair = Pair()
    fields: dict[str, float] = Field(default_factory=dict)
    case2021: float = 0.0


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


def shortfalls(quality: Quality, typing: Typing | None, floors: Floors) -> list[Shortfall]:
    """The figures that are below their floors.

    Args:
        quality: today's figures on gold.
        typing: today's figures on CASE 2021, or None when they were not taken.
        floors: what must be reached.
    """
    today = _today(quality, typing)
    return [
        Shortfall(name, today[name], floor)
        for name, floor in _flat(floors)
        if name in today and today[name] < floor
    ]


def raised(quality: Quality, typing: Typing | None, floors: Floors) -> Floors:
    """The floors, each raised to today's figure (cut to three places) where that is higher."""
    today = _today(quality, typing)

    def best(name: str, floor: float) -> float:
        return max(floor, math.floor(today.get(name, 0.0) * _STEPS) / _STEPS)

    names = sorted({name for name, _ in _flat(floors)} | set(today))
    old = dict(_flat(floors))
    new = {name: best(name, old.get(name, 0.0)) for name in names}
    fields = {name.split(".")[1]: value for name, value in new.items() if name[:7] == "fields."}
    return Floors(
        whole=Pair(events=new["whole.events"], slots=new["whole.slots"]),
        seed=Pair(events=new["seed.events"], slots=new["seed.slots"]),
        any_source=Pair(events=new["any_source.events"], slots=new["any_source.slots"]),
        fields=fields,
        case2021=new.get("case2021", floors.case2021),
    )


def read_floors(path: Path) -> Floors:
    """The floors of a file.

    Raises:
        TacitusError: ``bad-knowledge`` when it cannot be read or is of another form.
    """
    return read_yaml(path, Floors)


def write_floors(floors: Floors, path: Path) -> None:
    """Write floors in the form that ``read_floors`` reads.

    Raises:
        TacitusError: ``cannot-write`` when the file cannot be written.
    """
    body = yaml.safe_dump(floors.model_dump(), sort_keys=False)
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


def _flat(floors: Floors) -> Iterator[tuple[str, float]]:
    for name in ("whole", "seed", "any_source"):
        pair: Pair = getattr(floors, name)
        yield f"{name}.events", pair.events
        yield f"{name}.slots", pair.slots
    for name, floor in floors.fields.items():
        yield f"fields.{name}", floor
    yield "case2021", floors.case2021


def _today(quality: Quality, typing: Typing | None) -> dict[str, float]:
    groups = {
        "whole": quality.whole.overall,
        "seed": quality.sets["seed"].overall,
        "any_source": weakest_source(quality.whole),
    }
    today = {f"{name}.events": figures.events.f1 for name, figures in groups.items()}
    today |= {f"{name}.slots": figures.slots.f1 for name, figures in groups.items()}
    fields = quality.whole.overall.fields
    today |= {f"fields.{name}": tally.f1 for name, tally in fields.items()}
    if typing is not None:
        today["case2021"] = typing.weighted_f1
    return today
