"""Words that surround names of places, and adjectives of countries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tacitus.knowledge.load import Entry, packaged


class PlaceWords(Entry):
    """Schema of ``place_words.yaml``."""

    types: dict[str, tuple[str, ...]]
    joined_types: tuple[str, ...]
    whole_types: tuple[str, ...]
    heads: dict[str, tuple[str, ...]]
    modifiers: tuple[str, ...]
    directions: tuple[str, ...]
    particles: tuple[str, ...]
    openers: tuple[str, ...]
    inserted: tuple[str, ...]
    around: tuple[str, ...]
    passed: tuple[str, ...]
    locating: tuple[str, ...]
    moving: tuple[str, ...]
    taking: tuple[str, ...]
    saying: tuple[str, ...]
    striking: tuple[str, ...]
    holding: tuple[str, ...]
    national: tuple[str, ...]
    nameless: tuple[str, ...]
    tied: tuple[str, ...]
    bodies: tuple[str, ...]
    people: tuple[str, ...]
    titles: tuple[str, ...]
    never: tuple[str, ...]
    everyday: tuple[str, ...]
    demonyms: dict[str, tuple[str, ...]]
    abbreviations: dict[str, tuple[str, ...]]
    domains: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """``PlaceWords`` turned round for look-up; attributes as in the YAML, lower case.

    Attributes:
        types: from a noun, singular or plural, to the kind of place it names.
        plurals: the plural nouns among them.
        heads: from a first word of names ("wadi", "tell") to the kind.
        demonyms: from an adjective or noun of people to the country's alpha-2 code.
        abbreviations: from "Va." to the name that it stands for.
        domains: from the last part of an internet address to a country's alpha-2 code where that
            is another, None where the address says nothing.
    """

    types: dict[str, str]
    plurals: frozenset[str]
    joined_types: frozenset[str]
    whole_types: frozenset[str]
    heads: dict[str, str]
    modifiers: frozenset[str]
    directions: frozenset[str]
    particles: frozenset[str]
    openers: frozenset[str]
    inserted: frozenset[str]
    around: frozenset[str]
    passed: frozenset[str]
    locating: frozenset[str]
    moving: frozenset[str]
    taking: frozenset[str]
    saying: frozenset[str]
    striking: frozenset[str]
    holding: frozenset[str]
    national: frozenset[str]
    nameless: frozenset[str]
    tied: frozenset[str]
    bodies: frozenset[str]
    people: frozenset[str]
    titles: frozenset[str]
    never: frozenset[str]
    everyday: frozenset[str]
    demonyms: dict[str, str]
    abbreviations: dict[str, str]
    domains: dict[str, str | None]


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def place_lexicon() -> PlaceLexicon:
    """The packaged words, read once per process."""
    words = packaged("place_words.yaml", PlaceWords)
    types = {noun: kind for kind, nouns in words.types.items() for noun in nouns}
    plurals = {_plural(noun): kind for noun, kind in types.items()}
    return PlaceLexicon(
        types={**plurals, **types},
        plurals=frozenset(plurals) - frozenset(types),
        joined_types=frozenset(words.joined_types),
        whole_types=frozenset(words.whole_types),
        heads={w: kind for kind, group in words.heads.items() for w in group},
        demonyms={
            form: code
            for code, forms in words.demonyms.items()
            for word in forms
            for form in (word.lower(), word.lower() + "s")
        },
        abbreviations={
            short: name for name, forms in words.abbreviations.items() for short in forms
        },
        domains=words.domains,
        **{
            name: frozenset(getattr(words, name))
            for name in (
                "modifiers", "directions", "particles", "openers", "inserted", "around", "passed",
                "locating", "moving", "taking", "saying", "striking", "holding", "national",
                "nameless", "tied", "bodies", "people", "titles", "never", "everyday",
            )
        },
    )  # fmt: skip
