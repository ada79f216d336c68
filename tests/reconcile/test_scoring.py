from dataclasses import replace

import pytest
from helpers.tellings import place_ref, telling, unlisted
from helpers.traits import some_traits
from hypothesis import assume, given

from tacitus.knowledge.reconciling import load_reconciling
from tacitus.reconcile.comparing import COMPARISONS
from tacitus.reconcile.scoring import bond, least_odds, levels, likelihood, log_odds, may_tell_one
from tacitus.reconcile.traits import traits_of
from tacitus.records import ActorRef

NUSRA = ActorRef("Nusra", "al_nusra", "al-Nusra Front", "rebels", "SY")
HTS = ActorRef("HTS", "hts", "Hayat Tahrir al-Sham", "rebels", "SY")
IS = ActorRef("Daesh", "islamic_state", "Islamic State", "rebels", "IQ")
ARMY = ActorRef("the army", "state:SY:army", "Syrian Army", "state_forces", "SY")
JETS = ActorRef("Syrian jets", "state:SY:air_force", "Syrian Air Force", "state_forces", "SY")
HEZBOLLAH = ActorRef("Hezbollah", "hezbollah", "Hezbollah", "militia", "LB")
MILITANTS = ActorRef("militants", None, None, "rebels", "SY")
BUS = ActorRef("a bus", None, None, "civil_object", None)
THE_BUS = ActorRef("the bus", None, None, "civil_object", None)
SCHOOL = ActorRef("a school", None, None, "civil_object", None)

SMALL = place_ref("Bresk", 35.9, 36.6, "SY", radius_km=1.0)
NEXT = place_ref("Trella", 35.93, 36.62, "SY", radius_km=1.0)
TWENTY = place_ref("Quoda", 36.08, 36.6, "SY", radius_km=1.0)
BIG = place_ref("Bigtown", 36.2, 37.16, "SY", radius_km=14.9)
PROVINCE = place_ref("Ward", 36.0, 36.7, "SY", feature="admin1", radius_km=90.0)
COUNTRY = place_ref("Syria", 35.0, 38.5, "SY", feature="country", radius_km=424.0)
QUARTER = unlisted("Zahra", 36.2, 37.16, 14.9)
OTHER_QUARTER = replace(QUARTER, mention="Midan")
SPELLED = unlisted("Kefrayya")
SPELT = unlisted("Kafraya")
MISPLACED = place_ref("Bresk", 50.0, 20.0, "PL", radius_km=1.0, gazetteer_id="own:other")


def found(comparison, one, other):
    a, b = traits_of(telling("a", **one)), traits_of(telling("b", **other))
    return levels(a, b)[comparison].level


def day(first, last=None):
    return {"start": first, "end": last or first}


UNDATED = {"start": None, "end": None}


