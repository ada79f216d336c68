"""What the registry of actors says of one: no report need say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tacitus.knowledge.actor_entries import TIES, ActorEntry
from tacitus.knowledge.actor_pages import load_actor_pages
from tacitus.knowledge.actors import Registry, load_registry
from tacitus.serve.views.actor_records import RegistryFacts, RegistryName

#: Names of the data sets whose codes the registry has, as printed.
CODES = {"ucdp": "UCDP", "cameo": "CAMEO", "acled": "ACLED", "wikidata": "Wikidata"}


@dataclass(frozen=True, slots=True)
class Held:
    """A tie that the registry has.

    Attributes:
        other: id of the other actor.
        kind: of knowledge/actor_pages.yaml.
        outward: whether the actor asked for is the first of the tie.
        since, until: years, None where open.
    """

    other: str
    kind: str
    outward: bool
    since: int | None
    until: int | None


def registry_ties(name: str) -> tuple[Held, ...]:
    """The ties of an actor, those that other entries have with it among them.

    Args:
        name: its id.
    """
    return tuple(_ties(load_registry()).get(name, ()))


def registry_facts(name: str) -> RegistryFacts | None:
    """What the registry says of an actor; None for one that it lacks.

    Args:
        name: its id.
    """
    known = load_registry().actors.get(name)
    if known is None:
        return None
    entry = known.entry
    if entry is None:
        return RegistryFacts("", "", known.countries, None, None, (), ())
    return RegistryFacts(
        about=entry.about,
        source=entry.source,
        countries=known.countries,
        since=entry.since,
        until=entry.until,
        names=tuple(
            RegistryName(s.name, s.language, s.since, s.until) for s in entry.spellings()[1:]
        ),
        codes=tuple(_codes(entry)),
    )


def _codes(entry: ActorEntry) -> Iterator[tuple[str, str]]:
    for name, label in CODES.items():
        code = getattr(entry.codes, name)
        if code is not None:
            yield label, str(code)


_held: list[tuple[Registry, dict[str, list[Held]]]] = []


def _ties(registry: Registry) -> dict[str, list[Held]]:
    """The ties of all actors of a registry; those of the one that was asked last are kept."""
    if not _held or _held[0][0] is not registry:
        _held[:] = [(registry, _gathered(registry))]
    return _held[0][1]


def _gathered(registry: Registry) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for actor in registry.actors.values():
        for field in TIES if actor.entry is not None else ():
            kind, entry_is_first = _kinds()[field]
            for tie in getattr(actor.entry, field):
                other = tie.to if tie.to in registry.actors else f"state:{tie.to}:government"
                ends = (actor.id, other) if entry_is_first else (other, actor.id)
                years = (tie.since, tie.until)
                found.setdefault(ends[0], []).append(Held(ends[1], kind, True, *years))
                found.setdefault(ends[1], []).append(Held(ends[0], kind, False, *years))
    return found


@cache
def _kinds() -> dict[str, tuple[str, bool]]:
    """By field of an entry, the tie that it holds and whether the entry is its first."""
    return {
        field: (name, end == "subject")
        for name, tie in load_actor_pages().ties.items()
        for field, end in tie.registry.items()
    }
