"""Who can act: classes of actors, the nouns that name them, the registry and its alias index."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import pycountry
from pydantic import Field

from tacitus.knowledge.load import Entry, packaged, read_yaml
from tacitus.records import Problem, TacitusError

_POSSESSIVE = re.compile(r"['’`´]s?(?=\W|$)")
_INNER_MARK = re.compile(r"(?<=\w)['’‘`´ʿʾ](?=\w)|[ʿʾ]")
_ARTICLE = re.compile(r"\b(?:al|el|an|as|ash|ar|ad|at|az)-(?=\w)")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_WORD = re.compile(r"[a-z0-9]+")
_LEFT_OUT = frozenset({"the", "al"})


class ActorKind(Entry):
    """A class of actor; null where the class does not say."""

    meaning: str
    label: str
    armed: bool | None
    state: bool | None
    person: bool
    object: bool = False


class ActorKinds(Entry):
    """The file actor_classes.yaml."""

    classes: dict[str, ActorKind]


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
    followers: frozenset[str]
    posts: frozenset[str]
    irregular: dict[str, str]


class Country(Entry):
    """How reports name a state; the head of countries.yaml says what each list holds."""

    names: list[str] = Field(default_factory=list)
    adjectives: list[str] = Field(default_factory=list)
    seats: list[str] = Field(default_factory=list)
    governments: list[str] = Field(default_factory=list)
    forces: dict[str, list[str]] = Field(default_factory=dict)


class Branch(Entry):
    """An organ that every state has: the words for it after the country's adjective or name."""

    label: str
    kind: str
    words: list[str]


class Countries(Entry):
    """The file countries.yaml."""

    branches: dict[str, Branch]
    countries: dict[str, Country]


class Spelling(Entry):
    """A name that was in use in certain years only."""

    name: str
    since: int | None = None
    until: int | None = None


class Tie(Entry):
    """A tie to another actor or state in certain years; open ends are null."""

    to: str
    since: int | None = None
    until: int | None = None


class ActorEntry(Entry):
    """One actor of the registry.

    Attributes:
        name: the name most used in English.
        kind: class from actor_classes.yaml.
        about: one line on who it is.
        countries: ISO 3166 alpha-2 codes of where it acts, home first.
        since, until: years of activity; null where open or not certain.
        aliases: other names, spellings and abbreviations.
        parents: actors it is or was a branch of.
        backers: actors or states that back or backed it.
        successors: actors that it turned into or merged into.

    """

    name: str
    kind: str
    about: str
    countries: list[str] = Field(default_factory=list)
    since: int | None = None
    until: int | None = None
    aliases: list[str | Spelling] = Field(default_factory=list)
    parents: list[Tie] = Field(default_factory=list)
    backers: list[Tie] = Field(default_factory=list)
    successors: list[Tie] = Field(default_factory=list)


class ActorFile(Entry):
    """One file of knowledge/actors/, by actor id."""

    actors: dict[str, ActorEntry]


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one actor, with the years in which it can mean that actor."""

    actor: str
    since: int | None = None
    until: int | None = None

    def fits(self, year: int | None) -> bool:
        """Whether the name was in use in a year; an unknown year rules nothing out."""
        if year is None:
            return True
        return (self.since or year) <= year <= (self.until or year)


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
        aliases: the actors behind each name, folded to its words.
        longest: most words in a name.
        adjectives: country code by folded demonym word or words.
        plurals: demonyms in the plural ("russians"), with their country.

    """

    actors: dict[str, Actor]
    aliases: dict[tuple[str, ...], tuple[Alias, ...]]
    longest: int
    adjectives: dict[tuple[str, ...], str]
    plurals: dict[tuple[str, ...], str]
    nations: dict[tuple[str, ...], str]
    rulers: dict[tuple[str, ...], str]
    branches: dict[tuple[str, ...], str]


@lru_cache(maxsize=65_536)
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
def load_countries() -> Countries:
    """How reports name states and their organs."""
    return packaged("countries.yaml", Countries)


@cache
def load_registry() -> Registry:
    """The packaged actor registry with the organs of all states, read once per process.

    Raises:
        TacitusError: ``bad-knowledge`` when a file does not fit, an id stands twice, or a class
            or tie names nothing that exists.

    """
    entries: dict[str, ActorEntry] = {}
    folder = Path(str(files("tacitus.knowledge") / "actors"))
    for path in sorted(folder.glob("*.yaml")):
        for key, entry in read_yaml(path, ActorFile).actors.items():
            if key in entries:
                raise TacitusError(
                    "bad-knowledge",
                    f"{path}: actor id {key} stands twice.",
                    "Merge the two entries or rename one.",
                )
            entries[key] = entry
    _check(entries)
    return _index(entries, load_countries())


def _check(entries: dict[str, ActorEntry]) -> None:
    kinds, countries = load_kinds(), load_countries().countries
    for key, entry in entries.items():
        if entry.kind not in kinds:
            raise TacitusError(
                "bad-knowledge",
                f"actor {key}: no class {entry.kind!r}.",
                "Use one of actor_classes.yaml.",
            )
        missing = [c for c in entry.countries if c not in countries]
        missing += [
            tie.to
            for tie in (*entry.parents, *entry.backers, *entry.successors)
            if tie.to not in entries and tie.to not in countries
        ]
        if missing:
            raise TacitusError(
                "bad-knowledge",
                f"actor {key}: {missing[0]} is neither an actor id nor a country code.",
                "Add it or mend the tie.",
            )


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


def _index(entries: dict[str, ActorEntry], states: Countries) -> Registry:
    names = _Names()
    actors: dict[str, Actor] = {}
    for key, entry in entries.items():
        actors[key] = Actor(key, entry.name, entry.kind, tuple(entry.countries), entry)
        names.add(entry.name, Alias(key))
        for alias in entry.aliases:
            if isinstance(alias, str):
                names.add(alias, Alias(key))
            else:
                names.add(alias.name, Alias(key, alias.since, alias.until))
    adjectives: dict[tuple[str, ...], str] = {}
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
            adjectives.setdefault(fold(adjective), code)
            plurals.setdefault(fold(f"{adjective}s"), code)
        _state_actors(code, short[0], country, states.branches, names, actors)
    found = {key: tuple(value) for key, value in names.aliases.items()}
    organs = {fold(w): name for name, organ in states.branches.items() for w in organ.words}
    return Registry(
        actors, found, max(len(key) for key in found), adjectives, plurals, nations, rulers, organs
    )


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
            names.add(own, Alias(key))


def collisions(registry: Registry) -> tuple[Problem, ...]:
    """Names that stand for several actors in the same years, as typed outcomes for review."""
    found = []
    for words, aliases in sorted(registry.aliases.items()):
        clash = [
            (a.actor, b.actor)
            for i, a in enumerate(aliases)
            for b in aliases[i + 1 :]
            if (a.since or 0) <= (b.until or 9999) and (b.since or 0) <= (a.until or 9999)
        ]
        if clash:
            who = ", ".join(sorted({actor for pair in clash for actor in pair}))
            found.append(
                Problem(
                    "alias-collision",
                    f"{' '.join(words)!r} names {who}.",
                    "Give the name years of use, or leave it to the country.",
                )
            )
    return tuple(found)


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
