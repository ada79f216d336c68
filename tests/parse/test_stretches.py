"""Long reports are read in stretches that leave nothing out and end where a reader would pause."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.parse.stretches import MAX_CHARACTERS, STRETCH, stretches
from tacitus.parse.view import make_view
from tacitus.records import Cut, Report, Span


@given(st.text(st.sampled_from("ab .\n"), max_size=40), st.integers(1, 4_000))
@settings(max_examples=60, deadline=None)
def test_stretches_cover_the_text_without_gaps(unit, times):
    text = unit * times
    found = stretches(text)
    ends = [0, *(span.end for span in found)]
    assert [span.start for span in found] == ends[:-1]
    assert ends[-1] == min(len(text), MAX_CHARACTERS)
    assert all(span.end - span.start <= STRETCH for span in found)


@pytest.mark.parametrize(
    ("unit", "end"),
    [
        ("The army fired.\n\nThe rebels fled. They left\nat noon. ", "\n\n"),
        ("The army fired on the town. ", "town. "),
        ("the army fired and ", " "),
        ("x", "x"),
    ],
)
def test_a_stretch_ends_at_a_paragraph_a_sentence_or_a_word(unit, end):
    text = unit * (2 * STRETCH // len(unit))
    assert stretches(text)[0].quote(text).endswith(end)


def test_a_short_text_is_one_stretch():
    assert stretches("The army fired.") == (Span(0, 15),)
    assert stretches("") == ()


def test_the_views_of_two_stretches_hold_the_story_once():
    text = "The army fired. [TEXT] The rebels fled over the river. It was noon."
    report = Report(id="r", text=text, cuts=(Cut(Span(16, 22), "note", "rule:test"),))
    at = 19  # within the cut
    views = [make_view(report, Span(0, at)), make_view(report, Span(at, len(text)))]
    assert [view.text for view in views] == [
        "The army fired.",
        "The rebels fled over the river. It was noon.",
    ]
    assert views[1].span(0, 3).quote(text) == "The"


def test_stretches_can_be_asked_for_shorter():
    text = "The army fired.\n\nThe rebels fled. " * 40
    found = stretches(text, 300)
    assert "".join(span.quote(text) for span in found) == text
    assert all(240 <= span.end - span.start <= 300 for span in found[:-1])
    assert found[0].quote(text).endswith("\n\n")
