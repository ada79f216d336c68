"""Lists, counts and sums over short rows, held against the events themselves."""

from collections import Counter
from dataclasses import replace

import pytest
from helpers.stored import decision

from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.speed_store import coded_reports
from tacitus.store import EventQuery, listing, open_store, shelves
from tacitus.store.look import look
from tacitus.store.query import NO_SIDE
from tacitus.store.shelves import ReportQuery

QUERIES = {
    "all": EventQuery(),
    "a box": EventQuery(bbox=(36.0, 34.0, 38.0, 37.5)),
    "over the date line": EventQuery(bbox=(100.0, -90.0, 37.0, 90.0)),
    "types": EventQuery(type=("Armed clash", "Explosions/Remote violence")),
    "actors": EventQuery(actor=("islamic_state", "state:SY:army")),
    "killed between": EventQuery(min_killed=2, max_killed=9),
    "outlets": EventQuery(outlet=("register", "GAZETTE")),
    "no known side": EventQuery(stance=(NO_SIDE,)),
    "contested": EventQuery(contested=True, support=("contested", "weak", "fair")),
    "countries": EventQuery(country=("SY", "Iraq")),
    "none": EventQuery(type="no such thing"),
}


@pytest.fixture(scope="module")
def store(shared_target):
    with open_store(shared_target) as opened:
        for added in opened.add_all(coded_reports(make_claims(250)), group=50):
            assert added.problem is None
        first = next(iter(opened.events()))
        opened.decide(decision(1, "reject", *first.claims))
        yield opened


@pytest.fixture(params=QUERIES, ids=str)
def query(request):
    return QUERIES[request.param]


def test_short_rows_are_the_events_in_their_order(store, query):
    for order in ("start", "-killed"):
        asked = replace(query, order=order, limit=20, offset=1)
        events = list(store.events(asked))
        with store.reading() as connection:
            rows = listing.short_rows(connection, asked)
            numbers = [row["serial"] for row in rows]
            actors = listing.actors_of(connection, numbers)
            outlets = listing.outlets_of_events(connection, numbers)
        assert [row["id"] for row in rows] == [event.id for event in events]
        for row, event in zip(rows, events, strict=True):
            assert (row["type"], row["start"], row["end"]) == (event.type, event.start, event.end)
            assert row["radius_km"] == (event.place.radius_km if event.place else None)
            assert row["precision"] == (event.place.acled_precision if event.place else None)
            assert row["sources"] == len(event.sources)
            parties = (*event.initiators, *event.targets)
            assert [a["name"] for a in actors.get(row["serial"], [])] == [p.name for p in parties]
            assert tuple(outlets[row["serial"]]) == event.outlets


def test_what_each_query_asks_holds_of_what_it_finds(store):
    for event in store.events(QUERIES["over the date line"]):
        assert event.place.lon >= 100 or event.place.lon <= 37
    for event in store.events(QUERIES["killed between"]):
        assert 2 <= event.figure("killed").best <= 9
    for event in store.events(QUERIES["no known side"]):
        assert any(source.stance is None for source in event.sources)
    found = {name: store.count(query) for name, query in QUERIES.items()}
    assert {name for name, number in found.items() if number == found["all"]} == {"all"}
    assert {name for name, number in found.items() if number == 0} == {"none"}


def test_sums_and_days_are_those_of_the_events(store, query):
    events = list(store.events(query))
    told = [e.figure("killed") for e in events if e.figure("killed") and not e.aggregate]
    with store.reading() as connection:
        whole, placed = listing.sums(connection, query)
        days = dict(listing.sums_by_day(connection, query))
        points = listing.map_rows(connection, query)
    assert whole == listing.Sums(
        events=len(events),
        told=len(told),
        low=sum(f.low for f in told),
        best=sum(f.best for f in told),
        high=sum(f.best if f.high is None else f.high for f in told),
        open=sum(f.high is None for f in told),
        contested=sum(bool(e.contested) for e in events),
    )
    assert placed == sum(bool(e.place and e.place.lat is not None) for e in events) == len(points)
    first = Counter(e.start or e.end for e in events)
    assert {day: told.events for day, told in days.items()} == dict(first)


