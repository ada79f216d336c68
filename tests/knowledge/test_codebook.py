"""The codebook's own examples, and what its loader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tacitus.extract.grouping import find_mentions
from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.read import make_report
from tacitus.records import TacitusError

EXAMPLES = [(name, text) for name, act in load_codebook().acts.items() for text in act.examples]


def test_every_act_has_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == set(load_codebook().acts)


@pytest.mark.parametrize(("act", "text"), EXAMPLES)
def test_an_example_tells_of_its_act(act: str, text: str) -> None:
    parsed = parse(make_report(text))
    reading = read_out(parsed, load_codebook(), load_index(), open_gazetteer())
    told = {t.act for mention in find_mentions(reading) for t in mention.triggers}
    assert act in told


def test_every_sub_event_type_can_be_chosen() -> None:
    book = load_codebook()
    assert {rule.type for rule in book.types} == {
        name for members in book.event_types.values() for name in members
    }


def test_a_codebook_of_ones_own_is_used(tmp_path: Path) -> None:
    source = Path(load_codebook.__globals__["__file__"]).with_name("codebook.yaml")
    book = yaml.safe_load(source.read_text(encoding="utf-8"))
    book["version"] = "own"
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(book), encoding="utf-8")
    assert load_codebook(path).version == "own"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"types": [{"type": "Picnic", "acts": ["kill"]}]}, "Picnic"),
        ({"types": [{"type": "Attack", "acts": ["picnic"]}]}, "picnic"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_codebook_that_contradicts_itself_is_refused(
    tmp_path: Path, change: dict, says: str
) -> None:
    source = Path(load_codebook.__globals__["__file__"]).with_name("codebook.yaml")
    book = yaml.safe_load(source.read_text(encoding="utf-8")) | change
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(book), encoding="utf-8")
    with pytest.raises(TacitusError, match=says) as caught:
        load_codebook(path)
    assert str(path) in str(caught.value)
