"""Events computed of clusters that were made by blocks: those that the store itself computes."""

import pytest
from helpers.decisions import decided
from helpers.stored import shelling
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.records import TacitusError
from tacitus.scale.block_clusters import block_clusters
from tacitus.store.by_clusters import rebuild_by


def by_blocks(traits, decisions):
    return block_clusters(traits, decisions, size=2)


def fill(store):
    for n in range(6):
        store.add(shelling(f"r{n}", place="Harlan" if n % 2 else "Bresk", killed=(n // 2, n // 2)))
    store.refresh()
    store.decide(decided("d1", "merge", "r0#e1", "r1#e1"))
    store.decide(decided("d2", "split", "r3#e1", apart=["r5#e1"]))
    return list(store.events())


def test_events_are_those_that_the_store_computes(store):
    before = fill(store)
    assert len(before) > 1

    done = rebuild_by(store, by_blocks)

    assert sorted(store.events(), key=lambda e: e.id) == sorted(before, key=lambda e: e.id)
    assert (done.claims, done.made, done.everything) == (6, len(before), True)
    assert not store.stale
    # and what comes after is put to them
    store.add(shelling("r9", place="Bresk", killed=(0, 0)))
    wanted = list(store.events())
    store.rebuild()
    assert sorted(store.events(), key=lambda e: e.id) == sorted(wanted, key=lambda e: e.id)


def test_nothing_is_written_where_the_store_changed_meanwhile(store):
    before = fill(store)

    def meanwhile(traits, decisions):
        found = list(block_clusters(list(traits), decisions, size=2))
        store.add(shelling("r9", place="Odrin"))
        yield from found

    with pytest.raises(TacitusError) as error:
        rebuild_by(store, meanwhile)

    assert error.value.problem.code == "store-changed"
    assert len(list(store.events())) == len(before) + 1


def test_the_command(store, target):
    before = fill(store)
    done = CliRunner().invoke(app, ["reconcile", "--store", str(target), "--executor", "serial"])
    assert done.exit_code == 0, done.output
    assert f"6 claims, {len(before)} events" in done.output
