"""How actors of the registry belong together: organs of one state, branches, later names."""

from __future__ import annotations

from functools import lru_cache

from tacitus.knowledge.actors import fold, load_registry
from tacitus.reconcile.rulebook import support_book
from tacitus.records import ActorRef

_STATE = "state:"


def root_of(actor: str) -> str:
    """The state whose organ an actor is ("state:SY" of "state:SY:army"), else the actor itself."""
    return ":".join(actor.split(":")[:2]) if actor.startswith(_STATE) else actor


def organ_of_state(actor: str) -> str | None:
    """Which organ of its state an actor is ("army"), or None for what is none."""
    parts = actor.split(":")
    return parts[2] if actor.startswith(_STATE) and len(parts) == 3 else None


@lru_cache(maxsize=4_096)
def related(one: str, other: str) -> bool:
    """Whether two actors may be one by another name.

    They may where they are organs of one state, one is a branch of the other, or one is a later
    name of the other.

    Args:
        one: an id of the registry.
        other: another.
    """
    if root_of(one) == root_of(other):
        return True
    return other in _above(one) or one in _above(other)


def narrower(one: str, other: str) -> bool:
    """Whether the first actor is a branch of the second, or an organ where that is the whole.

    Args:
        one: an id of the registry.
        other: another.
    """
    if one == other:
        return False
    if root_of(one) == root_of(other):
        return _WIDTH.get(organ_of_state(one), 0) < _WIDTH.get(organ_of_state(other), 0)
    return other in _above(one)


# how much of a state an organ's name takes in
_WIDTH: dict[str | None, int] = {"government": 2, "armed_forces": 1, None: 3}


@lru_cache(maxsize=4_096)
def _above(actor: str) -> frozenset[str]:
    """Actors that it is a branch of or became, over any number of steps."""
    actors = load_registry().actors
    seen: set[str] = set()
    todo = [actor]
    while todo:
        known = actors.get(todo.pop())
        if known is None or known.entry is None:
            continue
        up = {tie.to for tie in known.entry.parents if tie.to in actors}
        up |= {tie.to for tie in known.entry.successors}
        todo += sorted(up - seen)
        seen |= up
    return frozenset(seen - {actor})


def label_of(root: str) -> str:
    """What an actor or state is called: the registry's name, of a state its government's."""
    actors = load_registry().actors
    known = actors.get(root) or actors.get(f"{root}:government")
    return known.name if known else root


def may_be_one(one: ActorRef, other: ActorRef) -> bool:
    """Whether two mentions can mean one actor: what differs in precision only can.

    Args:
        one: who a mention is.
        other: who another is.
    """
    if one.actor and other.actor:
        return related(one.actor, other.actor)
    book = support_book()
    if one.kind in book.anybody or other.kind in book.anybody:
        return True
    if not (one.actor or other.actor) and one.kind == "person":
        return fold(one.mention) == fold(other.mention)
    if one.kind != other.kind and not any({one.kind, other.kind} <= like for like in book.alike):
        return False
    return one.country is None or other.country is None or _share_country(one, other)


def _share_country(one: ActorRef, other: ActorRef) -> bool:
    if one.country == other.country:
        return True
    reach = load_registry().reach
    return any(
        known.actor is not None and unknown.country in reach.get(known.actor, frozenset())
        for known, unknown in ((one, other), (other, one))
    )
