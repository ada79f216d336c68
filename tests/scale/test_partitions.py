"""Coding into a folder of parts: what stands in them, and what a later run makes anew."""

import json
from pathlib import Path

import pytest
from helpers.made import make_coded

from tacitus.export.jsonform import coded_to_line
from tacitus.export.parts import read_part
from tacitus.read import read_paths
from tacitus.read.remote_path import RemotePath, any_path
from tacitus.records import TacitusError
from tacitus.scale.counts import RunCounts
from tacitus.scale.manifest import manifests
from tacitus.scale.partitions import Partitions, read_parts
from tacitus.scale.run import code_all

HOW = {"engine": "rules", "tacitus": "1"}


@pytest.fixture(autouse=True)
def coded(monkeypatch):
    """The ids of reports that were coded, in order; a made claim stands in each."""
    ids = []

    def code(report, **_):
        if "breaks" in report.text:
            raise ValueError("a fault")
        ids.append(report.id)
        return make_coded(report)

    monkeypatch.setattr("tacitus.scale.run.code_report", code)
    return ids


def lines(
    path,
    *ids,
    text="Rebels shelled the barracks in Goma on Monday, killing at least 3 soldiers, a doctor said. {}",
):
    path.write_text(
        "".join(json.dumps({"id": i, "text": text.format(i) + TAIL}) + "\n" for i in ids), "utf-8"
    )
    return path


# the claims of `make_coded` point into this text
TAIL = " The army may attack Sake. Subscribe to our newsletter!" + " " * 80


def run(folder, *paths, size=2, how=HOW, **more):
    told, said = [], []
    one = Partitions(folder, how, size, lambda p: told.append(p.code), said.append, **more)
    one.run([str(path) for path in paths])
    return one, told, said


def inputs(folder):
    return [
        [(t.name.rpartition("/")[2], t.first, t.last, t.ends) for t in m.inputs]
        for m in manifests(folder)
    ]


def read_back(folder):
    return [coded_to_line(one) for _, one in read_parts(folder)]


def test_parts_hold_what_one_file_would_in_the_same_order(tmp_path):
    (tmp_path / "in").mkdir()
    first = lines(tmp_path / "in" / "a.jsonl", *"abcde")
    (tmp_path / "in" / "b.txt").write_text("Rebels shelled the barracks." + TAIL, "utf-8")
    lines(tmp_path / "in" / "c.jsonl", "f", "a")

    done, told, said = run(tmp_path / "out", tmp_path / "in")

    plain = [coded_to_line(one) for one in code_all(read_paths([tmp_path / "in"]))]
    assert read_back(tmp_path / "out") == plain
    assert inputs(tmp_path / "out") == [
        [("a.jsonl", 0, 2, False)],
        [("a.jsonl", 3, 4, False)],
        [("a.jsonl", 5, 5, True), ("b.txt", 0, 0, True)],
        [("c.jsonl", 0, 2, True)],
    ]
    assert (done.counts.coded, done.made, done.stood, told, said) == (8, 4, 0, [], [])
    for manifest in manifests(tmp_path / "out"):
        assert manifest.coded == len(list(read_part(tmp_path / "out" / manifest.part)))
        assert all(taken.sha256 for taken in manifest.inputs)
    assert first.exists()


def test_parts_that_stand_are_not_made_again(tmp_path, coded):
    file = lines(tmp_path / "a.jsonl", *"abcde")
    run(tmp_path / "out", file)
    before = read_back(tmp_path / "out")
    coded.clear()

    done, _, _ = run(tmp_path / "out", file)

    assert coded == []
    assert (done.made, done.stood, done.counts.coded) == (0, 3, 5)
    assert read_back(tmp_path / "out") == before


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("what", ["data", "manifest", "damaged"])
def test_a_part_that_is_lost_or_damaged_is_made_anew_alone(tmp_path, coded, lost, what):
    file = lines(tmp_path / "a.jsonl", *"abcde")
    run(tmp_path / "out", file)
    before = sorted(read_back(tmp_path / "out"))
    data = tmp_path / "out" / f"part-{lost:06d}.parquet"
    if what == "data":
        data.unlink()
    elif what == "manifest":
        data.with_suffix(".json").unlink()
    else:
        data.write_bytes(b"broken")
    coded.clear()

    done, _, said = run(tmp_path / "out", file)

    assert coded == list({1: "ab", 2: "cd", 3: "e"}[lost])
    assert (done.made, done.stood, done.counts.coded) == (1, 2, 5)
    assert len(said) == (what != "manifest")
    assert sorted(read_back(tmp_path / "out")) == before


