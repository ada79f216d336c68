"""Which country disputed areas are given to, by view and day, and views of one's own."""

from __future__ import annotations

from datetime import date

import pycountry
import pytest
import shapely

from tacitus.knowledge.borders import open_borders
from tacitus.knowledge.load import packaged
from tacitus.knowledge.world_view import (
    FILE,
    VARIABLE,
    DisputedArea,
    WorldViews,
    choose_view,
    outlines,
    world_view,
)
from tacitus.records import TacitusError

AREAS = packaged(FILE, WorldViews).areas
D22, D24 = date(2022, 6, 1), date(2024, 6, 1)


@pytest.mark.parametrize(
    ("place", "country", "point", "day", "area", "un", "de_facto"),
    [
        ("Simferopol", "UA", (44.957, 34.111), D22, "crimea", "UA", "RU"),
        ("Simferopol", "UA", (44.957, 34.111), date(2012, 1, 1), None, "UA", "UA"),
        ("Sevastopol", "UA", (44.6, 33.52), None, "crimea", "UA", "RU"),
        ("Donetsk", "UA", (48.01, 37.8), D22, "donbas-2014", "UA", "RU"),
        ("Donetsk", "UA", (48.01, 37.8), date(2014, 1, 1), None, "UA", "UA"),
        ("Mariupol", "UA", (47.1, 37.55), date(2019, 1, 1), None, "UA", "UA"),
        ("Mariupol", "UA", (47.1, 37.55), D22, "south-east-ukraine-2022", "UA", "RU"),
        ("Severodonetsk", "UA", (48.95, 38.49), D24, "south-east-ukraine-2022", "UA", "RU"),
        ("Melitopol", "UA", (46.85, 35.37), D22, "south-east-ukraine-2022", "UA", "RU"),
        ("Enerhodar", "UA", (47.5, 34.66), D22, "south-east-ukraine-2022", "UA", "RU"),
        ("Nova Kakhovka", "UA", (46.755, 33.35), D24, "south-east-ukraine-2022", "UA", "RU"),
        ("Kherson", "UA", (46.64, 32.61), D22, "kherson-right-bank-2022", "UA", "RU"),
        ("Kherson", "UA", (46.64, 32.61), D24, "four-oblasts", "UA", "UA"),
        ("Kramatorsk", "UA", (48.74, 37.58), D24, "four-oblasts", "UA", "UA"),
        ("Zaporizhzhia", "UA", (47.84, 35.14), D24, "four-oblasts", "UA", "UA"),
        ("Avdiivka", "UA", (48.14, 37.74), D22, None, "UA", "UA"),
        ("Avdiivka", "UA", (48.14, 37.74), D24, "donetsk-2024", "UA", "RU"),
        ("Kyiv", "UA", (50.45, 30.52), D22, None, "UA", "UA"),
        ("Kharkiv", "UA", (49.98, 36.25), D22, None, "UA", "UA"),
        ("Rostov-on-Don", "RU", (47.23, 39.71), D22, None, "RU", "RU"),
        ("Sokhumi", "GE", (43.0, 41.02), D22, "abkhazia", "GE", "XA"),
        ("Zugdidi", "GE", (42.51, 41.87), D22, None, "GE", "GE"),
        ("Tskhinvali", "GE", (42.23, 43.97), D22, "south-ossetia", "GE", "XO"),
        ("Gori", "GE", (41.98, 44.11), D22, None, "GE", "GE"),
        ("Tiraspol", "MD", (46.84, 29.63), D22, "transnistria", "MD", "XT"),
        ("Bender", "MD", (46.832, 29.477), D22, "bender", "MD", "XT"),
        ("Chisinau", "MD", (47.0, 28.85), D22, None, "MD", "MD"),
        ("Stepanakert", "AZ", (39.82, 46.75), D22, "nagorno-karabakh", "AZ", "XR"),
        ("Stepanakert", "AZ", (39.82, 46.75), D24, None, "AZ", "AZ"),
        ("Kalbajar", "AZ", (40.1, 46.04), date(2019, 1, 1), "karabakh-districts", "AZ", "XR"),
        ("Kalbajar", "AZ", (40.1, 46.04), D22, None, "AZ", "AZ"),
        ("Ganja", "AZ", (40.68, 46.36), date(2019, 1, 1), None, "AZ", "AZ"),
        ("Pristina", "XK", (42.67, 21.17), D22, "kosovo", "XK", "XK"),
        ("Kyrenia", "CY", (35.34, 33.32), D22, "northern-cyprus", "CY", "XN"),
        ("Limassol", "CY", (34.68, 33.04), D22, None, "CY", "CY"),
        ("Majdal Shams", "SY", (33.27, 35.77), D22, "golan", "SY", "IL"),
        ("Katzrin", "IL", (32.99, 35.69), D22, "golan", "SY", "IL"),
        ("Quneitra", "SY", (33.126, 35.824), D22, None, "SY", "SY"),
        ("Tiberias", "IL", (32.79, 35.53), D22, None, "IL", "IL"),
        ("Shu'fat", "PS", (31.817, 35.227), D22, "east-jerusalem", "PS", "IL"),
        ("West Jerusalem", "IL", (31.782, 35.22), D22, None, "IL", "IL"),
        ("Nablus", "PS", (32.22, 35.26), D22, "west-bank", "PS", "PS"),
        ("Ariel", "IL", (32.105, 35.175), D22, "west-bank", "PS", "IL"),
        ("Gaza", "PS", (31.5, 34.467), D22, "gaza", "PS", "PS"),
        ("Laayoune", "EH", (27.15, -13.2), D22, "western-sahara", "EH", "MA"),
        ("Tifariti", "EH", (26.158, -10.567), D22, "western-sahara-east", "EH", "EH"),
        ("Agadir", "MA", (30.42, -9.6), D22, None, "MA", "MA"),
        ("Hargeisa", "SO", (9.56, 44.06), D22, "somaliland", "SO", "XS"),
        ("Mogadishu", "SO", (2.04, 45.34), D22, None, "SO", "SO"),
        ("Abyei", "SD", (9.59, 28.43), D22, "abyei", "SD", "SD"),
        ("Hala'ib", "EG", (22.223, 36.647), D22, "halaib", "EG", "EG"),
        ("Aswan", "EG", (24.09, 32.9), D22, None, "EG", "EG"),
        ("Lokichoggio", "KE", (4.204, 34.348), D22, None, "KE", "KE"),
        ("Todonyang", "KE", (4.9, 35.3), D22, "ilemi", "KE", "KE"),
        ("Srinagar", "IN", (34.08, 74.8), D22, "kashmir-indian", "IN", "IN"),
        ("Leh", "IN", (34.16, 77.58), D22, "kashmir-indian", "IN", "IN"),
        ("Muzaffarabad", "PK", (34.36, 73.47), D22, "kashmir-pakistani", "PK", "PK"),
        ("Gilgit", "PK", (35.92, 74.31), D22, "kashmir-pakistani", "PK", "PK"),
        ("Lahore", "PK", (31.55, 74.34), D22, None, "PK", "PK"),
        ("a camp", "CN", (35.2, 79.5), D22, "aksai-chin", "CN", "CN"),
        ("a valley", "CN", (36.05, 76.4), D22, "shaksgam", "CN", "CN"),
        ("a glacier", "IN", (35.4, 77.3), D22, "siachen", "IN", "IN"),
        ("Itanagar", "IN", (27.08, 93.61), D22, "arunachal-pradesh", "IN", "IN"),
        ("Guwahati", "IN", (26.18, 91.75), D22, None, "IN", "IN"),
        ("Taipei", "TW", (25.05, 121.53), D22, "taiwan", "TW", "TW"),
        ("Kunashir", "RU", (44.03, 145.86), D22, "southern-kurils", "RU", "RU"),
        ("Nemuro", "JP", (43.33, 145.58), D22, None, "JP", "JP"),
        ("Uotsuri", "JP", (25.74, 123.47), D22, "senkaku", "JP", "JP"),
        ("Dokdo", "KR", (37.24, 131.87), D22, "liancourt", "KR", "KR"),
        ("Woody Island", "CN", (16.83, 112.34), D22, "paracel", None, "CN"),
        ("Thitu", "VN", (11.05, 114.28), D22, "spratly", None, None),
        ("a shoal", None, (15.15, 117.76), D22, "scarborough", None, "CN"),
        ("Abu Musa", "AE", (25.867, 55.024), D22, "abu-musa-tunbs", "IR", "IR"),
        ("Stanley", "FK", (-51.7, -57.85), D22, "falklands", "FK", "FK"),
        ("Lethem", "GY", (3.38, -59.8), D22, "essequibo", "GY", "GY"),
        ("Georgetown", "GY", (6.8, -58.16), D22, None, "GY", "GY"),
        ("Hans Island", None, (80.83, -66.46), date(2010, 1, 1), "hans", None, None),
        ("Hans Island", "CA", (80.83, -66.46), D24, None, "CA", "CA"),
        ("Ceuta", "ES", (35.89, -5.31), D22, "ceuta-melilla", "ES", "ES"),
        ("Damascus", "SY", (33.51, 36.29), D22, None, "SY", "SY"),
    ],
)
def test_ruling(place, country, point, day, area, un, de_facto) -> None:
    for name, wanted in (("un", un), ("de-facto", de_facto)):
        ruling = world_view(name).ruling(country, point=point, day=day)
        assert (ruling.area and ruling.area.id, ruling.country) == (area, wanted), (place, name)


