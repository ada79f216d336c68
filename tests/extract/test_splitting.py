"""One clause that tells of several happenings."""

from __future__ import annotations

import pytest
from helpers.extracted import claims_of, told
from helpers.ruled import code_report

from tacitus.read import make_report

CASES = [
    (
        "Government jets killed 9 people in Douma, 8 in Harasta and 5 in Zamalka on Sunday.",
        [("Douma", (9, 9), None), ("Harasta", (8, 8), None), ("Zamalka", (5, 5), None)],
    ),
    (
        "Rebels shelled the capital on Sunday, killing a woman and wounding 19 in Jaramana and wounding 3 in Douma.",
        [("Jaramana", (1, 1), (19, 19)), ("Douma", None, (3, 3))],
    ),
    (
        "Gunmen killed 12 people in Maiduguri and 7 people in Damaturu on Sunday.",
        [("Maiduguri", (12, 12), None), ("Damaturu", (7, 7), None)],
    ),
    ("Gunmen killed 12 people in Maiduguri on Sunday.", [("Maiduguri", (12, 12), None)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_tolls_told_place_by_place(text, expected):
    found = [(c.place and c.place.value, told(c.killed), told(c.injured)) for c in claims_of(text)]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_one_toll_for_two_places_is_one_event():
    assert (
        len(claims_of("Gunmen killed 12 people in the towns of Maiduguri and Damaturu on Sunday."))
        == 1
    )


def test_a_text_may_end_in_a_figure():
    """A report without a last full stop, whose last word is the toll, once broke the reading."""
    report = make_report("Shells killed six people in Aleppo and injured 12")
    assert len(code_report(report).claims) == 1
