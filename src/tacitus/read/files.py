"""Files, folders and standard input to reports."""

from __future__ import annotations

import glob
import io
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from tacitus.read.decode import decode
from tacitus.read.html import looks_like_html, read_page
from tacitus.read.report import make_report
from tacitus.records import Problem, Report, TacitusError

MAX_BYTES = 20_000_000
"""Longest text or web page that is read whole, and longest line of a JSONL file."""
_PLAIN = (".txt", ".text", ".md")
_WEB = (".html", ".htm", ".xhtml")
_LINES = (".jsonl", ".ndjson")
SUFFIXES = frozenset({*_PLAIN, *_WEB, *_LINES, ".json"})
"""What is taken out of folders."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be read.

    Attributes:
        path: the file, as given, or "-" for standard input.
        line: the line of a JSONL file, from 1; None for whole files.
        problem: what was wrong and what to do.

    """

    path: str
    line: int | None
    problem: Problem


@dataclass(frozen=True, slots=True)
class _Options:
    published: date | None
    source: str | None


def read_paths(
    paths: Iterable[str | Path],
    *,
    published: date | None = None,
    source: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Skipped]:
    """Read reports, one after the other; what cannot be read comes out as ``Skipped``.

    Args:
        paths: files, folders (read with all below them), patterns with ``*``, "-" for standard
            input.
        published: day of publication of all of them, before any other.
        source: outlet of those that do not name theirs.
        stdin: read for "-"; the process's own by default.

    Yields:
        Reports in the order of the paths, within a folder by name. A report whose id came before
        bears a ``duplicate-id`` problem.

    """
    options = _Options(published, source)
    seen: set[str] = set()
    for path in paths:
        for item in _read_argument(str(path), options, stdin):
            if isinstance(item, Report):
                if item.id in seen:
                    message = f"{item.path}: the id {item.id} came before in this run."
                    problem = Problem("duplicate-id", message, "Give each report its own id.")
                    item = replace(item, problems=(*item.problems, problem))
                seen.add(item.id)
            yield item


def _read_argument(
    path: str, options: _Options, stdin: BinaryIO | None
) -> Iterator[Report | Skipped]:
    """What one argument of the command line stands for."""
    if path == "-":
        yield from _read_stream("-", stdin or sys.stdin.buffer, "", options)
        return
    try:
        kind = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        found = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []
        if not found:
            yield _unreadable(path, error)
        for name in found:
            yield from _read_argument(name, options, None)
        return
    if stat.S_ISDIR(kind):
        yield from _read_folder(path, options)
    elif stat.S_ISREG(kind):
        yield from _read_file(path, options)
    else:
        problem = Problem("not-a-file", f"{path}: is no regular file.", "Give a file.")
        yield Skipped(path, None, problem)


def _read_folder(folder: str, options: _Options) -> Iterator[Report | Skipped]:
    """All readable files below a folder, by name; links to folders are not followed."""
    count = 0
    failed: list[OSError] = []
    for below, folders, names in os.walk(folder, onerror=failed.append):
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES:
                count += 1
                yield from _read_argument(os.path.join(below, name), options, None)
    for error in failed:
        yield _unreadable(str(error.filename), error)
    if not count and not failed:
        message = f"{folder}: holds no {', '.join(sorted(SUFFIXES))} file."
        yield Skipped(folder, None, Problem("empty-folder", message, "Give files by name."))


def _read_file(path: str, options: _Options) -> Iterator[Report | Skipped]:
    try:
        with open(path, "rb") as stream:
            yield from _read_stream(path, stream, Path(path).suffix.lower(), options)
    except OSError as error:
        yield _unreadable(path, error)


def _read_stream(
    path: str, stream: BinaryIO, suffix: str, options: _Options
) -> Iterator[Report | Skipped]:
    """A file's content, by its suffix or, where that tells nothing, by its first characters."""
    if suffix in _LINES:
        yield from _read_lines(path, stream, options)
        return
    data = stream.read(MAX_BYTES + 1)
    if suffix not in (*_PLAIN, *_WEB) and _opens_json(data):
        yield from _read_json(path, data, stream, options)
        return
    if len(data) > MAX_BYTES:
        message = f"{path}: is longer than {MAX_BYTES // 1_000_000} MB."
        yield Skipped(path, None, Problem("too-large", message, "Split it, or give JSONL."))
        return
    try:
        yield _read_text(path, data, suffix, options)
    except TacitusError as error:
        yield Skipped(path, None, error.problem)


