"""What became of the reports of a run into a store, one by one and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from tacitus.records import Problem

_BAD = ("failed", "refused", "skipped")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report, in the words of ``fetch.collect.Outcome``.

    Attributes:
        path: what it was read from.
        outcome: "new", "same" (stored before), "recoded" or "refused" by the store; "passed" where
            the gate takes it to tell of no conflict, "skipped" where it could not be read,
            "failed" where it could not be coded.
        report: its id.
        claims: how many were put in.
        problem: what went wrong, or why nothing was read out of it.
    """

    path: str | None
    outcome: str
    report: str | None = None
    claims: int | None = None
    problem: Problem | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields that say something, as plain JSON values."""
        told: dict[str, Any] = {"about": "report", "path": self.path, "outcome": self.outcome}
        for name in ("report", "claims"):
            if getattr(self, name) is not None:
                told[name] = getattr(self, name)
        if self.problem is not None:
            told["problem"] = asdict(self.problem)
        return told


@dataclass(slots=True)
class Tally:
    """Outcomes counted.

    Attributes:
        reports: how many of each outcome.
        problems: how many of each problem's code.
        claims: claims put in.
        events: events made or told anew.
        before: records of files that an earlier run, which was broken off, was done with.
        interrupted: whether the run was ended before all was read.
    """

    reports: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    events: int = 0
    before: int = 0
    interrupted: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.reports[outcome.outcome] += 1
        self.claims += outcome.claims or 0
        if outcome.problem is not None:
            self.problems[outcome.problem.code] += 1

    @property
    def bad(self) -> int:
        """How many were not taken."""
        return sum(self.reports[outcome] for outcome in _BAD)

    @property
    def exit_code(self) -> int:
        """0 where all was taken, 1 where something was not, 2 where nothing was."""
        if self.bad == self.reports.total() and not self.before:
            return 2
        return int(bool(self.bad))

    def as_json(self) -> dict[str, Any]:
        """The counts as plain JSON values."""
        return {
            "about": "tally",
            "reports": dict(self.reports),
            "problems": dict(self.problems),
            "claims": self.claims,
            "events": self.events,
            "before": self.before,
            "interrupted": self.interrupted,
        }

    def told(self) -> str:
        """The counts in words, on one line."""
        count = self.reports
        parts = [
            f"{count['new']} stored, {count['same']} stored before,"
            f" {count['recoded']} coded anew, {count['skipped']} skipped,"
            f" {count['refused']} refused, {count['failed']} failed,"
            f" {count['passed']} passed over as not of conflict; {self.claims} claims put in,"
            f" {self.events} events made or told anew"
        ]
        if self.before:
            parts.insert(0, f"{self.before} read before the last run was broken off")
        if self.problems:
            counted = ", ".join(f"{n} × {code}" for code, n in self.problems.most_common())
            parts.append(f"problems: {counted}")
        return "; ".join(parts)
