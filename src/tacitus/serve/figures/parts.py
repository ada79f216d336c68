"""Events and losses by area and by actor, as a whole and over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from tacitus.export.wording import one_line
from tacitus.knowledge.actors import load_registry
from tacitus.knowledge.iso import country_name
from tacitus.serve.caching import kept
from tacitus.serve.figures.records import (
    BOUNDS,
    CLAIMS,
    LOSS_COLUMNS,
    Cell,
    Column,
    FigureData,
    Level,
    Options,
    counted,
    loss_cells,
    part_words,
)
from tacitus.serve.figures.times import cut_of, loss_bar, loss_signs, stretch_words
from tacitus.serve.filters import Filter
from tacitus.serve.plots.marks import FULL, LINED, Bar, Sign
from tacitus.serve.plots.rows import Side, rows
from tacitus.serve.plots.strip import strip
from tacitus.serve.plots.svg import Drawing
from tacitus.serve.views.bins import Unit, begin_of
from tacitus.store import Store
from tacitus.store.schema import events
from tacitus.store.totals import (
    AREAS,
    ActorTotals,
    Key,
    Losses,
    Totals,
    counts_by,
    counts_by_actor_and,
    totals_by,
    totals_by_actor,
)

_KEPT = 64
#: Rows that a plot shows, and a strip.
MOST_ROWS, MOST_STRIPS = 16, 12
_LEVELS = {"country": "country", "admin1": "first-order division", "place": "place"}
_PARTS = {"any": "either side", "initiator": "initiator", "target": "target"}
_OF_AREA = {
    "country": Column("country", "country", "text"),
    "admin1": Column("admin1", "division", "text"),
    "place": Column("place", "place", "text"),
}
_COUNTS = (Column("events", "events"), Column("contested_events", "of these contested"))
#: Killed first, since a column's name must be its own.
_LOSSES = tuple(
    Column(f"{kind}_{column.name}", f"{kind}: {column.label}", column.kind)
    for kind in ("killed", "injured")
    for column in LOSS_COLUMNS
)
_STRIP_COLUMNS = (Column("start", "from", "day"), Column("end", "to", "day"), _COUNTS[0])


def level_of(asked: Filter, options: Options) -> Level:
    """The level of areas: what is asked for, else what fits the filter."""
    return options.level or ("admin1" if len(asked.country) == 1 else "country")


@kept(_KEPT, paging=False)
def by_area(store: Store, asked: Filter, level: Level) -> tuple[tuple[Key, Totals], ...]:
    """Totals of each area, those of most events first.

    Args:
        store: which.
        asked: the filter.
        level: of areas.

    Raises:
        TacitusError: as ``query.selected``.
    """
    with store.reading() as connection:
        found = totals_by(connection, asked.to_store(whole=True), AREAS[level])
    return tuple(sorted(found, key=lambda one: (-one[1].events, [part or "" for part in one[0]])))


def area_words(key: Sequence[Cell]) -> str:
    """What an area is called: "Syria", "Idlib, Syria", "Douma, Rif Dimashq, Syria".

    Args:
        key: its country, division and place, as far as the level goes; the last may be None.
    """
    country, *inner = [str(part) if part is not None else None for part in key]
    named = (country_name(country) or country) if country else None
    if key[-1] is None:
        return f"no {('country', 'division', 'place')[len(key) - 1]} told" + (
            f", {named}" if named and inner else ""
        )
    kept_parts = [part for part in reversed(inner) if part]
    return ", ".join([*dict.fromkeys(map(one_line, kept_parts)), *([named] if named else [])])


def events_by_area(store: Store, asked: Filter, options: Options) -> FigureData:
    """Events and losses of each area."""
    level = level_of(asked, options)
    found = by_area(store, asked, level)
    whole = sum((totals for _, totals in found), Totals())
    unplaced = sum((totals.events for key, totals in found if key[-1] is None), 0)
    known = [(key, totals) for key, totals in found if key[-1] is not None]
    says = f"{counted(whole.events, 'event')} in {counted(len(known), 'area')}."
    if known:
        says += (
            f" Most in {area_words(known[0][0])}: {part_words(known[0][1].events, whole.events)}."
        )
    says += f" {part_words(unplaced, whole.events)} have no known {_LEVELS[level]} and stand apart."
    return FigureData(
        "areas",
        f"Events and killed by {_LEVELS[level]}",
        says,
        (CLAIMS, BOUNDS, _drawn("areas", MOST_ROWS)),
        (*_of_area(level), *_COUNTS, *_LOSSES),
        tuple((*key, *_cells(totals)) for key, totals in found),
    )


def _of_area(level: Level) -> tuple[Column, ...]:
    return tuple(_OF_AREA[name] for name in list(_OF_AREA)[: len(AREAS[level])])


def _cells(totals: Totals) -> tuple[int, ...]:
    losses = (*loss_cells(totals.killed), *loss_cells(totals.injured))
    return (totals.events, totals.contested, *losses)


def _drawn(what: str, most: int) -> str:
    return f"Drawn are the {most} {what} of most events; the files hold all."


@kept(_KEPT, paging=False)
def by_actor(store: Store, asked: Filter, role: str) -> tuple[tuple[ActorTotals, ...], int]:
    """Totals of each actor, those of most events first; and how many events name nobody.

    Args:
        store: which.
        asked: the filter.
        role: part of the actors.

    Raises:
        TacitusError: as ``query.selected``.
    """
    with store.reading() as connection:
        found, nobody = totals_by_actor(connection, asked.to_store(whole=True), role)
    return tuple(found), nobody


def actor_name(one: ActorTotals) -> str:
    """The registry's name of an actor, else that of its events."""
    known = load_registry().actors.get(one.actor or "")
    return one_line(known.name if known else one.name)


