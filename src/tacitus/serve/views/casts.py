"""Who takes part in what, looked up once while nothing in the store changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa

from tacitus.knowledge.actor_pages import load_actor_pages, ties_told
from tacitus.knowledge.codebook import load_codebook
from tacitus.resolve.standing import Standing, standing
from tacitus.serve.caching import kept
from tacitus.serve.filters import Filter
from tacitus.serve.views.actor_records import Saying
from tacitus.store import Store, parties
from tacitus.store.listing import Sums

# answers that are kept: rows of all events that a filter lets through are large
_FACTS, _SAYINGS = 6, 6
#: Factualities of events that count as having happened where the filter asks for none.
HAPPENED = frozenset({"asserted", "hedged"})


@dataclass(slots=True)
class Part:
    """Who takes part in an event, by ids of actors, each once.

    Attributes:
        initiators, targets: those that stand on their own.
        unnamed: whether others are named.
    """

    initiators: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    unnamed: bool = False

    @property
    def everybody(self) -> dict[str, None]:
        """Both sides, each once."""
        return dict.fromkeys([*self.initiators, *self.targets])


@dataclass(slots=True)
class Cast:
    """Who takes part in all events of a store.

    Attributes:
        actors: those that stand on their own, by id.
        parts: by the serial number of an event, who takes part in it.
        wordings: by the id of an actor, the events it takes part in with the names that it has in
            each, folded as ``store.forms.names_of`` does.
        outlets: by the serial number of an event, who published on it.
    """

    actors: dict[str, Standing] = field(default_factory=dict)
    parts: dict[int, Part] = field(default_factory=dict)
    wordings: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    outlets: dict[int, list[str]] = field(default_factory=dict)


@kept(1)
def cast_of(store: Store) -> Cast:
    """Who takes part in the events of a store.

    Args:
        store: which.
    """
    with store.reading() as connection:
        rows, outlets = parties.all_parties(connection), parties.all_outlets(connection)
    cast = Cast()
    for event, side, actor, kind, country, name, names in rows:
        part = cast.parts.get(event)
        if part is None:
            part = cast.parts[event] = Part()
        who = standing(actor, kind, country, name)
        if who is None:
            part.unnamed = True
            continue
        cast.actors.setdefault(who.id, who)
        among = part.initiators if side == "initiator" else part.targets
        if who.id not in among:
            among.append(who.id)
        cast.wordings.setdefault(who.id, []).append((event, names))
    for event, outlet in outlets:
        cast.outlets.setdefault(event, []).append(outlet)
    return cast


@kept(_FACTS, paging=False)
def facts_of(store: Store, asked: Filter) -> list[sa.Row[Any]]:
    """What counts of the events that a filter lets through, see ``store.parties.facts``.

    Args:
        store: which.
        asked: the filter.

    Raises:
        TacitusError: as ``query.selected``.
    """
    with store.reading() as connection:
        return parties.facts(connection, asked.to_store(whole=True))


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says binds two actors.

    Attributes:
        first, second: the actors, as the tie has them.
        tie: kind of knowledge/actor_pages.yaml.
        saying: who says so, in which words.
    """

    first: Standing
    second: Standing
    tie: str
    saying: Saying


@kept(_SAYINGS, paging=False)
def sayings_of(store: Store, asked: Filter) -> tuple[list[Said], int]:
    """What reports say binds actors, in order of publication.

    Args:
        store: which.
        asked: the filter, see ``store.parties.relations``.

    Returns:
        Those between two actors that stand on their own; and how many relations and affiliations
        there are besides, which name single persons, places, or a group of no certain name.

    Raises:
        TacitusError: as ``query.selected``.
    """
    with store.reading() as connection:
        rows = parties.relations(connection, asked.to_store(whole=True))
    found: list[Said] = []
    left = 0
    for row in rows:
        tie = ties_told().get(row.relation)
        subject = standing(row.subject_actor, row.subject_kind, row.subject_country, row.subject)
        other = standing(row.object_actor, row.object_kind, row.object_country, row.object)
        if tie is None or subject is None or other is None or subject.id == other.id:
            left += 1
            continue
        name, first = tie
        ends = (subject, other) if first == "subject" else (other, subject)
        if load_actor_pages().ties[name].mutual:
            ends = (min(ends, key=lambda who: who.id), max(ends, key=lambda who: who.id))
        found.append(Said(*ends, name, _saying(row)))
    return found, left


def _saying(row: sa.Row[Any]) -> Saying:
    return Saying(
        report=row.report_id,
        outlet=row.outlet,
        published=row.day,
        claim=row.claim,
        start=row.start,
        end=row.end,
        words=row.words,
        subject=row.subject,
        object=row.object,
        attribution=tuple(row.attribution),
        factuality=row.factuality,
    )


@cache
def fought_types() -> frozenset[str]:
    """The sub-event types in which the initiator is violent; those of no other codebook."""
    fought = load_actor_pages().fought
    kinds = load_codebook().event_types
    members = (member for kind in fought.event_types for member in kinds.get(kind, ()))
    return frozenset([*members, *fought.types])


class Tally:
    """Sums of losses as they are added up, see ``listing.Sums``."""

    __slots__ = ("best", "contested", "events", "high", "low", "open", "told")

    def __init__(self) -> None:
        self.events = self.told = self.low = self.best = self.high = 0
        self.open = self.contested = 0

    def add(self, event: sa.Row[Any]) -> None:
        """Count an event of ``facts_of``."""
        self.events += 1
        if event.contested:
            self.contested += 1
        if event.killed_best is None or event.aggregate:
            return
        self.told += 1
        self.low += event.killed_low
        self.best += event.killed_best
        if event.killed_high is None:
            self.high += event.killed_best
            self.open += 1
        else:
            self.high += event.killed_high

    @property
    def sums(self) -> Sums:
        """What was counted."""
        return Sums(
            self.events, self.told, self.low, self.best, self.high, self.open, self.contested
        )


def span_of(days: Iterable[str | None]) -> tuple[str | None, str | None]:
    """The first and the last of days, those that are not known left aside."""
    known = [day for day in days if day]
    return (min(known), max(known)) if known else (None, None)
