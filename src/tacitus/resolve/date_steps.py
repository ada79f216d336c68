"""The rules for times told by distance: "two days ago", "last week", "for five hours"."""

from __future__ import annotations

from datetime import date, timedelta

from tacitus.resolve import calendar as cal
from tacitus.resolve.calendar import NOWHERE, Interval
from tacitus.resolve.date_reading import (
    NO_REFERENCE,
    NO_YEAR,
    UNIT_DAYS,
    UNIT_PRECISION,
    Reading,
)
from tacitus.resolve.date_rules import CalendarRules
from tacitus.resolve.date_words import Found

# "20,000 days ago" is no way to tell a date: read as vague.
_MANY = 1000
# Tokens back to the month that "on the 15th" is a day of.
_MONTH_REACH = 80
_NAMES = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})


class Rules(CalendarRules):
    """All rules by name, bound to one report."""

    def _unit(self, found: Found) -> str:
        for name in ("unit", "unit_one", "unit_many", "unit_weekend"):
            if name in found.at:
                return str(self.lex.values[self.context.words[found.at[name]]])
        raise KeyError(f"form {found.rule} has no unit")

    def _count(self, found: Found) -> int | None:
        """How many units: 1 for "a", None for "several"."""
        for name in ("count", "digits"):
            if name in found.at:
                if self.class_at(found.at[name]) == "a":
                    return 1
                count = self._value(found, name)
                return count if count is not None and count <= _MANY else None
        return 1 if "a" in found.at or "unit_one" in found.at else None

    def _day_of_month(self, found: Found) -> list[Reading]:
        """ "on the 15th", "on the 15th of last month", "the night of the 18th"."""
        if "unit" in found.at and self._unit(found) != "month":
            return []
        at, doc = found.at["ordinal"], self.context.doc
        after = doc[at + 1] if at + 1 < len(doc) else None
        if "unit" not in found.at and after is not None and after.pos_ in _NAMES:
            return []  # "on the 15th floor"
        day, reference = self._value(found, "ordinal") or 0, self.context.reference
        if not 1 <= day <= 31:
            return []
        if reference is None:
            return [Reading(NOWHERE, "day", "point", NO_REFERENCE)]
        if any(self.class_at(i) == "last" for i in range(found.start, found.stop)):
            reference = reference.replace(day=1) - timedelta(days=1)
        month = None if "unit" in found.at else self._month_before(found.start)
        how = (
            "day of the month that the report was in" if month is None else "of the month before it"
        )
        if month is None:
            at_day = cal.last_day_numbered(reference, day)
        else:
            at_day = cal.last_such_day(reference, month, day)
        return [Reading(cal.one_day(at_day), "day", "point", how)] if at_day else []

    def _month_before(self, index: int) -> int | None:
        """The month named last before a token, within some sentences of it."""
        month = self.lex.codes["month"]
        place = self.context.codes.rfind(month, max(0, index - _MONTH_REACH), index)
        if place < 0:
            return None
        return int(self.lex.values[self.context.words[place]])

    def _ago(self, found: Found) -> list[Reading]:
        reference, unit, count = (
            self.context.reference,
            self._unit(found),
            self._count(found),
        )
        if reference is None:
            return [Reading(NOWHERE, UNIT_PRECISION[unit], "point", NO_REFERENCE)]
        if count is None:
            how = "vague: some time before the report's day"
            return [Reading(Interval(None, reference), "span", "point", how)]
        interval = _back(reference, unit, count)
        how = f"{count} {unit}(s) before the report's day"
        return [Reading(interval, UNIT_PRECISION[unit], "point", how)]

    def _step(self, found: Found) -> list[Reading]:
        """A distance from another day, which the caller looks for in the sentence."""
        unit = self._unit(found)
        count = 1 if "the" in found.at else self._count(found)
        days = UNIT_DAYS.get(unit)
        sign = 1 if {"later", "after"} & set(self._classes(found)) else -1
        steps = None if count is None or days is None else sign * count * days
        how = "a distance from another day that the sentence does not tell"
        return [Reading(NOWHERE, UNIT_PRECISION[unit], "step", how, steps=steps)]

    def _classes(self, found: Found) -> list[str | None]:
        return [self.class_at(index) for index in range(found.start, found.stop)]

    def _window(self, found: Found) -> list[Reading]:
        reference, unit, count = (
            self.context.reference,
            self._unit(found),
            self._count(found),
        )
        way = self._way(found)
        if way == "this":
            return []
        if reference is None:
            return [Reading(NOWHERE, "span", "point", NO_REFERENCE)]
        if count is None:
            return self._vague(way, reference)
        how = f"the {count} {unit}(s) {'after' if way == 'next' else 'up to'} the report's day"
        if way == "next":
            return [Reading(Interval(reference, None), "span", "future", how)]
        return [
            Reading(
                Interval(_start(reference, unit, count), reference),
                "span",
                "point",
                how,
            )
        ]

    def _way(self, found: Found) -> str | None:
        classes = self._classes(found)
        return next((name for name in ("last", "next", "this") if name in classes), None)

    def _vague_window(self, found: Found) -> list[Reading]:
        if self.context.words[found.start] in ("some", "many", "several", "few"):
            return self._duration(found)
        reference = self.context.reference
        if reference is None:
            return [Reading(NOWHERE, "span", "point", NO_REFERENCE)]
        return self._vague(self._way(found), reference)

    @staticmethod
    def _vague(way: str | None, reference: date) -> list[Reading]:
        if way == "next":
            interval, kind = Interval(reference, None), "future"
            return [Reading(interval, "span", kind, "vague: after the report's day")]
        interval = Interval(None, reference)
        return [Reading(interval, "span", "point", "vague: up to the report's day")]

    def _recently(self, found: Found) -> list[Reading]:
        reference = self.context.reference
        if reference is None:
            return [Reading(NOWHERE, "span", "point", NO_REFERENCE)]
        return self._vague(None, reference)

    def _near_unit(self, found: Found) -> list[Reading]:
        """Read "last week", "this month", "earlier this year", "late last month", "the weekend"."""
        reference, unit = self.context.reference, self._unit(found)
        classes = self._classes(found)
        if unit == "day":
            return []
        if self._follows_another(found):
            return self._elsewhere(UNIT_PRECISION[unit])
        if reference is None:
            return [Reading(NOWHERE, UNIT_PRECISION[unit], "point", NO_REFERENCE)]
        shift = {"last": -1, "next": 1}.get(self._way(found) or "", 0)
        whole = _whole(reference, unit, shift)
        if whole.first is None:
            return []
        part = self._part(found)
        precision, how = (
            UNIT_PRECISION[unit],
            f"calendar {unit} {shift:+d} from the report's day",
        )
        if part:
            whole, precision = self._share(whole, unit, part, found), "span"
            how = f"{how}; its {part} part"
        if "earlier" in classes and shift == 0:
            precision, how = (
                "span",
                f"from the start of this {unit} to the report's day",
            )
            whole = Interval(whole.first, reference)
        if "later" in classes and shift == 0:
            how = f"from the report's day to the end of this {unit}"
            return [Reading(Interval(reference, whole.last), "span", "future", how)]
        if shift == 0 and self.context.future(found.start):
            return [Reading(Interval(reference, whole.last), precision, "future", how)]
        return self._point(whole, precision, how)

    def _share(self, whole: Interval, unit: str, part: str, found: Found) -> Interval:
        parts, first = self.lex.times.parts, whole.first
        if first is None:
            return whole
        if unit == "month":
            return cal.month_part(first.year, first.month, parts.month_days[part])
        if unit == "year":
            return cal.months_of(first.year, *self._months_of_part(found, part))
        if unit == "week":
            low, high = parts.week_days[part]
            return Interval(first + timedelta(days=low), first + timedelta(days=high))
        return whole

    def _week_of_month(self, found: Found) -> list[Reading]:
        """ "the last week of February", "the first days of March 2011"."""
        unit, reference = self._unit(found), self.context.reference
        month, year = self._value(found, "month") or 0, self._year_value(found)
        if unit not in ("week", "day"):
            return []
        if year is None and reference is None:
            return [Reading(NOWHERE, "days", "point", NO_YEAR)]
        if year is None and reference is not None:
            year = cal.last_such_month(reference, month)
        whole = cal.month_of(year or 0, month)
        if whole.first is None or whole.last is None:
            return []
        rank = self._value(found, "rank")  # None for "last"
        days = timedelta(days=6 if unit == "week" else 9)
        if rank is None:
            stretch = Interval(whole.last - days, whole.last)
        elif unit == "day":
            if rank > 1:
                return []
            stretch = Interval(whole.first, whole.first + days)
        else:
            first = whole.first + timedelta(weeks=rank - 1)
            stretch = Interval(first, min(first + days, whole.last))
        return self._point(stretch, "days", f"a {unit} of the month, counted from its end or start")

    def _streak(self, found: Found) -> list[Reading]:
        """ "for the third consecutive day": from then to the report's day."""
        reference, rank = self.context.reference, self._value(found, "rank")
        unit = str(self.lex.values.get(self.word(found, "span") or "", "day"))  # "night" is a day
        if reference is None:
            return [Reading(NOWHERE, "span", "point", NO_REFERENCE)]
        if not rank or rank > _MANY:
            return []
        first = _start(reference, unit, rank - 1) if rank > 1 else reference
        how = f"the {rank} {unit}(s) in a row up to the report's day"
        return [Reading(Interval(first, reference), "span", "point", how)]

    def _old(self, found: Found) -> list[Reading]:
        return [Reading(NOWHERE, UNIT_PRECISION[self._unit(found)], "age", "an age")]

    def _duration(self, found: Found) -> list[Reading]:
        how = "how long it lasted, not when it was"
        return [Reading(NOWHERE, "span", "duration", how)]

    def _clock(self, found: Found) -> list[Reading]:
        return [Reading(NOWHERE, "day", "clock", "time of day, no date")]


