"""Lemmas that the model gets wrong are put right."""

from __future__ import annotations

import pytest

from tacitus.parse.document import parse
from tacitus.records import Report


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("Soldiers raped two nurses in Fizi.", "raped", "rape"),
        ("Miners staged a protest in Potosí.", "staged", "stage"),
        ("Fighting raged around the airport in Tripoli.", "raged", "rage"),
        ("The army attacked two bases in Kayah State.", "bases", "base"),
        ("Corpses lay in the street in Bucha.", "Corpses", "corpse"),
        ("The rebels shelled the bridge at Bor.", "shelled", "shell"),
    ],
)
def test_lemma(text, word, lemma):
    doc = parse(Report(id="r", text=text)).doc
    assert [token.lemma_ for token in doc if token.text == word] == [lemma]