def test_what_changed_is_said_and_made_anew(tmp_path, coded):
    one, other = lines(tmp_path / "a.jsonl", *"abc"), lines(tmp_path / "b.jsonl", *"xyz")
    run(tmp_path / "out", one, other, size=3)
    lines(other, *"xyzv")
    coded.clear()

    done, _, said = run(tmp_path / "out", one, other, size=3)

    assert coded == list("xyzv")
    assert "b.jsonl has changed" in said[0]
    assert (done.stood, done.counts.coded) == (1, 7)
    assert len(read_back(tmp_path / "out")) == 7

    coded.clear()
    _, _, said = run(tmp_path / "out", one, other, size=3, how=HOW | {"tacitus": "2"})
    assert coded == list("abcxyzv")
    assert "tacitus is 2 and was 1" in said[0]
    assert len(read_back(tmp_path / "out")) == 7


def test_a_file_that_was_touched_alone_has_not_changed(tmp_path, coded):
    file = lines(tmp_path / "a.jsonl", *"abc")
    run(tmp_path / "out", file)
    file.write_bytes(file.read_bytes())
    coded.clear()

    _, _, said = run(tmp_path / "out", file)

    assert (coded, said) == ([], [])


def test_inputs_can_be_added(tmp_path, coded):
    one, other = lines(tmp_path / "b.jsonl", *"abc"), lines(tmp_path / "a.jsonl", *"xyz")
    run(tmp_path / "out", one)
    coded.clear()

    done, _, _ = run(tmp_path / "out", other, one)

    assert coded == list("xyz")
    assert (done.stood, done.made, done.counts.coded) == (2, 2, 6)


def test_a_run_that_breaks_off_goes_on_after_its_last_part(tmp_path, coded, monkeypatch):
    file = lines(tmp_path / "a.jsonl", *"abcdef", "a")
    whole = tmp_path / "whole"
    run(whole, file)
    coded.clear()

    def code(report, **_):
        if report.id == "f":
            raise KeyboardInterrupt
        return make_coded(report)

    with monkeypatch.context() as patch:
        patch.setattr("tacitus.scale.run.code_report", code)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path / "out", file)
    run(tmp_path / "out", file)

    assert coded == [*"efa"]
    assert read_back(tmp_path / "out") == read_back(whole)
    assert not list((tmp_path / "out").glob("*.tmp"))


def test_what_is_left_out_stands_in_the_manifest(tmp_path):
    file = lines(tmp_path / "a.jsonl", "a")
    with file.open("a") as more:
        more.write('{broken\n{"id": "b", "text": "This breaks it."}\n')

    done, told, _ = run(tmp_path / "out", file, tmp_path / "gone.txt")
    again, _, _ = run(tmp_path / "out", file, tmp_path / "gone.txt")

    (part, *_) = manifests(tmp_path / "out")
    assert told == ["bad-json", "not-coded", "missing-file"]
    assert [
        (left.code, left.line, left.failed)
        for m in manifests(tmp_path / "out")
        for left in m.left_out
    ] == [
        ("bad-json", 2, False),
        ("not-coded", None, True),
    ]
    assert part.coded == 1
    counts = RunCounts(coded=1, events=done.counts.events)
    counts.skipped.update(["bad-json", "missing-file"])
    counts.failed.update(["not-coded"])
    assert done.counts.summary() == again.counts.summary()
    assert (done.counts.skipped, done.counts.failed) == (counts.skipped, counts.failed)
    assert done.counts.exit_code == 1


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda folder: (folder / "part-000001.parquet").unlink(), "no-claims-file"),
        (lambda folder: (folder / "part-000001.json").write_text("{}"), "no-claims-file"),
        (lambda folder: (folder / "part-000001.json").unlink(), "no-claims-file"),
    ],
)
def test_a_broken_folder_is_refused(tmp_path, break_it, code):
    run(tmp_path / "out", lines(tmp_path / "a.jsonl", "a"))
    break_it(tmp_path / "out")

    with pytest.raises(TacitusError) as error:
        read_back(tmp_path / "out")

    assert error.value.problem.code == code


