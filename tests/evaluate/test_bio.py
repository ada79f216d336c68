import numpy as np
import pytest

from tacitus.evaluate.bio import Chunk, best_path, chunks, word_scores
from tacitus.learned.piece_labels import ENTITIES, bio


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("O O", []),
        ("B-X I-X O", [(0, 2, "X")]),
        ("B-X B-X", [(0, 1, "X"), (1, 2, "X")]),
        ("O I-X I-X", [(1, 3, "X")]),
        ("B-X I-Y I-Y", [(0, 1, "X"), (1, 3, "Y")]),
        ("I-X B-X I-X", [(0, 1, "X"), (1, 3, "X")]),
        ("B-X O I-X", [(0, 1, "X"), (2, 3, "X")]),
        ("", []),
    ],
)
def test_chunks_are_those_of_conlleval(labels, expected):
    assert chunks(labels.split()) == [Chunk(*chunk) for chunk in expected]


def test_labels_are_none_then_first_and_further_of_each_kind():
    assert bio(("X", "Y")) == ("O", "B-X", "I-X", "B-Y", "I-Y")
    assert len(bio(ENTITIES)) == 21


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([[0, 0, 9, 0, 0]], [0]),  # nothing to go on from
        ([[0, 5, 0, 0, 0], [0, 0, 5, 0, 0]], [1, 2]),
        ([[0, 5, 0, 0, 0], [1, 0, 0, 0, 2]], [1, 0]),  # not of the other kind
        ([[2, 1, 0, 0, 0], [0, 0, 5, 0, 0]], [1, 2]),  # the second word makes the first begin
        ([[0, 5, 0, 0, 0], [0, -1, 0, -1, 0], [0, 0, 5, 0, 0]], [1, 2, 2]),
    ],
)
def test_the_best_path_goes_on_only_with_what_has_begun(scores, expected):
    assert best_path(np.array(scores, dtype=float)) == expected


def test_a_path_over_nothing_is_empty():
    assert best_path(np.zeros((0, 5))) == []


def test_only_the_first_piece_of_a_first_word_bears_its_mark():
    logits = np.array([[0, 9, 0], [0, 0, 9], [9, 0, 0]], dtype=float)

    scores = word_scores(logits, [range(0, 2), range(2, 2), range(2, 3)])

    assert scores[0].argmax() == 1
    assert scores[0, 1] == pytest.approx(0, abs=1e-3)
    assert scores[1].tolist() == [0, -1, 0]
    assert scores[2].argmax() == 0
