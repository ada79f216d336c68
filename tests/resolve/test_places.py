"""Places get the point that the report means, or a coarser one, never a wrong one."""

from __future__ import annotations

import pytest

from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.parse.places import find_places
from tacitus.records import PlaceRef, Report
from tacitus.resolve.places import resolve_places


def refs(text: str, source: str | None = None) -> dict[str, PlaceRef]:
    parsed = parse(Report(id="t", text=text, source=source))
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
        ("Israel denied that Israeli guns had shelled Qana.", "Qana", "LB", "settlement"),
        ("Bombs went off in Mexico City, Mexican police said.", "Mexico City", "MX", "settlement"),
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
        ("Two died in the Kandahar region of Afghanistan.", "Kandahar region", 2, 2),
        ("Two died in Greater Kandahar in Afghanistan.", "Greater Kandahar", 2, 2),
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


@pytest.mark.parametrize(
    ("text", "name", "lat", "lon", "radius"),
    [
        # 36.20 N, 37.16 E is Aleppo; a degree of latitude is 111 km
        ("Syria said jets hit a camp 20 km north of Aleppo.", "Aleppo", 36.38, 37.16, 6.0),
        (
            "Syria said jets hit a camp some 10 miles (16 km) east of Aleppo.",
            "Aleppo",
            36.2,
            37.34,
            5,
        ),
        (
            "Syria said jets hit a camp 15 kilometres south-west of Aleppo.",
            "Aleppo",
            36.11,
            37.05,
            5,
        ),
        ("In Syria two died in Qwzrtum, 20 km north of Aleppo.", "Qwzrtum", 36.38, 37.16, 6.0),
    ],
)
def test_distance_and_direction(text, name, lat, lon, radius):
    ref = refs(text)[name]
    assert abs(ref.lat - lat) < 0.03
    assert abs(ref.lon - lon) < 0.03
    assert abs(ref.radius_km - radius) < 1.5
    assert (ref.acled_precision, ref.ucdp_precision) == (2, 2)


def test_near_a_town():
    ref = refs("In Syria two died in the village of Qwzrtum near al-Bab.")["Qwzrtum"]
    assert (ref.gazetteer_id, ref.acled_precision, ref.radius_km) == (None, 2, 25.0)
    assert abs(ref.lat - 36.37) < 0.01
    assert "near" in ref.reason


def test_between_two_towns():
    found = refs("Syria said rebels held the road between Homs and Hama.")
    homs = found["Homs"]
    assert 34.8 < homs.lat < 35.1
    assert homs.acled_precision == 2
    assert "halfway" in homs.reason


def test_what_lies_at_a_distance_is_in_the_country_of_its_point():
    ref = refs("Turkey said jets hit a camp 25 km south of Kilis in Turkey.")["Kilis"]
    assert (ref.country, ref.admin1) == ("SY", "Ḩalab")
    assert "lies in" in ref.reason


def test_between_two_capitals_is_no_spot_in_a_third_country():
    ref = refs("Ukraine and Russia held talks on the border between Kyiv and Moscow.")["Kyiv"]
    assert ref.country == "UA"


def test_a_village_lies_where_its_neighbours_do():
    found = refs(
        "Syria said clashes broke out near the villages of Qwzrtum and Tel Vrblik in the province of"
        " al-Hasakah. The army also shelled the village of Umm Zlotny."
    )
    for village in ("Qwzrtum", "Tel Vrblik", "Umm Zlotny"):
        assert (found[village].admin1, found[village].acled_precision) == ("Al Ḩasakah", 3)


def test_a_country_is_not_moved():
    ref = refs("Two died in the north of Afghanistan.")["Afghanistan"]
    assert ref.radius_km > 100


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1", "feature"),
    [
        # a division's short form behind a town, a country's name on a town
        ("Two died in Lebanon, Pa., on Monday.", "Lebanon", "US", "Pennsylvania", "settlement"),
        ("A bomb went off in Athens, Ga., police said.", "Athens", "US", "Georgia", "settlement"),
        ("Police in Ohio shot a man.", "Ohio", "US", "Ohio", "admin1"),
        # a city that bears its division's name is meant, unless the words say otherwise
        ("Syria said Aleppo was shelled.", "Aleppo", "SY", "Ḩalab", "settlement"),
        ("Rioters in New York City burnt a bus.", "New York City", "US", "New York", "settlement"),
        # the other names of the report lie in one division
        (
            "Men with rifles held a bank in Lancaster. Police from Harrisburg, Allentown and "
            "Bethlehem, all in Pennsylvania, came to the town.",
            "Lancaster",
            "US",
            "Pennsylvania",
            "settlement",
        ),
        # a great city is hardly a place that bears its name elsewhere
        (
            "U.S. officials said American envoys flew to Moscow.",
            "Moscow",
            "RU",
            "Moskva",
            "settlement",
        ),
    ],
)
def test_names_that_many_places_share(text, name, country, admin1, feature):
    ref = refs(text)[name]
    assert (ref.country, ref.admin1, ref.feature) == (country, admin1, feature)


