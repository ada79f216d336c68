"""Which actors stand on their own in lists and networks of actors, and how their ties are told."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import Field

from tacitus.knowledge.load import Entry, packaged

End = Literal["subject", "object"]


class ClassPage(Entry):
    """How a class of actors stands; see the head of actor_pages.yaml."""

    page: Literal["named", "class"]
    label: str


class Fought(Entry):
    """Of which types of events the initiator is violent."""

    event_types: list[str]
    types: list[str]


class TieKind(Entry):
    """What binds two actors.

    Attributes:
        label: what the first does with the second, as printed.
        inverse: what the second is to the first, as printed.
        mutual: whether it has no direction.
        relations: relations and affiliations that tell it, with which end of them is the first.
        registry: fields of the registry that hold it, with which end the entry is.
    """

    label: str
    inverse: str
    mutual: bool = False
    relations: dict[str, End]
    registry: dict[str, End] = Field(default_factory=dict)


class ActorPages(Entry):
    """The file actor_pages.yaml; its head says what each part is."""

    classes: dict[str, ClassPage]
    collectives: frozenset[str]
    small: frozenset[str]
    joints: frozenset[str]
    plain: frozenset[str]
    fought: Fought
    ties: dict[str, TieKind]


@cache
def load_actor_pages() -> ActorPages:
    """The packaged file, read once."""
    return packaged("actor_pages.yaml", ActorPages)


@cache
def ties_told() -> dict[str, tuple[str, End]]:
    """By relation or affiliation, the tie that it tells and which of its ends is the first."""
    return {
        relation: (name, end)
        for name, tie in load_actor_pages().ties.items()
        for relation, end in tie.relations.items()
    }
