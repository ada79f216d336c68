"""Which actors stand on their own; no name of a person does."""

from __future__ import annotations

import pytest

from tacitus.knowledge.actor_pages import load_actor_pages, ties_told
from tacitus.knowledge.actors import fold, load_kinds, load_registry
from tacitus.resolve.actors import resolve_actor
from tacitus.resolve.standing import is_group_name, names_nobody, registered, standing


@pytest.mark.parametrize(
    ("mention", "id"),
    [
        ("Hezbollah", "hezbollah"),
        ("Russia", "state:RU:government"),
        ("gunmen", "class:unknown_armed:SY"),
        ("rebels", "class:rebels:SY"),
        ("Suma Liberation Front", "name:suma-liberation-front"),
        ("Front for the Freedom of Suma", "name:front-for-freedom-of-suma"),
        ("villagers", "class:civilians:SY"),
        # whoever they are, their names lead nowhere
        ("Omar Test", None),
        ("lawyer Omar Test", "class:civilians:SY"),
        ("General Omar Test", "class:state_forces:SY"),
        ("Omar Test's men", "class:civilians:SY"),
        ("Brigade Commander Omar Test", "class:state_forces:SY"),
        ("a market", None),
        ("Harlan hospital", None),
    ],
)
def test_under_what_an_actor_stands(mention, id):
    ref = resolve_actor(mention, countries=("SY",), home="SY")
    found = standing(ref.actor, ref.kind, ref.country or "SY", mention)
    assert (found.id if found else None) == id
    if found is not None:
        assert "Omar" not in found.name


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Suma Liberation Army", True),
        ("Jaish al-Suma", True),
        ("Omar Test", False),
        ("Army General Omar Test", False),
        ("Test's army", False),
        ("rebel front", False),
        ("Front", False),
        ("Commander of the Front", False),
        ("Colonel Test Brigade", True),
    ],
)
def test_names_of_groups(name, is_one):
    assert is_group_name(name) is is_one


@pytest.mark.parametrize(
    ("wording", "actor", "shown"),
    [
        ("Syrian rebels", None, True),
        ("several gunmen", None, True),
        ("Daesh militants", "islamic_state", True),
        ("Daesh militants", None, False),
        ("lawyer Omar Test", None, False),
        ("commander Test", "islamic_state", False),
    ],
)
def test_wordings_in_which_nobody_can_be_named(wording, actor, shown):
    assert names_nobody(fold(wording), actor) is shown


def test_every_actor_of_the_packaged_registry_has_a_page():
    registry = load_registry()
    assert all(registered(actor) for actor in registry.actors)
    assert registered("nobody") is None


def test_classes_of_persons_and_things_have_none():
    kinds, pages = load_kinds(), load_actor_pages()
    assert pages.classes.keys() <= kinds.keys()
    without = kinds.keys() - pages.classes.keys()
    assert without == {
        "person",
        "civil_object",
        "military_object",
        "weapon",
        "non_actor",
        "unknown",
    }
    # leaders and kin are persons: what is told of them binds no actors
    assert not {"led", "kin", "brother_of"} & ties_told().keys()
