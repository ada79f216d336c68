"""Sums over many unnamed events."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.extracted import claims_of

from tacitus.extract.apart import sums_apart
from tacitus.pipeline import code_report
from tacitus.read import make_report
from tacitus.records import Count

CASES = [
    ("More than 60,000 people have been killed in Kashmir since 1989.", True),
    ("The army has regularly shelled villages in Kachin.", True),
    ("At least 100 guerrillas have been killed by the army this year.", True),
    ("Hundreds of civilians were killed in bombardments of Grozny over the past few weeks.", True),
    ("Students have been demonstrating in Algiers for weeks.", True),
    ("The coalition carried out more than 300 air strikes on Raqqa.", True),
    ("A wave of bombings hit Baghdad.", True),
    ("Gunmen killed 12 people in Maiduguri on Sunday.", False),
    ("Three air strikes hit the market in Sanaa on Monday.", False),
    ("About 200 demonstrators rallied outside the embassy in Manila for an hour.", False),
    ("An attack on a convoy in March killed nine soldiers near Gao.", False),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_aggregate(text, expected):
    claims = claims_of(text)
    assert claims
    assert any(c.aggregate is not None for c in claims) is expected


WAR = "A bomb killed three people in Homs on Friday. {}"


@pytest.mark.parametrize(
    ("total", "engine"),
    [
        ("The civil war has killed more than 220,000 people since March 2011.", "rules"),
        ("The civil war has killed more than 220,000 people since March 2011.", "both"),
        ("More than 9,000 people have been killed since the conflict began.", "rules"),
        ("More than 9,000 people have been killed since the conflict began.", "both"),
        ("The eight-year war has left some 50,000 dead.", "both"),
    ],
)
def test_the_dead_of_a_whole_war_are_a_sum_and_lie_nowhere_near(total, engine):
    report = make_report(WAR.format(total), id="r", published=date(2016, 3, 4))
    bomb, war = code_report(report, engine=engine).claims
    assert bomb.killed.value == Count(3, 3)
    assert bomb.place.value == "Homs"
    assert bomb.aggregate is None
    assert war.killed.value.low >= 9000
    assert war.aggregate is not None
    assert war.place is None
    assert war.place_ref is None


def test_a_sum_that_names_its_country_lies_there():
    text = "More than 9,000 people have been killed in Ukraine since the conflict began."
    report = make_report(WAR.format(text), id="r", published=date(2016, 3, 4))
    assert code_report(report, engine="rules").claims[-1].place.value == "Ukraine"


def test_a_sum_is_not_joined_with_what_another_sentence_tells():
    tellings = [(0, 1, 0), (5, 6, 0), (9, 10, 1)]
    apart = sums_apart(tellings, {9})
    assert apart.tolist() == [[False, False, True], [False, False, True], [True, True, False]]


def test_words_of_a_sum_behind_their_noun():
    """A headline without commas may say "attacks repeatedly"; such a report once stopped a run."""
    text = "The attacks repeatedly on the market in Mubi killed traders."
    (claim,) = claims_of(text)
    (words,) = claim.aggregate.spans
    assert words.quote(text) == "attacks repeatedly"
