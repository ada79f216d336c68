"""Days told by the name of a feast: "on Christmas Day", "an Easter bombing", "Eid al-Fitr"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial

from pydantic import model_validator

from tacitus.knowledge.load import Entry, packaged
from tacitus.resolve.calendar import Interval, one_day
from tacitus.resolve.date_reading import Context, Reading

# Days by which a moon may be seen earlier or later than the tables say.
_MOON = timedelta(days=1)
# Number of the first day of the Islamic calendar, as `date.toordinal` counts.
_HEGIRA = date(622, 7, 19).toordinal()


class Feast(Entry):
    """A feast of feasts.yaml; exactly one of the ways to find its day is given."""

    names: list[str]
    fixed: tuple[int, int] | None = None
    easter: int | None = None
    islamic: tuple[int, int] | None = None
    month: int | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Feast:
        ways = (self.fixed, self.easter, self.islamic, self.month)
        if sum(way is not None for way in ways) != 1:
            raise ValueError(f"{self.names[0]}: give one of fixed, easter, islamic and month")
        return self

    def around(self, year: int) -> Iterator[Interval]:
        """When it falls in a year; twice or never for some feasts of the moon.

        Args:
            year: of the Gregorian calendar.
        """
        if self.fixed is not None:
            yield one_day(date(year, *self.fixed))
        elif self.easter is not None:
            yield one_day(easter(year) + timedelta(days=self.easter))
        else:
            yield from self._by_moon(year)

    def _by_moon(self, year: int) -> Iterator[Interval]:
        # an Islamic year has 354 or 355 days, so that two of them or three touch one of ours
        first = (year - 622) * 33 // 32
        for hegira in range(first - 1, first + 3):
            if self.islamic is not None:
                day = islamic(hegira, *self.islamic)
                found = Interval(day - _MOON, day + _MOON)
            else:
                month = self.month or 0
                start = islamic(hegira, month, 1)
                after = islamic(hegira, month + 1, 1) if month < 12 else islamic(hegira + 1, 1, 1)
                day, found = start, Interval(start, after - timedelta(days=1))
            if day.year == year:
                yield found


class Feasts(Entry):
    """knowledge/feasts.yaml."""

    feasts: list[Feast]
    other_things: list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A feast named in a text.

    Attributes:
        start, end: characters of the name, with those of its year.
        feast: which one.
        year: of the Gregorian calendar, where it is told.
        back: years back from the report's, for "last year" and "this year"; None without them.
    """

    start: int
    end: int
    feast: Feast
    year: int | None
    back: int | None


@cache
def _known() -> tuple[re.Pattern[str], dict[str, Feast]]:
    told = packaged("feasts.yaml", Feasts)
    by_name = {_plain(name): feast for feast in told.feasts for name in feast.names}
    names = "|".join(
        re.escape(name).replace("'", "['’]").replace(r"\-", "[- ]").replace(r"\ ", r"\s+")
        for name in sorted(
            (name for feast in told.feasts for name in feast.names), key=len, reverse=True
        )
    )
    others = "|".join(map(re.escape, told.other_things))
    pattern = (
        rf"(?<![\w-])(?:last\s+)?(?P<name>{names})(?!\w|['’]s\s+(?:{others})\b|\s+(?:{others})\b)"
        r"(?:,?\s+(?:of\s+|in\s+)?(?P<year>(?:19|20)\d\d)\b|\s+(?P<back>last|this)\s+year\b)?"
    )
    return re.compile(pattern, re.IGNORECASE), by_name


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name.lower().replace("’", "'"))


def named(text: str) -> Iterator[Named]:
    """The feasts named in a text, in order.

    Args:
        text: of a view.
    """
    pattern, by_name = _known()
    for hit in pattern.finditer(text):
        year, back = hit["year"], hit["back"]
        yield Named(
            hit.start(),
            hit.end(),
            by_name[_plain(hit["name"])],
            int(year) if year else None,
            None if back is None else int(back.lower() == "last"),
        )


def readings_in(context: Context) -> Iterator[Reading]:
    """The feasts named in a report as times; those whose year nothing tells are left out.

    Args:
        context: the report.
    """
    doc = context.doc
    for told in named(doc.text):
        words = doc.char_span(told.start, told.end, alignment_mode="expand")
        if words is None:
            continue
        interval = when(told, context.reference, partial(context.future, words.start))
        if interval is None or interval.first is None:
            continue
        reference = context.reference
        kind = "future" if reference and interval.first > reference else "point"
        precision = "day" if interval.first == interval.last else "days"
        yield Reading(
            interval.cut(reference), precision, kind, f"day of {told.feast.names[0]}",
            words.start, words.end,
        )  # fmt: skip


def when(told: Named, reference: date | None, future: Callable[[], bool]) -> Interval | None:
    """When a feast was, or None where nothing tells the year.

    Args:
        told: the feast.
        reference: the report's day.
        future: whether the words around it speak of what is to come.
    """
    year = told.year
    if year is None and told.back is not None and reference is not None:
        year = reference.year - told.back
    if year is not None:
        return next(told.feast.around(year), None)
    if reference is None:
        return None
    past: list[Interval] = []
    later: list[Interval] = []
    for near in range(reference.year - 2, reference.year + 2):
        for one in told.feast.around(near):
            (past if one.first and one.first <= reference else later).append(one)
    if future() and later:
        return later[0]
    return past[-1] if past else None


def easter(year: int) -> date:
    """Easter Sunday of the western churches.

    Args:
        year: of the Gregorian calendar.

    The rule is that of the Gregorian reform in the form of an anonymous correspondent of Nature
    (20 April 1876).
    """
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def islamic(year: int, month: int, day: int) -> date:
    """A day of the Islamic calendar, by the tables with eleven leap years in thirty.

    Args:
        year: of the Hegira.
        month: 1 (Muharram) to 12.
        day: 1 to 30.

    The civil reckoning, as in Reingold and Dershowitz, Calendrical Calculations.
    """
    days = 29 * (month - 1) + month // 2 + 354 * (year - 1) + (3 + 11 * year) // 30
    return date.fromordinal(_HEGIRA - 1 + days + day)
