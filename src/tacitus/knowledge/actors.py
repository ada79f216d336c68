"""Who can act: classes of actors, the nouns that name them, the registry and its alias index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pycountry
from pydantic import Field

from tacitus.knowledge.actor_entries import (
    ActorEntry,
    ActorFile,
    actor_files,
    check_actors,
    homes_of,
    join_actors,
)
from tacitus.knowledge.load import Entry, packaged, packaged_path, read_yaml
from tacitus.knowledge.made import kept
from tacitus.knowledge.states import Branch, Countries, Country, load_countries, state_reach
from tacitus.records import Problem, TacitusError

_POSSESSIVE = re.compile(r"['’`´]s?(?=\W|$)")
_INNER_MARK = re.compile(r"(?<=\w)['’‘`´ʿʾ](?=\w)|[ʿʾ]")
_ARTICLE = re.compile(r"\b(?:al|el|an|as|ash|ar|ad|at|az)-(?=\w)")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = frozenset({"the", "al"})


class ActorKind(Entry):
    """A class of actor; null where the class does not say."""

    meaning: str
    label: str
    armed: bool | None
    state: bool | None
    person: bool
    object: bool = False
    inter: str | None = None
    sector: str | None = Field(default=None, pattern="^[A-Z]{3}$")


class ActorKinds(Entry):
    """The file actor_classes.yaml."""

    classes: dict[str, ActorKind]


class ActorUnits(Entry):
    """The file actor_units.yaml."""

    units: dict[str, list[str]]


class ActorNouns(Entry):
    """The file actor_nouns.yaml; its comments say what each list is for."""

    nouns: dict[str, list[str]]
    platforms: frozenset[str]
    phrases: dict[str, list[str]]
    neutral: dict[str, str]
    modifiers: dict[str, list[str]]
    transparent: frozenset[str]
    affiliation_suffixes: dict[str, str]
    unhyphenated: frozenset[str]
    of_states: frozenset[str]
    affiliation_prefixes: dict[str, str]
    affiliation_phrases: dict[str, str]
    sided: dict[str, str]
    after_head: frozenset[str]
    dropped: frozenset[str]
    name_joints: frozenset[str]
    not_names: frozenset[str]
    unabbreviated: frozenset[str]
    colourless: frozenset[str]
    numbered: frozenset[str]
    ordinals: frozenset[str]
    speakers: frozenset[str]
    anaphors: frozenset[str]
    followers: frozenset[str]
    posts: frozenset[str]
    everybody: frozenset[str]
    some_of_them: frozenset[str]
    irregular: dict[str, str]


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one actor, with the years and the countries where it can mean that actor."""

    actor: str
    since: int | None = None
    until: int | None = None
    where: tuple[str, ...] = ()

    def fits(self, year: int | None) -> bool:
        """Whether the name was in use in a year or one beside it; an unknown year fits."""
        if year is None:
            return True
        return (self.since or year) - 1 <= year <= (self.until or year) + 1


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as the index gives it.

    Attributes:
        id: registry id ("hezbollah", "state:SY:army").
        name: its name.
        kind: class from actor_classes.yaml.
        countries: ISO codes, home first.
        entry: the registry's entry; None for organs of states, which are generated.

    """

    id: str
    name: str
    kind: str
    countries: tuple[str, ...]
    entry: ActorEntry | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """All actors and their names.

    Attributes:
        actors: by id.
        aliases: the actors behind each name, folded to its words; who fights comes first.
        longest: most words in a name.
        reach: countries in which each actor or a branch of it acts, by id; of a state's organs
            those abroad where its forces fought too.
        adjectives: country code by folded demonym word or words.
        namesakes: the countries of a demonym that several share ("Congolese").
        plurals: demonyms in the plural ("russians"), with their country.

    """

    actors: dict[str, Actor]
    aliases: dict[tuple[str, ...], tuple[Alias, ...]]
    longest: int
    reach: dict[str, frozenset[str]]
    adjectives: dict[tuple[str, ...], str]
    namesakes: dict[tuple[str, ...], tuple[str, ...]]
    plurals: dict[tuple[str, ...], str]
    nations: dict[tuple[str, ...], str]
    rulers: dict[tuple[str, ...], str]
    branches: dict[tuple[str, ...], str]


@lru_cache(maxsize=4_096)
def fold(text: str) -> tuple[str, ...]:
    """The words of a name without case, diacritics, articles, possessives and punctuation.

    "Jabhat al-Nusra" and "Jabhat an-Nusra" both give ("jabhat", "nusra"), "U.S." gives ("us",).
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = plain.replace("–", "-").replace("ı", "i").replace("ø", "o").replace("đ", "d")
    plain = _INNER_MARK.sub("", _POSSESSIVE.sub(" ", plain))
    plain = _INITIALS.sub(lambda m: m.group().replace(".", ""), plain)
    words = tuple(_WORD.findall(_ARTICLE.sub("", plain)))
    kept = tuple(w for w in words if w not in _LEFT_OUT)
    return kept or words


