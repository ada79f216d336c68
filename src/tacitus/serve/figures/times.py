"""Events and losses over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tacitus.serve.caching import kept
from tacitus.serve.figures.records import (
    BOUNDS,
    CLAIMS,
    LOSS_COLUMNS,
    Cell,
    Column,
    FigureData,
    Options,
    counted,
    loss_cells,
    loss_words,
    part_words,
)
from tacitus.serve.filters import Filter
from tacitus.serve.plots.columns import Panel, columns
from tacitus.serve.plots.marks import FULL, LINED, Bar, Range, Sign
from tacitus.serve.plots.svg import Drawing
from tacitus.serve.views.bins import Unit, begin_of, bins_of, finest
from tacitus.store import Store
from tacitus.store.schema import events
from tacitus.store.totals import Losses, Totals, long_events, totals_by

# answers that are kept
_KEPT = 64
#: Stretches of time that a plot can show apart.
MOST_BINS = 800
# of the best figure one event brings more than one part of so many: it is named
_HEAVY = 4
_UNDATED = "Events of no known day stand in the last row, apart, and are not drawn."
_BEGIN = (
    "An event of more days than one, or whose day is known loosely, counts where it may first have"
    " been."
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time.

    Attributes:
        start: its first day, ISO 8601.
        end: its last day.
        totals: of the events that may have begun in it.
        later: how many of these may lie in a later stretch.
    """

    start: str
    end: str
    totals: Totals
    later: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """Events by time.

    Attributes:
        unit: of time.
        stretches: without gaps from the first to the last that has events.
        undated: totals of events of no known day.
    """

    unit: Unit
    stretches: tuple[Stretch, ...]
    undated: Totals

    @property
    def dated(self) -> Totals:
        """Totals of all stretches."""
        return sum((stretch.totals for stretch in self.stretches), Totals())


@kept(_KEPT, paging=False)
def over_time(store: Store, asked: Filter, unit: Unit | None) -> OverTime:
    """Events and losses by time.

    Args:
        store: which.
        asked: the filter.
        unit: of time; None for the finest that gives few enough stretches.

    Raises:
        TacitusError: as ``query.selected``; ``bad-query`` where a unit gives too many stretches.
    """
    query = asked.to_store(whole=True)
    with store.reading() as connection:
        days = totals_by(connection, query, [events.c.first_day])
        long = long_events(connection, query)
    undated = sum((told for (day,), told in days if day is None), Totals())
    dated = [(date.fromisoformat(day), told) for (day,), told in days if day is not None]
    if not dated:
        return OverTime(unit or "month", (), undated)
    chosen, spans = cut_of([day for day, _ in dated], unit)
    held: dict[date, Totals] = {}
    for day, told in dated:
        start = begin_of(day, chosen)
        held[start] = held.get(start, Totals()) + told
    later: dict[date, int] = {}
    for first, last, number in long:
        start = begin_of(date.fromisoformat(first), chosen)
        if start != begin_of(date.fromisoformat(last), chosen):
            later[start] = later.get(start, 0) + number
    stretches = (
        Stretch(start.isoformat(), end.isoformat(), held.get(start, Totals()), later.get(start, 0))
        for start, end in spans
    )
    return OverTime(chosen, tuple(stretches), undated)


def cut_of(days: Sequence[date], unit: Unit | None) -> tuple[Unit, list[tuple[date, date]]]:
    """The unit of time that fits some days, and the stretches that they lie in.

    Args:
        days: one at least, in any order.
        unit: the one asked for, or None.

    Raises:
        TacitusError: ``bad-query`` where a unit gives too many stretches.
    """
    first, last = min(days), max(days)
    chosen = unit or finest(first, last)
    return chosen, bins_of(first, last, chosen, most=MOST_BINS)


def stretch_words(start: str, unit: str) -> str:
    """What a stretch is called below an axis: "2017", "2017-04", "2017-04-03".

    Args:
        start: its first day.
        unit: of time.
    """
    return start[: {"year": 4, "month": 7}.get(unit, 10)]


_DAYS = (Column("start", "from", "day"), Column("end", "to", "day"))


def events_over_time(store: Store, asked: Filter, options: Options) -> FigureData:
    """How many events by time, and in how many of them accounts differ."""
    found = over_time(store, asked, options.unit)
    dated, undated = found.dated, found.undated
    rows = [(s.start, s.end, s.totals.events, s.totals.contested, s.later) for s in found.stretches]
    return FigureData(
        "events-time",
        f"Events by {found.unit}",
        _span(found) + f" Accounts differ in {part_words(dated.contested, dated.events)} of them."
        f"{_apart(undated.events)}",
        (CLAIMS, _BEGIN, _UNDATED),
        (
            *_DAYS,
            Column("events", "events"),
            Column("contested", "of these contested"),
            Column("later", "may lie in a later row"),
        ),
        (*rows, (None, None, undated.events, undated.contested, None)),
        found.unit,
    )


