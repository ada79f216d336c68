"""Names and weapons that the model points at: whose words count, and what names nobody."""

import pytest
from helpers.both import both

RAID = "Gunmen stormed a police post in Mubi on Monday, the mayor said."


@pytest.mark.parametrize(
    ("says", "targets"),
    [
        pytest.param({}, [], id="the model holds the rules' target for impossible"),
        pytest.param({"faint": {"targets": ["police post"]}}, ["police post"], id="possible"),
        pytest.param({"roles": {"targets": ["Mubi"]}, "score": 0.38}, [], id="unsure, alone"),
        pytest.param(
            {"roles": {"targets": ["police post"]}, "score": 0.45}, ["police post"], id="both"
        ),
    ],
)
def test_names_need_less_where_both_engines_have_them(says, targets):
    (claim,) = both(RAID, {"stormed": {"type": "Armed clash"} | says})
    assert [t.value for t in claim.targets] == targets


def test_words_within_a_name_of_the_rules_stand_for_that_name():
    text = "Rebels killed members of Sudanese-backed militant groups in Mubi on Monday."
    named = {"targets": ["members", "militant groups"]}
    (claim,) = both(text, {"killed": {"type": "Armed clash", "roles": named}})
    assert [t.value for t in claim.targets] == ["members of Sudanese-backed militant groups"]


def test_words_within_a_weapon_of_the_rules_stand_for_that_weapon():
    text = "Police fired tear gas at a crowd in Mubi on Monday."
    says = {"type": "Protest with intervention", "roles": {"weapon": ["tear"]}}
    (claim,) = both(text, {"fired": says})
    assert claim.weapon.value == "tear gas"


def test_a_weapon_has_its_last_word():
    text = "Helicopters dropped a barrel bomb on Mubi on Monday."
    says = {"type": "Air/drone strike", "roles": {"weapon": ["barrel"]}}
    (claim,) = both(text, {"dropped": says})
    assert claim.weapon.value == "barrel bomb"
    text = "An air raid hit Mubi on Monday."
    (claim,) = both(text, {"raid": says | {"roles": {"weapon": ["air"]}}})
    assert claim.weapon is None


def test_a_participle_names_nobody():
    text = "Five villagers were killed and six abducted in Mubi on Friday."
    script = {"killed": {"type": "Attack", "roles": {"targets": ["villagers", "abducted"]}}}
    (claim,) = both(text, script)
    assert [t.value for t in claim.targets] == ["villagers"]


def test_a_vehicle_can_be_the_weapon():
    text = "A bomb-laden truck was detonated at a checkpoint in Mubi on Monday."
    says = {"type": "Remote explosive/landmine/IED", "roles": {"weapon": ["bomb-laden truck"]}}
    (claim,) = both(text, {"detonated": says})
    assert claim.weapon.value == "bomb-laden truck"


def test_small_words_name_nobody():
    text = "The offensive is part of the operation that rebels launched in Mubi on Monday."
    says = {"type": "Armed clash", "roles": {"initiators": ["is", "rebels"]}}
    (claim,) = both(text, {"offensive": says})
    assert [name.value for name in claim.initiators] == ["rebels"]


@pytest.mark.parametrize(
    ("text", "word", "weapon", "read"),
    [
        ("A Hizballah ambush killed two soldiers near Mubi.", "ambush", "Hizballah", None),
        ("Cattle rustlers killed two villagers near Mubi.", "killed", "rustlers", None),
        ("Artillery killed two villagers near Mubi.", "killed", "Artillery", "Artillery"),
    ],
)
def test_no_band_of_fighters_is_a_weapon(text, word, weapon, read):
    (claim,) = both(text, {word: {"type": "Attack", "roles": {"weapon": [weapon]}}})
    assert (claim.weapon and claim.weapon.value) == read


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Al-Shabaab said its fighters killed nine soldiers near Mubi.", ["Al-Shabaab"]),
        ("The army said rebels killed nine soldiers near Mubi.", []),
    ],
)
def test_what_its_men_did_the_speaker_did(text, doers):
    speaker = text.split(" said")[0].removeprefix("The ")
    says = {"type": "Armed clash", "roles": {"initiators": [speaker]}}
    (claim,) = both(text, {"killed": says})
    assert [name.value for name in claim.initiators] == doers
