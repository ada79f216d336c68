"""Reviewed events handed on as gold, and read back by the measure of quality."""

import json

import pytest
from helpers.stored import at_words, coded, decision, shelling
from helpers.tellings import telling

from tacitus.evaluate.compare import compare_files
from tacitus.evaluate.gold_claims import read_gold
from tacitus.export.gold import GoldReport, LeftOut, write_gold
from tacitus.export.jsonform import coded_to_line, plain
from tacitus.store.reviewed import gold_in


def accept(number, *claims):
    return decision(number, "accept", *claims)


def edit(number, field, value, *claims, **about):
    given = json.dumps(value)
    return decision(number, "edit", *claims, field=field, value=given, **about)


@pytest.fixture
def one(store):
    """A report with two events, and one with a third."""
    first = telling("a", "e1", kind="Attack", killed=(3, 3), initiators=("rebels",), weapon="gun")
    second = telling("a", "e2", kind="Arrests", start="2017-09-01", end="2017-09-01", place="Odrin")
    text = "Rebels shot three in Harlan. Police arrested some in Odrin."
    store.add(coded(*(telling_at(t, text) for t in (first, second))))
    store.add(shelling("b", start="2017-12-01", end="2017-12-01"))
    store.refresh()
    return store


def telling_at(made, text):
    quote = text.split(". ")[0 if made.claim.id == "e1" else 1].rstrip(".")
    return at_words(made, text, quote, made.claim.id)


def test_only_reports_decided_on_in_whole_are_gold(one):
    assert [type(found) for found in gold_in(one)] == [LeftOut, LeftOut]
    one.decide(accept(1, "a#e1"))
    (left, _) = gold_in(one)
    assert left == LeftOut("a", "1 of 2 claims are not decided on")
    one.decide(accept(2, "a#e2"))
    made, _ = gold_in(one)
    assert isinstance(made, GoldReport)
    assert made.docs["text"].startswith("Rebels shot")
    events = made.gold["events"]
    assert [e["id"] for e in events] == ["e1", "e2"]
    assert (events[0]["type"], events[0]["initiators"], events[0]["killed"]) == (
        "Attack",
        ["rebels"],
        {"low": 3, "high": 3},
    )
    assert events[0]["weapon"] == "gun"
    assert events[0]["optional"] is False


def test_what_is_rejected_is_no_event_of_gold(one):
    one.decide(decision(1, "reject", "a#e1"))
    one.decide(accept(2, "a#e2"))
    made, _ = gold_in(one)
    assert [e["type"] for e in made.gold["events"]] == ["Arrests"]


@pytest.mark.parametrize(
    ("field", "value", "gold"),
    [
        ("type", "Air/drone strike", {"type": "Air/drone strike"}),
        ("initiators", ["the Third Brigade"], {"initiators": ["the Third Brigade"]}),
        ("targets", [], {"targets": []}),
        ("place", "Bresk", {"place": "Bresk"}),
        ("place", {"name": "Bresk", "mention": "Bresk's market"}, {"place": "Bresk's market"}),
        ("place", None, {"place": None}),
        ("start", None, {"start": None}),
        ("killed", {"low": 12, "best": 12, "high": None}, {"killed": {"low": 12, "high": None}}),
        ("killed", 7, {"killed": {"low": 7, "high": 7}}),
        ("killed", None, {"killed": None}),
        ("weapons", ["mortar", "gun"], {"weapon": "mortar"}),
        ("weapons", [], {"weapon": None}),
        ("factuality", "hedged", {"factuality": "hedged"}),
        ("aggregate", True, {"aggregate": True}),
        ("date_precision", "week", {}),
    ],
)
def test_what_a_reviewer_set_is_gold(one, field, value, gold):
    one.decide_all([accept(1, "a#e1"), accept(2, "a#e2")])
    before = next(gold_in(one)).gold["events"][0]
    one.decide_all([edit(3, field, value, "a#e1"), accept(4, "a#e1")])
    after = next(gold_in(one)).gold["events"][0]
    assert after == before | gold


def test_parties_that_stay_have_the_words_of_the_report(one):
    event = one.event("a#e1")
    kept = plain(event.initiators[0]) | {"name": "Rebels of Harlan"}
    one.decide(edit(1, "initiators", [kept, "militia"], "a#e1"))
    one.decide_all([accept(2, "a#e1"), accept(3, "a#e2")])
    assert next(gold_in(one)).gold["events"][0]["initiators"] == ["rebels", "militia"]


@pytest.fixture
def two(store):
    """One event that two reports tell."""
    store.add(shelling("a"))
    store.add(shelling("b", outlet="Herald"))
    assert len(store.event("a#e1").claims) == 2
    return store


def test_an_edit_of_several_reports_must_say_of_which_it_is(two):
    keys = two.event("a#e1").claims
    two.decide_all([edit(1, "killed", 9, *keys), accept(2, *keys)])
    assert all("without saying which report" in left.why for left in gold_in(two))


def test_an_edit_by_words_is_of_their_report_alone(two):
    keys = two.event("a#e1").claims
    two.decide_all([edit(1, "killed", 9, *keys, words=("b", 0, 4)), accept(2, *keys)])
    first, second = (found.gold["events"][0]["killed"] for found in gold_in(two))
    assert (first, second) == ({"low": 3, "high": 3}, {"low": 9, "high": 9})


def test_claims_of_one_report_that_were_merged_are_one_event(store):
    text = "Shells killed two in Harlan. In Harlan shells killed four."
    one = telling_at(telling("a", "e1", killed=(2, 2), initiators=("army",)), text)
    two = telling_at(telling("a", "e2", killed=(4, None), initiators=("rebels",)), text)
    store.add(coded(one, two))
    store.decide_all([decision(1, "merge", "a#e1", "a#e2"), accept(2, "a#e1", "a#e2")])
    (event,) = next(gold_in(store)).gold["events"]
    assert event["evidence"] == ["Shells killed two in Harlan", "In Harlan shells killed four"]
    assert event["initiators"] == ["army", "rebels"]
    assert event["killed"] == {"low": 2, "high": 4}


def test_it_is_read_back_and_scored(one, tmp_path):
    one.decide_all([accept(1, "a#e1"), accept(2, "a#e2"), accept(3, "b#e1")])
    assert write_gold(gold_in(one), tmp_path) == (2, 3, 0)
    assert json.loads((tmp_path / "left-out.json").read_text()) == []
    gold = read_gold(tmp_path / "gold.jsonl", tmp_path / "gold.docs.jsonl")
    assert gold.keys == ["a#e1", "a#e2", "b#e1"]
    coded_file = tmp_path / "coded.jsonl"
    coded_file.write_text("".join(coded_to_line(c) + "\n" for c in one.reports()))
    same = compare_files(tmp_path / "gold.jsonl", coded_file).overall
    assert (same.events.f1, same.slots.f1) == (1.0, 1.0)
    # what a reviewer mends counts against what was read
    one.decide_all([edit(4, "killed", 9, "a#e1"), accept(5, "a#e1")])
    write_gold(gold_in(one), tmp_path)
    mended = compare_files(tmp_path / "gold.jsonl", coded_file).overall
    assert mended.events.f1 == 1.0
    assert mended.slots.f1 < 1.0
