"""One actor: whom it met in events, and what reports and the registry say binds it to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from tacitus.export.network import NetworkEdge
from tacitus.knowledge.actor_pages import load_actor_pages
from tacitus.knowledge.actors import fold, load_registry
from tacitus.knowledge.iso import country_name
from tacitus.records import TacitusError
from tacitus.resolve.standing import Standing, names_nobody, registered
from tacitus.serve.caching import kept
from tacitus.serve.filters import Filter
from tacitus.serve.views.actor_records import (
    ActorPage,
    Counted,
    Opponent,
    RegistryTie,
    Saying,
    ToldTie,
)
from tacitus.serve.views.actors import dealings, known_actor, row_of
from tacitus.serve.views.bins import Unit, begin_of, bins_between, bins_of, finest
from tacitus.serve.views.casts import (
    Cast,
    Said,
    Tally,
    cast_of,
    facts_of,
    fought_types,
    sayings_of,
    span_of,
)
from tacitus.serve.views.events import shorts_of
from tacitus.serve.views.lists import Bin
from tacitus.serve.views.registry import registry_facts, registry_ties
from tacitus.store import Store

# pages that are kept
_PAGES = 64
# at the most: bins of a timeline; stretches by which opponents are counted; wordings; other values
_BINS, _STRETCHES, _WORDINGS, _COUNTED = 4000, 12, 30, 12


@kept(_PAGES)
def actor_page(store: Store, asked: Filter, name: str) -> ActorPage:
    """An actor with all that it has to do with, of the events that a filter lets through.

    Args:
        store: which.
        asked: the filter, whose offset and limit are of the actor's events.
        name: id of the actor.

    Raises:
        TacitusError: ``no-such-actor`` where there is none of that id that may have a page;
            otherwise as ``query.selected``.
    """
    cast = cast_of(store)
    who = actor_of(store, name)
    mine = [event for event in facts_of(store, asked) if _takes_part(cast, event, who.id)]
    span = span_of(day for event in mine for day in (event.first_day,))
    unit, bins = _bins(mine, span)
    stretches = _stretches(span)
    wordings, kept_back = _wordings(cast, who, {event.serial for event in mine})
    shown = [event.id for event in mine[asked.offset : asked.offset + asked.limit]]
    said, _ = sayings_of(store, asked)
    outlets = Counter(name for event in mine for name in cast.outlets.get(event.serial, ()))
    return ActorPage(
        actor=row_of(store, asked, who),
        facts=registry_facts(who.id),
        wordings=wordings,
        kept_back=kept_back,
        unit=unit,
        bins=bins,
        undated=sum(event.first_day is None for event in mine),
        stretches=stretches,
        opponents=tuple(_opponents(store, asked, who, mine, stretches)),
        told=_told(who, said),
        registry=tuple(_registry(cast, who)),
        types=_counted(mine, lambda event: event.type),
        places=_counted(mine, _place),
        outlets=tuple(outlets.most_common(_COUNTED)),
        events=shorts_of(store, shown),
        offset=asked.offset,
        limit=asked.limit,
    )


def actor_of(store: Store, name: str) -> Standing:
    """The actor of an id.

    Args:
        store: which.
        name: the id.

    Raises:
        TacitusError: ``no-such-actor`` where no such actor may have a page.
    """
    found = known_actor(cast_of(store), name) or _said_of(store, name)
    if found is None:
        raise TacitusError(
            "no-such-actor",
            f"there is no page for an actor {name[:80]!r}.",
            "Pages are for states, organisations, named groups and classes of actors as a whole,"
            " never for single persons; the list of actors has their addresses.",
        )
    return found


def _said_of(store: Store, name: str) -> Standing | None:
    """An actor of whom reports only say what binds it to others."""
    said, _ = sayings_of(store, Filter())
    return next((who for one in said for who in (one.first, one.second) if who.id == name), None)


def _takes_part(cast: Cast, event: sa.Row[Any], name: str) -> bool:
    part = cast.parts.get(event.serial)
    return part is not None and (name in part.initiators or name in part.targets)


def _place(event: sa.Row[Any]) -> str:
    country = country_name(event.country) or event.country
    return ", ".join(dict.fromkeys(filter(None, (event.place, event.admin1, country))))


def _counted(events: Iterable[sa.Row[Any]], value: Any) -> tuple[Counted, ...]:
    """The commonest values of events with their losses; nothing for those of no value."""
    held: dict[str, Tally] = {}
    for event in events:
        told = value(event)
        if told:
            held.setdefault(told, Tally()).add(event)
    ordered = sorted(held.items(), key=lambda item: (-item[1].events, item[0]))
    return tuple(Counted(told, tally.events, tally.sums) for told, tally in ordered[:_COUNTED])


def _bins(
    events: Iterable[sa.Row[Any]], span: tuple[str | None, str | None]
) -> tuple[Unit, tuple[Bin, ...]]:
    """Events by time, each where it begins."""
    if span[0] is None or span[1] is None:
        return "month", ()
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    unit = finest(first, last)
    held: dict[date, Tally] = {}
    for event in events:
        if event.first_day is not None:
            begun = begin_of(date.fromisoformat(event.first_day), unit)
            held.setdefault(begun, Tally()).add(event)
    return unit, tuple(
        _bin(start, end, held.get(start) or Tally())
        for start, end in bins_of(first, last, unit, most=_BINS)
    )


def _bin(start: date, end: date, tally: Tally) -> Bin:
    days = (start.isoformat(), end.isoformat())
    losses = (tally.low, tally.best, tally.high)
    return Bin(*days, tally.events, *losses, tally.open, tally.contested)


def _stretches(span: tuple[str | None, str | None]) -> tuple[tuple[str, str], ...]:
    """The time between two days in a few stretches of a month, or of one year or several."""
    if span[0] is None or span[1] is None:
        return ()
    first, last = date.fromisoformat(span[0]), date.fromisoformat(span[1])
    unit: Unit = "month" if bins_between(first, last, "month") <= _STRETCHES else "year"
    spans = bins_of(first, last, unit, most=_BINS)
    step = -(-len(spans) // _STRETCHES)
    found = []
    for at in range(0, len(spans), step):
        some = spans[at : at + step]
        found.append((some[0][0].isoformat(), some[-1][1].isoformat()))
    return tuple(found)


def _wordings(
    cast: Cast, who: Standing, events: set[int]
) -> tuple[tuple[tuple[str, int], ...], int]:
    """How reports write an actor, and how many wordings are kept back, for they could be names."""
    counts: Counter[str] = Counter()
    for event, names in cast.wordings.get(who.id, ()):
        if event in events:
            met = names.strip("| ").split(" | ")
            # the first is the name that stands for all, which the registry gave it
            counts.update(dict.fromkeys(met[1:] if who.sort == "registry" else met, 1))
    shown: Counter[str] = Counter()
    kept_back = 0
    for words, number in counts.items():
        if names_nobody(tuple(words.split()), who.id) or who.sort == "group":
            shown[_spelt(who.id, words)] += number
        else:
            kept_back += 1
    ordered = sorted(shown.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ordered[:_WORDINGS]), kept_back


def _spelt(actor: str, words: str) -> str:
    """A folded wording as the registry spells it, where it does."""
    known = load_registry().actors.get(actor)
    if known is None:
        return words
    spellings = known.entry.spellings() if known.entry else ()
    names = [known.name, *(spelling.name for spelling in spellings)]
    return next((name for name in names if " ".join(fold(name)) == words), words)


@dataclass(slots=True)
class _Met:
    """What an actor had to do with another in events, as it is gathered."""

    did: NetworkEdge | None = None
    bore: NetworkEdge | None = None
    other: int = 0
    by_time: list[int] = field(default_factory=list)


def _opponents(
    store: Store,
    asked: Filter,
    who: Standing,
    events: Sequence[sa.Row[Any]],
    stretches: Sequence[tuple[str, str]],
) -> Iterator[Opponent]:
    """Those whom an actor met in events, those of most fighting first."""
    cast = cast_of(store)
    met: dict[str, _Met] = {}
    for edge in dealings(store, asked):
        if who.id not in (edge.source, edge.target):
            continue
        other = edge.target if edge.source == who.id else edge.source
        held = met.setdefault(other, _Met(by_time=[0] * len(stretches)))
        if edge.kind != "fought":
            held.other += edge.events
        elif edge.source == who.id:
            held.did = edge
        else:
            held.bore = edge
    fought = fought_types()
    for event in events:
        part = cast.parts[event.serial]
        if event.type not in fought or event.first_day is None:
            continue
        at = next((n for n, (_, end) in enumerate(stretches) if event.first_day <= end), None)
        sides = (part.targets if who.id in part.initiators else []) + (
            part.initiators if who.id in part.targets else []
        )
        for other in dict.fromkeys(sides):
            if other in met and at is not None:
                met[other].by_time[at] += 1
    found = [_opponent(cast.actors[name], held) for name, held in met.items()]
    yield from sorted(found, key=lambda one: (-one.events, -one.other, one.name))


def _opponent(other: Standing, held: _Met) -> Opponent:
    edges = [edge for edge in (held.did, held.bore) if edge is not None]
    first, last = span_of(day for edge in edges for day in (edge.first, edge.last))
    return Opponent(
        id=other.id,
        name=other.name,
        did=held.did,
        bore=held.bore,
        other=held.other,
        events=sum(edge.events for edge in edges),
        first=first,
        last=last,
        by_time=tuple(held.by_time),
    )


def _told(who: Standing, said: Iterable[Said]) -> tuple[ToldTie, ...]:
    """What reports say binds an actor to others, the ties of most reports first."""
    held: dict[tuple[str, str, str, str], list[Saying]] = {}
    for one in said:
        if who.id not in (one.first.id, one.second.id):
            continue
        tie = load_actor_pages().ties[one.tie]
        first = one.first.id == who.id
        other = one.second if first else one.first
        key = (other.id, other.name, one.tie, tie.label if first else tie.inverse)
        held.setdefault(key, []).append(one.saying)
    found = [ToldTie(*key, tuple(sayings)) for key, sayings in held.items()]
    return tuple(sorted(found, key=lambda tie: (-len(tie.sayings), tie.label, tie.name)))


def _registry(cast: Cast, who: Standing) -> Iterator[RegistryTie]:
    """What the registry says binds an actor to others."""
    for held in registry_ties(who.id):
        tie = load_actor_pages().ties[held.kind]
        other = registered(held.other)
        known = load_registry().actors.get(held.other)
        yield RegistryTie(
            other=other.id if other else None,
            name=other.name if other else known.name if known else held.other,
            kind=held.kind,
            label=tie.label if held.outward else tie.inverse,
            since=held.since,
            until=held.until,
        )
