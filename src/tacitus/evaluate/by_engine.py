"""The engines measured on the same reports: each codes each of them once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tacitus.evaluate.case2021 import Typing, type_snippets
from tacitus.evaluate.compare import Comparison, spread_of
from tacitus.evaluate.markdown import decimals, spread, table
from tacitus.evaluate.quality import Coder, Quality, measure_quality
from tacitus.evaluate.score import FIELDS

_TRAINED = (
    "The learned reader (engines model and both) was trained on gold train, among other reports:"
    " its figures there say how well it learned, not how well it reads what is new. The coding of"
    " gold dev and seed is not among what it was trained on, nor are their texts, but for parts:"
    " re3d's training part, where names are marked and no events, holds about half of two"
    " dev reports, and annotated reports hold about a seventh of two more. Variants of its"
    " recipe were compared on dev, so dev may flatter it a little. The rules were written with"
    " all three sets in view."
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one engine.

    Attributes:
        quality: on gold.
        typing: on CASE 2021, or None when they were not taken.
    """

    quality: Quality
    typing: Typing | None


def measure_engines(
    gold: Path, case: Path | None, coders: Mapping[str, Coder]
) -> dict[str, Measured]:
    """Measure engines.

    Args:
        gold: as in ``measure_quality``.
        case: snippets of CASE 2021, or None.
        coders: functions under test by name of the engine.
    """
    return {
        name: Measured(measure_quality(gold, code), type_snippets(case, code) if case else None)
        for name, code in coders.items()
    }


def engine_blocks(engines: Mapping[str, Measured]) -> Iterator[str]:
    """The section of the page of accuracy."""
    yield "## By engine"
    yield _TRAINED
    yield table(
        ("set", "engine", "events F1", "95 %", "slots F1", "95 %"),
        (
            [part, name, *_cells(measured.quality.sets[part])]
            for part in ("dev", "train", "seed")
            for name, measured in engines.items()
        ),
    )
    yield "Agreement field by field over paired events; each engine pairs its own."
    columns = [(part, name) for part in ("dev", "train", "seed") for name in engines]
    fields = {
        (part, name): engines[name].quality.sets[part].overall.fields for part, name in columns
    }
    yield table(
        ("field", *(f"{part}, {name}" for part, name in columns)),
        ([field, *(decimals(fields[c][field].f1) for c in columns)] for field in FIELDS),
    )


def typing_blocks(engines: Mapping[str, Measured]) -> Iterator[str]:
    """The engines on CASE 2021; nothing when it was not measured."""
    typed = {name: m.typing for name, m in engines.items() if m.typing}
    if not typed:
        return
    yield table(
        ("engine", "weighted F1", "95 %"),
        ([name, decimals(t.weighted_f1), spread(t.interval)] for name, t in typed.items()),
    )


def _cells(comparison: Comparison) -> Iterator[str]:
    overall = comparison.overall
    for figure, tally in (("events", overall.events), ("slots", overall.slots)):
        yield f"**{decimals(tally.f1)}**"
        yield spread(spread_of(comparison.reports, figure))
