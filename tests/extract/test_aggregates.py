"""Sums over many unnamed events."""

from __future__ import annotations

import pytest
from helpers.extracted import claims_of

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
