"""Deaths that nobody meant are no events, those that somebody meant stay."""

from datetime import date

import pytest

from tacitus.pipeline import code_report
from tacitus.read import make_report


def coded(text, engine="rules"):
    return code_report(make_report(text, id="r", published=date(2015, 3, 4)), engine=engine).claims


NOBODYS_DOING = [
    "Ten people died of cholera in Goma on Monday.",
    "Floods killed 12 people in Chittagong on Monday.",
    "The earthquake killed 300 people in Kashmir on Monday.",
    "Six climbers were killed by an avalanche near Gilgit on Monday.",
    "Cyclone Ana claimed 200 lives in Beira.",
    "A landslide buried a village near Cauca, leaving 20 dead.",
    "A heart attack killed the mayor of Pasto on Monday.",
    "Nine people died when a bus plunged into a ravine near Cusco on Monday.",
    "Five people were killed when their boat capsized off Lampedusa on Monday. Two were injured.",
    "Eight people died of the disease in Maracay. The dead were four children and four adults.",
]
SOMEBODYS_DOING = [
    "Rebels killed five farmers in flood-hit Beira on Monday.",
    "Soldiers shot down a helicopter near Luhansk and 49 people died in the crash.",
    "An air strike on a house in Mosul killed six people; the building collapsed.",
    "Nine people were killed and 30 injured in Lagos on Monday.",
    "Four children died of hunger in the besieged town of Madaya on Monday.",
    "Floods hit Sindh. In Karachi gunmen shot dead two officers on Monday.",
]


@pytest.mark.parametrize("engine", ["rules", "both"])
@pytest.mark.parametrize("text", NOBODYS_DOING)
def test_deaths_that_nobody_meant_are_no_event(text, engine):
    assert coded(text, engine) == ()


@pytest.mark.parametrize("engine", ["rules", "both"])
@pytest.mark.parametrize("text", SOMEBODYS_DOING)
def test_deaths_that_somebody_meant_are_one(text, engine):
    (claim,) = coded(text, engine)
    assert claim.killed is not None
