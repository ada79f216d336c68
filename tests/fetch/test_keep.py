import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from helpers.captures import answer

from tacitus.fetch import keep as keep_module
from tacitus.fetch.capture import digest, from_bytes, to_bytes
from tacitus.fetch.keep import Keep
from tacitus.fetch.verify import verify
from tacitus.records import TacitusError


@pytest.fixture
def keep(tmp_path):
    return Keep(tmp_path / "store.bytes")


def kinds(keep):
    return sorted(
        (one.kind, os.path.relpath(one.path, keep.folder)) for one in verify(keep.folder).findings
    )


def captures(keep):
    """All records, in order."""
    paths = sorted((keep.folder / "captures").glob("*/*.json"))
    return [from_bytes(path.read_bytes(), path.name) for path in paths]


def test_a_capture_is_kept_with_all_that_was_seen(keep):
    capture = keep.add(answer(), collector="Ada")
    assert keep.path_of(capture.sha256) == keep.folder / capture.sha256[:2] / capture.sha256[2:]
    assert keep.read(capture.sha256) == b"hello"
    told = json.loads(keep.record_path(1).read_text())
    assert told["asked"] == "http://a.example/x"
    assert told["url"] == "http://a.example/y"
    assert told["at"] == "2024-05-01T12:00:00.000+00:00"
    assert told["hops"] == [
        {"url": "http://a.example/x", "status": 301, "address": "93.184.216.34"}
    ]
    assert (told["status"], told["size"], told["collector"]) == (200, 5, "Ada")
    assert ["X-Odd", "caf\xe9\xff"] in told["headers"]
    assert told["tools"]["tacitus"]
    assert told["previous"] is None


def test_records_come_back_as_they_were(keep):
    made = [keep.add(answer(content)) for content in (b"a", b"b", b"a")]
    assert captures(keep) == made
    assert [capture.number for capture in made] == [1, 2, 3]
    assert [from_bytes(to_bytes(capture), "x") for capture in made] == made
    assert made[1].previous == digest(keep.record_path(1).read_bytes())


def test_what_did_not_change_points_at_what_was_kept(keep):
    first = keep.add(answer())
    again = keep.add(answer(b"", status=304), known=first.sha256)
    assert (again.status, again.sha256, again.size, again.sent_sha256) == (
        304,
        first.sha256,
        5,
        None,
    )
    assert kinds(keep) == []


def test_all_is_well(keep):
    for content in (b"a", b"b", b""):
        keep.add(answer(content))
    done = verify(keep.folder)
    assert (done.captures, done.contents, done.findings) == (3, 3, [])
    assert done.head == digest(keep.record_path(3).read_bytes())


def flip(path):
    path.write_bytes(path.read_bytes().replace(b"200", b"201") or b"x")


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda k: k.path_of(digest(b"b")).unlink(), [("missing", "CONTENT")]),
        (lambda k: k.path_of(digest(b"b")).write_bytes(b"c"), [("changed", "CONTENT")]),
        (lambda k: k.path_of(digest(b"b")).write_bytes(b"longer"), [("changed", "CONTENT")]),
        (
            lambda k: k.record_path(2).unlink(),
            [("extra", "CONTENT"), ("missing", "captures/000/000002.json")],
        ),
        (lambda k: flip(k.record_path(2)), [("changed", "captures/000/000002.json")]),
        (
            lambda k: k.record_path(2).write_bytes(b"{"),
            [("changed", "captures/000/000002.json"), ("extra", "CONTENT")],
        ),
        (lambda k: (k.folder / "notes.txt").write_text("x"), [("extra", "notes.txt")]),
        (
            lambda k: (k.folder / "captures/000/9.json").write_text("x"),
            [("extra", "captures/000/9.json")],
        ),
    ],
)
def test_what_is_not_as_it_was_is_found(keep, harm, expected):
    for content in (b"a", b"b", b"c"):
        keep.add(answer(content))
    harm(keep)
    content = os.path.relpath(keep.path_of(digest(b"b")), keep.folder)
    found = {(kind, path.replace(content, "CONTENT")) for kind, path in kinds(keep)}
    # a changed record is seen by the one after it, too
    assert found >= set(expected)
    assert {kind for kind, _ in found} == {kind for kind, _ in expected}


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(TacitusError) as caught:
        verify(tmp_path / "nothing")
    assert caught.value.problem.code == "no-bytes"


