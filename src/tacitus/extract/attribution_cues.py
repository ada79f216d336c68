"""The words by which reports credit an account, compiled from knowledge/attribution.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict

from tacitus.knowledge.load import Entry, packaged


class ClassRow(Entry):
    """Whether a class of cue tells its content as something that happened."""

    factual: bool


class VerbRow(Entry):
    """Verbs of one class that need the same company."""

    class_: str
    needs: str
    lemmas: tuple[str, ...]
    not_objects: tuple[str, ...] = ()

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda n: n.rstrip("_"))


class ResponsibilityRow(Entry):
    """Words of claims of responsibility."""

    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    deeds: tuple[str, ...]


class RelayRow(Entry):
    """Words by which one source passes on another."""

    verbs: tuple[str, ...]
    participles: tuple[str, ...]


class NounRow(Entry):
    """A noun that carries an account; ``alone`` where it may be the source itself."""

    lemma: str
    class_: str
    alone: bool

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda n: n.rstrip("_"))


class AttributionBook(Entry):
    """Schema of knowledge/attribution.yaml."""

    classes: dict[str, ClassRow]
    verbs: tuple[VerbRow, ...]
    irregular: dict[str, tuple[str, ...]]
    responsibility: ResponsibilityRow
    relays: RelayRow
    nouns: tuple[NounRow, ...]
    documents: frozenset[str]
    definites: dict[str, tuple[str, ...]]
    spelled_out_later: dict[str, tuple[str, ...]]
    withheld: frozenset[str]
    nobody: frozenset[str]
    source_ends: frozenset[str]
    after_the_fact: frozenset[str]
    may_invert: frozenset[str]
    person_nouns: frozenset[str]
    watching: frozenset[str]
    vague: frozenset[str]
    message_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class VerbCue:
    """What a form of a saying verb means.

    Attributes:
        lemma: dictionary form.
        readings: class and need of each reading, in the order of the file.
        not_objects: nouns that make it another verb.
    """

    lemma: str
    readings: tuple[tuple[str, str], ...]
    not_objects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue words, by lower-case form."""

    verbs: dict[str, VerbCue]
    nouns: dict[str, NounRow]
    relays: frozenset[str]
    claiming: frozenset[str]
    book: AttributionBook


def inflect(lemma: str, irregular: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All forms of an English verb: the listed irregular ones and those by -s, -ed and -ing."""
    stem = lemma.removesuffix("e")
    if lemma.endswith("y") and lemma[-2] not in "aeou":
        regular = (lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing")
    elif lemma.endswith(("s", "sh", "ch", "x")):
        regular = (lemma, f"{lemma}es", f"{lemma}ed", f"{lemma}ing")
    else:
        ing = f"{lemma}ing" if lemma.endswith("ee") else f"{stem}ing"
        regular = (lemma, f"{lemma}s", f"{stem}ed", ing)
    return (*regular, *irregular.get(lemma, ()))


@cache
def cues() -> Cues:
    """The cue words, compiled once per process."""
    book = packaged("attribution.yaml", AttributionBook)
    readings: dict[str, list[tuple[str, str]]] = {}
    barred: dict[str, set[str]] = {}
    for row in book.verbs:
        for lemma in row.lemmas:
            readings.setdefault(lemma, []).append((row.class_, row.needs))
            barred.setdefault(lemma, set()).update(row.not_objects)
    verbs: dict[str, VerbCue] = {}
    for lemma, found in readings.items():
        cue = VerbCue(lemma, tuple(found), frozenset(barred[lemma]))
        for form in inflect(lemma, book.irregular):
            verbs.setdefault(form, cue)
    nouns = {form: row for row in book.nouns for form in (row.lemma, f"{row.lemma}s")}
    relays = frozenset(f for v in book.relays.verbs for f in inflect(v, book.irregular))
    claiming = frozenset(f for v in book.responsibility.verbs for f in inflect(v, book.irregular))
    return Cues(verbs, nouns, relays, claiming, book)
