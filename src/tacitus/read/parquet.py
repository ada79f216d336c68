"""Parquet: a report a row, read by pyarrow (``tacitus[parquet]``)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from typing import Any

from tacitus.read.json_records import read_record
from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness
from tacitus.records import Problem, TacitusError

_MAGIC = b"PAR1"
# Rows that are unpacked at once.
_ROWS = 64


class ParquetReader(Reader):
    """A Parquet file of any length, row by row; its columns are named as those of other tables."""

    name = "a Parquet table"
    suffixes = frozenset({".parquet"})
    media = frozenset({"application/vnd.apache.parquet"})

    def looks(self, opening: bytes) -> Sureness:
        """Whether it has the mark of one."""
        return Sureness.SURE if opening.startswith(_MAGIC) else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """A report a row; a bad row is skipped alone."""
        need_pyarrow(piece.name)
        import pyarrow as pa

        try:
            yield from _rows(piece, run)
        except (pa.ArrowException, OSError) as error:
            told = " ".join(str(error).split())[:300]
            raise TacitusError(
                "bad-document",
                f"{piece.name}: is a broken Parquet file ({told}).",
                "Fetch it again.",
            ) from error


def _rows(piece: Piece, run: Run) -> Iterator[Item]:
    import pyarrow.parquet as pq

    # what tells of its parts stands at the end of the file
    stream: Any = piece.stream
    if not stream.seekable():
        stream = io.BytesIO(piece.rest(run.limits.document))
    table = pq.ParquetFile(stream)
    run.options.columns.check(table.schema_arrow.names, piece.name)
    meter, packed = run.meter(piece.name), 0
    for group in map(table.metadata.row_group, range(table.metadata.num_row_groups)):
        packed += sum(group.column(n).total_compressed_size for n in range(group.num_columns))
        meter.add(group.total_byte_size, packed)
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS):
        for row in batch.to_pylist():
            number += 1
            if not run.passed(piece):
                yield _read_row(row, number, piece, run)


def _read_row(row: dict[str, Any], number: int, piece: Piece, run: Run) -> Item:
    name, limit = f"{piece.name}, row {number}", run.limits.text
    if any(isinstance(value, str) and len(value) > limit for value in row.values()):
        message = f"{name}: is longer than {limit / 1_000_000:g} MB."
        return Skipped(piece.name, number, Problem("too-large", message, "Split the report."))
    record = {column: _plain(value) for column, value in row.items()}
    return read_record(record, piece, run, name, number)


def _plain(value: object) -> object:
    """A value as JSON would have it."""
    if isinstance(value, date):
        return value.isoformat()
    return value


def need_pyarrow(what: str) -> None:
    """See that pyarrow is there.

    Args:
        what: is to be read or written.

    Raises:
        TacitusError: ``no-pyarrow``.
    """
    if find_spec("pyarrow") is None:
        raise TacitusError(
            "no-pyarrow",
            f"{what}: Parquet is read and written by pyarrow, which is not installed.",
            "Install it: pip install 'tacitus[parquet]'.",
        )
