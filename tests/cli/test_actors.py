"""``tacitus actors``: search, show, import, check and export."""

import csv
import json
import time

import pytest
import yaml
from typer.testing import CliRunner

from tacitus.actor_commands import actors_app
from tacitus.knowledge.actor_search import search_actors
from tacitus.knowledge.actors import load_registry
from tacitus.records import TacitusError

OWN = "id,name,kind,about,countries,aliases\nzorn,Zorn Brigade,militia,Made up,TD,Brigada Zorn\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "actors"
    monkeypatch.setenv("TACITUS_ACTORS", str(folder))
    load_registry.cache_clear()
    yield folder
    load_registry.cache_clear()


def run(*arguments):
    result = CliRunner().invoke(actors_app, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_search_and_show():
    assert "al_nusra" in run("search", "nusrah front").stdout
    shown = run("show", "al_nusra").stdout
    assert "Jabhat al-Nusra > Jabhat Fateh al-Sham > Hayat Tahrir al-Sham" in shown
    assert "branch of" in shown


@pytest.mark.parametrize(
    ("words", "first", "absent"),
    [
        ("nusrah front", "al_nusra", "  un  "),
        ("Haqqani", "haqqani", "  kanak"),
        # "au" and "is" stand in many words without being meant
        ("Mau Mau", "mau_mau", "african_union"),
        ("Polisaro Front", "polisario", "islamic_state"),
    ],
)
def test_search_puts_the_likeliest_first(words, first, absent):
    table = run("search", words).stdout
    assert first in table.splitlines()[1]
    assert absent not in table


def test_a_name_of_ten_thousand_letters_is_looked_for_like_any_other():
    start = time.process_time()
    search_actors(load_registry(), "Zorn Brigade")
    short, start = time.process_time() - start, time.process_time()
    search_actors(load_registry(), "Zorn Brigade " * 800)
    assert time.process_time() - start < 10 * short


def test_nobody_of_that_name():
    with pytest.raises(TacitusError, match="no actor"):
        run("show", "Qqxyzzy Vrblg")


def test_import_adds_to_what_is_in_force(home, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(OWN)
    assert "nothing written" in run("import", path, "--dry-run").stdout
    assert not home.exists()
    assert "1 new actors" in run("import", path).stdout
    assert "zorn" in yaml.safe_load((home / "mine.yaml").read_text())["actors"]
    assert "Zorn Brigade" in run("show", "Brigada Zorn").stdout
    assert "1 new actors" in run("import", path).stdout  # again: the same file, not twice
    assert "Zorn Brigade" in run("export", "--format", "csv").stdout


def test_import_that_does_not_fit_writes_nothing(home, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(OWN.replace("TD", "QQ"))
    with pytest.raises(TacitusError, match="QQ is neither"):
        run("import", path)
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("mine.csv", "zorn,Zorn Brigade,militia\n", "needs the columns"),
        ("mine.csv", OWN.replace("militia", "ogres"), "mine.csv: actor zorn: no class 'ogres'"),
        ("mine.csv", OWN + OWN.splitlines()[1], "line 3: actor id zorn stands twice"),
        ("mine.yaml", "actors: [", "is not YAML"),
        (
            "mine.yaml",
            "actors: {hts: {name: X, kind: rebels, about: x}}",
            "actor id hts stands in .*middle_east.yaml too",
        ),
        (
            "mine.yaml",
            "actors: {zorn: {name: X, kind: rebels, about: x, parents: [{to: zorn}]}}",
            "mine.yaml: actor zorn: actors that are their own parents: zorn > zorn",
        ),
        (
            "mine.yaml",
            "actors: {zorn: {name: X, kind: rebels, about: x, parents: [{to: nobody}]}}",
            "mine.yaml: actor zorn: parents: nobody is neither",
        ),
        ("mine.yaml", "more: {nobody: {aliases: [X]}}", "adds to nobody, which is no actor"),
    ],
)
def test_a_bad_file_is_named_and_nothing_of_it_is_taken(home, tmp_path, name, content, told):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(TacitusError, match=told):
        run("import", path)
    assert not home.exists()


def test_check_tells_how_shared_names_are_decided(home):
    home.mkdir()
    actor = "{{name: {0}, kind: rebels, about: x, countries: [{1}], aliases: [Zorn Wolves]}}"
    (home / "mine.yaml").write_text(
        f"actors:\n  z1: {actor.format('Zorn North', 'TD')}\n"
        f"  z2: {actor.format('Zorn South', 'PE')}\n"
    )
    load_registry.cache_clear()
    assert "'zorn wolves' names z1, z2: decided by the report's countries." in run("check").stdout


def test_left_out_lines_make_the_exit_code(home, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(OWN + "bad,,rebels,No name,TD,\n")
    result = run("import", path)
    assert result.exit_code == 1
    assert "1 lines left out" in result.stdout
    assert (home / "mine.yaml").exists()


def test_check_counts():
    told = run("check").stdout.splitlines()[-1]
    written = sum(a.entry is not None for a in load_registry().actors.values())
    assert f"{written} written actors" in told


@pytest.mark.parametrize("form", ["yaml", "csv", "jsonl"])
def test_export_round_trip(form, tmp_path):
    path = tmp_path / f"all.{form}"
    run("export", "--format", form, "-o", path)
    entries = {a.id: a.entry for a in load_registry().actors.values() if a.entry}
    if form == "yaml":
        assert yaml.safe_load(path.read_text())["actors"].keys() == entries.keys()
    elif form == "csv":
        with path.open(encoding="utf-8", newline="") as lines:
            rows = {r["id"]: r for r in csv.DictReader(lines)}
        assert rows.keys() == entries.keys()
        assert rows["hts"]["aliases"].split("|")[0] == entries["hts"].aliases[0]
    else:
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert {r["id"] for r in rows} == set(load_registry().actors)
