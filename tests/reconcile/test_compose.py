"""One cluster into an event: every field, the same in any order, with reviewers' decisions applied."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers.tellings import place_ref, telling
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.reconcile.compose import compose
from tacitus.reconcile.copies import copies
from tacitus.reconcile.ids import event_id
from tacitus.records import ActorRef, Bond, Decision, Event, TacitusError, Telling
from tacitus.resolve.actors import resolve_actor


def _who(*words: str) -> tuple[ActorRef, ...]:
    return tuple(resolve_actor(w, countries=("SY",), home="SY") for w in words)


def _made(*told: dict[str, Any]) -> Event:
    """An event of reports that are published a day after the other, each by an outlet of its own."""
    return compose(
        [
            telling(
                f"r{n}",
                **(
                    {"outlet": f"Outlet {n}", "published": f"2017-04-{n + 5:02}", "text": f"{n}."}
                    | more
                ),
            )
            for n, more in enumerate(told)
        ]
    )


def test_an_event_of_one_claim_says_what_it_says() -> None:
    made = telling(
        initiators=_who("Syrian army"), targets=_who("villagers"), weapon="barrel bombs", killed=(3, 3),
        attribution=("SOHR",),
    )  # fmt: skip
    event = compose([made])
    assert event.id == event_id(made)
    assert (event.type, event.start, event.end) == ("Air/drone strike", "2017-04-04", "2017-04-04")
    assert (event.date_precision, event.factuality, event.aggregate) == ("day", "asserted", False)
    assert event.place == made.claim.place_ref
    assert [p.actor for p in event.initiators] == ["state:SY:army"]
    assert [(p.actor, p.name, p.kind) for p in event.targets] == [(None, "villagers", "civilians")]
    assert event.weapons == ("barrel bombs",)
    assert [(f.kind, f.side, f.best) for f in event.figures] == [("killed", "all", 3)]
    assert (event.reports, event.outlets, event.claims) == (("r1",), ("Gazette",), ("r1#e1",))
    assert [s.id for s in event.sources] == ["sohr"]
    assert not event.rejected
    assert set(event.rests_on) == {
        "type", "initiators", "targets", "place", "start", "end", "killed", "weapons", "factuality",
    }  # fmt: skip
    assert set(event.rests_on.values()) == {("r1#e1",)}


def test_without_claims_there_is_no_event() -> None:
    with pytest.raises(TacitusError, match="at least one claim"):
        compose([])


@pytest.mark.parametrize(
    ("name", "named", "parties"),
    [
        ("by registry id", ["ISIS", "Daesh", "Islamic State"], ["Islamic State"]),
        (
            "a whole goes to its organ",
            ["Syrian regime", "Syrian warplanes"],
            ["Air force of Syria"],
        ),
        (
            "two organs",
            ["Syrian army", "Syrian warplanes"],
            ["Air force of Syria", "Army of Syria"],
        ),
        ("gunmen go to the group", ["gunmen", "Jaysh al-Islam"], ["Jaysh al-Islam"]),
        ("rebels go to their group", ["rebels", "Jaysh al-Islam"], ["Jaysh al-Islam"]),
        ("gunmen go to rebels", ["gunmen", "rebels", "rebels"], ["rebels"]),
        ("two groups", ["Ahrar al-Sham", "Jaysh al-Islam"], ["Ahrar al-Sham", "Jaysh al-Islam"]),
    ],
)
def test_parties_are_merged(name: str, named: list[str], parties: list[str]) -> None:
    event = _made(*({"initiators": _who(words)} for words in named))
    assert sorted(p.name for p in event.initiators) == parties, name
    assert {key for p in event.initiators for key in p.claims} == {
        f"r{n}#e1" for n in range(len(named))
    }


def test_either_side_first_in_a_fight_is_one_fight() -> None:
    army, group = _who("Syrian army"), _who("Islamic State")
    lost = (("initiators", "killed", 5, 5, "fighters"),)
    event = _made(
        {"kind": "Armed clash", "initiators": army, "targets": group},
        {"kind": "Armed clash", "initiators": group, "targets": army, "sides": lost},
    )
    assert [p.name for p in event.initiators] == ["Army of Syria"]
    assert [p.name for p in event.targets] == ["Islamic State"]
    assert [(f.side, f.best) for f in event.figures] == [("targets", 5)]


def test_who_denies_it_did_it_is_no_initiator() -> None:
    event = _made(
        {"initiators": _who("Syrian army")},
        {"initiators": _who("Russian jets"), "factuality": "denied"},
    )
    assert [p.name for p in event.initiators] == ["Army of Syria"]


_PROVINCE = place_ref(
    "Province", 35.4, 37.2, "SY", feature="admin1", ucdp_precision=4, acled_precision=3, radius_km=90.0
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "places", "chosen"),
    [
        ("the most precise", [_PROVINCE, "Harlan", _PROVINCE], "Harlan"),
        ("the most told", ["Harlan", "Bresk", "Bresk"], "Bresk"),
        ("one that is told", [None, "Harlan"], "Harlan"),
        ("none", [None, None], None),
    ],
)
def test_place(name: str, places: list[Any], chosen: str | None) -> None:
    place = _made(*({"place": place} for place in places)).place
    assert (place and place.name) == chosen, name


_SPAN = {"day": ("2017-04-04", "2017-04-04"), "month": ("2017-04-01", "2017-04-30")}


@pytest.mark.parametrize(
    ("name", "told", "days"),
    [
        ("a day within a month", [("month", *_SPAN["month"]), ("day", *_SPAN["day"])], (*_SPAN["day"], "day")),
        ("what two spans share",
         [("days", "2017-04-01", "2017-04-04"), ("days", "2017-04-03", "2017-04-06")],
         ("2017-04-03", "2017-04-04", "days")),
        ("the day most tell",
         [("day", "2017-04-04", "2017-04-04"), ("day", "2017-04-03", "2017-04-03"), ("day", "2017-04-03", "2017-04-03")],
         ("2017-04-03", "2017-04-03", "day")),
        ("an end alone", [("day", None, "2017-04-05"), ("day", None, "2017-04-07")], (None, "2017-04-05", "day")),
        ("an end alone beside a day", [("day", None, "2017-04-09"), ("day", *_SPAN["day"])], (*_SPAN["day"], "day")),
        ("undated", [(None, None, None)], (None, None, None)),
    ],
)  # fmt: skip
def test_days(name: str, told: list[tuple[Any, Any, Any]], days: tuple[Any, Any, Any]) -> None:
    event = _made(*({"precision": p, "start": s, "end": e} for p, s, e in told))
    assert (event.start, event.end, event.date_precision) == days, name


@pytest.mark.parametrize(
    ("values", "best"),
    [
        (["hedged", "asserted"], "asserted"),
        (["denied", "hedged"], "hedged"),
        (["denied", "denied"], "denied"),
        (["prospective", "denied"], "prospective"),
    ],
)
def test_factuality_is_the_best_told(values: list[str], best: str) -> None:
    assert _made(*({"factuality": v} for v in values)).factuality == best


def test_the_type_is_what_most_sources_tell() -> None:
    event = _made(
        {"kind": "Air/drone strike", "attribution": ("SOHR",)},
        {"kind": "Air/drone strike", "attribution": ("SOHR",)},
        {"kind": "Chemical weapon", "attribution": ("Amnesty",)},
        {"kind": "Chemical weapon", "attribution": ("HRW",)},
    )
    assert event.type == "Chemical weapon"
    assert event.rests_on["type"] == ("r2#e1", "r3#e1")


def test_sums_do_not_shape_a_single_event() -> None:
    event = _made({"killed": (5, 5)}, {"killed": (900, 900), "aggregate": True, "place": "Bresk"})
    assert not event.aggregate
    assert event.place is not None
    assert event.place.name == "Harlan"
    assert event.figures[0].high == 5
    assert _made({"aggregate": True}).aggregate


def test_the_founding_claim_gives_the_id() -> None:
    first = telling("z", published="2017-04-05")
    later = telling("a", published="2017-04-06")
    assert compose([later, first]).id == event_id(first)


def test_copies_can_be_given() -> None:
    text = " ".join(f"word{n}" for n in range(60))
    made = [telling(r, outlet=r, text=text) for r in ("Gazette", "Herald")]
    given_copies = copies(t.report for t in made)
    assert compose(made, copies=given_copies) == compose(made)
    assert len(compose(made).sources) == 1


_TOLD = st.builds(
    telling,
    report=st.sampled_from(["r1", "r2", "r3", "r4"]),
    claim=st.sampled_from(["e1", "e2"]),
    text=st.sampled_from(["", "Nine died in the market of Harlan when shells fell at noon on Tuesday."]),
    outlet=st.sampled_from(["Gazette", "Herald", "SANA", None]),
    published=st.sampled_from(["2017-04-05", "2017-04-06", None]),
    kind=st.sampled_from(["Air/drone strike", "Armed clash", "Chemical weapon", "Suicide bomb"]),
    initiators=st.lists(st.sampled_from(_who("Syrian army", "Russian jets", "gunmen", "rebels", "ISIS")), max_size=2).map(tuple),
    targets=st.lists(st.sampled_from(_who("villagers", "ISIS", "market")), max_size=2).map(tuple),
    place=st.sampled_from(["Harlan", "Bresk", _PROVINCE, None]),
    start=st.sampled_from(["2017-04-03", "2017-04-04"]),
    end=st.sampled_from(["2017-04-04", "2017-04-05"]),
    precision=st.sampled_from(["day", "days"]),
    killed=st.sampled_from([None, (8, 8), (13, None), (20, 25)]),
    attribution=st.lists(st.sampled_from(["SOHR", "SANA", "activists", "Ali Gul Harun", "Gul Harun"]), max_size=2, unique=True).map(tuple),
    factuality=st.sampled_from(["asserted", "hedged", "denied", "prospective"]),
    aggregate=st.booleans(),
    weapon=st.sampled_from([None, "Shells", "shells", "bombs"]),
    sides=st.sampled_from([(), (("unknown", "killed", 2, 9, "others"), ("initiators", "killed", 4, 4, "men")), (("targets", "killed", 8, 8, "fighters"),), (("civilians", "killed", 3, None, "people"),)]),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    told=st.lists(_TOLD, min_size=1, max_size=6, unique_by=lambda t: t.key),
    rule=st.sampled_from(["range", "ucdp", "acled-lowest"]),
    rng=st.randoms(),
)
def test_any_order_gives_the_same_event(told: list[Telling], rule: str, rng: Any) -> None:
    event = compose(told, rule=rule)
    rng.shuffle(told)
    assert compose(told, rule=rule) == event
    keys = {t.key for t in told}
    assert set(event.claims) == keys
    assert {key for held in event.rests_on.values() for key in held} <= keys
    assert {key for s in event.sources for key in s.claims} == keys
    for figure in event.figures:
        assert figure.low <= figure.best
        assert figure.high is None or figure.best <= figure.high
    whole = event.figure("killed")
    if rule == "ucdp" and whole is not None and "overlap" not in whole.how:
        sides = [f.best for f in event.figures if f.kind == "killed" and f.side != "all"]
        assert not sides or sum(sides) == whole.best
    for contest in event.contested:
        assert len(contest.positions) >= 2
        assert {s for p in contest.positions for s in p.sources} <= {s.id for s in event.sources}


def test_bonds_are_kept_in_order() -> None:
    bonds = (Bond("r1#e1", "r2#e1", 0.9, ("same town",)), Bond("r0#e1", "r1#e1", 0.8, ()))
    assert compose([telling()], bonds).bonds == bonds[::-1]


# --- reviewers


def _edit(field: str, value: Any, ident: str = "01D", *claims: str) -> Decision:
    return Decision(
        ident, "edit", "Ann", "2017-05-01T00:00:00Z", "seen on site",
        claims=claims or ("r1#e1",), field=field, value=json.dumps(value),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "held"),
    [
        ("type", "Grenade", "Grenade"),
        ("start", "2017-04-02", "2017-04-02"),
        ("end", None, None),
        ("date_precision", "week", "week"),
        ("factuality", "hedged", "hedged"),
        ("aggregate", True, True),
        ("weapons", ["a hand grenade"], ("a hand grenade",)),
    ],
)
def test_an_edit_sets_a_field(field: str, value: Any, held: Any) -> None:
    event = compose([telling()], decisions=[_edit(field, value)])
    assert getattr(event, field) == held
    assert (event.edited, event.decisions) == ((field,), ("01D",))


def test_parties_place_and_grade_can_be_set() -> None:
    event = compose(
        [telling()],
        decisions=[
            _edit("initiators", ["Islamic State", {"name": "a militia", "kind": "militia"}], "01A"),
            _edit("place", {"name": "Odrin", "lat": 48.1, "lon": 38.2, "country": "UA"}, "01B"),
            _edit("support", "fair", "01C"),
        ],
    )
    assert [(p.actor, p.name) for p in event.initiators] == [
        ("islamic_state", "Islamic State"),
        (None, "a militia"),
    ]
    assert event.place is not None
    assert (event.place.name, event.place.lat, event.place.country) == ("Odrin", 48.1, "UA")
    assert event.support.grade == "fair"


@pytest.mark.parametrize(
    ("field", "value", "numbers"),
    [
        ("killed", 89, (89, 89, 89)),
        ("killed", {"low": 72, "best": 89, "high": 100}, (72, 89, 100)),
        ("killed", {"low": 13, "high": None}, (13, 13, None)),
        ("killed.civilians", 4, (4, 4, 4)),
        ("injured", 7, (7, 7, 7)),
    ],
)
def test_a_figure_can_be_set(field: str, value: Any, numbers: tuple[int, int, int | None]) -> None:
    event = compose([telling(killed=(8, 8))], decisions=[_edit(field, value)])
    kind, _, side = field.partition(".")
    figure = event.figure(kind, side or "all")
    assert figure is not None
    assert (figure.low, figure.best, figure.high, figure.rule) == (*numbers, "reviewer")
    assert "Ann: seen on site" in figure.how
    assert event.edited == (field,)


def test_a_figure_can_be_taken_out() -> None:
    event = compose([telling(killed=(8, 8))], decisions=[_edit("killed", None)])
    assert event.figures == ()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("colour", "red", "unknown-field"),
        ("id", "01X", "unknown-field"),
        ("killed.soldiers", 3, "unknown-field"),
        ("type", "Battle", "bad-value"),
        ("start", "last week", "bad-value"),
        ("killed", "many", "bad-value"),
        ("killed", {"low": 9, "best": 8}, "bad-value"),
        ("killed", -1, "bad-value"),
        ("aggregate", "yes", "bad-value"),
        ("place", {"name": "Odrin", "lat": 48.1}, "bad-value"),
        ("place", {"lat": 48.1, "lon": 38.2}, "bad-value"),
        ("initiators", [{"kind": "militia"}], "bad-value"),
        ("weapons", "a bomb", "bad-value"),
        ("support", "good", "bad-value"),
    ],
)
def test_an_edit_that_does_not_fit_is_told(field: str, value: Any, code: str) -> None:
    with pytest.raises(TacitusError) as caught:
        compose([telling()], decisions=[_edit(field, value)])
    assert caught.value.problem.code == code
    assert "01D" in caught.value.problem.message
    assert caught.value.problem.fix


def test_a_value_that_is_no_json_is_told() -> None:
    decision = Decision("01D", "edit", "Ann", "", "x", ("r1#e1",), field="type", value="Grenade")
    with pytest.raises(TacitusError, match="no JSON"):
        compose([telling()], decisions=[decision])


def test_the_later_edit_of_a_field_holds() -> None:
    edits = [_edit("type", "Grenade", "01B"), _edit("type", "Attack", "01A")]
    event = compose([telling()], decisions=edits)
    assert (event.type, event.decisions) == ("Grenade", ("01A", "01B"))


def test_an_undone_edit_does_not_hold() -> None:
    undo = Decision("01E", "undo", "Ben", "", "wrong event", undoes="01D")
    event = compose([telling()], decisions=[_edit("type", "Grenade"), undo])
    assert (event.type, event.decisions) == ("Air/drone strike", ())


@pytest.mark.parametrize(
    ("claims", "here"),
    [
        (("r1#e1", "r1#e2"), True),
        (("r1#e1", "r9#e1", "r9#e2"), False),
        (("r1#e1", "r1#e2", "r9#e1"), True),
        (("r1#e1", "r9#e1"), True),
        (("r9#e1", "r1#e1"), False),
        (("r9#e1",), False),
    ],
)
def test_an_edit_goes_to_the_event_with_most_of_its_claims(
    claims: tuple[str, ...], here: bool
) -> None:
    event = compose(
        [telling("r1", "e1"), telling("r1", "e2")],
        decisions=[_edit("type", "Grenade", "01D", *claims)],
    )
    assert (event.type == "Grenade") is here


def test_a_rejected_event_says_who_and_why() -> None:
    decision = Decision("01D", "reject", "Ann", "", "a drill", claims=("r1#e1",))
    event = compose([telling()], decisions=[decision])
    assert event.rejected
    assert event.support.grade == "discounted"
    assert event.support.reasons[0] == "Ann rejected it: a drill"


def test_merges_and_splits_that_touch_it_are_listed() -> None:
    decisions = [
        Decision("01A", "merge", "Ann", "", "one attack", claims=("r1#e1", "r2#e1")),
        Decision("01B", "split", "Ann", "", "two", claims=("r5#e1",), apart=("r1#e1",)),
        Decision("01C", "merge", "Ann", "", "others", claims=("r7#e1", "r8#e1")),
    ]
    assert compose([telling()], decisions=decisions).decisions == ("01A", "01B")
