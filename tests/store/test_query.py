"""Events asked for by day, place, actors, losses, words and more."""

import pytest
from helpers.stored import coded, decision, shelling
from helpers.tellings import place_ref, telling

from tacitus.knowledge.actors import load_registry
from tacitus.records import ActorRef, TacitusError
from tacitus.store import EventQuery, open_store
from tacitus.store.query import ORDERS, branches

EAST = place_ref("Taveuni", -16.85, 179.95, "FJ")
WEST = place_ref("Niue", -19.05, -169.92, "NU")
POLE = place_ref("Pole", 89.9, 10.0, "NO")
WHOLE = place_ref("Syria", 35.2, 37.1, "SY", feature="country", acled_precision=None)
ARMY = ActorRef("Syrian army", "state:SY:army", "Military Forces of Syria", "state_forces", "SY")
OWN = ActorRef("Harlan Brigade", None, None, "rebels", "SY")


def reports():
    """One event a report; the report's id says what is special about it."""
    day = {"start": "2017-04-04", "end": "2017-04-04"}
    return [
        shelling("plain", outlet="Gazette", killed=(3, 3), **day),
        shelling(
            "later", place="Bresk", start="2018-01-01", end="2018-01-31", killed=(50, 60),
            published="2018-02-01", text="Rockets flattened the bakery; strikes went on for days.",
        ),
        coded(
            telling("hedged", place="Odrin", factuality="hedged", initiators=(ARMY,), **day,
                    kind="Armed clash", outlet="HERALD", published="2016-01-01",
                    text="It is said that the army struck the old bakery of Señor Cañas.")
        ),
        coded(telling("undated", place=EAST, start=None, end=None, kind="Attack")),
        coded(telling("open", place=WEST, start=None, end="2015-05-05", kind="Looting/property destruction")),
        coded(telling("pole", place=POLE, start="2010-01-01", end="2010-01-01", kind="Attack")),
        coded(telling("whole", place=WHOLE, start="2011-01-01", end="2011-12-31", aggregate=True)),
        coded(telling("nowhere", place=None, start="2012-01-01", end="2012-01-01",
                      kind="Armed clash", initiators=(OWN,), targets=(ARMY,))),
        coded(telling("gone", place="Bresk", start="2009-01-01", end="2009-01-01", kind="Attack")),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def asked(shared_target):
    with open_store(shared_target) as store:
        for report in reports():
            store.add(report)
        store.add(shelling("copy", outlet="Post", killed=(500, 500), published="2017-04-07",
                           attribution=("a hospital official",),
                           start="2017-04-04", end="2017-04-04"))  # fmt: skip
        store.decide(decision(1, "merge", "copy#e1", "plain#e1"))
        store.decide(decision(2, "reject", "gone#e1"))
        yield store


def found(store, query):
    return sorted(event.claims[0].split("#")[0] for event in store.events(query))


EVERY = ["hedged", "later", "nowhere", "open", "plain", "pole", "undated", "whole"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, EVERY),
        ({"rejected": None}, sorted([*EVERY, "gone"])),
        ({"rejected": True}, ["gone"]),
        ({"since": "2017-04-05"}, ["later"]),
        ({"since": "2018-01-15", "until": "2018-01-20"}, ["later"]),
        ({"until": "2011-06-01"}, ["pole", "whole"]),
        ({"since": "2015-05-05", "until": "2015-05-05"}, ["open"]),
        ({"since": "2017-04-04", "until": "2017-04-04"}, ["hedged", "plain"]),
        ({"country": "UA"}, ["hedged"]),
        ({"country": "Syria"}, ["later", "plain", "whole"]),
        ({"country": "FJI"}, ["undated"]),
        ({"type": "Armed clash"}, ["hedged", "nowhere"]),
        ({"type": "armed CLASH"}, ["hedged", "nowhere"]),
        ({"type": "Explosions/Remote violence"}, ["later", "plain", "whole"]),
        ({"type": "Dream"}, []),
        ({"min_killed": 4}, ["later", "plain"]),
        ({"min_killed": 50}, ["later", "plain"]),
        ({"min_killed": 1000}, []),
        ({"contested": True}, ["plain"]),
        ({"contested": False}, [e for e in EVERY if e != "plain"]),
        ({"contested": "killed"}, ["plain"]),
        ({"contested": "kill"}, []),
        ({"support": ("none",)}, []),
        ({"outlet": "herald"}, ["hedged"]),
        ({"outlet": "post"}, ["plain"]),
        ({"outlet": "Po"}, []),
        ({"factuality": ("hedged", "denied")}, ["hedged"]),
        ({"aggregate": True}, ["whole"]),
        ({"aggregate": False, "country": "SY"}, ["later", "plain"]),
        ({"actor": "state:SY:army"}, ["hedged", "nowhere"]),
        ({"actor": "Syrian government"}, ["hedged", "nowhere"]),
        ({"actor": "Syrian armed forces"}, ["hedged", "nowhere"]),
        ({"actor": "harlan brigade"}, ["nowhere"]),
        ({"actor": "brigade"}, ["nowhere"]),
        ({"actor": "rigad"}, []),
        ({"actor": "Jabhat al-Nusra"}, []),
        ({"text": "bakery"}, ["hedged", "later"]),
        ({"text": "strike on days"}, ["later"]),
        ({"text": '"the bakery"'}, ["later"]),
        ({"text": "bakery -rockets"}, ["hedged"]),
        ({"text": 'bakery -"old bakery"'}, ["later"]),
        ({"text": "senor canas"}, ["hedged"]),
        ({"text": "Señor Cañas"}, ["hedged"]),
        ({"text": "bakery AND"}, []),
        ({"text": 'NEAR("bakery*'}, []),
        ({"text": "zebra"}, []),
        ({"near": (35.2, 37.1), "within_km": 1}, ["plain"]),
        ({"near": (35.2, 37.1), "within_km": 100}, ["later", "plain"]),
        ({"near": (-17.0, -179.9), "within_km": 60}, ["undated"]),
        ({"near": (-17.0, 179.0), "within_km": 1500}, ["open", "undated"]),
        ({"near": (89.9, -170.0), "within_km": 25}, ["pole"]),
        ({"near": (0.0, 0.0), "within_km": 21_000},
         ["hedged", "later", "open", "plain", "pole", "undated"]),
        ({"near": (35.2, 37.1), "within_km": 100, "min_killed": 4, "text": "rockets"}, ["later"]),
    ],
    ids=lambda value: ", ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_events_asked_for(asked, query, wanted):
    query = EventQuery(**query)
    assert found(asked, query) == wanted
    assert asked.count(query) == len(wanted)


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("start", "pole", "undated"),
        ("-start", "later", "undated"),
        ("-killed", "plain", None),
        ("killed", None, "plain"),
        ("-reports", "plain", None),
    ],
)
def test_orders(asked, order, first, last):
    names = [event.claims[0].split("#")[0] for event in asked.events(EventQuery(order=order))]
    assert len(names) == len(EVERY)
    assert first in (None, names[0])
    assert last in (None, names[-1])


