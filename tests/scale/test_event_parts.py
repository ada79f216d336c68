"""Events of parts of coded reports, in parts: those of a store of the same reports."""

from functools import cache
from pathlib import Path

import pytest
from helpers.decisions import decided
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.speed_store import coded_reports
from tacitus.export.parquet import event_values
from tacitus.export.parts import PartWriter
from tacitus.read.remote_path import any_path
from tacitus.records import TacitusError
from tacitus.scale import event_parts
from tacitus.scale.event_parts import reconcile_parts
from tacitus.scale.executors import make_executor
from tacitus.scale.manifest import EventsManifest, Manifest, part_name, put, records, sha256_of
from tacitus.store import EventQuery, open_store

pq = pytest.importorskip("pyarrow.parquet")


@cache
def reports():
    return coded_reports(make_claims(110, seed=3))


def write_parts(folder, coded, size=40):
    folder.mkdir(parents=True, exist_ok=True)
    for number, at in enumerate(range(0, len(coded), size), start=1):
        lot, path = coded[at : at + size], folder / f"{part_name(number)}.tmp"
        with PartWriter(path) as writer:
            for one in lot:
                writer.add(one)
        put(
            folder,
            path,
            Manifest(
                part=part_name(number),
                sha256=sha256_of(path),
                inputs=(),
                how={},
                coded=len(lot),
                events=sum(len(one.claims) for one in lot),
                problems={},
                left_out=(),
            ),
        )
    return folder


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    return write_parts(tmp_path_factory.mktemp("made") / "claims", reports())


def rows(folder):
    found = [
        row
        for m in records(folder, EventsManifest)
        for row in pq.read_table(folder / m.part).to_pylist()
    ]
    return {row["id"]: row for row in found}


def as_rows(events, tmp_path):
    from tacitus.export.parquet_schema import EVENT_TYPES, opened

    with opened(tmp_path / "wanted.parquet", EVENT_TYPES, {}) as add:
        add([event_values(event) for event in events])
    return {row["id"]: row for row in pq.read_table(tmp_path / "wanted.parquet").to_pylist()}


def store_with(path, coded, decide=()):
    with open_store(path) as store:
        list(store.add_all(coded, group=100))
        store.refresh()
        for one in decide:
            store.decide(one)
        return list(store.events())


def decide(events):
    """A merge, a split, an edit and a rejection of some events."""
    many = [e for e in events if len(e.claims) > 2]
    one, other, third, fourth = many[:4]
    return (
        decided("01", "merge", one.claims[0], other.claims[0]),
        decided("02", "split", third.claims[0], apart=third.claims[1:]),
        decided("04", "reject", *fourth.claims),
    )


@pytest.mark.parametrize("size", [30, pytest.param(5000, marks=pytest.mark.slow)])
def test_events_are_those_of_a_store(size, parts, tmp_path):
    first = store_with(tmp_path / "a.db", reports())
    decisions = decide(first)
    with open_store(tmp_path / "a.db") as store:
        for one in decisions:
            store.decide(one)
        events = list(store.events(EventQuery(rejected=None)))

    counts = reconcile_parts([parts], tmp_path / "events", decisions=decisions, size=size)

    assert rows(tmp_path / "events") == as_rows(events, tmp_path)
    assert any(event.rejected for event in events)
    assert counts.events == len(events)
    assert counts.reports == len(reports())
    assert not (tmp_path / "events/.work").exists()
    assert "110 claims" in counts.summary()


