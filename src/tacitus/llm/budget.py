"""How much a run may ask for."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.llm.backend import AskError


@dataclass(slots=True)
class Budget:
    """What may be spent and what was.

    Attributes:
        max_reports: reports that may be asked about, or None for any number; those answered
            wholly from the cache are free.
        max_tokens: tokens of requests and answers together, or None for any number.
        reports, tokens, requests: what was spent.
        closed: whether nothing more is asked, since the back end is out of reach.
    """

    max_reports: int | None = None
    max_tokens: int | None = None
    reports: int = 0
    tokens: int = 0
    requests: int = 0
    closed: bool = False

    def open_report(self) -> None:
        """Count a report that has to be asked about.

        Raises:
            AskError: ``budget-spent`` when there were as many as allowed, ``not-asked`` when
                the back end is out of reach.
        """
        if self.closed:
            raise AskError(
                "not-asked",
                "not asked: the reports before it got no answer either.",
                "Run again to go on: what was answered is kept.",
            )
        if self.max_reports is not None and self.reports >= self.max_reports:
            raise AskError(
                "budget-spent",
                f"not asked: {self.reports} reports were, as --max-reports allows.",
                "Run again to go on: what was answered is kept.",
            )
        self.reports += 1

    def allow(self, most: int) -> None:
        """Make sure that a request may be made.

        Args:
            most: tokens that it and its answer can take.

        Raises:
            AskError: ``budget-spent`` when that could go over what is allowed.
        """
        if self.max_tokens is not None and self.tokens + most > self.max_tokens:
            raise AskError(
                "budget-spent",
                f"not asked: {self.tokens} tokens are spent, this could take {most}, "
                f"and --max-tokens is {self.max_tokens}.",
                "Run again to go on: what was answered is kept.",
            )

    def spend(self, tokens: int) -> None:
        """Count a request."""
        self.requests += 1
        self.tokens += tokens
