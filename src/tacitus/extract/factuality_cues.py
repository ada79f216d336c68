"""The cue words of factuality, compiled from knowledge/factuality.yaml."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pydantic import ConfigDict

from tacitus.knowledge.load import Entry, packaged


class AuxRow(Entry):
    """What a modal does to the verb after it, by the verb's form."""

    bare: str
    perfect: str


class GovernorRow(Entry):
    """Verbs or nouns that decide on what they govern."""

    value: str
    lemmas: tuple[str, ...]
    status: str | None = None
    passive: bool = False
    to_only: bool = False
    objects: bool = True
    objects_only: bool = False


class NounRow(Entry):
    """Nouns that decide on what they govern; ``with``: only beside one of these adjectives."""

    value: str
    lemmas: tuple[str, ...]
    status: str | None = None
    with_: tuple[str, ...] = ()

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda n: n.rstrip("_"))


class ValueRow(Entry):
    """A value and, where it says more, a status."""

    value: str
    status: str | None = None


class PhraseRow(Entry):
    """Words in a row before the event."""

    words: tuple[str, ...]
    value: str
    status: str | None = None


class FactualityBook(Entry):
    """Schema of knowledge/factuality.yaml."""

    adverbs: dict[str, tuple[str, ...]]
    adjectives: dict[str, tuple[str, ...]]
    auxiliaries: dict[str, AuxRow]
    linking: frozenset[str]
    negations: frozenset[str]
    no_words: frozenset[str]
    losses: frozenset[str]
    no_negation_before: frozenset[str]
    verbs: tuple[GovernorRow, ...]
    feared: frozenset[str]
    happened: frozenset[str]
    predicates: dict[str, tuple[str, ...]]
    nouns: tuple[NounRow, ...]
    prepositions: dict[str, ValueRow]
    phrases: tuple[PhraseRow, ...]
    markers: dict[str, str]
    light_verbs: frozenset[str]
    presupposing: frozenset[str]
    suffering: frozenset[str]
    ordinals: frozenset[str]
    doubt_reaches: frozenset[str]
    untrue: frozenset[str]
    true: frozenset[str]


class FactCues(NamedTuple):
    """The cue words by form or lemma."""

    adverbs: dict[str, str]
    adjectives: dict[str, str]
    verbs: dict[str, tuple[GovernorRow, ...]]
    predicates: dict[str, str]
    nouns: dict[str, tuple[NounRow, ...]]
    book: FactualityBook


def _by_word(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: value for value, words in table.items() for word in words}


@cache
def fact_cues() -> FactCues:
    """The cue words, compiled once per process."""
    book = packaged("factuality.yaml", FactualityBook)
    verbs: dict[str, tuple[GovernorRow, ...]] = {}
    for row in book.verbs:
        for lemma in row.lemmas:
            verbs[lemma] = (*verbs.get(lemma, ()), row)
    nouns: dict[str, tuple[NounRow, ...]] = {}
    for noun in book.nouns:
        for lemma in noun.lemmas:
            nouns[lemma] = (*nouns.get(lemma, ()), noun)
    return FactCues(
        _by_word(book.adverbs),
        _by_word(book.adjectives),
        verbs,
        _by_word(book.predicates),
        nouns,
        book,
    )
