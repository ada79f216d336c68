"""Stretches of pieces, and items put together by likeness."""

import numpy as np
import pytest

from tacitus.learned.decode import groups, runs


@pytest.mark.parametrize(
    ("inside", "breaks", "found"),
    [
        ([], None, []),
        ([0.1, 0.2], None, []),
        ([0.1, 0.8, 0.9, 0.1], None, [(1, 3)]),
        ([0.8, 0.8, 0.8], [True, False, True], [(0, 2), (2, 3)]),
        ([0.8, 0.2, 0.8], None, [(0, 1), (2, 3)]),
    ],
)
def test_runs(inside, breaks, found):
    told = runs(np.array(inside), 0.5, None if breaks is None else np.array(breaks))
    assert [(r.first, r.stop) for r in told] == found


def test_score_is_the_mean():
    (run,) = runs(np.array([0.6, 0.8]), 0.5)
    assert run.score == pytest.approx(0.7)


def test_groups_do_not_chain():
    # a is like b, b is like c, a is nothing like c
    alike = np.array([[1, 0.9, 0.0], [0.9, 1, 0.6], [0.0, 0.6, 1]])
    assert groups(alike, 0.5) == [[0, 1], [2]]


def test_groups_of_nothing():
    assert groups(np.zeros((0, 0)), 0.5) == []


def test_groups_by_average_of_all_pairs():
    rng = np.random.default_rng(5)
    for _ in range(50):
        n = int(rng.integers(1, 9))
        half = np.triu(rng.random((n, n)), 1)
        alike = half + half.T + np.eye(n)
        found = groups(alike, 0.5)
        assert sorted(i for g in found for i in g) == list(range(n))
        for a in found:
            for b in found:
                if a is not b:
                    assert alike[np.ix_(a, b)].mean() < 0.5
