import pytest

from tacitus.knowledge.actors import load_registry
from tacitus.knowledge.event_maps import classes_of, load_cameo, load_plover
from tacitus.knowledge.load import packaged_path, read_yaml
from tacitus.records import TacitusError

# what older PLOVER files and the official translation of CAMEO give, and the lists lack
RETIRED_MODES = {"ban", "political", "assassinate", "massacre", "cleansing", "return", "ease"}
RETIRED_CONTEXTS = {"humanitarian", "democracy"}


def test_plover_has_its_lists_in_force_and_no_retired_value():
    book = load_plover()
    assert len(book.events) == 16
    assert len(book.contexts) == len(set(book.contexts)) == 37
    assert book.events["SANCTION"].quad == 4
    assert not RETIRED_MODES & {mode for event in book.events.values() for mode in event.modes}
    assert "seize" not in book.events["ASSAULT"].modes
    assert not RETIRED_CONTEXTS & set(book.contexts)


def test_scores_have_the_sign_of_their_quad_code():
    for name, event in load_plover().events.items():
        scores = [event.score, *(s for s in event.modes.values() if s is not None)]
        if name != "REQUEST":  # its scores run through nought
            assert all(score > 0 if event.quad < 3 else score < 0 for score in scores), name


@pytest.mark.parametrize("book", [load_plover(), load_cameo()], ids=["plover", "cameo"])
def test_each_type_ends_in_a_rule_that_always_holds(book):
    for name, rules in book.types.items():
        assert not any(rules[-1].when.model_dump().values()), name
        assert all(any(rule.when.model_dump().values()) for rule in rules[:-1]), name


@pytest.mark.parametrize("book", [load_plover(), load_cameo()], ids=["plover", "cameo"])
def test_bodies_with_codes_of_their_own_are_in_the_registry(book):
    assert set(book.actors.bodies) <= set(load_registry().actors)


def test_every_code_of_cameo_is_used():
    book = load_cameo()
    given = {c.code for rules in book.types.values() for rule in rules for c in rule.gives}
    assert given == set(book.codes)


def test_groups_stand_for_their_classes():
    assert classes_of(("police", "crowd")) == {"police", "protesters", "rioters"}


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("plover.yaml", "modes: [aerial]", "modes: [flying]", "'flying' is no known mode of ASSAULT"),
        ("plover.yaml", "  Grenade:", "  Granade:", "'Granade' is no known type"),
        ("cameo.yaml", '  Grenade:\n    - gives: [{code: "193"}]\n', "", "'Grenade' has no rules"),
        ("plover.yaml", "means: [chemical]", "means: [alchemy]", "'alchemy' is no known means"),
        ("plover.yaml", "contexts: [military]", "contexts: [humanitarian]", "is no known context"),
        ("cameo.yaml", 'code: "195"', 'code: "199"', "'199' is no known code"),
        ("cameo.yaml", "initiator: [police]", "initiator: [cops]", "'cops' is no known class"),
    ],
)  # fmt: skip
def test_a_fault_in_a_map_is_named(file, old, new, told, monkeypatch, tmp_path):
    text = packaged_path(file).read_text(encoding="utf-8")
    assert old in text
    spoilt = tmp_path / file
    spoilt.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(
        "tacitus.knowledge.event_maps.packaged", lambda _, schema: read_yaml(spoilt, schema)
    )
    load = load_plover if file == "plover.yaml" else load_cameo
    with pytest.raises(TacitusError, match=told):
        load.__wrapped__()