@cache
def load_kinds() -> dict[str, ActorKind]:
    """The classes of actors, by name."""
    return packaged("actor_classes.yaml", ActorKinds).classes


@cache
def load_registry() -> Registry:
    """The actors in force, packaged and one's own, with the organs of all states; read once.

    Raises:
        TacitusError: as ``read_actors`` and ``check_actors``.

    """
    paths = actor_files()

    def made() -> Registry:
        parts = [(path, read_yaml(path, ActorFile)) for path in paths]
        return registry_of(join_actors(parts), homes_of(parts))

    others = map(packaged_path, ("countries.yaml", "actor_classes.yaml", "actor_units.yaml"))
    return kept(
        "actors",
        (*paths, *others),
        made,
        packages=("pycountry", "pydantic"),
    )


def registry_of(
    entries: Mapping[str, ActorEntry], homes: Mapping[str, Path] | None = None
) -> Registry:
    """Written actors and the organs of all states, with the index of their names.

    Args:
        entries: by id.
        homes: the files that they stand in, for messages.

    Raises:
        TacitusError: as ``check_actors``.
    """
    states = load_countries()
    check_actors(entries, load_kinds(), states.countries, homes)
    return _index(entries, states)


class _Names:
    """Collects the aliases while the index is built."""

    def __init__(self) -> None:
        self.aliases: dict[tuple[str, ...], list[Alias]] = {}

    def add(self, name: str, alias: Alias) -> None:
        """Note a name of an actor once."""
        key = fold(name)
        known = self.aliases.setdefault(key, [])
        if all(other.actor != alias.actor for other in known):
            known.append(alias)


def _index(entries: Mapping[str, ActorEntry], states: Countries) -> Registry:
    names = _Names()
    actors: dict[str, Actor] = {}
    for key, entry in entries.items():
        actors[key] = Actor(key, entry.name, entry.kind, tuple(entry.countries), entry)
        for spelling in entry.spellings():
            where = tuple(spelling.where)
            names.add(spelling.name, Alias(key, spelling.since, spelling.until, where))
    _add_units(names)
    adjectives: dict[tuple[str, ...], str] = {}
    bearers: dict[tuple[str, ...], list[str]] = {}
    plurals: dict[tuple[str, ...], str] = {}
    nations: dict[tuple[str, ...], str] = {}
    rulers: dict[tuple[str, ...], str] = {}
    for code, country in states.countries.items():
        official = pycountry.countries.get(alpha_2=code)
        short = country.names or ([official.name] if official else [])
        for name in dict.fromkeys([*short, *([official.name] if official else [])]):
            nations.setdefault(fold(name), code)
        for seat in country.seats:
            nations.setdefault(fold(seat), code)
        for ruler in country.governments:
            rulers.setdefault(fold(ruler), code)
        for adjective in country.adjectives:
            bearers.setdefault(fold(adjective), []).append(code)
            adjectives.setdefault(fold(adjective), code)
            plurals.setdefault(fold(f"{adjective}s"), code)
        _state_actors(code, short[0], country, states.branches, names, actors)
    kinds = load_kinds()
    found = {
        key: tuple(sorted(held, key=lambda alias: _prominence(actors[alias.actor], kinds)))
        for key, held in names.aliases.items()
    }
    organs = {fold(w): name for name, organ in states.branches.items() for w in organ.words}
    return Registry(
        actors,
        found,
        max(len(key) for key in found),
        _reach(entries) | state_reach(states),
        adjectives,
        {words: tuple(codes) for words, codes in bearers.items() if len(codes) > 1},
        plurals,
        nations,
        rulers,
        organs,
    )


