"""Writing coded reports as they come, in any of the output forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from rich.console import Console

from tacitus.export.csvform import write_csv
from tacitus.export.jsonform import coded_to_line
from tacitus.export.table import coded_table
from tacitus.records import Coded, TacitusError

FORMATS = ("table", "jsonl", "csv")
_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".txt": "table"}

Writer = Callable[[Coded], None]


def format_of(path: Path | None, asked: str | None) -> str:
    """The output form: the one asked for, else by the file's suffix, else a table.

    Raises:
        TacitusError: ``unknown-format`` when neither tells.
    """
    if asked is not None:
        if asked not in FORMATS:
            raise TacitusError(
                "unknown-format", f"{asked!r} is no output format.", f"Use {', '.join(FORMATS)}."
            )
        return asked
    if path is None:
        return "table"
    found = _BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        raise TacitusError(
            "unknown-format",
            f"{path}: its suffix does not tell the output format.",
            f"Name it .jsonl or .csv, or give --format {'|'.join(FORMATS)}.",
        )
    return found


def make_writer(
    form: str, stream: TextIO, *, explain: bool = False, with_text: bool = True
) -> Writer:
    """A function that writes one coded report after the other to ``stream``.

    Args:
        form: one of ``FORMATS``.
        stream: where to; opened with ``newline=""``.
        explain: for tables, whether to say what gave each field.
        with_text: for JSON lines, whether the text goes along.
    """
    if form == "jsonl":
        return lambda coded: _write(stream, coded_to_line(coded, with_text=with_text) + "\n")
    if form == "csv":
        write_csv((), stream)
        return lambda coded: write_csv((coded,), stream, header=False)
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    return lambda coded: console.print(coded_table(coded, explain=explain))


def _write(stream: TextIO, text: str) -> None:
    stream.write(text)
