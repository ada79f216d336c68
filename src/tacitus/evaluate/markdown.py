"""Small parts of the Markdown pages of figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tacitus.evaluate.benchmark import Interval

#: What a section says whose figures are of files that were not given.
NOT_MEASURED = "Not measured for this page: the data files were not given (`--data`)."


def decimals(figure: float) -> str:
    """A figure to three places."""
    return f"{figure:.3f}"


def spread(interval: Interval | None) -> str:
    """The two ends of an interval; a dash where there is none."""
    return f"{decimals(interval.low)}-{decimals(interval.high)}" if interval else "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def joined(blocks: Iterable[str]) -> str:
    """A page of blocks."""
    return "\n\n".join(blocks) + "\n"
