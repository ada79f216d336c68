"""The actor files load, hold together and give the index that look-ups rest on."""

import pytest
import yaml

from tacitus.knowledge.actor_entries import ActorFile
from tacitus.knowledge.actors import (
    collisions,
    fold,
    load_kinds,
    load_nouns,
    load_registry,
)
from tacitus.knowledge.load import read_yaml
from tacitus.knowledge.states import load_countries
from tacitus.records import TacitusError


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Jabhat al-Nusra", ("jabhat", "nusra")),
        ("Jabhat an-Nusra", ("jabhat", "nusra")),
        ("The U.S.", ("us",)),
        ("Asa'ib Ahl al-Haq", ("asaib", "ahl", "haq")),
        ("Farabundo Martí Front's", ("farabundo", "marti", "front")),
        ("Séléka", ("seleka",)),
    ],
)
def test_fold(name, words):
    assert fold(name) == words


def test_registry_size_and_spread():
    entries = [a for a in load_registry().actors.values() if a.entry]
    assert len(entries) >= 600
    assert sum(len(a.entry.spellings()) for a in entries) >= 2500
    assert len({code for a in entries for code in a.countries}) >= 60
    assert all(a.entry.about for a in entries)


@pytest.mark.parametrize("code", ["SY", "CO", "LK", "UA", "SD", "MM"])
def test_every_state_has_its_organs(code):
    actors = load_registry().actors
    for organ in ("army", "air_force", "navy", "police", "government", "security_forces"):
        assert actors[f"state:{code}:{organ}"].countries == (code,)


def test_no_name_is_shared_within_a_country():
    actors = load_registry().actors
    shared = {}
    for problem in collisions(load_registry()):
        ids = problem.message.split(" names ")[1].split(": decided")[0].split(", ")
        homes = [actors[i].countries[:1] for i in ids]
        if any(home and homes.count(home) > 1 for home in homes):
            shared[problem.message] = ids
    assert not shared


def test_renamed_actors_are_chained():
    actors = load_registry().actors
    assert actors["al_nusra"].entry.successors[0].to == "fateh_al_sham"
    assert actors["fateh_al_sham"].entry.successors[0].to == "hts"


def test_nouns_and_modifiers_name_classes():
    index, kinds = load_nouns(), load_kinds()
    named = {*index.heads.values(), *index.modifiers.values(), *index.lists.neutral.values()}
    assert named <= set(kinds)


def test_countries_that_yaml_reads_as_booleans_survive():
    assert {"NO", "NA"} <= set(load_countries().countries)


def test_bad_actor_file_names_the_fault(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump({"actors": {"x": {"name": "X", "kind": "rebels"}}}))
    with pytest.raises(TacitusError, match="about"):
        read_yaml(path, ActorFile)
