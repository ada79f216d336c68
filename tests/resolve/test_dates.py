"""Times: which days the words mean, and which event they belong to."""

from __future__ import annotations

from datetime import date

import pytest

from tacitus.knowledge.load import packaged
from tacitus.parse.document import Parsed, parse
from tacitus.records import Report
from tacitus.resolve.date_steps import Rules
from tacitus.resolve.date_words import lexicon
from tacitus.resolve.dates import TimeMention, find_times, reference_day, time_for
from tacitus.resolve.feasts import Feasts

REFERENCE = date(1999, 6, 23)  # a Wednesday


def _parsed(text: str, published: date | None = REFERENCE) -> Parsed:
    return parse(Report("t", text, published=published))


def _told(parsed: Parsed) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (parsed.quote(found.start, found.stop), found.first, found.last, found.kind)
        for found in find_times(parsed)
    ]


@pytest.mark.parametrize(
    ("text", "words", "first", "last", "kind"),
    [
        # Weekdays.
        ("Jets bombed Jaffna on Tuesday.", "Tuesday", "1999-06-22", "1999-06-22", "point"),
        ("Jets bombed Jaffna Wednesday.", "Wednesday", "1999-06-23", "1999-06-23", "point"),
        ("Jets bombed Jaffna late Monday.", "late Monday", "1999-06-21", "1999-06-21", "point"),
        ("Mondays strike hit a clinic.", "Mondays", "1999-06-21", "1999-06-21", "point"),
        ("mobs burned shops on friday.", "friday", "1999-06-18", "1999-06-18", "point"),
        ("They met last Wednesday.", "last Wednesday", "1999-06-16", "1999-06-16", "point"),
        ("Talks will resume Friday.", "Friday", "1999-06-25", "1999-06-25", "future"),
        ("They pray every Friday.", "every Friday", None, None, "habitual"),
        ("Monday's raid will be examined.", "Monday", "1999-06-21", "1999-06-21", "point"),
        ("He is expected to land Friday.", "Friday", "1999-06-25", "1999-06-25", "future"),
        # Days near the report's.
        ("Rebels fled yesterday.", "yesterday", "1999-06-22", "1999-06-22", "point"),
        ("REBELS FLED TODAY.", "TODAY", "1999-06-23", "1999-06-23", "point"),
        ("Shells fell overnight.", "overnight", "1999-06-22", "1999-06-23", "point"),
        ("Shells fell last night.", "last night", "1999-06-22", "1999-06-22", "point"),
        ("The march is tomorrow.", "tomorrow", "1999-06-24", "1999-06-24", "future"),
        # Days of a month that is not named with them.
        ("Rebels fled on the 15th.", "on the 15th", "1999-06-15", "1999-06-15", "point"),
        ("Rebels fled on the 28th.", "on the 28th", "1999-05-28", "1999-05-28", "point"),
        (
            "They fled on the 5th of this month.",
            "on the 5th of this month",
            "1999-06-05",
            "1999-06-05",
            "point",
        ),
        (
            "They fled on the 5th of last month.",
            "on the 5th of last month",
            "1999-05-05",
            "1999-05-05",
            "point",
        ),
        (
            "They fled in the night of the 3rd.",
            "night of the 3rd",
            "1999-06-03",
            "1999-06-03",
            "point",
        ),
        # Weeks, months, seasons, years.
        ("Clashes began last week.", "last week", "1999-06-14", "1999-06-20", "point"),
        ("They fled earlier this week.", "earlier this week", "1999-06-21", "1999-06-23", "point"),
        ("Earlier in June they fled.", "Earlier in June", "1999-06-01", "1999-06-23", "point"),
        ("They fled last month.", "last month", "1999-05-01", "1999-05-31", "point"),
        ("They fled last year.", "last year", "1998-01-01", "1998-12-31", "point"),
        ("They fled late last year.", "late last year", "1998-10-01", "1998-12-31", "point"),
        ("Many died this year.", "this year", "1999-01-01", "1999-06-23", "point"),
        ("They rose up in August.", "August", "1998-08-01", "1998-08-31", "point"),
        ("They rose up in late May.", "late May", "1999-05-21", "1999-05-31", "point"),
        ("They rose up in mid-April.", "mid-April", "1999-04-11", "1999-04-20", "point"),
        ("They rose up in May 1987.", "May 1987", "1987-05-01", "1987-05-31", "point"),
        ("They rose up in 1983.", "1983", "1983-01-01", "1983-12-31", "point"),
        ("They rose up in the summer of 1997.", "in the summer of 1997", "1997-06-01", "1997-08-31", "point"),
        ("It began in the 1970s.", "1970s", "1970-01-01", "1979-12-31", "point"),
        ("The 1994 genocide shocked Africa.", "1994", "1994-01-01", "1994-12-31", "point"),
        ("Talks start in May.", "May", "1999-05-01", "1999-05-31", "point"),
        ("At the end of May they left.", "end of May", "1999-05-21", "1999-05-31", "point"),
        ("At the end of last year it fell.", "end of last year", "1998-12-01", "1998-12-31", "point"),
        ("It fell at the start of 1997.", "start of 1997", "1997-01-01", "1997-01-31", "point"),
        ("It fell in the last week of May.", "the last week of May", "1999-05-25", "1999-05-31", "point"),
        ("It fell in the second week of May 1998.", "the second week of May 1998", "1998-05-08", "1998-05-14", "point"),
        ("They fled in the first days of May.", "the first days of May", "1999-05-01", "1999-05-10", "point"),
        ("They marched for the third straight day.", "the third straight day", "1999-06-21", "1999-06-23", "point"),
        ("Riots went on for a second consecutive night.", "a second consecutive night", "1999-06-22", "1999-06-23", "point"),
        # Feasts.
        ("A bomb went off on Christmas Day.", "Christmas Day", "1998-12-25", "1998-12-25", "point"),
        ("They fled on New Year's Eve 1996.", "New Year's Eve 1996", "1996-12-31", "1996-12-31", "point"),
        ("An Easter bombing killed six.", "Easter", "1999-04-04", "1999-04-04", "point"),
        ("Nine died on Good Friday last year.", "Good Friday last year", "1998-04-10", "1998-04-10", "point"),
        ("Nine died on Eid al-Fitr.", "Eid al-Fitr", "1999-01-18", "1999-01-20", "point"),
        ("Fighting has gone on since Eid al-Adha.", "since Eid al-Adha", "1999-03-27", "1999-06-23", "since"),
        ("It fell late on May 5.", "May 5", "1999-05-05", "1999-05-05", "point"),
        # Dates.
        ("The army struck on 19 May.", "19 May", "1999-05-19", "1999-05-19", "point"),
        ("THE ARMY STRUCK ON 6 AUGUST.", "6 AUGUST", "1998-08-06", "1998-08-06", "point"),
        ("IT FELL ON 24 FEB 90.", "24 FEB 90", "1990-02-24", "1990-02-24", "point"),
        ("It fell on March 15, 1992.", "March 15, 1992", "1992-03-15", "1992-03-15", "point"),
        ("They left on 15 March last year.", "15 March last year", "1998-03-15", "1998-03-15", "point"),
        ("It rained from 3 to 5 May.", "from 3 to 5 May", "1999-05-03", "1999-05-05", "point"),
        ("Battles raged May 19-21.", "May 19-21", "1999-05-19", "1999-05-21", "point"),
        ("They fled between 10 and 12 March.", "between 10 and 12 March", "1999-03-10", "1999-03-12", "point"),
        # Distances and stretches.
        ("They fled two days ago.", "two days ago", "1999-06-21", "1999-06-21", "point"),
        ("He escaped a month ago.", "a month ago", "1999-05-01", "1999-05-31", "point"),
        ("Six died over the past 24 hours.", "the past 24 hours", "1999-06-22", "1999-06-23", "point"),
        ("Six died in the last 24 days.", "the last 24 days", "1999-05-30", "1999-06-23", "point"),
        ("In the last year they took towns.", "the last year", "1998-06-23", "1999-06-23", "point"),
        ("Six died in recent days.", "recent days", None, "1999-06-23", "point"),
        ("War has raged since March 1998.", "since March 1998", "1998-03-01", "1999-06-23", "since"),
        ("Towns were hit since mid-May.", "since mid-May", "1999-05-15", "1999-06-23", "since"),
        ("They fought for two hours.", "for two hours", None, None, "duration"),
        ("A 24-year-old was shot.", "A 24-year-old", None, None, "age"),
        ("They came at 5 p.m.", "5 p.m.", None, None, "clock"),
    ],
)  # fmt: skip
def test_find_times(text: str, words: str, first: str | None, last: str | None, kind: str) -> None:
    assert (words, first, last, kind) in _told(_parsed(text))


