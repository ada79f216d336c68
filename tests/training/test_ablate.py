import json

import pytest

from training.ablate import FULL, identity, lacking, read_rows, table, variants
from training.whole import CHANGES, changed_gold


@pytest.fixture
def config(tmp_path):
    names = ["fakes", "muc", "inv", "ecb", "polnear", "wiki"]
    for name in names:
        (tmp_path / f"{name}.jsonl").write_text("{}\n")
    return {
        "seed": 1,
        "top": 2,
        "no_commas": 0.2,
        "other_places": 0.2,
        "phases": [{"epochs": 9, "gold": []}],
        "folder": str(tmp_path),
        "annotations": names,
        "sets": {"re3d": {}, "muc": {}},
    }


def test_each_variant_lacks_one_thing_and_keeps_budget_and_seed(config):
    found = variants(config, 3, 0.25)
    full = found.pop(FULL)
    assert full["phases"] == [{"epochs": 3, "gold": ["train", "train"]}]
    assert all(recipe["portion"] == 0.25 for recipe in found.values())
    assert {identity(recipe) for recipe in found.values()}.isdisjoint({identity(full)})
    assert len({identity(recipe) for recipe in found.values()}) == len(found)
    for recipe in found.values():
        changed = {key for key in full if recipe[key] != full[key]}
        assert len(changed) == 1 or changed == {"no_commas", "other_places"}
        assert sum(phase["epochs"] for phase in recipe["phases"]) == 3
    assert found["without the set re3d"]["sets"] == {"muc": {}}
    assert "inv" not in found["without invented reports"]["annotations"]


def test_other_annotations_are_another_recipe(config, tmp_path):
    before = identity(config)
    (tmp_path / "inv.jsonl").write_text("{}\n{}\n")
    assert identity(config) != before


def test_a_row_is_made_once_unless_more_is_asked():
    rows = [{"name": "x", "key": "1", "dev": {}}]
    assert not lacking(rows, "x", "1", whole=False)
    assert lacking(rows, "x", "1", whole=True)
    assert lacking(rows, "x", "2", whole=False)
    assert lacking(rows, "y", "1", whole=False)


def test_rows_are_read_and_the_last_of_a_name_is_shown(tmp_path):
    path = tmp_path / "rows.jsonl"
    assert read_rows(path) == []
    training = {"kind": "training", "key": "1", "epochs": 3, "held": {"r:place": 0.6}}
    rows = [
        training | {"name": "without inv", "dev": {"type": 0.5, "r:place": 0.2, "r:time": 0.4}},
        training | {"name": FULL, "dev": {"type": 0.6}},
        training | {"name": FULL, "dev": {"type": 0.7}, "whole": {"events F1": 0.8}},
        {"kind": "robustness", "name": "both, all capitals", "whole": {"slots F1": 0.61}},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    shown = table(read_rows(path))
    first, other = shown.split("\n\n")
    lines = first.splitlines()
    assert len({line.count("|") for line in lines}) == 1
    head = [cell.strip() for cell in lines[0].split("|")]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines[2:]]
    full, other_row = (dict(zip(head, row, strict=True)) for row in cells)
    assert (full["recipe"], full["epochs"], full["type"]) == (FULL, "3", "0.700")
    assert (full["events F1"], full["slots F1"]) == ("0.800", "–")
    assert (other_row["roles"], other_row["held out: roles"]) == ("0.300", "0.600")
    assert other.splitlines()[-1] == "| both, all capitals | – | 0.610 |"


def test_gold_is_changed_as_its_text_is_and_types_are_not():
    event = {
        "type": "Attack",
        "initiators": ["Raiders, men"],
        "place": "Northford",
        "weapon": None,
        "evidence": ["Raiders, men, burned it"],
        "killed": {"low": 1, "high": 1},
    }
    form = {"id": "made", "events": [event]}
    upper = changed_gold(form, CHANGES["all capitals"])["events"][0]
    assert upper["initiators"] == ["RAIDERS, MEN"]
    assert upper["place"] == "NORTHFORD"
    assert (upper["type"], upper["weapon"]) == ("Attack", None)
    bare = changed_gold(form, CHANGES["commas removed"])["events"][0]
    assert bare["evidence"] == ["Raiders men burned it"]
    assert event["place"] == "Northford"
