"""The pages of measured figures in ``docs/``, written by the run that measured them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import quantiles

from tacitus.evaluate.case2021 import Typing
from tacitus.evaluate.compare import Comparison, interval
from tacitus.evaluate.quality import Quality
from tacitus.evaluate.score import FIELDS, Figures
from tacitus.evaluate.speed import Speed

_MOST_CONFUSIONS = 15


def accuracy_page(quality: Quality, typing: Typing | None, head: str) -> str:
    """docs/accuracy.md.

    Args:
        quality: figures on gold.
        typing: figures on CASE 2021, or None when they were not taken.
        head: when, at which commit and on which machine they were measured.
    """
    return _joined(_accuracy_lines(quality, typing, head))


def speed_page(speed: Speed, head: str) -> str:
    """docs/speed.md; arguments as in ``accuracy_page``."""
    return _joined(_speed_lines(speed, head))


def _accuracy_lines(quality: Quality, typing: Typing | None, head: str) -> Iterator[str]:
    yield "# Accuracy"
    yield "Written by `make accuracy`; do not edit. " + head
    yield (
        "Events pair where their evidence overlaps; slots are all filled fields, scored as one"
        " pool. The interval is a 95 % bootstrap over reports. Dev, train and seed were looked at"
        " while the rules were written: reports never seen may score lower."
    )
    sets = [*quality.sets.items(), ("dev and train", quality.whole)]
    yield _table(
        (
            "set",
            "reports",
            "gold events",
            "events P",
            "R",
            "F1",
            "95 %",
            "slots P",
            "R",
            "F1",
            "95 %",
        ),
        (_set_row(name, comparison) for name, comparison in sets),
    )
    yield "## By field"
    yield (
        "Agreement over paired events of dev and train; F1 for fields that hold several values"
        " (initiators, targets, attribution)."
    )
    overall = quality.whole.overall.fields
    yield _table(("field", "agreement"), ((name, _f(overall[name].f1)) for name in FIELDS))
    yield "## By source"
    sources = quality.whole.by_source.items()
    yield _table(
        ("source", "reports", "gold events", "events F1", "slots F1"),
        (_source_row(name, figures) for name, figures in sources),
    )
    if typing is not None:
        yield from _typing_lines(typing)


def _typing_lines(typing: Typing) -> Iterator[str]:
    yield "## CASE 2021, task 2"
    yield (
        f"Type of the main event of {typing.snippets} snippets that bear one of the 25 sub-event"
        f" types: weighted F1 **{_f(typing.weighted_f1)}**."
    )
    yield _table(
        ("type", "snippets", "P", "R", "F1"),
        (
            (name, str(t.gold), _f(t.precision), _f(t.recall), _f(t.f1))
            for name, t in typing.by_type.items()
        ),
    )
    yield "Most frequent confusions:"
    yield _table(
        ("label", "given", "times"),
        (
            (label, given, str(times))
            for (label, given), times in typing.confusions[:_MOST_CONFUSIONS]
        ),
    )


def _speed_lines(speed: Speed, head: str) -> Iterator[str]:
    low, _, high = quantiles(speed.ratios, n=4) if len(speed.ratios) > 1 else (speed.ratio,) * 3
    yield "# Speed"
    yield "Written by `make speed`; do not edit. " + head
    yield (
        "The whole pipeline beside bare spaCy: same components, same texts, same process, one"
        " core, batch by batch in turn. Processor seconds; cold start by the clock."
    )
    rows = {
        "reports coded": f"{speed.reports:,} ({speed.skipped} skipped)",
        "words": f"{speed.words:,}",
        "pipeline, words a second": f"{speed.words / speed.seconds:,.0f}",
        "bare spaCy, words a second": f"{speed.words / speed.spacy_seconds:,.0f}",
        "pipeline's speed as a share of spaCy's": (
            f"{speed.ratio:.2f} (half of the batches {low:.2f} to {high:.2f})"
        ),
        "slowest report, seconds": f"{speed.slowest:.2f}",
        "most memory, MB": f"{speed.peak_mb:,.0f}",
        "`tacitus code` on one short report from a cold start, seconds": f"{speed.cold_start:.1f}",
        "events": f"{speed.events:,}",
        "relations": f"{speed.relations:,}",
        "spans checked": f"{speed.spans:,}",
        "spans that do not slice back": str(speed.broken_spans),
    }
    rows |= {f"problems: {code}": f"{count:,}" for code, count in speed.problems.items()}
    yield _table(("what", "figure"), rows.items())


def _set_row(name: str, comparison: Comparison) -> list[str]:
    figures = comparison.overall
    row = [name, str(figures.reports), str(figures.events.gold)]
    for figure, tally in (("events", figures.events), ("slots", figures.slots)):
        found = interval(comparison.reports, figure)
        # One report gives no spread.
        spread = f"{_f(found.low)}-{_f(found.high)}" if figures.reports > 1 else "–"
        row += [_f(tally.precision), _f(tally.recall), f"**{_f(tally.f1)}**", spread]
    return row


def _source_row(name: str, figures: Figures) -> list[str]:
    return [
        name,
        str(figures.reports),
        str(figures.events.gold),
        _f(figures.events.f1),
        _f(figures.slots.f1),
    ]


def _f(figure: float) -> str:
    return f"{figure:.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"
