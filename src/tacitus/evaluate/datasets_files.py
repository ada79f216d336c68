"""A comparison of data sets as files: a table, a map, a summary."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tacitus.evaluate.datasets import Compared, DatasetComparison
from tacitus.export.cells import list_cell, number_cell, text_cell
from tacitus.export.folder import writing
from tacitus.read.dataset_rows import DatasetRow

TABLE, MAP, SUMMARY = "comparison.csv", "comparison.geojson", "summary.json"
_OF_A_ROW = (
    "id",
    "event",
    "start",
    "end",
    "type",
    "actors_1",
    "actors_2",
    "place",
    "country",
    "lat",
    "lon",
    "low",
    "best",
    "high",
    "sources",
)
COLUMNS = (
    "status",
    "score",
    "km",
    "days",
    "differs",
    *(f"{side}_{name}" for side in ("own", "their") for name in _OF_A_ROW),
)


def write_comparison(comparison: DatasetComparison, out: Path) -> None:
    """Write a comparison into a folder.

    Args:
        comparison: what was found.
        out: the folder for ``comparison.csv`` (a row a pair or single row, with its status),
            ``comparison.geojson`` (the same as points, RFC 7946) and ``summary.json``.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    with writing(out, TABLE) as stream:
        table = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(_row(compared) for compared in comparison.rows)
    whole = {
        "type": "FeatureCollection",
        "features": [_feature(compared) for compared in comparison.rows],
    }
    with writing(out, MAP) as stream:
        stream.write(json.dumps(whole, ensure_ascii=False) + "\n")
    with writing(out, SUMMARY) as stream:
        stream.write(json.dumps(comparison.summary(), indent=2) + "\n")


def _row(compared: Compared) -> dict[str, str]:
    alike = compared.likeness
    cells = {
        "status": compared.status,
        "score": number_cell(alike.score if alike else None),
        "km": number_cell(round(alike.km, 1) if alike and alike.km is not None else None),
        "days": number_cell(alike.days if alike else None),
        "differs": list_cell(_words(compared)),
    }
    for side, row in (("own", compared.own), ("their", compared.theirs)):
        cells |= {f"{side}_{name}": cell for name, cell in _cells(row).items()}
    return cells


def _words(compared: Compared) -> list[str]:
    return [f"{d.field}: {d.own} | {d.theirs}".replace(";", ",") for d in compared.differs]


def _cells(row: DatasetRow | None) -> dict[str, str]:
    if row is None:
        return dict.fromkeys(_OF_A_ROW, "")
    return {
        "id": text_cell(row.id),
        "event": text_cell(row.event),
        "start": row.start,
        "end": row.end,
        "type": text_cell(row.type or row.category),
        "actors_1": list_cell(row.sides[0]),
        "actors_2": list_cell(row.sides[1]),
        "place": text_cell(row.place),
        "country": text_cell(row.country or row.country_name),
        "lat": number_cell(row.lat),
        "lon": number_cell(row.lon),
        "low": str(row.low),
        "best": str(row.best),
        "high": str(row.high),
        "sources": list_cell(row.sources),
    }


def _feature(compared: Compared) -> dict[str, Any]:
    """A pair or single row as a point: ours where it has one, else theirs."""
    rows = [row for row in (compared.own, compared.theirs) if row is not None]
    placed = next((r for r in rows if r.lat is not None and r.lon is not None), None)
    point = {"type": "Point", "coordinates": [placed.lon, placed.lat]} if placed else None
    values = {name: cell for name, cell in _row(compared).items() if cell != ""}
    return {"type": "Feature", "geometry": point, "properties": values}
