"""Reports put into a store, read back, and told as events."""

import random
from dataclasses import replace
from datetime import date

import pytest
from helpers.stored import Clock, coded, shelling
from helpers.tellings import telling

from tacitus.reconcile.cluster import cluster
from tacitus.reconcile.compose import compose
from tacitus.reconcile.ids import event_id
from tacitus.reconcile.traits import traits_of
from tacitus.records import Grounded, Relation, Span, TacitusError, Telling
from tacitus.store import EventQuery, open_store
from tacitus.store.reckoning import Reckoning


def three():
    """Two reports of one shelling, one of another town with two claims."""
    return [
        shelling("a", published="2017-04-05"),
        shelling("b", published="2017-04-06", outlet="Herald", killed=(5, 5)),
        coded(
            telling("c", "e1", place="Odrin", start="2018-01-01", end="2018-01-01"),
            telling("c", "e2", place="Bresk", start="2016-01-01", end="2016-01-01", kind="Attack"),
        ),
    ]


def expected(reports):
    """The events as reconcile gives them for all claims at once."""
    told = {t.key: t for c in reports for t in (Telling(c.report, claim) for claim in c.claims)}
    found = cluster(map(traits_of, told.values()))
    return [compose([told[key] for key in group.keys], group.bonds) for group in found]


def by_id(events):
    return sorted(events, key=lambda event: event.id)


def test_what_is_added_is_read_back_as_it_was(store):
    made = three()
    outcomes = [store.add(report) for report in made]
    assert [(a.report, a.outcome, a.claims) for a in outcomes] == [
        ("a", "new", ("a#e1",)),
        ("b", "new", ("b#e1",)),
        ("c", "new", ("c#e1", "c#e2")),
    ]
    assert list(store.reports()) == made
    assert store.report("b") == made[1]
    assert list(store.reports(outlet="Herald")) == [made[1]]
    found = store.tellings(["c#e2", "a#e1", "c#e2", "none#e1"])
    assert list(found) == ["c#e2", "a#e1"]
    assert found["c#e2"] == Telling(made[2].report, made[2].claims[1])


def test_all_of_a_report_comes_back(store):
    made = shelling("a", text="Shells fell. They were led by him.")
    whole = replace(
        made,
        relations=(
            Relation(
                Grounded("They", (Span(13, 17),), "rule"),
                "led",
                Grounded("him", (Span(30, 33),), "rule"),
                Span(13, 33),
                (),
                "rule:x",
            ),
        ),
        report=replace(
            made.report,
            title="Shells",
            url="https://example.org/1",
            published_by="metadata",
            syndicated_from="Agency",
        ),
    )
    store.add(whole)
    assert store.report("a") == whole


@pytest.mark.parametrize(
    "text",
    [
        "Shelling at Harlan\x00 killed three.",
        "Half a pair: \ud83d at Harlan.",
        "قصف 😀 Ḩamāh – “three” killed ʿ",
        "Shelling at Harlan. " + "Long words follow each other. " * 20_000,
    ],
    ids=["nul", "surrogate", "scripts", "long"],
)
def test_odd_texts_are_kept_to_the_letter(store, text):
    made = shelling("a", text=text, outlet="Ga\x00zette")
    store.add(made)
    assert store.report("a") == made
    word = "killed" if "killed" in text else "at"
    assert [event.outlets for event in store.events(EventQuery(text=word))] == [("Ga\x00zette",)]


def test_the_same_again_changes_nothing(store):
    for report in three():
        store.add(report)
    store.refresh()
    before = (list(store.log()), by_id(store.events()))
    assert {store.add(report).outcome for report in three()} == {"same"}
    assert not store.stale
    assert (list(store.log()), by_id(store.events())) == before


def test_where_a_report_lay_and_what_was_odd_in_reading_do_not_make_it_another(store):
    from tacitus.records import Problem

    made = shelling("a")
    store.add(made)
    problem = Problem("twice", "stood in other.jsonl too")
    again = replace(made, problems=(problem,), report=replace(made.report, path="/x/y.txt"))
    assert store.add(again).outcome == "same"


