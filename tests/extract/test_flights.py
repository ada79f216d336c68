"""Armed groups without aircraft do not bomb from the air."""

from dataclasses import replace

import pytest

from tacitus.extract.extractor import extract_claims
from tacitus.extract.flights import flown_by_fliers
from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.read import make_report
from tacitus.records import Grounded, Span

STRIKE = "Air/drone strike"


def read_as_strike(text, initiators):
    """The first claim of a text, misread as an air strike by the named parties."""
    reading = read_out(
        parse(make_report(text, id="r")), load_codebook(), load_index(), open_gazetteer()
    )
    claim = extract_claims(reading)[0]
    at = [(text.index(name), name) for name in initiators]
    named = tuple(Grounded(name, (Span(n, n + len(name)),), "test", None) for n, name in at)
    kind = replace(claim.type, value=STRIKE)
    (out,) = flown_by_fliers([replace(claim, type=kind, initiators=named)], reading)
    return out.type.value, [g.value for g in out.initiators]


@pytest.mark.parametrize(
    ("text", "initiators", "kind", "left"),
    [
        pytest.param(
            "Rebels fired rockets into the city, killing nine people.",
            ["Rebels"],
            "Shelling/artillery/missile attack",
            ["Rebels"],
            id="no aircraft is told of",
        ),
        pytest.param(
            "Warplanes killed nine people in a district held by rebels.",
            ["rebels"],
            STRIKE,
            [],
            id="the other side's aircraft",
        ),
        pytest.param(
            "Insurgents sent a drone at the camp, killing nine soldiers.",
            ["Insurgents"],
            STRIKE,
            ["Insurgents"],
            id="a drone",
        ),
        pytest.param(
            "The army bombed the city, killing nine people.",
            ["army"],
            STRIKE,
            ["army"],
            id="a state",
        ),
    ],
)
def test_who_can_bomb_from_the_air(text, initiators, kind, left):
    assert read_as_strike(text, initiators) == (kind, left)
