"""Actor files hold together: nothing twice, no ties to nothing, no cycles; lines of succession."""

from pathlib import Path

import pytest
import yaml

from tacitus.knowledge.actor_entries import (
    LONGEST_NAME,
    ActorEntry,
    ActorFile,
    check_actors,
    join_actors,
    lineage,
    read_actors,
)
from tacitus.knowledge.actors import Alias, registry_of
from tacitus.records import TacitusError

KINDS, COUNTRIES = {"rebels"}, {"TD"}


def entries(**actors):
    """Actors by id, with the fields given of each."""
    basis = {"kind": "rebels", "about": "x"}
    return {
        key: ActorEntry.model_validate(basis | {"name": key} | fields)
        for key, fields in actors.items()
    }


@pytest.mark.parametrize(
    ("actors", "code", "told"),
    [
        ({"a": {"kind": "ogres"}}, "bad-knowledge", "no class 'ogres'"),
        ({"a": {"countries": ["ZZ"]}}, "bad-knowledge", "ZZ is neither"),
        ({"a": {"backers": [{"to": "nobody"}]}}, "bad-knowledge", "nobody is neither"),
        ({"a": {"split_from": [{"to": "b"}]}}, "bad-knowledge", "split_from: b is neither"),
        ({"a": {"parents": [{"to": "b"}]}}, "bad-knowledge", "parents: b is neither"),
        (
            {"a": {"aliases": [{"name": "A", "where": ["ZZ"]}]}},
            "bad-knowledge",
            "ZZ is neither",
        ),
        ({"a": {"successors": [{"to": "a"}]}}, "cycle-of-succession", "a > a"),
        (
            {
                "a": {"successors": [{"to": "b"}]},
                "b": {"successors": [{"to": "c"}]},
                "c": {"successors": [{"to": "a"}]},
            },
            "cycle-of-succession",
            "successors",
        ),
        (
            {"a": {"parents": [{"to": "b"}]}, "b": {"parents": [{"to": "a"}]}},
            "cycle-of-succession",
            "parents",
        ),
    ],
)
def test_faults(actors, code, told):
    with pytest.raises(TacitusError, match=told) as caught:
        check_actors(entries(**actors), KINDS, COUNTRIES)
    assert caught.value.problem.code == code


def test_faults_name_the_file_and_the_fix(tmp_path):
    home = tmp_path / "mine.yaml"
    with pytest.raises(TacitusError, match=r"mine\.yaml: actor a: no class 'ogres'\. Use one of"):
        check_actors(entries(a={"kind": "ogres"}), KINDS, COUNTRIES, {"a": home})
    looped = entries(a={"successors": [{"to": "a"}]})
    with pytest.raises(TacitusError, match=r"mine\.yaml: actor a: actors that are their own succ"):
        check_actors(looped, KINDS, COUNTRIES, {"a": home})


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"since": 2010, "until": 2005}, "at actors.x: .*since 2010 is after until 2005"),
        (
            {"aliases": [{"name": "Ix", "since": 2010, "until": 2005}]},
            "since 2010 is after until 2005",
        ),
        (
            {"parents": [{"to": "x", "since": 2010, "until": 2005}]},
            "at actors.x.parents.0: .*since 2010 is after until 2005",
        ),
        ({"name": ""}, "at actors.x.name"),
        ({"since": "long ago"}, "at actors.x.since"),
        ({"ally": "y"}, "at actors.x.ally"),
        ({"aliases": ["x" * 10_000]}, str(LONGEST_NAME)),
    ],
)
def test_an_entry_that_does_not_fit_names_file_entry_and_fault(tmp_path, fields, told):
    path = tmp_path / "mine.yaml"
    entry = {"name": "X", "kind": "rebels", "about": "x"} | fields
    path.write_text(yaml.safe_dump({"actors": {"x": entry}}))
    with pytest.raises(TacitusError, match=told) as caught:
        read_actors([path])
    assert str(path) in caught.value.problem.message
    assert caught.value.problem.fix


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"actors: {x: {name: X", "is not YAML"),
        (b"actors:\n  x: {name: X}\n  x: {name: Y}\n", "'x' stands twice.*line 3"),
        ("actors: {x: {name: S\u00e9l\u00e9ka}}".encode("latin-1"), "cannot be read"),
        (b"- a\n- b\n", "at "),
        (b"", "at "),
    ],
)
def test_what_is_no_file_of_actors_is_named(tmp_path, content, told):
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(TacitusError, match=rf"mine\.yaml.*{told}") as caught:
        read_actors([path])
    assert caught.value.problem.fix


def test_ties_to_actors_and_countries_hold():
    check_actors(
        entries(a={"backers": [{"to": "TD"}], "successors": [{"to": "b"}]}, b={}), KINDS, COUNTRIES
    )


def test_an_id_that_stands_twice_names_both_files(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(
            yaml.safe_dump({"actors": {"x": {"name": "X", "kind": "rebels", "about": "x"}}})
        )
    with pytest.raises(TacitusError, match=r"two\.yaml.*one\.yaml"):
        read_actors([tmp_path / "one.yaml", tmp_path / "two.yaml"])


def test_a_name_without_end_is_refused(tmp_path):
    path = tmp_path / "long.yaml"
    entry = {"name": "x" * 10_000, "kind": "rebels", "about": "x"}
    path.write_text(yaml.safe_dump({"actors": {"x": entry}}))
    with pytest.raises(TacitusError, match=str(LONGEST_NAME)):
        read_actors([path])


def test_more_names_for_an_actor_of_another_file():
    one = ActorFile.model_validate(
        {"actors": {"x": {"name": "X", "kind": "rebels", "about": "x", "codes": {"ucdp": 1}}}}
    )
    two = ActorFile.model_validate(
        {"more": {"x": {"aliases": ["Ix"], "source": "Y", "codes": {"acled": "X (T)"}}}}
    )
    joined = join_actors([(Path("one"), one), (Path("two"), two)])["x"]
    assert [s.name for s in joined.spellings()] == ["X", "Ix"]
    assert (joined.source, joined.codes.ucdp, joined.codes.acled) == ("Y", 1, "X (T)")
    with pytest.raises(TacitusError, match="is no actor"):
        join_actors([(Path("two"), two)])


def test_line_of_succession_in_order():
    actors = entries(c={}, a={"successors": [{"to": "b"}]}, b={"successors": [{"to": "c"}]}, d={})
    assert all(lineage(actors, key) == ("a", "b", "c") for key in "abc")
    assert lineage(actors, "d") == ("d",)


def test_two_that_merged_are_of_one_line():
    actors = entries(a={"successors": [{"to": "c"}]}, b={"successors": [{"to": "c"}]}, c={})
    assert lineage(actors, "c") == ("a", "b", "c")
    assert lineage(actors, "a") == ("a", "c")


def test_names_in_other_scripts_are_names_of_their_own():
    found = registry_of(
        entries(
            a={"aliases": [{"name": "حزب الله", "language": "ar"}]},
            b={"aliases": [{"name": "Вагнер", "language": "ru", "since": 2014}]},
        )
    ).aliases
    assert found["حزب", "الله"] == (Alias("a"),)
    assert found[("вагнер",)] == (Alias("b", 2014),)
