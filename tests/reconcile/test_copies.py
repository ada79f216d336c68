"""Copies of reports: found by likeness in any order, kept small, told apart from partial ones."""

from __future__ import annotations

import random
from datetime import date

import pytest
from helpers.tellings import telling
from hypothesis import given
from hypothesis import strategies as st

from tacitus.reconcile.copies import Copies, Copy, MarkIndex, Passages, copies, passage, shares
from tacitus.reconcile.shingles import SHINGLE, WINDOW, wording
from tacitus.records import Cut, Report, Span

_WORDS = [f"word{n}" for n in range(400)]


def _text(seed: int, words: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(_WORDS) for _ in range(words)) + "."


def _report(ident: str, text: str, *cuts: Span) -> Report:
    return Report(
        ident,
        text,
        source=ident,
        published=date(2017, 4, 5),
        cuts=tuple(Cut(c, "subscribe", "x") for c in cuts),
    )


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("the same text", _text(1), True),
        ("capitals and marks", _text(1).upper().replace(" ", ", "), True),
        ("an introduction of its own", f"{_text(7, 12)} {_text(1)}", True),
        ("some words changed", _text(1).replace("word7 ", "other "), True),
        ("one of its paragraphs only", f"{_text(8, 200)} {_text(1, 30)}", False),
        ("another text", _text(2), False),
        ("no text", "...", False),
    ],
)
def test_copies_by_likeness(name: str, other: str, alike: bool) -> None:
    found = copies([_report("a", _text(1)), _report("b", other)])
    assert (found.head("a") == found.head("b")) is alike, name


def test_what_is_no_story_does_not_make_a_copy() -> None:
    advert = "Subscribe " + _text(9, 900)
    texts = [f"{_text(n)}\n{advert}" for n in (1, 2)]
    plain = [_report(str(n), text) for n, text in enumerate(texts)]
    cut = [
        _report(str(n), text, Span(text.index("Subscribe"), len(text)))
        for n, text in enumerate(texts)
    ]
    assert copies(plain).groups() == (("0", "1"),)
    assert copies(cut).groups() == ()


@pytest.mark.parametrize("around", [0, 50, 5000])
def test_a_run_of_words_in_common_gives_a_mark_in_common(around: int) -> None:
    run = _text(1, WINDOW + SHINGLE - 1)
    one = _report("a", f"{_text(2, around)} {run} {_text(3, around)}")
    other = _report("b", f"{_text(4, around)} {run} {_text(5, around)}")
    assert set(wording(one).marks()) & set(wording(other).marks())
    assert len(wording(one).marks()) <= max(WINDOW + 1, wording(one).words / 4)


def test_an_item_inside_a_long_report_is_part_of_it_and_no_tie_to_its_other_parts() -> None:
    first, second = _report("a", _text(1, 60)), _report("b", _text(2, 60))
    long = _report("c", "\n".join([_text(9, 300), _text(1, 60), _text(8, 300), _text(2, 60)]))
    found = copies([first, long, second])
    assert [(c.a, c.b, c.share_a, c.whole) for c in found.pairs] == [
        ("a", "c", 1.0, False),
        ("b", "c", 1.0, False),
    ]
    assert found.pairs[0].share_b == pytest.approx(60 / 720, abs=0.01)
    assert found.groups() == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Five killed in Harlan.", "FIVE KILLED in Harlan", 1.0),
        ("Five killed in Harlan.", "Six killed in Harlan.", 0.0),
        ("Five killed in Harlan.", f"{_text(3)} Five killed in Harlan. {_text(4)}", 0.0),
        ("", "", 0.0),
    ],
)
def test_few_words_are_alike_only_as_a_whole(one: str, other: str, alike: float) -> None:
    assert shares(_report("a", one), _report("b", other)).most == alike


def test_alike_by_way_of_a_report_that_is_left_out_is_not_alike() -> None:
    chain = Copies((Copy("a", "b", 1.0, 1.0), Copy("b", "c", 1.0, 1.0)))
    assert chain.head("c") == "a"
    assert chain.among(["a", "c"]).groups() == ()


@given(st.permutations([(i, s) for i, s in enumerate([1, 1, 2, 3, 3, 3])]))
def test_any_order_gives_the_same_groups(order: list[tuple[int, int]]) -> None:
    found = copies(_report(f"r{i}", _text(seed)) for i, seed in order)
    assert found.groups() == (("r0", "r1"), ("r3", "r4", "r5"))


def test_a_report_is_looked_for_among_its_likes_alone() -> None:
    made = [_report(f"r{n}", _text(n // 3)) for n in range(30)]
    index = MarkIndex()
    likely = {report.id: [other.id for other in index.add(report)] for report in made}
    assert likely["r5"] == ["r3", "r4"]
    assert likely["r6"] == []
    assert index.add(made[5]) == []


def test_a_claims_sentences_are_found_in_another_report() -> None:
    lead = "Shells fell on the market of Harlan at noon and killed nine traders, two of them women."
    made = telling(text=f"Own words came first here. {lead} More followed afterwards.")
    cut = made.report.text.index("killed nine")
    claim = made.claim.__class__(
        id="e1",
        type=made.claim.type,
        evidence=(Span(cut, cut + 11),),
        factuality=made.claim.factuality,
    )
    sentence = passage(made.__class__(made.report, claim))
    assert sentence.strip() == lead
    others = Passages([_report("b", f"{_text(3)} {lead}"), _report("c", _text(3))])
    assert others.shares(sentence) == {"b": 1.0}
    assert others.shares(f"{lead} {_text(5, 12)}")["b"] == pytest.approx(13 / 25, abs=0.03)
    assert others.shares("Nine died.") == {}
    assert Passages([]).shares(sentence) == {}
