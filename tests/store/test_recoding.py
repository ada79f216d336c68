"""Reports coded again: claims that are the same keep their ids, and decisions hold."""

import pytest
from helpers.stored import Clock, at_words, coded, decision
from helpers.tellings import telling

from tacitus.records import TacitusError
from tacitus.store import EventQuery, open_store
from tacitus.store.recoding import new_ids

TEXT = (
    "On Monday mortars fell on Harlan. Later a bomb went off in Bresk and five men died there."
    " Two days on, soldiers shot a boy in Odrin."
)
HARLAN, BRESK, ODRIN = "mortars fell on Harlan", "a bomb went off in Bresk", "soldiers shot a boy"


def report(*claims, text=TEXT, version="1", name="a"):
    """A coded report; each claim is id, quote and changes of fields."""
    return coded(
        *(at_words(telling(name, **changes), text, quote, of) for of, quote, changes in claims),
        version=version,
    )


def first():
    return report(("e1", HARLAN, {}), ("e2", ODRIN, {"place": "Odrin", "kind": "Attack"}))


def second():
    """The same with one claim more in between."""
    return report(
        ("e1", HARLAN, {}),
        ("e2", BRESK, {"place": "Bresk"}),
        ("e3", ODRIN, {"place": "Odrin", "kind": "Attack", "killed": (1, 1)}),
        version="2",
    )


def quotes(store, name="a"):
    held = store.report(name)
    return {c.id: c.evidence[0].quote(held.report.text) for c in held.claims}


def test_a_claim_keeps_its_id_when_others_come_before_it(store):
    store.add(first())
    added = store.add(second())
    assert added.outcome == "recoded"
    assert dict(added.renamed) == {"e2": "e3", "e3": "e2"}
    assert added.claims == ("a#e1", "a#e3", "a#e2")
    assert added.dropped == ()
    assert quotes(store) == {"e1": HARLAN, "e2": ODRIN, "e3": BRESK}
    assert store.event("a#e2").figure("killed").best == 1


def test_ids_of_events_stay(store):
    store.add(first())
    before = store.event("a#e2").id
    store.add(second())
    assert store.event("a#e2").id == before


def test_the_earlier_coding_stays_in_the_log(store):
    store.add(first())
    store.add(second())
    *_, entry = store.log("a")
    assert entry.kind == "recode"
    assert [claim["id"] for claim in entry.detail["earlier"]["events"]] == ["e1", "e2"]
    assert entry.detail["earlier"]["versions"] == {"code": "1"}
    assert entry.detail["versions"] == {"code": "2"}


def test_neither_coding_again_changes_anything(store):
    store.add(first())
    store.add(second())
    before = list(store.log())
    assert store.add(second()).outcome == "same"
    assert store.add(first()).outcome == "same"
    assert list(store.log()) == before


def test_decisions_on_claims_hold(store):
    store.add(first())
    store.add(report(("e1", HARLAN, {}), name="b"))
    store.decide(decision(1, "reject", "a#e2"))
    store.decide(decision(2, "split", "b#e1", apart=("a#e1",)))
    store.add(second())
    (rejected,) = store.events(EventQuery(rejected=True))
    assert rejected.claims == ("a#e2",)
    assert rejected.place.name == "Odrin"
    assert store.event("a#e1") != store.event("b#e1")


def test_a_claim_that_is_no_more_leads_to_what_it_was_told_with(store):
    store.add(report(("e1", HARLAN, {}), ("e2", ODRIN, {"place": "Odrin"})))
    store.add(report(("e1", HARLAN, {}), name="b"))
    alone, together = store.event("a#e2").id, store.event("a#e1")
    assert together.claims == ("a#e1", "b#e1")
    added = store.add(report(("e1", BRESK, {"place": "Bresk"}), version="2"))
    assert added.dropped == ("a#e1", "a#e2")
    assert added.claims == ("a#e3",)
    assert store.event(together.id).claims == ("b#e1",)
    with pytest.raises(TacitusError):
        store.event(alone)
    assert store.count() == 2


def test_a_claim_that_comes_back_has_its_id_and_decisions_again(store):
    store.add(first())
    store.decide(decision(1, "reject", "a#e2"))
    assert store.add(report(("e1", HARLAN, {}), version="2")).dropped == ("a#e2",)
    assert store.count(EventQuery(rejected=None)) == 1
    store.add(second())
    assert quotes(store)["e2"] == ODRIN
    assert [e.claims for e in store.events(EventQuery(rejected=True))] == [("a#e2",)]


def test_a_revised_text_is_followed(store):
    store.add(first())
    text = "Updated at noon with a toll. " + TEXT.replace("mortars", "heavy mortars")
    revised = report(
        ("e1", ODRIN, {"place": "Odrin"}), ("e2", "mortars fell on Harlan", {}), text=text
    )
    added = store.add(revised)
    assert (added.outcome, added.dropped) == ("recoded", ())
    assert quotes(store) == {"e1": HARLAN, "e2": ODRIN}
    assert store.report("a").report.text == text


def test_words_of_a_revised_text_are_found(store):
    store.add(first())
    store.add(report(("e1", HARLAN, {}), text=TEXT + " Ambulances came.", version="2"))
    assert store.count(EventQuery(text="ambulance")) == 1
    assert store.count(EventQuery(text="boy")) == 1


def test_two_claims_of_one_sentence_are_told_apart_by_their_fields(store):
    both = "A bomb killed three in Harlan and five in Bresk."
    one, two = {"killed": (3, 3)}, {"killed": (5, 5), "place": "Bresk"}
    store.add(report(("e1", both, one), ("e2", both, two), text=both))
    store.add(report(("e1", both, two), ("e2", both, one), text=both, version="2"))
    held = {c.id: c.killed.value.low for c in store.report("a").claims}
    assert held == {"e1": 3, "e2": 5}


def test_a_later_coding_is_told_like_a_first_one(store, tmp_path):
    store.add(first())
    store.add(second())
    with open_store(tmp_path / "fresh.db") as fresh:
        fresh.add(second())
        told = [(e.place.name, e.type, e.start, len(e.claims)) for e in store.events()]
        assert sorted(told) == sorted(
            (e.place.name, e.type, e.start, len(e.claims)) for e in fresh.events()
        )


def test_another_day_of_publication_keeps_the_old_id_as_an_alias(target):
    with open_store(target, clock=Clock()) as store:
        store.add(report(("e1", HARLAN, {"published": "2017-04-05"})))
        old = store.event("a#e1").id
        store.add(report(("e1", HARLAN, {"published": "2017-04-07"}), version="2"))
        assert store.event("a#e1").id != old
        assert store.event(old) == store.event("a#e1")


@pytest.mark.parametrize(
    ("names", "kept", "used", "given"),
    [
        (["e1", "e2"], {}, [], {"e1": "e1", "e2": "e2"}),
        (["e1", "e2"], {"e2": "e1"}, ["e1"], {"e1": "e2", "e2": "e1"}),
        (["e1"], {}, ["e1", "e2"], {"e1": "e3"}),
        (["x", "e1"], {"e1": "e1"}, ["e1"], {"x": "x", "e1": "e1"}),
        (
            ["e1", "e2", "e3"],
            {"e1": "e3"},
            ["e1", "e2", "e3"],
            {"e1": "e3", "e2": "e4", "e3": "e5"},
        ),
    ],
)
def test_new_ids(names, kept, used, given):
    assert new_ids([{"id": name} for name in names], kept, used) == given
