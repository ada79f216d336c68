"""What a run came to: reports read, coded, skipped and failed, events, problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tacitus.read import Skipped
from tacitus.records import Coded
from tacitus.scale.executors import Failed


@dataclass(slots=True)
class RunCounts:
    """Counts over a run, filled with ``add``.

    Attributes:
        coded: reports coded.
        events: claims in them.
        skipped: inputs left out, by the code of the reason.
        failed: reports that were read and could not be coded, by the code of the reason.
        problems: problems met in reports that were coded, by code.
    """

    coded: int = 0
    events: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Coded | Skipped) -> None:
        """Count one outcome."""
        if isinstance(outcome, Failed):
            self.failed[outcome.problem.code] += 1
            return
        if isinstance(outcome, Skipped):
            self.skipped[outcome.problem.code] += 1
            return
        self.coded += 1
        self.events += len(outcome.claims)
        self.problems.update(problem.code for problem in outcome.problems)

    @property
    def exit_code(self) -> int:
        """0 when all was coded, 1 when something was skipped or failed, 2 when all was."""
        if not self.coded:
            return 2
        return 1 if self.skipped or self.failed else 0

    def summary(self) -> str:
        """The counts in one line."""
        left_out, failed = self.skipped.total(), self.failed.total()
        parts = [
            f"{self.coded + left_out + failed} read",
            f"{self.coded} coded",
            f"{left_out} skipped{_listed(self.skipped)}",
            *([f"{failed} failed{_listed(self.failed)}"] if failed else []),
            f"{self.events} events",
            f"{sum(self.problems.values())} problems{_listed(self.problems)}",
        ]
        return ", ".join(parts)


def _listed(counts: Counter[str]) -> str:
    listed = ", ".join(f"{code} {counts[code]}" for code in sorted(counts))
    return f" ({listed})" if listed else ""
