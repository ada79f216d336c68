"""The pages of measured figures in ``docs/``, written by the run that measured them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from tacitus.evaluate.by_engine import Measured, engine_blocks, typing_blocks
from tacitus.evaluate.case2021 import Typing
from tacitus.evaluate.compare import Comparison, spread_of
from tacitus.evaluate.fresh import Fresh
from tacitus.evaluate.markdown import decimals, joined, spread, table
from tacitus.evaluate.public_sets import Result
from tacitus.evaluate.quality import Quality
from tacitus.evaluate.resolution import Resolution, resolution_blocks
from tacitus.evaluate.score import FIELDS
from tacitus.evaluate.set_section import set_blocks
from tacitus.evaluate.speed import Speed
from tacitus.evaluate.speed_blocks import speed_blocks
from tacitus.evaluate.speed_reader import ReaderSpeed
from tacitus.evaluate.speed_resolving import ResolvingSpeed, resolving_blocks

_MOST_CONFUSIONS = 15
_PUBLISHED_CASE = "0.839"


def accuracy_page(
    quality: Quality,
    typing: Typing | None,
    head: str,
    *,
    engines: Mapping[str, Measured] | None = None,
    sets: Mapping[str, Result] | None = None,
    resolution: Resolution | None = None,
) -> str:
    """docs/accuracy.md.

    Args:
        quality: the default engine's figures on gold.
        typing: its figures on CASE 2021, or None when they were not taken.
        head: when, at which commit and on which machine they were measured, and with what.
        engines: figures of all engines, by name.
        sets: the learned reader's figures on public sets, or None when they were not taken.
        resolution: figures of actors and places, likewise.
    """
    blocks = _accuracy_blocks(quality, typing, head, engines or {}, sets)
    return joined(chain(blocks, resolution_blocks(resolution)))


def speed_page(
    speed: Speed,
    head: str,
    *,
    engines: Mapping[str, Speed] | None = None,
    readers: Mapping[str, ReaderSpeed] | None = None,
    starts: Mapping[str, Fresh] | None = None,
    resolving: ResolvingSpeed | None = None,
) -> str:
    """docs/speed.md.

    Args:
        speed: the default engine's figures.
        head: as in ``accuracy_page``.
        engines: figures of all engines, by name.
        readers: figures of the learned reader alone, by the form of its numbers.
        starts: cold starts of these.
        resolving: what looking up actors and places costs.
    """
    blocks = speed_blocks(speed, head, engines or {}, readers or {}, starts or {})
    return joined(chain(blocks, resolving_blocks(resolving) if resolving else ()))


def _accuracy_blocks(
    quality: Quality,
    typing: Typing | None,
    head: str,
    engines: Mapping[str, Measured],
    sets: Mapping[str, Result] | None,
) -> Iterator[str]:
    yield "# Accuracy"
    yield "Written by `make accuracy`; do not edit. " + head
    yield (
        "Events pair where their evidence overlaps; slots are all filled fields, scored as one"
        " pool. The interval is a 95 % bootstrap over reports. Dev, train and seed were looked at"
        " while the rules were written: reports never seen may score lower. Where no engine is"
        " named, the figures are those of the default one."
    )
    parts = [*quality.sets.items(), ("dev and train", quality.whole)]
    yield table(
        tuple("set|reports|gold events|events P|R|F1|95 %|slots P|R|F1|95 %".split("|")),
        (_set_row(name, comparison) for name, comparison in parts),
    )
    if engines:
        yield from engine_blocks(engines)
    yield "## By field"
    yield (
        "Agreement over paired events of dev and train; F1 for fields that hold several values"
        " (initiators, targets, attribution)."
    )
    overall = quality.whole.overall.fields
    yield table(("field", "agreement"), ((name, decimals(overall[name].f1)) for name in FIELDS))
    yield "## By source"
    yield "Dev and train:"
    yield _source_table(quality.whole)
    yield "Dev alone, which the learned reader was not trained on; no interval for one report:"
    yield _source_table(quality.sets["dev"])
    if typing is not None:
        yield from _typing_blocks(typing, engines)
    yield from set_blocks(sets)


def _typing_blocks(typing: Typing, engines: Mapping[str, Measured]) -> Iterator[str]:
    yield "## CASE 2021, task 2"
    yield (
        f"Type of the main event of {typing.snippets} snippets that bear one of the 25 sub-event"
        f" types: weighted F1 **{decimals(typing.weighted_f1)}**. Best published on the 25 types,"
        f" for orientation: {_PUBLISHED_CASE}, on the whole test set of the task."
    )
    yield from typing_blocks(engines)
    yield table(
        ("type", "snippets", "P", "R", "F1"),
        (
            (name, str(t.gold), decimals(t.precision), decimals(t.recall), decimals(t.f1))
            for name, t in typing.by_type.items()
        ),
    )
    yield "Most frequent confusions:"
    yield table(
        ("label", "given", "times"),
        (
            (label, given, str(times))
            for (label, given), times in typing.confusions[:_MOST_CONFUSIONS]
        ),
    )


def _set_row(name: str, comparison: Comparison) -> list[str]:
    figures = comparison.overall
    row = [name, str(figures.reports), str(figures.events.gold)]
    for figure, tally in (("events", figures.events), ("slots", figures.slots)):
        found = spread(spread_of(comparison.reports, figure))
        row += [decimals(tally.precision), decimals(tally.recall)]
        row += [f"**{decimals(tally.f1)}**", found]
    return row


def _source_table(comparison: Comparison) -> str:
    return table(
        ("source", "reports", "gold events", "events F1", "95 %", "slots F1", "95 %"),
        (
            (
                name,
                str(figures.reports),
                str(figures.events.gold),
                decimals(figures.events.f1),
                spread(spread_of(comparison.of_source(name), "events")),
                decimals(figures.slots.f1),
                spread(spread_of(comparison.of_source(name), "slots")),
            )
            for name, figures in comparison.by_source.items()
        ),
    )
