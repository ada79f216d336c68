"""Hostile and broken files: refused with their reason, in bounded time and memory, alone."""

from __future__ import annotations

import io
import json
import stat
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import formats
from helpers.formats import STORY, TEXT

from tacitus.read import Limits, Skipped, read_paths
from tacitus.read.html_text import html_text
from tacitus.records import Report

HTML = formats.html_page().encode()
SECONDS = 20
"""More than any refusal takes, on a slow machine under load."""


def gzip_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    block = b"\0" * 1_000_000
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def zstd_bomb(size: int) -> bytes:
    from zstandard import ZstdCompressor

    return ZstdCompressor(level=3).compress(b"\0" * size)


def nested(data: bytes, depth: int) -> bytes:
    for number in range(depth):
        data = formats.zipped({f"{number}.zip": data})
    return data


def quine_like(width: int, depth: int) -> bytes:
    """Zips of zips, each level of which holds the one below many times."""
    data = formats.zipped({f"{n}.txt": b"a" * 5_000_000 for n in range(width)})
    for level in range(depth):
        data = formats.zipped({f"{level}-{n}.zip": data for n in range(width)})
    return data


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("passwd.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def entities(kind: str) -> str:
    if kind == "bomb":
        levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        return f'<!DOCTYPE d [<!ENTITY a0 "{"a" * 100}">{levels}]>'
    return '<!DOCTYPE d [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def word(kind: str) -> bytes:
    return formats.docx(body="<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=entities(kind))


def deep_word() -> bytes:
    return formats.docx(body="<w:tbl>" * 100_000 + "</w:tbl>" * 100_000)


def deep_mail(depth: int) -> bytes:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(depth)
    )
    return b"From: a@b.c\r\nTo: x@y.z\r\nSubject: deep\r\n" + head + TEXT.encode()


def looping_pdf() -> bytes:
    """A PDF whose tree of pages leads back to itself."""
    data = formats.pdf([["x"]])
    return data.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")


def pdf_bomb() -> bytes:
    packed = zlib.compress(b"BT (a) Tj ET " * 8_000_000, 9)
    data = formats.pdf([["x"]])
    start = data.index(b"4 0 obj")
    return data[:start] + data[start:].replace(
        b"stream\nBT /F1", b"stream\n" + packed + b"BT /F1"
    ).replace(b"<< /Length", b"<< /Filter /FlateDecode /Length")


LINES = "".join(json.dumps({"id": f"r{n}", "text": f"{n} {STORY[0]}"}) + "\n" for n in range(500))

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "gzip bomb": ("a.txt.gz", lambda: gzip_bomb(60_000_000), "too-large"),
    "gzip bomb of lines": ("a.jsonl.gz", lambda: gzip_bomb(150_000_000), "decompression-bomb"),
    "zstandard bomb": ("a.csv.zst", lambda: zstd_bomb(200_000_000), "decompression-bomb"),
    "zip bomb": ("a.zip", lambda: formats.zipped({"a.jsonl": b"\0" * 100_000_000}),
                 "decompression-bomb"),
    "zips of zips": ("a.zip", lambda: quine_like(10, 3), "decompression-bomb"),
    "archives in archives": ("a.zip", lambda: nested(formats.zipped({"a.txt": TEXT}), 6), "too-deep"),
    "encrypted zip": ("a.zip", lambda: formats.encrypted_zip("a.txt", TEXT.encode()), "encrypted-file"),
    "absolute name": ("a.zip", lambda: formats.zipped({"/etc/cron.d/a.txt": TEXT}), "unsafe-name"),
    "name of a drive": ("a.zip", lambda: formats.zipped({"C:\\a.txt": TEXT}), "unsafe-name"),
    "name that leads out": ("a.zip", lambda: formats.zipped({"x/../../a.txt": TEXT}), "unsafe-name"),
    "link": ("a.zip", link, "link-in-archive"),
    "nothing in it": ("a.zip", lambda: formats.zipped({"a.png": "x"}), "empty-archive"),
    "broken zip": ("a.zip", lambda: b"PK\x03\x04" + b"x" * 50, "bad-archive"),
    "truncated zip": ("a.zip", lambda: formats.zipped({"a.txt": TEXT})[:-30], "bad-archive"),
    "truncated gzip": ("a.txt.gz", lambda: formats.gzipped(TEXT.encode())[:-20], "truncated-file"),
    "truncated zstandard": ("a.txt.zst", lambda: formats.zstd(TEXT.encode())[:-5], "truncated-file"),
    "no gzip": ("a.txt.gz", lambda: b"\x1f\x8b" + b"x" * 60, "bad-archive"),
    "wide zstandard window": ("a.txt.zst", lambda: b"\x28\xb5\x2f\xfd\x00\xff\x01\x00\x00", "bad-archive"),
    "bomb of entities": ("a.docx", lambda: word("bomb"), "unsafe-xml"),
    "entity of a file": ("a.docx", lambda: word("file"), "unsafe-xml"),
    "deep Word document": ("a.docx", deep_word, "bad-document"),
    "zip called a Word document": ("a.docx", lambda: formats.zipped({"a.txt": TEXT}), "bad-document"),
    "deep mail": ("a.eml", lambda: deep_mail(3_000), "unreadable-file"),
    "PDF that leads back": ("a.pdf", looping_pdf, "bad-document|scanned-document"),
    "PDF of nothing": ("a.pdf", lambda: b"%PDF-1.7\n", "bad-document"),
    "PDF with a bomb": ("a.pdf", pdf_bomb, "bad-document|too-large|scanned-document"),
    "WARC of nothing": ("a.warc", lambda: b"WARC/1.0\r\n", "bad-archive|empty-archive"),
    "GKG of nothing": ("a.gkg", lambda: b"20210504171500-12\t20210504171500\t1\t", "bad-row"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_reason_and_nothing_else_stopped(tmp_path: Path, case: str) -> None:
    name, make, code = REFUSED[case]
    path = tmp_path / name
    path.write_bytes(make())
    after = tmp_path / "z.txt"
    after.write_text(TEXT)
    begun = time.perf_counter()

    *items, last = read_paths([path, after])

    assert time.perf_counter() - begun < SECONDS
    assert isinstance(last, Report)
    codes = {item.problem.code for item in items if isinstance(item, Skipped)}
    assert codes & set(code.split("|")), items[:3]
    for item in items:
        if isinstance(item, Skipped):
            assert str(path) in item.problem.message
            assert item.problem.fix
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([name, "z.txt"])


@pytest.mark.parametrize("packer", [formats.gzipped, formats.zstd])
def test_what_came_before_the_break_is_read(
    tmp_path: Path, packer: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.jsonl.x"
    parts = [packer(LINES.encode()), packer(LINES.replace('"r', '"s').encode())]
    path.write_bytes(b"".join(parts)[: -len(parts[1]) // 2])
    items = list(read_paths([path]))
    assert sum(isinstance(item, Report) for item in items) >= 500
    assert isinstance(items[-1], Skipped)
    assert items[-1].problem.code == "truncated-file"


def test_a_truncated_web_archive_gives_what_came_before(tmp_path: Path) -> None:
    page = ("https://a.example/1", "200 OK", {"Content-Type": "text/html"}, HTML)
    data = formats.warc([page, page, page])
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data[:-400])
    items = list(read_paths([path]))
    assert [type(item) for item in items[:2]] == [Report, Report]
    assert isinstance(items[-1], Skipped)
    assert items[-1].problem.code == "truncated-file"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (formats.gzipped(HTML)[:-300], "truncated-file"),
        (formats.gzipped(HTML)[:-8] + b"\0" * 8, "bad-archive"),
        (gzip_bomb(60_000_000), "decompression-bomb|too-large"),
        (HTML, None),
    ],
)
def test_packed_content_of_a_record_is_whole_or_refused(
    body: bytes, code: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    data = formats.warc([("https://a.example/1", "200 OK", headers, body)])
    (item,) = read_paths(["-"], stdin=io.BytesIO(data))
    if code is None:
        assert isinstance(item, Report)
    else:
        assert isinstance(item, Skipped)
        assert item.problem.code in code.split("|")
    assert capsys.readouterr() == ("", "")


def test_a_page_of_too_many_elements_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body>" + "<p>Rebels <b>attacked</b>.</p>" * 60_000)
    (item,) = read_paths([path])
    assert isinstance(item, Skipped)
    assert item.problem.code == "too-large"


def test_a_mail_of_nothing_but_short_quotes_is_read_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(formats.mail("> They asked what happened.\nNothing.\n" * 20_000)))
    begun = time.perf_counter()
    (item,) = read_paths([path])
    assert time.perf_counter() - begun < SECONDS
    assert isinstance(item, Report)
    assert sum(cut.kind == "quoted" for cut in item.cuts) == 20_000


def test_a_record_of_another_length_than_it_says_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = ("https://a.example/1", "200 OK", {"Content-Type": "text/html"}, HTML)
    data = formats.warc([page, page], packed=False)
    path = tmp_path / "a.warc"
    path.write_bytes(data.replace(b"</html>\r\n", b"</html>\x1b[31m and more\r\n", 1))
    items = list(read_paths([path]))
    assert sum(isinstance(item, Report) for item in items) == 2
    assert [item.problem.code for item in items if isinstance(item, Skipped)] == ["bad-record"]
    assert capsys.readouterr() == ("", "")


def test_a_page_nested_ever_deeper_is_read_or_refused(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    for tag in ("div", "b", "table", "blockquote"):
        page = f"<html><body>{f'<{tag}>' * 100_000}{paragraphs}</body></html>"
        path = tmp_path / f"{tag}.html"
        path.write_text(page)
        begun = time.perf_counter()
        (item,) = read_paths([path])
        assert time.perf_counter() - begun < SECONDS
        assert isinstance(item, Report) or item.problem.code == "no-article"
        assert isinstance(html_text(page), str)


class Endless(io.RawIOBase):
    """A gigabyte that is never held."""

    def __init__(self, unit: bytes, size: int) -> None:
        self._unit, self._left = unit, size

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        count = min(self._left, 1_000_000 if size is None or size < 0 else size)
        self._left -= count
        return (self._unit * (count // len(self._unit) + 1))[:count]


@pytest.mark.parametrize("unit", [b"<html><body><p>Rebels attacked. ", b"word ", b"{", b"a,b\n"])
def test_a_gigabyte_of_anything_is_refused_for_its_size(unit: bytes) -> None:
    items = list(read_paths(["-"], stdin=Endless(unit, 1_000_000_000)))  # type: ignore[arg-type]
    assert {item.problem.code for item in items if isinstance(item, Skipped)} <= {
        "too-large",
        "bad-json",
    }
    assert not any(isinstance(item, Report) for item in items)


def peak_of(items: Iterator[object], every: int) -> tuple[int, int]:
    """Memory that Python's objects take after some items, and at most in all that follow."""
    import tracemalloc

    tracemalloc.start()
    try:
        early = 0
        for number, _ in enumerate(items, start=1):
            if number == every:
                early = tracemalloc.get_traced_memory()[0]
                tracemalloc.reset_peak()
        return early, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_stays_flat_over_a_long_archive(tmp_path: Path) -> None:
    line = json.dumps({"text": STORY[0], "scripts": "x" * 40_000}) + "\n"
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(formats.gzipped((line * 300).encode()))  # 12 MB
    early, peak = peak_of(read_paths([path], limits=Limits(ratio=5_000)), 20)
    assert peak - early < 3_000_000


def test_wrong_encodings_are_read_and_told(tmp_path: Path) -> None:
    for name, data in (
        ("a.txt", TEXT.encode() + b"\xff\xfe\x80"),
        ("b.txt", b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00"),
        ("c.html", HTML.replace(b"calm", b"calm\xc3\x28\xa0\xa1")),
        ("d.csv", b"text,title\n" + STORY[1].replace(",", "").encode() + b"\xe9,x\n"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        (item,) = read_paths([path])
        assert isinstance(item, Report), item
        assert "wrong-encoding" in {problem.code for problem in item.problems}, name


@pytest.mark.parametrize(
    "charset", ["zlib", "idna", "unicode_escape", "no-such", "utf-7", "\0", "é"]
)
def test_odd_names_of_encodings_are_passed_over(charset: str) -> None:
    page = (
        "https://a.example/1",
        "200 OK",
        {"Content-Type": f"text/html; charset={charset}"},
        HTML,
    )
    (item,) = read_paths(["-"], stdin=io.BytesIO(formats.warc([page])))
    assert isinstance(item, Report)


def test_names_in_archives_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(formats.zipped({"x\x1b[2J\n.txt": TEXT, "y\x1b]0;\x07.txt": ""}))
    report, skipped = read_paths([path])
    assert isinstance(report, Report)
    assert isinstance(skipped, Skipped)
    assert report.path is not None
    assert report.path.endswith("a.zip!x\ufffd[2J\ufffd.txt")
    assert skipped.problem.message.isprintable()


def test_broken_rows_stand_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = '"' + STORY[0] + '",{}\n'
    long = '"' + "x" * 6_000 + '",long\n'
    path.write_text("text,title\n" + row.format("one") + long + row.format("two"))
    items = list(read_paths([path], limits=Limits(text=5_000)))
    assert [item.title for item in items if isinstance(item, Report)] == ["one", "two"]
    assert [item.problem.code for item in items if isinstance(item, Skipped)] == ["bad-row"]


def test_a_pdf_that_takes_too_long_is_broken_off(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(formats.pdf([[f"line {n}" for n in range(60)] for _ in range(400)]))
    (item,) = read_paths([path], limits=Limits(seconds=0.2))
    assert isinstance(item, Skipped)
    assert item.problem.code == "time-limit"


def test_reading_leaves_the_limit_of_recursion_alone(tmp_path: Path) -> None:
    before = sys.getrecursionlimit()
    path = tmp_path / "a.html"
    path.write_bytes(HTML)
    list(read_paths([path]))
    assert sys.getrecursionlimit() == before
