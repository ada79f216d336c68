"""What was known on a day, and the store as it stood at a moment."""

import datetime as dt
from pathlib import Path

import pytest
from helpers.stored import Clock, coded, decision, shelling
from helpers.tellings import telling

from tacitus.records import TacitusError
from tacitus.store import EventQuery, open_store


@pytest.fixture
def clock():
    return Clock("2020-01-01")


@pytest.fixture
def kept(target, clock):
    """Reports of 5 and 7 April 2017 and one without a day, stored on 1 and 2 January 2020."""
    with open_store(target, clock=clock) as store:
        store.add(shelling("a", published="2017-04-05", killed=(3, 3)))
        store.add(shelling("b", published="2017-04-07", killed=(9, 9), outlet="Herald"))
        clock.day = "2020-01-02"
        store.add(shelling("c", published=None, place="Odrin"))
        yield store


def told(view):
    return sorted(tuple(sorted(e.claims)) for e in view.events(EventQuery(rejected=None)))


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2017-04-04", []),
        ("2017-04-05", [("a#e1",)]),
        (dt.date(2017, 4, 6), [("a#e1",)]),
        ("2017-04-07", [("a#e1", "b#e1")]),
        ("2020-01-01", [("a#e1", "b#e1")]),
        ("2020-01-02", [("a#e1", "b#e1"), ("c#e1",)]),
    ],
)
def test_only_reports_published_by_a_day_count(kept, day, wanted):
    with kept.as_of(day) as view:
        assert told(view) == wanted


def test_figures_are_those_of_the_day(kept):
    with kept.as_of("2017-04-06") as view:
        assert view.event("a#e1").figure("killed").high == 3
    assert kept.event("a#e1").figure("killed").high == 9


def test_decisions_about_reading_hold_whenever_they_were_made(kept):
    kept.decide(decision(1, "split", "a#e1", apart=("b#e1",)))
    kept.decide(decision(2, "reject", "a#e1"))
    with kept.as_of("2017-04-07") as view:
        assert told(view) == [("a#e1",), ("b#e1",)]
        assert view.event("a#e1").rejected


@pytest.mark.parametrize(
    ("known", "day", "killed"),
    [
        (None, "2017-04-06", 7),
        ("2017-04-06", "2017-04-06", 7),
        ("2017-04-08", "2017-04-06", 3),
        ("2017-04-08", "2017-04-09", 7),
    ],
)
def test_an_edit_holds_from_the_day_its_value_was_known(kept, known, day, killed):
    about = ("a#e1",) if day == "2017-04-06" else ("a#e1", "b#e1")
    kept.decide(decision(1, "edit", *about, field="killed", value="7", known=known))
    with kept.as_of(day) as view:
        assert view.event("a#e1").figure("killed").best == killed


def test_an_undone_decision_does_not_hold(kept):
    kept.decide(decision(1, "reject", "a#e1", "b#e1"))
    kept.decide(decision(2, "undo", undoes=decision(1, "reject").id))
    with kept.as_of("2017-04-07") as view:
        assert not view.event("a#e1").rejected


def test_the_store_as_it_stood(kept, clock):
    before = told(kept)
    clock.day = "2020-01-03"
    kept.add(shelling("d", published="2017-04-06", place="Bresk"))
    kept.decide(decision(1, "merge", "a#e1", "c#e1"))
    assert told(kept) != before
    with kept.as_of(recorded_by="2020-01-02T23:59:59Z") as view:
        assert told(view) == before
        assert view.decisions() == ()
    with kept.as_of(recorded_by="2020-01-01T23:00:00+00:00") as view:
        assert told(view) == [("a#e1", "b#e1")]
    with kept.as_of(recorded_by=dt.datetime(2020, 1, 3, 12)) as view:
        assert told(view) == told(kept)
        assert sorted(view.events(), key=lambda e: e.id) == sorted(
            kept.events(), key=lambda e: e.id
        )


def test_day_and_moment_together(kept):
    with kept.as_of("2017-04-05", recorded_by="2020-01-01T12:00:00Z") as view:
        assert told(view) == [("a#e1",)]
    with kept.as_of("2017-04-05", recorded_by="2019-12-31T00:00:00Z") as view:
        assert told(view) == []


def test_reports_stand_as_they_were_coded_then(kept, clock):
    clock.day = "2020-02-01"
    text = kept.report("a").report.text
    again = coded(telling("a", "e1", kind="Attack", published="2017-04-05", text=text), version="2")
    kept.add(again)
    clock.day = "2020-03-01"
    kept.add(
        coded(
            telling("a", "e1", kind="Sexual violence", published="2017-04-05", text=text),
            version="3",
        )
    )
    wanted = {
        "2020-01-31": "Shelling/artillery/missile attack",
        "2020-02-28": "Attack",
        "2020-03-31": "Sexual violence",
    }
    for day, kind in wanted.items():
        with kept.as_of(recorded_by=f"{day}T00:00:00Z") as view:
            (claim,) = view.report("a").claims
            assert claim.type.value == kind
            assert view.report("a").report.text == text


def test_a_text_that_was_revised_stands_as_it_was(kept, clock):
    clock.day = "2020-02-01"
    text = kept.report("a").report.text
    kept.add(shelling("a", published="2017-04-05", text=f"{text} It was updated."))
    clock.day = "2020-03-01"
    kept.add(shelling("a", published="2017-04-05", text=f"{text} It was updated.", killed=(4, 4)))
    for day, end in (("2020-01-31", "e1."), ("2020-02-28", "updated."), ("2020-03-31", "updated.")):
        with kept.as_of(recorded_by=f"{day}T00:00:00Z") as view:
            assert view.report("a").report.text.endswith(end)
            assert view.event("a#e1").claims == ("a#e1", "b#e1")


def test_ids_that_events_have_today_lead_to_those_of_then(kept):
    late = kept.event("b#e1").id
    with kept.as_of("2017-04-05") as view:
        assert view.event(late).claims == ("a#e1",)


def test_views_can_be_asked_like_a_store(kept):
    with kept.as_of("2017-04-07") as view:
        assert view.count(EventQuery(text="shelling", near=(35.2, 37.1))) == 1
        assert view.counts().reports == 2
        assert list(view.tellings(["a#e1", "c#e1"])) == ["a#e1"]
        assert view.name == kept.name


def test_views_cannot_be_changed_and_leave_no_file(kept):
    view = kept.as_of("2017-04-07")
    path = Path(view._database.path)
    assert path.exists()
    for change in (
        lambda: view.add(shelling("x")),
        lambda: list(view.add_all([shelling("x")])),
        lambda: view.decide(decision(1, "reject", "a#e1")),
    ):
        with pytest.raises(TacitusError) as told_off:
            change()
        assert told_off.value.problem.code == "view-only"
    view.close()
    assert not list(path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize("given", [{"day": "soon"}, {"recorded_by": "2017-99-01T00:00:00Z"}])
def test_no_day(kept, given):
    with pytest.raises(TacitusError) as told_off:
        kept.as_of(**given)
    assert told_off.value.problem.code == "bad-query"
