"""Reviewers' decisions: what they do to events, and that they are kept for good."""

import pytest
from helpers.stored import Clock, coded, decision, shelling
from helpers.tellings import telling
from sqlalchemy import exc

from tacitus.records import TacitusError
from tacitus.store import EventQuery, new_decision, open_store
from tacitus.store.connect import Database


@pytest.fixture
def full(store):
    """a and b tell one shelling of Harlan, c one of Odrin, d an attack on Bresk."""
    store.add(shelling("a", published="2017-04-05"))
    store.add(shelling("b", published="2017-04-06", outlet="Herald"))
    store.add(shelling("c", place="Odrin", start="2018-01-01", end="2018-01-01"))
    store.add(coded(telling("d", place="Bresk", start="2016-01-01", end="2016-01-01")))
    return store


def groups(store):
    return sorted(tuple(sorted(event.claims)) for event in store.events(EventQuery(rejected=None)))


AS_TOLD = [("a#e1", "b#e1"), ("c#e1",), ("d#e1",)]


def test_a_merge_puts_claims_into_one_event(full):
    assert groups(full) == AS_TOLD
    old = full.event("c#e1").id
    full.decide(decision(1, "merge", "a#e1", "c#e1"))
    assert groups(full) == [("a#e1", "b#e1", "c#e1"), ("d#e1",)]
    assert full.event(old) == full.event("a#e1")
    assert full.event(old).decisions == (decision(1, "merge").id,)
    assert any("read again" in bond.reasons[0] for bond in full.event(old).bonds)


def test_a_split_takes_claims_apart(full):
    full.decide(decision(1, "split", "b#e1", apart=("a#e1",)))
    assert groups(full) == [("a#e1",), ("b#e1",), ("c#e1",), ("d#e1",)]


def test_an_edit_sets_a_field(full):
    full.decide(decision(1, "edit", "a#e1", "b#e1", field="killed", value="7"))
    event = full.event("a#e1")
    assert (event.figure("killed").best, event.edited) == (7, ("killed",))
    assert [e.claims for e in full.events(EventQuery(min_killed=7))] == [("a#e1", "b#e1")]


def test_a_rejected_event_is_shown_only_when_asked_for(full):
    full.decide(decision(1, "reject", "d#e1"))
    assert full.count() == 2
    assert [e.claims for e in full.events(EventQuery(rejected=True))] == [("d#e1",)]
    assert full.count(EventQuery(rejected=None)) == 3


def test_undo_and_undo_of_the_undo(full):
    merge = decision(1, "merge", "a#e1", "c#e1")
    full.decide(merge)
    undo = decision(2, "undo", undoes=merge.id)
    full.decide(undo)
    assert groups(full) == AS_TOLD
    again = decision(3, "undo", undoes=undo.id)
    full.decide(again)
    assert groups(full) == [("a#e1", "b#e1", "c#e1"), ("d#e1",)]
    assert full.history("c#e1") == (merge, undo, again)
    assert full.history("d#e1") == ()
    assert full.decisions() == (merge, undo, again)


def test_decisions_hold_for_claims_that_come_later(full):
    full.decide(decision(1, "merge", "a#e1", "c#e1"))
    full.add(shelling("e", place="Odrin", start="2018-01-01", end="2018-01-01", outlet="Post"))
    assert full.event("c#e1") == full.event("a#e1")
    soon = groups(full)
    full.rebuild()
    assert groups(full) == soon
    assert full.event("c#e1") == full.event("a#e1")


