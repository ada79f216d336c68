"""Contests: what cannot be true together, by whom; what differs in precision only is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.tellings import place_ref, telling

from tacitus.knowledge.actors import load_kinds
from tacitus.knowledge.codebook import load_codebook
from tacitus.reconcile.compose import compose
from tacitus.reconcile.rulebook import support_book
from tacitus.records import Account, ActorRef, Contest, Grounded, Telling
from tacitus.resolve.actors import resolve_actor


def _who(words: str) -> ActorRef:
    return resolve_actor(words, countries=("SY",), home="SY")


def _contests(*told: dict[str, object]) -> dict[str, Contest]:
    outlets = ["SOHR", "Amnesty", "Moscow", "HRW"]
    made = [
        telling(f"r{n}", **({"attribution": (outlets[n],)} | more))  # type: ignore[arg-type]
        for n, more in enumerate(told)
    ]
    return {c.field: c for c in compose(made).contested}


def _by(*words: str) -> dict[str, object]:
    return {"initiators": tuple(map(_who, words))}


@pytest.mark.parametrize(
    ("name", "told", "answers"),
    [
        ("two states", [_by("Syrian warplanes"), _by("Russian jets")],
         {"Government of Syria", "Government of Russia"}),
        ("a group and a state", [_by("Islamic State"), _by("Syrian army")],
         {"Islamic State", "Government of Syria"}),
        ("organs of one state", [_by("Syrian warplanes"), _by("the Syrian regime")], None),
        ("gunmen and a group", [_by("gunmen"), _by("Islamic State")], None),
        ("rebels and a rebel group", [_by("rebels"), _by("Jaysh al-Islam")], None),
        ("a later name", [_by("Jabhat al-Nusra"), _by("Hayat Tahrir al-Sham")], None),
        ("one side and both sides", [_by("Syrian warplanes"), _by("Russian jets", "Syrian warplanes")], None),
        ("nobody named", [_by("Syrian warplanes"), {}], None),
    ],
)  # fmt: skip
def test_who_did_it(name: str, told: list[dict[str, object]], answers: set[str] | None) -> None:
    found = _contests(*told).get("initiators")
    assert (found and {p.value for p in found.positions}) == answers


def test_who_names_both_bears_out_neither() -> None:
    found = _contests(
        _by("Syrian warplanes"), _by("Russian jets"), _by("Russian jets", "Syrian warplanes")
    )["initiators"]
    assert {p.claims for p in found.positions} == {("r0#e1",), ("r1#e1",)}


def test_either_side_of_a_fight_may_be_named_first() -> None:
    there = {
        "kind": "Armed clash",
        "initiators": (_who("Syrian army"),),
        "targets": (_who("Islamic State"),),
    }
    back = there | {"initiators": there["targets"], "targets": there["initiators"]}
    assert "initiators" not in _contests(there, back)


def _denying(made: Telling, who: str) -> Telling:
    span = made.claim.evidence[0]
    denial = Account((Grounded(who, (span,), "test:made"),), None, None, None, "denied", (span,))
    return replace(made, claim=replace(made.claim, accounts=(denial,)))


def test_a_denial_of_the_accused_stands_against_those_who_name_it() -> None:
    made = _denying(telling(attribution=("SOHR",), **_by("Syrian warplanes")), "SANA")  # type: ignore[arg-type]
    (contest,) = compose([made]).contested
    said = {p.value: (p.sources, p.stances) for p in contest.positions}
    assert contest.field == "initiators"
    assert said == {
        "Government of Syria": (("sohr",), ()),
        "not Government of Syria": (("side:state:SY",), ("Government of Syria",)),
    }


def test_a_denial_that_it_happened_contests_that() -> None:
    made = _denying(telling(attribution=("SOHR",)), "Amnesty")
    (contest,) = compose([made]).contested
    assert {(p.value, p.sources) for p in contest.positions} == {
        ("told", ("sohr",)),
        ("denied", ("amnesty",)),
    }


def test_a_group_that_denies_denies_its_own_part() -> None:
    made = _denying(telling(attribution=("SOHR",), **_by("a suicide bomber")), "Ahrar al-Sham")  # type: ignore[arg-type]
    assert compose([made]).contested == ()
    assert "Ahrar al-Sham denied that it was Ahrar al-Sham." in compose([made]).support.reasons


@pytest.mark.parametrize(
    ("field", "told", "contested"),
    [
        # types
        ("type", [{"kind": "Suicide bomb"}, {"kind": "Air/drone strike"}], True),
        ("type", [{"kind": "Remote explosive/landmine/IED"}, {"kind": "Suicide bomb"}], False),
        ("type", [{"kind": "Chemical weapon"}, {"kind": "Air/drone strike"}], False),
        ("type", [{"kind": "Chemical weapon"}, {"kind": "Air/drone strike", "attribution": ("Moscow",)}], True),
        # losses
        ("killed", [{"killed": (20, 20)}, {"killed": (90, 90)}], True),
        ("killed", [{"killed": (86, 86)}, {"killed": (90, 90)}], False),
        ("killed", [{"killed": (1, 1)}, {"killed": (2, 2)}], False),
        ("killed", [{"killed": (13, None)}, {"killed": (15, 15)}], False),
        ("killed", [{"killed": (100, None)}, {"killed": (15, 15)}], True),
        ("injured", [{"injured": (0, 0)}, {"injured": (40, 40)}], True),
        # places
        ("place", [{"place": "Harlan"}, {"place": "Bresk"}], True),
        ("place", [{"place": "Harlan"}, {"place": place_ref("Near", 35.3, 37.2, "SY")}], False),
        ("place", [{"place": "Harlan"}, {"place": place_ref("Wide", 35.6, 37.1, "SY", radius_km=40.0)}], False),
        ("place", [{"place": "Harlan"}, {"place": place_ref("Syria", 35.0, 39.0, "SY", ucdp_precision=6)}], False),
        ("place",
         [{"place": place_ref("Town", 35.2, 37.1, "SY", admin1="Idlib")},
          {"place": place_ref("Idlib", 35.9, 36.6, "SY", admin1="Idlib")}], False),
        # days
        ("start", [{}, {"start": "2017-04-09", "end": "2017-04-09"}], True),
        ("start", [{}, {"start": "2017-04-05", "end": "2017-04-05"}], False),
        ("start", [{}, {"start": "2017-04-01", "end": "2017-04-30", "precision": "month"}], False),
        # targets
        ("targets",
         [{"targets": (_who("villagers"),)}, {"targets": (_who("terrorists"),), "attribution": ("SANA",)}], True),
        ("targets", [{"targets": (_who("villagers"),)}, {"targets": (_who("rebels"),)}], False),
    ],
)  # fmt: skip
def test_other_fields(field: str, told: list[dict[str, object]], contested: bool) -> None:
    assert (field in _contests(*told)) is contested


def test_one_source_contests_nothing_by_itself() -> None:
    same = {"attribution": ("SOHR",)}
    assert _contests(_by("Syrian warplanes") | same, _by("Russian jets") | same) == {}


def test_the_better_supported_answer_comes_first() -> None:
    found = _contests(_by("Russian jets"), _by("Syrian warplanes"), _by("Russian jets"))
    values = [p.value for p in found["initiators"].positions]
    assert values == ["Government of Russia", "Government of Syria"]


def test_support_yaml_names_types_and_classes_that_there_are() -> None:
    book = support_book()
    types = {name for held in load_codebook().event_types.values() for name in held}
    assert {t for pair in (*book.exclusive, *book.exclusive_by_party) for t in pair} <= types
    assert book.mutual <= types
    classes = set(load_kinds())
    assert book.anybody | book.civil | book.military | frozenset().union(*book.alike) <= classes
