"""Lists of actors of others, taken into the registry."""

import csv

import pytest

from tacitus.knowledge.actor_imports import import_actors
from tacitus.knowledge.actors import load_registry
from tacitus.records import TacitusError

UCDP = ["ActorId", "NameData", "NameOrigFullEng", "NewName", "Org", "Location"]


def table(path, columns, *rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def test_ucdp(tmp_path):
    path = table(
        tmp_path / "ucdp.csv",
        UCDP,
        ["9001", "LTF", "Lower Tormes Front", "", "1", "Chad, Sudan"],
        ["9002", "Hezbollah", "Party of the Brigade of Qomsheh", "", "1", "Lebanon"],
        ["9003", "Government of Chad", "", "", "4", "Chad"],
        ["9004", "Supporters of PRX", "", "", "2", "Chad"],
        ["nine", "X", "", "", "1", ""],
    )
    found = import_actors(path, load_registry())
    new = found.actors["ucdp_9001"]
    assert (new.name, new.kind, new.countries) == ("LTF", "rebels", ["TD", "SD"])
    assert new.aliases == ["Lower Tormes Front"]
    assert new.codes.ucdp == 9001
    assert found.actors["ucdp_9004"].kind == "political"
    assert found.more["hezbollah"].codes.ucdp == 9002
    assert found.more["hezbollah"].aliases == ["Party of the Brigade of Qomsheh"]
    assert set(found.actors) == {"ucdp_9001", "ucdp_9004"}
    assert [p.message.split(" was")[0] for p in found.left_out] == ["line 6"]


def test_ucdp_as_published_in_windows_letters(tmp_path):
    path = table(tmp_path / "u.csv", UCDP, ["1", "Séréki", "", "", "1", "Chad"], encoding="cp1252")
    assert import_actors(path, load_registry()).actors["ucdp_1"].name == "Séréki"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "Windows-1252"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_found_and_told(tmp_path, encoding, told):
    path = table(tmp_path / "u.csv", UCDP, ["1", "Séréki", "", "", "1", ""], encoding=encoding)
    found = import_actors(path, load_registry())
    assert (found.encoding, found.actors["ucdp_1"].name) == (told, "Séréki")


def test_an_unknown_encoding_is_no_guess(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"id,name,kind,about\nx,\x81\x8d,rebels,x\n")
    with pytest.raises(TacitusError, match=r"x\.csv: is in no encoding .* Save it as UTF-8"):
        import_actors(path, load_registry())


def test_a_row_that_does_not_fit_is_left_out_and_the_rest_is_taken(tmp_path):
    path = table(
        tmp_path / "own.csv",
        ["id", "name", "kind", "about", "since", "until"],
        ["a", "A" * 10_000, "rebels", "x", "", ""],
        ["b", "Backward Front", "rebels", "x", "2010", "2005"],
        ["c", "Lower Front", "rebels", "x", "2010", "2015"],
    )
    found = import_actors(path, load_registry())
    assert list(found.actors) == ["c"]
    first, second = (problem.message for problem in found.left_out)
    assert "line 2" in first
    assert "200 characters" in first
    assert "line 3" in second
    assert "since 2010 is after until 2005" in second


def test_own_table(tmp_path):
    path = table(
        tmp_path / "own.csv",
        ["id", "name", "kind", "about", "countries", "since", "aliases", "parents", "acled"],
        [
            "Lower Front",
            "Lower Front",
            "rebels",
            "Rebels",
            "TD|SD",
            "2019",
            "LF-X|Front bas",
            "",
            "",
        ],
        ["bad", "Bad", "rebels", "Rebels", "", "long ago", "", "", ""],
        ["wing", "Wing", "militia", "Its wing", "TD", "", "", "lower_front", "Wing (X)"],
    )
    found = import_actors(path, load_registry())
    first = found.actors["lower_front"]
    assert (first.countries, first.since, first.aliases) == (
        ["TD", "SD"],
        2019,
        ["LF-X", "Front bas"],
    )
    assert found.actors["wing"].parents[0].to == "lower_front"
    assert found.actors["wing"].codes.acled == "Wing (X)"
    assert "line 3" in found.left_out[0].message


def test_an_id_twice(tmp_path):
    row = ["x", "X", "rebels", "Rebels"]
    path = table(tmp_path / "own.csv", ["id", "name", "kind", "about"], row, row)
    with pytest.raises(TacitusError, match="line 3: actor id x stands twice"):
        import_actors(path, load_registry())


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n"])
def test_no_list_of_actors(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_text(content)
    with pytest.raises(TacitusError, match="no list of actors"):
        import_actors(path, load_registry())
