"""Losses of events that both engines read: which figures count."""

import pytest
from helpers.both import both

from tacitus.records import Count

TOLLS = "A bomb in Mubi on Monday killed 12 officers and 30 traders."


@pytest.mark.parametrize(
    ("roles", "toll"),
    [
        pytest.param(["12", "30"], Count(42, 42), id="both add them up"),
        pytest.param(["30"], Count(42, 42), id="the model reads one of the list"),
    ],
)
def test_a_list_counts_before_a_figure_in_it(roles, toll):
    says = {"type": "Remote explosive/landmine/IED", "killed": "figure"}
    (claim,) = both(TOLLS, {"killed": says | {"roles": {"killed": roles}}})
    assert claim.killed.value == toll


def test_a_single_figure_counts_before_a_sum_over_clauses_made_with_it():
    text = "A bomb in Mubi on Monday killed 12 officers and wounded traders, killing 30."
    says = {"type": "Remote explosive/landmine/IED", "killed": "figure"}
    (claim,) = both(text, {"killed": says | {"roles": {"killed": ["30"]}}})
    assert claim.killed.value == Count(30, 30)


@pytest.mark.parametrize(
    ("text", "word", "says", "toll"),
    [
        pytest.param(
            "Soldiers seized 40 rifles and two rebels near Mubi on Monday.",
            "seized",
            {"captured": "figure", "roles": {"captured": ["40", "two"]}},
            Count(2, 2),
            id="things",
        ),
        pytest.param(
            "Thirty rebels raided a village near Mubi on Monday and captured its mayor.",
            "raided",
            {"captured": "figure", "roles": {"captured": ["Thirty"]}},
            Count(1, 1),
            id="who does it",
        ),
        pytest.param(
            "The number of people killed in the raid on Mubi on Monday now stands at 41.",
            "raid",
            {"killed": "figure", "roles": {"killed": ["at"]}},
            Count(41, 41),
            id="the word before",
        ),
        pytest.param(
            "The number of people killed in the raid on Mubi on Monday now stands at 41.",
            "raid",
            {"killed": "none"},
            Count(41, 41),
            id="a toll is not doubted",
        ),
    ],
)
def test_those_counted_can_be_lost(text, word, says, toll):
    (claim,) = both(text, {word: {"type": "Armed clash"} | says})
    told = claim.killed or claim.captured
    assert (told and told.value) == toll


def test_a_figure_tells_of_the_loss_it_likelier_tells_of():
    text = "Planes bombed Mubi on Monday; 50 residents were martyred and 70 were injured."
    says = {
        "type": "Air/drone strike",
        "killed": "figure",
        "injured": "figure",
        "roles": {"killed": ["50"], "injured": ["70"]},
        "faint": {"killed": ["70"]},
    }
    (claim,) = both(text, {"bombed": says})
    assert (claim.killed.value, claim.injured.value) == (Count(50, 50), Count(70, 70))


@pytest.mark.parametrize(("faint", "toll"), [({"killed": ["12"]}, Count(12, 12)), ({}, None)])
def test_a_figure_of_the_rules_must_be_possible(faint, toll):
    text = "A bomb went off in Mubi on Monday, and 12 officers were killed."
    says = {"type": "Remote explosive/landmine/IED", "killed": "figure", "faint": faint}
    (claim,) = both(text, {"went off": says})
    assert (claim.killed and claim.killed.value) == toll


@pytest.mark.parametrize(("least", "toll"), [(0.7, None), (0.9, Count(0, 0))])
def test_that_nobody_was_hurt_must_be_sure(least, toll):
    text = "A bomb in Mubi on Monday broke windows."
    says = {"type": "Remote explosive/landmine/IED", "killed": "nobody", "told": least}
    (claim,) = both(text, {"bomb": says})
    assert (claim.killed and claim.killed.value) == toll


def test_a_loss_that_the_reader_has_no_word_for():
    text = "A blast rocked a market in Mubi on Monday leaving 50 martyrs."
    says = {"type": "Remote explosive/landmine/IED", "killed": "none", "told": 0.99}
    (claim,) = both(text, {"blast": says})
    assert claim.killed.value == Count(50, 50)


def test_an_age_is_nobody():
    text = "Shelling killed a 62-year-old woman in Mubi on Monday."
    roles = {"targets": ["62-year", "woman"]}
    (claim,) = both(text, {"Shelling": {"type": "Attack", "roles": roles}})
    assert [g.value for g in claim.targets] == ["woman"]


def test_what_a_verb_counts_is_its_own_events():
    text = "Two women were killed in Mubi on Monday as rebels shelled the town."
    says = {"type": "Attack", "killed": "figure"}
    (claim,) = both(text, {"killed": says})
    assert claim.killed.value == Count(2, 2)


def test_the_dead_of_one_side_are_not_those_of_the_other_in_one_sentence():
    text = (
        "Air force strikes killed 70 people in Mubi on Monday following rocket attacks by rebels"
        " that had hit Kano."
    )
    strikes = {"type": "Air/drone strike", "killed": "figure", "roles": {"killed": ["70"]}}
    hit = strikes | {"type": "Shelling/artillery/missile attack", "event": "other"}
    air, rockets = both(text, {"strikes": strikes, "hit": hit})
    assert air.killed.value == Count(70, 70)
    assert rockets.killed is None


def test_the_dead_of_another_town_are_not_counted():
    text = "Rebels shelled Mubi on Monday and killed two men. Shells on Kano killed nine people."
    says = {
        "type": "Shelling/artillery/missile attack",
        "killed": "figure",
        "roles": {"killed": ["two", "nine"]},
    }
    mubi, kano = both(text, {"shelled": says, "killed nine": says})
    assert (mubi.killed.value, kano.killed.value) == (Count(2, 2), Count(9, 9))


@pytest.mark.parametrize(("told", "toll"), [(0.6, Count(7, 7)), (0.9, None)])
def test_no_toll_beside_a_figure_that_the_model_points_at(told, toll):
    text = "Soldiers killed seven men in Dori on Monday."
    says = {"type": "Attack", "killed": "none", "told": told, "roles": {"killed": ["seven"]}}
    (claim,) = both(text, {"killed": says})
    assert (claim.killed and claim.killed.value) == toll


def test_what_both_sides_lost_adds_up():
    text = (
        "Rebels overran an army post near Mubi on Monday, killing 15 policemen. The guerrillas lost"
        " five fighters in the assault."
    )
    says = {"type": "Armed clash", "event": "one", "killed": "figure"}
    roles = {"roles": {"killed": ["15"], "initiators": ["Rebels"]}}
    (claim,) = both(text, {"overran": says | roles, "lost": says | roles})
    assert claim.killed.value == Count(20, 20)


def test_a_figure_before_a_day_is_of_people():
    text = "A bomber killed 16 people and wounded 40 Tuesday in Mubi, police said."
    roles = {"killed": ["16"], "injured": ["40"]}
    says = {"type": "Suicide bomb", "killed": "figure", "injured": "figure", "roles": roles}
    (claim,) = both(text, {"killed": says})
    assert (claim.killed.value, claim.injured.value) == (Count(16, 16), Count(40, 40))
