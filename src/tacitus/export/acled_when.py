"""On which day or days ACLED has an event, and how sure of them it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tacitus.export.coding import lack_of_days
from tacitus.knowledge.acled import load_acled
from tacitus.records import Event, Telling

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class When:
    """The days of an event's rows.

    Attributes:
        days: a row each, ISO 8601; empty where ACLED does not code it.
        precision: ACLED's time_precision, 1 to 3.
        why: why it is not coded; empty where it is.
    """

    days: tuple[str, ...]
    precision: int = 1
    why: str = ""


def when_of(event: Event, tellings: Mapping[str, Telling], *, by_last_day: bool = False) -> When:
    """The days of an event in ACLED.

    One of a known day has that day. One that went on for some days has a row for each. Of one that
    happened on some day of a week it is the middle one, with time_precision 2; of a month the
    middle, or its first or last day for its beginning or end, with 3. Anything vaguer is not coded.

    Args:
        event: the event.
        tellings: its claims with their reports, by key; their words tell a duration from a doubt.
        by_last_day: whether an event of which only the last possible day is told, mostly that of
            the first report, is coded on that day with time_precision 2.
    """
    book = load_acled()
    if event.start is None or event.end is None:
        if event.end is not None and by_last_day:
            return When((event.end,), 2)
        why = f"{lack_of_days(event)}, and ACLED codes no event without its days"
        return When((), why=why)
    first, last = date.fromisoformat(event.start), date.fromisoformat(event.end)
    number = (last - first).days + 1
    if number < 1:
        return When((), why="its last day is told to be before its first")
    if number == 1:
        return When((event.start,), 1)
    if number <= book.longest and _went_on(event, tellings):
        days = (first + timedelta(days=n) for n in range(number))
        return When(tuple(day.isoformat() for day in days), 1)
    precision = next((p for p, most in sorted(book.bounds.items()) if number <= most), None)
    if precision is None:
        return When((), why="its date is vaguer than a month, and ACLED does not code it")
    middle = first + timedelta(days=(number - 1) // 2)
    if precision == 3:
        opens = first.day == 1
        closes = (last + timedelta(days=1)).day == 1
        if opens != closes:
            middle = first if opens else last
    return When((middle.isoformat(),), precision)


def _went_on(event: Event, tellings: Mapping[str, Telling]) -> bool:
    """Whether an event lasted, by its type and by words for its days that leave no doubt."""
    book = load_acled()
    if event.type not in book.lasting or event.date_precision not in ("days", "span"):
        return False
    if {"start", "end"} & set(event.edited):
        return True
    told = [
        t
        for key in event.rests_on.get("start", event.claims)
        if (t := tellings.get(key)) is not None
        and t.claim.start is not None
        and t.claim.end is not None
        and (t.claim.start.value, t.claim.end.value) == (event.start, event.end)
    ]
    said = [
        set(_WORD.findall(span.quote(t.report.text).lower()))
        for t in told
        if t.claim.start is not None
        for span in t.claim.start.spans
    ]
    return bool(said) and not any(words & set(book.doubt) for words in said)