@pytest.mark.parametrize(
    ("gid", "country", "area", "un", "de_facto"),
    [
        ("tacitus:crimea", "UA", "crimea", "UA", "RU"),
        ("tacitus:golan-heights", None, "golan", "SY", "IL"),
        ("geonames:709716", "UA", "four-oblasts", "UA", "UA"),
        ("tacitus:kashmir", "PK", "kashmir", "PK", "PK"),
        ("tacitus:kashmir", None, "kashmir", None, None),
        ("geonames:281184", "IL", "jerusalem", "IL", "IL"),
        ("tacitus:east-jerusalem", "PS", "east-jerusalem", "PS", "IL"),
    ],
)
def test_areas_that_are_named_themselves(gid, country, area, un, de_facto) -> None:
    for name, wanted in (("un", un), ("de-facto", de_facto)):
        ruling = world_view(name).ruling(country, gid=gid, day=D24)
        assert (ruling.area and ruling.area.id, ruling.country) == (area, wanted)


def test_a_country_s_middle_is_in_no_area() -> None:
    # The reference of a country has no point that counts.
    assert world_view("un").ruling("UA", gid="geonames:690791", day=D24).area is None


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_an_entry_is_whole(area: DisputedArea) -> None:
    codes = {*packaged(FILE, WorldViews).codes, "XK"}
    named = {*area.claimed_by, *area.held_by, *area.where.of, *area.where.countries}
    named |= {code for code in area.views.values() if code}
    for code in named - codes:
        assert pycountry.countries.get(alpha_2=code) is not None, code
    assert set(area.held_by) <= set(area.claimed_by)
    assert area.note.strip()
    units = open_borders().units
    for wanted in area.where.units:
        assert any(wanted in (u.iso, u.gid, u.division, u.drawn_as) for u in units), wanted


