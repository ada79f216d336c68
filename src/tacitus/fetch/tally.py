"""Counts of outcomes, and what a run ends with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tacitus.fetch.collect import Outcome

_BAD = ("failed", "refused", "skipped")


@dataclass(slots=True)
class Tally:
    """What became of pages and feeds, counted.

    Attributes:
        pages, feeds: how many of each outcome.
        problems: how many of each problem's code.
        claims: claims put in.
    """

    pages: Counter[str] = field(default_factory=Counter)
    feeds: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    claims: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        (self.feeds if outcome.about == "feed" else self.pages)[outcome.outcome] += 1
        self.claims += outcome.claims or 0
        if outcome.problem is not None:
            self.problems[outcome.problem.code] += 1

    @property
    def exit_code(self) -> int:
        """0 where all went well or there was nothing to do, 1 where some failed, 2 where all."""
        both = self.pages + self.feeds
        bad = sum(both[outcome] for outcome in _BAD)
        if not bad:
            return 0
        return 1 if bad < both.total() else 2

    def as_json(self) -> dict[str, Any]:
        """The counts as plain JSON values."""
        return {
            "about": "tally",
            "pages": dict(self.pages),
            "feeds": dict(self.feeds),
            "problems": dict(self.problems),
            "claims": self.claims,
        }

    def told(self) -> str:
        """The counts in words, on one line."""
        pages = self.pages
        if not pages and not self.feeds:
            return "nothing was due"
        parts = [
            f"{pages['new']} stored, {pages['same']} stored before,"
            f" {pages['recoded']} coded anew, {pages['skipped']} skipped,"
            f" {pages['passed']} passed over as not of conflict,"
            f" {pages['refused']} refused, {pages['failed']} failed; {self.claims} claims put in"
        ]
        if self.feeds:
            feeds = self.feeds
            parts.insert(
                0,
                f"feeds: {feeds['read']} read, {feeds['unchanged']} unchanged,"
                f" {feeds['failed']} failed",
            )
        if self.problems:
            counted = ", ".join(f"{n} × {code}" for code, n in self.problems.most_common())
            parts.append(f"problems: {counted}")
        return "; ".join(parts)