def losses_over_time(kind: str, store: Store, asked: Filter, options: Options) -> FigureData:
    """Losses by time, from the lowest figures to the highest.

    Args:
        kind: "killed" or "injured".
        store: which.
        asked: the filter.
        options: how it is cut.
    """
    found = over_time(store, asked, options.unit)
    rows: list[tuple[Cell, ...]] = [
        (s.start, s.end, s.totals.events, *loss_cells(getattr(s.totals, kind)))
        for s in found.stretches
    ]
    whole: Losses = getattr(found.dated, kind)
    undated: Losses = getattr(found.undated, kind)
    silent = found.dated.events - whole.told
    says = (
        f"{counted(whole.told, 'dated event')} tell of {loss_words(whole)} {kind} in all"
        f" (low–best–high); {counted(silent, 'other')} tell no such figure or are sums over many"
        f" events. The figure is contested in {part_words(whole.contested, whole.told)}, which"
        f" bring {whole.contested_best:,} to the best."
    )
    # one figure misread, or one massacre, can outweigh all others
    if whole.told > 1 and whole.greatest * _HEAVY > whole.best:
        says += f" One event alone brings {part_words(whole.greatest, whole.best)} of the best."
    if undated.told:
        says += (
            f" Undated, apart: {loss_words(undated)} {kind} of {counted(undated.told, 'event')}."
        )
    return FigureData(
        f"{kind}-time",
        f"{kind.capitalize()} by {found.unit}, low–best–high",
        says,
        (CLAIMS, BOUNDS, _BEGIN, _UNDATED),
        (*_DAYS, Column("events", "events"), *LOSS_COLUMNS),
        (*rows, (None, None, found.undated.events, *loss_cells(undated))),
        found.unit,
    )


killed_over_time = partial(losses_over_time, "killed")
injured_over_time = partial(losses_over_time, "injured")


def _span(found: OverTime) -> str:
    if not found.stretches:
        return "No dated events."
    most = max(found.stretches, key=lambda stretch: stretch.totals.events)
    return (
        f"{counted(found.dated.events, 'dated event')} from {found.stretches[0].start} to"
        f" {found.stretches[-1].end}; most, {most.totals.events:,}, in the {found.unit} of"
        f" {stretch_words(most.start, found.unit)}."
    )


def _apart(number: int) -> str:
    return f" {counted(number, 'event')} of no known day {'is' if number == 1 else 'are'} apart."


def draw_events(data: FigureData) -> Drawing:
    """The plot of ``events_over_time``."""
    bars, names = [], []
    for start, end, number, contested, _ in data.rows:
        if isinstance(start, str) and isinstance(number, int) and isinstance(contested, int):
            names.append(stretch_words(start, data.unit or ""))
            bars.append(
                Bar(
                    ((LINED, contested), (FULL, number - contested)),
                    f"{start} to {end}: {counted(number, 'event')}, {contested:,} contested",
                )
            )
    signs = (Sign(FULL, "accounts agree"), Sign(LINED, "accounts differ"))
    return columns(data.name, data.says, names, [Panel("Events", bars, signs)])


def draw_losses(data: FigureData) -> Drawing:
    """The plot of ``losses_over_time``."""
    kind = data.name.removesuffix("-time")
    bars, names = [], []
    for start, end, _, *cells in data.rows:
        if isinstance(start, str):
            names.append(stretch_words(start, data.unit or ""))
            losses = Losses(*(int(cell or 0) for cell in cells))
            bars.append(loss_bar(losses, f"{start} to {end}", kind))
    return columns(data.name, data.says, names, [Panel(kind.capitalize(), bars, loss_signs())])


def loss_bar(losses: Losses, name: str, kind: str) -> Bar:
    """The bar of the best figure with the range from low to high.

    Args:
        losses: what it shows.
        name: what it is of.
        kind: "killed" or "injured".
    """
    told = f"{name}: {loss_words(losses)} {kind}, {losses.contested_best:,} of the best contested"
    spread = Range(losses.low, losses.high, losses.open > 0)
    # one number without a range would be no range
    ranged = losses.low != losses.high or losses.open
    parts = ((LINED, losses.contested_best), (FULL, losses.best - losses.contested_best))
    return Bar(parts, told, spread if ranged else None)


def loss_signs() -> tuple[Sign, ...]:
    """The legend of ``loss_bar``."""
    return (
        Sign(FULL, "best"),
        Sign(LINED, "best, contested"),
        Sign("range", "low to high (arrow: open)"),
    )
