"""Asking a store for events by day, place, actors, losses, words of the reports and more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pycountry
import sqlalchemy as sa

from tacitus.knowledge.actor_search import HELD, search_actors
from tacitus.knowledge.actors import Registry, fold, load_registry
from tacitus.knowledge.codebook import load_codebook
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.gazetteer_search import search_places
from tacitus.knowledge.states import load_countries
from tacitus.reconcile.kin import narrower
from tacitus.records import TacitusError
from tacitus.resolve.actors import resolve_actor
from tacitus.store.schema import (
    claims,
    event_actors,
    event_claims,
    event_forms,
    event_outlets,
    event_stances,
    events,
)
from tacitus.store.search import Near, holding, in_box, within

#: Orders in which events can be asked for, and what sorts them; ties are sorted by id.
ORDERS: dict[str, tuple[sa.ColumnElement[object], ...]] = {
    "start": (sa.func.coalesce(events.c.first_day, "9999").asc(),),
    "-start": (sa.func.coalesce(events.c.first_day, "").desc(),),
    "killed": (sa.func.coalesce(events.c.killed_best, -1).asc(),),
    "-killed": (sa.func.coalesce(events.c.killed_best, -1).desc(),),
    "-reports": (events.c.reports.desc(),),
    "id": (),
}
# Likeness (0 to 100) that a name of the gazetteer or the registry must have.
_VERY_NAME = 100.0

#: Stands for sources that speak for no known side.
NO_SIDE = "none"
#: One or several, any of which fits; None for whichever.
Several = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class EventQuery:
    """What events are asked for; all that is given must hold, None asks nothing.

    Attributes:
        since, until: first and last day, ISO 8601; events that may lie in between, no undated ones.
        near: name or id of a place of the gazetteer, or its latitude and longitude in degrees.
        within_km: how far from it, in kilometres; those located to a country alone are left out.
        bbox: west, south, east and north in degrees, of a box that it lies in; one whose west is
            greater than its east goes over the date line. Those located to a country alone are left
            out.
        country: ISO 3166 alpha-2 code or name of the country where it was, or several.
        actor: id or name of an initiator or target: any name that the registry has for it, with all
            its branches and earlier names; or words of a name that is in no registry. Or several,
            any of which takes part.
        type: sub-event type ("Air/drone strike") or event type ("Explosions/Remote violence"), or
            several.
        min_killed, max_killed: least and greatest number of killed, by the best figure.
        contested: whether claims differ in anything; or the field in which they do ("killed").
        support: grades of support, any of which it has.
        outlet: one that published it, whatever its case, or several.
        stance: sides that any of its sources speaks for; ``NO_SIDE`` for sources of no known side.
        text: words of one of its reports' titles or texts, see ``search.holding``.
        factuality: any of which it has.
        aggregate: whether it is a sum over many unnamed events.
        rejected: whether reviewers rejected it; None for both.
        limit, offset: how many at the most, and how many of the first ones are passed over.
        order: key of ``ORDERS``: "start", "-start" (latest first), "killed", "-killed", "-reports"
            or "id".
    """

    since: str | None = None
    until: str | None = None
    near: str | tuple[float, float] | None = None
    within_km: float = 25.0
    bbox: tuple[float, float, float, float] | None = None
    country: Several = None
    actor: Several = None
    type: Several = None
    min_killed: int | None = None
    max_killed: int | None = None
    contested: bool | str | None = None
    support: tuple[str, ...] = ()
    outlet: Several = None
    stance: tuple[str, ...] = ()
    text: str | None = None
    factuality: tuple[str, ...] = ()
    aggregate: bool | None = None
    rejected: bool | None = False
    limit: int | None = None
    offset: int = 0
    order: str = "start"


def selected(query: EventQuery, dialect: str) -> sa.Select[Any]:
    """The select of the forms of the events asked for, in order.

    Args:
        query: what is asked.
        dialect: name of the database's kind.

    Raises:
        TacitusError: ``bad-query`` for a day, an order or a number that is none, ``no-such-place``,
            ``no-such-country``, ``no-such-actor`` or ``no-such-type`` for a name that nothing has.
    """
    asked = sa.select(event_forms.c.form).join(events, events.c.serial == event_forms.c.event)
    return paged(asked.where(*conditions(query, dialect)), query)


def paged(asked: sa.Select[Any], query: EventQuery) -> sa.Select[Any]:
    """A select of events in the order asked for, and as many as are asked for.

    Args:
        asked: has ``events`` among its tables.
        query: what is asked.

    Raises:
        TacitusError: ``bad-query`` for an order or a number that is none.
    """
    if query.order not in ORDERS:
        raise _bad(f"{query.order!r} is no order.", f"Use one of {', '.join(ORDERS)}.")
    asked = asked.order_by(*ORDERS[query.order], events.c.id)
    if query.limit is not None:
        asked = asked.limit(_natural(query.limit, "limit"))
    # SQLite knows no OFFSET alone; SQLAlchemy adds the LIMIT it wants
    return asked.offset(_natural(query.offset, "offset")) if query.offset else asked


def counted(query: EventQuery, dialect: str) -> sa.Select[Any]:
    """The select of how many events are asked for, limit and offset left aside.

    Raises:
        TacitusError: as ``selected``.
    """
    return sa.select(sa.func.count()).select_from(events).where(*conditions(query, dialect))


def conditions(query: EventQuery, dialect: str) -> list[sa.ColumnElement[bool]]:
    """What must hold of a row of ``events``.

    Raises:
        TacitusError: as ``selected``.
    """
    found = [*_when(query), *_where(query, dialect), *_state(query)]
    if query.actor is not None:
        found.append(sa.or_(*map(_by_actor, _each(query.actor))))
    if query.type is not None:
        found.append(events.c.type.in_([t for words in _each(query.type) for t in _types(words)]))
    if query.min_killed is not None:
        found.append(events.c.killed_best >= _natural(query.min_killed, "min_killed"))
    if query.max_killed is not None:
        found.append(events.c.killed_best <= _natural(query.max_killed, "max_killed"))
    if query.outlet is not None:
        mine = event_outlets.c.outlet.in_([name.casefold() for name in _each(query.outlet)])
        found.append(events.c.serial.in_(sa.select(event_outlets.c.event).where(mine)))
    if query.stance:
        sides = ["" if side == NO_SIDE else side for side in query.stance]
        mine = event_stances.c.stance.in_(sides)
        found.append(events.c.serial.in_(sa.select(event_stances.c.event).where(mine)))
    if query.text is not None:
        told = (
            sa.select(event_claims.c.event)
            .join(claims, claims.c.key == event_claims.c.claim)
            .where(claims.c.report.in_(holding(dialect, query.text)))
        )
        found.append(events.c.serial.in_(told))
    return found


def _each(value: Several) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _when(query: EventQuery) -> Iterable[sa.ColumnElement[bool]]:
    if query.since is not None:
        yield events.c.last_day >= _day(query.since)
    if query.until is not None:
        yield events.c.first_day <= _day(query.until)


def _where(query: EventQuery, dialect: str) -> Iterable[sa.ColumnElement[bool]]:
    countries = [_country(words) for words in _each(query.country)]
    if query.country is not None:
        yield events.c.country.in_(countries)
    if query.near is not None:
        only = countries[0] if len(countries) == 1 else None
        yield within(dialect, _circle(query.near, query.within_km, only))
    if query.bbox is not None:
        yield in_box(_boxed(query.bbox))


def _state(query: EventQuery) -> Iterable[sa.ColumnElement[bool]]:
    if isinstance(query.contested, str):
        yield events.c.contested.contains(f" {query.contested} ", autoescape=True)
    elif query.contested is not None:
        yield events.c.contested != "" if query.contested else events.c.contested == ""
    if query.support:
        yield events.c.support.in_(query.support)
    if query.factuality:
        yield events.c.factuality.in_(query.factuality)
    if query.aggregate is not None:
        yield events.c.aggregate.is_(query.aggregate)
    if query.rejected is not None:
        yield events.c.rejected.is_(query.rejected)


def _bad(what: str, fix: str) -> TacitusError:
    return TacitusError("bad-query", what, fix)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise _bad(f"{text!r} is no day.", "Write it as 2017-04-04.") from error


def _natural(number: int, name: str) -> int:
    if number < 0:
        raise _bad(f"{name} is {number}.", "Give 0 or more.")
    return number


def _country(words: str) -> str:
    try:
        code: str = pycountry.countries.lookup(words.strip()).alpha_2
    except LookupError as error:
        near = _near_country(words)
        if near is not None:
            return near
        raise TacitusError(
            "no-such-country",
            f"no country is called {words!r}.",
            "Give its ISO 3166 code, like SY.",
        ) from error
    return code


def _near_country(words: str) -> str | None:
    """The code of a country by a name that reports have for it ("Syria", "Russia")."""
    sought = fold(words)
    for code, country in load_countries().countries.items():
        if any(fold(name) == sought for name in country.names):
            return code
    return None


def _circle(near: str | tuple[float, float], km: float, country: str | None) -> Near:
    if not km > 0:
        raise _bad(f"within {km} km is no distance.", "Give more than 0.")
    if not isinstance(near, str):
        lat, lon = near
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise _bad(f"{lat}, {lon} is no place.", "Give degrees: latitude, then longitude.")
        return Near(lat, lon, km)
    hits = search_places(open_gazetteer(), near, country=country, most=5)
    if not hits or hits[0].likeness < _VERY_NAME:
        others = ", ".join(f"{hit.name} ({hit.entry.country})" for hit in hits)
        raise TacitusError(
            "no-such-place",
            f"no place is called {near!r}.",
            f"Near: {others}." if others else "Give its latitude and longitude.",
        )
    return Near(hits[0].entry.lat, hits[0].entry.lon, km)


def _boxed(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = box
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise _bad(f"{box} is no box.", "Give west, south, east and north in degrees.")
    return box


def _types(words: str) -> list[str]:
    """The sub-event types meant, by their name or that of their event type."""
    kinds = load_codebook().event_types
    for kind, members in kinds.items():
        if words.casefold() == kind.casefold():
            return list(members)
    known = [name for members in kinds.values() for name in members]
    # a codebook of one's own may have given other types
    return [name for name in known if words.casefold() == name.casefold()] or [words]


def _by_actor(words: str) -> sa.ColumnElement[bool]:
    """Whether an actor meant by the words, or a branch of it, takes part."""
    named = event_actors.c.names.contains(f" {' '.join(fold(words))} ", autoescape=True)
    if not words.strip():
        raise _bad("no actor is named.", "Give an id or a name.")
    ids = _ids_meant(words)
    if ids:
        named = sa.or_(event_actors.c.actor.in_(ids), event_actors.c.actor.is_(None) & named)
    return events.c.serial.in_(sa.select(event_actors.c.event).where(named))


class _Lately:
    """What words meant under one registry: one filter asks it again for each of its counts."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.ids = lru_cache(maxsize=256)(self._ids)

    def _ids(self, words: str) -> tuple[str, ...]:
        meant = _meant(self.registry, words)
        return tuple(sorted(branches(self.registry, meant))) if meant else ()


_lately: list[_Lately] = []


def _ids_meant(words: str) -> tuple[str, ...]:
    """Ids of the actors that some words mean, with their branches; none where no actor is meant."""
    registry = load_registry()
    held = _lately[0] if _lately else None
    if held is None or held.registry is not registry:
        held = _Lately(registry)
        _lately[:] = [held]
    return held.ids(words)


def _meant(registry: Registry, words: str) -> set[str]:
    """Ids of the actors that some words mean: all of that name, else those whose name holds it."""
    hits = search_actors(registry, words)
    meant = {hit.actor.id for hit in hits if hit.likeness == _VERY_NAME}
    # organs of states have no list of names ("the Syrian army")
    read = resolve_actor(words).actor
    if read is not None:
        meant.add(read)
    return meant or {hit.actor.id for hit in hits if hit.likeness >= HELD}


def branches(registry: Registry, actors: Iterable[str]) -> frozenset[str]:
    """Actors with all their branches and earlier names, over any number of steps.

    Args:
        registry: the actors in force.
        actors: ids.
    """
    meant = frozenset(actors)
    below = (actor for actor in registry.actors if any(narrower(actor, m) for m in meant))
    return meant.union(below)
