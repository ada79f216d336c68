"""Actors and outlets in lists."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.knowledge.actors import load_registry
from tacitus.resolve.sources import resolve_source
from tacitus.serve.caching import kept
from tacitus.serve.filters import Filter
from tacitus.serve.views.lists import ActorRow, OutletRow
from tacitus.store import Store, shelves
from tacitus.store.shelves import ActorCounts

# answers that are kept
_LISTS = 64


@dataclass(frozen=True, slots=True)
class ActorPageful:
    """A page of the list of actors.

    Attributes:
        actors: those of the page, those of most events first.
        total: how many there are.
        offset, limit: which of them these are.
    """

    actors: tuple[ActorRow, ...]
    total: int
    offset: int
    limit: int


@kept(_LISTS)
def actor_list(store: Store, asked: Filter) -> ActorPageful:
    """A page of the actors of the events that a filter lets through.

    Args:
        store: which.
        asked: the filter, whose offset and limit are of the actors.

    Raises:
        TacitusError: as ``query.selected``.
    """
    query = asked.to_store(whole=True)
    with store.reading() as connection:
        found, total = shelves.actor_counts(
            connection, query, offset=asked.offset, limit=asked.limit
        )
    return ActorPageful(tuple(map(_actor, found)), total, asked.offset, asked.limit)


def _actor(one: ActorCounts) -> ActorRow:
    """An actor as the registry has it, or as its events do."""
    known = load_registry().actors.get(one.actor or "")
    home = known.countries[0] if known is not None and known.countries else None
    return ActorRow(
        actor=one.actor,
        name=known.name if known else one.name,
        kind=known.kind if known else one.kind,
        country=home if known else one.country,
        events=one.events,
        initiated=one.initiated,
        suffered=one.suffered,
        killed=one.killed,
        first=one.first,
        last=one.last,
    )


@kept(1)
def outlet_list(store: Store) -> tuple[OutletRow, ...]:
    """All outlets of stored reports, those of most reports first.

    Args:
        store: which.
    """
    with store.reading() as connection:
        found = shelves.outlet_counts(connection)
    rows = []
    for one in found:
        known = resolve_source(one.name) if one.name else None
        held = known if known is not None and known.source is not None else None
        rows.append(
            OutletRow(
                name=one.name,
                reports=one.reports,
                claims=one.claims,
                events=one.events,
                alone=one.alone,
                contested=one.contested,
                kind=held.kind if held else None,
                stance=held.stance if held else None,
                latest=one.latest,
            )
        )
    return tuple(rows)
