"""Copies of reports: found by likeness in any order, kept small, told apart from partial ones."""

from __future__ import annotations

import random
from datetime import date

import pytest
from helpers.tellings import telling
from hypothesis import given
from hypothesis import strategies as st

from tacitus.reconcile.copies import (
    CopyIndex,
    Passages,
    Signature,
    copies,
    passage,
    signature,
)
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


def test_a_signature_is_small_and_survives_storing() -> None:
    made = signature(_report("a", _text(1)))
    assert len(made.sketch) == 512
    assert Signature.from_json(made.to_json()) == made
    assert set(made.bands()) & set(signature(_report("b", _text(1))).bands())


@given(st.permutations([(i, s) for i, s in enumerate([1, 1, 2, 3, 3, 3])]))
def test_any_order_gives_the_same_groups(order: list[tuple[int, int]]) -> None:
    found = copies(_report(f"r{i}", _text(seed)) for i, seed in order)
    assert found.groups() == (("r0", "r1"), ("r3", "r4", "r5"))


def test_one_by_one_gives_what_all_at_once_gives() -> None:
    made = [signature(_report(f"r{n}", _text(n // 3))) for n in range(30)]
    index = CopyIndex(made[:20])
    added = [pair for s in made[20:] for pair in index.add(s)]
    once = [p for p in copies(made).pairs if int(p.a[1:]) >= 20 or int(p.b[1:]) >= 20]
    assert sorted(added, key=lambda p: (p.a, p.b)) == sorted(once, key=lambda p: (p.a, p.b))
    assert index.add(made[0]) == ()


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
