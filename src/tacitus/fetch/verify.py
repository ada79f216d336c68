"""Kept bytes held against their hashes."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tacitus.fetch.capture import Capture, digest, from_bytes
from tacitus.fetch.keep import CAPTURES, INCOMING, LOCK, PENDING, Keep, number_of
from tacitus.records import TacitusError


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that is not as it should be.

    Attributes:
        kind: "missing", "changed" or "extra".
        path: the file.
        message: what was found.
    """

    kind: Literal["missing", "changed", "extra"]
    path: str
    message: str


@dataclass(slots=True)
class Verified:
    """What a check found.

    Attributes:
        captures: records that were read.
        contents: contents that are as they were.
        linked: reports of the store that were read from a content which is as it was.
        unkept: reports that name the bytes they were read from, of which no record tells: rows of
            tables and lines of JSON, and files read without their bytes being kept.
        silent: reports that name none: stored by older versions, or given without bytes.
        head: hash of the last record. Whoever has it from elsewhere can tell that no record was
            changed or taken away since: each holds the hash of the one before.
        findings: what is not as it should be.
    """

    captures: int = 0
    contents: int = 0
    linked: int = 0
    unkept: int = 0
    silent: int = 0
    head: str | None = None
    findings: list[Finding] = field(default_factory=list)


def verify(folder: Path, reports: Iterable[tuple[str, str | None]] = ()) -> Verified:
    """Hold all that a folder keeps against its hashes, and reports against it; nothing is written.

    Args:
        folder: as ``Keep``.
        reports: ids of reports with the hash of the bytes each was read from.

    Raises:
        TacitusError: ``no-bytes`` where there is no such folder, ``cannot-read``.
    """
    keep, done = Keep(folder), Verified()
    if not folder.is_dir():
        raise TacitusError(
            "no-bytes", f"{folder}: is no folder of kept bytes.", "Name it with --bytes."
        )
    try:
        known = _sizes(_records(keep, done), keep)
        sound: set[str] = set()
        done.findings += _contents(keep, known, sound)
        done.contents = len(sound)
        done.findings += _extra(keep, set(known))
        done.findings += _reports(keep, reports, set(known), sound, done)
    except OSError as error:
        raise TacitusError("cannot-read", f"{folder}: cannot be read ({error}).") from error
    return done


def _records(keep: Keep, done: Verified) -> list[Capture]:
    """The records that can be read, with what is wrong with the row of them."""
    found: list[Capture] = []
    last, last_hash, last_path = 0, None, keep.record_path(0)
    paths = (keep.folder / CAPTURES).glob("*/*.json")
    for path in sorted((p for p in paths if _in_place(keep, p)), key=number_of):
        number, data = number_of(path), path.read_bytes()
        for gone in range(last + 1, number):
            done.findings.append(_missing(keep.record_path(gone), "the record is not there"))
        try:
            capture = from_bytes(data, str(path))
        except TacitusError as error:
            done.findings.append(Finding("changed", str(path), error.problem.message))
        else:
            if capture.number != number:
                done.findings.append(Finding("changed", str(path), "it has another's number"))
            elif number == last + 1 and capture.previous != last_hash:
                told = "it is not as the record after it remembers it"
                done.findings.append(Finding("changed", str(last_path), told))
            found.append(capture)
        done.captures += 1
        last, last_hash, last_path = number, digest(data), path
    done.head = last_hash
    return found


def _in_place(keep: Keep, path: Path) -> bool:
    return number_of(path) > 0 and path == keep.record_path(number_of(path))


def _sizes(captures: list[Capture], keep: Keep) -> dict[str, int]:
    """Sizes of contents by hash, that of a capture under way among them."""
    pending = keep.folder / INCOMING / PENDING
    with contextlib.suppress(FileNotFoundError, TacitusError):
        coming = from_bytes(pending.read_bytes(), str(pending))
        if keep.path_of(coming.sha256).exists():
            captures = [*captures, coming]
    return {capture.sha256: capture.size for capture in captures}


def _contents(keep: Keep, known: dict[str, int], sound: set[str]) -> Iterator[Finding]:
    for sha256, size in known.items():
        path = keep.path_of(sha256)
        if not path.is_file():
            yield _missing(path, "the content is not there")
        elif path.stat().st_size != size or _hash(path) != sha256:
            yield Finding("changed", str(path), "the content is not what was kept")
        else:
            sound.add(sha256)


def _extra(keep: Keep, known: set[str]) -> Iterator[Finding]:
    places = {keep.path_of(sha256) for sha256 in known}
    own = {keep.folder / LOCK}
    for path in sorted(p for p in keep.folder.rglob("*") if not p.is_dir()):
        top = path.relative_to(keep.folder).parts[0]
        if path in places or path in own or top == INCOMING:
            continue
        if top == CAPTURES and path.suffix == ".json" and _in_place(keep, path):
            continue
        yield Finding("extra", str(path), "no record tells of it")


def _reports(
    keep: Keep,
    reports: Iterable[tuple[str, str | None]],
    known: set[str],
    sound: set[str],
    done: Verified,
) -> Iterator[Finding]:
    """Reports whose bytes a record tells of and that are not there as they were."""
    for report, sha256 in reports:
        if sha256 is None:
            done.silent += 1
        elif sha256 in sound:
            done.linked += 1
        elif sha256 in known:
            path = keep.path_of(sha256)
            kind: Literal["missing", "changed"] = "changed" if path.is_file() else "missing"
            yield Finding(kind, str(path), f"report {report} was read from it")
        else:
            done.unkept += 1


def _missing(path: Path, message: str) -> Finding:
    return Finding("missing", str(path), message)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
