"""What the page of accuracy says of claims put together into events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tacitus.evaluate.markdown import decimals, spread, table
from tacitus.evaluate.reconciling import RECONCILER, Reconciled

TITLE = "## Claims put together into events"
_MEASURES = ("pairs", "B3", "B3 linked")
#: The figures that have floors, by their names there: input, and figure of the program's method.
FLOORS = {
    "gold_pairs": ("gold claims", "pairs F1"),
    "gold_linked": ("gold claims", "B3 linked F1"),
    "own_pairs": ("own claims", "pairs F1"),
    "own_linked": ("own claims", "B3 linked F1"),
}


def floor_figures(measured: Sequence[Reconciled]) -> dict[str, float]:
    """The figures that have floors, by the names they have there."""
    by_input = {one.name: one.benchmarks[RECONCILER].figures for one in measured}
    return {
        name: by_input[given][figure]
        for name, (given, figure) in FLOORS.items()
        if given in by_input
    }


def section_blocks(parts: Mapping[str, Sequence[Reconciled]], head: str) -> Iterator[str]:
    """The section, without its parts on other sets.

    Args:
        parts: what was measured on each part of the gold.
        head: when, at which commit and on which machine.
    """
    yield TITLE
    yield "Written by `tacitus bench clusters`; do not edit. " + head
    yield (
        "Which claims of different reports tell one event, against groups made by hand. *Gold"
        " claims*: the events that coders read out, their places and actors resolved by the"
        " program, so that only the putting together is measured. *Own claims*: the program's"
        " claims of the same reports, each standing for the gold event that it is paired with;"
        " claims that are paired with none are put together with the others and not counted."
        " Pairs that the readers left open count neither way. B-cubed is given over all claims, of"
        " which most are alone, and over those that are not (precision over claims that were put"
        " with others, recall over claims that belong with others). Intervals are 95 % bootstraps"
        " over gold events."
    )
    yield table(
        ("claims", "part", "gold events", "with a claim", "of these with others"),
        (
            (one.name, part, str(one.gold), str(one.mapped), str(one.linked))
            for part, measured in parts.items()
            for one in measured
        ),
    )
    names = ("pairs", "B-cubed", "B-cubed without singletons")
    head_row = ["claims", "part", "method"]
    for name in names:
        head_row += [f"{name} P", "R", "F1", "95 %"]
    yield table(
        head_row,
        (
            _row(one, part, method)
            for part, measured in parts.items()
            for one in measured
            for method in one.benchmarks
        ),
    )


def _row(one: Reconciled, part: str, method: str) -> list[str]:
    benchmark = one.benchmarks[method]
    row = [one.name, part, method]
    for measure in _MEASURES:
        figures = benchmark.figures
        row += [decimals(figures[f"{measure} {name}"]) for name in ("precision", "recall")]
        f1 = decimals(figures[f"{measure} F1"])
        row.append(f"**{f1}**" if method == RECONCILER else f1)
        row.append(spread(benchmark.intervals[f"{measure} F1"]))
    return row


def terminal_lines(part: str, measured: Sequence[Reconciled]) -> Iterator[str]:
    """The figures for the terminal.

    Args:
        part: of the gold.
        measured: what was measured on it.
    """
    for one in measured:
        yield (
            f"{part}, {one.name}: {one.claims} claims put together, which tell {one.mapped} of"
            f" {one.gold} gold events; {one.linked} of these belong with others"
        )
        for method, benchmark in one.benchmarks.items():
            for measure in _MEASURES:
                figures, found = benchmark.figures, benchmark.intervals[f"{measure} F1"]
                yield (
                    f"  {method:30} {measure:10}"
                    f" P {figures[f'{measure} precision']:.3f}"
                    f"  R {figures[f'{measure} recall']:.3f}"
                    f"  F1 {figures[f'{measure} F1']:.3f}  {spread(found)}"
                )
