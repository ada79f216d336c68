import random
from datetime import date, timedelta
from itertools import combinations

import pytest
from helpers.decisions import decided
from helpers.tellings import place_ref, telling, unlisted
from helpers.traits import CLAIMS, DECISIONS
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.reconcile.cluster import MemoryIndex, Reconciler, cluster
from tacitus.reconcile.traits import traits_of
from tacitus.records import ActorRef

IS = ActorRef("Daesh", "islamic_state", "Islamic State", "rebels", "IQ")
ARMY = ActorRef("the army", "state:SY:army", "Syrian Army", "state_forces", "SY")
BRESK = place_ref("Bresk", 35.9, 36.6, "SY", radius_km=1.0)
BIG = place_ref("Bigtown", 36.2, 37.16, "SY", radius_km=14.9)
PROVINCE = place_ref("Ward", 36.0, 36.7, "SY", feature="admin1", radius_km=90.0)
POISON = {"kind": "Chemical weapon", "place": BRESK, "start": "2017-04-04", "end": "2017-04-04"}
BUS = {"kind": "Remote explosive/landmine/IED", "place": BIG, "targets": ("a bus",)}
CAFE = {"kind": "Suicide bomb", "place": BIG, "targets": ("a cafe",)}


# reports tell in words of their own
TOLD = (
    "Smoke rose over houses.",
    "Rescuers dug through rubble all night.",
    "Doctors spoke of many victims.",
    "Witnesses fled when it began.",
    "It was the deadliest morning in weeks, officials said.",
)


def together(*told, decisions=()):
    """The clusters of claims, each of a report of its own unless it names one."""
    claims = [
        traits_of(telling(**({"report": f"r{n}", "text": TOLD[n % len(TOLD)]} | given)))
        for n, given in enumerate(told)
    ]
    keys = [t.key for t in claims]
    found = cluster(reversed(claims), decisions)
    assert sorted(k for c in found for k in c.keys) == sorted(keys)
    return sorted(sorted(keys.index(k) for k in c.keys) for c in found)


@pytest.mark.parametrize(
    ("told", "clusters"),
    [
        # rival tolls of one event
        ([POISON | {"killed": (n, None)} for n in (58, 70, 86)], [[0, 1, 2]]),
        # a day later in the same village, and the same day in the next one
        ([POISON, POISON | {"start": "2017-04-08", "end": "2017-04-08"}], [[0], [1]]),
        # two bombs of one day in one city, told apart by every report
        ([BUS | {"report": "a", "claim": "e1", "killed": (12, 12)},
          CAFE | {"report": "a", "claim": "e2", "killed": (3, 3)},
          BUS | {"report": "b", "claim": "e1", "killed": (12, None)},
          CAFE | {"report": "b", "claim": "e2", "killed": (4, 4)}], [[0, 2], [1, 3]]),
        # background told months later, by its month and without a day
        ([POISON | {"killed": (87, 87)},
          POISON | {"start": "2017-04-01", "end": "2017-04-30", "published": "2017-10-08",
                    "killed": (87, None)},
          POISON | {"start": None, "end": None, "published": "2017-06-01", "killed": (87, None)}],
         [[0, 1, 2]]),
        # a denial is of the event that it denies
        ([POISON, POISON, POISON | {"factuality": "denied", "initiators": (ARMY,)}], [[0, 1, 2]]),
        # a sum over a province is none of its events
        ([{"place": BRESK, "killed": (19, 19)},
          {"place": PROVINCE, "killed": (60, 60), "aggregate": True}], [[0], [1]]),
        # a threat is not the strike that follows
        ([{"place": BIG}, {"place": BIG, "factuality": "prospective"}], [[0], [1]]),
        # a place in no gazetteer, spelled in two ways
        ([POISON | {"place": unlisted("Kefraya")}, POISON | {"place": unlisted("Kafrayya")}], [[0, 1]]),
        # fighting of one day in a large city is not one event for that
        ([{"kind": "Armed clash", "place": BIG, "killed": (2, 2)},
          {"kind": "Armed clash", "place": BIG, "killed": (40, 40), "initiators": (IS,)}], [[0], [1]]),
    ],
)  # fmt: skip
def test_what_comes_together(told, clusters):
    assert together(*told) == clusters


def test_no_chain_through_a_claim_that_fits_both():
    night = POISON | {
        "killed": (12, 12),
        "injured": (40, 40),
        "start": "2017-04-02",
        "end": "2017-04-02",
    }
    noon = POISON | {"killed": (86, 86), "injured": (300, 300)}
    vague = POISON | {"start": "2017-04-01", "end": "2017-04-30", "published": "2017-10-08"}
    found = together(night, night, noon, noon, vague)
    assert [0, 1] in found or [0, 1, 4] in found
    assert [2, 3] in found or [2, 3, 4] in found


def test_bonds_hold_a_cluster_together():
    told = [traits_of(telling(f"r{n}", **POISON, killed=(58 + n, None))) for n in range(6)]
    (found,) = cluster(told)
    assert len(found.bonds) == len(found.keys) - 1
    reached = {found.keys[0]}
    for _ in found.bonds:
        reached |= {k for b in found.bonds if {b.a, b.b} & reached for k in (b.a, b.b)}
    assert reached == set(found.keys)
    assert all(b.a < b.b and 0 < b.score <= 1 and b.reasons for b in found.bonds)


