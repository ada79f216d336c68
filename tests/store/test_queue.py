"""The order of the reviewers' queue, what accepting does, and how far they are."""

from dataclasses import replace

import pytest
from helpers.stored import coded, decision, shelling
from helpers.tellings import telling
from pydantic import ValidationError

from tacitus.knowledge.review_queue import QueueRules, load_queue_rules
from tacitus.records import Grounded
from tacitus.store import EventQuery
from tacitus.store.queue import (
    accepted_by,
    accepted_ids,
    progress,
    reading_score,
    standing,
    waiting,
    waiting_ids,
)


def read_by(made, how, by="model:reader"):
    """A telling of which the learned reader, or a rule, read the type."""
    kind = made.claim.type
    return replace(made, claim=replace(made.claim, type=Grounded(kind.value, kind.spans, by, how)))


@pytest.fixture
def filled(store):
    """Events of different doubt and weight."""
    months = iter(range(1, 12))

    def add(report, **fields):
        day = f"2017-{next(months):02d}-04"
        store.add(shelling(report, start=day, end=day, **fields))

    add("plain", killed=(2, 2))
    add("hedged", killed=(2, 2), factuality="hedged")
    add("many", killed=(60, 60))
    add("open", killed=(2, None))
    add("none", killed=None)
    store.refresh()
    return store


def ids(store):
    with store.reading() as connection:
        return waiting_ids(connection)


def reports(store, names):
    return [store.event(name).reports[0] for name in names]


def test_the_database_orders_as_the_words_say(filled):
    with filled.reading() as connection:
        rows = waiting(connection)
        assert [row.event for row in rows] == waiting_ids(connection)
        for row in rows:
            told = load_queue_rules().base + sum(points for _, points in row.doubts)
            for _, factor in row.weights:
                told *= factor
            assert row.score == pytest.approx(told), row
            assert standing(connection, row.event) == row
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert reports(filled, [rows[0].event]) == ["many"]
    assert reports(filled, [rows[-1].event]) == ["none"]


def test_doubts_are_named(filled):
    with filled.reading() as connection:
        told = {filled.event(row.event).reports[0]: row for row in waiting(connection)}
    assert ("hedged", 1.0) in told["hedged"].doubts
    assert ("toll open at the top", 0.5) in told["open"].doubts
    assert ("60 killed at the best", 3.0) in told["many"].weights
    assert told["none"].weights == ()


def test_other_rules_give_another_order(filled):
    flat = load_queue_rules().model_copy(update={"killed": (), "grade": {}, "factuality": {}})
    with filled.reading() as connection:
        rows = waiting(connection, rules=flat)
    assert reports(filled, [rows[0].event]) == ["open"]
    assert {row.score for row in rows[1:]} == {1.0}


def test_a_page_of_the_queue_and_a_filter(filled):
    with filled.reading() as connection:
        whole = waiting_ids(connection)
        assert [row.event for row in waiting(connection, limit=2, offset=1)] == whole[1:3]
        few = waiting_ids(connection, EventQuery(min_killed=50, rejected=None))
        assert reports(filled, few) == ["many"]
        assert progress(connection, EventQuery(min_killed=50, rejected=None)).total == 1


@pytest.mark.parametrize(
    ("how", "by", "score"),
    [
        ("0.47", "model:reader", 0.47),
        ("1.00, rules too", "model:reader", 1.0),
        ("0.47", "trigger:clash", None),
        (None, "model:reader", None),
        ("told as news", "model:reader", None),
    ],
)
def test_how_sure_the_learned_reader_was(how, by, score):
    assert reading_score(read_by(telling("r", "e"), how, by)) == score


def test_an_unsure_reading_is_a_doubt(store):
    store.add(coded(read_by(telling("a", "e1"), "0.55")))
    with store.reading() as connection:
        (row,) = waiting(connection)
    assert ("read with score 0.55", 2.0) in row.doubts


def test_what_is_accepted_waits_no_longer_until_it_is_undone(filled):
    event = filled.event(ids(filled)[0])
    filled.decide(decision(1, "accept", *event.claims))
    with filled.reading() as connection:
        assert event.id not in waiting_ids(connection)
        assert accepted_ids(connection) == [event.id]
        assert accepted_by(connection, event.id) == decision(1, "accept").id
        found = progress(connection)
        assert (found.accepted, found.rejected, found.left, found.done, found.total) == (
            1,
            0,
            4,
            1,
            5,
        )
    # nothing else of the event is other than it was
    assert replace(filled.event(event.id), decisions=()) == event
    filled.decide(decision(2, "undo", undoes=decision(1, "accept").id))
    with filled.reading() as connection:
        assert event.id in waiting_ids(connection)
        assert accepted_by(connection, event.id) is None


def test_acceptance_outlives_a_new_computation_and_a_new_coding(filled):
    event = filled.event(ids(filled)[0])
    filled.decide(decision(1, "accept", *event.claims))
    filled.rebuild()
    with filled.reading() as connection:
        assert accepted_ids(connection) == [event.id]
    found = filled.report("many")
    filled.add(replace(found, versions={"code": "2"}))
    with filled.reading() as connection:
        assert accepted_ids(connection) == [event.id]


def test_an_event_that_a_report_joins_later_is_looked_at_again(store):
    store.add(shelling("a"))
    event = store.event("a#e1")
    store.decide(decision(1, "accept", *event.claims))
    store.add(shelling("b"))
    assert len(store.event("a#e1").claims) == 2
    with store.reading() as connection:
        assert waiting_ids(connection) == [event.id]


@pytest.mark.parametrize(
    "about",
    [
        {"kind": "edit", "field": "killed", "value": "7"},
        {"kind": "reject"},
    ],
)
def test_what_is_decided_after_an_acceptance_ends_it(store, about):
    store.add(shelling("a"))
    store.decide(decision(1, "accept", "a#e1"))
    store.decide(
        decision(2, about["kind"], "a#e1", **{k: v for k, v in about.items() if k != "kind"})
    )
    with store.reading() as connection:
        assert accepted_ids(connection) == []
    store.decide(decision(3, "undo", undoes=decision(2, "edit").id))
    with store.reading() as connection:
        assert len(accepted_ids(connection)) == 1


def test_words_of_an_edit_are_kept(store):
    store.add(shelling("a"))
    given = decision(1, "edit", "a#e1", field="killed", value="7", words=("a", 0, 5))
    assert store.decide(given)
    assert store.decisions() == (given,)
    assert store.decide(given) is False


def test_decisions_that_belong_together_are_all_written_or_none(store):
    store.add(shelling("a"))
    good = decision(1, "edit", "a#e1", field="killed", value="7")
    bad = decision(2, "edit", "a#e1", field="type", value='"Picnic"')
    with pytest.raises(Exception, match="Picnic"):
        store.decide_all([good, bad])
    assert store.decisions() == ()
    assert store.decide_all([good, decision(2, "accept", "a#e1")]) == 2
    with store.reading() as connection:
        assert len(accepted_ids(connection)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"base": 0},
        {"bond": [{"below": 0.9, "points": 1}, {"below": 0.7, "points": 2}]},
        {"killed": [{"from": 10, "factor": 2}, {"from": 10, "factor": 3}]},
        {"killed": [{"from": 10, "factor": 0.5}]},
        {"colour": "red"},
    ],
)
def test_rules_that_make_no_sense_are_refused(change):
    given = load_queue_rules().model_dump(by_alias=True) | change
    with pytest.raises(ValidationError):
        QueueRules.model_validate(given)