@pytest.mark.parametrize("area", [a for a in AREAS if a.where.units], ids=lambda area: area.id)
def test_a_box_holds_its_units(area: DisputedArea) -> None:
    borders = open_borders()
    south, west, north, east = area.where.box
    for unit, shape in zip(borders.units, borders.shapes, strict=True):
        own = {unit.iso, unit.gid, unit.division, unit.drawn_as}.intersection(area.where.units)
        if own:
            left, low, right, high = shape.bounds
            assert south <= low, area.id
            assert high <= north, area.id
            assert west <= left, area.id
            assert right <= east, area.id


def test_outlines_are_sound() -> None:
    assert all(
        shapely.Polygon([(lon, lat) for lat, lon in corners]).is_valid
        for corners in (*outlines().values(), *(a.where.corners for a in AREAS if a.where.corners))
    )


def test_codes_of_no_state_are_user_assigned() -> None:
    assert all(
        code.startswith("X") and pycountry.countries.get(alpha_2=code) is None
        for code in packaged(FILE, WorldViews).codes
    )


# ── views of one's own ─────────────────────────────────────────────────────────────────────


def test_a_view_of_one_s_own(tmp_path, monkeypatch) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(
        "name: desk\nbase: de-facto\nsays: as our desk writes\n"
        "countries: {crimea: UA, spratly: PH}\n"
        "areas:\n"
        "  - {id: snake-island, name: Snake Island, claimed_by: [UA], held_by: [UA], views: {desk: UA},\n"
        "     where: {ids: [tacitus:snake-island]}, drawn: {}, note: our own}\n"
    )
    view = choose_view(None) if monkeypatch.setenv(VARIABLE, str(path)) else world_view()
    assert view.name == "desk"
    assert view.version.startswith("desk ")
    assert view.ruling("UA", point=(44.957, 34.111)).country == "UA"
    assert view.ruling("UA", point=(48.01, 37.8)).country == "RU"
    assert view.ruling("VN", point=(11.05, 114.28)).country == "PH"
    assert view.ruling("UA", gid="tacitus:snake-island").area.id == "snake-island"


