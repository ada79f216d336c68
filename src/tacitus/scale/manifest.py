"""What each part of a folder of coded reports is made of, in a manifest beside it.

A part counts only once its manifest stands, which is put there last and whole. What is found of a
part without one is what a run left that was broken off.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from tacitus.read.originals import digest
from tacitus.read.remote import is_url, remote_files
from tacitus.read.remote_path import AnyPath, RemotePath
from tacitus.records import TacitusError

_DATA, _MANIFEST = ".parquet", ".json"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Taken(_Record):
    """What a part holds of one input.

    Attributes:
        name: path or URL of the file.
        state: its size and when it was changed, or what its store tells.
        sha256: of the file; None for files of stores.
        first, last: its records, from 1; 0 where it has none but itself.
        ends: whether nothing comes after.
    """

    name: str
    state: str
    sha256: str | None
    first: int
    last: int
    ends: bool


class LeftOut(_Record):
    """An input, or a report of it, that is not in the part.

    Attributes:
        path, line: where it is.
        failed: whether it was read and could not be coded.
        code, message, fix: of the problem.
    """

    path: str
    line: int | None
    failed: bool
    code: str
    message: str
    fix: str


class PartRecord(_Record):
    """What all manifests tell.

    Attributes:
        part: name of the part's file.
        sha256: of that.
        how: versions and options that what it holds hangs on.
    """

    part: str
    sha256: str
    how: Mapping[str, str | None]

    @property
    def number(self) -> int:
        """Of the part in its folder, from 1."""
        return int(self.part.removesuffix(_DATA).rpartition("-")[2])


class Manifest(PartRecord):
    """A part of coded reports.

    Attributes:
        inputs: what it holds, in order.
        coded, events: how many reports and claims.
        problems: of the reports coded, by code.
        left_out: what is not in it, and why.
    """

    inputs: tuple[Taken, ...]
    coded: int
    events: int
    problems: Mapping[str, int]
    left_out: tuple[LeftOut, ...]


class EventsManifest(PartRecord):
    """A part of events.

    Attributes:
        events, claims: how many events it holds, and of how many claims they are.
        unsound: why decisions were passed over.
    """

    events: int
    claims: int
    unsound: tuple[str, ...] = ()


Record = TypeVar("Record", bound=PartRecord)


def part_name(number: int) -> str:
    """The name of a part's file."""
    return f"part-{number:06d}{_DATA}"


def manifests(folder: AnyPath) -> Iterator[Manifest]:
    """The manifests of a folder of coded reports, by number; as ``records``."""
    return records(folder, Manifest)


def records(folder: AnyPath, kind: type[Record]) -> Iterator[Record]:
    """The manifests of a folder, by number.

    Args:
        folder: where the parts are.
        kind: of the manifests.

    Raises:
        TacitusError: ``no-claims-file`` when one cannot be read.
    """
    for path in _sorted(folder.glob(f"part-*{_MANIFEST}")):
        try:
            yield kind.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            told = " ".join(str(error).split())[:300]
            raise TacitusError(
                "no-claims-file",
                f"{path}: is no manifest of a part ({told}).",
                "Delete it; its part is made anew.",
            ) from error


def _sorted(paths: Iterable[AnyPath]) -> list[AnyPath]:
    return sorted(paths, key=str)


@contextmanager
def alone(folder: AnyPath) -> Iterator[Path]:
    """Let no other run write to a folder meanwhile; stores cannot keep others away.

    Args:
        folder: made where it is missing.

    Yields:
        The folder in which parts are written before they are put in place.

    Raises:
        TacitusError: ``busy-folder`` when another run writes to it.
        OSError: when it cannot be made.
    """
    if not isinstance(folder, Path):
        with TemporaryDirectory(prefix="tacitus-") as name:
            yield Path(name)
        return
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise TacitusError(
            "busy-folder", f"{folder}: another run writes to it.", "Wait until it has ended."
        ) from error
    try:
        yield folder
    finally:
        lock.release()


