"""What the actor registry holds: fields filled, countries, and both sides of known conflicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from tacitus.knowledge.actor_codes import other_names
from tacitus.knowledge.load import Entry, read_yaml
from tacitus.resolve.actors import resolve_actor

if TYPE_CHECKING:
    from tacitus.knowledge.actors import Actor, Registry


class Conflict(Entry):
    """An armed conflict and who fights it.

    Attributes:
        name: what it is called here.
        country: ISO code of where it is fought.
        since, until: first and last year; None where it goes on.
        sides: the actor that each name means in reports on it.
    """

    name: str
    country: str
    since: int
    until: int | None = None
    sides: dict[str, str] = Field(min_length=1)


class Conflicts(Entry):
    """The file quality/conflicts.yaml."""

    conflicts: list[Conflict]


@dataclass(frozen=True, slots=True)
class Side:
    """A name that reporters use of one side, looked up in every year of its conflict.

    Attributes:
        conflict: what it is a side of.
        name: as reporters write it.
        wanted: the actor it means.
        given: the actors it was taken for in some year.
    """

    conflict: Conflict
    name: str
    wanted: str
    given: frozenset[str]

    @property
    def found(self) -> bool:
        """Whether it was taken for its actor in some year and for no other in any."""
        return self.given == {self.wanted}


def look_up(conflicts: Conflicts, today: int) -> Iterator[Side]:
    """Look up the sides of conflicts as in reports of every year of theirs.

    Args:
        conflicts: what to look up.
        today: last year of those that go on.
    """
    for conflict in conflicts.conflicts:
        years = range(conflict.since, (conflict.until or today) + 1)
        for name, wanted in conflict.sides.items():
            given = {
                resolve_actor(
                    name,
                    day=date(year, 7, 1),
                    countries=(conflict.country,),
                    home=conflict.country,
                ).actor
                for year in years
            }
            yield Side(conflict, name, wanted, frozenset(actor for actor in given if actor))


def read_conflicts(path: Path) -> Conflicts:
    """The conflicts of a file.

    Raises:
        TacitusError: ``bad-knowledge`` when it does not fit.
    """
    return read_yaml(path, Conflicts)


_FIELDS: Mapping[str, Callable[[Actor], object]] = {
    "what it is": lambda a: a.entry is None or a.entry.about,
    "where that is from": lambda a: a.entry is None or a.entry.source,
    "countries": lambda a: a.countries,
    "first year": lambda a: a.entry and a.entry.since,
    "names in other languages": lambda a: a.entry and any(s.language for s in a.entry.spellings()),
    "names with years": lambda a: a.entry and any(s.since or s.until for s in a.entry.spellings()),
    "parents": lambda a: a.entry and a.entry.parents,
    "split from": lambda a: a.entry and a.entry.split_from,
    "backers": lambda a: a.entry and a.entry.backers,
    "successors": lambda a: a.entry and a.entry.successors,
    "ACLED class": lambda a: other_names(a).inter,
    "PLOVER sector": lambda a: other_names(a).sector,
    "CAMEO code": lambda a: other_names(a).cameo,
    "UCDP id": lambda a: other_names(a).ucdp,
    "ACLED name": lambda a: other_names(a).acled,
    "Wikidata item": lambda a: other_names(a).wikidata,
}


def coverage(registry: Registry) -> dict[str, tuple[int, int]]:
    """How many written actors, and how many organs of states, have each field.

    Args:
        registry: the actors in force.
    """
    written = [a for a in registry.actors.values() if a.entry is not None]
    organs = [a for a in registry.actors.values() if a.entry is None]
    counts = {"all": (len(written), len(organs))}
    for name, has in _FIELDS.items():
        counts[name] = (sum(bool(has(a)) for a in written), sum(bool(has(a)) for a in organs))
    return counts


def by_country(registry: Registry) -> Counter[str]:
    """How many written actors act in each country, by its code."""
    written = (a for a in registry.actors.values() if a.entry is not None)
    return Counter(country for actor in written for country in actor.countries)
