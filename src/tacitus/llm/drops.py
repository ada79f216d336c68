"""What of a model's proposals was not believed, by field and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tacitus.records import Problem


class Reason(StrEnum):
    """Why a value was dropped."""

    EMPTY = "empty"
    WRONG_KIND = "wrong-kind"
    NOT_IN_REPORT = "not-in-report"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    NO_NUMBER = "no-such-number"
    BAD_DATE = "bad-date"
    REVERSED = "reversed"
    NO_WORDS = "no-words"
    UNKNOWN = "unknown-value"
    NO_EVIDENCE = "no-evidence"
    DUPLICATE = "duplicate"


_TOLD = {
    Reason.EMPTY: "nothing stands in it",
    Reason.WRONG_KIND: "it is of the wrong kind",
    Reason.NOT_IN_REPORT: "the words are not in the report",
    Reason.TOO_SHORT: "one word alone is no evidence",
    Reason.TOO_LONG: "the words are too many for it",
    Reason.NO_NUMBER: "no quote of the evidence holds a number that reads so",
    Reason.BAD_DATE: "it is no day of the calendar",
    Reason.REVERSED: "the end is before the start",
    Reason.NO_WORDS: "no words of the report tell the time",
    Reason.UNKNOWN: "the codebook has no such value",
    Reason.NO_EVIDENCE: "no quote of it is in the report",
    Reason.DUPLICATE: "it was proposed before",
}


@dataclass(slots=True)
class Drops:
    """A tally of proposals.

    Attributes:
        proposed: events proposed.
        kept: events believed.
        dropped: values and events ("event") dropped, by field and reason.
    """

    proposed: int = 0
    kept: int = 0
    dropped: Counter[tuple[str, Reason]] = field(default_factory=Counter)

    def drop(self, name: str, reason: Reason) -> None:
        """Count a value that is not believed."""
        self.dropped[name, reason] += 1

    def add(self, other: Drops) -> None:
        """Count what another tally holds."""
        self.proposed += other.proposed
        self.kept += other.kept
        self.dropped.update(other.dropped)

    def problems(self) -> Iterator[Problem]:
        """What was dropped as problems of a coded report, one for each field and reason."""
        for (name, reason), times in sorted(self.dropped.items()):
            yield Problem(
                f"llm-{name}-{reason.value}",
                f"{times} of the model's proposals for {name} dropped: {_TOLD[reason]}.",
            )

    def summary(self) -> str:
        """The tally in one line."""
        events = [(r, n) for (name, r), n in sorted(self.dropped.items()) if name == "event"]
        values = [
            (f"{name} {r}", n) for (name, r), n in sorted(self.dropped.items()) if name != "event"
        ]
        return (
            f"{self.proposed} events proposed, {self.kept} kept, "
            f"{sum(n for _, n in events)} dropped{_listed(events)}, "
            f"{sum(n for _, n in values)} values dropped{_listed(values)}"
        )


def _listed(counts: list[tuple[Reason, int]] | list[tuple[str, int]]) -> str:
    listed = ", ".join(f"{name} {times}" for name, times in counts)
    return f" ({listed})" if listed else ""
