"""Types of events that both engines read: whose answer counts."""

import pytest
from helpers.both import both

from tacitus.knowledge.learned import load_ruled_types
from tacitus.learned.labels import TYPES


@pytest.mark.parametrize(
    ("text", "word", "says", "type_"),
    [
        # hardly any report that the model was trained on tells of a base set up
        (
            "The army set up a new base in Mubi on Monday.",
            "set up",
            {"type": "Change to group/activity", "sure": 0.7},
            "Headquarters or base established",
        ),
        # attacks by the rules are clashes often enough
        (
            "Gunmen killed a mayor in Mubi on Monday.",
            "killed",
            {"type": "Armed clash", "sure": 0.97},
            "Armed clash",
        ),
        (
            "Gunmen killed a mayor in Mubi.",
            "killed",
            {"type": "Armed clash", "sure": 0.1},
            "Attack",
        ),
    ],
)
def test_types_by_both_engines(text, word, says, type_):
    (claim,) = both(text, {word: says})
    assert claim.type.value == type_
    if type_ != says["type"]:
        assert not claim.type.by.startswith("model:")


@pytest.mark.parametrize(
    ("taker", "said", "type_"),
    [
        ("Opposition fighters", "Government regains", "Non-state actor overtakes territory"),
        ("Government troops", "Government regains", "Government regains territory"),
        ("Government troops", "Non-state actor overtakes", "Government regains territory"),
    ],
)
def test_by_whom_a_place_is_taken_tells_the_type(taker, said, type_):
    text = f"{taker} retook the town of Mubi on Monday."
    says = {"type": f"{said} territory", "sure": 0.99}
    (claim,) = both(text, {"retook": says | {"roles": {"initiators": [taker]}}})
    assert claim.type.value == type_


def test_counts_of_types_are_of_the_codebook():
    counts = load_ruled_types().counts
    assert set(counts) <= set(TYPES)
    assert all(set(row) <= set(TYPES) for row in counts.values())


@pytest.mark.parametrize(
    ("text", "roles", "kind", "initiators", "targets"),
    [
        pytest.param(
            "The town of Mubi fell to a coalition of Islamist insurgents on Monday.",
            {"targets": ["Islamist insurgents"]},
            "Non-state actor overtakes territory",
            ["coalition of Islamist insurgents"],
            [],
            id="fell to",
        ),
        pytest.param(
            "The army lost the town of Mubi to the rebels on Monday.",
            {"initiators": ["army", "rebels"]},
            "Non-state actor overtakes territory",
            ["rebels"],
            ["army"],
            id="lost to",
        ),
        pytest.param(
            "Government forces lost control of Mubi on Monday.",
            {"initiators": ["Government forces"]},
            "Non-state actor overtakes territory",
            [],
            ["Government forces"],
            id="lost control",
        ),
    ],
)
def test_ground_is_taken_by_those_who_did_not_lose_it(text, roles, kind, initiators, targets):
    verb = "fell" if "fell" in text else "lost"
    says = {verb: {"type": "Government regains territory", "roles": roles}}
    (claim,) = both(text, says)
    assert claim.type.value == kind
    assert [g.value for g in claim.initiators] == initiators
    assert [g.value for g in claim.targets] == targets


@pytest.mark.parametrize(
    ("text", "word", "seen", "kind"),
    [
        (
            "Troops pushed the rebels out of Mubi on Monday.",
            "pushed",
            "Armed clash",
            "Government regains territory",
        ),
        (
            "Demonstrators threw fireworks at a protest in Mubi on Monday.",
            "threw",
            "Peaceful protest",
            "Violent demonstration",
        ),
    ],
)
def test_words_that_say_more_than_the_reader_saw(text, word, seen, kind):
    (claim,) = both(text, {word: {"type": seen}})
    assert claim.type.value == kind


@pytest.mark.parametrize(
    ("text", "word", "targets", "kind"),
    [
        ("A boy was shot dead in Bago on Monday.", "shot dead", ["boy"], "Attack"),
        ("A corporal was shot dead in Bago on Monday.", "shot dead", ["corporal"], "Armed clash"),
        ("Gunmen ambushed a priest near Bago on Monday.", "ambushed", ["priest"], "Armed clash"),
    ],
)
def test_those_who_do_not_fight_are_killed_in_no_clash(text, word, targets, kind):
    says = {"type": "Armed clash", "roles": {"targets": targets}}
    (claim,) = both(text, {word: says})
    assert claim.type.value == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Police shot dead nine protesters in Dori on Monday.",
            "Excessive force against protesters",
        ),
        ("Thousands of protesters marched in Dori on Monday.", "Peaceful protest"),
    ],
)
def test_a_protest_at_which_people_were_killed_was_no_peaceful_one(text, kind):
    killed = {"killed": "figure", "roles": {"killed": ["nine"]}} if "nine" in text else {}
    says = {"type": "Peaceful protest", "sure": 0.99} | killed
    (claim,) = both(text, {"protesters": says})
    assert claim.type.value == kind


def test_gunmen_are_no_mob():
    text = "Gunmen attacked a gold mine near Mubi on Monday."
    says = {"type": "Mob violence", "sure": 0.99}
    says["roles"] = {"initiators": ["Gunmen"], "weapon": ["gold mine"], "place": ["Mubi"]}
    (claim,) = both(text, {"attacked": says})
    assert (claim.type.value, claim.weapon) == ("Attack", None)
