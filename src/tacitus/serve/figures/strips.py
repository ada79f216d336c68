"""Counts of each area, actor or outlet over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from tacitus.serve.figures.records import CLAIMS, Cell, Column, FigureData, counted
from tacitus.serve.figures.times import cut_of, stretch_words
from tacitus.serve.plots.strip import strip
from tacitus.serve.plots.svg import Drawing
from tacitus.serve.views.bins import Unit, begin_of
from tacitus.store.schema import events
from tacitus.store.totals import Key

#: Rows that a strip shows.
MOST_STRIPS = 12
_STRIP_COLUMNS = (
    Column("start", "from", "day"),
    Column("end", "to", "day"),
    Column("events", "events"),
)


def day_key(unit: Unit | None) -> sa.ColumnElement[Any]:
    """What the first day of events is told apart by: coarser than the day where that is enough."""
    day = events.c.first_day
    return (
        sa.func.substr(day, 1, {"year": 4, "month": 7}[unit]) if unit in ("year", "month") else day
    )


def over_time_rows(
    cells: Sequence[tuple[Key, str | None, int]],
    unit: Unit | None,
    *,
    name: str,
    what: str,
    noun: str,
    columns: tuple[Column, ...],
    words: Callable[[Key], str],
    top_only: bool = False,
) -> FigureData:
    """A figure of counts by some key and time, a row for each that is not 0.

    Args:
        cells: keys, days (or their years or months) and counts.
        unit: of time, or None for what fits.
        name: of the figure.
        what: its title without the unit.
        noun: what the keys are.
        columns: of the keys.
        words: what a key is called.
        top_only: whether cells are of the keys of most events alone.
    """
    days = [(key, _whole(day), number) for key, day, number in cells]
    dated = [day for _, day, _ in days if day is not None]
    chosen, spans = cut_of(dated, unit) if dated else (unit or "month", [])
    ends = dict(spans)
    counts: dict[tuple[Key, date | None], int] = {}
    sums: dict[Key, int] = {}
    for key, day, number in days:
        at = (key, None if day is None else begin_of(day, chosen))
        counts[at] = counts.get(at, 0) + number
        sums[key] = sums.get(key, 0) + number
    order = sorted(sums, key=lambda key: (-sums[key], words(key)))
    place = {key: at for at, key in enumerate(order)}
    ordered = sorted(counts, key=lambda at: (place[at[0]], at[1] is None, at[1] or date.min))
    found = tuple(
        (
            *key,
            None if start is None else start.isoformat(),
            None if start is None else ends[start].isoformat(),
            counts[key, start],
        )
        for key, start in ordered
    )
    undated = sum(number for (_, start), number in counts.items() if start is None)
    peak = max((at for at in counts if at[1] is not None), key=lambda at: counts[at], default=None)
    says = f"{counted(len(order), noun)} over {counted(len(spans), chosen)}."
    if peak is not None and peak[1] is not None:
        says += (
            f" Most events in one {chosen}: {words(peak[0])}, {counts[peak]:,} in"
            f" {stretch_words(peak[1].isoformat(), chosen)}."
        )
    # an event counts with each of its actors and outlets, so that these are no number of events
    some = "Those" if top_only else counted(undated, "event")
    says += f" {some} of no known day stand apart, in rows without days."
    drawn = (
        f"Shown are the {MOST_STRIPS} {noun}s of most events."
        if top_only
        else f"Drawn are the {MOST_STRIPS} {noun}s of most events; the files hold all."
    )
    return FigureData(
        name,
        f"{what} by {chosen}",
        says,
        (CLAIMS, drawn, "Rows without events are left out of table and files."),
        (*columns, *_STRIP_COLUMNS),
        found,
        chosen,
    )


def _whole(day: str | None) -> date | None:
    """The day that a day, a month or a year begins with."""
    return None if day is None else date.fromisoformat(f"{day}-01-01"[:10])


def draw_over_time(words: Callable[[Key], str], data: FigureData) -> Drawing:
    """The plot of ``over_time_rows``.

    Args:
        words: what a key is called.
        data: the figure.
    """
    width = len(data.columns) - len(_STRIP_COLUMNS)
    counts: dict[tuple[Cell, ...], dict[str, int]] = {}
    days: list[str] = []
    for row in data.rows:
        start, _, number = row[width:]
        named = row[width - 1] if data.name == "areas-time" else row[0]
        if isinstance(start, str) and isinstance(number, int):
            days.append(start)
            if named is not None:
                counts.setdefault(row[:width], {})[start] = number
    top = list(counts)[:MOST_STRIPS]
    starts: list[str] = []
    if days:
        spans = cut_of([date.fromisoformat(day) for day in days], data.unit)[1]
        starts = [start.isoformat() for start, _ in spans]
    return strip(
        data.name,
        data.says,
        "Events",
        [words(tuple(None if part is None else str(part) for part in key)) for key in top],
        [stretch_words(start, data.unit or "") for start in starts],
        [[counts[key].get(start, 0) for start in starts] for key in top],
    )


def first_word(key: Sequence[Cell]) -> str:
    """What a key is called by its first part.

    Args:
        key: of an actor or an outlet.
    """
    return str(key[0])
