"""Places get the point that the report means, or a coarser one, never a wrong one."""

from __future__ import annotations

import pytest

from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.parse.places import find_places
from tacitus.records import PlaceRef, Report
from tacitus.resolve.places import resolve_places


def refs(text: str) -> dict[str, PlaceRef]:
    parsed = parse(Report(id="t", text=text))
    mentions = find_places(parsed)
    found = resolve_places(mentions, parsed, open_gazetteer())
    assert len(found) == len(mentions)
    return {ref.mention: ref for ref in found}


@pytest.mark.parametrize(
    ("text", "name", "country", "feature"),
    [
        ("Syrian troops shelled the town of al-Bab.", "al-Bab", "SY", "settlement"),
        ("Clashes hit Tripoli, in northern Lebanon.", "Tripoli", "LB", "settlement"),
        ("Clashes hit Tripoli as Libya's rivals fought on.", "Tripoli", "LY", "settlement"),
        ("In Sudan, fighting spread to Nyala.", "Nyala", "SD", "settlement"),
        ("Rebels hold most of Raqqa province in Syria.", "Raqqa province", "SY", "admin1"),
        ("In Sri Lanka the navy shelled Trincomalee.", "Trincomalee", "LK", "settlement"),
        ("A mine went off in Antioquia department, Colombia.", "Antioquia department", "CO", "admin1"),
        ("Ukraine said its posts in the Donbas were shelled.", "Donbas", "UA", "region"),
        ("Syria said its army took Dayr al-Zour.", "Dayr al-Zour", "SY", "settlement"),
        ("Fighting went on across the Iraqi city of Mosul.", "Mosul", "IQ", "settlement"),
    ],
)  # fmt: skip
def test_resolved(text: str, name: str, country: str, feature: str) -> None:
    ref = refs(text)[name]
    assert (ref.country, ref.feature) == (country, feature)
    assert ref.gazetteer_id
    assert ref.reason


@pytest.mark.parametrize(
    ("text", "name", "acled", "ucdp"),
    [
        ("Two died in Goma, Congo.", "Goma", 1, 1),
        ("Two died near Goma, Congo.", "Goma", 2, 2),
        ("Two died south of Kandahar in Afghanistan.", "Kandahar", 2, 2),
        ("Two died in Helmand province in Afghanistan.", "Helmand province", 3, 4),
        ("Two died in Afghanistan.", "Afghanistan", None, 6),
        ("Two died in northern Afghanistan.", "northern Afghanistan", 3, 5),
        ("Two drowned in the Euphrates.", "Euphrates", 3, 5),
    ],
)
def test_precision(text: str, name: str, acled: int | None, ucdp: int) -> None:
    ref = refs(text)[name]
    assert (ref.acled_precision, ref.ucdp_precision) == (acled, ucdp)
    assert ref.radius_km


def test_what_is_not_held_lies_in_the_unit_the_text_names() -> None:
    ref = refs("Syria: two died in the village of Zarqanat Umm Dib in the Afrin region.")[
        "Zarqanat Umm Dib"
    ]
    assert ref.name is None
    assert ref.gazetteer_id is None
    assert ref.country == "SY"
    assert ref.admin1 == "Ḩalab"
    assert ref.ucdp_precision == 2
    assert ref.candidates == ("geonames:174186",)


def test_a_village_far_from_the_rest_is_not_taken() -> None:
    # The only Abbeville of any size are in France and the United States.
    ref = refs("In Sudan, shells hit Khartoum and the village of Abbeville.")["Abbeville"]
    assert ref.gazetteer_id is None
    assert ref.country == "SD"
    assert ref.ucdp_precision == 6


def test_nothing_named_nothing_placed() -> None:
    ref = refs("Two men were shot in Zarqanat Umm Dib.")["Zarqanat Umm Dib"]
    assert ref.lat is None
    assert ref.ucdp_precision is None
    assert "no larger place" in ref.reason


def test_a_quarter_is_placed_at_its_town() -> None:
    ref = refs("A shell hit Aleppo's Qwairaz district, Syrian media said.")["Qwairaz"]
    assert ref.name is None
    assert (ref.acled_precision, ref.ucdp_precision) == (1, 2)
    assert ref.country == "SY"


def test_a_site_is_placed_at_the_town_it_is_named_after() -> None:
    ref = refs("Syria: rockets hit the Palmyra military airport.")["Palmyra military airport"]
    assert ref.country == "SY"
    assert "named after" in ref.reason


def test_same_text_same_references() -> None:
    text = "In Syria, Homs, Hama and Idlib were bombed; Khan Sheikhoun and Maarat too."
    assert refs(text) == refs(text)
