"""Adding places on the command line, from a server on this machine and from files."""

from functools import partial

import pytest
from helpers.geodump import README, VILLAGES, dump, dump_row, many, serving, zipped

from tacitus.knowledge.gazetteer import open_gazetteer


@pytest.fixture
def places(tacitus, monkeypatch, tmp_path):
    open_gazetteer()  # the packaged places alone, which other tests share
    monkeypatch.setenv("TACITUS_GAZETTEER", str(tmp_path / "added"))
    monkeypatch.setenv("COLUMNS", "200")
    return partial(tacitus, "gazetteer")


@pytest.fixture
def server(monkeypatch):
    with serving() as dumps:
        dumps.files["/dump/SY.zip"] = zipped({"readme.txt": README, "SY.txt": dump()})
        monkeypatch.setenv("TACITUS_GEONAMES_URL", f"{dumps.url}/dump/{{country}}.zip")
        yield dumps


def test_a_country_is_downloaded_loaded_found_and_removed(places, server, tmp_path):
    code, out, err = places("add", "sy")

    assert code == 0
    assert "SY: 6 places from 7 lines (geonames), 1 of other classes left out, 0 bad lines" in out
    assert "SY: 0.0 MB from http://127.0.0.1" in err
    told = places("info")[1]
    assert 'version  "v1"' in told
    assert "/dump/SY.zip" in told
    assert "geonames:99000001" in places("search", "zurayqah", "--country", "SY")[1]
    assert places("remove", "SY")[:2] == (0, "SY removed\n")
    assert "sha256" not in places("info")[1]
    assert [p for p in (tmp_path / "added").rglob("*") if p.suffix in (".zip", ".part")] == []


def test_a_download_that_was_cut_goes_on(places, server):
    server.files["/dump/SY.zip"] = zipped({"SY.txt": many(3000)})
    server.cuts = [10_000]

    code, out, _ = places("add", "SY")

    assert code == 0
    assert "3000 places" in out
    assert server.asked[1] == ("/dump/SY.zip", "bytes=10000-")


def test_a_mirror_by_option(places, server):
    server.files["/mirror/SY.txt"] = dump().encode()

    code, out, _ = places("add", "SY", "--url", f"{server.url}/mirror/{{country}}.txt")

    assert code == 0
    assert "6 places" in out
    assert "/mirror/SY.txt" in places("info")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["IQ"], "answers 404"),
        (["QQ"], "'QQ' is no country"),
        (["nowhere.csv"], "no such file"),
        (["SY", "--url", "http://127.0.0.1/SY.zip"], "has no {country} in it"),
        (["SY", "--url", "file:///{country}.zip"], "no http or https address"),
        (["SY", "--form", "shape"], "is no form"),
        (["SY", "IQ", "--name", "x"], "--name goes with one file only"),
        (["SY", "--country", "Qwghlm"], "is no country"),
    ],
)
def test_what_cannot_be_added_is_told(places, server, tmp_path, arguments, says):
    code, _, err = places("add", *arguments)

    assert code == 2
    assert says in err
    assert not list((tmp_path / "added").glob("*.sqlite*"))


def test_less_than_was_announced_is_not_loaded(places, server, tmp_path):
    server.announce, server.ranges = 5000, False

    code, _, err = places("add", "SY")

    assert code == 2
    assert "5000 were announced" in err
    assert not list((tmp_path / "added").glob("*.sqlite*"))


def test_a_broken_download_is_got_anew_the_next_time(places, server):
    server.files["/dump/SY.zip"], whole = b"PK\x03\x04 not a zip", server.files["/dump/SY.zip"]
    assert places("add", "SY")[0] == 2
    server.files["/dump/SY.zip"] = whole

    assert places("add", "SY")[0] == 0


def test_the_rest_is_added_where_one_fails(places, server):
    code, out, err = places("add", "IQ", "SY")

    assert code == 2
    assert "SY: 6 places" in out
    assert "answers 404" in err
    assert "2 asked for, 1 added, 1 not" in err


def test_bad_lines_are_shown_and_the_exit_code_tells(places, tmp_path):
    path = tmp_path / "SY.txt"
    path.write_text(dump([*VILLAGES, "99000099\tonly two"]), "utf-8")

    code, out, err = places("add", path)

    assert code == 1
    assert "SY: 6 places from 7 lines (geonames), 1 of other classes left out, 1 bad lines" in out
    assert "SY.txt: line 8: has 2 columns, not 19." in err


def test_a_second_file_of_a_name_says_what_it_replaces(places, tmp_path):
    path = tmp_path / "SY.txt"
    path.write_text(dump(), "utf-8")
    places("add", path)

    code, _, err = places("add", path)

    assert code == 0
    assert f"takes the place of {path}" in err
    assert places("add", path, "--name", "other")[2] == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Qwghlmqx"], "no place has a name like"),
        (["Aleppo", "--near", "36"], "is no point"),
        (["Aleppo", "--near", "36,x"], "is no point"),
        (["Aleppo", "--near", "96,37"], "is no point"),
        (["Aleppo", "--near", "36,37,5,5"], "is no point"),
        (["Aleppo", "--country", "QQ"], "is no country"),
    ],
)
def test_a_search_that_finds_nothing_or_cannot_be_is_told(places, arguments, says):
    code, _, err = places("search", *arguments)

    assert code == 2
    assert says in err


def test_a_search_around_a_point_tells_distances(places):
    code, out, _ = places("search", "حلب", "--near", "36.2,37.1,30")

    assert code == 0
    assert "geonames:170063" in out
    assert "km" in out.splitlines()[0]


def test_nothing_of_that_name_to_remove(places):
    code, _, err = places("remove", "SY")

    assert code == 2
    assert "nothing called 'SY' was added" in err


def test_a_great_name_is_left_to_the_packaged_point(places, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text(dump([dump_row(170063, "Aleppo", 1.5, 1.5, names="Zurayqat Halab")]), "utf-8")
    places("add", path)

    assert "36.2012,37.1612" in places("search", "Zurayqat Halab")[1]