def _whole(reference: date, unit: str, shift: int) -> Interval:
    """The calendar week, weekend, month, year or decade ``shift`` away from the reference's."""
    if unit == "week":
        return cal.week_of(reference, shift)
    if unit == "weekend":
        # The weekend that is over or running; "last weekend" said on a Sunday is the one before.
        saturday = cal.weekday_before(reference, 5) + timedelta(weeks=min(shift, 0))
        if shift == -1 and reference.weekday() < 5:
            saturday += timedelta(weeks=1)
        saturday += timedelta(weeks=max(shift, 0))
        return Interval(saturday, saturday + timedelta(days=1))
    if unit == "month":
        return cal.shift_months(reference, shift)
    if unit == "year":
        return cal.year_of(reference.year + shift)
    if unit == "decade":
        first = reference.year // 10 * 10 + 10 * shift
        return Interval(cal.year_of(first).first, cal.year_of(first + 9).last)
    return NOWHERE


def _back(reference: date, unit: str, count: int) -> Interval:
    """What "``count`` units ago" means: as exact as the unit is."""
    if unit in ("hour", "minute"):
        days = (count + 12) // 24 if unit == "hour" else 0
        return cal.one_day(reference - timedelta(days=days))
    if unit == "day":
        return cal.one_day(reference - timedelta(days=count))
    if unit in ("week", "fortnight"):
        return cal.week_of(reference, -count * UNIT_DAYS[unit] // 7)
    if unit == "month":
        return cal.shift_months(reference, -count)
    years = count * {"year": 1, "decade": 10, "century": 100}.get(unit, 0)
    if not 0 < years < reference.year:
        return NOWHERE
    return cal.year_of(reference.year - years)


def _start(reference: date, unit: str, count: int) -> date | None:
    """The first day of "the last ``count`` units"."""
    if unit in ("hour", "minute"):
        hours = count if unit == "hour" else count // 60
        return reference - timedelta(days=max(1, -(-hours // 24)))
    if unit in UNIT_DAYS:
        return reference - timedelta(days=count * UNIT_DAYS[unit])
    if unit == "month":
        last = cal.shift_months(reference, -count).last
        return last and last.replace(day=min(last.day, reference.day))
    years = count * {"year": 1, "decade": 10, "century": 100}.get(unit, 0)
    if not 0 < years < reference.year:
        return None
    year, month = reference.year - years, reference.month
    return cal.make_day(year, month, reference.day) or cal.make_day(year, month, 28)
