"""Coded reports as Parquet: a row a report, its JSON form whole, and columns to look it up by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from tacitus.export.jsonform import coded_to_json, json_text
from tacitus.export.jsonread import coded_from_json
from tacitus.read.parquet import need_pyarrow
from tacitus.read.remote_path import AnyPath
from tacitus.records import Coded, TacitusError

# Rows that are held before they are written, and that are read at once.
_ROWS = 256


class PartWriter(AbstractContextManager["PartWriter"]):
    """Writes one file of coded reports.

    The column ``form`` holds the line that ``tacitus code -o FILE.jsonl`` writes; the others repeat
    what stands in it.

    Args:
        path: the file.
        with_text: whether the reports' text goes along.

    Raises:
        TacitusError: ``no-pyarrow``.
        OSError: when it cannot be written, as for the methods.
    """

    def __init__(self, path: Path, *, with_text: bool = True) -> None:
        need_pyarrow(str(path))
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._schema = pa.schema(
            [
                ("id", pa.string()),
                ("source", pa.string()),
                ("published", pa.date32()),
                ("title", pa.string()),
                ("url", pa.string()),
                ("language", pa.string()),
                ("events", pa.int32()),
                ("form", pa.large_string()),
            ]
        )
        self._with_text = with_text
        self._rows: list[dict[str, Any]] = []
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, coded: Coded) -> None:
        """Write one report."""
        report, form = coded.report, coded_to_json(coded, with_text=self._with_text)
        told = {name: _whole(form[name]) for name in ("id", "source", "title", "url", "language")}
        self._rows.append(
            told
            | {
                "published": report.published,
                "events": len(coded.claims),
                "form": json_text(form),
            }
        )
        if len(self._rows) >= _ROWS:
            self._write()

    def _write(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is held, and close the file; nothing where that was done."""
        if not self._writer.is_open:
            return
        if kind is None:
            self._write()
        self._writer.close()


def _whole(text: str | None) -> str | None:
    """A text without halves of surrogate pairs, which Parquet cannot hold."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


def read_part(path: AnyPath) -> Iterator[Coded]:
    """The coded reports of one file, in its order.

    Raises:
        TacitusError: ``no-claims-file`` when it cannot be read, else as ``coded_from_json``.
    """
    for line in lines_in(path):
        try:
            yield coded_from_json(json.loads(line))
        except (TypeError, ValueError) as error:
            raise TacitusError("bad-claims", f"{path}: holds no JSON ({error}).") from error


def lines_in(path: AnyPath) -> Iterator[str]:
    """The JSON forms of the reports of one file, a line each; raises as ``read_part``."""
    for (line,) in _columns(path, ["form"]):
        yield line


def ids_in(path: AnyPath) -> Iterator[str]:
    """The ids of the reports of one file; raises as ``read_part``."""
    for (name,) in _columns(path, ["id"]):
        yield name


def _columns(path: AnyPath, names: list[str]) -> Iterator[tuple[Any, ...]]:
    need_pyarrow(str(path))
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file, pq.ParquetFile(file) as table:
            for batch in table.iter_batches(batch_size=_ROWS, columns=names):
                yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)
    except (pa.ArrowException, OSError, KeyError) as error:
        raise TacitusError(
            "no-claims-file",
            f"{path}: cannot be read ({' '.join(str(error).split())[:300]}).",
            "Give a folder that `tacitus code --partitions` wrote, or a part of one.",
        ) from error
