"""The sheets of timemap's spreadsheet: a column for each association, source and path."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from tacitus.export.cells import text_cell
from tacitus.export.folder import writing
from tacitus.export.jsonform import Json

# Columns of each tab, and the lists that are spread over numbered columns: field, stem, first
# number.
EVENTS = (
    (
        "id",
        "description",
        "date",
        "time",
        "time_precision",
        "time_display",
        "location",
        "latitude",
        "longitude",
        "type",
        "category",
        "category_full",
        "comments",
    ),
    (("associations", "association", 1), ("sources", "source", 1)),
)
SOURCES = (
    (
        "id",
        "title",
        "thumbnail",
        "description",
        "type",
        "url",
        "parent",
        "author",
        "date",
        "notes",
    ),
    (("paths", "path", 1),),
)
ASSOCIATIONS = (("id", "title", "desc", "mode"), (("filter_paths", "filter_path", 0),))
# Numbers that stand as they are: a minus before them starts no formula.
_NUMBERS = frozenset({"latitude", "longitude"})

Tab = tuple[tuple[str, ...], tuple[tuple[str, str, int], ...]]


def write_sheets(
    events: Sequence[Json], sources: Sequence[Json], associations: Sequence[Json], out: Path
) -> None:
    """Write the three tabs as CSV.

    Args:
        events: as in ``events.json``.
        sources: as in ``sources.json``.
        associations: as in ``associations.json``.
        out: the folder for ``EXPORT_EVENTS.csv``, ``EXPORT_SOURCES.csv`` and
            ``EXPORT_ASSOCIATIONS.csv``.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    _write("EXPORT_EVENTS.csv", EVENTS, events, out)
    _write("EXPORT_SOURCES.csv", SOURCES, sources, out)
    _write("EXPORT_ASSOCIATIONS.csv", ASSOCIATIONS, associations, out)


def _write(name: str, tab: Tab, rows: Sequence[Json], out: Path) -> None:
    plain, spread = tab
    most = {field: max((len(row[field]) for row in rows), default=0) for field, _, _ in spread}
    header = [
        *plain,
        *(f"{stem}{first + k}" for field, stem, first in spread for k in range(most[field] or 1)),
    ]
    with writing(out, name) as stream:
        writer = csv.DictWriter(stream, header, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            cells = {n: row[n] if n in _NUMBERS else text_cell(row[n]) for n in plain}
            for field, stem, first in spread:
                cells |= {f"{stem}{first + k}": text_cell(v) for k, v in enumerate(row[field])}
            writer.writerow(cells)
