"""The gazetteer finds places under the spellings that reporters use."""

from __future__ import annotations

import pytest

from tacitus.knowledge.gazetteer import Gazetteer, cache_folder, open_gazetteer
from tacitus.knowledge.gazetteer_build import Regions
from tacitus.knowledge.gazetteer_names import fold, loose, skeleton
from tacitus.knowledge.load import packaged
from tacitus.knowledge.place_words import place_lexicon
from tacitus.records import TacitusError


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ḩimş", "hims"),
        ("al-Nu’man", "al numan"),
        ("U.S.", "us"),
        ("São Tomé", "sao tome"),
        ("Łódź", "lodz"),
        ("Mazar-i-Sharif", "mazar i sharif"),
        ("حلب", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir Ezzor", "Dayr az Zawr"),
        ("Deir ez-Zor", "Der-Ezzor"),
        ("Mayadin", "al-Mayadeen"),
        ("Hasakah", "Hassakeh"),
        ("Khan Sheikhoun", "Khān Shaykhūn"),
        ("Urum al-Kubra", "Orum Alkobra"),
        ("Raqqa", "Ar Raqqah"),
        ("Qamishli", "Kamishly"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(loose(one)) == skeleton(loose(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Homs", "Hama"), ("Aleppo", "Idlib"), ("Jaffna", "Jenin")]
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert skeleton(loose(one)) != skeleton(loose(other))


@pytest.mark.parametrize(
    ("name", "gid"),
    [
        ("Aleppo", "geonames:170063"),
        ("Halab", "geonames:170063"),
        ("Kiev", "geonames:703448"),
        ("Kyiv", "geonames:703448"),
        ("Mayadeen", "geonames:173480"),
        ("al-Mayadin", "geonames:173480"),
        ("Deir Ezzor", "geonames:170794"),
        ("Hassakeh", "geonames:173811"),
        ("Burma", "geonames:1327865"),
        ("Eastern Ghouta", "tacitus:eastern-ghouta"),
        ("Donbass", "tacitus:donbas"),
        ("Syrian capital", "geonames:170654"),
    ],
)
def test_find(gazetteer: Gazetteer, name: str, gid: str) -> None:
    assert gid in [entry.id for entry in gazetteer.find(name)]


def test_an_entry_says_where_it_lies(gazetteer: Gazetteer) -> None:
    entry = next(e for e in gazetteer.find("Zacatecoluca") if e.feature == "settlement")
    assert (entry.country, entry.admin1) == ("SV", "La Paz")
    assert abs(entry.lat - 13.5) < 0.1
    assert abs(entry.lon + 88.87) < 0.1
    assert entry.likeness == 100


@pytest.mark.parametrize(
    ("name", "feature", "country", "lat", "lon", "least_km", "most_km"),
    [
        # by their polygons: the middle of the land
        ("Antioquia", "admin1", "CO", 6.95, -75.6, 200, 280),
        ("Texas", "admin1", "US", 31.4, -99.3, 600, 900),
        ("England", "admin1", "GB", 52.6, -1.4, 300, 500),
        ("United States", "country", "US", 39.5, -99.1, 2400, 2900),
        ("France", "country", "FR", 46.55, 2.55, 650, 900),
        # without one: the middle of the towns
        ("Nakuru", "admin1", "KE", -0.3, 36.1, 20, 150),
    ],
)
def test_the_middle_of_an_area(
    gazetteer: Gazetteer, name, feature, country, lat, lon, least_km, most_km
) -> None:
    entry = next(e for e in gazetteer.find(name) if e.feature == feature and e.country == country)
    assert abs(entry.lat - lat) < 0.5
    assert abs(entry.lon - lon) < 0.5
    assert least_km < entry.radius_km < most_km


@pytest.mark.parametrize("word", ["Turkish", "Syrians", "Kurdish", "Colombian"])
def test_adjectives_are_no_places(gazetteer: Gazetteer, word: str) -> None:
    assert not gazetteer.exact(word)


@pytest.mark.parametrize("name", ["an-Nabk", "al-Nabk", "el-Nabk", "An Nabk"])
def test_an_article_counts_in_each_of_its_forms(gazetteer: Gazetteer, name: str) -> None:
    found = gazetteer.exact(name)
    assert ("An Nabk", "SY") in {(entry.name, entry.country) for entry in found}
    assert found == gazetteer.exact("An Nabk")
    assert "settlement" in gazetteer.brief(name).kinds


def test_other_words_before_a_name_are_no_articles(gazetteer: Gazetteer) -> None:
    assert not gazetteer.exact("on-Nabk")
    assert not gazetteer.exact("at-Nabk")


def test_brief(gazetteer: Gazetteer) -> None:
    assert "country" in gazetteer.brief("Jordan").kinds
    assert gazetteer.brief("Mosul").people > 500_000
    assert not gazetteer.brief("Qwghlm").kinds


def test_country_by_code(gazetteer: Gazetteer) -> None:
    found = gazetteer.country("SD")
    assert found is not None
    assert found.name == "Sudan"
    assert gazetteer.country("QQ") is None


def test_regions_are_many_and_named_once() -> None:
    regions = packaged("regions.yaml", Regions).regions
    assert len(regions) >= 150
    assert len({fold(r.name) for r in regions}) == len(regions)
    assert all(-90 <= r.lat <= 90 and -180 <= r.lon <= 180 for r in regions)


def test_place_words_load() -> None:
    lexicon = place_lexicon()
    assert lexicon.types["villages"] == "settlement"
    assert lexicon.demonyms["sudanese"] == "SD"


def test_cache_folder_follows_the_environment(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("TACITUS_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_a_folder_that_cannot_be_written_is_a_typed_error(tmp_path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(TacitusError, match="TACITUS_CACHE"):
        Gazetteer(blocked / "sub")
