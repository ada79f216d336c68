"""The measures of a clustering, against worked examples and against a scorer of others."""

import random

import pytest
from scorch import scores

from tacitus.evaluate.clusters import Share, added, ceaf_e, conll, counts, muc, whole

# Bagga and Baldwin 1998: twelve mentions of three entities; two answers
TRUTH = ["12345", "67", "89ABC"]
FIRST = ["12345", "6789ABC"]
SECOND = ["1234589ABC", "67"]


@pytest.mark.parametrize(
    ("given", "b_cubed", "links", "alike"),
    [
        (TRUTH, (1.0, 1.0), (1.0, 1.0), (1.0, 1.0)),
        (FIRST, (16 / 21, 1.0), (9 / 10, 1.0), (11 / 12, 11 / 18)),
        (SECOND, (7 / 12, 1.0), (9 / 10, 1.0), (5 / 6, 5 / 9)),
    ],
)
def test_the_worked_example_of_bagga_and_baldwin(given, b_cubed, links, alike):
    found = added(counts(TRUTH, given)).b_cubed
    assert (found.precision, found.recall) == pytest.approx(b_cubed)
    link = muc(TRUTH, given)
    assert (link.precision, link.recall) == pytest.approx(links)
    entities = ceaf_e(TRUTH, given)
    assert (entities.precision, entities.recall) == pytest.approx(alike)


def random_clusters(draw, keys, most):
    clusters = {}
    for key in keys:
        clusters.setdefault(draw.randrange(most), set()).add(key)
    return list(clusters.values())


@pytest.mark.parametrize("seed", range(25))
def test_figures_are_those_of_the_scorer_of_others(seed):
    draw = random.Random(seed)
    keys = range(draw.randint(5, 40))
    gold = random_clusters(draw, keys, draw.randint(2, 20))
    given = random_clusters(draw, keys, draw.randint(2, 20))

    by_claim = added(counts(gold, given))
    ours = (by_claim.b_cubed, muc(gold, given), ceaf_e(gold, given))

    theirs = (scores.b_cubed, scores.muc, scores.ceaf_e)
    for mine, measure in zip(ours, theirs, strict=True):
        recall, precision, f1 = measure(gold, given)
        assert (mine.recall, mine.precision, mine.f1) == pytest.approx((recall, precision, f1))
    assert conll(ours[1], ours[0], ours[2]) == pytest.approx(scores.conll2012(gold, given))


@pytest.mark.parametrize(
    ("given", "aside", "pairs", "linked"),
    [
        # gold: ab, cde; the pair ab found, c wrongly with it, d and e apart
        (["abc", "d", "e"], {}, (1, 3, 1, 4), (5 / 3, 3, 2 + 3 / 3, 5)),
        # whether c belongs to ab is open: its pairs with a and b count neither way
        (
            ["abc", "d", "e"],
            {"a": "c", "b": "c", "c": "ab"},
            (1, 1, 1, 4),
            (2, 2, 2 + 3 / 3, 5),
        ),
        # nothing put together: no precision to speak of
        (["a", "b", "c", "d", "e"], {}, (0, 0, 0, 4), (0, 0, 1 + 3 / 3, 5)),
        (["ab", "cde"], {"d": "e", "e": "d"}, (3, 3, 3, 3), (5, 5, 5, 5)),
    ],
)
def test_pairs_and_claims_that_are_not_alone(given, aside, pairs, linked):
    total = added(counts(["ab", "cde"], given, aside))
    assert total.pairs == Share(pairs[0], pairs[1], pairs[2], pairs[3])
    found = total.linked
    assert (found.right_given, found.given, found.right_gold, found.gold) == pytest.approx(linked)


def test_clusters_are_made_whole():
    assert whole(["ab", "xy"], "abc") == [frozenset("ab"), frozenset("c")]


def test_parts_that_share_nothing_add_up():
    one, other = (["ab", "c"], ["a", "bc"]), (["de"], ["de"])
    together = (one[0] + other[0], one[1] + other[1])
    for measure in (muc, ceaf_e):
        assert measure(*one) + measure(*other) == measure(*together)