class TestDecisions:
    FOUR = (POISON, POISON, POISON, {"kind": "Armed clash", "place": BIG})

    @pytest.mark.parametrize(
        ("decisions", "clusters"),
        [
            ([], [[0, 1, 2], [3]]),
            ([decided("d1", "merge", *(f"r{n}#e1" for n in range(4)))], [[0, 1, 2, 3]]),
            # what was not named stays where it fits
            ([decided("d1", "merge", "r0#e1", "r3#e1")], [[0, 3], [1, 2]]),
            ([decided("d1", "split", "r0#e1", apart=["r1#e1", "r2#e1"])], [[0], [1, 2], [3]]),
            (
                [
                    decided("d1", "split", "r0#e1", apart=["r1#e1", "r2#e1"]),
                    decided("d2", "merge", "r0#e1", "r1#e1"),
                ],
                [[0, 1, 2], [3]],
            ),
            (
                [decided("d1", "merge", "r0#e1", "r3#e1"), decided("d2", undoes="d1")],
                [[0, 1, 2], [3]],
            ),
            # claims that are not at hand
            ([decided("d1", "merge", "r3#e1", "x#e9")], [[0, 1, 2], [3]]),
            ([decided("d1", "merge", "r0#e1", "x#e9", "r3#e1")], [[0, 3], [1, 2]]),
        ],
    )
    def test_they_hold(self, decisions, clusters):
        assert together(*self.FOUR, decisions=decisions) == clusters

    def test_a_decided_bond_says_who_and_why(self):
        claims = [traits_of(telling(f"r{n}", **given)) for n, given in enumerate(self.FOUR)]
        found = cluster(claims, [decided("d1", "merge", "r0#e1", "r3#e1")])
        (bond,) = [b for c in found for b in c.bonds if b.score == 1]
        assert (bond.a, bond.b, bond.score) == ("r0#e1", "r3#e1", 1)
        assert "ana" in bond.reasons[0]
        assert "read both reports" in bond.reasons[0]


@settings(max_examples=150, deadline=None)
@given(CLAIMS, DECISIONS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same(claims, decisions, shuffle):
    expected = cluster(claims, decisions)
    claims, decisions = list(claims), list(decisions)
    shuffle.shuffle(claims)
    shuffle.shuffle(decisions)
    assert cluster(claims, decisions) == expected


@settings(max_examples=150, deadline=None)
@given(CLAIMS, DECISIONS, st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_any_split_into_batches_gives_the_same(claims, decisions, sizes):
    assert in_batches(claims, decisions, sizes) == cluster(claims, decisions)


def in_batches(claims, decisions, sizes):
    """The clusters after claims came in batches, then each decision by itself."""
    reconciler, index = Reconciler(), MemoryIndex()
    by_key, kept, rest, turn = {t.key: t for t in claims}, {}, list(claims), 0

    def settle(new, known):
        parts = reconciler.affected(new, index, known)
        for part in parts:
            for t in part:
                kept.pop(t.key, None)
        index.put(parts)
        for part in parts:
            for found in reconciler.cluster(part, known):
                for key in found.keys:
                    kept[key] = found

    while rest:
        size = sizes[turn % len(sizes)]
        settle(rest[:size], ())
        rest, turn = rest[size:], turn + 1
    # an undo is about the claims of what it undoes
    for n in range(1, len(decisions) + 1):
        about = {k for d in decisions[:n] for k in (*d.claims, *d.apart) if k in by_key}
        settle([by_key[k] for k in sorted(about)], decisions[:n])
    return tuple(sorted(set(kept.values()), key=lambda c: c.keys))


def test_a_claim_coded_again_leaves_its_old_event():
    reconciler, index = Reconciler(), MemoryIndex()
    old = [traits_of(telling(f"r{n}", **POISON)) for n in range(3)]
    index.put(reconciler.affected(old, index))
    again = traits_of(telling("r0", **(POISON | {"start": "2016-01-01", "end": "2016-01-01"})))
    parts = reconciler.affected([again], index)
    assert sorted(len(part) for part in parts) == [1, 2]
    index.put(parts)
    assert [t.key for t in index.component("r0#e1")] == ["r0#e1"]
    assert {t.key for t in index.component("r1#e1")} == {"r1#e1", "r2#e1"}


def many(number, days, seed=1):
    """Claims of strikes in some places over some days."""
    draw = random.Random(seed)
    places = [
        place_ref(f"Place{n}", 33 + draw.random() * 4, 36 + draw.random() * 5, "SY", radius_km=2.0)
        for n in range(50)
    ]
    for n in range(number):
        day = str(date(2016, 1, 1) + timedelta(days=draw.randrange(days)))
        yield traits_of(
            telling(
                f"r{n}",
                text=f"A blow {draw.randrange(10**6)} fell.",
                place=draw.choice(places),
                start=day,
                end=day,
                killed=(draw.randrange(30), None),
            )
        )


def test_pairs_grow_with_the_claims_and_not_with_their_square():
    # as many claims a day: twice the time is twice the claims
    few, more = (
        sum(1 for _ in Reconciler().pairs({t.key: t for t in many(days * 4, days)}))
        for days in (250, 1000)
    )
    assert more < 6 * few


def test_clusters_are_told_whole():
    claims = list(many(200, 20))
    found = cluster(claims)
    assert sorted(k for c in found for k in c.keys) == sorted(t.key for t in claims)
    for one, other in combinations(found, 2):
        assert not set(one.keys) & set(other.keys)
