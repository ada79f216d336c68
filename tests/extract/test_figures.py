"""The toll of an event that several sentences tell."""

from __future__ import annotations

import pytest
from helpers.extracted import claims_of, one_event, told

from tacitus.extract.figures import choose_toll

N = None
KILLED = [
    # a headline's bare figure gives way to "at least"
    (
        "Bomb kills 13\n\nA bomb exploded at a market in Lahore on Monday, killing at least 13 people.",
        (13, N),
    ),
    # a round word gives way to a figure
    (
        "Dozens of people were killed in a bombing in Peshawar on Monday. The bombing killed 41 people, a doctor said.",
        (41, 41),
    ),
    # parts stand beside their total
    (
        "A Taliban attack on an outpost in Kunduz left 28 dead on Monday. Eleven soldiers and 17 militants were killed in the attack.",
        (28, 28),
    ),
    # both sides of one fight
    (
        "Thirty rebels were killed in a clash with the army near Goma. Three soldiers were also killed in the clash.",
        (33, 33),
    ),
    # what the attackers lost themselves
    (
        "Maoist rebels killed 15 policemen near Rolpa on Monday and lost two of their own men.",
        (17, 17),
    ),
    # of two nations, each its own
    ("Gunmen attacked a camp near Oran on Monday, killing one Briton and one Algerian.", (2, 2)),
    # a whole war's toll is not an attack's
    (
        "A car bomb killed six people in Damascus on Monday. More than 320,000 people have been killed in the war since 2011.",
        (6, 6),
    ),
    # sources that differ: from the lowest to the highest
    (
        "A bomb exploded in Baghdad on Monday. Police said the bomb killed 20 people. A hospital doctor said the bomb killed 26 people.",
        (20, 26),
    ),
    # an updated toll
    (
        "A bomb killed 12 people in Kano on Monday. The death toll from the bombing later rose to 15.",
        (15, 15),
    ),
    # named dead are counted, each once
    (
        "Gunmen killed Peter Okello in Gulu on Monday. Okello was killed by the gunmen outside his home.",
        (1, 1),
    ),
]


@pytest.mark.parametrize(("text", "killed"), KILLED)
def test_killed(text, killed):
    assert told(choose_toll("killed", *one_event(text))) == killed


def test_who_is_dead_is_not_injured():
    event = one_event("A boy was stabbed in Surat on Monday. The boy died of his wounds.")
    assert told(choose_toll("killed", *event)) == (1, 1)
    assert choose_toll("injured", *event) is None


def test_losses_are_told_apart_by_side():
    claim = claims_of("Rebels attacked an army base in Juba, killing nine soldiers.")[0]
    assert [(s.side, s.kind, s.toll.value.low) for s in claim.sides] == [("targets", "killed", 9)]
