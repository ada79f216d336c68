"""When an event happened: short reports of Tuesday 14 May 2019 and the days of an event."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.ruled import code_report

from tacitus.read import make_report

MAY_14 = "2019-05-14"
CASES = [
    # its own day
    ("Gunmen killed nine farmers in Gamboru on Monday.", 0, "2019-05-13", "2019-05-13"),
    (
        "Two soldiers died in a clash with rebels near Kidal on 3 March.",
        0,
        "2019-03-03",
        "2019-03-03",
    ),
    ("Police arrested forty students in Dhaka last month.", 0, "2019-04-01", "2019-04-30"),
    (
        "On Friday Al-Qaeda-linked fighters seized the base at Wadi ad-Deif.",
        0,
        "2019-05-10",
        "2019-05-10",
    ),
    # when it was told is not when it was
    (
        "Rebels killed four soldiers on Friday, the army told reporters on Monday.",
        0,
        "2019-05-10",
        "2019-05-10",
    ),
    ("Ministry sources today reported that guerrillas killed a mayor in Arauca.", 0, None, MAY_14),
    # what was done about it has a day of its own
    (
        "Diplomats met on Thursday to condemn the massacre of thirty villagers in Rakhine.",
        0,
        None,
        MAY_14,
    ),
    ("Soldiers stormed the camp in Jenin following last week's attack.", 0, None, MAY_14),
    (
        "Rebels who attacked the mission in 1997 were arrested on Sunday.",
        1,
        "2019-05-12",
        "2019-05-12",
    ),
    # news without a day
    ("Militants have shelled the port of Hodeida.", 0, None, MAY_14),
    # what is still to come has only the days that the report gives
    ("The president warned that the army will attack the rebels in Tigray.", 0, None, None),
]


@pytest.mark.parametrize(("text", "number", "start", "end"), CASES)
def test_days(text: str, number: int, start: str | None, end: str | None) -> None:
    claim = _claims(text)[number]
    found = (claim.start and claim.start.value, claim.end and claim.end.value)
    assert found == (start, end)


def test_a_later_telling_narrows_the_first() -> None:
    claim = _claims(
        "Forty people were killed in an attack on Bama this month. The attack took place on 9 May."
    )[0]
    assert claim.start is not None
    assert claim.start.value == "2019-05-09"


def test_without_a_day_of_its_own_a_report_dates_nothing() -> None:
    report = make_report("Rebels killed four soldiers on Friday.", id="r", published=None)
    claim = code_report(report).claims[0]
    assert claim.start is None
    assert claim.end is None


def _claims(text: str):
    """Claims of a report of 14 May 2019, a Tuesday."""
    return code_report(make_report(text, id="r", published=date(2019, 5, 14))).claims


OPENING = "Shells hit Maiduguri, Damboa and Bama on Tuesday, killing nine people. "


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param(
            OPENING + "In Damboa town rebels fired mortar rounds at a market.",
            MAY_14,
            id="a detail",
        ),
        pytest.param(
            OPENING + "In Gwoza town rebels fired mortar rounds at a market.", None, id="elsewhere"
        ),
        pytest.param(
            OPENING + "In Damboa town police arrested forty students.", None, id="another type"
        ),
        pytest.param(
            "Shells hit Maiduguri, Damboa and Bama on Monday, killing nine people. "
            "In Damboa town rebels fired mortar rounds at a market.",
            None,
            id="the opening is of the day before",
        ),
    ],
)
def test_details_of_a_dated_opening(text: str, start: str | None) -> None:
    claim = _claims(text)[-1]
    assert (claim.start and claim.start.value) == start