def _add_units(names: _Names) -> None:
    """Add "Nasr Army" to "Jaysh al-Nasr", where no actor is called so already."""
    units = packaged("actor_units.yaml", ActorUnits).units
    for words, held in list(names.aliases.items()):
        for unit in units.get(words[0], ()) if len(words) > 1 else ():
            names.aliases.setdefault((*words[1:], unit), list(held))


def _prominence(actor: Actor, kinds: Mapping[str, ActorKind]) -> tuple[bool, int]:
    """Sorts the actors of one name: who fights comes first, then who has the most names."""
    names = len(actor.entry.aliases) if actor.entry is not None else 0
    return kinds[actor.kind].armed is not True, -names


def _reach(entries: Mapping[str, ActorEntry]) -> dict[str, frozenset[str]]:
    reach = {key: set(entry.countries) for key, entry in entries.items()}
    for entry in entries.values():
        for tie in entry.parents:
            if tie.to in reach:
                reach[tie.to].update(entry.countries)
    return {key: frozenset(countries) for key, countries in reach.items()}


def _state_actors(
    code: str,
    label: str,
    country: Country,
    branches: dict[str, Branch],
    names: _Names,
    actors: dict[str, Actor],
) -> None:
    for branch, organ in branches.items():
        key = f"state:{code}:{branch}"
        actors[key] = Actor(key, f"{organ.label} of {label}", organ.kind, (code,))
        for own in country.forces.get(branch, ()):
            # a written actor of the country that bears the name says more than its organ
            written = (actors[a.actor] for a in names.aliases.get(fold(own), ()))
            if not any(code in a.countries for a in written):
                names.add(own, Alias(key))


def collisions(registry: Registry) -> tuple[Problem, ...]:
    """Names that stand for several actors in the same years, and how each is decided."""
    found = []
    for words, aliases in sorted(registry.aliases.items()):
        clash = [
            (a.actor, b.actor)
            for i, a in enumerate(aliases)
            for b in aliases[i + 1 :]
            if (a.since or 0) <= (b.until or 9999) and (b.since or 0) <= (a.until or 9999)
            if not (a.where and b.where) or set(a.where) & set(b.where)
        ]
        if clash:
            who = ", ".join(sorted({actor for pair in clash for actor in pair}))
            found.append(
                Problem(
                    "alias-collision",
                    f"{' '.join(words)!r} names {who}: {_told_apart(clash, registry)}.",
                    "Give the name years of use, or countries where alone it means the actor.",
                )
            )
    return tuple(found)


def _told_apart(clash: list[tuple[str, str]], registry: Registry) -> str:
    """How one of the actors of a shared name is chosen."""
    actors = registry.actors
    reach = {k: registry.reach.get(k) or frozenset(actors[k].countries) for p in clash for k in p}
    if all(reach[a] and reach[b] and not reach[a] & reach[b] for a, b in clash):
        return "decided by the report's countries"
    return "decided where the report's countries or year fit one alone, else none is taken"


@dataclass(frozen=True, slots=True)
class NounIndex:
    """The noun lists turned round for look-up by words; see actor_nouns.yaml."""

    lists: ActorNouns
    heads: dict[tuple[str, ...], str]
    modifiers: dict[tuple[str, ...], str]
    platforms: frozenset[tuple[str, ...]]


@cache
def load_nouns() -> NounIndex:
    """The packaged noun lists, read once per process.

    Raises:
        TacitusError: ``bad-knowledge`` when a word stands in two classes.

    """
    lists = packaged("actor_nouns.yaml", ActorNouns)
    heads: dict[tuple[str, ...], str] = {}
    modifiers: dict[tuple[str, ...], str] = {}
    for table, source in (
        (heads, lists.phrases),
        (heads, lists.nouns),
        (modifiers, lists.modifiers),
    ):
        for kind, words in source.items():
            for word in words:
                if table.setdefault(fold(word), kind) != kind:
                    raise TacitusError(
                        "bad-knowledge",
                        f"actor_nouns.yaml: {word!r} stands in {table[fold(word)]} and {kind}.",
                        "Keep it in one class.",
                    )
    return NounIndex(lists, heads, modifiers, frozenset(fold(w) for w in lists.platforms))
