"""Two deeds of one sentence, done by two sides."""

import pytest
from helpers.both import both
from helpers.extracted import claims_of

SHELLED = "The army shelled the hills around Marawi after Maute gunmen attacked a checkpoint."
BOMBED = "Israel bombed the camp following rocket attacks by Hamas on Ashkelon that wounded three."
CROSSED = (
    "Rwandan troops bombed a camp after militia fighters raided Gisenyi and killed seven people."
)
STRIKES = "Turkey carried out strikes on Azaz after rocket attacks by the militants on Kilis."


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        (SHELLED, [["army"], ["Maute gunmen"]]),
        (BOMBED, [["Israel"], ["Hamas"]]),
        (CROSSED, [["Rwandan troops"], ["militia fighters"]]),
        (STRIKES, [["Turkey"], ["militants"]]),
        ("Soldiers were killed after militants attacked a post in Sinai.", [["militants"]]),
        ("The army lost ten men after an attack by rebels on Mubi.", [["rebels"]]),
        ("Rebels seized Mubi after an attack by fighters on the barracks.", [["Rebels"]]),
    ],
)
def test_what_one_side_did_after_the_other(text, doers):
    assert [[i.value for i in claim.initiators] for claim in claims_of(text)] == doers


def test_what_one_side_did_after_the_other_as_both_engines_read_it():
    script = {
        "shelled": {
            "type": "Shelling/artillery/missile attack",
            "event": "all",
            "roles": {"initiators": ["army", "Maute gunmen"]},
        },
        "attacked": {
            "type": "Armed clash",
            "event": "all",
            "roles": {"initiators": ["army", "Maute gunmen"]},
        },
    }
    found = both(SHELLED, script)
    assert [[i.value for i in claim.initiators] for claim in found] == [["army"], ["Maute gunmen"]]