def events_by_actor(store: Store, asked: Filter, options: Options) -> FigureData:
    """Events and losses of each actor; what an event costs counts with every actor in it."""
    role = options.role or "any"
    found, nobody = by_actor(store, asked, role)
    says = f"{counted(len(found), 'actor')} in events as {_PARTS[role]}."
    if found:
        top = found[0]
        says += f" In most of them: {actor_name(top)}, {counted(top.totals.events, 'event')}."
    says += f" {counted(nobody, 'event')} name nobody there and stand apart, in the last row."
    blank = Totals(events=nobody)
    empty: tuple[Cell, ...] = (nobody, *(None for _ in _cells(blank)[1:]))
    return FigureData(
        "actors",
        f"Events and killed by actor ({_PARTS[role]})",
        says,
        (
            CLAIMS,
            "An event counts with every actor that takes part in it, so that rows cannot be added"
            " up; branches of an actor count for themselves. The dead are those of the events, on"
            " whatever side: not those that the actor killed or lost.",
            BOUNDS,
            _drawn("actors", MOST_ROWS),
        ),
        (Column("actor", "actor", "text"), Column("id", "id", "text"), *_COUNTS, *_LOSSES),
        (
            *((actor_name(one), one.actor, *_cells(one.totals)) for one in found),
            (None, None, *empty),
        ),
    )


def draw_parts(data: FigureData) -> Drawing:
    """The plot of ``events_by_area`` and ``events_by_actor``."""
    width = next(at for at, column in enumerate(data.columns) if column.name == "events")
    named: list[tuple[str, Totals]] = []
    others, rest, apart = Totals(), 0, None
    for row in data.rows:
        # an area is known by the last of its names, an actor by the first
        known = row[0 if data.name == "actors" else width - 1] is not None
        totals = _totals(row[width:])
        if not known and data.name == "areas":
            apart = (apart or Totals()) + totals
        elif known and len(named) < MOST_ROWS:
            name = str(row[0]) if data.name == "actors" else area_words(row[:width])
            named.append((name, totals))
        elif known:
            others, rest = others + totals, rest + 1
    # actors share events: what is left of them cannot be added up
    if rest and data.name == "areas":
        named.append((f"{rest} others", others))
    if apart is not None:
        named.append(("not known", apart))
    bars = [
        Bar(
            ((LINED, told.contested), (FULL, told.events - told.contested)),
            f"{name}: {counted(told.events, 'event')}, {told.contested:,} contested",
        )
        for name, told in named
    ]
    signs = (Sign(FULL, "accounts agree"), Sign(LINED, "they differ"))
    killed = [loss_bar(told.killed, name, "killed") for name, told in named]
    short = tuple(
        Sign(sign.kind, words)
        for sign, words in zip(loss_signs(), ("best", "contested", "low to high"), strict=True)
    )
    sides = [Side("Events", bars, signs), Side("Killed, low–best–high", killed, short)]
    return rows(data.name, data.says, [name for name, _ in named], sides)


def _totals(cells: Iterable[Cell]) -> Totals:
    number, contested, *rest = (int(cell or 0) for cell in cells)
    half = len(rest) // 2
    return Totals(number, contested, Losses(*rest[:half]), Losses(*rest[half:]))


def areas_over_time(store: Store, asked: Filter, options: Options) -> FigureData:
    """Events of each area over time."""
    level = level_of(asked, options)
    query = asked.to_store(whole=True)
    with store.reading() as connection:
        found = counts_by(connection, query, [*AREAS[level], day_key(options.unit)])
    cells = [(key[:-1], key[-1], number) for key, number in found]
    return over_time_rows(
        cells,
        options.unit,
        name="areas-time",
        what=f"Events by {_LEVELS[level]}",
        noun="area",
        columns=_of_area(level),
        words=area_words,
    )


def actors_over_time(store: Store, asked: Filter, options: Options) -> FigureData:
    """Events of the actors of most events over time."""
    role = options.role or "any"
    top = by_actor(store, asked, role)[0][:MOST_STRIPS]
    query = asked.to_store(whole=True)
    with store.reading() as connection:
        found = counts_by_actor_and(
            connection, query, role, [one.key for one in top], day_key(options.unit)
        )
    names = {one.key: (actor_name(one), one.actor) for one in top}
    cells = [(names[who], day, number) for who, day, number in found if who in names]
    return over_time_rows(
        cells,
        options.unit,
        name="actors-time",
        what=f"Events by actor ({_PARTS[role]})",
        noun="actor",
        columns=(Column("actor", "actor", "text"), Column("id", "id", "text")),
        words=first_word,
        top_only=True,
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
        else _drawn(f"{noun}s", MOST_STRIPS)
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
