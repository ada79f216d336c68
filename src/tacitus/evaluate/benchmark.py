"""What a public benchmark set gives: figures, and how far chance in its documents moves them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from tacitus.evaluate.score import Tally
from tacitus.records import TacitusError

Unit = TypeVar("Unit")
_SAMPLES = 1000
_SEED = 1988


class Rated(Protocol):
    """What has a precision and a recall: a tally, or a measure of clusters."""

    @property
    def precision(self) -> float:
        """Share of what was given that is right."""

    @property
    def recall(self) -> float:
        """Share of gold that was found."""

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


def draws(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Samples of units drawn with replacement, each as large as the whole, with a fixed seed.

    The bootstrap of Efron 1979, over documents: what stands in one document is not independent.
    """
    draw = random.Random(_SEED)  # noqa: S311 statistics, no secret
    for _ in range(_SAMPLES):
        yield draw.choices(units, k=len(units))


def percentiles(values: Sequence[float]) -> Interval:
    """The interval that holds the middle 95 % of the values of samples."""
    ordered = sorted(values)
    return Interval(ordered[int(0.025 * _SAMPLES)], ordered[int(0.975 * _SAMPLES) - 1])


@dataclass(frozen=True)
class Benchmark(Generic[Unit]):
    """Figures on one set.

    Attributes:
        units: counts of each document (or each sentence, where these are independent).
        score: makes figures of units.
    """

    units: tuple[Unit, ...]
    score: Callable[[Sequence[Unit]], dict[str, float]]

    @cached_property
    def figures(self) -> dict[str, float]:
        """Figures over all units, by name."""
        return self.score(self.units)

    @cached_property
    def intervals(self) -> dict[str, Interval]:
        """The 95 % interval of each figure, by name."""
        if not self.units:
            return {}
        samples = [self.score(sample) for sample in draws(self.units)]
        return {name: percentiles([sample[name] for sample in samples]) for name in self.figures}


def summed(units: Sequence[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Tallies of documents added up by name."""
    tallies: dict[str, list[int]] = {}
    for unit in units:
        for name, tally in unit.items():
            total = tallies.setdefault(name, [0, 0, 0])
            total[0] += tally.right
            total[1] += tally.coded
            total[2] += tally.gold
    return {name: Tally(*total) for name, total in tallies.items()}


def prf(name: str, rated: Rated) -> dict[str, float]:
    """Precision, recall and F1, as "<name> precision" and so on."""
    return {
        f"{name} precision": rated.precision,
        f"{name} recall": rated.recall,
        f"{name} F1": rated.f1,
    }


def set_lines(path: Path) -> list[str]:
    """The lines of a file of a public set, without their ends.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read as UTF-8.
    """
    return [line.rstrip("\r") for line in set_text(path).split("\n")]


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """The JSON values of a file, line by line, with the numbers of the lines.

    Raises:
        TacitusError: ``bad-set-file`` when the file cannot be read or a line is no JSON.
    """
    for number, line in enumerate(set_lines(path), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except ValueError as error:
            raise TacitusError(
                "bad-set-file", f"{path}, line {number}: no JSON ({error})."
            ) from error


def set_text(path: Path) -> str:
    """The text of a file of a public set, line ends as they stand.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read as UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TacitusError("bad-set-file", f"{path}: cannot be read ({error}).") from error
