"""Files, folders and standard input to reports."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from tacitus.read.columns import Columns
from tacitus.read.marks import Marks
from tacitus.read.originals import Originals
from tacitus.read.reading import Item, Options, Piece, Run, Skipped, unreadable
from tacitus.read.registry import readers, suffixes
from tacitus.read.remote import RemoteFile, is_url, remote_files
from tacitus.read.streams import Counted, Limits, buffered
from tacitus.records import Problem, Report, TacitusError


def read_paths(
    paths: Iterable[str | Path],
    *,
    published: date | None = None,
    source: str | None = None,
    columns: Columns | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    marks: Marks | None = None,
    originals: Originals | None = None,
    seen: set[int] | None = None,
) -> Iterator[Report | Skipped]:
    """Read reports, one after the other; what cannot be read comes out as ``Skipped``.

    Args:
        paths: files of any form that there is a reader for (``tacitus.read.registry``), folders
            (read with all below them), patterns with ``*``, "-" for standard input; URLs of
            object stores (``tacitus.read.remote``) for any of these.
        published: day of publication of all of them, before any other.
        source: outlet of those that do not name theirs.
        columns: which column of tables, or field of JSON records, holds what; found by the usual
            names where nothing is said.
        limits: how much is read at most; see there.
        stdin: read for "-"; the process's own by default.
        marks: told how far files are read; what it says an earlier run was done with is not read.
        originals: told of the bytes that each report was read from, just before it comes out.
        seen: hashes of ids that came before; those of this run are added.

    Yields:
        Reports in the order of the paths, within a folder by name. A report whose id came before
        bears a ``duplicate-id`` problem. First of all, as ``Skipped``, readers of other packages
        that could not be loaded.

    Raises:
        TacitusError: ``no-readers`` when Tacitus is not installed whole.

    """
    options = Options(
        published,
        source,
        columns or Columns(),
        limits or Limits(),
        originals or Originals(),
    )
    marks = marks or Marks()
    for problem in readers()[1]:
        yield Skipped("readers", None, problem)
    # hashes, since this is all that is kept of each report of a long run
    seen = set() if seen is None else seen
    for path in paths:
        for item in _read_argument(str(path), options, stdin, marks):
            marks.now.items += 1
            if isinstance(item, Report):
                known = hash(item.id)
                if known in seen:
                    message = f"{item.path}: the id {item.id} came before in this run."
                    problem = Problem("duplicate-id", message, "Give each report its own id.")
                    item = replace(item, problems=(*item.problems, problem))
                seen.add(known)
            yield item


def _read_argument(
    path: str, options: Options, stdin: BinaryIO | None, marks: Marks
) -> Iterator[Item]:
    """What one argument of the command line stands for."""
    if path == "-":
        yield from _read_stream(stdin or sys.stdin.buffer, options)
        return
    if is_url(path):
        yield from _read_url(path, options, marks)
        return
    try:
        kind = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        found = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []
        if not found:
            yield unreadable(path, error)
        for name in found:
            yield from _read_argument(name, options, None, marks)
        return
    if stat.S_ISDIR(kind):
        yield from _read_folder(path, options, marks)
    elif stat.S_ISREG(kind):
        yield from _read_file(path, options, marks)
    else:
        problem = Problem("not-a-file", f"{path}: is no regular file.", "Give a file.")
        yield Skipped(path, None, problem)


def _read_folder(folder: str, options: Options, marks: Marks) -> Iterator[Item]:
    """All readable files below a folder, by name; links to folders are not followed."""
    count = 0
    wanted = suffixes()
    failed: list[OSError] = []
    for below, folders, names in os.walk(folder, onerror=failed.append):
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in wanted:
                count += 1
                yield from _read_argument(os.path.join(below, name), options, None, marks)
    for error in failed:
        yield unreadable(str(error.filename), error)
    if not count and not failed:
        message = f"{folder}: holds no {', '.join(sorted(wanted))} file."
        yield Skipped(folder, None, Problem("empty-folder", message, "Give files by name."))


def _read_file(path: str, options: Options, marks: Marks) -> Iterator[Item]:
    try:
        # no buffer of its own: the piece has one
        with open(path, "rb", buffering=0) as stream:
            told = os.fstat(stream.fileno())
            state = f"{told.st_size}\0{told.st_mtime_ns}"
            if not marks.begin(os.path.abspath(path), state):
                return
            options.originals.begin(path)
            run = Run(options, readers()[0], lambda: told.st_size, marks.now)
            yield from run.read(
                Piece(path, buffered(stream, seeks=True), Path(path).suffix.lower())
            )
            marks.end()
    except OSError as error:
        yield unreadable(path, error)


def _read_url(url: str, options: Options, marks: Marks) -> Iterator[Item]:
    """All files that a URL stands for."""
    try:
        for file in remote_files(url):
            yield from _read_remote(file, options, marks)
    except TacitusError as error:
        yield Skipped(url, None, error.problem)


def _read_remote(file: RemoteFile, options: Options, marks: Marks) -> Iterator[Item]:
    if not marks.begin(file.url, file.told):
        return
    try:
        with file.open() as stream:
            options.originals.begin(None, file.open)
            run = Run(options, readers()[0], lambda: file.size, marks.now)
            suffix = Path(file.url).suffix.lower()
            yield from run.read(Piece(file.url, buffered(stream, seeks=True), suffix))
            marks.end()
    except OSError as error:
        yield unreadable(file.url, error)


def _read_stream(stream: BinaryIO, options: Options) -> Iterator[Item]:
    """Standard input, whose form its first characters tell."""
    options.originals.begin(None)
    counted = Counted(stream)
    run = Run(options, readers()[0], lambda: counted.taken)
    yield from run.read(Piece("-", buffered(counted)))
