"""The public benchmark sets that the learned reader is measured on, and what is shown of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.evaluate import happened, muc4, polnear, re3d
from tacitus.evaluate.benchmark import Benchmark
from tacitus.evaluate.happened_rules import measure_rules
from tacitus.evaluate.pieces import Label
from tacitus.records import TacitusError

Json = dict[str, Any]
MODEL, RULES = "model", "rules"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that is shown of a set.

    Attributes:
        name: what it is, in words.
        key: its name among the figures of the benchmark.
        floor: its name among the floors, or None where it has none.
    """

    name: str
    key: str
    floor: str | None = None


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set.

    Attributes:
        title: its name and what is asked.
        measure: measures the model on it.
        shown: what is shown of the figures.
        published: the best figure published, and where it was read; for orientation only.
        baseline: measures the rules on it, where they can be asked the same.
    """

    title: str
    measure: Callable[[Path, Label], Benchmark[Any]]
    shown: tuple[Shown, ...]
    published: str
    baseline: Callable[[Path], Benchmark[Any]] | None = None


SETS: Mapping[str, PublicSet] = {
    "re3d": PublicSet(
        "re3d: entities",
        re3d.measure,
        (Shown("micro-F1 over all kinds", "all F1", "re3d"),),
        "0.695 on its test part, in the split of the ConfliBERT paper",
    ),
    "muc4": PublicSet(
        "MUC-4: role fillers",
        muc4.measure,
        (Shown("CEAF-REE F1", "all F1", "muc4"),),
        "0.545 on its test part, in the form of GRIT",
    ),
    "polnear": PublicSet(
        "PolNeAR: who says it",
        polnear.measure,
        (
            Shown("F1 of sources", "source F1"),
            Shown("F1 of cues", "cue F1"),
            Shown("F1 of both", "both F1", "polnear"),
        ),
        "none found",
    ),
    "happened": PublicSet(
        "UDS-IH2: whether it happened",
        happened.measure,
        (
            Shown("Pearson r", "pearson r", "happened_r"),
            Shown("mean absolute error, lower is better", "MAE"),
            Shown("macro-F1 of three classes", "macro-F1", "happened_f1"),
        ),
        "none that could be read",
        measure_rules,
    ),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured on a set.

    Attributes:
        set: the set.
        benchmarks: figures by who was asked: "model", and "rules" where these were asked too.
    """

    set: PublicSet
    benchmarks: Mapping[str, Benchmark[Any]]


def measure_sets(
    folder: Path, label: Label, names: Iterable[str] = SETS, *, baselines: bool = True
) -> dict[str, Result]:
    """Measure the model on the development parts of sets.

    Args:
        folder: the folder of data files.
        label: the model under test.
        names: which sets.
        baselines: whether to measure the rules beside it where they can be asked the same.

    Raises:
        TacitusError: ``unknown-set`` for another name; ``bad-set-file`` when files are missing, of
            another form, or empty.
    """
    results = {}
    for name in names:
        if name not in SETS:
            raise TacitusError("unknown-set", f"{name!r} is no set.", f"Use {', '.join(SETS)}.")
        chosen = SETS[name]
        benchmarks = {MODEL: chosen.measure(folder, label)}
        if not benchmarks[MODEL].units:
            raise TacitusError("bad-set-file", f"{folder}: nothing to measure of {name}.")
        if baselines and chosen.baseline:
            benchmarks[RULES] = chosen.baseline(folder)
        results[name] = Result(chosen, benchmarks)
    return results


def floor_figures(results: Mapping[str, Result]) -> dict[str, float]:
    """The model's figures that have floors, by the names they have there."""
    return {
        shown.floor: result.benchmarks[MODEL].figures[shown.key]
        for result in results.values()
        for shown in result.set.shown
        if shown.floor
    }


def sets_json(results: Mapping[str, Result]) -> Json:
    """All figures with their intervals as JSON values, by set, who was asked, and figure."""
    return {
        name: {
            asked: {
                key: {
                    "value": round(value, 3),
                    "interval95": [round(end, 3) for end in (low_high.low, low_high.high)],
                }
                for key, value in benchmark.figures.items()
                for low_high in (benchmark.intervals[key],)
            }
            for asked, benchmark in result.benchmarks.items()
        }
        for name, result in results.items()
    }