def test_another_report_of_the_same_id_is_refused(store):
    first = shelling("a", text="Mortars fell on the market of Harlan at noon and killed three men.")
    store.add(first)
    other = shelling("a", text="The council of ministers met again; nothing came of that meeting.")
    with pytest.raises(TacitusError) as told:
        store.add(other)
    assert told.value.problem.code == "report-id-taken"
    assert "Gazette" in str(told.value)
    assert store.report("a") == first


@pytest.mark.parametrize("name", ["", "a\x00b", "a\ud800"])
def test_an_id_that_no_database_holds_is_refused(store, name):
    with pytest.raises(TacitusError) as told:
        store.add(shelling(name))
    assert told.value.problem.code == "bad-report-id"


def test_two_claims_of_one_id_are_refused(store):
    with pytest.raises(TacitusError):
        store.add(coded(telling("a", "e1"), telling("a", "e1", place="Odrin")))
    assert store.counts().reports == 0


@pytest.mark.parametrize("group", [1, 2, 50])
def test_one_refused_report_does_not_stop_the_others(store, group):
    given = [
        *three(),
        shelling(""),
        shelling("a", text="Nothing like it was ever written."),
        three()[0],
    ]
    done = list(store.add_all(iter(given), group=group))
    assert [a.outcome for a in done] == ["new", "new", "new", "refused", "refused", "same"]
    assert done[3].problem.code == "bad-report-id"
    assert done[4].problem.code == "report-id-taken"
    assert store.counts().reports == 3


def test_what_was_yielded_is_committed(target):
    with open_store(target) as store, open_store(target) as other:
        for number, added in enumerate(store.add_all(three(), group=1), start=1):
            assert other.report(added.report)
            assert other.counts().reports == number


def test_events_are_those_of_all_claims_at_once(store):
    reports = three()
    for report in reports:
        store.add(report)
    assert by_id(store.events()) == by_id(expected(reports))
    assert store.count() == 3
    assert {len(event.claims) for event in store.events()} == {2, 1}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_makes_no_difference(store, seed):
    chance = random.Random(seed)
    reports = [
        shelling(
            f"r{n}",
            place=("Harlan", "Bresk", "Odrin")[n % 3],
            published=f"2017-04-{5 + n:02d}",
            start=f"2017-04-{1 + n // 4:02d}",
            end=f"2017-04-{1 + n // 4:02d}",
            killed=(n, n + 1),
        )
        for n in range(12)
    ]
    chance.shuffle(reports)
    for number, report in enumerate(reports):
        store.add(report)
        if number % 3 == seed:
            store.refresh()
    assert by_id(store.events()) == by_id(expected(reports))
    store.rebuild()
    assert by_id(store.events()) == by_id(expected(reports))


def test_few_claims_among_many_are_computed_by_themselves(store):
    for n in range(12):
        store.add(shelling(f"r{n}", start=f"2017-{1 + n:02d}-01", end=f"2017-{1 + n:02d}-01"))
    store.refresh()
    store.add(shelling("new", start="2017-03-01", end="2017-03-01", outlet="Herald"))
    done = store.refresh()
    assert (done.claims, done.made, done.gone, done.everything) == (1, 1, 1, False)
    everything = [*store.reports()]
    assert by_id(store.events()) == by_id(expected(everything))


def test_a_store_is_stale_until_events_are_computed(target):
    with open_store(target) as store:
        store.add(three()[0])
        assert store.stale
        assert store.counts().stale
    with open_store(target) as store:
        assert store.stale
        assert [event.claims for event in store.events()] == [("a#e1",)]
        assert not store.stale


def test_a_fault_in_computing_loses_no_claim_and_leaves_the_store_stale(target):
    def fails(*_, **__):
        raise RuntimeError("out of order")

    with open_store(target) as store:
        store.add(three()[0])
        store.refresh()
        before = by_id(store.events())
    with open_store(target, reckoning=Reckoning(fails)) as store:
        store.add(three()[2])
        with pytest.raises(RuntimeError):
            store.refresh()
        assert store.stale
    with open_store(target) as store:
        assert store.stale
        assert len(list(store.events())) == 3
        assert before[0] in store.events()


