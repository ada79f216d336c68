"""Words that the model points at and that name nobody, or a speaker's own men."""

import pytest
from helpers.both import both


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
