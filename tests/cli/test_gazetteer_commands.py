"""Adding places on the command line, from a server on this machine and from files."""

import sys

import pytest
from helpers.geodump import README, VILLAGES, dump, dump_row, many, serving, zipped

from tacitus.cli import main
from tacitus.knowledge.gazetteer import open_gazetteer


@pytest.fixture
def tacitus(monkeypatch, capsys, tmp_path):
    open_gazetteer()  # the packaged places alone, which other tests share
    monkeypatch.setenv("TACITUS_GAZETTEER", str(tmp_path / "added"))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["tacitus", "gazetteer", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return end.value.code or 0, out, err

    return call


@pytest.fixture
def server(monkeypatch):
    with serving() as dumps:
        dumps.files["/dump/SY.zip"] = zipped({"readme.txt": README, "SY.txt": dump()})
        monkeypatch.setenv("TACITUS_GEONAMES_URL", f"{dumps.url}/dump/{{country}}.zip")
        yield dumps


def test_a_country_is_downloaded_loaded_found_and_removed(tacitus, server, tmp_path):
    code, out, err = tacitus("add", "sy")

    assert code == 0
    assert "SY: 6 places from 7 lines (geonames), 1 of other classes left out, 0 bad lines" in out
    assert "SY: 0.0 MB from http://127.0.0.1" in err
    told = tacitus("info")[1]
    assert 'version  "v1"' in told
    assert "/dump/SY.zip" in told
    assert "geonames:99000001" in tacitus("search", "zurayqah", "--country", "SY")[1]
    assert tacitus("remove", "SY")[:2] == (0, "SY removed\n")
    assert "sha256" not in tacitus("info")[1]
    assert [p for p in (tmp_path / "added").rglob("*") if p.suffix in (".zip", ".part")] == []


def test_a_download_that_was_cut_goes_on(tacitus, server):
    server.files["/dump/SY.zip"] = zipped({"SY.txt": many(3000)})
    server.cuts = [10_000]

    code, out, _ = tacitus("add", "SY")

    assert code == 0
    assert "3000 places" in out
    assert server.asked[1] == ("/dump/SY.zip", "bytes=10000-")


def test_a_mirror_by_option(tacitus, server):
    server.files["/mirror/SY.txt"] = dump().encode()

    code, out, _ = tacitus("add", "SY", "--url", f"{server.url}/mirror/{{country}}.txt")

    assert code == 0
    assert "6 places" in out
    assert "/mirror/SY.txt" in tacitus("info")[1]


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
def test_what_cannot_be_added_is_told(tacitus, server, tmp_path, arguments, says):
    code, _, err = tacitus("add", *arguments)

    assert code == 2
    assert says in err
    assert not list((tmp_path / "added").glob("*.sqlite*"))


def test_less_than_was_announced_is_not_loaded(tacitus, server, tmp_path):
    server.announce, server.ranges = 5000, False

    code, _, err = tacitus("add", "SY")

    assert code == 2
    assert "5000 were announced" in err
    assert not list((tmp_path / "added").glob("*.sqlite*"))


def test_a_broken_download_is_got_anew_the_next_time(tacitus, server):
    server.files["/dump/SY.zip"], whole = b"PK\x03\x04 not a zip", server.files["/dump/SY.zip"]
    assert tacitus("add", "SY")[0] == 2
    server.files["/dump/SY.zip"] = whole

    assert tacitus("add", "SY")[0] == 0


def test_the_rest_is_added_where_one_fails(tacitus, server):
    code, out, err = tacitus("add", "IQ", "SY")

    assert code == 2
    assert "SY: 6 places" in out
    assert "answers 404" in err
    assert "2 asked for, 1 added, 1 not" in err


def test_bad_lines_are_shown_and_the_exit_code_tells(tacitus, tmp_path):
    path = tmp_path / "SY.txt"
    path.write_text(dump([*VILLAGES, "99000099\tonly two"]), "utf-8")

    code, out, err = tacitus("add", path)

    assert code == 1
    assert "SY: 6 places from 7 lines (geonames), 1 of other classes left out, 1 bad lines" in out
    assert "SY.txt: line 8: has 2 columns, not 19." in err


def test_a_second_file_of_a_name_says_what_it_replaces(tacitus, tmp_path):
    path = tmp_path / "SY.txt"
    path.write_text(dump(), "utf-8")
    tacitus("add", path)

    code, _, err = tacitus("add", path)

    assert code == 0
    assert f"takes the place of {path}" in err
    assert tacitus("add", path, "--name", "other")[2] == ""


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
def test_a_search_that_finds_nothing_or_cannot_be_is_told(tacitus, arguments, says):
    code, _, err = tacitus("search", *arguments)

    assert code == 2
    assert says in err


def test_a_search_around_a_point_tells_distances(tacitus):
    code, out, _ = tacitus("search", "حلب", "--near", "36.2,37.1,30")

    assert code == 0
    assert "geonames:170063" in out
    assert "km" in out.splitlines()[0]


def test_nothing_of_that_name_to_remove(tacitus):
    code, _, err = tacitus("remove", "SY")

    assert code == 2
    assert "nothing called 'SY' was added" in err


def test_a_great_name_is_left_to_the_packaged_point(tacitus, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text(dump([dump_row(170063, "Aleppo", 1.5, 1.5, names="Zurayqat Halab")]), "utf-8")
    tacitus("add", path)

    assert "36.2012,37.1612" in tacitus("search", "Zurayqat Halab")[1]