def test_find_times_two_days_are_two_mentions() -> None:
    told = _told(_parsed("On May 19 and May 21 rebels shelled Grozny."))
    assert [found[1] for found in told] == ["1999-05-19", "1999-05-21"]
    told = _told(_parsed("Rebels shelled Grozny on May 19 and 21."))
    assert [found[1] for found in told] == ["1999-05-19", "1999-05-21"]


def test_find_times_neighbouring_weekdays_are_one_interval() -> None:
    told = _told(_parsed("Shells fell on Saturday and Sunday."))
    assert told == [("Saturday and Sunday", "1999-06-19", "1999-06-20", "point")]


@pytest.mark.parametrize(
    "text",
    ["They may leave soon.", "Students march in Dhaka.", "A second bomb exploded.", "He sat down."],
)
def test_find_times_leaves_words_that_only_look_like_times(text: str) -> None:
    assert _told(_parsed(text)) == []


def test_find_times_counts_from_a_day_in_the_sentence() -> None:
    told = _told(_parsed("Rebels took the bridge on Monday and lost it two days later."))
    assert ("two days later", "1999-06-23", "1999-06-23", "point") in told


def test_find_times_without_a_reference_day_keeps_mentions_undated() -> None:
    told = _told(_parsed("On Tuesday, 6 August and in March 1990 they struck.", None))
    assert all(found[1] is None for found in told[:-1])
    assert told[-1][1:3] == ("1990-03-01", "1990-03-31")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("LIMA, 14 DEC 88 (EFE) -- Two policemen died.", date(1988, 12, 14)),
        ("SAN SALVADOR, 8 FEB 89 -- Two cars burned.", date(1989, 2, 8)),
        ("April 5 2017 by A. Writer Shells fell on Donetsk.", date(2017, 4, 5)),
        ("Published October 3 2016 Shells fell.", date(2016, 10, 3)),
        ("Last updated at Jun 142016 Shells fell.", date(2016, 6, 14)),
        ("Wed 05 Apr 2017 Shells fell.", date(2017, 4, 5)),
        ("25-12-2014 Shells fell.", date(2014, 12, 25)),
        ("(Reuters) - Aug 3, 2011 Shells fell.", date(2011, 8, 3)),
        ("This story is from March 28, 2002 Shops burned.", date(2002, 3, 28)),
        ("LA PAZ, 13 NOV (AFP) -- Miners marched.", date(1998, 11, 13)),
        ("Shells fell on Donetsk.", REFERENCE),
        ("Rebels seized Bouake on 5 May 1998 and left.", REFERENCE),
    ],
)
def test_reference_day_head_of_the_report_wins(text: str, day: date) -> None:
    assert reference_day(_parsed(text))[0] == day