def _read_text(path: str, data: bytes, suffix: str, options: _Options) -> Report:
    if not data.strip():
        raise TacitusError("empty-file", f"{path}: is empty.", "Leave it out.")
    decoded = decode(data, path)
    if decoded.refusal:
        raise TacitusError(decoded.refusal.code, decoded.refusal.message, decoded.refusal.fix)
    problems = (decoded.doubt,) if decoded.doubt else ()
    html = suffix in _WEB or (suffix not in _PLAIN and looks_like_html(decoded.text))
    if not html:
        return make_report(
            decoded.text,
            option=options.published,
            source=options.source,
            path=path,
            problems=problems,
        )
    page = read_page(decoded.text, path)
    return make_report(
        page.text,
        option=options.published,
        published=page.published,
        source=page.source or options.source,
        title=page.title,
        url=page.url,
        path=path,
        problems=problems,
    )


def _opens_json(data: bytes) -> bool:
    head = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and not head.startswith(b"{\\rtf")


def _read_json(
    path: str, data: bytes, stream: BinaryIO, options: _Options
) -> Iterator[Report | Skipped]:
    """One JSON object over several lines, or an object a line."""
    if len(data) <= MAX_BYTES:
        try:
            record = json.loads(data)
        except (ValueError, RecursionError):
            pass
        else:
            yield _read_record(path, None, record, options)
            return
    yield from _read_lines(path, _Chained(data, stream), options)


class _Chained(io.RawIOBase):
    """Bytes already read, then the rest of a stream."""

    def __init__(self, data: bytes, rest: BinaryIO) -> None:
        self._parts = [io.BytesIO(data), rest]

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        limit = -1 if size is None else size
        line = self._parts[0].readline(limit)
        if line.endswith(b"\n") or (limit >= 0 and len(line) >= limit) or len(self._parts) == 1:
            return line
        self._parts.pop(0)
        return line + self._parts[0].readline(limit - len(line) if limit >= 0 else -1)


def _read_lines(
    path: str, stream: BinaryIO | io.RawIOBase, options: _Options
) -> Iterator[Report | Skipped]:
    """A JSONL file of any length, line by line."""
    number = 0
    empty = True
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            empty = False
            message = f"{path}, line {number}: is longer than {MAX_BYTES // 1_000_000} MB."
            yield Skipped(path, number, Problem("too-large", message, "Split the report."))
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        empty = False
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            message = f"{path}, line {number}: is no JSON ({error})."
            yield Skipped(path, number, Problem("bad-json", message, "Mend or drop the line."))
            continue
        yield _read_record(path, number, record, options)
    if empty:
        problem = Problem("empty-file", f"{path}: is empty.", "Leave it out.")
        yield Skipped(path, None, problem)


def _read_record(
    path: str, line: int | None, record: object, options: _Options
) -> Report | Skipped:
    """One JSON object with at least a "text"."""
    name = path if line is None else f"{path}, line {line}"
    try:
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise TacitusError(
                "no-text-field", f'{name}: has no "text".', 'Give each report as {"text": …}.'
            )
        return make_report(
            record["text"],
            id=_word(record.get("id")),
            option=options.published,
            published=record.get("published"),
            source=_word(record.get("source")) or options.source,
            title=_word(record.get("title")),
            url=_word(record.get("url")),
            path=name,
        )
    except TacitusError as error:
        return Skipped(path, line, error.problem)


def _word(value: object) -> str | None:
    """A field as a word: numbers are written out, all else but text is left out."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value).strip() or None


def _unreadable(path: str, error: OSError | ValueError) -> Skipped:
    """A file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        problem = Problem("missing-file", f"{path}: does not exist.", "Check the name.")
    elif isinstance(error, PermissionError):
        problem = Problem("no-permission", f"{path}: may not be read.", "Check its permissions.")
    else:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = Problem("unreadable-file", f"{path}: cannot be read ({reason}).", "Check it.")
    return Skipped(path, None, problem)
