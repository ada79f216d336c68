"""Sums and coverage of many events, against the events themselves, on both databases."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from helpers.figures import counted_reports
from helpers.stored import decision

from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.speed_store import coded_reports
from tacitus.knowledge.codebook import load_codebook
from tacitus.store import EventQuery, open_store
from tacitus.store.coverage import (
    coverage_by,
    outlet_shares,
    outlets_by,
    side_shares,
    sides_by,
)
from tacitus.store.judged import Coder, coders, judged
from tacitus.store.schema import events
from tacitus.store.totals import (
    AREAS,
    ROLES,
    Losses,
    Totals,
    counts_by,
    counts_by_actor_and,
    long_events,
    totals_by,
    totals_by_actor,
)


@pytest.fixture(scope="module")
def made(shared_target):
    """Made events and the few that are told by hand."""
    with open_store(shared_target) as opened:
        for added in opened.add_all([*coded_reports(make_claims(150, 3)), *counted_reports()]):
            assert added.problem is None
        opened.refresh()
        held = list(opened.events())
        with opened.reading() as connection:
            yield connection, held


def _losses(found, kind):
    told = [(e, e.figure(kind)) for e in found if not e.aggregate and e.figure(kind)]
    apart = [f.best for e, f in told if kind in {c.field for c in e.contested}]
    return Losses(
        len(told),
        sum(f.low for _, f in told),
        sum(f.best for _, f in told),
        sum(f.best if f.high is None else f.high for _, f in told),
        sum(f.high is None for _, f in told),
        len(apart),
        sum(apart),
        max((f.best for _, f in told), default=0),
    )


def _totals(found):
    differ = sum(bool(event.contested) for event in found)
    return Totals(len(found), differ, _losses(found, "killed"), _losses(found, "injured"))


def _grouped(found, key):
    groups = defaultdict(list)
    for event in found:
        groups[key(event)].append(event)
    return groups


def _day(event):
    return (event.start or event.end,)


def _area(level):
    def of(event):
        place = event.place
        parts = (place.country, place.admin1, place.name or place.mention) if place else (None,) * 3
        return parts[: len(AREAS[level])]

    return of


def _sides(event):
    return {source.stance for source in event.sources if source.stance}


@pytest.mark.parametrize("kind", [None, "Battles"])
@pytest.mark.parametrize(
    ("keys", "of"),
    [([events.c.first_day], _day), *((AREAS[level], _area(level)) for level in AREAS)],
)
def test_sums_are_those_of_the_events(made, keys, of, kind):
    connection, held = made
    types = load_codebook().event_types.get(kind or "")
    wanted = [e for e in held if types is None or e.type in types]
    assert wanted
    query = EventQuery(type=kind)
    groups = _grouped(wanted, of)
    found = dict(totals_by(connection, query, keys))
    assert found == {key: _totals(group) for key, group in groups.items()}
    assert dict(counts_by(connection, query, keys)) == {k: len(g) for k, g in groups.items()}


def test_sums_of_nothing(made):
    assert totals_by(made[0], EventQuery(type="no such type"), [events.c.first_day]) == []


def test_sums_add_up():
    one = Losses(1, 2, 3, 4, 1, 1, 3, 3)
    assert one + Losses(1, 1, 9, 9, 0, 0, 0, 9) == Losses(2, 3, 12, 13, 1, 1, 3, 9)
    assert Totals(2, 1, one) + Totals(1) == Totals(3, 1, one)


def test_events_of_more_days_than_one(made):
    connection, held = made
    wanted = Counter((e.start, e.end) for e in held if e.start and e.end and e.start != e.end)
    found = {(first, last): n for first, last, n in long_events(connection, EventQuery())}
    assert found == wanted
    assert ("2017-05-01", "2017-05-30") in wanted


@pytest.mark.parametrize("role", ROLES)
def test_sums_by_actor_count_an_event_once_for_each(made, role):
    connection, held = made
    groups, nobody = defaultdict(list), 0
    for event in held:
        sides = {"initiator": event.initiators, "target": event.targets}
        parties = [p for side, ps in sides.items() if role in ("any", side) for p in ps]
        for who in {party.actor or party.name for party in parties}:
            groups[who].append(event)
        nobody += not parties
    found, silent = totals_by_actor(connection, EventQuery(), role)
    assert {one.key: one.totals for one in found} == {w: _totals(g) for w, g in groups.items()}
    assert silent == nobody
    assert [one.totals.events for one in found] == sorted(map(len, groups.values()), reverse=True)
    top = [one.key for one in found[:3]]
    days = counts_by_actor_and(connection, EventQuery(), role, top, events.c.first_day)
    assert {(who, day): n for who, day, n in days} == Counter(
        (who, *_day(event)) for who in top for event in groups[who]
    )


@pytest.mark.parametrize(
    ("keys", "of"), [([events.c.first_day], _day), (AREAS["country"], _area("country"))]
)
def test_coverage_is_that_of_the_events(made, keys, of):
    connection, held = made
    groups = _grouped(held, of)
    for key, told in coverage_by(connection, EventQuery(), keys):
        mine = groups[key]
        assert told.events == len(mine)
        assert told.one_outlet == sum(len(e.outlets) == 1 for e in mine)
        numbers = Counter(min(2, len(_sides(e))) for e in mine)
        assert (told.no_side, told.one_side, told.several_sides) == tuple(
            numbers[n] for n in range(3)
        )
    for key, tellers in outlets_by(connection, EventQuery(), keys).items():
        names = {outlet.casefold() for e in groups[key] for outlet in e.outlets}
        assert (tellers.alone is not None) == (len(names) == 1)
    for key, tellers in sides_by(connection, EventQuery(), keys).items():
        names = {source.stance or "" for e in groups[key] for source in e.sources}
        assert tellers.alone == (min(names) if len(names) == 1 else None)


def test_shares_of_outlets_and_sides(made):
    connection, held = made
    for one in outlet_shares(connection, EventQuery()):
        mine = [e for e in held if one.key in {o.casefold() for o in e.outlets}]
        alone = sum(len(e.outlets) == 1 for e in mine)
        differ = sum(bool(e.contested) for e in mine)
        assert (one.events, one.alone, one.contested) == (len(mine), alone, differ)
    for one in side_shares(connection, EventQuery()):
        mine = [e for e in held if one.key in {s.stance or "" for s in e.sources}]
        assert one.events == len(mine)
        assert one.alone == sum(not (_sides(e) - {one.key}) for e in mine)


def test_what_coded_the_reports(made):
    assert coders(made[0])[0].engine is None


def test_coders_are_told_apart(store):
    for number, report in enumerate(counted_reports()[:3]):
        report.versions.update(tacitus="0.1.0", engine="both", model=f"reader {number > 1}")
        store.add(report)
    with store.reading() as connection:
        assert coders(connection) == [
            Coder("0.1.0", "both", "reader False", 2),
            Coder("0.1.0", "both", "reader True", 1),
        ]


def test_what_reviewers_made_of_events(store):
    for report in counted_reports():
        store.add(report)
    store.refresh()
    events_of = {claim: event for event in store.events() for claim in event.claims}
    both, clash, strike = (events_of[f"{name}#e1"].claims for name in ("r1", "r3", "r7"))
    store.decide_all(
        [
            decision(1, "edit", *both, field="type", value='"Attack"'),
            decision(2, "edit", *both, field="killed", value='{"low": 4, "best": 4, "high": 4}',
                     known="2017-05-01"),
            decision(3, "accept", *both),
            decision(4, "merge", *clash, "r5#e1"),
            decision(5, "accept", *clash, "r5#e1"),
            decision(6, "reject", *strike),
            # not accepted: nobody said that all else is right
            decision(7, "edit", "r6#e1", field="injured", value="null"),
        ]
    )  # fmt: skip
    with store.reading() as connection:
        found = judged(connection, EventQuery())
        assert (found.accepted, found.rejected, found.regrouped) == (2, 1, 1)
        assert (found.changed, found.later) == ({"type": 1}, {"killed": 1})
        nothing = judged(connection, EventQuery(country="UA", aggregate=True))
        assert (nothing.accepted, nothing.rejected, nothing.changed) == (0, 0, {})
    store.decide_all([decision(8, "undo", undoes=decision(6, "reject").id)])
    with store.reading() as connection:
        assert judged(connection, EventQuery()).rejected == 0