def test_counts_leave_aside_what_is_asked_of_their_own_field(store, query):
    by_type = Counter(e.type for e in store.events(replace(query, type=None)))
    by_outlet = Counter(
        outlet.casefold() for e in store.events(replace(query, outlet=None)) for outlet in e.outlets
    )
    by_stance = Counter(
        stance
        for e in store.events(replace(query, stance=()))
        for stance in {source.stance or "" for source in e.sources}
    )
    by_actor = Counter(
        who
        for e in store.events(replace(query, actor=None))
        for who in {p.actor or p.name for p in (*e.initiators, *e.targets)}
    )
    with store.reading() as connection:
        told = look(connection, query, actors=10_000, others=1000)
        assert told.by["type"] == dict(by_type)
        assert (told.sums, told.placed) == listing.sums(connection, query)
        assert told.days == listing.sums_by_day(connection, query)
        assert told.actors == listing.counts_by_actor(connection, query, 10_000)
        assert told.outlets == listing.counts_by_outlet(connection, query, 1000)
        assert told.stances == listing.counts_by_stance(connection, query, 1000)
        few = look(connection, query, actors=3, others=2)
        assert few.actors == listing.counts_by_actor(connection, query, 3)
        assert few.outlets == listing.counts_by_outlet(connection, query, 2)
        for field in listing.COLUMNS:
            assert told.by[field] == listing.counts_by(connection, query, field), field
        outlets = listing.counts_by_outlet(connection, query, 1000)
        assert {name.casefold(): number for name, number in outlets} == dict(by_outlet)
        assert dict(listing.counts_by_stance(connection, query, 1000)) == dict(by_stance)
        actors = listing.counts_by_actor(connection, query, 10_000)
    assert {actor or name: number for actor, name, number in actors} == dict(by_actor)


def test_reports_and_outlets_in_lists(store):
    coded = list(store.reports())
    with store.reading() as connection:
        total = shelves.count_reports(connection, ReportQuery())
        rows = shelves.report_rows(connection, ReportQuery(limit=500))
        some = shelves.report_rows(connection, ReportQuery(outlet="REGISTER", limit=500))
        outlets = shelves.outlet_counts(connection)
        events = shelves.events_of_claims(connection, [f"{c.report.id}#e1" for c in coded[:3]])
    assert total == len(rows) == len(coded)
    days = [row["published"] or "" for row in rows]
    assert days == sorted(days, reverse=True)
    assert sum(row["claims"] for row in rows) == 250
    assert {row["outlet"] for row in some} == {"Register"}
    assert sum(outlet.reports for outlet in outlets) == len(coded)
    assert sum(outlet.claims for outlet in outlets) == 250
    assert len(events) == 3
    name = outlets[0].name
    mine = [e for e in store.events() if name in e.outlets]
    assert outlets[0].events == len(mine)
    assert outlets[0].alone == sum(e.outlets == (name,) for e in mine)


def test_the_extent_is_that_of_all_events(store):
    with store.reading() as connection:
        box, (first, last) = listing.extent(connection)
    places = [e.place for e in store.events() if e.place and e.place.lat is not None]
    assert box == pytest.approx(
        [
            min(p.lon for p in places), min(p.lat for p in places),
            max(p.lon for p in places), max(p.lat for p in places),
        ]
    )  # fmt: skip
    assert first == min(e.start or e.end for e in store.events() if e.start or e.end)
    assert last >= first


def test_the_revision_changes_with_the_store_and_with_nothing_else(target):
    with open_store(target) as store:

        def now():
            with store.reading() as connection:
                return listing.revision_of(connection)

        before = now()
        assert now() == before
        reports = coded_reports(make_claims(20))
        store.add(reports[0])
        after = now()
        assert after != before
        store.add(reports[0])
        assert now() == after


def test_asking_a_store_as_it_stands_computes_nothing(target):
    with open_store(target) as store:
        reports = coded_reports(make_claims(20))
        store.add(reports[0])
        store.refresh()
        for report in reports[1:]:
            store.add(report)
        standing = store.as_it_stands()
        assert standing.count() == len(reports[0].claims)
        assert standing.stale
        assert store.count() > len(reports[0].claims)
        assert not standing.stale
