"""Decisions made at the desk: written to the store, unless reviewers are to work apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ulid import ULID

from tacitus.records import Decision, Event, TacitusError
from tacitus.serve.accounts.people import Person
from tacitus.store import Store
from tacitus.store.review import new_decision
from tacitus.store.rounds import open_of

#: Where a value was read: report, first offset, offset after the last.
Words = tuple[str, int, int]


def in_order(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions of one moment with ids that rise, since of two the one with the later id holds.

    Args:
        decisions: in order.
    """
    at = datetime.now(UTC)
    return [
        replace(decision, id=str(ULID.from_datetime(at + timedelta(milliseconds=n))))
        for n, decision in enumerate(decisions)
    ]


def edit_decisions(
    claims: Sequence[str],
    values: Mapping[str, Any],
    words: Mapping[str, Words],
    *,
    author: str,
    why: str,
) -> list[Decision]:
    """The decisions that set fields of an event.

    Args:
        claims: keys of the event's claims.
        values: by field the new value in the JSON form of edits.
        words: where values were read, by field.
        author: who decides.
        why: the reason.
    """
    return [
        new_decision(
            "edit",
            author=author,
            why=why,
            claims=tuple(claims),
            field=field,
            value=json.dumps(value, ensure_ascii=False),
            words=words.get(field),
        )
        for field, value in values.items()
    ]


def merge_decision(events: Sequence[Event], *, author: str, why: str) -> Decision:
    """The decision that events are one.

    Raises:
        TacitusError: ``one-event`` where they are one already.
    """
    if len({event.id for event in events}) < 2:
        raise TacitusError("one-event", "That is one event already.", "Choose another.")
    keys = tuple(dict.fromkeys(key for event in events for key in event.claims))
    return new_decision("merge", author=author, why=why, claims=keys)


def split_decision(event: Event, claims: Sequence[str], *, author: str, why: str) -> Decision:
    """The decision that claims of an event tell of another one.

    Raises:
        TacitusError: ``no-such-claim`` for one that it does not have, ``nothing-left`` where all or
            none are chosen.
    """
    strange = [key for key in claims if key not in event.claims]
    if strange:
        raise TacitusError("no-such-claim", f"The event has no claim {strange[0]!r}.")
    apart = tuple(key for key in event.claims if key not in claims)
    if not apart or not claims:
        raise TacitusError(
            "nothing-left", "Some claims must go and some must stay.", "Choose fewer, or one."
        )
    return new_decision("split", author=author, why=why, claims=tuple(claims), apart=apart)


def decide(store: Store, person: Person, decisions: Sequence[Decision]) -> list[Decision]:
    """Write decisions of a person down, all or none.

    Args:
        store: where.
        person: who decides; decisions are signed with their name whatever they say.
        decisions: in order.

    Returns:
        The decisions as they were written.

    Raises:
        TacitusError: ``in-round`` where several reviewers are to assess the event apart; as
            ``Store.decide``.
    """
    mine = in_order([replace(decision, author=person.name) for decision in decisions])
    for decision in mine:
        named = [*decision.claims, *decision.apart]
        if decision.kind == "undo":
            named += _undone(store, decision)
        with store.reading() as connection:
            held = open_of(connection, named)
        if held is not None:
            raise TacitusError(
                "in-round",
                f"Event {held.event} is assessed by several reviewers apart: nothing is decided"
                " on it until that is settled.",
                f"See /review/rounds/{held.id}." if person.edits else "Give your assessment.",
            )
    store.decide_all(mine)
    return mine


def _undone(store: Store, decision: Decision) -> list[str]:
    """The claims that an undo is in the end about."""
    known = {other.id: other for other in store.decisions()}
    at: Decision | None = decision
    while at is not None and at.kind == "undo":
        at = known.get(at.undoes or "")
    return [*at.claims, *at.apart] if at is not None else []
