from itertools import combinations

import pytest
from helpers.tellings import place_ref, telling, unlisted
from helpers.traits import some_traits
from hypothesis import given
from hypothesis import strategies as st

from tacitus.reconcile.blocking import filed, sought
from tacitus.reconcile.traits import traits_of


def meet(a, b):
    return not filed(a).isdisjoint(sought(b))


@given(st.lists(some_traits(), min_size=2, max_size=6))
def test_a_claim_finds_another_where_that_one_finds_it(claims):
    for a, b in combinations(claims, 2):
        assert meet(a, b) == meet(b, a)


BIG = place_ref("Bigtown", 36.2, 37.16, "SY", radius_km=14.9)
NEAR = place_ref("Suburb", 36.25, 37.2, "SY", radius_km=2.0)
PROVINCE = place_ref("Ward", 36.3, 37.6, "SY", feature="admin1", admin1="Ward", radius_km=110.0)
INSIDE = place_ref("Far end", 35.0, 36.1, "SY", admin1="Ward", radius_km=1.0)
COUNTRY = place_ref("Syria", 35.0, 38.5, "SY", feature="country", radius_km=424.0)
FIJI_EAST = place_ref("East", -17.0, 179.95, "FJ", radius_km=1.0)
FIJI_WEST = place_ref("West", -17.0, -179.95, "FJ", radius_km=1.0)
NOWHERE = unlisted("Kefraya")
SPELLED = unlisted("Kafraya")


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ({}, {}, True),
        ({}, {"start": "2017-04-07", "end": "2017-04-07"}, True),
        ({}, {"start": "2017-04-20", "end": "2017-04-20"}, False),
        ({"place": BIG}, {"place": NEAR}, True),
        ({"place": BIG}, {"place": "Odrin"}, False),
        ({"place": PROVINCE}, {"place": INSIDE}, True),
        ({"place": PROVINCE}, {"place": "Odrin"}, False),
        ({"place": FIJI_EAST}, {"place": FIJI_WEST}, True),
        ({"place": NOWHERE}, {"place": SPELLED}, True),
        # told later without a day: a small place brings it back, a big one only with more
        ({}, {"start": None, "end": None, "published": "2017-08-01"}, True),
        ({}, {"start": None, "end": None, "published": "2018-08-01"}, False),
        ({"killed": (58, 58)},
         {"start": None, "end": None, "published": "2018-08-01", "killed": (58, None)}, True),
        ({"place": BIG}, {"place": BIG, "start": None, "end": None}, False),
        ({"place": BIG, "kind": "Chemical weapon"},
         {"place": BIG, "kind": "Chemical weapon", "start": None, "end": None}, True),
        ({"place": BIG, "killed": (58, 58)},
         {"place": BIG, "killed": (58, None), "start": None, "end": None}, True),
        # a country alone brings nothing together, the same number does
        ({"place": COUNTRY}, {"place": COUNTRY}, False),
        ({"place": COUNTRY, "killed": (58, 58)}, {"killed": (58, 58)}, True),
        ({"place": COUNTRY, "killed": (2, 2)}, {"killed": (2, 2)}, False),
    ],
)  # fmt: skip
def test_who_meets(one, other, met):
    text = {"text": "A blow was struck there."}
    a, b = (
        traits_of(telling(name, **(text | given))) for name, given in (("a", one), ("b", other))
    )
    assert meet(a, b) is met
    assert meet(b, a) is met


def test_a_rare_word_brings_claims_together():
    told = [
        telling("a", text="A blow hit the Zvornik brewery.", place=None),
        telling("b", text="The Zvornik brewery was hit.", place=COUNTRY, start=None, end=None),
        telling("c", text="A blow hit a brewery.", place=None),
    ]
    a, b, c = map(traits_of, told)
    assert meet(a, b)
    assert meet(a, c)
    common = traits_of(telling("d", text="Rebels killed people in an attack.", place=None))
    other = traits_of(telling("e", text="An attack killed rebels and people.", place=COUNTRY))
    assert not meet(common, other)
