"""Where an event happened: short reports and the place that each ties to its first event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from helpers.extracted import reading_of
from helpers.ruled import code_report

from tacitus.extract.where import larger_places
from tacitus.read import make_report
from tacitus.records import Grounded

CASES = [
    # the most specific place wins, and what lies around it is listed
    ("Gunmen killed nine farmers in Gamboru village, Borno state, on Monday.", "Gamboru"),
    ("A bomb exploded in the Kreish district of Kandahar, killing six worshippers.", "Kreish"),
    ("Soldiers shelled the town of Bentiu in northern South Sudan on Sunday.", "Bentiu"),
    # the first of a row stands for it
    ("Rebels attacked the towns of Bunagana and Rutshuru, killing seven soldiers.", "Bunagana"),
    # where it was said is not where it was
    (
        "Ministry sources today reported in Bogota that guerrillas ambushed a patrol near Saravena.",
        "Saravena",
    ),
    ("Police in Lagos said that four traders were shot dead by bandits in Jibia.", "Jibia"),
    # where it was written, only with words that point there
    (
        "Kanpur: A mob set fire to eleven shops in this industrial city on Sunday, police said.",
        "Kanpur",
    ),
    (
        "Nairobi: Militants attacked a bus near Mandera on Monday, killing two passengers.",
        "Mandera",
    ),
    # a capital that acts for its government
    ("Washington extended its air strikes against the militants into Libya.", "Libya"),
    # a president is no place, and a man's name none where he is named in full
    ("Protesters burned a poster of President Idris Deby in Mao on Friday.", "Mao"),
    # what befalls a country is told of the country
    ("Soldiers toppled President Keita of Mali on Monday. They arrested him in Bamako.", "Mali"),
    # the name for "a village" is told later, the one for "the town" before
    (
        "Troops shelled a village near Taiz on Monday. Six houses burned down in Qadha, residents said.",
        "Qadha",
    ),
    (
        "Rebels entered Kidal on Monday. On Tuesday they executed nine prisoners in the town.",
        "Kidal",
    ),
]


@pytest.mark.parametrize(("text", "place"), CASES)
def test_place(text: str, place: str) -> None:
    claim = _claims(text)[0]
    assert claim.place is not None
    assert claim.place.value == place
    assert claim.place.spans[0].quote(text) == place


def test_larger_places_are_listed_from_small_to_large() -> None:
    claim = _claims("Gunmen killed nine farmers in Gamboru, Borno state, Nigeria, on Monday.")[0]
    assert [w.value for w in claim.within][:2] == ["Borno state", "Nigeria"]


@pytest.mark.parametrize(
    ("text", "place", "listed", "wanted"),
    [
        # a place is not within itself, nor in another country's or a town that lies elsewhere
        (
            "In Syria shells hit Homs. Envoys met in Geneva, and jets left Aleppo.",
            "Homs",
            ["Homs", "Geneva", "Aleppo", "Syria"],
            ["Syria"],
        ),
        # a quarter lies in its town; a town lies in no other
        (
            "In Syria shells hit the Qwairaz district of Aleppo, not Homs.",
            "Qwairaz",
            ["Homs", "Aleppo", "Syria"],
            ["Aleppo", "Syria"],
        ),
    ],
)
def test_larger_places_can_hold_the_place(text, place, listed, wanted) -> None:
    reading = reading_of(text, date(2019, 5, 14))
    at = {reading.parsed.quote(p.start, p.stop): p for p in reading.places}

    def grounded(name: str) -> Grounded[str]:
        named = next(p for quote, p in at.items() if quote.startswith(name))
        return Grounded(name, (reading.parsed.span(named.start, named.stop),), "x")

    claim = replace(
        _claims(text)[0], place=grounded(place), within=tuple(grounded(n) for n in listed)
    )
    assert [w.value for w in larger_places(claim, reading)] == wanted


def test_a_borrowed_place_says_so() -> None:
    claims = _claims("Rebels attacked Goma on Monday. The army arrested twelve men on Tuesday.")
    assert claims[-1].place is not None
    assert claims[-1].place.value == "Goma"
    assert claims[-1].place.how


def test_no_place_is_none() -> None:
    assert _claims("Rebels killed four soldiers on Friday.")[0].place is None


def _claims(text: str):
    """Claims of a report of 14 May 2019, a Tuesday."""
    return code_report(make_report(text, id="r", published=date(2019, 5, 14))).claims
