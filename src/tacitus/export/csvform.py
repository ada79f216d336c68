"""Claims as CSV: one row an event, lists joined by "; "."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from tacitus.export.cells import list_cell, number_cell, text_cell, truth_cell
from tacitus.records import Claim, Coded, Count, Grounded

COLUMNS = (
    "report",
    "source",
    "published",
    "id",
    "type",
    "initiators",
    "targets",
    "place",
    "within",
    "start",
    "end",
    "date_precision",
    "killed_low",
    "killed_high",
    "injured_low",
    "injured_high",
    "captured_low",
    "captured_high",
    "weapon",
    "attribution",
    "factuality",
    "aggregate",
    "actors",
    "lat",
    "lon",
    "country",
    "disputed",
    "admin1",
    "gazetteer_id",
    "acled_precision",
    "ucdp_precision",
    "evidence",
)


def csv_rows(coded: Coded) -> list[dict[str, str]]:
    """The rows of a coded report, one an event, keys as in ``COLUMNS``.

    A text cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    return [_row(coded, claim) for claim in coded.claims]


def write_csv(reports: Iterable[Coded], stream: TextIO, *, header: bool = True) -> None:
    """Write the events of reports as CSV, lines ended by a line feed.

    Args:
        reports: what was coded.
        stream: where to; open it with ``newline=""``.
        header: whether the names of the columns come first.
    """
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    if header:
        writer.writeheader()
    for coded in reports:
        writer.writerows(csv_rows(coded))


def _row(coded: Coded, claim: Claim) -> dict[str, str]:
    report, place = coded.report, claim.place_ref
    return {
        "report": text_cell(report.id),
        "source": text_cell(report.source),
        "published": report.published.isoformat() if report.published else "",
        "id": text_cell(claim.id),
        "type": text_cell(claim.type.value),
        "initiators": _joined(claim.initiators),
        "targets": _joined(claim.targets),
        "place": text_cell(claim.place.value if claim.place else None),
        "within": _joined(claim.within),
        "start": claim.start.value if claim.start else "",
        "end": claim.end.value if claim.end else "",
        "date_precision": claim.date_precision or "",
        **_range("killed", claim.killed),
        **_range("injured", claim.injured),
        **_range("captured", claim.captured),
        "weapon": text_cell(claim.weapon.value if claim.weapon else None),
        "attribution": _joined(claim.attribution),
        "factuality": text_cell(claim.factuality.value),
        "aggregate": truth_cell(bool(claim.aggregate and claim.aggregate.value)),
        "actors": list_cell(actor.actor for actor in claim.actors),
        "lat": number_cell(place.lat) if place else "",
        "lon": number_cell(place.lon) if place else "",
        "country": text_cell(place.country if place else None),
        "disputed": text_cell(place.disputed if place else None),
        "admin1": text_cell(place.admin1 if place else None),
        "gazetteer_id": text_cell(place.gazetteer_id if place else None),
        "acled_precision": number_cell(place.acled_precision) if place else "",
        "ucdp_precision": number_cell(place.ucdp_precision) if place else "",
        "evidence": list_cell(span.quote(report.text) for span in claim.evidence),
    }


def _joined(values: Sequence[Grounded[str]]) -> str:
    return list_cell(value.value for value in values)


def _range(name: str, count: Grounded[Count] | None) -> dict[str, str]:
    if count is None:
        return {f"{name}_low": "", f"{name}_high": ""}
    return {f"{name}_low": str(count.value.low), f"{name}_high": number_cell(count.value.high)}
