"""Events and losses by area and by actor, as a whole and over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tacitus.export.wording import one_line
from tacitus.knowledge.actors import fold, load_registry
from tacitus.knowledge.iso import country_name
from tacitus.resolve.standing import is_group_name, names_nobody
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
from tacitus.serve.figures.strips import MOST_STRIPS, day_key, first_word, over_time_rows
from tacitus.serve.figures.times import loss_bar, loss_signs
from tacitus.serve.filters import Filter
from tacitus.serve.plots.marks import FULL, LINED, Bar, Sign
from tacitus.serve.plots.rows import Side, rows
from tacitus.serve.plots.svg import Drawing
from tacitus.store import Store
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
#: Rows that a plot shows.
MOST_ROWS = 16
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


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part in events.

    Attributes:
        actors: those of most events first.
        left: how many names are left out, since they could be those of persons.
        nobody: events that name nobody.
    """

    actors: tuple[ActorTotals, ...]
    left: int
    nobody: int


@kept(_KEPT, paging=False)
def by_actor(store: Store, asked: Filter, role: str) -> Cast:
    """Totals of each actor; private persons are none.

    Args:
        store: which.
        asked: the filter.
        role: part of the actors.

    Raises:
        TacitusError: as ``query.selected``.
    """
    with store.reading() as connection:
        found, nobody = totals_by_actor(connection, asked.to_store(whole=True), role)
    named = tuple(filter(_is_no_person, found))
    return Cast(named, len(found) - len(named), nobody)


def _is_no_person(one: ActorTotals) -> bool:
    registered = one.actor is not None
    return registered or is_group_name(one.name) or names_nobody(fold(one.name))


def actor_name(one: ActorTotals) -> str:
    """The registry's name of an actor, else that of its events."""
    known = load_registry().actors.get(one.actor or "")
    return one_line(known.name if known else one.name)


def events_by_actor(store: Store, asked: Filter, options: Options) -> FigureData:
    """Events and losses of each actor; what an event costs counts with every actor in it."""
    role = options.role or "any"
    cast = by_actor(store, asked, role)
    found, nobody = cast.actors, cast.nobody
    says = f"{counted(len(found), 'actor')} in events as {_PARTS[role]}."
    if found:
        top = found[0]
        says += f" In most of them: {actor_name(top)}, {counted(top.totals.events, 'event')}."
    says += f" {counted(nobody, 'event')} name nobody there and stand apart, in the last row."
    if cast.left:
        says += f" {counted(cast.left, 'name')} that may be a person's are left out."
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
    top = by_actor(store, asked, role).actors[:MOST_STRIPS]
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
