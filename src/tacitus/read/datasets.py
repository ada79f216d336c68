"""Files of ACLED and of UCDP's Georeferenced Event Dataset, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.knowledge.acled import load_acled
from tacitus.knowledge.ucdp import load_ucdp
from tacitus.read.dataset_rows import DatasetRow, row_of
from tacitus.read.decode import decode
from tacitus.records import Problem, TacitusError

_FORMS = {"acled": "ACLED", "ucdp": "UCDP GED"}
# columns that stand in files of one data set alone
_MARKS = {"acled": {"event_id_cnty"}, "ucdp": {"type_of_violence", "side_a"}}
_DELIMITERS = ",;\t"
# characters that a cell may hold; notes and citations are long
_LONGEST_CELL = 10_000_000


@dataclass(frozen=True, slots=True)
class Dataset:
    """A file of a data set.

    Attributes:
        form: "acled" or "ucdp".
        name: of the file.
        columns: its columns in order, in small letters.
        rows: those that could be read, in order.
        problems: rows that could not be read and what was doubtful, with their lines.
    """

    form: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[DatasetRow, ...]
    problems: tuple[Problem, ...]


def read_dataset(path: Path, form: str | None = None) -> Dataset:
    """Read a CSV file of ACLED or UCDP GED, of today or of older versions.

    Dates may be written 2017-04-04 or 04-04-2017, classes of actors as words or digits, columns in
    small or capital letters and in any order, parted by commas, semicolons or tabs. A file of UCDP
    without a header is read by the order of its 49 columns.

    Args:
        path: the file.
        form: "acled" or "ucdp"; told by its columns where not given.

    Raises:
        TacitusError: ``unreadable-file`` when it cannot be read, ``no-table`` when it is no text
            or empty, ``unknown-dataset`` when its columns are those of neither, ``missing-columns``
            when it lacks some that are needed.
    """
    text, doubts = _text(path)
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    first = next(reader, [])
    columns = tuple(name.strip().lower() for name in first)
    if not any(columns):
        raise TacitusError("no-table", f"{path}: is empty.", "Give a CSV file of events.")
    headless = _is_headless(columns)
    if headless:
        columns = tuple(load_ucdp().columns)
    form = form or _form_of(columns, path)
    _check_columns(columns, form, path)
    rows, problems = [], list(doubts)
    lines = [(first, 1)] if headless else []
    try:
        for cells, line in _numbered(reader, lines):
            if len(cells) != len(columns):
                told = f"has {len(cells)} cells, and there are {len(columns)} columns"
                problems.append(Problem("bad-row", f"{path}, line {line}: {told}.", _FIX))
                continue
            try:
                rows.append(row_of(form, dict(zip(columns, cells, strict=True)), line))
            except ValueError as error:
                problems.append(Problem("bad-row", f"{path}, line {line}: {error}.", _FIX))
    except csv.Error as error:
        told = f"{path}, line {reader.line_num}: is no CSV ({error})."
        raise TacitusError("no-table", told, "Save it as CSV anew.") from error
    return Dataset(form, path.name, columns, tuple(rows), tuple(problems))


_FIX = "The row is passed over; mend it or take it out."


def _text(path: Path) -> tuple[str, tuple[Problem, ...]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TacitusError(
            "unreadable-file",
            f"{path}: cannot be read ({error.strerror or error}).",
            "Give a file that is there and that you may read.",
        ) from error
    read = decode(data, str(path))
    if read.refusal is not None:
        raise TacitusError("no-table", read.refusal.message, "Give a CSV file of events.")
    return read.text, (read.doubt,) if read.doubt else ()


def _numbered(reader: Any, before: list[tuple[list[str], int]]) -> Iterator[tuple[list[str], int]]:
    """The rows that hold anything, each with the line that it begins on."""
    yield from before
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield cells, line
        line = reader.line_num + 1


def _is_headless(columns: tuple[str, ...]) -> bool:
    """Whether the first line is a row of UCDP, whose third cell is a year."""
    book = load_ucdp()
    return len(columns) == len(book.columns) and columns[2].isdigit() and columns[5] in "123"


def _form_of(columns: tuple[str, ...], path: Path) -> str:
    for form, marks in _MARKS.items():
        if marks <= set(columns):
            return form
    raise TacitusError(
        "unknown-dataset",
        f"{path}: its columns are neither those of ACLED nor of UCDP GED"
        f" ({', '.join(columns[:8])}, ...).",
        "Give a CSV file as these publish it, with its header.",
    )


def _check_columns(columns: tuple[str, ...], form: str, path: Path) -> None:
    if form not in _FORMS:
        raise TacitusError(
            "unknown-dataset", f"{form!r} is no data set.", f"Use {', '.join(_FORMS)}."
        )
    needed = load_acled().required if form == "acled" else load_ucdp().required
    missing = [name for name in needed if name not in columns]
    if missing:
        raise TacitusError(
            "missing-columns",
            f"{path}: as a file of {_FORMS[form]} it lacks {', '.join(missing)}.",
            "Export it anew with all columns.",
        )