def test_the_same_decision_again_changes_nothing(full):
    merge = decision(1, "merge", "a#e1", "c#e1")
    assert full.decide(merge)
    before = list(full.log())
    assert not full.decide(merge)
    assert list(full.log()) == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (decision(1, "join", "a#e1", "b#e1"), "bad-decision"),
        (decision(1, "merge", "a#e1"), "bad-decision"),
        (decision(1, "merge", "a#e1", "a#e1"), "bad-decision"),
        (decision(1, "split", "a#e1"), "bad-decision"),
        (decision(1, "split", "a#e1", apart=("a#e1",)), "bad-decision"),
        (decision(1, "edit", "a#e1", field="killed"), "bad-decision"),
        (decision(1, "reject"), "bad-decision"),
        (decision(1, "undo"), "bad-decision"),
        (decision(1, "reject", "a#e1", why=" "), "bad-decision"),
        (decision(1, "reject", "a#e1", why="because\x00"), "bad-decision"),
        (decision(1, "reject", "a#e1", author=""), "bad-decision"),
        (decision(1, "reject", "a#e1", at="yesterday"), "bad-decision"),
        (decision(1, "reject", "a#e1", at="2017-05-01T09:00:00"), "bad-decision"),
        (decision(1, "edit", "a#e1", field="killed", value="3", known="soon"), "bad-decision"),
        (decision(1, "reject", "x#e1"), "no-such-claim"),
        (decision(1, "undo", undoes=decision(0, "merge").id), "no-such-decision"),
        (decision(1, "edit", "a#e1", "b#e1", field="colour", value='"red"'), "unknown-field"),
        (decision(1, "edit", "a#e1", "b#e1", field="killed", value='"many"'), "bad-value"),
        (decision(1, "edit", "a#e1", "b#e1", field="start", value="{"), "bad-value"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_what_cannot_be_decided_is_refused_and_leaves_no_trace(full, wrong, code):
    full.refresh()
    before = (list(full.log()), groups(full))
    with pytest.raises(TacitusError) as told:
        full.decide(wrong)
    assert told.value.problem.code == code
    assert full.decisions() == ()
    assert (list(full.log()), groups(full)) == before


def test_an_undo_comes_after_what_it_undoes(full):
    full.decide(decision(5, "reject", "d#e1"))
    with pytest.raises(TacitusError):
        full.decide(decision(4, "undo", undoes=decision(5, "reject").id))


def test_another_decision_of_the_same_id_is_refused(full):
    full.decide(decision(1, "reject", "d#e1"))
    with pytest.raises(TacitusError) as told:
        full.decide(decision(1, "reject", "c#e1"))
    assert told.value.problem.code == "decision-id-taken"


def test_a_decision_that_a_later_version_cannot_carry_out_is_passed_over_and_told(target):
    from tacitus.reconcile.compose import compose
    from tacitus.store.reckoning import Reckoning

    def narrower(tellings, bonds, *, decisions, **options):
        if any(d.field == "killed" for d in decisions):
            raise TacitusError("unknown-field", "killed cannot be set any more.")
        return compose(tellings, bonds, decisions=decisions, **options)

    with open_store(target) as store:
        store.add(shelling("a"))
        store.decide(decision(1, "edit", "a#e1", field="killed", value="7"))
        store.decide(decision(2, "edit", "a#e1", field="weapons", value='["mortars"]'))
        assert store.event("a#e1").figure("killed").best == 7
    with open_store(target, reckoning=Reckoning(narrower, "2")) as store:
        done = store.refresh()
        assert done.unsound == ("killed cannot be set any more.",)
        event = store.event("a#e1")
        assert (event.figure("killed").best, event.weapons) == (3, ("mortars",))
        assert len(store.decisions()) == 2


def test_decisions_of_now_have_an_id_and_a_moment():
    made = new_decision("merge", author="ann", why="one shelling", claims=("a#e1", "b#e1"))
    assert len(made.id) == 26
    assert made.at.endswith("Z")
    assert made.claims == ("a#e1", "b#e1")


def test_decisions_in_one_process_are_in_order():
    made = [new_decision("reject", author="a", why="b", claims=("c",)).id for _ in range(200)]
    assert made == sorted(set(made))


def test_the_log_has_the_whole_decision(target):
    with open_store(target, clock=Clock()) as store:
        store.add(shelling("a"))
        wanted = decision(1, "reject", "a#e1")
        store.decide(wanted)
        (entry,) = store.log(wanted.id)
        assert (entry.kind, entry.detail["why"]) == ("decide", "read again")


@pytest.mark.parametrize("table", ["audit", "decisions"])
@pytest.mark.parametrize("change", ["UPDATE {} SET at = 'x'", "DELETE FROM {}"])
def test_what_is_written_for_good_cannot_be_changed(target, table, change):
    with open_store(target) as store:
        store.add(shelling("a"))
        store.decide(decision(1, "reject", "a#e1"))
        before = (list(store.log()), store.decisions())
        database = Database(target)
        with (
            database.engine.connect() as connection,
            pytest.raises(exc.DBAPIError, match="only grows"),
        ):
            connection.exec_driver_sql(change.format(table))
        database.close()
        assert (list(store.log()), store.decisions()) == before
