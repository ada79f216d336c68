"""Who told of the events: outlets and sides, alone or with others, and what rests on one alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tacitus.export.wording import one_line
from tacitus.resolve.sources import resolve_source
from tacitus.serve.caching import kept
from tacitus.serve.figures.parts import MOST_ROWS, area_words, level_of
from tacitus.serve.figures.records import (
    Cell,
    Column,
    FigureData,
    Options,
    counted,
    part_words,
)
from tacitus.serve.figures.strips import MOST_STRIPS, day_key, first_word, over_time_rows
from tacitus.serve.figures.times import cut_of, stretch_words
from tacitus.serve.filters import Filter
from tacitus.serve.plots.columns import Panel, columns
from tacitus.serve.plots.marks import FULL, HOLLOW, LINED, Bar, Sign
from tacitus.serve.plots.rows import Side, rows
from tacitus.serve.plots.svg import Drawing
from tacitus.serve.views.bins import begin_of
from tacitus.serve.views.events import total_of
from tacitus.store import Store
from tacitus.store.coverage import (
    Coverage,
    Share,
    Tellers,
    counts_by_outlet_and,
    coverage_by,
    outlet_shares,
    outlets_by,
    side_shares,
    sides_by,
)
from tacitus.store.schema import events
from tacitus.store.totals import AREAS, Key

_KEPT = 64
NO_SIDE = "no known side"
_SIDES = (
    "A side is what a source speaks for by the registry of sources; most media, witnesses and"
    " monitors speak for none that is known, which does not make them neutral. Copies of a report"
    " and repetitions of one source give an event no further side."
)
_BOTH = (
    "“Two sides or more” says that sources of different known sides tell of the event, not that"
    " they tell the same, nor that each party to it was heard."
)
_COVERAGE = (
    Column("events", "events"),
    Column("one_outlet", "told by one outlet alone"),
    Column("several_sides", "with accounts of two sides or more"),
    Column("one_side", "of one known side alone"),
    Column("no_side", "of no known side"),
    Column("only_outlet", "all by one outlet", "text"),
    Column("only_side", "all by one side", "text"),
)
_DAYS = (Column("start", "from", "day"), Column("end", "to", "day"))


@kept(_KEPT, paging=False)
def outlets_of(store: Store, asked: Filter) -> tuple[Share, ...]:
    """The outlets of the events, those of most events first.

    Args:
        store: which.
        asked: the filter.

    Raises:
        TacitusError: as ``query.selected``.
    """
    with store.reading() as connection:
        return tuple(outlet_shares(connection, asked.to_store(whole=True)))


def stance_of(outlet: str) -> tuple[str | None, str | None]:
    """What the registry of sources knows of an outlet: its kind, and the side it speaks for."""
    known = resolve_source(outlet)
    return (known.kind, known.stance) if known.source is not None else (None, None)


def events_by_outlet(store: Store, asked: Filter, options: Options) -> FigureData:
    """How many events each outlet told of, alone or with others, and the side it speaks for."""
    found = outlets_of(store, asked)
    total = total_of(store, asked)
    alone = sum(one.alone for one in found)
    says = (
        f"{counted(len(found), 'outlet')} told of {counted(total, 'event')};"
        f" {part_words(alone, total)} rest on one outlet alone."
    )
    if found:
        says += (
            f" Most were told by {one_line(found[0].name)}: {part_words(found[0].events, total)}."
        )
    return FigureData(
        "outlets",
        "Events by outlet, alone or with others",
        says,
        (
            "An event counts with every outlet that told of it. Outlets may still go back to one"
            " source: an event that ten outlets copied from one agency is not told ten times over.",
            "Reports that name no outlet count as “unknown”. Kind and side are those of the"
            " registry of sources, where it knows the outlet.",
            f"Drawn are the {MOST_ROWS} outlets of most events; the files hold all.",
        ),
        (
            Column("outlet", "outlet", "text"),
            Column("kind", "kind", "text"),
            Column("stance", "speaks for", "text"),
            Column("events", "events"),
            Column("alone", "alone"),
            Column("with_others", "with others"),
            Column("contested", "contested"),
        ),
        tuple(
            (
                one_line(one.name),
                *stance_of(one.name),
                one.events,
                one.alone,
                one.events - one.alone,
                one.contested,
            )
            for one in found
        ),
    )


def events_by_side(store: Store, asked: Filter, options: Options) -> FigureData:
    """How many events sources of each side told of, and of how many no other side did."""
    with store.reading() as connection:
        found = side_shares(connection, asked.to_store(whole=True))
    total = total_of(store, asked)
    known = [one for one in found if one.key]
    says = (
        f"Sources of {counted(len(known), 'known side')} told of {counted(total, 'event')}"
        " beside those of no known side."
    )
    if known:
        says += (
            f" Heard most is {one_line(known[0].name)}: {part_words(known[0].events, total)}, in"
            f" {known[0].alone:,} of them as the one known side."
        )
    return FigureData(
        "sides",
        "Events by the sides that sources speak for",
        says,
        (_SIDES, "An event counts with every side whose sources told of it."),
        (
            Column("side", "side", "text"),
            Column("events", "events"),
            Column("alone", "no other known side"),
            Column("with_others", "with another"),
            Column("contested", "contested"),
        ),
        tuple(
            (
                one_line(one.name) or NO_SIDE,
                one.events,
                one.alone,
                one.events - one.alone,
                one.contested,
            )
            for one in found
        ),
    )


def draw_shares(data: FigureData) -> Drawing:
    """The plot of ``events_by_outlet`` and ``events_by_side``."""
    of_outlets = data.name == "outlets"
    at = [column.name for column in data.columns]
    names, bars = [], []
    for row in data.rows[:MOST_ROWS]:
        cells = dict(zip(at, row, strict=True))
        stance = cells.get("stance")
        number, alone = int(cells["events"] or 0), int(cells["alone"] or 0)
        names.append(f"{row[0]} ({stance})" if stance else str(row[0]))
        told = f"{names[-1]}: {counted(number, 'event')}, {alone:,} alone"
        bars.append(Bar(((LINED, alone), (FULL, number - alone)), told))
    signs = (
        Sign(FULL, "with others" if of_outlets else "with another known side"),
        Sign(LINED, "this outlet alone" if of_outlets else "no other known side"),
    )
    return rows(data.name, data.says, names, [Side("Events", bars, signs)])


def outlets_over_time(store: Store, asked: Filter, options: Options) -> FigureData:
    """Events of the outlets of most events over time."""
    names = {one.key: one_line(one.name) for one in outlets_of(store, asked)[:MOST_STRIPS]}
    with store.reading() as connection:
        found = counts_by_outlet_and(
            connection, asked.to_store(whole=True), names, day_key(options.unit)
        )
    return over_time_rows(
        [((names[outlet],), day, number) for outlet, day, number in found],
        options.unit,
        name="outlets-time",
        what="Events by outlet",
        noun="outlet",
        columns=(Column("outlet", "outlet", "text"),),
        words=first_word,
        top_only=True,
    )


@kept(_KEPT, paging=False)
def _coverage(store: Store, asked: Filter, by: str) -> dict[Key, Coverage]:
    """Coverage by day ("time") or by areas of a level."""
    keys = [events.c.first_day] if by == "time" else AREAS[by]
    with store.reading() as connection:
        return dict(coverage_by(connection, asked.to_store(whole=True), keys))


@kept(_KEPT, paging=False)
def _alone(store: Store, asked: Filter, by: str) -> tuple[dict[Key, Tellers], dict[Key, Tellers]]:
    """Who told of the events of a day or an area: outlets, and sides."""
    keys = [events.c.first_day] if by == "time" else AREAS[by]
    query = asked.to_store(whole=True)
    with store.reading() as connection:
        return outlets_by(connection, query, keys), sides_by(connection, query, keys)


def coverage_over_time(store: Store, asked: Filter, options: Options) -> FigureData:
    """Outlets and sides of the events by time, and what rests on one alone."""
    covered = _coverage(store, asked, "time")
    outlets, sides = _alone(store, asked, "time")
    days = [date.fromisoformat(day) for (day,) in covered if day is not None]
    unit, spans = cut_of(days, options.unit) if days else (options.unit or "month", [])
    held: dict[date | None, list[Key]] = {}
    for key in covered:
        start = None if key[0] is None else begin_of(date.fromisoformat(key[0]), unit)
        held.setdefault(start, []).append(key)
    found: list[tuple[Cell, ...]] = []
    for start, end in spans:
        cells = _cells(held.get(start, ()), covered, outlets, sides)
        found.append((start.isoformat(), end.isoformat(), *cells))
    one, side = (sum(1 for row in found if row[at] is not None) for at in (-2, -1))
    told = sum(1 for row in found if row[2])
    found.append((None, None, *_cells(held.get(None, ()), covered, outlets, sides)))
    says = (
        f"{_shares_words(covered.values())} Of {counted(told, unit)} with events, {one:,} rest on"
        f" one outlet and {side:,} on one side throughout."
    )
    return FigureData(
        "coverage-time",
        f"Outlets and sides of the events by {unit}",
        says,
        (_SIDES, _BOTH, "Events of no known day stand in the last row, apart, and are not drawn."),
        (*_DAYS, *_COVERAGE),
        tuple(found),
        unit,
    )


def coverage_by_area(store: Store, asked: Filter, options: Options) -> FigureData:
    """Outlets and sides of the events by area, and what rests on one alone."""
    level = level_of(asked, options)
    covered = _coverage(store, asked, level)
    outlets, sides = _alone(store, asked, level)
    order = sorted(
        covered, key=lambda key: (key[-1] is None, -covered[key].events, area_words(key))
    )
    found = tuple((*key, *_cells((key,), covered, outlets, sides)) for key in order)
    known = [row for row in found if row[len(AREAS[level]) - 1] is not None]
    one, side = (sum(1 for row in known if row[at] is not None) for at in (-2, -1))
    names = ("country", "admin1", "place")[: len(AREAS[level])]
    labels = {"country": "country", "admin1": "division", "place": "place"}
    return FigureData(
        "coverage-areas",
        f"Outlets and sides of the events by {labels[level]}",
        f"{_shares_words(covered.values())} Of {counted(len(known), 'area')}, {one:,} rest on one"
        f" outlet and {side:,} on one side throughout.",
        (
            _SIDES,
            _BOTH,
            "Events of no known area stand in the last rows, apart.",
            f"Drawn are the {MOST_ROWS} areas of most events; the files hold all.",
        ),
        (*(Column(name, labels[name], "text") for name in names), *_COVERAGE),
        found,
    )


def _cells(
    keys: Iterable[Key],
    covered: dict[Key, Coverage],
    outlets: dict[Key, Tellers],
    sides: dict[Key, Tellers],
) -> tuple[Cell, ...]:
    """The cells of ``_COVERAGE`` for some keys together."""
    keys = list(keys)
    told = sum((covered[key] for key in keys), Coverage())
    side = _only(keys, sides)
    return (
        told.events,
        told.one_outlet,
        told.several_sides,
        told.one_side,
        told.no_side,
        _only(keys, outlets),
        # sources of no known side are no side
        side or None,
    )


def _only(keys: Sequence[Key], tellers: dict[Key, Tellers]) -> str | None:
    """Who told of all of them, where it is one."""
    found = [tellers[key] for key in keys if key in tellers]
    if not found:
        return None
    together = found[0]
    for one in found[1:]:
        together |= one
    return None if together.alone is None else one_line(together.alone)


def _shares_words(covered: Iterable[Coverage]) -> str:
    told = sum(covered, Coverage())
    return (
        f"Of {counted(told.events, 'event')}, {part_words(told.several_sides, told.events)} have"
        f" accounts of two sides or more, {part_words(told.one_side, told.events)} of one known"
        f" side alone, {part_words(told.no_side, told.events)} of none that is known;"
        f" {part_words(told.one_outlet, told.events)} were told by one outlet alone."
    )


_OUTLET_SIGNS = (Sign(FULL, "two outlets or more"), Sign(LINED, "one outlet alone"))
_SIDE_SIGNS = (
    Sign(FULL, "two sides or more"),
    Sign(LINED, "one known side"),
    Sign(HOLLOW, "no known side"),
)


def _bars(name: str, cells: Sequence[Cell]) -> tuple[Bar, Bar]:
    number, one, several, side, none = (int(cell or 0) for cell in cells[:5])
    outlets = f"{name}: {counted(number, 'event')}, {one:,} told by one outlet alone"
    sides = (
        f"{name}: {several:,} with two sides or more, {side:,} of one known side, {none:,} of none"
    )
    return (
        Bar(((LINED, one), (FULL, number - one)), outlets),
        Bar(((FULL, several), (LINED, side), (HOLLOW, none)), sides),
    )


def draw_coverage_over_time(data: FigureData) -> Drawing:
    """The plot of ``coverage_over_time``."""
    dated = [row for row in data.rows if row[0] is not None]
    names = [stretch_words(str(row[0]), data.unit or "") for row in dated]
    pairs = [_bars(f"{row[0]} to {row[1]}", row[2:]) for row in dated]
    return columns(
        data.name,
        data.says,
        names,
        [
            Panel("Events by outlets", [one for one, _ in pairs], _OUTLET_SIGNS),
            Panel("Events by sides", [other for _, other in pairs], _SIDE_SIGNS),
        ],
    )


def draw_coverage_by_area(data: FigureData) -> Drawing:
    """The plot of ``coverage_by_area``."""
    width = len(data.columns) - len(_COVERAGE)
    named = [row for row in data.rows if row[width - 1] is not None][:MOST_ROWS]
    names = [area_words(row[:width]) for row in named]
    pairs = [_bars(name, row[width:]) for name, row in zip(names, named, strict=True)]
    short = (Sign(FULL, "two or more"), Sign(LINED, "one"), Sign(HOLLOW, "none known"))
    return rows(
        data.name,
        data.says,
        names,
        [
            Side("Events by outlets", [one for one, _ in pairs], _OUTLET_SIGNS),
            Side("Events by sides", [other for _, other in pairs], short),
        ],
    )
