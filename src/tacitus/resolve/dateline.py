"""The day a report speaks from."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from tacitus.records import Span
from tacitus.resolve import calendar as cal
from tacitus.resolve.date_words import lexicon

if TYPE_CHECKING:
    from tacitus.parse.document import Parsed


def reference_day(parsed: Parsed) -> tuple[date | None, str]:
    """The day that weekdays and "yesterday" in a report are counted from.

    A date in the report's head that serves as its dateline or date of publication wins over
    ``report.published`` (codebook, house rule 1).

    Args:
        parsed: the report.

    Returns:
        The day, or None where nothing tells it, and one line on where it is from.
    """
    day, how, _ = reference_of(parsed)
    return day, how


def reference_of(parsed: Parsed) -> tuple[date | None, str, Span | None]:
    """As ``reference_day``, with the characters of the report that told it, where some did."""
    report = parsed.report
    times = lexicon().times
    head = report.text[: times.dateline.head]
    patterns = _patterns()
    for match in patterns.date.finditer(head):
        before = patterns.space.sub(" ", head[: match.start()])
        if not _dates_report(before, head[match.end() :]):
            continue
        day = _day(match, report.published)
        if day is not None:
            how = f"the report's head: {match.group().strip()!r}"
            return day, how, Span(match.start(), match.end())
    if report.published is not None:
        how = f"published, from {report.published_by or 'its record'}"
        return report.published, how, report.published_span
    return None, "no dateline and no date of publication", None


class _Patterns:
    """Patterns built from the words of knowledge/times.yaml."""

    def __init__(self) -> None:
        times = lexicon().times
        months = _either(word for words in times.months.values() for word in words)
        weekdays = _either(word for words in times.weekdays.values() for word in words)
        dateline = times.dateline
        self.space = re.compile(r"\s+")
        self.date = re.compile(
            rf"(?<![\w.])(?:(?P<weekday>{weekdays})\.?,?\s+)?(?:"
            rf"(?P<month>{months})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s*(?P<year>(?:19|20)\d\d)"
            rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{months})\.?"
            rf",?(?:\s+(?P<year2>(?:19|20)\d\d|[3-9]\d(?=[\s)])))?(?![\w,])"
            rf"|(?P<n1>\d{{1,4}})(?P<mark>[-./])(?P<n2>\d{{1,2}})(?P=mark)(?P<n3>(?:19|20)\d\d|\d\d)"
            r")",
            re.IGNORECASE,
        )
        cues, agencies = _either(dateline.cues), _either(dateline.agencies)
        self.cue = re.compile(rf"(?:^|\W)(?:{cues})[:,]?\s*$", re.IGNORECASE)
        self.agency = re.compile(rf"(?:^|\W)(?:{agencies})\)?\s*[-–—,:]*\s*$", re.IGNORECASE)
        # "LIMA, " or "TEGUCIGALPA (HONDURAS), " before the date, "(EFE) --" or "--" after it.
        self.city = re.compile(r"^\W*[^\W\d][\w .'()-]{1,60},\s*$")
        self.wire = re.compile(r"^\s*(?:\([^)]{1,60}\)\s*)?(?:-{1,3}|–|—)")


@cache
def _patterns() -> _Patterns:
    return _Patterns()


def _either(words: object) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))  # type: ignore[call-overload]
    return "|".join(re.escape(word) for word in longest_first)


def _dates_report(before: str, after: str) -> bool:
    """Whether a date in the head is the report's own, by what stands around it."""
    patterns = _patterns()
    if not before.strip(" \t\"'([*-"):
        return True
    if patterns.cue.search(before) or patterns.agency.search(before):
        return True
    return bool(patterns.city.match(before) and patterns.wire.match(after))


def _day(match: re.Match[str], published: date | None) -> date | None:
    """The day of a matched date; one without a year takes that of the publication date."""
    found = match.groupdict()
    if found["n1"]:
        return cal.numeric_day([int(found[name]) for name in ("n1", "n2", "n3")], found["mark"])
    month = lexicon().values[(found["month"] or found["month2"]).lower()]
    day = int(found["day"] or found["day2"])
    year = int(found["year"] or found["year2"] or 0)
    if year == 0:
        return cal.last_such_day(published, int(month), day) if published else None
    return cal.make_day(year + 1900 if year < 100 else year, int(month), day)
