"""Actors of the events that a filter lets through: a list of them, and the network that binds them.

Only actors that stand on their own are in either; see ``resolve.standing``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any, Literal, get_args

import sqlalchemy as sa

from tacitus.export.network import NetworkEdge, NetworkNode
from tacitus.knowledge.actor_pages import load_actor_pages
from tacitus.knowledge.actors import fold, load_registry
from tacitus.resolve.standing import Standing, registered
from tacitus.serve.caching import kept
from tacitus.serve.filters import Filter
from tacitus.serve.views.actor_records import ActorPageful, ActorRow, Network
from tacitus.serve.views.casts import (
    HAPPENED,
    Cast,
    Said,
    Tally,
    cast_of,
    facts_of,
    fought_types,
    sayings_of,
    span_of,
)
from tacitus.serve.views.registry import registry_ties
from tacitus.store import Store

Tie = Literal["fought", "other", "told", "registry"]
TIES: tuple[Tie, ...] = get_args(Tie)
#: Ties that a network shows where nothing else is asked.
USUAL: tuple[Tie, ...] = ("fought", "told", "registry")
#: Ties of each origin in a network: where nothing else is asked, and at the most.
EDGES, MOST_EDGES = 60, 2000
# answers that are kept
_LISTS, _NETWORKS = 16, 32
# types named of an actor or an edge
_TYPES = 3


@dataclass(slots=True)
class _Actor:
    """Counts of an actor as they are added up."""

    events: int = 0
    contested: int = 0
    did: Tally = field(default_factory=Tally)
    bore: Tally = field(default_factory=Tally)
    types: Counter[str] = field(default_factory=Counter)
    outlets: set[str] = field(default_factory=set)
    first: str = "9999"
    last: str = ""


@kept(_LISTS, paging=False)
def ranked(store: Store, asked: Filter) -> tuple[tuple[ActorRow, ...], int]:
    """All actors of the events that a filter lets through, those of most events first.

    Args:
        store: which.
        asked: the filter.

    Returns:
        The actors; and in how many events parties are named that have no page.

    Raises:
        TacitusError: as ``query.selected``.
    """
    cast = cast_of(store)
    found: dict[str, _Actor] = {}
    unnamed = 0
    for event in facts_of(store, asked):
        part = cast.parts.get(event.serial)
        if part is None:
            continue
        unnamed += part.unnamed
        for name in part.everybody:
            held = found.get(name)
            if held is None:
                held = found[name] = _Actor()
            _count(held, event, cast.outlets.get(event.serial, ()))
        for name in part.initiators:
            found[name].did.add(event)
        for name in part.targets:
            found[name].bore.add(event)
    rows = [_row(cast.actors[name], held) for name, held in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.events, row.name, row.id))), unnamed


def _count(held: _Actor, event: sa.Row[Any], outlets: Iterable[str]) -> None:
    held.events += 1
    held.contested += bool(event.contested)
    held.types[event.type] += 1
    held.outlets.update(outlets)
    if event.first_day and event.first_day < held.first:
        held.first = event.first_day
    if event.last_day and event.last_day > held.last:
        held.last = event.last_day


def _row(who: Standing, held: _Actor) -> ActorRow:
    return ActorRow(
        id=who.id,
        name=who.name,
        kind=who.kind,
        sort=who.sort,
        country=who.country,
        events=held.events,
        initiated=held.did.events,
        suffered=held.bore.events,
        killed=held.did.sums,
        killed_as_target=held.bore.sums,
        contested=held.contested,
        outlets=len(held.outlets),
        types=tuple(name for name, _ in held.types.most_common(_TYPES)),
        first=held.first if held.last else None,
        last=held.last or None,
    )


def row_of(store: Store, asked: Filter, who: Standing) -> ActorRow:
    """An actor with counts of the events that a filter lets through; zero where there are none.

    Args:
        store: which.
        asked: the filter.
        who: the actor.

    Raises:
        TacitusError: as ``query.selected``.
    """
    rows, _ = ranked(store, asked)
    return next((row for row in rows if row.id == who.id), _row(who, _Actor()))


def actor_list(store: Store, asked: Filter, find: str | None = None) -> ActorPageful:
    """A page of the actors of the events that a filter lets through.

    Args:
        store: which.
        asked: the filter, whose offset and limit are of the actors.
        find: words, all of which must stand in one name of the actor; case and marks do not
            matter.

    Raises:
        TacitusError: as ``query.selected``.
    """
    rows, unnamed = ranked(store, asked)
    words = fold(find) if find else ()
    kept_rows = [row for row in rows if _has(row, words)] if words else rows
    shown = tuple(kept_rows[asked.offset : asked.offset + asked.limit])
    return ActorPageful(shown, len(kept_rows), asked.offset, asked.limit, unnamed)


def _has(row: ActorRow, words: Sequence[str]) -> bool:
    return any(
        all(word in name for word in words) for name in (row.name.casefold(), *_names(row.id))
    )


@lru_cache(maxsize=8192)
def _names(actor: str) -> tuple[str, ...]:
    """The names of an actor of the registry, folded."""
    known = load_registry().actors.get(actor)
    entry = known.entry if known is not None else None
    return tuple(" ".join(fold(s.name)) for s in entry.spellings()) if entry is not None else ()


# The network


@dataclass(slots=True)
class _Dealing:
    """Events of one kind between two actors as they are added up."""

    tally: Tally = field(default_factory=Tally)
    factuality: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    outlets: dict[str, None] = field(default_factory=dict)
    days: list[str | None] = field(default_factory=list)


@kept(_LISTS, paging=False)
def dealings(store: Store, asked: Filter) -> tuple[NetworkEdge, ...]:
    """Ties that the events tell which a filter lets through, from initiator to target.

    Events that are denied or yet to come are counted apart, and bind nobody alone, unless the
    filter asks for them.

    Args:
        store: which.
        asked: the filter.

    Returns:
        The ties, those of most events first.

    Raises:
        TacitusError: as ``query.selected``.
    """
    cast, fought = cast_of(store), fought_types()
    counting = frozenset(asked.factuality) or HAPPENED
    found: dict[tuple[str, str, str], _Dealing] = {}
    for event in facts_of(store, asked):
        part = cast.parts.get(event.serial)
        if part is None or not part.initiators or not part.targets:
            continue
        kind = "fought" if event.type in fought else "other"
        for source in part.initiators:
            for target in part.targets:
                held = found.setdefault((kind, source, target), _Dealing())
                held.factuality[event.factuality] += 1
                if event.factuality in counting:
                    held.tally.add(event)
                    held.types[event.type] += 1
                    held.outlets.update(dict.fromkeys(cast.outlets.get(event.serial, ())))
                    held.days += (event.first_day, event.last_day)
    edges = (_dealt(key, held) for key, held in found.items() if held.tally.events)
    return tuple(sorted(edges, key=_strongest))


def _strongest(edge: NetworkEdge) -> tuple[Any, ...]:
    return (-edge.weight, edge.kind, edge.source, edge.target)


def _dealt(key: tuple[str, str, str], held: _Dealing) -> NetworkEdge:
    kind, source, target = key
    sums, (first, last) = held.tally.sums, span_of(held.days)
    return NetworkEdge(
        source=source,
        target=target,
        kind=kind,
        label="against" if kind == "fought" else "towards",
        origin="events",
        events=sums.events,
        denied=held.factuality["denied"],
        prospective=held.factuality["prospective"],
        told=sums.told,
        killed_low=sums.low,
        killed_best=sums.best,
        killed_high=sums.high,
        killed_open=sums.open,
        contested=sums.contested,
        outlets=tuple(held.outlets),
        first=first,
        last=last,
        types=tuple(name for name, _ in held.types.most_common(_TYPES)),
    )


def told_edges(said: Iterable[Said]) -> tuple[NetworkEdge, ...]:
    """Ties that reports state, those that most reports state first.

    Args:
        said: as ``casts.sayings_of`` gives it. What a report denies or foretells binds nobody
            alone, and counts among the doubted.
    """
    held: dict[tuple[str, str, str], list[Said]] = {}
    for one in said:
        held.setdefault((one.tie, one.first.id, one.second.id), []).append(one)
    edges = (_told(key, ones) for key, ones in held.items() if any(map(_stands, ones)))
    return tuple(sorted(edges, key=_strongest))


def _stands(one: Said) -> bool:
    return one.saying.factuality not in ("denied", "prospective")


def _told(key: tuple[str, str, str], ones: Sequence[Said]) -> NetworkEdge:
    kind, source, target = key
    tie = load_actor_pages().ties[kind]
    sayings = [one.saying for one in ones]
    plain = {saying.report for saying in sayings if saying.factuality in ("asserted", None)}
    reports = {saying.report for saying in sayings}
    first, last = span_of(saying.published for saying in sayings)
    return NetworkEdge(
        source=source,
        target=target,
        kind=kind,
        label=tie.label,
        origin="reports",
        mutual=tie.mutual,
        reports=len(reports),
        doubted=len(reports - plain),
        outlets=tuple(dict.fromkeys(saying.outlet or "unknown" for saying in sayings)),
        first=first,
        last=last,
    )


@kept(_NETWORKS, paging=False)
def network(
    store: Store,
    asked: Filter,
    ties: tuple[Tie, ...] = USUAL,
    edges: int = EDGES,
    around: str | None = None,
) -> Network:
    """Actors and what binds them.

    Args:
        store: which.
        asked: the filter.
        ties: which: "fought" and "other" of events, "told" by reports, "registry". Those of the
            registry are shown between actors that others bind.
        edges: how many of each origin at the most, the strongest.
        around: id of an actor, to see only what binds it, and its neighbours to each other.

    Raises:
        TacitusError: as ``query.selected``.
    """
    met = [e for e in dealings(store, asked) if e.kind in ties]
    said, _ = sayings_of(store, asked) if "told" in ties else ([], 0)
    told = list(told_edges(said))
    if around is not None:
        near = {around} | {
            end for e in chain(met, told) if around in (e.source, e.target)
            for end in (e.source, e.target)
        }  # fmt: skip
        met, told = (
            [e for e in group if e.source in near and e.target in near] for group in (met, told)
        )
        # its own ties first
        for group in (met, told):
            group.sort(key=lambda e: around not in (e.source, e.target))
    bound = {end for e in chain(met, told) for end in (e.source, e.target)}
    held = list(registry_edges(bound)) if "registry" in ties else []
    shown = [*met[:edges], *told[:edges]]
    names = {end for e in shown for end in (e.source, e.target)}
    shown += [e for e in held if {e.source, e.target} <= names][:edges]
    return Network(
        nodes=_nodes(store, asked, names, said),
        edges=tuple(shown),
        total_actors=len(bound),
        total_edges=len(met) + len(told) + len(held),
    )


def registry_edges(names: Iterable[str]) -> Iterator[NetworkEdge]:
    """Ties that the registry has between some actors.

    Args:
        names: their ids.
    """
    among = set(names)
    for name in sorted(among):
        for tie in registry_ties(name):
            if tie.outward and tie.other in among:
                kind = load_actor_pages().ties[tie.kind]
                yield NetworkEdge(
                    source=name,
                    target=tie.other,
                    kind=tie.kind,
                    label=kind.label,
                    origin="registry",
                    mutual=kind.mutual,
                    first=None if tie.since is None else str(tie.since),
                    last=None if tie.until is None else str(tie.until),
                )


def _nodes(
    store: Store, asked: Filter, names: set[str], said: Iterable[Said]
) -> tuple[NetworkNode, ...]:
    rows = {row.id: row for row in ranked(store, asked)[0]}
    among = {one.id: one for pair in said for one in (pair.first, pair.second)}
    found = []
    for name in names:
        row = rows.get(name)
        who = row or among.get(name) or known_actor(cast_of(store), name)
        if who is None:
            continue
        counts = (row.events, row.initiated, row.suffered) if row else (0, 0, 0)
        found.append(NetworkNode(who.id, who.name, who.kind, who.sort, who.country, *counts))
    return tuple(sorted(found, key=lambda node: (-node.events, node.name, node.id)))


def known_actor(cast: Cast, name: str) -> Standing | None:
    """The actor of an id: of the store's events or of the registry.

    Args:
        cast: who takes part in the events.
        name: the id.
    """
    return cast.actors.get(name) or registered(name)
