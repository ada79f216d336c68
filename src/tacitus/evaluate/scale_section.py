"""The sections of the page of speed on stages, executors, lengths and numbers of reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tacitus.evaluate.growth import MOST_SLOPE, MOST_TIMES
from tacitus.evaluate.markdown import table
from tacitus.evaluate.speed_executors import SERIAL, Executed, agree
from tacitus.evaluate.speed_lengths import (
    MOST_MEMORY,
    Length,
    exponents,
    memory_growth,
)
from tacitus.evaluate.speed_numbers import Numbers
from tacitus.evaluate.speed_stages import AROUND, ORDER, READING, Stages
from tacitus.parse.stretches import MAX_CHARACTERS

#: What the page calls the sections; a picture has the name of its part.
STAGES, EXECUTORS, LENGTHS, NUMBERS = "stages", "executors", "lengths", "numbers"
TITLES = {
    NUMBERS: "## Number of reports",
    STAGES: "## By stage",
    EXECUTORS: "## By executor",
    LENGTHS: "## Length of reports",
}


def head(part: str, measured: str) -> Iterator[str]:
    """The first blocks of a section.

    Args:
        part: its name.
        measured: when, at which commit and on which machine.
    """
    yield TITLES[part]
    yield f"Written by `tacitus bench scale --part {part}`; do not edit. {measured}"


def picture(part: str, told: str) -> str:
    """The block with the picture of a part, which lies beside the page in ``speed/``."""
    return f"![{told}](speed/{part}.svg)"


def stage_blocks(found: Sequence[Stages]) -> Iterator[str]:
    """What stages take.

    Args:
        found: by engine.
    """
    first = found[0]
    yield (
        f"{first.reports:,} reports of {first.words / first.reports:,.0f} words, evenly spread"
        " over the file; each engine's batches in turn with those of bare spaCy; one core,"
        " processor seconds. A stage does not count what it has other stages do. The"
        " share is of the pipeline alone, from the parse to the claims."
    )
    yield table(
        ("stage", *(f"{one.engine}, ms a report" for one in found), *_shares(found)),
        ((stage, *_stage_row(stage, found)) for stage in ORDER if any(_spent(stage, found))),
    )
    yield table(
        ("all together", *(one.engine for one in found), "bare spaCy"),
        (
            (
                "the pipeline, reports a second",
                *(f"{one.reports / one.pipeline:,.2f}" for one in found),
                f"{first.reports / first.spacy:,.2f}",
            ),
            (
                "the pipeline, words a second",
                *(f"{one.words / one.pipeline:,.0f}" for one in found),
                f"{first.words / first.spacy:,.0f}",
            ),
            (
                "the pipeline, share of bare spaCy's speed",
                *(f"{one.spacy / one.pipeline:.2f}" for one in found),
                "1",
            ),
            (
                "from file to store, reports a second",
                *(f"{one.reports / one.whole:,.2f}" for one in found),
                "",
            ),
            ("claims", *(f"{one.claims:,}" for one in found), ""),
            (
                "bytes of JSON a report, without its text",
                *(f"{one.json_bytes / one.reports:,.0f}" for one in found),
                "",
            ),
            (
                "bytes of a store a report, its text included",
                *(f"{one.store_bytes / one.reports:,.0f}" for one in found),
                "",
            ),
        ),
    )


def _shares(found: Sequence[Stages]) -> list[str]:
    return [f"{one.engine}, share" for one in found]


def _spent(stage: str, found: Sequence[Stages]) -> list[float]:
    return [one.seconds[stage] for one in found]


def _stage_row(stage: str, found: Sequence[Stages]) -> list[str]:
    spent = _spent(stage, found)
    shares = [
        "" if stage in AROUND else f"{seconds / one.pipeline:.1%}"
        for seconds, one in zip(spent, found, strict=True)
    ]
    digits = 2 if stage in AROUND or stage == READING else 1
    return [
        *(f"{s / one.reports * 1000:,.{digits}f}" for s, one in zip(spent, found, strict=True)),
        *shares,
    ]


def executor_blocks(found: Sequence[Executed]) -> Iterator[str]:
    """Executors side by side.

    Args:
        found: the runs of one engine on the same reports.
    """
    first = found[0]
    yield (
        f"`tacitus code --engine {first.engine}` on {first.reports:,} reports recombined of those"
        f" on Syria, {first.words / first.reports:,.0f} words each in the mean, every run in a new"
        " process; seconds by the clock. The start lasts until the first report is coded; reports a"
        " second are those after the first tenth. `processes` with one worker is `serial`. Memory"
        " that several share counts in part for each; that of Ray itself is in the whole."
    )
    alone = next((one for one in found if one.executor == SERIAL), None)
    yield table(
        (
            *("executor", "workers", "reports a second", "words a second", "times serial"),
            *("start, s", "whole, s", "most memory of a worker, MB", "of all, MB"),
        ),
        (
            (
                f"`{one.executor}`",
                str(one.jobs),
                f"{one.rate:,.2f}",
                f"{one.rate * one.words / one.reports:,.0f}",
                f"{one.rate / alone.rate:.2f}" if alone and alone.rate else "–",
                f"{one.start:,.1f}",
                f"{one.seconds:,.1f}",
                f"{one.worker_mb:,.0f}",
                f"{one.all_mb:,.0f}",
            )
            for one in found
        ),
    )
    yield (
        f"{first.claims:,} claims; all runs gave the same bytes."
        if agree(found)
        else "**The runs did not give the same bytes.**"
    )


def length_blocks(found: Sequence[Length]) -> Iterator[str]:
    """What reports cost by their length.

    Args:
        found: by length.
    """
    engines = list(found[0].seconds)
    yield (
        "Made reports that go from place to place (`src/tacitus/evaluate/made_reports.py`), engines"
        " and bare spaCy in turn; one core, processor seconds a report. Of a report no more than"
        f" {MAX_CHARACTERS:,} characters are read, which `problems` says; bare spaCy reads all, so"
        " that shares compare words that were read. Memory is that of `tacitus code` in a new"
        " process, for reports that are read in stretches."
    )
    yield table(
        (
            *("words", "of them read"),
            *(f"{name}, s" for name in engines),
            "bare spaCy, s",
            *(f"{name}, share of its speed" for name in engines),
            "most memory, MB",
        ),
        (
            (
                f"{one.words:,.0f}",
                f"{one.read:,.0f}",
                *(_seconds(one.seconds[name]) for name in engines),
                _seconds(one.spacy),
                *(_speed_share(one, name) for name in engines),
                "–" if one.peak_mb is None else f"{one.peak_mb:,.0f}",
            )
            for one in found
        ),
    )
    slopes = ", ".join(f"{name} {slope:.2f}" for name, slope in exponents(found).items())
    told = f"Seconds grow as the words read to the power of: {slopes}."
    growth = memory_growth(found)
    if growth is not None:
        told += (
            f" The longest report takes {growth:.2f} times the memory of the first that is read in"
            f" stretches; more than {MOST_MEMORY} times, or a power above {MOST_SLOPE}, would fail."
        )
    yield told


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:,.1f}"


def _speed_share(one: Length, engine: str) -> str:
    """Words a second of an engine, of those it read, over those of bare spaCy."""
    return f"{one.read / one.seconds[engine] / (one.words / one.spacy):.2f}"


def number_blocks(found: Sequence[Numbers], median: int) -> Iterator[str]:
    """What many reports cost.

    Args:
        found: by mix.
        median: words of a report, at the middle.
    """
    yield (
        f"Made reports of {median} words at the middle, read from JSON lines, judged by the gate"
        f" and, where that keeps them, coded by engine {found[0].engine}, one after the other in"
        " one process; all seconds are the processor's, summed from the first report on. Bare"
        " spaCy parses some of the same reports meanwhile; what all would take is worked out by"
        " their words."
    )
    for one in found:
        yield f"{one.mix}:"
        yield table(
            (
                *("reports", "words", "kept", "seconds", "of it reading", "gate", "coding"),
                *("reports a second", "times bare spaCy's speed", "memory, MB"),
            ),
            (
                (
                    f"{p.reports:,}",
                    f"{p.words:,}",
                    f"{p.kept / p.reports:.1%}",
                    f"{p.seconds:,.1f}",
                    f"{p.reading:,.1f}",
                    f"{p.gate:,.1f}",
                    f"{p.coding:,.1f}",
                    f"{p.reports / p.seconds:,.1f}",
                    f"{p.spacy / p.seconds:.2f}",
                    f"{p.held_mb:,.0f}",
                )
                for p in one.points
            ),
        )
        yield (
            f"Seconds grow as reports to the power of {one.slope:.2f} (last two powers of ten; more"
            f" than {MOST_SLOPE} would fail); at the end the process holds {one.growth:.3f} times"
            f" the memory that it held after a fifth (more than {MOST_TIMES} would fail)."
        )
