"""Intervals of days: weeks, months, seasons, years and their parts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last possible day, either of them None where open or unknown."""

    first: date | None
    last: date | None

    def cut(self, reference: date | None) -> Interval:
        """The interval without the days after ``reference``, where it has days up to then."""
        if reference is None or self.first is None or self.first > reference:
            return self
        if self.last is None or self.last <= reference:
            return self
        return Interval(self.first, reference)


NOWHERE = Interval(None, None)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day (31 June)."""
    if (
        not MINYEAR <= year <= MAXYEAR
        or not 1 <= month <= 12
        or not 1 <= day <= monthrange(year, month)[1]
    ):
        return None
    return date(year, month, day)


def one_day(day: date | None) -> Interval:
    """The interval of one day; nowhere for None."""
    return Interval(day, day)


def month_of(year: int, month: int) -> Interval:
    """A whole month; months above 12 run into the next year, below 1 into the one before."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def months_of(year: int, first: int, last: int) -> Interval:
    """Whole months ``first`` to ``last``, counted as in ``month_of``."""
    return Interval(month_of(year, first).first, month_of(year, last).last)


def month_part(year: int, month: int, days: tuple[int, int]) -> Interval:
    """The days ``days`` of a month, cut at its end."""
    return Interval(
        date(year, month, days[0]),
        date(year, month, min(days[1], monthrange(year, month)[1])),
    )


def year_of(year: int) -> Interval:
    """A whole year."""
    return Interval(date(year, 1, 1), date(year, 12, 31))


def week_of(day: date, weeks: int = 0) -> Interval:
    """Monday to Sunday of the week ``weeks`` after the one that holds ``day``."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return Interval(monday, monday + timedelta(days=6))


def weekday_before(reference: date, weekday: int, *, strictly: bool = False) -> date:
    """The most recent ``weekday`` (Monday = 0) on or before ``reference``.

    Args:
        reference: the day to count back from.
        weekday: 0 for Monday to 6 for Sunday.
        strictly: whether ``reference`` itself does not count.
    """
    back = (reference.weekday() - weekday) % 7
    return reference - timedelta(days=back or (7 if strictly else 0))


def weekday_after(reference: date, weekday: int, *, strictly: bool = False) -> date:
    """The first ``weekday`` on or after ``reference``; see ``weekday_before``."""
    on = (weekday - reference.weekday()) % 7
    return reference + timedelta(days=on or (7 if strictly else 0))


def shift_months(day: date, months: int) -> Interval:
    """The calendar month ``months`` after the one that holds ``day``."""
    return month_of(day.year, day.month + months)


def last_such_month(reference: date, month: int) -> int:
    """The year of the most recent ``month`` that has begun by ``reference``."""
    return reference.year if month <= reference.month else reference.year - 1


def last_such_day(reference: date, month: int, day: int) -> date | None:
    """The most recent day ``day`` of ``month`` on or before ``reference``; None for 31 June."""
    for year in range(reference.year, reference.year - 5, -1):
        found = make_day(year, month, day)
        if found is not None and found <= reference:
            return found
    return None


def last_day_numbered(reference: date, day: int) -> date | None:
    """The most recent day ``day`` of any month on or before ``reference``."""
    first = reference.replace(day=1)
    for _ in range(3):
        found = make_day(first.year, first.month, day)
        if found is not None and found <= reference:
            return found
        first = (first - timedelta(days=1)).replace(day=1)
    return None


def numeric_day(parts: list[int], mark: str) -> date | None:
    """A date in figures.

    Args:
        parts: the three numbers as they stand.
        mark: what stands between them. Dates with slashes whose order both readings allow are
            read month first (American papers), all others day first.

    Returns:
        The day, or None where the figures make none in the 20th or 21st century.
    """
    if 1900 <= parts[0] <= 2099:
        return make_day(parts[0], parts[1], parts[2])
    first, second, year = parts
    if year < 100:
        year += 1900 if year >= 50 else 2000
    if not 1900 <= year <= 2099:
        return None
    month_first = (mark == "/" and first <= 12) or second > 12
    return make_day(year, first, second) if month_first else make_day(year, second, first)
