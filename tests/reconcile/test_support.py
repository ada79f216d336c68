"""Grades of support in the manner of Airwars, each with its reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.tellings import telling

from tacitus.reconcile.compose import compose
from tacitus.records import Account, Grounded, Telling
from tacitus.resolve.actors import resolve_actor

_ARMY = resolve_actor("Syrian warplanes", countries=("SY",), home="SY")
_CROWD = resolve_actor("villagers", countries=("SY",), home="SY")
_JETS = resolve_actor("Russian jets", countries=("SY",), home="SY")


def _told(*sources: str | None, **more: object) -> list[Telling]:
    return [
        telling(
            f"r{n}",
            outlet=f"Outlet {n}",
            text=f"Report {n}.",
            attribution=(source,) if source else (),
            **({"initiators": (_ARMY,)} | more),  # type: ignore[arg-type]
        )
        for n, source in enumerate(sources)
    ]


def _denied(made: list[Telling], who: str) -> list[Telling]:
    first, *others = made
    span = first.claim.evidence[0]
    denial = Account((Grounded(who, (span,), "test:made"),), None, None, None, "denied", (span,))
    return [replace(first, claim=replace(first.claim, accounts=(denial,))), *others]


@pytest.mark.parametrize(
    ("name", "told", "grade", "said"),
    [
        ("the side that did it says so", _told("SOHR", "SANA"), "confirmed", "for the side that did it"),
        ("that side alone, of its enemies", _told("SANA"), "weak", "Only the side that did it"),
        ("that side alone, of civilians", _told("SANA", targets=(_CROWD,)), "confirmed", "for the side that did it"),
        ("its ally says so", _told("Moscow"), "weak", "A single source"),
        ("two sources apart from the fight", _told("SOHR", "Amnesty"), "fair", "2 independent sources"),
        ("one of them apart", _told("Amnesty", "Islamic State"), "fair", "1 with no side"),
        ("none of them apart", _told("Hezbollah", "Islamic State"), "weak", "have a side"),
        ("one source in two papers", _told("SOHR", "SOHR"), "weak", "A single source"),
        ("unnamed in two papers", _told("activists", "residents"), "weak", "A single source"),
        ("two papers", _told(None, None), "fair", "2 independent"),
        ("others held responsible too",
         [*_told("SOHR"), telling("x", attribution=("Amnesty",), initiators=(_JETS,))],
         "contested", "Different sides"),
        ("the accused denies", _denied(_told("SOHR", "Amnesty"), "SANA"), "fair", "denied that it was"),
        ("the accused denies what its enemy says",
         _denied(_told("Islamic State", "Hezbollah"), "SANA"), "contested", "Only parties"),
        ("denied alone", _told("SOHR", factuality="denied"), "discounted", "denied only"),
        ("a credible denial", _denied(_told("Islamic State"), "SOHR"), "discounted", "parties to the fight"),
        ("a denial against others", _denied(_told("Amnesty", "HRW"), "SOHR"), "fair", "denied that it happened"),
        ("planned only", _told("SOHR", factuality="prospective"), "weak", "threatened only"),
    ],
)  # fmt: skip
def test_grades(name: str, told: list[Telling], grade: str, said: str) -> None:
    support = compose(told).support
    assert support.grade == grade, support
    assert said in " ".join(support.reasons)


def test_a_credited_side_that_also_denies_accepts_nothing() -> None:
    made = _denied(_told("SANA", "SOHR"), "Damascus")
    assert compose(made).support.grade != "confirmed"


def test_outlets_that_retell_it_later_do_not_raise_the_grade() -> None:
    late = telling(
        "x", outlet="Post", text="Months later.", published="2017-09-01", initiators=(_ARMY,)
    )
    support = compose([*_told("SOHR"), late]).support
    assert support.grade == "weak"
    assert "1 more retold it later." in support.reasons


def test_a_minister_of_a_state_outside_the_fight_has_no_side_in_it() -> None:
    assert (
        compose(_told("Turkish health officials", "SOHR"))
        .support.reasons[0]
        .startswith("2 independent sources, 2 with no side")
    )
    assert compose(_told("Syrian health officials", "Islamic State")).support.grade == "confirmed"


def test_who_accepts_what_hardly_anybody_says_it_did_confirms_nothing() -> None:
    made = _told("SOHR", "Amnesty", "HRW")
    odd = telling("x", attribution=("Moscow",), initiators=(_JETS,))
    assert compose([*made, odd]).support.grade == "contested"
    assert compose([*_told("SOHR", initiators=(_JETS,)), odd]).support.grade == "confirmed"
