"""Stretches of time that events are counted by."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, get_args

from tacitus.records import TacitusError

Unit = Literal["day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = get_args(Unit)
# where the unit is not said, the finest with at most so many bins
_BINS = 120


def finest(first: date, last: date) -> Unit:
    """The finest unit that does not cut the days between two into too many bins.

    Args:
        first: a day.
        last: another, not before it.
    """
    for unit in UNITS:
        if bins_between(first, last, unit) <= _BINS:
            return unit
    return "year"


def bins_of(first: date, last: date, unit: Unit, *, most: int) -> list[tuple[date, date]]:
    """First and last day of each bin from that of one day to that of another, without gaps.

    Args:
        first: a day.
        last: another, not before it.
        unit: of the bins.
        most: how many there may be.

    Raises:
        TacitusError: ``bad-query`` where there are more.
    """
    if bins_between(first, last, unit) > most:
        raise TacitusError(
            "bad-query",
            f"{first} to {last} by {unit} are more than {most} bins.",
            "Ask for a coarser unit, or for fewer days.",
        )
    found: list[tuple[date, date]] = []
    start = begin_of(first, unit)
    while start <= last:
        end = end_of(start, unit)
        found.append((start, end))
        if end == date.max:
            break
        start = end + timedelta(days=1)
    return found


def bins_between(first: date, last: date, unit: Unit) -> int:
    """How many bins two days are apart, both counted."""
    if unit == "year":
        return last.year - first.year + 1
    if unit == "month":
        return (last.year - first.year) * 12 + last.month - first.month + 1
    begun = begin_of(first, unit)
    return (last - begun).days // (7 if unit == "week" else 1) + 1


def begin_of(day: date, unit: Unit) -> date:
    """The first day of the bin of a day; no week begins before the first day there is."""
    if unit == "week":
        return date.fromordinal(max(day.toordinal() - day.weekday(), 1))
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def end_of(start: date, unit: Unit) -> date:
    """The last day of the bin that begins on a day."""
    if unit == "week":
        return date.fromordinal(min(start.toordinal() + 6 - start.weekday(), date.max.toordinal()))
    if unit == "month":
        return start.replace(day=monthrange(start.year, start.month)[1])
    return start.replace(month=12, day=31) if unit == "year" else start