def put(folder: AnyPath, coming: Path, manifest: PartRecord) -> None:
    """Put a part and its manifest in place, so that they stand whatever happens.

    Args:
        folder: where.
        coming: the part's file under another name; in the folder itself where that is of this
            machine.
        manifest: of it.

    Raises:
        OSError: when they cannot be written.
    """
    beside = coming.with_suffix(f"{_MANIFEST}.tmp")
    beside.write_text(manifest.model_dump_json(indent=1), "utf-8")
    for path in (coming, beside):
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    data = folder / manifest.part
    if isinstance(data, RemotePath):
        data.put(coming)
        data.with_suffix(_MANIFEST).put(beside)
        coming.unlink()
        beside.unlink()
        return
    os.replace(coming, data)
    os.replace(beside, data.with_suffix(_MANIFEST))


def remove(folder: AnyPath, manifest: PartRecord) -> None:
    """Take a part out of its folder."""
    data = folder / manifest.part
    data.with_suffix(_MANIFEST).unlink(missing_ok=True)
    data.unlink(missing_ok=True)


def sweep(folder: AnyPath) -> None:
    """Take away what runs that were broken off left."""
    for path in folder.glob("*.tmp"):
        path.unlink(missing_ok=True)
    for path in folder.glob(f"part-*{_DATA}"):
        if not path.with_suffix(_MANIFEST).exists():
            path.unlink(missing_ok=True)


def sha256_of(path: AnyPath) -> str:
    """The hash of a file.

    Raises:
        OSError: when it cannot be read.
    """
    with path.open("rb") as file:
        return digest(file)


def check_whole(path: AnyPath, sha256: str) -> None:
    """See to it that a part is what its manifest says.

    Args:
        path: of the part.
        sha256: what the manifest says of it.

    Raises:
        TacitusError: ``no-claims-file``.
    """
    try:
        whole = sha256_of(path) == sha256
    except OSError:
        whole = False
    if not whole:
        raise TacitusError(
            "no-claims-file",
            f"{path}: is damaged or gone.",
            "Run `tacitus code --partitions` again: it makes that part anew.",
        )


def no_parts(folders: Iterable[AnyPath]) -> TacitusError:
    """That folders hold no parts of coded reports."""
    return TacitusError(
        "no-claims-file",
        f"{', '.join(map(str, folders))}: holds no parts.",
        "Give a folder that `tacitus code --partitions` wrote.",
    )


def unfit(folder: AnyPath, manifest: Manifest, how: Mapping[str, str | None]) -> str | None:
    """Why a part is to be made anew; None where it stands.

    Args:
        folder: where it is.
        manifest: its manifest.
        how: the versions and options of this run.
    """
    for name in sorted({*how, *manifest.how}):
        if manifest.how.get(name) != how.get(name):
            return f"{name} is {how.get(name)} and was {manifest.how.get(name)}"
    for taken in manifest.inputs:
        if _changed(taken):
            return f"{taken.name} has changed"
    data = folder / manifest.part
    if not data.exists() or sha256_of(data) != manifest.sha256:
        return "it is damaged"
    return None


def _changed(taken: Taken) -> bool:
    """Whether an input is another than it was; one that is gone is not."""
    if is_url(taken.name):
        try:
            return [file.told for file in remote_files(taken.name)] != [taken.state]
        except TacitusError:
            return False
    path = Path(taken.name)
    try:
        return local_state(path) != taken.state and sha256_of(path) != taken.sha256
    except OSError:
        return False


def local_state(path: Path) -> str:
    """Size and moment of change of a file, as ``Marks.begin`` is told them.

    Raises:
        OSError: when there is none.
    """
    told = path.stat()
    return f"{told.st_size} {told.st_mtime_ns}"


class Standing:
    """What is held by the parts that stand.

    Args:
        parts: their manifests.
    """

    def __init__(self, parts: Iterable[Manifest]) -> None:
        self._ranges: dict[str, list[tuple[int, int, bool]]] = {}
        for manifest in parts:
            for taken in manifest.inputs:
                span = (taken.first, taken.last, taken.ends)
                self._ranges.setdefault(taken.name, []).append(span)
        for spans in self._ranges.values():
            spans.sort()

    def holds(self, name: str, record: int) -> bool:
        """Whether a record of an input is in one of them."""
        return any(first <= record <= last for first, last, _ in self._ranges.get(name, ()))

    def opening(self, name: str) -> tuple[int, bool]:
        """How many records from the first on are in them, and whether that is all of the input."""
        done = 0
        for first, last, ends in self._ranges.get(name, ()):
            if first > done + 1:
                break
            done = max(done, last)
            if ends and last == done:
                return done, True
        return done, False
