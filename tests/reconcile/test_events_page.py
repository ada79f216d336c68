"""The page of events tells what the rules hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tacitus.reconcile.edits import _FIELDS
from tacitus.reconcile.rulebook import figure_book, support_book
from tacitus.reconcile.versions import KINDS

_PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
_FLAT = " ".join(_PAGE.split())


def test_every_field_that_can_be_set_and_no_other_is_listed() -> None:
    table = _PAGE.split("Values are given as JSON:")[1].split("Any other field")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == {*_FIELDS, *KINDS}


def test_every_rule_is_told() -> None:
    assert set(figure_book().rules) <= set(re.findall(r"`([\w-]+)`", _PAGE))


@pytest.mark.parametrize(
    "told",
    [
        f"{support_book().copies.shared:.0%}".replace("%", " %"),
        f"{support_book().copies.passage_words} words and more",
        f"{support_book().tolerance.place_km:.0f} km",
        f"{figure_book().proportion:.0f} times the middle one",
        f"below {figure_book().correction_share:.0%}".replace("%", " %"),
    ],
)
def test_numbers_are_those_of_the_rules(told: str) -> None:
    assert told in _FLAT
