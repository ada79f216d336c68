"""Claims as CSV: one row an event, lists joined by "; "."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from tacitus.export.wording import visible
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
# A spreadsheet takes a cell that begins so for a formula; text from a report must not run.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    texts = {
        "report": report.id,
        "source": report.source or "",
        "id": claim.id,
        "type": claim.type.value,
        "initiators": _joined(claim.initiators),
        "targets": _joined(claim.targets),
        "place": claim.place.value if claim.place else "",
        "within": _joined(claim.within),
        "weapon": claim.weapon.value if claim.weapon else "",
        "attribution": _joined(claim.attribution),
        "factuality": claim.factuality.value,
        "actors": "; ".join(actor.actor or "" for actor in claim.actors),
        "country": (place and place.country) or "",
        "disputed": (place and place.disputed) or "",
        "admin1": (place and place.admin1) or "",
        "gazetteer_id": (place and place.gazetteer_id) or "",
        "evidence": "; ".join(span.quote(report.text) for span in claim.evidence),
    }
    plain = {
        "published": report.published.isoformat() if report.published else "",
        "start": claim.start.value if claim.start else "",
        "end": claim.end.value if claim.end else "",
        "date_precision": claim.date_precision or "",
        **_range("killed", claim.killed),
        **_range("injured", claim.injured),
        **_range("captured", claim.captured),
        "aggregate": "true" if claim.aggregate and claim.aggregate.value else "false",
        "lat": _number(place.lat) if place else "",
        "lon": _number(place.lon) if place else "",
        "acled_precision": _number(place.acled_precision) if place else "",
        "ucdp_precision": _number(place.ucdp_precision) if place else "",
    }
    return {name: _cell(text) for name, text in texts.items()} | plain


def _joined(values: Sequence[Grounded[str]]) -> str:
    return "; ".join(value.value for value in values)


def _range(name: str, count: Grounded[Count] | None) -> dict[str, str]:
    if count is None:
        return {f"{name}_low": "", f"{name}_high": ""}
    return {f"{name}_low": str(count.value.low), f"{name}_high": _number(count.value.high)}


def _number(value: float | int | None) -> str:
    return "" if value is None else str(value)


def _cell(text: str) -> str:
    text = visible(text)
    return "'" + text if text.startswith(_FORMULA) else text
