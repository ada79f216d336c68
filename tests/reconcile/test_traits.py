import json
import pickle
from dataclasses import replace

import pytest
from helpers.tellings import place_ref, telling

from tacitus.reconcile.traits import stems, traits_of
from tacitus.reconcile.traits_form import from_json, to_json
from tacitus.records import Account, ActorRef, Count, Grounded, PlaceRef, Span

NUSRA = ActorRef("Nusra", "al_nusra", "al-Nusra Front", "rebels", "SY")
ARMY = ActorRef("the army", "state:SY:army", "Syrian Army", "state_forces", "SY")
FULL = telling(
    initiators=(NUSRA,),
    targets=(ARMY, "gunmen"),
    killed=(5, None),
    injured=(3, 3),
    weapon="barrel bombs",
)


@pytest.mark.parametrize("made", [FULL, telling(place=None, start=None, end=None)])
def test_traits_survive_json_and_pickle(made):
    traits = traits_of(made)
    assert from_json(json.loads(json.dumps(to_json(traits)))) == traits
    assert pickle.loads(pickle.dumps(traits)) == traits
    assert hash(from_json(to_json(traits))) == hash(traits)


@pytest.mark.parametrize(
    ("given", "when", "days"),
    [
        ({}, "day", 0),
        ({"start": "2017-04-01", "end": "2017-04-04"}, "days", 3),
        ({"start": "2017-04-01", "end": "2017-04-30"}, "long", 29),
        ({"start": None, "end": "2017-04-05"}, "lead", 3),
        ({"start": None, "end": None}, "undated", None),
    ],
)
def test_when(given, when, days):
    traits = traits_of(telling(**given))
    assert traits.when == when
    assert (None if traits.days is None else traits.days[1] - traits.days[0]) == days


LOST = PlaceRef("Rityan", None, None, 35.0, 38.5, "SY", None, None, None, 6, 424.0)
PUT = PlaceRef("Zahra", None, None, 36.2, 37.2, "SY", "Aleppo", None, 1, 2, 14.9)


@pytest.mark.parametrize(
    ("place", "extent", "size"),
    [
        (place_ref("Bresk", 35.9, 36.6, "SY", radius_km=1.0), "point", "small"),
        (place_ref("Bresk", 35.9, 36.6, "SY", radius_km=4.0), "point", "town"),
        (place_ref("Bresk", 35.9, 36.6, "SY", radius_km=13.0), "point", "city"),
        # "near" a small place is wider, and the place no larger
        (place_ref("Bresk", 35.9, 36.6, "SY", radius_km=26.0, acled_precision=2), "area", "small"),
        (
            place_ref("Syria", 35.0, 38.5, "SY", feature="country", radius_km=424.0),
            "country",
            "area",
        ),
        (place_ref("Ward", 35.9, 36.6, "SY", feature="admin1", radius_km=80.0), "area", "area"),
        # a place of no gazetteer: its name is known and no point, or that of the town around it
        (LOST, "nowhere", "small"),
        (PUT, "point", "small"),
    ],
)
def test_where(place, extent, size):
    where = traits_of(telling(place=place)).where
    assert (where.extent, where.size) == (extent, size)
    assert (where.point is None) == (extent == "nowhere")


def test_the_tolls_of_all_accounts():
    made = telling(killed=(58, 70))
    span = made.claim.evidence
    accounts = tuple(
        Account((), Grounded(Count(n, n), span, "test:made"), None, None, "asserted", span)
        for n in (58, 70)
    )
    claim = replace(made.claim, accounts=accounts)
    assert traits_of(replace(made, claim=claim)).killed == ((58, 70), (58, 58), (70, 70))


def test_houses_and_sides():
    (group,) = traits_of(FULL).initiators
    assert group.camp == "armed"
    assert {"al_nusra", "fateh_al_sham", "hts"} <= set(group.house)
    army, gunmen = traits_of(FULL).targets
    assert "state:SY" in army.house
    assert (gunmen.id, gunmen.house, gunmen.camp) == (None, (), "armed")


def test_words_are_those_that_no_other_trait_holds():
    made = telling(
        text="Gunmen shelled the mosque in Harlan, killing a baker.", targets=("mosque",)
    )
    assert traits_of(made).words == stems("Gunmen shelled the in killing baker")


def test_a_report_read_in_stretches():
    made = telling(text="x " * 30_000)
    assert traits_of(made).stretch == 0
    late = replace(made.claim, evidence=(Span(50_000, 50_010),))
    assert traits_of(replace(made, claim=late)).stretch > 0