@pytest.mark.parametrize("order", ORDERS)
def test_pages_are_the_whole(asked, order):
    whole = [event.id for event in asked.events(EventQuery(order=order))]
    paged = [
        event.id
        for at in range(0, 12, 3)
        for event in asked.events(EventQuery(order=order, limit=3, offset=at))
    ]
    assert paged == whole
    rest = [event.id for event in asked.events(EventQuery(order=order, offset=6))]
    assert rest == whole[6:]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"since": "April"}, "bad-query"),
        ({"until": "2017-02-30"}, "bad-query"),
        ({"order": "size"}, "bad-query"),
        ({"limit": -1}, "bad-query"),
        ({"offset": -1}, "bad-query"),
        ({"min_killed": -1}, "bad-query"),
        ({"text": "-bakery"}, "bad-query"),
        ({"text": " ' "}, "bad-query"),
        ({"near": (91.0, 0.0)}, "bad-query"),
        ({"near": (1.0, 0.0), "within_km": 0}, "bad-query"),
        ({"near": (1.0, 0.0), "within_km": float("nan")}, "bad-query"),
        ({"country": "Ruritania"}, "no-such-country"),
    ],
)
def test_what_cannot_be_asked_is_told(asked, query, code):
    with pytest.raises(TacitusError) as told:
        list(asked.events(EventQuery(**query)))
    assert told.value.problem.code == code
    assert told.value.problem.fix


def test_grades_of_support(asked):
    by_grade = {}
    for event in asked.events():
        by_grade.setdefault(event.support.grade, []).append(event)
    assert len(by_grade) > 1
    for grade, events in by_grade.items():
        assert list(asked.events(EventQuery(support=(grade,)))) == events
    assert asked.count(EventQuery(support=tuple(by_grade))) == len(EVERY)


def test_branches_and_earlier_names():
    registry = load_registry()
    assert {"radwan", "hezbollah"} <= branches(registry, ["hezbollah"])
    assert "state:SY:army" in branches(registry, ["state:SY:armed_forces"])
    assert "state:LB:army" not in branches(registry, ["state:SY:armed_forces"])
    assert "hezbollah" not in branches(registry, ["radwan"])


def test_events_can_be_asked_for_while_others_are_shown(asked):
    for event in asked.events():
        assert asked.event(event.id) == event
