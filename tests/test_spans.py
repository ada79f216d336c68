"""Every span of every claim slices back to its words, however mangled the text."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.reports import MANGLED, STORIES
from helpers.spans import faults
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.pipeline import code_report
from tacitus.read.boilerplate import find_boilerplate
from tacitus.records import Report


def coded(text):
    cuts = find_boilerplate(text).cuts
    return code_report(Report(id="r", text=text, published=date(2024, 3, 8), cuts=cuts))


@pytest.mark.parametrize("mangle", MANGLED, ids=lambda f: f.__name__)
def test_spans_of_mangled_stories(mangle):
    for name, story in STORIES.items():
        assert faults(coded(mangle(story))) == [], name


@pytest.mark.parametrize("name", STORIES)
def test_every_story_tells_of_something(name):
    assert coded(STORIES[name]).claims


PIECES = st.lists(
    st.one_of(
        st.sampled_from(sorted({w for story in STORIES.values() for w in story.split()})),
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "\r\n",
                "\u200b",
                "\u202e",
                "(((",
                "]",
                "“",
                '"',
                "’",
                "--",
                "3,000",
                "\U0001f4a3",
                "\x00",
                "&amp;",
                "â€™",
                "Monday",
                "12/03/2024",
            ]
        ),
        st.text(max_size=4),
    ),
    min_size=1,
    max_size=60,
)


@given(PIECES, st.sampled_from([" ", "", "\n"]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_spans_of_words_thrown_together(pieces, between):
    assert faults(coded(between.join(pieces))) == []


@given(st.sampled_from(sorted(STORIES)), st.data())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_spans_of_stories_with_characters_put_in(name, data):
    text = STORIES[name]
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.characters()) + text[at:]
    assert faults(coded(text)) == []