@pytest.mark.parametrize(
    ("comparison", "one", "other", "level"),
    [
        ("type", {}, {}, "same"),
        ("type", {"kind": "Chemical weapon"}, {"kind": "Chemical weapon"}, "same_rare"),
        ("type", {}, {"kind": "Shelling/artillery/missile attack"}, "confused"),
        ("type", {}, {"kind": "Chemical weapon"}, "broad"),
        ("type", {}, {"kind": "Armed clash"}, "broad"),
        ("type", {}, {"kind": "Peaceful protest"}, "other"),
        ("time", {}, {}, "same_day"),
        ("time", {}, day("2017-04-05"), "next_day"),
        ("time", {}, day("2017-04-06"), "some_days"),
        ("time", {}, day("2017-04-08"), "apart"),
        ("time", {}, day("2017-04-03", "2017-04-05"), "days_meet"),
        ("time", {}, day("2017-04-01", "2017-04-30"), "holds"),
        ("time", day("2017-01-01", "2017-12-31"), day("2017-04-01", "2017-04-30"), "long_meet"),
        ("time", {}, {"start": None, "end": "2017-04-05"}, "lead_close"),
        ("time", {}, {"start": None, "end": "2017-04-07"}, "lead"),
        ("time", {"start": None}, {"start": None, "end": "2017-04-05"}, "lead_both"),
        ("time", {}, UNDATED, "undated_soon"),
        ("time", {}, UNDATED | {"published": "2018-01-01"}, "undated"),
        ("time", {}, UNDATED | {"published": "2017-03-01"}, "before"),
        ("time", UNDATED, UNDATED, "undated_both_soon"),
        ("time", UNDATED, UNDATED | {"published": "2018-01-01"}, "undated_both"),
        ("place", {"place": SMALL}, {"place": SMALL}, "same_small"),
        ("place", {"place": BIG}, {"place": BIG}, "same_city"),
        ("place", {"place": PROVINCE}, {"place": PROVINCE}, "same_area"),
        ("place", {"place": SMALL}, {"place": NEXT}, "near"),
        ("place", {"place": SMALL}, {"place": TWENTY}, "around"),
        ("place", {"place": SMALL}, {"place": BIG}, "far"),
        ("place", {"place": SMALL}, {"place": MISPLACED}, "far"),
        ("place", {"place": SMALL}, {"place": PROVINCE}, "about"),
        ("place", {"place": SMALL}, {"place": COUNTRY}, "country"),
        ("place", {"place": SMALL}, {"place": None}, "unknown"),
        ("place", {"place": QUARTER}, {"place": BIG}, "inside"),
        ("place", {"place": QUARTER}, {"place": OTHER_QUARTER}, "other_names"),
        ("place", {"place": SPELLED}, {"place": SPELT}, "same_small"),
        ("initiators", {"initiators": (NUSRA,)}, {"initiators": (NUSRA, IS)}, "same"),
        ("initiators", {"initiators": (NUSRA,)}, {"initiators": (HTS,)}, "kin"),
        ("initiators", {"initiators": (ARMY,)}, {"initiators": (JETS,)}, "kin"),
        ("initiators", {"initiators": (ARMY,)}, {"initiators": (HEZBOLLAH,)}, "allied"),
        ("initiators", {"initiators": (NUSRA,)}, {"initiators": (IS,)}, "other"),
        ("initiators", {"initiators": (NUSRA,)}, {"initiators": (MILITANTS,)}, "fits"),
        ("initiators", {"initiators": (ARMY,)}, {"initiators": (MILITANTS,)}, "opposed"),
        ("initiators", {"initiators": (ARMY,)}, {}, "unknown"),
        ("initiators", {"initiators": (ARMY,)}, {"targets": (ARMY,)}, "swapped"),
        ("targets", {"targets": (BUS,)}, {"targets": (THE_BUS,)}, "same_thing"),
        ("targets", {"targets": (BUS,)}, {"targets": (SCHOOL,)}, "fits"),
        ("killed", {"killed": (58, 58)}, {"killed": (58, None)}, "same_many"),
        ("killed", {"killed": (5, 5)}, {"killed": (5, 5)}, "same_some"),
        ("killed", {"killed": (1, 1)}, {"killed": (1, 1)}, "same_few"),
        # "dozens" twice is no number that agrees
        ("killed", {"killed": (24, None)}, {"killed": (24, None)}, "meets"),
        ("killed", {"killed": (24, None)}, {"killed": (70, 70)}, "meets"),
        ("killed", {"killed": (58, 58)}, {"killed": (70, 70)}, "close"),
        ("killed", {"killed": (58, 58)}, {"killed": (100, 100)}, "differs"),
        ("killed", {"killed": (2, 2)}, {"killed": (100, 100)}, "far"),
        ("killed", {"killed": (0, 0)}, {"killed": (4, 4)}, "far"),
        ("killed", {"killed": (2, 2)}, {}, "none"),
        ("weapon", {"weapon": "barrel bombs"}, {"weapon": "barrel bomb"}, "same"),
        ("weapon", {"weapon": "mortar"}, {"weapon": "rockets"}, "means"),
        ("weapon", {"weapon": "mortar"}, {"weapon": "sarin"}, "other"),
        ("factuality", {"factuality": "denied"}, {}, "doubt"),
        ("factuality", {"factuality": "prospective"}, {}, "planned"),
        ("scope", {"aggregate": True}, {}, "sum_and_single"),
    ],
)  # fmt: skip
def test_levels(comparison, one, other, level):
    assert found(comparison, one, other) == level
    assert found(comparison, other, one) == level


@given(some_traits(), some_traits())
def test_both_ways_round_the_same(a, b):
    assume(a.key != b.key)
    assert log_odds(a, b) == log_odds(b, a)
    assert bond(a, b) == bond(b, a)
    assert may_tell_one(a, b) == may_tell_one(b, a)
    assert bond(a, b).score == pytest.approx(likelihood(log_odds(a, b)), abs=1e-4)


def test_reasons_tell_every_weight_that_counts():
    a, b = (traits_of(telling(r, killed=(58, 58))) for r in "ab")
    told = bond(a, b)
    weights = [float(reason.rpartition("(")[2].rstrip(")")) for reason in told.reasons]
    assert sum(weights) == pytest.approx(log_odds(a, b), abs=0.05 * len(COMPARISONS))
    assert [abs(w) for w in weights[:-1]] == sorted(map(abs, weights[:-1]), reverse=True)
    assert any("58" in reason for reason in told.reasons)


def test_every_level_of_the_file_has_its_reason():
    for name, all_of in load_reconciling().comparisons.items():
        assert name in COMPARISONS
        for level in all_of.values():
            level.says.format_map(dict.fromkeys(("a", "b", "shared", "km", "days"), "x"))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        # a village says more than a city, a rare type more than a common one
        (({"place": SMALL}, {"place": SMALL}), ({"place": BIG}, {"place": BIG})),
        (({"kind": "Sexual violence"},) * 2, ({"kind": "Armed clash"},) * 2),
        # an equal number speaks louder for than rival numbers speak against
        (({"killed": (58, 58)}, {"killed": (58, 58)}), ({}, {})),
        (({"killed": (58, 58)}, {"killed": (86, 86)}), ({}, day("2017-04-06"))),
        (({}, {}), ({}, {"aggregate": True})),
        (({}, {}), ({}, {"factuality": "prospective"})),
    ],
)
def test_what_says_more(better, worse):
    text = {"text": "A blow was struck."}
    good, bad = (
        log_odds(
            *(traits_of(telling(n, **(text | told))) for n, told in zip("ab", pair, strict=True))
        )
        for pair in (better, worse)
    )
    assert good > bad


def test_claims_of_one_report_are_one_event_only_beyond_doubt():
    one, two = traits_of(telling("a", "e1")), traits_of(telling("a", "e2"))
    other = traits_of(telling("b"))
    assert least_odds(one, two) > least_odds(one, replace(two, stretch=1)) > least_odds(one, other)
