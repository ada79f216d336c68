"""Files, folders and standard input, good and bad."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from datetime import date
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from tacitus.read import Limits, Skipped, files, read_paths, registry
from tacitus.read.reading import Item, Piece, Reader, Run
from tacitus.read.report import Told
from tacitus.records import Report

TEXT = (
    "Three soldiers and a nurse were killed when a mine exploded under their truck near Ocana "
    "on Monday, the army said. The road has been closed."
)
SPANISH = (
    "Tres soldados y una enfermera murieron cuando una mina estalló bajo su camión cerca de Ocaña "
    "el lunes, informó el ejército. La carretera fue cerrada y el gobernador pidió calma."
)


def one(path: Path | str, **options: object) -> Report | Skipped:
    items = list(read_paths([path], **options))  # type: ignore[arg-type]
    assert len(items) == 1
    return items[0]


def test_read_text_keeps_every_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    body = "\ufeff  " + TEXT.replace(". ", ".\r\n") + "\u200b \x07\n"
    path.write_bytes(body.encode())
    report = one(path, published=date(1999, 3, 2), source="El Diario")
    assert isinstance(report, Report)
    assert report.text == body.removeprefix("\ufeff")
    assert (report.published, report.published_by) == (date(1999, 3, 2), "option")
    assert (report.source, report.language, report.path) == ("El Diario", "en", str(path))
    assert len(report.id) == 16


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty-file"),
        ("a.txt", b" \n\t ", "empty-file"),
        ("a.txt", b"... -- ...", "empty-text"),
        ("a.txt", b"\x7fELF\x01\x01", "binary-file"),
        ("a.txt", b"The army\x00said", "binary-file"),
        ("a.txt", b"{\\rtf1 text}", "binary-file"),
        ("a.txt", b"%PDF-1.4 text", "bad-document"),
        ("a.html", b"<html><body></body></html>", "no-article"),
        ("a.jsonl", b"", "empty-file"),
        ("a.jsonl", b"{not json}\n", "bad-json"),
        ("a.jsonl", b'["text"]\n', "no-text-field"),
        ("a.jsonl", b'{"text": 5}\n', "no-text-field"),
        ("a.jsonl", b'{"text": " "}\n', "empty-text"),
        ("a.jsonl", b"[" * 100_000 + b"\n", "bad-json"),
        ("a.jsonl", b"\xff\xfe\x00\n", "bad-json"),
    ],
)
def test_read_bad_input_says_why(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    skipped = one(path)
    assert isinstance(skipped, Skipped)
    assert skipped.problem.code == code
    assert str(path) in skipped.problem.message
    assert skipped.problem.fix


def test_read_missing_folder_and_odd_paths(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "empty").mkdir()
    os.symlink(tmp_path, tmp_path / "loop")
    os.symlink(tmp_path / "self.txt", tmp_path / "self.txt")
    codes = [
        item.problem.code
        for path in ("gone.txt", "empty", "x.txt", "self.txt", "none*.txt", "bad\0name")
        for item in read_paths([tmp_path / path])
        if isinstance(item, Skipped)
    ]
    assert codes == [
        "missing-file", "empty-folder", "empty-folder", "unreadable-file", "missing-file",
        "unreadable-file",
    ]  # fmt: skip


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_read_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    skipped = one(path)
    assert isinstance(skipped, Skipped)
    assert skipped.problem.code == "no-permission"


def test_read_folder_in_order_and_patterns(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "c.txt", "a.txt", "note.bin"):
        (tmp_path / name).write_text(f"{TEXT} {name}")
    paths = [item.path for item in read_paths([tmp_path])]
    assert paths == [str(tmp_path / name) for name in ("a.txt", "c.txt", "b/2.txt")]
    assert len(list(read_paths([str(tmp_path / "*.txt")]))) == 2


def test_read_jsonl_lines_stand_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    odd = TEXT + " \x00 \ud800 end"
    lines = [
        "\ufeff"
        + json.dumps({"id": 7, "text": TEXT, "published": "2001-02-03", "title": None, "k": 1}),
        "",
        "{broken",
        json.dumps({"id": "7", "text": odd, "published": "soon"}),
    ]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    first, second, third = read_paths([path])
    assert isinstance(first, Report)
    assert isinstance(third, Report)
    assert (first.id, first.published, first.published_by) == ("7", date(2001, 2, 3), "metadata")
    assert isinstance(second, Skipped)
    assert second.line == 3
    assert third.text == odd
    assert [problem.code for problem in third.problems] == ["bad-date", "no-date", "duplicate-id"]


def test_read_jsonl_long_lines(tmp_path: Path) -> None:
    limits = Limits(text=2_000)
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "ok", "text": TEXT})
    path.write_text("\n".join([json.dumps({"text": "a " * 5_000}), good]))
    first, second = read_paths([path], limits=limits)
    assert isinstance(first, Skipped)
    assert first.problem.code == "too-large"
    assert first.line == 1
    assert isinstance(second, Report)
    assert second.id == "ok"
    big = tmp_path / "a.txt"
    big.write_text(TEXT * 100)
    skipped = one(big, limits=limits)
    assert isinstance(skipped, Skipped)
    assert skipped.problem.code == "too-large"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-8"])
def test_read_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    text = TEXT.replace("Ocana", "Ocaña")
    path.write_bytes(text.encode(encoding))
    report = one(path)
    assert isinstance(report, Report)
    assert report.text == text
    codes = [problem.code for problem in report.problems]
    assert ("wrong-encoding" in codes) == (encoding == "cp1252")


def test_read_page(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    paragraphs = "".join(f"<p>{TEXT} Part {number} of the account.</p>" for number in range(4))
    path.write_text(
        "<html><head><title>Mine kills four</title>"
        '<meta property="og:site_name" content="The Hill Post">'
        '<meta property="article:published_time" content="2003-05-06T10:00:00Z"></head>'
        f"<body><nav>Home News</nav><article><h1>Mine kills four</h1>{paragraphs}</article></body>"
    )
    report = one(path)
    assert isinstance(report, Report)
    assert TEXT in report.text
    assert (report.title, report.source) == ("Mine kills four", "The Hill Post")
    assert report.published == date(2003, 5, 6)


def test_read_standard_input_by_content() -> None:
    for data, name in ((TEXT, None), (json.dumps({"id": "z", "text": TEXT}), "z")):
        items = list(read_paths(["-"], stdin=io.BytesIO(data.encode())))
        assert isinstance(items[0], Report)
        assert items[0].text == TEXT
        assert name is None or items[0].id == name


def test_read_text_day_goes_before_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = "Wed 05 Apr 2006 " + TEXT
    path.write_text(json.dumps({"text": text, "published": "2009-01-01"}, indent=1))
    report = one(path)
    assert isinstance(report, Report)
    assert (report.published, report.published_by) == (date(2006, 4, 5), "text")
    assert report.published_span is not None
    assert report.published_span.quote(text) == "05 Apr 2006"
    assert [problem.code for problem in report.problems] == ["date-conflict"]


def test_read_passes_over_a_reader_that_cannot_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = EntryPoint("rtf", "no_such_package.rtf:RtfReader", registry.GROUP)
    known = tuple(entry_points(group=registry.GROUP))
    monkeypatch.setattr(registry, "entry_points", lambda group: (*known, broken))
    registry.readers.cache_clear()
    (tmp_path / "a.txt").write_text(TEXT)
    try:
        skipped, report = read_paths([tmp_path / "a.txt"])
    finally:
        registry.readers.cache_clear()
    assert isinstance(skipped, Skipped)
    assert skipped.problem.code == "bad-reader"
    assert "rtf" in skipped.problem.message
    assert isinstance(report, Report)


class ShoutReader(Reader):
    """A reader as another package may add it."""

    name = "a shout"
    suffixes = frozenset({".shout"})

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        words = piece.whole(run.limits.text).decode().replace("!", ".")
        yield run.report(words, Told(source="The Shouter"), piece)


def test_read_asks_the_readers_of_other_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, faults = registry.readers()
    monkeypatch.setattr(files, "readers", lambda: ((ShoutReader(), *own), faults))
    path = tmp_path / "a.shout"
    path.write_text(TEXT.replace(".", "!"))
    report = one(path)
    assert isinstance(report, Report)
    assert (report.text, report.source) == (TEXT, "The Shouter")