def test_a_run_that_breaks_off_goes_on(parts, tmp_path, monkeypatch):
    whole = reconcile_parts([parts], tmp_path / "whole", size=30)
    told = event_parts._event
    left = [25]

    def breaks(*args):
        left[0] -= 1
        if not left[0]:
            raise OSError("no space left on device")
        return told(*args)

    monkeypatch.setattr(event_parts, "_event", breaks)
    with pytest.raises(TacitusError):
        reconcile_parts([parts], tmp_path / "events", size=30)
    monkeypatch.setattr(event_parts, "_event", told)
    before = {m.part: m.sha256 for m in records(tmp_path / "events", EventsManifest)}
    assert 0 < len(before) < whole.made
    # pairs are not compared again
    monkeypatch.setattr("tacitus.scale.block_steps._odds", None)

    counts = reconcile_parts([parts], tmp_path / "events", size=30)

    assert (counts.stood, counts.made) == (len(before), whole.made - len(before))
    assert rows(tmp_path / "events") == rows(tmp_path / "whole")
    again = reconcile_parts([parts], tmp_path / "events", size=30)
    assert (again.stood, again.made, again.events) == (whole.made, 0, whole.events)
    assert again.blocks == counts.blocks


def test_other_inputs_make_all_anew(parts, tmp_path):
    more = write_parts(tmp_path / "more", reports()[:5])
    out = tmp_path / "events"
    reconcile_parts([parts], out, size=60)
    assert not reconcile_parts([parts], out, size=60).made

    # of reports that come twice the first counts
    counts = reconcile_parts([parts, more], out, size=60)

    assert counts.made
    assert not counts.stood
    assert counts.blocks.doubled == 5
    assert counts.blocks.claims == 110


def test_a_damaged_part_is_made_anew_alone(parts, tmp_path):
    out = tmp_path / "events"
    first = reconcile_parts([parts], out, size=60)
    before = rows(out)
    (out / part_name(2)).write_bytes(b"no parquet")

    counts = reconcile_parts([parts], out, size=60)

    assert (counts.made, counts.stood) == (1, first.made - 1)
    assert rows(out) == before


def test_a_damaged_input_is_refused(tmp_path):
    folder = write_parts(tmp_path / "claims", reports()[:10])
    (folder / part_name(1)).write_bytes(b"no parquet")
    with pytest.raises(TacitusError, match="damaged") as error:
        reconcile_parts([folder], tmp_path / "events")
    assert error.value.problem.code == "no-claims-file"


def test_parts_may_lie_in_a_store(parts, tmp_path):
    import fsspec

    system = fsspec.filesystem("memory")
    system.put(f"{parts}/", "/made-claims/", recursive=True)
    reconcile_parts([parts], tmp_path / "one")
    reconcile_parts([any_path("memory://made-claims")], tmp_path / "two")
    system.rm("/made-claims", recursive=True)
    assert rows(tmp_path / "one") == rows(tmp_path / "two")


def test_no_parts_are_refused(tmp_path):
    with pytest.raises(TacitusError, match="holds no parts"):
        reconcile_parts([tmp_path], tmp_path / "events")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["processes", "ray"])
def test_it_does_not_matter_where_it_is_done(name, parts, tmp_path):
    if name == "ray":
        pytest.importorskip("ray")
    reconcile_parts([parts], tmp_path / "one")
    reconcile_parts([parts], tmp_path / "two", size=40, executor=make_executor(name, jobs=2))
    assert rows(tmp_path / "one") == rows(tmp_path / "two")


class TestCommand:
    def run(self, *args):
        return CliRunner().invoke(app, ["reconcile", *map(str, args)], catch_exceptions=True)

    def test_into_parts(self, parts, tmp_path):
        done = self.run(parts, "--out", tmp_path / "events", "--executor", "serial")
        assert done.exit_code == 0, done.output
        assert "110 claims" in done.output
        assert Path(tmp_path / "events/part-000001.parquet").exists()

    @pytest.mark.parametrize(
        "args", [(), ("claims",), ("--out", "events"), ("claims", "--store", "x")]
    )
    def test_what_is_not_clear_is_refused(self, args):
        done = self.run(*args, "--executor", "serial")
        assert isinstance(done.exception, TacitusError)
        assert done.exception.problem.code == "bad-options"
