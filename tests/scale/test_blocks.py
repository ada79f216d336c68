"""Claims put together block by block come out as those put together in one piece."""

import random
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from helpers.decisions import decided
from helpers.traits import CLAIMS, DECISIONS
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.evaluate.made_claims import make_claims
from tacitus.reconcile.cluster import MemoryIndex, Reconciler, cluster
from tacitus.reconcile.traits import traits_of
from tacitus.records import TacitusError
from tacitus.scale import block_steps, blocks
from tacitus.scale.block_clusters import block_clusters
from tacitus.scale.blocks import BlockCounts
from tacitus.scale.executors import make_executor
from tacitus.scale.joined import Joined
from tacitus.scale.spill import Rows, RowWriter, merged_lines, part_of, put_lines


def by_blocks(claims, decisions=(), **more):
    return tuple(
        sorted((c for _, c in block_clusters(claims, decisions, **more)), key=lambda c: c.keys)
    )


@settings(max_examples=25, deadline=None)
@given(CLAIMS, DECISIONS, st.integers(1, 6), st.randoms(use_true_random=False))
def test_any_blocks_and_order_give_what_one_piece_gives(claims, decisions, size, shuffle):
    expected = cluster(claims, decisions)
    claims = list(claims)
    shuffle.shuffle(claims)
    assert by_blocks(claims, decisions, size=size) == expected


@cache
def made():
    """Made claims, among them such as have no day or no place, and how they are put together."""
    claims = [traits_of(telling) for telling in make_claims(200, seed=5).tellings]
    assert any(t.days is None for t in claims)
    assert any(t.where is None for t in claims)
    return claims


@cache
def decisions():
    """Claims of different events that are one, and some of one event that are not."""
    first, *rest = (c for c in cluster(made()) if len(c.keys) > 3)
    return (
        decided("d1", "merge", first.keys[0], rest[3].keys[0]),
        decided("d2", "split", *rest[0].keys[:2], apart=rest[0].keys[2:]),
        decided("d3", "merge", rest[1].keys[0], "nowhere#e1", rest[2].keys[0]),
    )


@pytest.mark.parametrize(("size", "decided_on"), [(20, True), (5000, False)])
def test_made_claims_come_out_the_same(size, decided_on, monkeypatch):
    # many lots of blocks, of pairs and of bands
    monkeypatch.setattr(blocks, "_ENTRIES", 6000)
    monkeypatch.setattr(blocks, "_COMPARED", 400)
    monkeypatch.setattr(block_steps, "PAIRS", 700)
    claims, decided_so = list(made()), decisions() if decided_on else ()
    random.Random(size).shuffle(claims)
    counts = BlockCounts()

    found = by_blocks(claims, decided_so, size=size, counts=counts)

    assert found == cluster(claims, decided_so)
    assert counts.claims == len(claims)
    assert counts.edges
    assert size > 1000 or counts.rounds > 2


def test_what_hangs_together_has_one_name():
    """By which a store finds what a new claim may change."""
    names = {key: name for name, c in block_clusters(made(), size=60) for key in c.keys}

    for component in Reconciler().affected(made(), MemoryIndex()):
        keys = [t.key for t in component]
        assert len({names[key] for key in keys}) == 1
        assert names[keys[0]] in keys


@pytest.mark.parametrize("name", ["processes", pytest.param("ray", marks=pytest.mark.slow)])
def test_it_does_not_matter_where_it_is_done(name):
    if name == "ray":
        pytest.importorskip("ray")
    claims = made()[:40]
    executor = make_executor(name, jobs=2)
    assert by_blocks(claims, size=20, executor=executor) == cluster(claims)


def test_what_is_too_large_for_a_block_is_said():
    told = []
    claims = made()
    found = by_blocks(claims[:120], size=12, say=told.append)

    assert found == cluster(claims[:120])
    assert any("share one block (such as made" in line for line in told)
    assert any("hang together and could not be cut" in line for line in told)


def test_a_step_that_fails_ends_the_run(monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(block_steps, "_odds", fail)
    with pytest.raises(TacitusError) as error:
        by_blocks(made()[:80], size=50)
    assert error.value.problem.code == "not-done"
    assert "comparing them" in error.value.problem.message


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40), st.integers(1, 7))
def test_what_hangs_together_is_found_in_lots(pairs, lot):
    heads = list(range(31))
    for a, b in pairs:
        low, high = sorted((heads[a], heads[b]))
        heads = [low if head == high else head for head in heads]
    joined = Joined(31)
    for at in range(0, len(pairs), lot):
        ends = np.array(pairs[at : at + lot], dtype=np.int64)
        joined.join(ends[:, 0], ends[:, 1])
    assert joined.heads(np.arange(31)).tolist() == heads


def test_rows_and_lines_come_back(tmp_path, monkeypatch):
    monkeypatch.setattr("tacitus.scale.spill._AT_ONCE", 2)
    with RowWriter(tmp_path / "rows") as rows:
        for n in range(5):
            rows.add(b"x" * n)
    with Rows(tmp_path / "rows") as rows:
        assert list(rows.read([4, 0, 2])) == [b"xxxx", b"", b"xx"]
    paths = [tmp_path / f"{n}.claims" for n in range(5)]
    for n, path in enumerate(paths):
        put_lines(path, [f"{at:03d}" for at in range(n, 50, 5)])
    assert list(merged_lines(paths)) == [f"{at:03d}" for at in range(50)]
    assert not list(Path(tmp_path).glob("*.tmp"))


def test_no_claims_give_no_events():
    assert by_blocks([]) == ()


def test_sorted_keys_are_cut():
    keys = np.array([1, 3, 3, 7])
    assert part_of(keys, 3, 7) == slice(1, 3)
    assert part_of(keys, None, 3) == slice(0, 1)
    assert part_of(keys, 4) == slice(3, 4)