def test_reference_day_is_never_guessed() -> None:
    assert reference_day(_parsed("Shells fell on Donetsk.", None))[0] is None


def _time_of(text: str, word: str) -> TimeMention | None:
    parsed = _parsed(text)
    trigger = next(token for token in parsed.doc if token.text == word)
    return time_for(trigger, find_times(parsed), parsed)


@pytest.mark.parametrize(
    ("text", "word", "first"),
    [
        ("The town, which was captured in 1994, was bombed Tuesday.", "bombed", "1999-06-22"),
        ("The town, which was captured in 1994, was bombed Tuesday.", "captured", "1994-01-01"),
        ("Gunmen killed six men on Monday, police said on Wednesday.", "killed", "1999-06-21"),
        ("Gunmen killed six men, police said Wednesday.", "killed", None),
        ("Thousands have died since the war began in 1991.", "died", "1991-01-01"),
        ("Thousands have died since the war began in 1991.", "began", "1991-01-01"),
        ("The attack on the mosque in Karachi happened in May.", "attack", "1999-05-01"),
    ],
)
def test_time_for(text: str, word: str, first: str | None) -> None:
    found = _time_of(text, word)
    assert (found.first if found else None) == first


def test_time_for_leaves_the_reports_own_date_alone() -> None:
    assert _time_of("22 June 1999 Gunmen killed six men in Karachi.", "killed") is None


def test_a_day_is_told_before_a_lost_comma():
    assert _told(_parsed("On 3 March coalition jets bombed Gao."))


def test_every_form_names_a_rule() -> None:
    assert all(hasattr(Rules, "_" + rule) for rule, _ in lexicon().forms)


def test_a_day_by_number_is_of_the_month_told_before():
    parsed = _parsed("Rebels took Jaffna on 3 February. On the 9th the army came back.")
    assert [first for _, first, _, _ in _told(parsed)] == ["1999-02-03", "1999-02-09"]


@pytest.mark.parametrize(
    "text",
    [
        "They fled to the 15th floor.",
        "They fell on the 15th brigade.",
        "The crowd gathered on 9 October Avenue.",
        "Members of the 17 November group shot a banker.",
        "Fighters of the March 23 Movement took Rutshuru.",
    ],
)
def test_what_is_numbered_is_no_day(text):
    assert _told(_parsed(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Easter Rising began in Dublin.",
        "Ramadan Shallah led the group.",
        "The Good Friday Agreement was signed.",
        "The crowd pulled down a Christmas tree.",
        "Shots were fired near the Christmas market.",
    ],
)
def test_names_of_other_things_are_no_feasts(text: str) -> None:
    assert not any(time.by == "time:feast" for time in find_times(_parsed(text)))


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (1997, [date(1997, 1, 10), date(1997, 12, 31)]),
        (2013, [date(2013, 7, 9)]),
        (2031, [date(2031, 12, 16)]),
    ],
)
def test_the_month_of_fasting_begins_within_a_day_of_the_tables(
    year: int, days: list[date]
) -> None:
    ramadan = next(f for f in packaged("feasts.yaml", Feasts).feasts if f.month == 9)
    found = [interval.first for interval in ramadan.around(year) if interval.first]
    assert len(found) == len(days)
    assert all(abs((a - b).days) <= 1 for a, b in zip(found, days, strict=True))
