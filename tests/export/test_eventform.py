"""Events to JSON and back."""

import json

import pytest
from helpers.tellings import place_ref

from tacitus.export.eventform import event_from_json, event_to_json, event_to_line
from tacitus.records import (
    Bond,
    Contest,
    Event,
    Figure,
    Party,
    Position,
    Source,
    Support,
    TacitusError,
)

PLAIN = Event(
    id="01BX5ZZKBKACTAV9WEVGEMMVRY",
    claims=("a#e1",),
    type="Attack",
    initiators=(),
    targets=(),
    place=None,
    start=None,
    end=None,
    date_precision=None,
    figures=(),
    weapons=(),
    factuality="hedged",
    aggregate=False,
    contested=(),
    support=Support("weak", ()),
    reports=("a",),
    outlets=("unknown",),
    sources=(),
)
FULL = Event(
    id="01BX5ZZKBKACTAV9WEVGEMMVRZ",
    claims=("a#e1", "b#e2"),
    type="Shelling/artillery/missile attack",
    initiators=(Party("state:SY:army", "Syrian army", "state_forces", "SY", ("army",), ("a#e1",)),),
    targets=(Party(None, "villagers", "civilians", None, ("villagers", "people"), ("b#e2",)),),
    place=place_ref("Harlan", 35.0, 37.1, "SY", candidates=("own:Other",), scores=(2.5, 1.0)),
    start="2017-04-04",
    end="2017-04-05",
    date_precision="days",
    figures=(
        Figure("killed", "all", 3, 5, None, "range", ("a#e1",), (("b#e2", "a copy"),), "lowest"),
        Figure("injured", "civilians", 1, 1, 1, "ucdp", ("b#e2",)),
    ),
    weapons=("mortars",),
    factuality="asserted",
    aggregate=True,
    contested=(
        Contest(
            "killed",
            (Position("3", ("a#e1",), ("sana",), ("SY",)), Position("5", ("b#e2",), (), ())),
        ),
    ),
    support=Support("contested", ("Two sources differ.", "Half a pair: \ud800")),
    reports=("a", "b"),
    outlets=("Gazette",),
    sources=(Source("sana", "SANA", "state_media", "SY", ("a#e1",), ("Gazette",), ("named",)),),
    rests_on={"place": ("a#e1", "b#e2"), "start": ("a#e1",)},
    bonds=(Bond("a#e1", "b#e2", 0.93, ("same town (+2.1)",)),),
    decisions=("01BX5ZZKBKACTAV9WEVGEMMVRX",),
    edited=("place",),
    rejected=True,
)


@pytest.mark.parametrize("event", [PLAIN, FULL], ids=["plain", "full"])
def test_an_event_is_read_back_as_it_was(event):
    line = event_to_line(event)
    assert event_from_json(json.loads(line)) == event
    assert event_to_line(event_from_json(json.loads(line))) == line
    line.encode("utf-8")


def test_the_form_has_the_words_of_the_record():
    form = event_to_json(FULL)
    assert list(form) == list(Event.__dataclass_fields__)
    assert form["figures"][0]["set_aside"] == [["b#e2", "a copy"]]
    assert form["place"]["lat"] == 35.0
    assert form["rests_on"] == {"place": ["a#e1", "b#e2"], "start": ["a#e1"]}


def test_whole_numbers_are_read_where_degrees_are_asked():
    form = event_to_json(FULL)
    form["place"]["lat"] = 35
    assert event_from_json(form) == FULL


@pytest.mark.parametrize(
    "change",
    [
        {"id": 3},
        {"claims": "a#e1"},
        {"aggregate": 1},
        {"place": {"name": "Harlan"}},
        {"figures": [{"kind": "killed"}]},
        {"colour": "red"},
        {"support": None},
        {"rests_on": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_no_event_is_told(change):
    with pytest.raises(TacitusError) as told:
        event_from_json(event_to_json(FULL) | change)
    assert told.value.problem.code == "bad-event"
    assert told.value.problem.fix


def test_an_object_without_a_needed_field_is_no_event():
    form = event_to_json(FULL)
    del form["type"]
    with pytest.raises(TacitusError):
        event_from_json(form)
