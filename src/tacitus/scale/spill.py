"""What a run writes to disk on the way: rows found by number, and sorted arrays cut anywhere."""

from __future__ import annotations

import heapq
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Files that are merged at once, far below what a process may have open.
_AT_ONCE = 200
Array = NDArray[Any]


class RowWriter(AbstractContextManager["RowWriter"]):
    """Writes rows that ``Rows`` reads; they are there once all are.

    Args:
        path: the file; where each row begins goes into a file beside it.

    Raises:
        OSError: when it cannot be written, as for the methods.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._coming = path.with_name(f"{path.name}.tmp")
        self._file = self._coming.open("wb")
        self._starts = [0]

    def add(self, row: bytes) -> None:
        """Write the next row."""
        self._file.write(row)
        self._starts.append(self._starts[-1] + len(row))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put the rows in place."""
        self._file.close()
        if kind is None:
            put_array(_starts(self._path), np.array(self._starts, dtype=np.int64))
            os.replace(self._coming, self._path)


class Rows(AbstractContextManager["Rows"]):
    """Rows on disk, of which those asked for are read.

    Args:
        path: as ``RowWriter`` wrote it.

    Raises:
        OSError: when it cannot be read, as for the methods.
    """

    def __init__(self, path: Path) -> None:
        self._starts = get_array(_starts(path))
        self._file = path.open("rb")

    def read(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """The rows of some numbers, in their order."""
        for number in numbers:
            start, end = int(self._starts[number]), int(self._starts[number + 1])
            self._file.seek(start)
            yield self._file.read(end - start)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()


def _starts(path: Path) -> Path:
    return path.with_name(f"{path.name}.starts")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Where a file is written that is to be there whole or not at all."""
    coming = path.with_name(f"{path.name}.tmp")
    yield coming
    os.replace(coming, path)


def put_array(path: Path, array: Array) -> None:
    """Write an array, so that it is there whole or not at all."""
    with _whole(path) as coming, coming.open("wb") as file:
        np.save(file, array, allow_pickle=False)


def get_array(path: Path) -> Array:
    """An array that stays on disk; what is looked at of it is read."""
    found: Array = np.load(path, mmap_mode="r", allow_pickle=False)
    return found


def put_json(path: Path, form: Any) -> None:
    """Write a JSON value, so that it is there whole or not at all."""
    with _whole(path) as coming:
        coming.write_text(json.dumps(form), "utf-8")


def get_json(path: Path) -> Any:
    """The JSON value of a file; None where there is no file."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None


def put_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines, so that they are there whole or not at all."""
    with _whole(path) as coming, coming.open("w", encoding="ascii") as file:
        file.writelines(line + "\n" for line in lines)


def merged_lines(paths: Sequence[Path]) -> Iterator[str]:
    """The lines of files each of which is sorted, all in order, without their ends.

    Where there are very many files, some are put together first, into files beside them.
    """
    while len(paths) > _AT_ONCE:
        few = []
        for at in range(0, len(paths), _AT_ONCE):
            lot = paths[at : at + _AT_ONCE]
            few.append(lot[0].with_name(f"{lot[0].name}.merged"))
            put_lines(few[-1], merged_lines(lot))
        paths = few
    with ExitStack() as stack:
        files = [stack.enter_context(path.open(encoding="ascii")) for path in paths]
        for line in heapq.merge(*files):
            yield line[:-1]


def part_of(keys: Array, low: Any = None, high: Any = None) -> slice:
    """Where in sorted keys those from ``low`` on lie, up to ``high``, which is not among them."""
    ends = [0 if low is None else _place(keys, low), len(keys) if high is None else 0]
    if high is not None:
        ends[1] = _place(keys, high)
    return slice(*ends)


def _place(keys: Array, key: Any) -> int:
    return int(np.searchsorted(keys, keys.dtype.type(key)))
