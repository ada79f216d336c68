"""Files of an export, written into one folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tacitus.records import TacitusError


@contextmanager
def making(out: Path, name: str) -> Iterator[Path]:
    """The path of a file of an export, to be written; its folder is made where it is missing.

    Args:
        out: the folder.
        name: of the file within it.

    Yields:
        The path.

    Raises:
        TacitusError: ``cannot-write`` when the folder or the file cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield out / name
    except OSError as error:
        raise TacitusError(
            "cannot-write",
            f"{out / name}: cannot be written ({error.strerror or error}).",
            "Give a folder that you may write to.",
        ) from error


@contextmanager
def writing(out: Path, name: str) -> Iterator[TextIO]:
    """A text file of an export, opened for writing; its folder is made where it is missing.

    Args:
        out: the folder.
        name: of the file within it.

    Yields:
        The file, in UTF-8; line ends are written as they are given. Half of a surrogate pair,
        which has no UTF-8 form, is written as a question mark.

    Raises:
        TacitusError: as ``making``.
    """
    with (
        making(out, name) as path,
        path.open("w", encoding="utf-8", newline="", errors="replace") as stream,
    ):
        yield stream
