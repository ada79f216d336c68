"""Tables: a report a row, in files with commas, semicolons, tabs or bars between the fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tacitus.read.decode import charset_of, known_charset
from tacitus.read.reading import Item, Piece, Reader, Run, Skipped
from tacitus.records import Problem, TacitusError

_SEPARATORS = ",;\t|"


class TableReader(Reader):
    """CSV and TSV of any length, row by row; the first row names the columns."""

    name = "a table"
    suffixes = frozenset({".csv", ".tsv", ".tab"})
    media = frozenset({"text/csv", "text/tab-separated-values"})

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """A report a row; a bad row is skipped alone."""
        opening = piece.opening()
        if not opening.strip():
            raise TacitusError("empty-file", f"{piece.name}: is empty.", "Leave it out.")
        charset, doubt = charset_of(opening, piece.name)
        charset = known_charset(piece.charset) or charset
        problems = (doubt,) if doubt else ()
        stream = io.TextIOWrapper(piece.stream, charset, errors="replace", newline="")
        rows = _rows(stream, piece, run.limits.text, _separator(opening, charset))
        header: list[str] | None = None
        for line, row in rows:
            if header is not None and run.passed(piece):
                continue
            if isinstance(row, Problem):
                yield Skipped(piece.name, line, row)
            elif header is None:
                header = [name.strip() for name in row]
                run.options.columns.check(header, piece.name)
            elif any(cell.strip() for cell in row):
                yield _read_row(dict(zip(header, row, strict=False)), line, piece, run, problems)


def _separator(opening: bytes, charset: str) -> str:
    """What stands between the fields of the first line, outside of quotes."""
    head = io.StringIO(opening.decode(charset, errors="replace")).readline()
    outside = "".join(head.split('"')[::2])
    return max(_SEPARATORS, key=lambda char: (outside.count(char), -_SEPARATORS.index(char)))


def _rows(
    stream: io.TextIOWrapper, piece: Piece, limit: int, separator: str
) -> Iterator[tuple[int, list[str] | Problem]]:
    """Rows with the line on which each ends; what is wrong with one in its place."""
    # The module's own limit holds for the whole process and is far too small for articles.
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    taken = 0
    line = ""

    def lines() -> Iterator[str]:
        nonlocal taken, line
        while line := stream.readline(limit + 1):
            taken += len(line)
            if taken > limit:
                raise csv.Error(f"a row is longer than {limit / 1_000_000:g} MB")
            yield line

    number = 0
    while True:
        reader = csv.reader(lines(), delimiter=separator)
        try:
            for row in reader:
                taken = 0
                yield number + reader.line_num, row
            return
        except csv.Error as error:
            # what was read of the row is gone; the next one starts on the next line
            while line and not line.endswith(("\n", "\r")):
                line = stream.readline(limit)
            number += reader.line_num
            taken = 0
            message = f"{piece.name}, line {number}: is no row of a table ({error})."
            yield number, Problem("bad-row", message, "Check its quotation marks.")


def _read_row(
    row: dict[str, str], line: int, piece: Piece, run: Run, problems: tuple[Problem, ...]
) -> Item:
    columns = run.options.columns
    name = f"{piece.name}, line {line}"
    try:
        text = columns.find(row, "text")
        return run.report(
            text if isinstance(text, str) else "",
            columns.told(row),
            piece,
            path=name,
            problems=problems,
        )
    except TacitusError as error:
        return Skipped(piece.name, line, error.problem)
