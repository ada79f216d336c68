"""Places are found by parts, misspellings and other scripts, and around a point."""

from __future__ import annotations

import time

import pytest
from helpers.geodump import dump, dump_row

from tacitus.knowledge import gazetteer_finder
from tacitus.knowledge.gazetteer import Gazetteer, open_gazetteer
from tacitus.knowledge.gazetteer_added import add_file
from tacitus.knowledge.gazetteer_finder import boxes
from tacitus.knowledge.gazetteer_names import fold, script_key
from tacitus.knowledge.gazetteer_search import likeness_of, search_places
from tacitus.knowledge.geometry import kilometres, moved
from tacitus.records import TacitusError


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


def ids(hits):
    return [hit.entry.id for hit in hits]


@pytest.mark.parametrize(
    ("words", "gid"),
    [
        ("Aleppo", "geonames:170063"),
        ("aleppo", "geonames:170063"),
        ("حلب", "geonames:170063"),
        ("حَلَب", "geonames:170063"),
        ("Алеппо", "geonames:170063"),
        ("АЛЕППО", "geonames:170063"),
        ("Харків", "geonames:706483"),
        ("北京", "geonames:1816670"),
        ("Αθήνα", "geonames:264371"),
        ("Khartum", "geonames:379252"),
        ("Mogadishoo", "geonames:53654"),
        ("Sevastopl", "geonames:694423"),
        ("geonames:170063", "geonames:170063"),
    ],
)
def test_found_first_or_near_it(gazetteer, words, gid):
    assert gid in ids(search_places(gazetteer, words, most=3))


@pytest.mark.parametrize(
    ("words", "gid"), [("Mariup", "geonames:701822"), ("Mazar-i", "geonames:1133616")]
)
def test_a_part_is_enough(gazetteer, words, gid):
    assert gid in ids(search_places(gazetteer, words, most=20))


def test_the_very_name_comes_first_and_the_larger_before_the_smaller(gazetteer):
    hits = search_places(gazetteer, "Tripoli", most=10)

    very = [hit for hit in hits if hit.likeness == 100]
    assert hits[: len(very)] == very
    people = [hit.entry.population for hit in very]
    assert people == sorted(people, reverse=True)


def test_only_in_a_country_or_around_a_point(gazetteer):
    in_lebanon = search_places(gazetteer, "Tripoli", country="LB")
    around = search_places(gazetteer, "Tripoli", around=(32.9, 13.2, 30))

    assert {hit.entry.country for hit in in_lebanon} == {"LB"}
    assert "geonames:2210247" in ids(around)
    assert all(hit.km is not None and hit.km <= 30 for hit in around)
    assert not search_places(gazetteer, "Qwghlmqx")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("حَلَب", "حلب"),
        ("إدلب", "ادلب"),
        ("الرقّة", "الرقه"),
        ("کابل", "كابل"),
        ("حلـــب", "حلب"),
        ("Артёмовск", "артемовск"),
        ("ΑΘΉΝΑ", "Αθηνα"),
        ("Ḩimş", "hims"),
    ],
)
def test_script_key_brings_spellings_together(one, other):
    assert script_key(one) == script_key(other) != ""


@pytest.mark.parametrize("name", ["Aleppo", "Dayr az Zawr", "Łódź", "São Tomé", "U.S."])
def test_script_key_leaves_latin_names_as_exact_keys_are(name):
    assert script_key(name) == fold(name)


@pytest.mark.parametrize(
    ("wanted", "key", "least", "most"),
    [
        ("homs", "homs", 100, 100),
        ("york", "new york", 90, 99),
        ("ork", "new york", 80, 89),
        ("zor deir", "deir zor", 90, 99),
        ("homs", "kabul", 0, 40),
    ],
)
def test_likeness(wanted, key, least, most):
    assert least <= likeness_of(wanted, key) <= most


@pytest.mark.parametrize(
    ("lat", "lon", "km"),
    [(36.2, 37.16, 50), (0, 0, 1), (-17, 179.9, 300), (65, -179.95, 200), (89.9, 10, 50), (-89, 0, 300), (60, 20, 3000)],
)  # fmt: skip
def test_boxes_hold_the_circle(lat, lon, km):
    held = boxes(lat, lon, km)

    for bearing in range(0, 360, 3):
        y, x = moved(lat, lon, km * 0.999, bearing)
        x = (x + 180) % 360 - 180
        assert any(s <= y <= n and w <= x <= e for s, n, w, e in held), (bearing, y, x)


def test_near_is_what_a_look_at_all_places_gives(gazetteer):
    for lat, lon, km in ((36.2, 37.16, 40), (-16.8, 179.98, 150), (64.7, -179.0, 800)):
        every = gazetteer._base.execute("SELECT gid, lat, lon FROM place").fetchall()
        wanted = sorted(gid for gid, y, x in every if kilometres(lat, lon, y, x) <= km)
        near = gazetteer.near(lat, lon, km, most=100_000)

        assert sorted(entry.id for entry, _ in near) == wanted
        assert [apart for _, apart in near] == sorted(apart for _, apart in near)
        assert gazetteer.near(lat, lon, km, most=3) == near[:3]


def test_added_places_are_searched_too(monkeypatch, tmp_path, gazetteer):
    monkeypatch.setenv("TACITUS_GAZETTEER", str(tmp_path))
    path = tmp_path / "SY.txt"
    path.write_text(
        dump([dump_row(99000001, "Qaryat az Zurayqah", 36.301, 37.201, names="قرية الزريقة")]),
        "utf-8",
    )
    add_file(path, Gazetteer(), name="SY")
    both = Gazetteer()

    for words in ("Zurayqah", "Qariat az Zuraiqa", "الزريقة", "قريه الزريقه"):
        assert "geonames:99000001" in ids(search_places(both, words, most=3)), words
    assert ids(search_places(both, "Zurayqah", around=(36.3, 37.2, 1))) == ["geonames:99000001"]
    assert "geonames:99000001" in [e.id for e, _ in both.near(36.3, 37.2, 1)]
    assert "geonames:99000001" not in [e.id for e, _ in gazetteer.near(36.3, 37.2, 1)]


def test_an_index_that_is_not_there_is_told(gazetteer, monkeypatch):
    monkeypatch.setattr(gazetteer_finder, "_LIKE", "SELECT key FROM no_such WHERE ? AND ?")

    with pytest.raises(TacitusError, match=r"SQLite 3\.34 or later"):
        search_places(gazetteer, "Aleppo")


def test_opening_takes_a_small_part_of_reading_all(gazetteer):
    begun = time.perf_counter()
    for _ in range(3):
        Gazetteer()
    opening = (time.perf_counter() - begun) / 3
    begun = time.perf_counter()
    gazetteer._base.execute("SELECT count(*), max(length(names)) FROM place").fetchone()
    reading = time.perf_counter() - begun

    assert opening < max(reading, 0.02) * 5
