"""Lines of a file, or of the one table in a zip; what is wrong with single ones is counted."""

from __future__ import annotations

import csv
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from tacitus.knowledge.gazetteer_forms import Form, GazetteerForms, Table, forms, recognise
from tacitus.records import Problem, TacitusError

#: Told of a step: how many bytes of the table are read by now, and how many it has.
Progress = Callable[[int, int], None]
# Faults that are kept to be shown; all are counted.
_KEPT = 20
# A zip's file smaller than this may be packed as tightly as it likes.
_SMALL = 10_000_000
_BOM = b"\xef\xbb\xbf"


class BadLineError(ValueError):
    """What is wrong with one line, in words."""


@dataclass(slots=True)
class Tally:
    """Lines read, and what was not taken.

    Attributes:
        where: the file, as messages name it.
        good: lines that gave a place or were left out on purpose.
        bad: lines with a fault.
        problems: the first faults.
        left_out: places of classes that are not kept.
    """

    where: str
    good: int = 0
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def fault(self, number: int, why: str, lines: int = 1) -> None:
        """Count a bad line, or several that one open quotation mark took with it."""
        self.bad += lines
        if len(self.problems) < _KEPT:
            self.problems.append(Problem("bad-line", f"{self.where}: line {number}: {why}."))

    def check(self) -> None:
        """Refuse a file with too many bad lines, or none that is good.

        Raises:
            TacitusError: ``bad-gazetteer-file``, naming the first fault.
        """
        rules, lines = forms(), self.good + self.bad
        few = self.bad <= max(rules.bad_lines, rules.bad_share * lines) and self.bad < self.good
        if lines and (few or not self.bad):
            return
        if not lines:
            raise TacitusError(
                "bad-gazetteer-file", f"{self.where}: holds no places.", "Give the whole file."
            )
        raise TacitusError(
            "bad-gazetteer-file",
            f"{self.problems[0].message} {self.bad} of {lines} lines are bad; nothing was loaded.",
            f"Mend them: only up to {rules.bad_lines} lines, or {rules.bad_share:.0%} of all, may"
            " be bad.",
        )


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], str, int]]:
    """The bytes of a file, or of the one table in a zip, its name for messages and its length.

    Raises:
        TacitusError: ``bad-gazetteer-file`` when it cannot be read; for a zip also when it is
            damaged, locked, unpacks to too much, holds names that lead out of it, or not just
            one table.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
                stream.seek(0)
                yield stream, str(path), path.stat().st_size
                return
        with zipfile.ZipFile(path) as packed:
            member = _member(packed, path)
            with packed.open(member) as inner:
                yield inner, f"{path}: {member.filename}", member.file_size
    except NotImplementedError as error:  # which is a RuntimeError
        raise _refused(path, f"is packed in an unknown way ({error})", "Unpack it.") from error
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise _refused(path, f"cannot be read ({error})", "Get the file again.") from error


def _member(packed: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    rules = forms()
    infos = [info for info in packed.infolist() if not info.is_dir()]
    for info in infos:
        if _leads_out(info.filename):
            raise _refused(
                path, f"holds the name {info.filename!r}, which leads out of it", "Do not trust it."
            )
    tables = [
        info
        for info in infos
        if PurePosixPath(info.filename).name.lower() not in rules.not_places
        and info.filename.lower().endswith((".txt", ".csv", ".tsv"))
    ]
    named = [i for i in tables if PurePosixPath(i.filename).stem.lower() == path.stem.lower()]
    chosen = named if len(named) == 1 else tables
    if len(chosen) != 1:
        told = ", ".join(info.filename for info in infos[:5]) or "nothing"
        raise _refused(
            path,
            f"should hold one table of places, {path.stem}.txt, and holds {told}",
            "Unpack it and give the table.",
        )
    info = chosen[0]
    if info.flag_bits & 1:
        raise _refused(path, f"{info.filename} is locked by a password", "Unpack it.")
    tight = info.file_size > rules.most_packed * max(info.compress_size, 1)
    if info.file_size > rules.largest_file or (info.file_size > _SMALL and tight):
        raise _refused(
            path,
            f"{info.filename} unpacks from {info.compress_size} to {info.file_size} bytes",
            "This is more than a table of places holds; do not trust it.",
        )
    return info


def _leads_out(name: str) -> bool:
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    parts = (*windows.parts, *posix.parts)
    return bool(windows.drive) or windows.is_absolute() or posix.is_absolute() or ".." in parts


def _refused(path: Path, why: str, fix: str) -> TacitusError:
    return TacitusError("bad-gazetteer-file", f"{path}: {why}.", fix)


def _lines(
    stream: IO[bytes], tally: Tally, rules: GazetteerForms, step: Callable[[int], None]
) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; those that are too long or not UTF-8 are counted as bad."""
    number = done = 0
    while raw := stream.readline(rules.longest_line + 1):
        number += 1
        done += len(raw)
        whole = len(raw) <= rules.longest_line
        while not whole and not raw.endswith(b"\n") and (raw := stream.readline(1 << 20)):
            done += len(raw)  # the rest of a line that is too long
        if number % 5000 == 0:
            step(done)
        if not whole:
            tally.fault(number, f"is longer than {rules.longest_line} bytes")
            continue
        if number == 1:
            raw = raw.removeprefix(_BOM)
        if not raw.strip():
            continue
        try:
            yield number, raw.decode("utf-8")
        except UnicodeDecodeError as error:
            tally.fault(number, f"is not UTF-8 (byte {raw[error.start]:#04x} at {error.start + 1})")
    step(done)


def read_cells(
    stream: IO[bytes], tally: Tally, form: Form | None, step: Callable[[int], None]
) -> tuple[Table, Iterator[tuple[int, list[str]]]]:
    """The form of a table, and its lines in cells.

    Args:
        stream: its bytes.
        tally: counts what is wrong.
        form: of the file; None to recognise it from the first line.
        step: told now and then how many bytes are read.

    Raises:
        TacitusError: ``bad-gazetteer-file`` for a head of no known form.
    """
    rules = forms()
    lines = _lines(stream, tally, rules, step)
    first = next(lines, None)
    if first is None:
        tally.check()  # raises: no line is good
        raise AssertionError(tally)
    try:
        table = recognise(first[1].rstrip("\r\n"), form, tally.where)
    except TacitusError as error:
        if not tally.bad:
            raise
        raise TacitusError(
            "bad-gazetteer-file", tally.problems[0].message, "Save the file as UTF-8."
        ) from error
    return table, _cells(first, lines, table, tally)


def _cells(
    first: tuple[int, str], lines: Iterator[tuple[int, str]], table: Table, tally: Tally
) -> Iterator[tuple[int, list[str]]]:
    at, taken = first[0], 0

    def fed() -> Iterator[str]:
        nonlocal at, taken
        if not table.headed:
            taken += 1
            yield first[1]
        for number, line in lines:
            at, taken = number, taken + 1
            yield line

    if table.form == "geonames":
        rows: Iterator[list[str]] = (line.rstrip("\r\n").split("\t") for line in fed())
    else:
        rows = csv.reader(fed(), delimiter=table.separator)
    while True:
        before = taken
        try:
            cells = next(rows, None)
        except csv.Error as error:
            tally.fault(at, f"is no CSV ({error})", taken - before)
            continue
        if cells is None:
            return
        if len(cells) != table.width:
            tally.fault(at, f"has {len(cells)} columns, not {table.width}", taken - before)
            continue
        yield at, cells


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