class _KilledError(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("step", range(1, 4))
def test_a_kill_at_any_step_leaves_a_sound_folder(keep, monkeypatch, step):
    """Steps: record written beside, content in place, record in place."""
    keep.add(answer(b"first"))
    move, moves = keep_module._move, []

    def dying(source, path):
        moves.append(path)
        if len(moves) == step:
            raise _KilledError
        move(source, path)

    monkeypatch.setattr(keep_module, "_move", dying)
    with pytest.raises(_KilledError):
        keep.add(answer(b"second"))
    monkeypatch.undo()
    assert kinds(keep) == []
    third = keep.add(answer(b"third"))
    assert kinds(keep) == []
    # with its content in place the second capture was ended by the next writer
    contents = [keep.read(capture.sha256) for capture in captures(keep)]
    assert contents == ([b"first", b"second", b"third"] if step == 3 else [b"first", b"third"])
    assert third.number == len(contents)
    assert list((keep.folder / "incoming").iterdir()) == []


def test_a_disk_that_cannot_be_written_to(tmp_path):
    (tmp_path / "store.bytes").write_text("a file")
    with pytest.raises(TacitusError) as caught:
        Keep(tmp_path / "store.bytes").add(answer())
    assert caught.value.problem.code == "cannot-write"


def test_a_content_that_was_changed_is_not_handed_out(keep):
    capture = keep.add(answer())
    keep.path_of(capture.sha256).write_bytes(b"hallo")
    with pytest.raises(TacitusError) as caught:
        keep.read(capture.sha256)
    assert caught.value.problem.code == "not-kept"


def test_more_than_a_thousand_captures_lie_in_several_folders(keep):
    keep.add(answer())
    last = keep.record_path(999)
    keep.record_path(1).rename(last)
    assert keep.add(answer()).number == 1000
    assert keep.record_path(1000) == keep.folder / "captures" / "001" / "001000.json"
    assert keep.add(answer()).number == 1001


def test_many_writers_at_once_make_one_row_of_records(keep):
    def write(number):
        for turn in range(5):
            Keep(keep.folder).add(answer(f"{number} {turn % 2}".encode()))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    done = verify(keep.folder)
    assert (done.captures, done.contents, done.findings) == (20, 8, [])


def test_a_document_of_a_file_is_kept_once_with_the_file_s_hash(keep, tmp_path):
    file = tmp_path / "a b.zip"
    file.write_bytes(b"packed")
    said = {"file": file, "file_sha256": digest(b"packed"), "collector": "Ada"}
    capture = keep.add_file(b"hello", f"{file}!1.html", **said)
    assert keep.add_file(b"hello", f"{file}!2.html", **said) is None
    assert keep.read(capture.sha256) == b"hello"
    assert (capture.status, capture.size, capture.collector) == (0, 5, "Ada")
    assert capture.asked == file.as_uri()
    assert capture.url == f"{file.as_uri()}!1.html"
    assert (capture.sent_sha256, capture.sent_size) == (digest(b"packed"), 6)
    assert keep.add(answer(b"other")).number == 2
    assert kinds(keep) == []


def test_reports_are_followed_to_the_bytes_they_were_read_from(keep):
    kept, lost, changed = (keep.add(answer(content)).sha256 for content in (b"a", b"b", b"c"))
    keep.path_of(lost).unlink()
    keep.path_of(changed).write_bytes(b"x")
    reports = [("r1", kept), ("r2", lost), ("r3", changed), ("r4", digest(b"rows")), ("r5", None)]
    done = verify(keep.folder, reports)
    assert (done.linked, done.unkept, done.silent) == (1, 1, 1)
    named = [(one.kind, one.message) for one in done.findings if "report" in one.message]
    assert named == [
        ("missing", "report r2 was read from it"),
        ("changed", "report r3 was read from it"),
    ]
