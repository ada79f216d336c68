"""Bytes kept for good, by their hash, with a record of each capture.

A folder, beside the store as a rule ("tacitus.db" has "tacitus.bytes")::

    tacitus.bytes/
      ab/cdef…                     a content, named by its SHA-256
      captures/000/000001.json     records, a thousand in a folder, each with the hash of the last
      incoming/                    what is being written
      lock

Nothing in it is ever changed. A capture is put in by three steps under a lock: its record is
written to ``incoming``, then its content is put in place, then the record. Whoever opens the folder
for writing next ends what a kill cut off: with the content in place the record follows, else
what came in is dropped.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from tacitus.fetch.capture import (
    Capture,
    digest,
    from_bytes,
    make_capture,
    make_file_capture,
    to_bytes,
)
from tacitus.fetch.client import Answer
from tacitus.records import TacitusError

CAPTURES, INCOMING, LOCK = "captures", "incoming", "lock"
PENDING = "record.json"
_IN_FOLDER = 1_000


class Keep:
    """A folder of kept bytes.

    Args:
        folder: where it is; made when the first capture is put in.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(
        self, answer: Answer, *, known: str | None = None, collector: str | None = None
    ) -> Capture:
        """Keep what a server gave, wholly or not at all; when this returns, it is on the disk.

        Args:
            answer: of status 200, or 304.
            known: for 304, the hash of the content that it confirms.
            collector: who had it collected.

        Raises:
            TacitusError: ``cannot-write``; ``bad-capture`` where the last record is none.
        """
        content = answer.body.content
        sha256 = known if known is not None else digest(content)

        def record(number: int, previous: str | None) -> Capture:
            size = self.path_of(sha256).stat().st_size if known is not None else len(content)
            return make_capture(
                answer,
                number=number,
                sha256=sha256,
                size=size,
                previous=previous,
                collector=collector,
            )

        return self._add(record, content)

    def add_file(
        self,
        content: bytes,
        document: str,
        *,
        file: Path | None,
        file_sha256: str | None,
        collector: str | None = None,
    ) -> Capture | None:
        """Keep a document that was read from a file, as ``add``; what is kept stays as it is.

        Args:
            content: its bytes.
            document: its name, as ``make_file_capture`` takes it.
            file: the file; None for standard input.
            file_sha256: hash of the file.
            collector: who had it collected.

        Returns:
            Its record; None where such a content is kept already.

        Raises:
            TacitusError: as ``add``.
        """
        if self.path_of(digest(content)).exists():
            return None

        def record(number: int, previous: str | None) -> Capture:
            return make_file_capture(
                content,
                document,
                file=file,
                file_sha256=file_sha256,
                number=number,
                previous=previous,
                collector=collector,
            )

        return self._add(record, content)

    def _add(self, record: Callable[[int, str | None], Capture], content: bytes) -> Capture:
        """Put a record and its content in.

        Args:
            record: made of its number and the hash of the record before it.
            content: not written where it is kept.
        """
        with self._writing():
            number, previous = self._last()
            capture = record(number + 1, previous)
            pending = self.folder / INCOMING / PENDING
            _put(pending, to_bytes(capture), self.folder / INCOMING)
            place = self.path_of(capture.sha256)
            if not place.exists():
                _put(place, content, self.folder / INCOMING)
            _move(pending, self.record_path(capture.number))
            return capture

    def read(self, sha256: str) -> bytes:
        """A content.

        Raises:
            TacitusError: ``not-kept`` where it is not there or is no longer what it was.
        """
        path = self.path_of(sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise TacitusError(
                "not-kept", f"{path}: cannot be read ({error}).", "Put it back from a copy."
            ) from error
        if digest(data) != sha256:
            raise TacitusError(
                "not-kept", f"{path}: is not what was kept.", "Put it back from a copy."
            )
        return data

    def path_of(self, sha256: str) -> Path:
        """Where a content lies, or would."""
        return self.folder / sha256[:2] / sha256[2:]

    def record_path(self, number: int) -> Path:
        """Where a record lies, or would."""
        return self.folder / CAPTURES / f"{number // _IN_FOLDER:03d}" / f"{number:06d}.json"

    def _last(self) -> tuple[int, str | None]:
        """The number of the last record and the hash of its file."""
        folders = [f for f in (self.folder / CAPTURES).iterdir() if f.name.isdecimal()]
        for folder in sorted(folders, key=lambda f: int(f.name), reverse=True):
            paths = [p for p in folder.glob("*.json") if p.stem.isdecimal()]
            if paths:
                path = max(paths, key=number_of)
                return number_of(path), digest(path.read_bytes())
        return 0, None

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """The folder, held alone and with nothing half done in it."""
        try:
            for part in (CAPTURES, INCOMING):
                (self.folder / part).mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / LOCK):
                self._end_what_was_cut_off()
                yield
        except OSError as error:
            raise TacitusError(
                "cannot-write",
                f"{self.folder}: cannot be written ({error}).",
                "Check its permissions and the room on the disk.",
            ) from error

    def _end_what_was_cut_off(self) -> None:
        incoming = self.folder / INCOMING
        pending = incoming / PENDING
        # one that is no record was not written by us, and goes with the rest
        with contextlib.suppress(FileNotFoundError, TacitusError):
            capture = from_bytes(pending.read_bytes(), str(pending))
            number, previous = self._last()
            follows = capture.number == number + 1 and capture.previous == previous
            if follows and self.path_of(capture.sha256).exists():
                _move(pending, self.record_path(capture.number))
        for path in incoming.iterdir():
            path.unlink(missing_ok=True)


def number_of(path: Path) -> int:
    """The number of a record by its file's name; 0 where it has none."""
    return int(path.stem) if path.stem.isdecimal() else 0


def _put(path: Path, data: bytes, incoming: Path) -> None:
    """Write a file so that it is there wholly or not at all, whenever the machine stops."""
    coming = incoming / uuid4().hex
    with coming.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    _move(coming, path)


def _move(source: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Have the system write a folder's list of files; Windows has no way to ask for it."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
