import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch")

from tacitus.learned.labels import ROLES
from training.batches import (
    batch,
    changed,
    each_telling,
    exchanged,
    names_of,
    role_labels,
    without,
)
from training.examples import IGNORE, Asked, Example

PLACE = ROLES.index("place")
WORDS = "raiders burned a mill in North ford , police said in North ford".split()
NUMBERS = {word: n for n, word in enumerate(sorted(set(WORDS)), 1000)}
OTHER = {2000: "Old", 2001: "town", 2002: "Bridge"}


def made():
    """The words above: "burned" tells of an event at North ford; both mentions are marked."""
    pieces = np.array([NUMBERS[w] for w in WORDS])
    roles = np.zeros((len(WORDS), len(ROLES), 2), dtype=np.int64)
    roles[0, ROLES.index("initiators")] = 1
    for first in (5, 11):
        roles[first, PLACE] = 1
        roles[first + 1, PLACE] = (0, 1)
    roles[3, ROLES.index("weapon")] = IGNORE
    triggers = np.zeros(len(WORDS), dtype=np.int64)
    triggers[1] = 10
    event = Asked([np.array([1])], 1, 9, 0, 0, 0, (0, 0, 0), roles)
    none = Asked([np.array([9])], 0)
    sentences = np.array([0] * 8 + [1] * 5)
    return Example("made", pieces, sentences, triggers, [event, none])


def words(e, chosen):
    names = {n: w for w, n in NUMBERS.items()} | OTHER
    return [names[int(e.pieces[i])] for i in chosen]


def spans(e):
    """The places of the event as words."""
    roles = e.asked[0].roles[:, PLACE]
    out = []
    for i in range(len(e.pieces)):
        if roles[i, 1] == 1 and roles[i, 0] == 1:
            out.append(words(e, [i]))
        elif roles[i, 1] == 1:
            out[-1] += words(e, [i])
    return out


def check(e):
    count = len(e.pieces)
    assert len(e.sentences) == len(e.triggers) == count
    assert all(a.roles is None or len(a.roles) == count for a in e.asked)
    assert words(e, np.flatnonzero(e.triggers)) == ["burned"]
    assert words(e, e.asked[0].tellings[0]) == ["burned"]
    assert words(e, np.flatnonzero(e.asked[0].roles[:, ROLES.index("initiators"), 1])) == [
        "raiders"
    ]
    weapon = e.asked[0].roles[:, ROLES.index("weapon"), 0]
    assert words(e, np.flatnonzero(weapon == IGNORE)) == ["mill"]
    assert (np.diff(e.sentences) >= 0).all()


def test_without_commas_labels_stay_on_their_words():
    e = without(made(), np.array([7]))
    check(e)
    assert "," not in words(e, range(len(e.pieces)))
    assert spans(e) == [["North", "ford"]] * 2
    assert words(e, e.asked[1].tellings[0]) == ["said"]


def test_words_left_without_pieces_are_asked_about_no_more():
    e = without(made(), np.array([9]))
    assert len(e.asked) == 1


@pytest.mark.parametrize("new", [[2002], [2000, 2001], [2000, 2001, 2002]])
def test_another_place_bears_the_labels_of_the_one_it_stands_for(new):
    before = made()
    old = before.pieces[5:7]
    e = exchanged(before, old, np.array(new))
    check(e)
    assert spans(e) == [[OTHER[n] for n in new]] * 2
    assert spans(before) == [["North", "ford"]] * 2


def test_a_place_of_one_piece_grows_without_starting_twice():
    e = exchanged(made(), made().pieces[5:7], np.array([2002]))
    e = exchanged(e, np.array([2002]), np.array([2000, 2001]))
    check(e)
    assert spans(e) == [["Old", "town"]] * 2


@given(st.sets(st.integers(0, len(WORDS) - 1)))
def test_whatever_is_taken_out_what_is_left_keeps_its_labels(gone):
    before = made()
    e = without(before, np.array(sorted(gone), dtype=int))
    left = [i for i in range(len(WORDS)) if i not in gone]
    assert e.pieces.tolist() == before.pieces[left].tolist()
    assert e.triggers.tolist() == before.triggers[left].tolist()
    for a in e.asked:
        if a.roles is not None:
            assert (a.roles == before.asked[0].roles[left]).all()


def test_the_places_of_reports_are_listed_once():
    [name] = names_of([made(), made()], lambda _: None).places
    assert name.tolist() == [NUMBERS["North"], NUMBERS["ford"]]


def test_a_side_is_exchanged_for_one_of_its_class_only():
    other, unlike = made(), made()
    other.pieces[0], unlike.pieces[0] = 2000, 2001
    classes = {NUMBERS["raiders"]: "rebels", 2000: "rebels", 2001: "police"}
    names = names_of([made(), other, unlike], lambda pieces: classes.get(int(pieces[0])))
    assert {kind: len(found) for kind, found in names.sides.items()} == {"police": 1, "rebels": 2}
    rng = np.random.default_rng(4)
    config = {"no_commas": 0.0, "other_places": 0.0, "other_sides": 1.0}
    told = [changed(made(), rng, names, 0, config) for _ in range(40)]
    assert {e.pieces[0] for e in told} == {NUMBERS["raiders"], 2000}
    for e in told:
        assert np.flatnonzero(e.asked[0].roles[:, ROLES.index("initiators"), 1]).tolist() == [0]
        assert e.pieces[1:].tolist() == made().pieces[1:].tolist()


def test_a_batch_finds_every_piece_again_and_asks_with_its_labels():
    both = [made(), without(made(), np.array([7]))]
    b = batch(both, each_telling(both))
    flat = b.ids.reshape(-1)
    assert flat[b.place].tolist() == np.concatenate([e.pieces for e in both]).tolist()
    assert (flat[b.first] == 101).all()
    labels = role_labels(b)
    for n, ask in enumerate(b.asks):
        seen = [i for i in b.seen[n].tolist() if i >= 0]
        marked = [i - b.offsets[ask.report] for i, m in zip(seen, b.marks[n], strict=False) if m]
        assert marked == ask.marks.tolist()
        if ask.asked.roles is None:
            assert (labels[n] == IGNORE).all()
