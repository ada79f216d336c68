"""Where commands put what they have to say: a stream, a file, the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from tacitus.records import TacitusError

if TYPE_CHECKING:
    from rich.console import Console


def complain(message: str, fix: str = "") -> None:
    """Say on stderr what went wrong and what to do about it."""
    from tacitus.export.wording import visible

    typer.echo(f"tacitus: {visible(' '.join(f'{message} {fix}'.split()))}", err=True)


def console() -> Console:
    """A terminal that shows texts as they are."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def write_file(path: Path, content: str) -> None:
    """Write a text file.

    Raises:
        TacitusError: ``cannot-write``.
    """
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error


@contextmanager
def stream_to(output: Path | None) -> Iterator[TextIO]:
    """The file to write to, or standard output in UTF-8 with line feeds on any system.

    Raises:
        TacitusError: ``cannot-write``.
    """
    if output is None:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        stream = output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise TacitusError("cannot-write", f"{output}: cannot be written ({error}).") from error
    with stream:
        yield stream
