"""What a later version of a report says otherwise: paragraphs, words, claims."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.stored import coded
from helpers.tellings import telling
from helpers.wire import OTHER, STORY, report, story
from hypothesis import given
from hypothesis import strategies as st

from tacitus.reconcile.changes import claim_changes, part_changes, word_changes
from tacitus.records import Cut, Span

RISEN = STORY[0].replace("58", "72")


def told(earlier, later):
    found = part_changes(earlier, later)
    return [
        (
            change.kind,
            (change.after or change.before)
            .quote((later if change.after else earlier).text)
            .strip(),
        )
        for change in found
    ]


@pytest.mark.parametrize(
    ("name", "later", "wanted"),
    [
        ("nothing", STORY, []),
        ("white space and marks alone", [f"{p}  " for p in STORY], []),
        ("a figure", [RISEN, *STORY[1:]], [("altered", RISEN)]),
        ("a paragraph more", [*STORY, OTHER[0]], [("added", OTHER[0])]),
        ("a paragraph less", [*STORY[:2], *STORY[3:]], [("removed", STORY[2])]),
        ("another order", [*STORY[1:], STORY[0]], [("moved", STORY[0])]),
        (
            "all at once",
            [OTHER[0], RISEN, *STORY[2:]],
            [("added", OTHER[0]), ("altered", RISEN), ("removed", STORY[1])],
        ),
    ],
)
@pytest.mark.parametrize("lines", [True, False])
def test_paragraphs_that_changed(name, later, wanted, lines):
    apart = "\n\n" if lines else " "
    # a text without paragraphs is compared by its sentences: here one each
    found = told(report("a", apart.join(STORY)), report("b", apart.join(later)))
    assert found == wanted, name


def test_a_long_paragraph_is_compared_by_its_sentences():
    long = " ".join((*STORY, *OTHER))
    found = told(report("a", f"First.\n\n{long}"), report("b", f"First.\n\n{long} Last came this."))
    assert found == [("added", "Last came this.")]


def test_what_is_no_story_is_not_compared():
    text = f"{story(*STORY)}\n\nSubscribe to our letter."
    cut = (Cut(Span(text.index("Subscribe"), len(text)), "subscribe", "x"),)
    assert told(report("a"), report("b", text, cuts=cut)) == []


def test_words_that_changed():
    found = word_changes("At least 58 died on Tuesday.", "At least 72 people died on Tuesday.")
    assert [(piece.kind, piece.text) for piece in found] == [
        ("kept", "At least"),
        ("removed", "58"),
        ("added", "72 people"),
        ("kept", "died on Tuesday."),
    ]


@given(
    st.lists(st.sampled_from("a b c d"), max_size=12),
    st.lists(st.sampled_from("a b c d"), max_size=12),
)
def test_both_versions_can_be_had_from_the_words(before, after):
    found = word_changes(" ".join(before), " ".join(after))
    for left_out, text in (("added", before), ("removed", after)):
        kept = [w for piece in found if piece.kind != left_out for w in piece.text.split()]
        assert kept == " ".join(text).split()


def _claims(name, *made):
    tellings = [telling(name, f"e{n}", **fields) for n, fields in enumerate(made, 1)]
    return coded(*tellings) if made else replace(coded(telling(name)), claims=())


STRIKE = {"kind": "Air/drone strike", "killed": (58, 58)}
CLASH = {"kind": "Armed clash", "place": "Bresk", "text": "Men fought for a bridge near Bresk."}


@pytest.mark.parametrize(
    ("name", "before", "after", "events", "wanted"),
    [
        ("the same", [STRIKE], [STRIKE], {"a#e1": "E", "b#e1": "E"}, []),
        (
            "a toll that rose",
            [STRIKE],
            [STRIKE | {"killed": (72, None), "attribution": ("medics",)}],
            {"a#e1": "E", "b#e1": "E"},
            [("altered", [("killed", "58", "72 or more"), ("attribution", [], ["medics"])])],
        ),
        ("told anew", [], [STRIKE], {}, [("added", [])]),
        ("told no more", [STRIKE], [], {}, [("removed", [])]),
        (
            "of two events",
            [STRIKE],
            [CLASH],
            {"a#e1": "E", "b#e1": "F"},
            [("removed", []), ("added", [])],
        ),
        # without events the words say which claim is which
        (
            "nearly the same words",
            [CLASH | {"killed": (2, 2)}],
            [CLASH | {"killed": (3, 3)}],
            {},
            [("altered", [("killed", "2", "3")])],
        ),
    ],
)
def test_claims_that_changed(name, before, after, events, wanted):
    earlier, later = _claims("a", *before), _claims("b", *after)
    found = claim_changes(earlier, later, events)
    assert [(c.kind, [(f.field, f.before, f.after) for f in c.fields]) for c in found] == wanted, (
        name
    )