@pytest.mark.parametrize(
    ("source", "country"),
    [("ournews.co.uk", "GB"), ("www.ournews.us", "US"), ("Our News", None), ("ours.tv", None)],
)
def test_the_outlets_address_speaks_for_its_country(source, country):
    ref = refs("Police in Lancaster held a man after a shot was fired.", source)["Lancaster"]
    plain = refs("Police in Lancaster held a man after a shot was fired.")["Lancaster"]
    assert ref.country == (country or plain.country)


def test_a_name_said_to_lie_elsewhere_once_may_still_be_another():
    found = refs("Envoys from Aleppo and Nanjing, China, met. Shells fell on Aleppo, Syria said.")
    assert found["Aleppo"].country == "SY"


def test_all_that_was_considered_is_kept_with_scores():
    ref = refs("Clashes hit Tripoli, in northern Lebanon.")["Tripoli"]
    assert len(ref.scores) == len(ref.candidates) + 1
    assert list(ref.scores) == sorted(ref.scores, reverse=True)
    assert ref.gazetteer_id not in ref.candidates
    put = refs("Syria: two died in the village of Zarqanat Umm Dib in the Afrin region.")[
        "Zarqanat Umm Dib"
    ]
    assert len(put.scores) == len(put.candidates)


def test_neighbours_tell_the_division_though_something_lies_in_the_country_only():
    found = refs(
        "Troops fought near the villages of Qwzrtum and Xalvorn in the province of al-Hasakah, "
        "Syria. Guns then hit the village of Zugharbin. On the contact line in northern Syria all "
        "was quiet."
    )
    assert found["Zugharbin"].admin1 == found["Qwzrtum"].admin1 == "Al Ḩasakah"
    assert found["Zugharbin"].ucdp_precision == 4


def test_a_code_of_capitals_is_no_name_in_small_letters():
    found = refs("A drone of the Malian army struck a well near Ber, in Mali.")["Ber"]
    assert found.country in (None, "ML")


def test_a_road_bears_a_towns_name_wherever_it_lies():
    found = refs(
        "In Syria, jets struck the Castello Road north of Aleppo. Trucks burned on the road "
        "to Aleppo and in Idlib."
    )["Castello Road"]
    assert found.country in (None, "SY")


def test_a_cemetery_is_not_in_the_great_city_abroad_whose_name_it_bears():
    found = refs(
        "LISBON - Soldiers shot mourners in the Santa Cruz cemetery, says a letter from Dili.",
    )
    assert found["Santa Cruz"].gazetteer_id is None
    assert found["Dili"].country == "TL"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Fighters of the Free Syrian Army attacked a post near Homs in Syria.", "Free"),
        ("Hostages were taken in Assyrian villages in Syria.", "Assyrian"),
    ],
)
def test_an_ordinary_word_or_a_people_is_no_place(text, wrong):
    assert wrong not in refs(text)


def test_a_division_named_in_full_is_one():
    assert refs("A mine collapsed in Free State, South Africa.")["Free State"].country == "ZA"


@pytest.mark.parametrize(
    ("text", "name", "country", "chief"),
    [
        pytest.param(
            "Israeli jets struck Tyre on Sunday. Israel said Israeli pilots had hit a depot. The"
            " Israeli army lost nobody, Israel's prime minister said.",
            "Tyre",
            "LB",
            "Tyre",
            id="a city so called before a town of the attacker's country that sounds so",
        ),
        pytest.param(
            "Russian guns shelled Sloviansk in Ukraine.",
            "Sloviansk",
            "UA",
            "Slovyansk",
            id="the chief name in another spelling before an old name of another town",
        ),
        pytest.param(
            "Troops in Lima said that Colombia and Peru had closed the border. In Huanta, in the"
            " highlands of Peru, 11 men were shot.",
            "Huanta",
            "PE",
            "Huanta",
            id="far from the other places, but the one of that name in the country",
        ),
        pytest.param(
            "ORURO, Bolivia - Police and troops fired on crowds in Santa Cruz. The United States"
            " said the US embassy was shut.",
            "Santa Cruz",
            "BO",
            "Santa Cruz de la Sierra",
            id="the dateline tells the country",
        ),
    ],
)
def test_namesakes_in_a_report_on_another_country(text, name, country, chief):
    found = refs(text)[name]
    assert (found.country, found.name) == (country, chief)
