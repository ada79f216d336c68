"""Whom an event is credited to: short reports and the sources of their first event."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.ruled import code_report

from tacitus.read import make_report

CASES = [
    ("Gunmen killed nine farmers in Gamboru on Monday, a local chief said.", ["local chief"]),
    ("The army said on Tuesday that rebels shelled the port of Hodeida.", ["army"]),
    # the report's own voice
    ("Rebels killed four soldiers in Kidal on Friday.", []),
    # a verb that the parse hangs on its noun; a bulletin that says whose it is
    (
        "Ministry sources today reported that guerrillas killed a mayor in Arauca.",
        ["Ministry sources"],
    ),
    (
        "A patrol told them to stop. The interior ministry bulletin reports that police killed three guerrillas.",
        ["interior ministry bulletin"],
    ),
    # lost commas
    (
        "A bomb blast killed at least 12 people in the town of Maidan on Tuesday the Syrian Observatory "
        "for Human Rights said.",
        ["Syrian Observatory for Human Rights"],
    ),
    # words in quotation marks are no quotation
    (
        'Three shells hit the town of Popasna on Monday the Red Cross said despite a "ceasefire" in place.',
        ["Red Cross"],
    ),
    # "reports" say nothing beside a named source
    (
        "Reports said that jets bombed Kobani. The Red Cross said eight civilians were killed in the bombing.",
        ["Red Cross"],
    ),
    # who warns of what is to come
    (
        "General Miguel Rojas warned that the guerrillas will attack the refinery in Arauca.",
        ["General Miguel Rojas"],
    ),
    # the head of a message names who sent it
    (
        "CLANDESTINE, 6 MAR 90 (RADIO LIBRE) -- [COMMUNIQUE] [NORTHERN FRONT COMMAND] [TEXT] OUR UNITS SHOT DOWN A "
        "HELICOPTER TODAY NEAR SUCHITOTO.",
        ["NORTHERN FRONT COMMAND"],
    ),
    (
        "LIMA, 6 MAR 90 (RADIO LIBRE) -- [REPORT] [TEXT] GUERRILLAS SHOT DOWN A HELICOPTER TODAY NEAR TINGO MARIA.",
        [],
    ),
    ("Islamist rebels seized the town of Mubi on Monday, proclaiming a caliphate.", []),
]


@pytest.mark.parametrize(("text", "sources"), CASES)
def test_sources(text: str, sources: list[str]) -> None:
    claim = _claims(text)[0]
    assert [a.value for a in claim.attribution] == sources


def test_a_body_counts_once_with_its_head() -> None:
    claim = _claims(
        "Jets killed six people in Daraa, the Syrian Observatory for Human Rights said. "
        "Four of the dead in the strikes were children, Observatory chief Rami Abdel Rahman said."
    )[0]
    assert [a.value for a in claim.attribution] == ["Syrian Observatory for Human Rights"]


def _claims(text: str):
    """Claims of a report of 14 May 2019, a Tuesday."""
    return code_report(make_report(text, id="r", published=date(2019, 5, 14))).claims


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Hezbollah, which is backed by Iran, shelled Kobani on Monday.", "asserted"),
        ("Iran denied that Hezbollah was backed by Iran.", "denied"),
        ("It is unclear whether Hezbollah is backed by Iran.", "prospective"),
    ],
)
def test_how_sure_a_relation_is_told(text: str, sure: str) -> None:
    told = code_report(make_report(text, id="r", published=date(2019, 5, 14))).relations
    assert [(r.relation, r.factuality and r.factuality.value) for r in told] == [
        ("backed_by", sure)
    ]
