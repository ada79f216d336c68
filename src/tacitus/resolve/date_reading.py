"""What a rule for times looks at and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tacitus.resolve.calendar import Interval

if TYPE_CHECKING:
    from spacy.tokens import Doc

UNIT_PRECISION = {
    "day": "day", "weekend": "days", "week": "week", "fortnight": "week", "month": "month",
    "year": "year", "decade": "span", "century": "span", "hour": "day", "minute": "day",
}  # fmt: skip
UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 2}


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at.

    Attributes:
        doc: the parse.
        words: token texts in lower case.
        codes: class string of the words.
        reference: the report's day, or None.
        future: whether the verb over a token puts it after the report's day.
    """

    doc: Doc
    words: list[str]
    codes: str
    reference: date | None
    future: Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form means.

    Attributes:
        interval: the days it covers; nowhere where nothing fixes them.
        precision: how wide it is.
        kind: "point", "duration", "habitual", "age", "future", "clock" or "step" (a distance
            from another day, in ``steps`` days).
        how: one line on how it was worked out.
        stop: token after its last, where a form gives several readings.
        start: its first token, in that case.
        steps: days to add to the other day.
        since: the day that "since" counts from, where that is not the first of the interval.
    """

    interval: Interval
    precision: str
    kind: str
    how: str
    start: int | None = None
    stop: int | None = None
    steps: int | None = None
    since: date | None = None


NO_REFERENCE = "the report's own day is not known"
NO_YEAR = "no year given, and the report's own day is not known"
