"""The figures on public sets, for the page of accuracy and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tacitus.evaluate.markdown import NOT_MEASURED, decimals, spread, table
from tacitus.evaluate.public_sets import Result


def set_blocks(results: Mapping[str, Result] | None) -> Iterator[str]:
    """The section of the page.

    Args:
        results: what was measured, or None when the data files were not given.
    """
    yield "## Public sets"
    if results is None:
        yield NOT_MEASURED
        return
    yield (
        "What the learned reader says of each word, before any event is made of it, on the"
        " development parts of four sets; it was trained on their training parts. Intervals are"
        " 95 % bootstraps over documents (over sentences for re3d and UDS-IH2). The published"
        " figures are for orientation: they were taken on other parts, by other people's code."
    )
    yield table(
        ("set", "figure", "asked", "value", "95 %", "best published"),
        (
            (title, figure, asked, f"**{value}**" if first else value, interval, published)
            for result in results.values()
            for title, figure, asked, value, interval, published, first in _rows(result)
        ),
    )
    yield (
        "One of them again: `tacitus bench sets ../shared/data --set re3d`; names are"
        f" {', '.join(results)}."
    )


def set_lines(results: Mapping[str, Result]) -> Iterator[str]:
    """The lines for the terminal."""
    for result in results.values():
        for title, figure, asked, value, interval, _, _ in _rows(result):
            yield f"{title:30} {figure:36} {asked:6} {value:>6}  {interval}"


def _rows(result: Result) -> Iterator[tuple[str, str, str, str, str, str, bool]]:
    for number, (asked, benchmark) in enumerate(result.benchmarks.items()):
        for shown in result.set.shown:
            yield (
                result.set.title,
                shown.name,
                asked,
                decimals(benchmark.figures[shown.key]),
                spread(benchmark.intervals[shown.key]),
                result.set.published,
                number == 0,
            )