def test_standard_input_is_refused(tmp_path):
    with pytest.raises(TacitusError) as error:
        run(tmp_path / "out", "-")

    assert error.value.problem.code == "no-stdin"


def test_a_folder_that_another_run_writes_to_is_refused(tmp_path):
    from filelock import FileLock

    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / ".lock"), pytest.raises(TacitusError) as error:
        run(tmp_path / "out", lines(tmp_path / "a.jsonl", "a"))

    assert error.value.problem.code == "busy-folder"


def test_inputs_in_a_store_go_into_parts(tmp_path, coded):
    import fsspec

    system = fsspec.filesystem("memory")
    system.pipe("/parts/a.jsonl", lines(tmp_path / "a.jsonl", *"abc").read_bytes())
    run(tmp_path / "out", "memory://parts/a.jsonl")
    coded.clear()

    run(tmp_path / "out", "memory://parts/a.jsonl")
    assert coded == []

    system.pipe("/parts/a.jsonl", lines(tmp_path / "a.jsonl", *"abx").read_bytes())
    _, _, said = run(tmp_path / "out", "memory://parts/a.jsonl")
    assert coded == list("abx")
    assert said


@pytest.fixture
def remote():
    """A folder in a store of this process's own."""
    import fsspec

    system = fsspec.filesystem("memory")
    yield RemotePath("memory://bucket/out")
    if system.exists("/bucket"):
        system.rm("/bucket", recursive=True)


def test_parts_in_a_store_are_those_of_a_folder(tmp_path, coded, remote):
    given = lines(tmp_path / "a.jsonl", *"abcde")
    run(tmp_path / "out", given)
    coded.clear()

    one, told, _ = run(remote, given)

    assert (one.made, one.stood, told) == (3, 0, [])
    assert read_back(remote) == read_back(tmp_path / "out")
    assert sorted(p.name for p in remote.glob("*")) == sorted(
        f"part-{n:06d}.{end}" for n in (1, 2, 3) for end in ("json", "parquet")
    )
    coded.clear()
    again, _, _ = run(remote, given)
    assert (again.made, again.stood, coded) == (0, 3, [])


def test_what_a_broken_off_run_left_in_a_store_is_taken_away(tmp_path, coded, remote):
    given = lines(tmp_path / "a.jsonl", *"abcd")
    run(remote, given)
    (remote / "part-000002.json").unlink()
    (remote / "part-000001.parquet").unlink()
    local = tmp_path / "broken"
    local.write_bytes(b"no parquet")
    (remote / "part-000001.parquet").put(local)
    coded.clear()

    one, _, said = run(remote, given)

    assert coded == list("abcd")
    assert one.made == 2
    assert "damaged" in said[0]
    assert len(read_back(remote)) == 4


def test_a_store_that_cannot_be_written_is_told(tmp_path, monkeypatch, remote):
    def fail(*_, **__):
        raise RuntimeError("access denied")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.put_file", fail)
    with pytest.raises(TacitusError, match="access denied") as error:
        run(remote, lines(tmp_path / "a.jsonl", "a"))
    assert error.value.problem.code == "cannot-write"


@pytest.mark.parametrize("url", ["ftp://example.org/out", "nothing://x/out"])
def test_what_is_no_store_is_refused(tmp_path, url):
    with pytest.raises(TacitusError) as error:
        run(RemotePath(url), lines(tmp_path / "a.jsonl", "a"))
    assert error.value.problem.code == "no-scheme"


@pytest.mark.parametrize(
    ("given", "kind", "shown"),
    [
        ("claims", Path, "claims"),
        ("s3://bucket/claims/", RemotePath, "s3://bucket/claims"),
        ("C:/claims", Path, "C:/claims"),
    ],
)
def test_what_a_path_stands_for(given, kind, shown):
    found = any_path(given)
    assert isinstance(found, kind)
    assert str(found) == shown
    assert (found / "part-000001.parquet").with_suffix(".json").name == "part-000001.json"
