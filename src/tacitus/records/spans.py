"""Where a value stands in a report's text, and values tied to such places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's text.

    Attributes:
        start: offset of the first character, counted in Python characters of ``Report.text``.
        end: offset after the last character; always greater than ``start``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")

    def quote(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How many, as a range: "8" is 8..8, "at least 13" is 13..None, "up to 5" is 0..5.

    Attributes:
        low: the least number the words allow.
        high: the greatest, or None where the words leave it open.
    """

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"a count needs 0 <= low <= high, got {self.low}..{self.high}")

    @property
    def words(self) -> str:
        """The range as words: "8", "13 or more", "0 to 5"."""
        if self.high is None:
            return f"{self.low} or more"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"

    def plus(self, other: Count) -> Count:
        """The sum of two counts; open at the top as soon as one of them is."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Count(self.low + other.low, high)


@dataclass(frozen=True, slots=True)
class Grounded(Generic[T]):
    """A value with the characters it rests on.

    Attributes:
        value: what the field holds.
        spans: the characters it was read from, or from which it was worked out; never empty.
        by: the rule, model or registry entry that gave it, as ``kind:name`` ("trigger:clash").
        how: one line on how it was worked out; None where it was read as it stands.
    """

    value: T
    spans: tuple[Span, ...]
    by: str
    how: str | None = None

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError(f"value {self.value!r} given by {self.by} has no evidence")
