"""Days as they stand at the head of reports."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from tacitus.knowledge.load import Entry, packaged


class DateWords(Entry):
    """Schema of ``knowledge/datelines.yaml``.

    Attributes:
        months: spellings of each month, January first.
        weekdays: spellings of each weekday, Monday first.
        first_short_year: two-digit years from this one on are of the twentieth century.
        earliest_year, latest_year: outside of these a day of publication is a misprint.
        no_cities: what stands in the place of a city and is none.

    """

    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    first_short_year: int
    earliest_year: int
    latest_year: int
    no_cities: tuple[str, ...]


@cache
def date_words() -> DateWords:
    """The packaged words that dates are made of."""
    return packaged("datelines.yaml", DateWords)


def _spellings(groups: tuple[tuple[str, ...], ...]) -> str:
    """An expression for any of the words, in ordinary print and in capitals, longest first."""
    words = {form for group in groups for word in group for form in (word, word.upper())}
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def date_parts() -> dict[str, str]:
    """Expressions for {month}, {weekday}, {time} and {date}, without groups.

    A {date} always has a day, a month and a year: less fixes no day of publication.
    """
    words = date_words()
    month, weekday = _spellings(words.months), _spellings(words.weekdays)
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    year = r"(?:(?:19|20)\d\d)"
    time = (
        r"(?:(?:[01]?\d|2[0-3])[:.]?[0-5]\d(?::[0-5]\d)?(?!\d)"
        r"(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:GMT|UTC|[A-Z]{1,3}ST|KSA|[A-Z]{1,3}DT)(?:[+-]\d{1,2})?)?)"
    )
    forms = (
        rf"{day}[ -](?:of )?{month}\.?,?[ -]{year}",
        rf"{month}\.? {day},? ?{year}",
        rf"{day} {month}\.? \d\d(?!\d)",
        rf"{year}[-./](?:1[0-2]|0?[1-9])[-./](?:3[01]|[12]\d|0?[1-9])(?!\d)",
        rf"(?:3[01]|[12]\d|0?[1-9])[-./](?:1[0-2]|0?[1-9])[-./]{year}",
    )
    named = rf"(?:{weekday}\.?,? )?"
    return {
        "month": month,
        "weekday": weekday,
        "time": time,
        "date": rf"(?:{named}(?:{'|'.join(forms)}))",
    }


@cache
def _month_numbers() -> dict[str, int]:
    months = date_words().months
    return {word.lower(): number for number, words in enumerate(months, start=1) for word in words}


_NUMBERS = re.compile(r"\d+|[A-Za-z]+")
_GLUED = re.compile(r"([A-Za-z]+\.? )(\d{1,2})((?:19|20)\d\d)\b")


def read_day(written: str) -> date | None:
    """The day that a {date} names.

    Args:
        written: for instance "14 DEC 88", "Thu Aug 1 2013", "Jun 142016" or "25-12-2014".

    Returns:
        The day; None where the figures name no day, or two (04/05/2017 is April or May).

    """
    parts = _NUMBERS.findall(_GLUED.sub(r"\1\2 \3", written))
    months = _month_numbers()
    month = next((months[part.lower()] for part in parts if part.lower() in months), None)
    figures = [part for part in parts if part.isdigit()]
    if month is not None:
        return _day(figures[0], month, figures[1]) if len(figures) == 2 else None
    if len(figures) != 3:
        return None
    first, second, third = figures
    if len(first) == 4:
        return _day(third, int(second), first)
    if "/" in written and first != second and int(first) <= 12:
        return None
    return _day(first, int(second), third)


def _day(day: str, month: int, year: str) -> date | None:
    words = date_words()
    full = int(year)
    if len(year) == 2:
        full += 1900 if full >= words.first_short_year else 2000
    if not words.earliest_year <= full <= words.latest_year:
        return None
    try:
        return date(full, month, int(day))
    except ValueError:
        return None
