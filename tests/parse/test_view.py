"""The parser's view: what it reads and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.parse.view import View, make_view
from tacitus.records import Cut, Report, Span


def view_of(text: str, *, title: str | None = None, cuts: tuple[Cut, ...] = ()) -> View:
    return make_view(Report(id="r", text=text, title=title, cuts=cuts))


WRAPPED = (
    "The rebels who hold the northern bank of the river said on Monday that\n"
    "they would not leave before the army had opened the road to the camp\n"
    "and let the trucks of the Red Cross pass.  The governor refused.\n\n"
    "   A second column of soldiers reached the ferry in the evening and two\n"
    "boats were burned."
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The army\u200b shelled\u00a0Kobane.", "The army shelled Kobane."),
        ("He saw\u202e two\x07 tanks  burn.", "He saw two tanks burn."),
        ("the townâ€™s market and CafÃ© Noir", "the town's market and Café Noir"),
        ("the committee''s march", "the committee's march"),
        ("ISIS’ men, he said: “Go.”", "ISIS' men, he said: “Go.”"),
        ("Six IS men fled. The IS-held town fell.", "Six ISIS men fled. The ISIS-held town fell."),
        (
            "Men of Jabhat an-Nusra fled at-Tall as Raqqa fell.",
            "Men of Jabhat al-Nusra fled al-Tall as Raqqa fell.",
        ),
        ("On Monday Al-Qaeda-linked men fled the town in two cars.",) * 2,
        ("THE TOWN IS LOST. He said it is.", "THE TOWN IS LOST. He said it is."),
        (
            "Senior Leader Killed in Homs Offensive. Syrian Soldiers Killed Amin al-Ruz on the way "
            "to the town, the army said.",
            "Senior Leader Killed in Homs Offensive. Syrian Soldiers Killed Amin al-Ruz on the way "
            "to the town, the army said.",
        ),
        ("It began in 2016.The army left.", "It began in 2016. The army left."),
        ("arms &amp; men", "arms & men"),
        ("Three died ((((((((((here", "Three died (((here"),
        ("One fell\nTwo fled\nThe mayor came.", "One fell.\nTwo fled.\nThe mayor came."),
        ("One line.\r\n\r\nAnother line.", "One line.\n\nAnother line."),
        ("Last updated at Jun 142016 in Jos", "Last updated at Jun 142016 in Jos"),
        (
            "Rebels Seize Second Town in Two Days-BANGUI — -Rebels have seized a second town "
            "in the north, the army said.",
            "Rebels Seize Second Town in Two Days.\n\nBANGUI — -Rebels have seized a second town "
            "in the north, the army said.",
        ),
    ],
)
def test_view_reads(text: str, read: str) -> None:
    assert view_of(text).text == read


def test_view_joins_wrapped_lines() -> None:
    text = view_of(WRAPPED).text
    assert "said on Monday that they would not" in text
    assert text.count("\n\n") == 1
    assert "pass. The governor" in text


def test_view_sets_title_apart() -> None:
    text = "Five held in Colombo raid Police arrested five men."
    read = view_of(text, title="Five Held in Colombo Raid").text
    assert read == "Five held in Colombo raid.\n\nPolice arrested five men."


def test_view_leaves_cuts_out() -> None:
    text = "Read on. Nine men were killed. Share this They were farmers."
    cuts = (Cut(Span(0, 8), "related", "r"), Cut(Span(31, 41), "share", "r"))
    view = view_of(text, cuts=cuts)
    assert view.text == "Nine men were killed.\n\nThey were farmers."
    at = view.text.index("farmers")
    assert view.span(at, at + 7).quote(text) == "farmers"


def test_view_does_not_break_a_sentence_at_a_cut() -> None:
    text = "The men [WORDS INDISTINCT] were taken to Jaffna by boat."
    view = view_of(text, cuts=(Cut(Span(8, 26), "note", "r"),))
    assert view.text == "The men were taken to Jaffna by boat."


@pytest.mark.parametrize(
    "unit", ["(", "[(", "a", "\n", " ", "\u200b", "â€™", "A ", "a\r\n", "&amp;"]
)
def test_view_long_oddities_take_bounded_time(unit: str) -> None:
    view = view_of(unit * (200_000 // len(unit)))
    assert len(view.text) <= 400_000
    assert all(len(word) <= 100 for word in view.text.split())


ODD = st.text(
    st.one_of(
        st.sampled_from([*list("abcXYZ019 .,:;!?()[]{}-\"'\n\n\r\t&_\\"), "â", "€", "™", "Ã", "Â"]),
        st.sampled_from(
            ["\u200b", "\u00a0", "\u202e", "\ufeff", "\x00", "\ud800", "İ", "ß", "ı", "’"]
        ),
        st.characters(),
    ),
    max_size=300,
)


@given(ODD, st.lists(st.tuples(st.integers(0, 300), st.integers(1, 20)), max_size=4))
@settings(max_examples=300, deadline=None)
def test_view_always_leads_back(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = sorted(
        Span(start, start + length) for start, length in cuts if start + length <= len(text)
    )
    view = view_of(text, cuts=tuple(Cut(span, "x", "r") for span in spans))
    assert len(view.text) == len(view.begin) == len(view.end)
    assert all(0 <= b < e <= len(text) for b, e in zip(view.begin, view.end, strict=True))
    assert list(view.begin) == sorted(view.begin)
    assert list(view.end) == sorted(view.end)
    view.text.encode("utf-8")
    for char, b, e in zip(view.text, view.begin, view.end, strict=True):
        if e - b == 1 and char.isalnum() and text[b].isalnum():
            assert char.casefold() == text[b].casefold() or char.lower() == text[b].lower()
    for first in range(0, len(view.text), 17):
        span = view.span(first, min(first + 9, len(view.text)))
        assert span.quote(text)
