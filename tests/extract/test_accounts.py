"""Versions of an event, where sources differ."""

from __future__ import annotations

import pytest
from helpers.extracted import one_event, told

from tacitus.extract.accounts import find_accounts

CASES = [
    (
        "A bomb exploded in Baghdad on Monday. Police said the bomb killed 20 people. A hospital doctor said the bomb killed 26 people.",
        [((20, 20), "asserted"), ((26, 26), "asserted")],
    ),
    # one source, or sources that agree
    (
        "A bomb killed 20 people in Baghdad on Monday, police said. The bomb also wounded 30, police said.",
        [],
    ),
    ("Bomb kills 13 in Lahore\n\nA bomb killed at least 13 people in Lahore, police said.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_accounts(text, expected):
    accounts = find_accounts(*one_event(text))
    assert [(told(a.killed), a.factuality) for a in accounts] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rebels said the army shelled the village of Sake on Monday, killing five people. The army denied shelling the village.",
        "Rebels said the army shelled the village of Sake on Monday, killing five people. The army denied the accusation.",
        "Rebels said the army shelled the village of Sake on Monday, which the army denied.",
        "The army shelled Sake on Monday, rebels said, a charge that the army rejected.",
    ],
)
def test_a_denial_is_an_account(text):
    accounts = find_accounts(*one_event(text))
    assert [a.factuality for a in accounts] == ["asserted", "denied"]
    assert accounts[1].attribution[0].value.lower().endswith("army")