AREA = (
    "{id: %s, name: N, claimed_by: [UA], held_by: [UA], views: %s, where: %s, drawn: {}, note: n}"
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name: own\ncountries: {atlantis: GR}", "atlantis"),
        ("name: own\ncountries: {crimea: Russia}", "countries.crimea"),
        ("name: own\ncountries: {crimea: QQ}", "QQ"),
        ("name: own\nbase: mars", "mars"),
        ("name: un", "packaged view"),
        ("countries: {crimea: RU}", "name"),
        ("name: own\ncountry: {crimea: RU}", "country"),
        ("name: [", "not YAML"),
        ("name: own\nareas: [" + AREA % ("crimea", "{}", "{ids: [a]}") + "]", "twice"),
        ("name: own\nareas: [" + AREA % ("x", "{}", "{}") + "]", "one of countries"),
        ("name: own\nareas: [" + AREA % ("x", "{}", "{units: [A]}") + "]", "box"),
        ("name: own\nareas: [" + AREA % ("x", "{}", "{outline: atoll}") + "]", "atoll"),
        (
            "name: own\nareas: [" + AREA % ("x", "{}", "{outline: [[0, 0], [1, 1]]}") + "]",
            "three corners",
        ),
        (
            "name: own\nareas: ["
            + AREA % ("x", "{}", "{outline: [[95, 0], [1, 1], [2, 0]]}")
            + "]",
            "no latitude",
        ),
        ("name: own\nareas: [" + AREA % ("x", "{their: UA}", "{ids: [a]}") + "]", "their"),
    ],
)
def test_a_wrong_file_is_a_clear_error(tmp_path, content: str, told: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(content)
    with pytest.raises(TacitusError, match=r"own\.yaml") as caught:
        world_view(str(path))
    assert told in caught.value.problem.message


def test_no_such_view() -> None:
    with pytest.raises(TacitusError, match="un, de-facto or a YAML file"):
        world_view("martian")


def test_a_chosen_view_holds_for_processes_started_later(monkeypatch) -> None:
    monkeypatch.setenv(VARIABLE, "un")
    assert choose_view("de-facto").name == "de-facto"
    assert world_view().name == "de-facto"
