"""Figures under named rules: what counts, what is set aside and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.tellings import telling
from hypothesis import given
from hypothesis import strategies as st

from tacitus.reconcile.figures import figures_of
from tacitus.reconcile.rulebook import figure_book
from tacitus.reconcile.sources import hear
from tacitus.records import (
    Account,
    ActorRef,
    Count,
    Figure,
    Grounded,
    Span,
    TacitusError,
    Telling,
)

_DAY = "2017-04-04"


def _figures(tellings: list[Telling], rule: str = "range") -> dict[tuple[str, str], Figure]:
    found = figures_of(hear(tellings), rule, end=_DAY)
    return {(f.kind, f.side): f for f in found}


def _killed(tellings: list[Telling], rule: str = "range") -> Figure:
    return _figures(tellings, rule)["killed", "all"]


def _told(*given: tuple[str, str, int, int | None]) -> list[Telling]:
    """Reports by day, source and figure; the outlet of each is its number."""
    return [
        telling(
            f"r{n}",
            outlet=f"Outlet {n}",
            text=f"Report {n}: {low} dead.",
            published=day,
            attribution=(source,),
            killed=(low, high),
        )
        for n, (day, source, low, high) in enumerate(given)
    ]


_D5, _D6, _D7, _LATE = "2017-04-05", "2017-04-06", "2017-04-07", "2017-07-01"


@pytest.mark.parametrize(
    ("name", "rule", "told", "numbers"),
    [
        ("one source", "range", [(_D5, "SOHR", 8, 8)], (8, 8, 8)),
        ("one source, open", "range", [(_D5, "SOHR", 13, None)], (13, 13, None)),
        ("least to most", "range", [(_D5, "SOHR", 8, 8), (_D5, "Amnesty", 11, 11)], (8, 11, 11)),
        ("most told", "range",
         [(_D5, "SOHR", 8, 8), (_D5, "Amnesty", 9, 9), (_D5, "HRW", 8, 8)], (8, 8, 9)),
        ("open ones allow more", "range", [(_D5, "SOHR", 13, None), (_D5, "Amnesty", 15, 15)], (13, 15, 15)),
        ("open above all others", "range", [(_D5, "SOHR", 20, None), (_D5, "Amnesty", 15, 15)], (15, 20, None)),
        ("a source's toll rises", "range", [(_D5, "SOHR", 58, None), (_D6, "SOHR", 86, 86)], (86, 86, 86)),
        ("on one day too", "range", [(_D5, "SOHR", 86, 86), (_D5, "SOHR", 58, None)], (86, 86, 86)),
        ("a looser later figure", "range", [(_D5, "SOHR", 86, 86), (_D6, "SOHR", 24, None)], (86, 86, 86)),
        ("a correction down", "range", [(_D5, "SOHR", 86, 86), (_D6, "SOHR", 83, 83)], (83, 83, 83)),
        ("a part told later", "range", [(_D5, "SOHR", 86, 86), (_D6, "SOHR", 11, 11)], (86, 86, 86)),
        ("children among them told later", "range", [(_D5, "SOHR", 126, None), (_D6, "SOHR", 68, 70)], (126, 126, None)),
        ("an open figure met later", "range", [(_D5, "SOHR", 58, None), (_D6, "Amnesty", 86, 86)], (86, 86, 86)),
        ("a firm figure stands against one", "range", [(_D5, "SOHR", 58, 58), (_D6, "Amnesty", 86, 86)], (58, 86, 86)),
        ("but not against two later", "range",
         [(_D5, "SOHR", 58, 58), (_D6, "Amnesty", 86, 86), (_D7, "HRW", 87, 87)], (86, 87, 87)),
        ("a settled figure months later", "range",
         [(_D5, "SOHR", 58, None), (_D5, "HRW", 70, None), (_LATE, "Amnesty", 88, 88)], (88, 88, 88)),
        ("what is told late is not provisional", "range",
         [("2017-06-01", "SOHR", 58, 58), (_LATE, "Amnesty", 86, 86), (_LATE, "HRW", 87, 87)], (58, 87, 87)),
        ("another matter's toll", "range",
         [(_D5, "SOHR", 8, 8), (_D5, "Amnesty", 9, 9), (_D5, "HRW", 8, 8), (_D5, "OCHA", 320_000, None)],
         (8, 8, 9)),
        ("lowest", "acled-lowest", [(_D5, "SOHR", 8, 8), (_D5, "Amnesty", 11, 11)], (8, 8, 11)),
        ("lowest until two tell more", "acled-lowest",
         [(_D5, "SOHR", 8, 8), (_D5, "Amnesty", 11, 11), (_D5, "HRW", 12, 12)], (8, 11, 12)),
        ("lowest of those without a side", "acled-lowest",
         [(_D5, "Islamic State", 2, 2), (_D5, "Amnesty", 11, 11)], (11, 11, 11)),
        ("all where all have a side", "acled-lowest",
         [(_D5, "Islamic State", 2, 2), (_D5, "Hezbollah", 11, 11)], (2, 2, 11)),
        ("no one was killed", "range", [(_D5, "SOHR", 0, 0)], (0, 0, 0)),
    ],
)  # fmt: skip
def test_numbers(
    name: str,
    rule: str,
    told: list[tuple[str, str, int, int | None]],
    numbers: tuple[int, int, int | None],
) -> None:
    figure = _killed(_told(*told), rule)
    assert (figure.low, figure.best, figure.high) == numbers, figure.how
    keys = {f"r{n}#e1" for n in range(len(told))}
    assert set(figure.claims) | {key for key, _ in figure.set_aside} == keys
    assert not set(figure.claims) & {key for key, _ in figure.set_aside}
    assert figure.rule == rule
    assert figure.how


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"factuality": "denied"}, "denial"),
        ({"factuality": "prospective"}, "not happened"),
        ({"aggregate": True}, "sum over several events"),
    ],
)
def test_what_does_not_count_and_why(changed: dict[str, object], reason: str) -> None:
    odd = telling("b", attribution=("Amnesty",), killed=(40, 40), **changed)  # type: ignore[arg-type]
    figure = _killed([telling("a", killed=(8, 8)), odd])
    assert (figure.low, figure.high) == (8, 8)
    ((key, why),) = figure.set_aside
    assert key == "b#e1"
    assert reason in why


def test_a_denial_that_says_none_died_is_a_figure() -> None:
    none = telling("b", attribution=("Amnesty",), killed=(0, 0), factuality="denied")
    assert _killed([telling("a", killed=(8, 8)), none]).low == 0


def test_a_sum_counts_where_the_event_is_one() -> None:
    found = figures_of(hear([telling(killed=(40, 40), aggregate=True)]), "range", aggregate=True)
    assert [f.best for f in found] == [40]


def test_copies_count_once() -> None:
    text = " ".join(f"word{n}" for n in range(60)) + "."
    copied = [telling(r, outlet=r, text=text, killed=(8, 8)) for r in ("Gazette", "Herald", "Post")]
    own = [telling(r, outlet=r, text=f"{r}: 9.", killed=(9, 9)) for r in ("Star", "Sun")]
    figure = _killed([*copied, *own])
    assert figure.best == 9
    assert len(figure.claims) == 3


def test_accounts_are_their_sources_own() -> None:
    made = telling("a", attribution=("SOHR", "SANA"), killed=(8, 20))
    span = made.claim.evidence[0]

    def account(who: str, low: int, high: int | None, sure: str = "asserted") -> Account:
        toll = Grounded(Count(low, high), (span,), "test:made")
        return Account((Grounded(who, (span,), "test:made"),), toll, None, None, sure, (span,))

    accounts = (account("SOHR", 20, 20), account("SANA", 8, 8), account("Moscow", 5, 5, "denied"))
    made = replace(made, claim=replace(made.claim, accounts=accounts))
    later = telling("b", published="2017-04-06", attribution=("SOHR",), killed=(22, 22))
    figure = _killed([made, later])
    assert (figure.low, figure.best, figure.high) == (8, 22, 22)
    # the claim of the two accounts counts for the one of SANA, though that of SOHR is superseded
    assert set(figure.claims) == {"a#e1", "b#e1"}


def test_a_figure_is_of_the_source_in_its_sentence() -> None:
    text = "SOHR said 8 died. Medics at Harlan spoke of panic."
    made = telling("a", text=text, attribution=("SOHR", "Medics"), killed=(8, 8))
    spots = [(0, 4), (18, 24)]
    credited = tuple(
        replace(given, spans=(Span(*at),))
        for given, at in zip(made.claim.attribution, spots, strict=True)
    )
    toll = replace(made.claim.killed, spans=(Span(10, 11),))  # type: ignore[type-var]
    made = replace(made, claim=replace(made.claim, attribution=credited, killed=toll))
    assert _killed([made]).how.endswith("; 8 sohr")


def test_sides_and_their_sum() -> None:
    sides = (
        ("initiators", "killed", 2, 2, "soldiers"),
        ("targets", "killed", 5, 5, "rebels"),
        ("civilians", "killed", 1, 1, "a child"),
    )
    made = telling(killed=(8, 8), sides=sides, targets=(ActorRef("rebels", None, None, "rebels"),))
    found = _figures([made], "ucdp")
    assert {s: found["killed", s].best for s in ("initiators", "targets", "civilians")} == {
        "initiators": 2,
        "targets": 5,
        "civilians": 1,
    }
    assert found["killed", "all"].best == 8
    assert "2 initiators + 5 targets + 1 civilians" in found["killed", "all"].how


def test_what_sides_leave_out_is_of_no_known_side() -> None:
    made = telling(killed=(10, 10), sides=(("initiators", "killed", 2, 2, "soldiers"),))
    found = _figures([made], "ucdp")
    assert found["killed", "all"].how == "sum of the sides: 2 initiators + 8 unknown"
    assert [found["killed", s].best for s in ("all", "initiators", "unknown")] == [10, 2, 8]
    assert found["killed", "unknown"].how == "what the sides leave"


def test_the_dead_of_no_known_side_are_not_counted_beside_those_of_one() -> None:
    told = [
        telling(f"r{n}", outlet=f"Outlet {n}", text=f"{n}", killed=(8, None), sides=(side,))
        for n, side in enumerate(
            [("civilians", "killed", 8, None, "a family"), ("unknown", "killed", 8, None, "people")]
        )
    ]
    found = _figures(told, "ucdp")
    assert (found["killed", "all"].best, found["killed", "civilians"].best) == (8, 8)
    assert ("killed", "unknown") not in found


def test_sides_that_overlap_do_not_swell_the_whole() -> None:
    told = [
        telling(f"r{n}", outlet=f"Outlet {n}", text=f"{n}", killed=(8, 8), sides=(side,))
        for n, side in enumerate(
            [("civilians", "killed", 8, 8, "a family"), ("targets", "killed", 8, 8, "fighters")]
        )
    ]
    whole = _figures(told, "ucdp")["killed", "all"]
    assert whole.best == 8
    assert "the sides overlap: 8 targets + 8 civilians" in whole.how


def test_a_side_has_no_more_than_the_accounts_own_whole() -> None:
    sides = (("civilians", "killed", 4, 4, "people"), ("civilians", "killed", 48, 48, "people"))
    found = _figures([telling(killed=(4, 4), sides=sides)], "ucdp")
    assert (found["killed", "civilians"].best, found["killed", "all"].best) == (4, 4)


def test_targets_without_arms_are_civilians() -> None:
    crowd = (ActorRef("villagers", None, None, "civilians"),)
    made = telling(killed=(8, 8), targets=crowd, sides=(("targets", "killed", 8, 8, "villagers"),))
    assert ("killed", "targets") not in _figures([made])
    assert _figures([made])["killed", "civilians"].best == 8


def test_words_for_numbers_are_read_by_the_rule() -> None:
    made = telling(text="dozens", killed=(24, None))
    assert _killed([made], "acled-lowest").best == 12
    assert _killed([made], "range").best == 24


def test_an_unknown_rule_is_told_with_those_there_are() -> None:
    with pytest.raises(TacitusError, match="acled-lowest, range, ucdp"):
        figures_of(hear([telling(killed=(1, 1))]), "median")


_SOURCES = ("SOHR", "Amnesty", "SANA", "activists")
_COUNT = st.tuples(st.integers(0, 200), st.one_of(st.none(), st.integers(0, 40))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@given(
    told=st.lists(
        st.tuples(st.sampled_from([_D5, _D6, _LATE]), st.sampled_from(_SOURCES), _COUNT),
        min_size=1,
        max_size=7,
    ),
    rule=st.sampled_from(sorted(figure_book().rules)),
    rng=st.randoms(),
)
def test_numbers_rise_and_do_not_hang_on_the_order(told, rule, rng) -> None:  # type: ignore[no-untyped-def]
    made = _told(*[(day, source, *count) for day, source, count in told])
    figure = _killed(made, rule)
    assert figure.low <= figure.best
    assert figure.high is None or figure.best <= figure.high
    rng.shuffle(made)
    assert _killed(made, rule) == figure