def test_events_of_another_version_are_computed_anew(target):
    def other(*args, **options):
        return replace(compose(*args, **options), weapons=("of another version",))

    with open_store(target) as store:
        store.add(three()[0])
        assert store.event("a#e1").weapons == ()
    with open_store(target, reckoning=Reckoning(other, version="2")) as store:
        assert store.stale
        assert store.event("a#e1").weapons == ("of another version",)
        kinds = [entry.kind for entry in store.log()]
        assert kinds[-1] == "rebuild"
    with open_store(target) as store:
        assert store.event("a#e1").weapons == ()


def test_an_event_is_found_by_every_id_it_had(store):
    first, second, third = three()
    store.add(second)
    old = store.event("b#e1").id
    store.add(first)
    store.add(third)
    event = store.event(old)
    assert event.id != old
    assert event.claims == ("a#e1", "b#e1")
    for name in ("a#e1", "b#e1", event.id, event.id.lower(), event.id[:-3], old[:-3], f" {old} "):
        assert store.event(name) == event
    assert event.id == event_id(Telling(first.report, first.claims[0]))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("01", "no-such-event"),
        ("ZZZZ", "no-such-event"),
        ("x#e1", "no-such-event"),
        ("", "no-such-event"),
    ],
)
def test_no_event_by_such_a_name(store, name, code):
    store.add(three()[0])
    with pytest.raises(TacitusError) as told:
        store.event(name)
    assert told.value.problem.code == code


def test_a_head_that_several_ids_have_is_told(store):
    store.add(three()[2])
    head = store.event("c#e1").id[:10]
    with pytest.raises(TacitusError) as told:
        store.event(head)
    assert told.value.problem.code == "several-events"
    assert store.event("c#e1").id in str(told.value)
    assert store.event("c#e2").id in str(told.value)


def test_figures_by_another_rule(store):
    for report in three()[:2]:
        store.add(report)
    (stored,) = store.events()
    (told,) = store.events(rule="acled-lowest")
    assert stored.figure("killed").rule == "range"
    assert told.figure("killed").rule == "acled-lowest"
    assert replace(told, figures=()) == replace(stored, figures=())
    with pytest.raises(TacitusError):
        list(store.events(rule="none"))


def test_outlets_are_counted(store):
    assert store.outlets() == []
    for name, outlet, day in (
        ("a", "Herald", "2017-04-06"),
        ("b", "Gazette", None),
        ("c", None, "2017-01-01"),
        ("d", "Herald", "2017-04-09"),
        ("e", "herald", None),
        ("f", "Herald", "2017-04-07"),
        ("g", None, None),
    ):
        store.add(shelling(name, outlet=outlet, published=day))
    assert store.outlets() == [
        ("Herald", 3, "2017-04-09"),
        ("Gazette", 1, None),
        (None, 2, "2017-01-01"),
        ("herald", 1, None),
    ]


def test_a_report_that_is_not_there(store):
    with pytest.raises(TacitusError) as told:
        store.report("a")
    assert told.value.problem.code == "no-such-report"


def test_a_report_without_claims_is_kept(store):
    empty = replace(three()[0], claims=())
    assert store.add(empty).claims == ()
    assert store.report("a") == empty
    assert list(store.events()) == []
    assert store.counts().reports == 1


def test_the_log_has_every_deed(target):
    with open_store(target, clock=Clock()) as store:
        for report in three()[:2]:
            store.add(report)
        store.refresh()
        told = [(entry.kind, entry.subject) for entry in store.log()]
        assert told == [("create", None), ("ingest", "a"), ("ingest", "b"), ("refresh", None)]
        numbers = [entry.number for entry in store.log()]
        assert numbers == sorted(numbers)
        (one,) = store.log("b")
        assert one.detail["claims"] == ["b#e1"]
        assert one.detail["versions"] == {"code": "1"}
        assert one.by.startswith("tacitus ")


def test_a_count_that_no_column_holds(store):
    store.add(shelling("a", killed=(3_000_000_000, None)))
    (event,) = store.events(EventQuery(min_killed=1000))
    assert event.figure("killed").low == 3_000_000_000


def test_undated_reports_are_kept_undated(store):
    made = shelling("a", published=None)
    store.add(made)
    assert store.report("a").report.published is None
    assert made.report.published != date.today()
