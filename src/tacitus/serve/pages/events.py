"""The page of one event, and its reports side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from tacitus.export.wording import point_words
from tacitus.serve.pages.overview import map_view
from tacitus.serve.rendering import page
from tacitus.serve.state import StoreDep
from tacitus.serve.views.event import event_page
from tacitus.serve.views.events import shorts_of
from tacitus.serve.views.lists import EventShort
from tacitus.serve.views.pages import AccountRow, EventPage, ReportPage
from tacitus.serve.views.reports import report_page
from tacitus.store import Store

router = APIRouter()
#: Cards on the map at once.
MOST_CARDS = 12
#: Reports side by side.
MOST_BESIDE = 6
_AT_FIRST = 4
_Names = Annotated[list[Annotated[str, Query(max_length=300)]], Query(max_length=50)]


@router.get("/events/cards")
def cards(request: Request, store: StoreDep, id: _Names = []) -> Response:  # noqa: B006
    """Some events in short, for the map."""
    return page(request, "event/cards.html", events=shorts_of(store, id[:MOST_CARDS]))


@router.get("/events/{name}")
def event(request: Request, store: StoreDep, name: str) -> Response:
    """All that is known of an event."""
    shown = event_page(store, name)
    merged_from = name if name != shown.short.id and "#" not in name else None
    return page(request, "event/page.html", merged_from=merged_from, **event_context(shown))


def event_context(shown: EventPage) -> dict[str, Any]:
    """What the page of an event shows.

    Args:
        shown: the event.
    """
    return {
        "shown": shown,
        "accounts": by_side(shown.accounts),
        "claim_address": claim_address,
        "map_view": map_view(),
        "map_rows": one_spot(shown.short),
        "place_text": point_words(shown.place) if shown.place else "",
    }


@router.get("/events/{name}/compare")
def compare(request: Request, store: StoreDep, name: str, report: _Names = []) -> Response:  # noqa: B006
    """An event's reports side by side, with the values in which they differ."""
    shown = event_page(store, name)
    asked = [one.id for one in shown.reports if one.id in report][:MOST_BESIDE]
    chosen = asked or [one.id for one in shown.reports[:_AT_FIRST]]
    return page(request, "event/compare.html", **compare_context(store, shown, chosen))


def compare_context(store: Store, shown: EventPage, chosen: Sequence[str]) -> dict[str, Any]:
    """What the page of an event's reports side by side shows.

    Args:
        store: which.
        shown: the event.
        chosen: ids of its reports.
    """
    read = (_column(report_page(store, one), shown) for one in chosen)
    columns = [column for column in read if column.numbers]
    return {
        "shown": shown,
        "chosen": chosen,
        "columns": columns,
        "rows": compared(columns, [contest.field for contest in shown.contests]),
        "most": MOST_BESIDE,
    }


def by_side(accounts: Sequence[AccountRow]) -> list[tuple[str | None, list[AccountRow]]]:
    """Accounts by the side that their sources speak for; those of no known side last."""
    ordered = sorted(accounts, key=lambda row: (row.stance is None, row.stance or ""))
    return [(side, list(rows)) for side, rows in groupby(ordered, key=lambda row: row.stance)]


def claim_address(key: str) -> str:
    """The address at which a claim is read in its report.

    Args:
        key: of the claim ("r1#e2").
    """
    report, _, claim = key.rpartition("#")
    return f"/reports/{quote(report)}?{urlencode({'claim': key})}#claim-{quote(claim)}"


def one_spot(event: EventShort) -> str:
    """What the map draws of one event, as JSON in the form of ``MapRows``."""
    columns = ["id", "lon", "lat", "radius_km", "precision", "type", "killed", "grade"]
    row: list[object] = [event.id, event.lon, event.lat, event.radius_km, event.precision or 0, 0]
    row += [event.killed.best if event.killed else None, 0, int(bool(event.contested))]
    row += [event.start, int(event.disputed is not None)]
    return json.dumps(
        {
            "columns": [*columns, "contested", "start", "disputed"],
            "types": [event.type],
            "grades": [event.grade],
            "rows": [row] if event.lat is not None else [],
            "unplaced": int(event.lat is None),
            "total": 1,
        },
        ensure_ascii=False,
    )


@dataclass(frozen=True, slots=True)
class Column:
    """A report beside others.

    Attributes:
        page: the report.
        numbers: by the id of each of its claims that are of the event, the number it has.
        first: key of the first of them, or None.
    """

    page: ReportPage
    numbers: dict[str, int]
    first: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a report says of a field.

    Attributes:
        values: each as printed, with the address of its words, or None.
    """

    values: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A field as several reports tell it.

    Attributes:
        label: as printed.
        cells: by report.
        differs: whether two that tell it tell it otherwise.
        contested: whether that cannot be true together.
    """

    label: str
    cells: tuple[Cell, ...]
    differs: bool
    contested: bool


def _column(read: ReportPage, shown: EventPage) -> Column:
    mine = set(shown.event.claims)
    claims = [claim for claim in read.claims if claim.key in mine]
    return Column(read, {c.id: c.number for c in claims}, claims[0].key if claims else None)


def compared(columns: Sequence[Column], contested: Sequence[str]) -> list[ComparedRow]:
    """Fields with what each report says of them, those that nobody tells left out.

    Args:
        columns: the reports.
        contested: fields that cannot be true together.
    """
    labels: dict[str, str] = {}
    told: dict[str, list[dict[str, str | None]]] = {}
    for number, column in enumerate(columns):
        for claim in column.page.claims:
            if claim.id not in column.numbers:
                continue
            for row in claim.fields:
                labels.setdefault(row.field, row.label)
                cells = told.setdefault(row.field, [{} for _ in columns])
                link = claim_address(claim.key).split("#")[0]
                starts = {word.value: word.start for word in reversed(row.words)}
                for value in row.values:
                    start = starts.get(value)
                    address = None if start is None else f"{link}#at-{start}"
                    cells[number].setdefault(value, address)
    rows = []
    for name, cells in told.items():
        said = [frozenset(value.casefold() for value in cell) for cell in cells if cell]
        if said:
            rows.append(
                ComparedRow(
                    labels[name],
                    tuple(Cell(tuple(cell.items())) for cell in cells),
                    len(set(said)) > 1,
                    name in contested,
                )
            )
    return rows
