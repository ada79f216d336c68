"""The codebook in force: event types, acts and the words that tell of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import Field

from tacitus.knowledge.load import Entry, read_yaml
from tacitus.records import TacitusError

Side = Literal["initiator", "target", "means", "site", "place", "none"]


class Needs(Entry):
    """Conditions on a trigger; each field lists what is allowed, None asks nothing."""

    subject: list[str] | None = None
    object: list[str] | None = None
    initiator: list[str] | None = None
    not_object: list[str] | None = None


class Act(Entry):
    """What a verb or noun tells of; see the head of codebook.yaml for each field."""

    family: str
    verbs: list[str] = Field(default_factory=list)
    nouns: list[str] = Field(default_factory=list)
    adjectives: list[str] = Field(default_factory=list)
    subject: Side = "initiator"
    object: Side = "target"
    means: str | None = None
    toll: Literal["killed", "injured", "captured"] | None = None
    weak: bool = False
    factuality: Literal["prospective", "hedged", "denied"] | None = None
    needs: Needs | None = None
    examples: list[str] = Field(default_factory=list)


class TypeRule(Entry):
    """One line of the choice of a sub-event type; all that is given must hold."""

    type: str
    acts: list[str] | None = None
    any_acts: list[str] | None = None
    not_acts: list[str] | None = None
    means: list[str] | None = None
    not_means: list[str] | None = None
    families: list[str] | None = None
    initiator: list[str] | None = None
    initiator_all: list[str] | None = None
    target: list[str] | None = None
    not_target: list[str] | None = None


class Means(Entry):
    """Words for one means.

    Attributes:
        weapons: those that may fill the field weapon.
        signs: those that only show the means.
        unmanned: of aircraft, those that armed groups without an air force have too.
    """

    weapons: list[str]
    signs: list[str]
    unmanned: tuple[str, ...] = ()


class Codebook(Entry):
    """A whole codebook file."""

    version: str
    event_types: dict[str, dict[str, str]]
    groups: dict[str, list[str]]
    acts: dict[str, Act]
    means: dict[str, Means]
    type_weights: dict[str, float]
    types: list[TypeRule]

    def event_type(self, sub_event_type: str) -> str:
        """The event type that a sub-event type belongs to."""
        for event_type, members in self.event_types.items():
            if sub_event_type in members:
                return event_type
        raise KeyError(sub_event_type)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word or words that tell of an act.

    Attributes:
        act: name of the act.
        head: lemma of the head word.
        others: the other words, in order.
    """

    act: str
    head: str
    others: tuple[str, ...]


@dataclass(slots=True)
class Index:
    """Patterns by the lemma of their head word, the longest first."""

    verbs: dict[str, list[Pattern]] = field(default_factory=dict)
    nouns: dict[str, list[Pattern]] = field(default_factory=dict)
    adjectives: dict[str, list[Pattern]] = field(default_factory=dict)
    means: dict[str, list[tuple[str, tuple[str, ...], bool]]] = field(default_factory=dict)


def load_codebook(path: Path | None = None) -> Codebook:
    """The codebook in ``path``, or the packaged one.

    Raises:
        TacitusError: ``bad-codebook`` when it does not fit the schema or contradicts itself.
    """
    where = path or Path(str(files("tacitus.knowledge") / "codebook.yaml"))
    return _load(where)


@cache
def _load(where: Path) -> Codebook:
    book = read_yaml(where, Codebook)
    known = {name for members in book.event_types.values() for name in members}
    for rule in book.types:
        if rule.type not in known:
            raise TacitusError(
                "bad-codebook",
                f"{where}: a rule under types gives {rule.type!r}, which event_types lacks.",
                "Add it there or mend the rule.",
            )
        for act in (rule.acts or []) + (rule.any_acts or []) + (rule.not_acts or []):
            if act not in book.acts:
                raise TacitusError(
                    "bad-codebook",
                    f"{where}: the rule for {rule.type!r} names the act {act!r}, which acts lacks.",
                    "Add it there or mend the rule.",
                )
    return book


@cache
def load_index(path: Path | None = None) -> Index:
    """The trigger words of a codebook by lemma of their head."""
    book = load_codebook(path)
    index = Index()
    for name, act in book.acts.items():
        for words in act.verbs:
            first, *others = words.split()
            index.verbs.setdefault(first, []).append(Pattern(name, first, tuple(others)))
        for words in act.nouns:
            parts = words.replace("-", " ").split()
            # "exchange of fire" has its head first, "air strike" last
            at = 0 if "of" in parts else len(parts) - 1
            others = parts[1:] if at == 0 else parts[:-1]
            index.nouns.setdefault(parts[at], []).append(Pattern(name, parts[at], tuple(others)))
        for words in act.adjectives:
            index.adjectives.setdefault(words, []).append(Pattern(name, words, ()))
    for means, lists in book.means.items():
        for words, weapon in [(w, True) for w in lists.weapons] + [(w, False) for w in lists.signs]:
            parts = words.replace("-", " ").split()
            index.means.setdefault(parts[-1], []).append((means, tuple(parts[:-1]), weapon))
    for table in (index.verbs, index.nouns, index.adjectives):
        for patterns in table.values():
            patterns.sort(key=lambda pattern: -len(pattern.others))
    for entry in index.means.values():
        entry.sort(key=lambda found: -len(found[1]))
    return index
