"""Broken files, and what a reader must keep to whatever it is given."""

from __future__ import annotations

import io
import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from helpers import formats
from tacitus.read import Limits, Skipped
from tacitus.read.columns import Columns
from tacitus.read.reading import Options, Piece, Run
from tacitus.read.registry import readers
from tacitus.read.streams import buffered

LIMITS = Limits(text=300_000, page=300_000, document=1_000_000, grace=2_000_000, seconds=15.0)
"""Small ones, so that a broken file reaches them."""
PAGES = Path(__file__).parents[2] / "quality" / "pages"
PARTS = (
    b"\0", b"\xff\xfe", b"<", b"\n\n", b'"', b"%PDF-1.4", b"PK\x03\x04", b"\x1f\x8b\x08", b"]]>",
    b"WARC/1.0\r\n", b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n", b"[" * 2_000,
    b"<div>" * 2_000, b"endobj", b"/Filter /LZWDecode", b"/Kids [1 0 R 2 0 R]", b"1e999", b"\\ud800",
    b"--b0\r\n", b"Content-Type: multipart/mixed; boundary=\r\n", b"=?utf-8?q?=ff?=", b"&#0;",
    "\u202e\u2028".encode(), b"-99999999999999999999",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """A good file of every form, small."""
    page = formats.html_page().encode()
    lines = b'{"id": "a", "text": "Rebels attacked Goma."}\n{"text": "Calm.", "date": "2020"}\n'
    table = b'title,body,date\nMine,"Rebels, ""they"", attacked.",2021-05-04\nb,c,d\n'
    plain = formats.pdf([["Head", "Rebels attacked the hill-", "top town of Goma.", "1"], None])
    mail = bytes(
        formats.mail(html="<p>Rebels attacked.</p>", attached={"a.csv": ("text/csv", table)})
    )
    archive = formats.warc(
        [
            ("https://a.example/1", "200 OK", {"Content-Type": "text/html"}, page),
            (
                "https://a.example/2",
                "200 OK",
                {"Content-Type": "text/html", "Content-Encoding": "gzip"},
                formats.gzipped(page),
            ),
        ],
        packed=False,
    )
    marked = PAGES / "11-json-ld-only.html", PAGES / "26-blogger.html"
    return {
        "a.html": page,
        **{f"{path.stem[:2]}.html": path.read_bytes() for path in marked},
        "a.jsonl": lines,
        "a.json": b'[{"text": "Rebels attacked Goma.", "meta": {"a": [1, null]}}]',
        "a.csv": table,
        "a.parquet": formats.parquet(
            [
                {"body": "Rebels attacked Goma.", "id": 1, "date": date(2021, 5, 4)},
                {"body": "Calm."},
            ]
        ),
        "a.pdf": plain,
        "b.pdf": formats.encrypted_pdf(plain, "", "x"),
        "a.docx": formats.docx(),
        "a.eml": mail,
        "a.zip": formats.zipped({"a.txt": "Rebels attacked.", "b.jsonl": lines}),
        "a.jsonl.gz": formats.gzipped(lines),
        "a.csv.zst": formats.zstd(table),
        "a.warc": archive,
        "a.warc.gz": formats.gzipped(archive),
        "gdelt.json": formats.gdelt_list().encode(),
        "gkg.csv": formats.gkg().encode(),
        "reliefweb.json": formats.reliefweb().encode(),
        "a.txt": formats.TEXT.encode(),
    }


def mangled(data: bytes, rng: random.Random, other: bytes) -> bytes:
    """A file with one to eight faults, few more often than many."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 6, 8))):
        at, to = sorted((rng.randint(0, len(out)), rng.randint(0, len(out))))
        to = min(to, at + rng.choice((1, 4, 40, 4_000)))
        match rng.randrange(8):
            case 0 | 1:
                for _ in range(rng.randint(1, 4)):
                    if out:
                        out[rng.randrange(len(out))] = rng.randrange(256)
            case 2:
                del out[at:to]
            case 3:
                out[at:at] = out[at:to] * rng.choice((1, 2, 50))
            case 4:
                out[at:at] = rng.choice(PARTS)
            case 5:
                out[at:to] = rng.choice(PARTS)
            case 6:
                start = rng.randint(0, len(other))
                out[at:to] = other[start : start + rng.choice((10, 400))]
            case _:
                del out[rng.randint(0, len(out)) :]
        del out[400_000:]
    return bytes(out)


def _given(name: str, data: bytes) -> tuple[Run, Piece]:
    piece = Piece(name, buffered(io.BytesIO(data), seeks=True), PurePosixPath(name).suffix.lower())
    return Run(Options(columns=Columns(), limits=LIMITS), readers()[0], lambda: len(data)), piece


def reader_of(name: str, data: bytes) -> str:
    """Which reader takes a file, by the name of its class; "none" where none does."""
    run, piece = _given(name, data)
    reader = run.reader_of(piece)
    return "none" if reader is None else type(reader).__name__


def fault_of(name: str, data: bytes, slow: float) -> tuple[str | None, Counter[str]]:
    """Read a file from memory; what a reader did wrong, and what came out.

    Args:
        name: with the suffix by which it is read.
        data: the file.
        slow: seconds it may take.

    Returns:
        The fault, None where there is none; and how often what came out: problems by their code,
        reports, and what was found in them ("report: no-date", "cut: byline", "day: text").
    """
    begun = time.perf_counter()
    outcomes: Counter[str] = Counter()
    run, piece = _given(name, data)
    try:
        for item in run.read(piece):
            if isinstance(item, Skipped):
                kind = item.problem.code
                if kind == "unreadable-file":
                    kind += " " + item.problem.message.rsplit("(", 1)[-1].split(":")[0]
                    kind += f" in {name}"
                outcomes[kind] += 1
                if name not in item.problem.message or not item.problem.fix:
                    return f"{name}: problem without file or fix: {item.problem.code}", outcomes
                continue
            outcomes["report"] += 1
            outcomes.update({f"report: {problem.code}" for problem in item.problems})
            outcomes.update({f"cut: {cut.kind}" for cut in item.cuts})
            outcomes[f"day: {item.published_by}"] += 1
            outcomes[f"language: {item.language == 'en'}"] += 1
            if not item.text.strip() or not item.id or not item.path:
                return f"{name}: empty report", outcomes
            if any(cut.span.end > len(item.text) for cut in item.cuts):
                return f"{name}: cut outside of the text", outcomes
            if outcomes["report"] > 100_000:
                return f"{name}: no end", outcomes
    except Exception as error:  # noqa: BLE001 whatever it is, it is the fault looked for
        return f"{name}: raised {type(error).__name__}", outcomes
    if time.perf_counter() - begun > slow:
        return f"{name}: took too long", outcomes
    return None, outcomes


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the corpus.

    Attributes:
        path: where it lies: ``NAME/READER--OUTCOME``, or ``NAME/READER--fault-HASH``.
    """

    path: Path

    @property
    def name(self) -> str:
        """The name under which it is read."""
        return self.path.parent.name

    @property
    def reader(self) -> str:
        """The reader that takes it."""
        return self.path.name.partition("--")[0]

    @property
    def outcome(self) -> str | None:
        """What comes out of it, as ``slug`` writes it; None where it once broke the reader."""
        told = self.path.name.partition("--")[2]
        return None if told.startswith("fault-") else told


def slug(outcome: str) -> str:
    """An outcome as the name of a file."""
    return re.sub(r"[^A-Za-z0-9-]+", "_", outcome)


def corpus_files(folder: Path) -> list[KeptFile]:
    """The kept files."""
    return [KeptFile(path) for path in sorted(folder.glob("*/*"))]
