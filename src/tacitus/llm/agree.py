"""How far two codings of the same reports agree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tacitus.evaluate.compare import Comparison, compare_files
from tacitus.export.jsonread import read_forms


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two codings.

    Attributes:
        comparison: figures over the reports in both; the first coding stands where gold does.
        only_one, only_other: reports that only one of them holds, which count for nothing: a
            report that a coder skipped says nothing of how it codes.
    """

    comparison: Comparison
    only_one: int
    only_other: int


def compare_codings(one: Path, other: Path) -> Agreement:
    """Compare two files of coded reports.

    Args:
        one: the coding that stands where gold does.
        other: the coding compared with it.

    Raises:
        TacitusError: as ``compare_files``.
    """
    whole = compare_files(one, other)
    others = {form["id"] for _, form in read_forms(other)}
    both = tuple(score for score in whole.reports if score.id in others)
    sources = {score.id: whole.sources[score.id] for score in both}
    return Agreement(
        Comparison(both, sources), len(whole.reports) - len(both), len(others) - len(both)
    )
