"""Weapons as reports name them."""

from __future__ import annotations

import pytest
from helpers.extracted import claims_of

CASES = [
    ("A mortar attack killed two people in Aden.", "mortar"),
    ("Helicopters dropped barrel bombs on Daraya, killing five people.", "barrel bombs"),
    (
        "A truck rigged with dynamite exploded in Medellin, killing nine people.",
        "truck rigged with dynamite",
    ),
    ("Terrorists fired rocket shells at the village of Salma.", "rocket shells"),
    ("Police fired tear gas at protesters in Nairobi.", "tear gas"),
    ("Rebels opened machine gun fire on a bus near Bujumbura.", "machine gun"),
    ("At least 80 people died in a sarin gas attack on Halabja.", "sarin gas"),
    ("The mob attacked two men with machetes in Bamenda.", "machetes"),
    # nothing named
    ("An air strike killed two people in Sanaa.", None),
    ("Warplanes bombed the town of Marawi.", None),
    ("The army bombarded the suburb overnight, killing three people.", None),
    ("A US drone strike killed two militants in Miranshah.", None),
    ("Police shot a man in Baton Rouge on Monday.", None),
    # what is seized is not used
    ("Soldiers seized 900 rifles near Usulutan on Monday.", None),
]


@pytest.mark.parametrize(("text", "weapon"), CASES)
def test_weapon(text, weapon):
    claims = claims_of(text)
    assert claims
    assert (claims[0].weapon and claims[0].weapon.value) == weapon
