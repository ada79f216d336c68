import pytest
from helpers.decisions import decided

from tacitus.reconcile.decisions import Constraints, in_force, linked


@pytest.mark.parametrize(
    ("decisions", "left"),
    [
        ([decided("d1", "merge", "a", "b")], ["d1"]),
        ([decided("d1", "merge", "a", "b"), decided("d2", undoes="d1")], []),
        (
            [
                decided("d1", "merge", "a", "b"),
                decided("d2", undoes="d1"),
                decided("d3", undoes="d2"),
            ],
            ["d1"],
        ),
        # the order they come in, and coming twice, make no difference
        (
            [
                decided("d3", "reject", "a"),
                decided("d1", "merge", "a", "b"),
                decided("d3", "reject", "a"),
            ],
            ["d1", "d3"],
        ),
        # an undo of what is not known does nothing
        ([decided("d1", "merge", "a", "b"), decided("d2", undoes="d0")], ["d1"]),
    ],
)
def test_decisions_that_hold(decisions, left):
    assert [d.id for d in in_force(decisions)] == left


MERGE, SPLIT = "merge", "split"


@pytest.mark.parametrize(
    ("decisions", "together", "apart"),
    [
        ([decided("d1", MERGE, "a", "b", "c")], ["ab", "bc", "ac"], []),
        ([decided("d1", MERGE, "a", "b"), decided("d2", MERGE, "b", "c")], ["ac"], []),
        ([decided("d1", SPLIT, "a", "b", apart="cd")], ["ab", "cd"], ["ac", "bd"]),
        # the later one wins, and only where they contradict each other
        (
            [decided("d1", MERGE, "a", "b", "c"), decided("d2", SPLIT, "a", apart="b")],
            ["ac"],
            ["ab", "bc"],
        ),
        ([decided("d1", SPLIT, "a", apart="b"), decided("d2", MERGE, "a", "b")], ["ab"], []),
        # a claim that must be with one must be apart from whom that one is apart
        (
            [decided("d1", SPLIT, "a", apart="b"), decided("d2", MERGE, "b", "c")],
            ["bc"],
            ["ab", "ac"],
        ),
        ([decided("d1", MERGE, "a", "b"), decided("d2", undoes="d1")], [], []),
        ([decided("d1", "edit", "a", "b"), decided("d2", "reject", "a", "b")], [], []),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_decisions_come_to(decisions, together, apart, turned):
    held = Constraints(reversed(decisions) if turned else decisions)
    pairs = ["ab", "ac", "ad", "bc", "bd", "cd"]
    assert set(together) <= {p for p in pairs if held.group(p[0]) == held.group(p[1])}
    told_apart = {a + b for a, b in pairs if held.group(b) in held.parted(a)}
    assert set(apart) <= told_apart
    if not apart:
        assert not told_apart
    if not together:
        assert all(held.members(key) == (key,) for key in "abcd")


def test_pairs_that_hold_a_group_together():
    held = Constraints([decided("d1", MERGE, "a", "c", "b"), decided("d2", MERGE, "x", "y")])
    assert linked(held, ["c", "a", "x"]) == (("a", "c"),)
    assert held.why("a").id == "d1"
    assert held.why("z") is None
