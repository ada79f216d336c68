"""How each form of knowledge/times.yaml is turned into an interval of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from tacitus.resolve import calendar as cal
from tacitus.resolve.calendar import NOWHERE, Interval
from tacitus.resolve.date_reading import NO_REFERENCE, NO_YEAR, Context, Reading
from tacitus.resolve.date_words import Found, lexicon


class CalendarRules:
    """The rules for days, weekdays, months, seasons and years, bound to one report."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lex = lexicon()

    def read(self, found: Found) -> list[Reading]:
        """The readings of a form; none where the words turn out to mean something else."""
        rule: Callable[[Found], list[Reading]] = getattr(self, "_" + found.rule)
        return rule(found)

    def word(self, found: Found, name: str) -> str | None:
        """The word at an element of the form, or None where it is not there."""
        at = found.at.get(name)
        return None if at is None else self.context.words[at]

    def class_at(self, index: int) -> str | None:
        """The class of a token, or None."""
        return self.lex.classes.get(self.context.words[index])

    def _value(self, found: Found, name: str) -> int | None:
        word = self.word(found, name)
        if word is None:
            return None
        value = self.lex.values.get(word)
        if isinstance(value, int):
            return value
        digits = re.match(r"[\d,]+", word)
        return int(digits.group().replace(",", "")) if digits else None

    def _year_value(self, found: Found, name: str = "year") -> int | None:
        value = self._value(found, name)
        # A two-digit year, as in wires of the last century: "24 FEB 90".
        return 1900 + value if value is not None and 32 <= value < 100 else value

    def _part(self, found: Found) -> str | None:
        """Give "early", "mid" or "late", where the form has a word for it."""
        for name in ("part", "part_of"):
            if name in found.at:
                part = str(self.class_at(found.at[name])).removesuffix("_of")
                return part if part in self.lex.times.parts.month_days else None
        return None

    def _months_of_part(self, found: Found, part: str) -> tuple[int, int]:
        """First and last month of a part of a year: "the end" is its end, "late" a quarter."""
        parts = self.lex.times.parts
        if "part_of" in found.at:
            return parts.year_ends[str(self.class_at(found.at["part_of"]))]
        return parts.year_months[part]

    def _counts_people(self, found: Found, name: str) -> bool:
        """Whether a number is really the number of a noun after it ("March 15 people ...")."""
        at = found.at[name]
        token = self.context.doc[at]
        head = token.head
        return (
            at == found.stop - 1
            and head.i > at
            and head.tag_ in ("NNS", "NNPS")
            and self.context.codes[head.i] == "."
            and token.dep_ == "nummod"
        )

    def _unit_year(self, found: Found) -> int | None:
        """The year of "15 March last year" or "June this year"."""
        at = found.at.get("unit")
        reference = self.context.reference
        if at is None or reference is None or self.lex.values[self.context.words[at]] != "year":
            return None
        return reference.year - (self.class_at(at - 1) == "last")

    def _day(self, found: Found, year: int | None, month: int, day: int) -> date | None:
        reference = self.context.reference
        if year is not None:
            return cal.make_day(year, month, day)
        if reference is None:
            return None
        before = cal.last_such_day(reference, month, day)
        if before == reference or not self.context.future(found.start):
            return before
        return (
            cal.make_day(reference.year, month, day)
            if ((month, day) > (reference.month, reference.day))
            else cal.make_day(reference.year + 1, month, day)
        )

    def _point(self, interval: Interval, precision: str, how: str) -> list[Reading]:
        reference = self.context.reference
        later = reference and interval.first and interval.first > reference
        return [Reading(interval.cut(reference), precision, "future" if later else "point", how)]

    # Dates with a day of the month.

    def _date(self, found: Found) -> list[Reading]:
        month = self._value(found, "month")
        glued = self.word(found, "glued")
        year: int | None
        if glued:
            day, year = int(glued[:-4]), int(glued[-4:])
        else:
            if self._counts_people(found, "dayno") and self.context.words[found.start - 1] != "on":
                return []
            day = self._value(found, "dayno") or 0
            year = self._year_value(found, "year" if "year" in found.at else "yearno")
        year = year if year is not None else self._unit_year(found)
        at = self._day(found, year, month or 0, day)
        if at is None:
            if self.context.reference is None and year is None:
                return [Reading(NOWHERE, "day", "point", NO_YEAR)]
            return []
        how = (
            "day, month and year named"
            if year
            else "most recent such day on or before the report's day"
        )
        return self._point(cal.one_day(at), "day", how)

    def _numeric_date(self, found: Found) -> list[Reading]:
        parts = [int(part) for part in re.split(r"[-./]", self.context.words[found.start])]
        mark = self.context.words[found.start].strip("0123456789")[0]
        return self._numbers(parts, mark)

    def _numeric_parts(self, found: Found) -> list[Reading]:
        names = ("d1", "d2", "year")
        return self._numbers([self._value(found, name) or 0 for name in names], "-")

    def _numbers(self, parts: list[int], mark: str) -> list[Reading]:
        at = cal.numeric_day(parts, mark)
        if at is None:
            return []
        return self._point(cal.one_day(at), "day", "date in figures")

    def _day_range(self, found: Found) -> list[Reading]:
        month, year = self._value(found, "month") or 0, self._year_value(found)
        if self._counts_people(found, "d2"):
            return []
        d1, d2 = self._value(found, "d1") or 0, self._value(found, "d2") or 0
        last = self._day(found, year, month, d2)
        first = cal.make_day(last.year, month, d1) if last else None
        return self._between(first, last, year is not None)

    def _date_range(self, found: Found) -> list[Reading]:
        y1, y2 = self._year_value(found, "y1"), self._year_value(found, "y2")
        m1, m2 = self._value(found, "m1") or 0, self._value(found, "m2") or 0
        d1, d2 = self._value(found, "d1") or 0, self._value(found, "d2") or 0
        last = self._day(found, y2, m2, d2)
        if last is not None and y1 is None:
            y1 = last.year - ((m1, d1) > (m2, d2))
        return self._between(cal.make_day(y1, m1, d1) if y1 else None, last, y2 is not None)

    def _between(self, first: date | None, last: date | None, full: bool) -> list[Reading]:
        if first is None or last is None:
            unknown = self.context.reference is None and not full
            return [Reading(NOWHERE, "days", "point", NO_YEAR)] if unknown else []
        if first > last:
            return []
        return self._point(Interval(first, last), "days", "from the first to the last day named")

    def _day_list(self, found: Found) -> list[Reading]:
        if self._counts_people(found, "d3" if "d3" in found.at else "d2"):
            return []
        month, year = self._value(found, "month") or 0, self._year_value(found)
        out = []
        names = [name for name in ("d1", "d2", "d3") if name in found.at]
        for place, name in enumerate(names):
            day = self._day(found, year, month, self._value(found, name) or 0)
            if day is None and (self.context.reference or year):
                return []
            how = "one of several days of the month named with them" if day else NO_YEAR
            start = found.start if place == 0 else found.at[name]
            stop = found.stop if place == len(names) - 1 else found.at[name] + 1
            out.append(Reading(cal.one_day(day), "day", "point", how, start, stop))
        return out

    # Months, seasons, years.

    def _month(self, found: Found) -> list[Reading]:
        reference = self.context.reference
        month, year = self._value(found, "month") or 0, self._year_value(found)
        if self._follows_another(found):
            return []
        part = self._part(found)
        if part and self.context.codes[found.stop : found.stop + 1] in (
            self.lex.codes["day"],
            self.lex.codes["ordinal"],
        ):
            return []  # "late June 5" is a day
        how = "month in full"
        if year is None:
            year, how = self._unit_year(found), "month of the year named with it"
        if year is None and reference is not None:
            year = cal.last_such_month(reference, month)
            how = "most recent such month that had begun by the report's day"
            if self.class_at(found.start) == "last" and month == reference.month:
                year -= 1
            if self.class_at(found.start) == "next" or (
                month != reference.month and self.context.future(found.start)
            ):
                year = reference.year + (month <= reference.month)
        if year is None:
            return [Reading(NOWHERE, "month", "point", NO_YEAR)]
        if part:
            interval = cal.month_part(year, month, self.lex.times.parts.month_days[part])
            since = cal.make_day(year, month, self.lex.times.since_mid_day)
            readings = self._point(interval, "days", f"{how}; its {part} part")
            return [replace(readings[0], since=since)] if part == "mid" else readings
        return self._point(cal.month_of(year, month), "month", how)

    def _month_range(self, found: Found) -> list[Reading]:
        y1, y2 = self._year_value(found, "y1"), self._year_value(found, "y2")
        m1, m2 = self._value(found, "m1") or 0, self._value(found, "m2") or 0
        reference = self.context.reference
        if y2 is None and reference is not None:
            y2 = cal.last_such_month(reference, m2)
        if y2 is None:
            return [Reading(NOWHERE, "span", "point", NO_YEAR)]
        y1 = y1 if y1 is not None else y2 - (m1 > m2)
        interval = Interval(cal.month_of(y1, m1).first, cal.month_of(y2, m2).last)
        return self._point(interval, "span", "from the first to the last month named")

    def _season(self, found: Found) -> list[Reading]:
        first, last = self.lex.times.seasons[self.word(found, "season") or ""]
        part = self._part(found)
        if part:
            shift = self.lex.times.parts.season_months[part]
            first, last = first + shift[0], first + shift[1]
        year, reference = self._year_value(found), self.context.reference
        how = "season of the year named with it"
        if year is None:
            if reference is None:
                return [Reading(NOWHERE, "season", "point", NO_YEAR)]
            year, how = reference.year, "most recent such season that had begun"
            starts = cal.month_of(year, first).first
            started = starts is not None and starts <= reference
            running = started and reference <= (cal.month_of(year, last).last or reference)
            if not started or (running and "last" in found.at):
                year -= 1
            if "next" in found.at:
                year += 1
        return self._point(cal.months_of(year, first, last), "season", how)

    def _year(self, found: Found) -> list[Reading]:
        token = self.context.doc[found.at["year"]]
        year = self._year_value(found) or 0
        before = self.context.words[found.at["year"] - 1] if found.at["year"] else ""
        if len(token.text) != 4 or not self._looks_like_year(token.i, before):
            return []
        part = self._part(found)
        if part:
            months = self._months_of_part(found, part)
            how = f"{part} part of the year"
            return self._point(cal.months_of(year, *months), "span", how)
        return self._point(cal.year_of(year), "year", "year in full")

    def _looks_like_year(self, index: int, before: str) -> bool:
        """Whether a four-figure number is a year and no number of things or clock time."""
        token = self.context.doc[index]
        if self.lex.classes.get(before) in (
            "in", "since", "until", "by", "from", "early", "mid", "late", "before", "after", "of",
        ):  # fmt: skip
            strong = self.lex.classes.get(before) not in ("of", "by", "from", "before", "after")
            return strong or not (token.dep_ == "nummod" and token.head.tag_ == "NNS")
        after = self.context.doc[index + 1 : index + 2]
        if before != "the" and len(after) and after[0].tag_ in ("NNS", "NNPS"):
            return False
        head = token.head
        if head.i > index and token.dep_ in ("nummod", "compound", "nmod", "amod", "npadvmod"):
            return head.tag_ not in ("NNS", "NNPS") or before == "the"
        if token.dep_ == "conj" and self.context.codes[head.i] == self.lex.codes["year"]:
            return True
        return token.dep_ in ("npadvmod", "pobj", "appos") and before != "at"

    def _year_range(self, found: Found) -> list[Reading]:
        y1, y2 = self._year_value(found, "y1") or 0, self._year_value(found, "y2") or 0
        if y1 >= y2:
            return []
        interval = Interval(cal.year_of(y1).first, cal.year_of(y2).last)
        return self._point(interval, "span", "from the first to the last year named")

    def _decade(self, found: Found) -> list[Reading]:
        first = int((self.word(found, "decade") or "")[:4])
        part = self._part(found)
        low, high = self.lex.times.parts.decade_years[part] if part else (0, 9)
        interval = Interval(cal.year_of(first + low).first, cal.year_of(first + high).last)
        return self._point(interval, "span", "the years of the decade")

    # Days near the report's.

    def _habitual(self, found: Found) -> list[Reading]:
        return [Reading(NOWHERE, "span", "habitual", "happens again and again, no one time")]

    def _weekday(self, found: Found) -> list[Reading]:
        reference, weekday = self.context.reference, self._value(found, "weekday") or 0
        if self._follows_another(found):
            return self._elsewhere("day")
        if self._plural_habit(found.at["weekday"]):
            return self._habitual(found)
        if reference is None:
            return [Reading(NOWHERE, "day", "point", NO_REFERENCE)]
        if "next" in found.at or self.context.future(found.start):
            day = cal.weekday_after(reference, weekday, strictly="next" in found.at)
            return [
                Reading(
                    cal.one_day(day),
                    "day",
                    "future",
                    "first such day from the report's",
                )
            ]
        previous = "last" in found.at
        day = cal.weekday_before(reference, weekday, strictly=previous)
        side = "before" if previous else "on or before"
        how = f"most recent such weekday {side} the report's day"
        return [Reading(cal.one_day(day), "day", "point", how)]

    def _follows_another(self, found: Found) -> bool:
        """Whether "following" means the one after a day told elsewhere ("the following week")."""
        return "following" in self.context.words[found.start : found.stop]

    def _elsewhere(self, precision: str) -> list[Reading]:
        return [Reading(NOWHERE, precision, "point", "counted from a day told elsewhere")]

    def _plural_habit(self, index: int) -> bool:
        """Tell "on Fridays", a habit, from "Tuesdays strike", an apostrophe lost."""
        words = self.context.words
        if not words[index].endswith("days") or not index or words[index - 1] != "on":
            return False
        after = index + 1
        return after >= len(words) or self.context.doc[after].pos_ not in (
            "NOUN",
            "ADJ",
            "PROPN",
        )

    def _weekday_range(self, found: Found) -> list[Reading]:
        reference = self.context.reference
        first, last = self._value(found, "w1") or 0, self._value(found, "w2") or 0
        linked = self.context.words[found.at["w2"] - 1] == "and" and found.stop - found.start == 3
        if linked and (last - first) % 7 != 1:
            return []
        if reference is None:
            return [Reading(NOWHERE, "days", "point", NO_REFERENCE)]
        end = cal.weekday_before(reference, last)
        begin = cal.weekday_before(end, first)
        how = "most recent such weekdays on or before the report's day"
        return [Reading(Interval(begin, end), "days", "point", how)]

    def _near_day(self, found: Found) -> list[Reading]:
        reference = self.context.reference
        if reference is None:
            return [Reading(NOWHERE, "day", "point", NO_REFERENCE)]
        word = self.class_at(found.at["today"]) or "today"
        day = timedelta(days=1)
        if word == "overnight":
            interval, precision = Interval(reference - day, reference), "days"
        else:
            shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
            interval, precision = cal.one_day(reference + shift * day), "day"
        kind = "future" if word == "tomorrow" else "point"
        return [Reading(interval, precision, kind, f"{word}, from the report's day")]

    def _near_night(self, found: Found) -> list[Reading]:
        reference = self.context.reference
        if reference is None:
            return [Reading(NOWHERE, "day", "point", NO_REFERENCE)]
        past = any(self.class_at(index) == "last" for index in range(found.start, found.stop - 1))
        day = reference - timedelta(days=1) if past else reference
        return [Reading(cal.one_day(day), "day", "point", "part of a day near the report's")]

    def _day_before_yesterday(self, found: Found) -> list[Reading]:
        reference = self.context.reference
        day = reference - timedelta(days=2) if reference else None
        how = "two days before the report's day" if day else NO_REFERENCE
        return [Reading(cal.one_day(day), "day", "point", how)]
