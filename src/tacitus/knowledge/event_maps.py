"""How events of the codebook are told in PLOVER and CAMEO: plover.yaml and cameo.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Generic, Literal, TypeVar

from pydantic import Field

from tacitus.knowledge.actors import load_kinds
from tacitus.knowledge.codebook import load_codebook
from tacitus.knowledge.load import Entry, check_known, packaged
from tacitus.records import TacitusError


class When(Entry):
    """Conditions on an event; all that are given must hold, each with one of its values.

    Attributes:
        means: means of codebook.yaml that a weapon of the event shows.
        weapon: words in the names of its weapons.
        told: words in the evidence of those of its claims that give it its type.
        initiator, target: classes of actor or groups of codebook.yaml on that side.
        party: the same on either side.
        lost: losses of which at least one person is told.
    """

    means: list[str] = Field(default_factory=list)
    weapon: list[str] = Field(default_factory=list)
    told: list[str] = Field(default_factory=list)
    initiator: list[str] = Field(default_factory=list)
    target: list[str] = Field(default_factory=list)
    party: list[str] = Field(default_factory=list)
    lost: list[Literal["killed", "injured", "captured"]] = Field(default_factory=list)


class Coding(Entry):
    """What an event is in another scheme.

    Attributes:
        reversed: the target is who acts: of a crowd that police shoot at, the crowd is initiator.
    """

    reversed: bool = False


class PloverCoding(Coding):
    """An event of PLOVER.

    Attributes:
        event: its category.
        modes, contexts: of the lists in force.
        together: both sides are actors and there is no recipient, as PLOVER has it where force is
            used on both.
        toll: whether the losses are of this record, where an event gives several.
    """

    event: str
    modes: list[str] = Field(default_factory=list)
    contexts: list[str] = Field(default_factory=list)
    together: bool = False
    toll: bool = True


class CameoCoding(Coding):
    """An event of CAMEO.

    Attributes:
        code: its code.
        mutual: where no target is told, the initiators act on one another.
    """

    code: str = Field(pattern=r"^\d{3,4}$")
    mutual: bool = False


C = TypeVar("C", bound=Coding)


class Rule(Entry, Generic[C]):
    """What an event is where the conditions hold; several codings where it is several."""

    when: When = When()
    gives: list[C]


class Addition(Entry):
    """Modes and contexts that PLOVER records get beside those of their rule.

    Attributes:
        types: sub-event types whose records get them; empty for all.
        events: categories that get them; empty for all.
        when: conditions.
        modes, contexts: what is added.
        not_with: modes that a record must not have yet.
    """

    types: list[str] = Field(default_factory=list)
    events: list[str] = Field(default_factory=list)
    when: When
    modes: list[str] = Field(default_factory=list)
    contexts: list[str] = Field(default_factory=list)
    not_with: list[str] = Field(default_factory=list)


class Category(Entry):
    """A category of PLOVER.

    Attributes:
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        recipient: whether a record needs a recipient.
        score: on PLOVER's scale of cooperation and conflict, from -10 to 10.
        modes: with their scores; None where the scheme gives none.
    """

    quad: int = Field(ge=1, le=4)
    recipient: bool
    score: float
    modes: dict[str, float | None] = Field(default_factory=dict)


class ActorCodes(Entry):
    """How a scheme codes actors.

    Attributes:
        local: classes that belong to the country of the event where theirs is not known.
        alone: codes of classes that take the place of a country's.
        bodies: the same for single actors of the registry and whatever is a branch of them.
        sectors: sectors of classes that the scheme counts otherwise than actor_classes.yaml.
    """

    local: list[str] = Field(default_factory=list)
    alone: dict[str, str] = Field(default_factory=dict)
    bodies: dict[str, str] = Field(default_factory=dict)
    sectors: dict[str, str | None] = Field(default_factory=dict)


class Plover(Entry):
    """The file plover.yaml; its head says what stands where."""

    version: str
    events: dict[str, Category]
    contexts: list[str]
    sectors: list[str]
    codes: list[str]
    unknown: str
    resolution: dict[int, int]
    actors: ActorCodes
    additions: list[Addition]
    types: dict[str, list[Rule[PloverCoding]]]


class Code(Entry):
    """A code of CAMEO: its name in our words and its weight on Goldstein's scale."""

    name: str
    goldstein: float = Field(ge=-10, le=10)


class Cameo(Entry):
    """The file cameo.yaml; its head says what stands where."""

    quads: dict[int, list[str]]
    codes: dict[str, Code]
    actors: ActorCodes
    types: dict[str, list[Rule[CameoCoding]]]

    def quad(self, code: str) -> int:
        """The quad class of a code, by its root."""
        return next(quad for quad, roots in self.quads.items() if code[:2] in roots)


@cache
def load_plover() -> Plover:
    """How events are told in PLOVER.

    Raises:
        TacitusError: ``bad-knowledge`` when the file does not fit its schema, the codebook or
            PLOVER's own lists.
    """
    book = packaged("plover.yaml", Plover)
    _check_types("plover.yaml", book.types)
    for rules in book.types.values():
        for rule in rules:
            _check_when("plover.yaml", rule.when)
            for coding in rule.gives:
                _check_plover(book, [coding.event], coding.modes, coding.contexts)
    for addition in book.additions:
        _check_when("plover.yaml", addition.when)
        check_known("plover.yaml", "known type", addition.types, book.types)
        modes = [*addition.modes, *addition.not_with]
        _check_plover(book, addition.events, modes, addition.contexts)
    _check_actors("plover.yaml", book.actors)
    return book


@cache
def load_cameo() -> Cameo:
    """How events are told in CAMEO.

    Raises:
        TacitusError: ``bad-knowledge`` when the file does not fit its schema or the codebook.
    """
    book = packaged("cameo.yaml", Cameo)
    _check_types("cameo.yaml", book.types)
    roots = [root for held in book.quads.values() for root in held]
    for rules in book.types.values():
        for rule in rules:
            _check_when("cameo.yaml", rule.when)
            check_known("cameo.yaml", "known code", [c.code for c in rule.gives], book.codes)
    check_known("cameo.yaml", "known root", [code[:2] for code in book.codes], roots)
    _check_actors("cameo.yaml", book.actors)
    return book


@cache
def classes_of(groups: tuple[str, ...]) -> frozenset[str]:
    """The classes of actor behind names of classes and of groups of the codebook.

    Args:
        groups: names of either kind.
    """
    known = load_codebook().groups
    return frozenset(kind for group in groups for kind in known.get(group, [group]))


def _check_types(file: str, types: Mapping[str, object]) -> None:
    wanted = [name for members in load_codebook().event_types.values() for name in members]
    check_known(file, "known type", types, wanted)
    for name in wanted:
        if name not in types:
            raise TacitusError("bad-knowledge", f"{file}: {name!r} has no rules.", "Add them.")


def _check_when(file: str, when: When) -> None:
    book = load_codebook()
    check_known(file, "known means", when.means, book.means)
    sides = [*when.initiator, *when.target, *when.party]
    check_known(file, "known class or group", sides, [*load_kinds(), *book.groups])


def _check_plover(
    book: Plover, events: list[str], modes: Iterable[str], contexts: Iterable[str]
) -> None:
    check_known("plover.yaml", "known event", events, book.events)
    for event in events or list(book.events):
        check_known("plover.yaml", f"known mode of {event}", modes, book.events[event].modes)
    check_known("plover.yaml", "known context", contexts, book.contexts)


def _check_actors(file: str, codes: ActorCodes) -> None:
    check_known(file, "known class", [*codes.local, *codes.alone, *codes.sectors], load_kinds())
