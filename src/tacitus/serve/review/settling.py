"""What an editor makes of the assessments of a round: decisions that name them all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tacitus.records import Decision, TacitusError
from tacitus.serve.accounts.people import Person
from tacitus.serve.review.deciding import Words, edit_decisions, in_order
from tacitus.serve.review.fields import FIELDS, plain_value
from tacitus.store import Store
from tacitus.store.review import new_decision
from tacitus.store.rounds import Assessment, Round, assessed, open_round, round_of, settle

#: Stands, in a choice, for the event as it was told.
TOLD = ""


def open_rounds(
    store: Store,
    person: Person,
    events: Iterable[str],
    reviewers: Sequence[str],
    values: Mapping[str, Mapping[str, Any]],
) -> list[Round]:
    """Have events assessed by reviewers apart.

    Args:
        store: which.
        person: who opens the rounds.
        events: ids of the events.
        reviewers: their names.
        values: by event, its fields as plain values.

    Raises:
        TacitusError: as ``rounds.open_round``; no round is opened then.
    """
    found = [store.event(name) for name in dict.fromkeys(events)]
    with store.writing() as (connection, at):
        return [
            open_round(connection, at, event, reviewers, values[event.id], by=person.name)
            for event in found
        ]


def settle_round(
    store: Store,
    person: Person,
    name: str,
    *,
    verdict: str,
    chosen: Mapping[str, str],
    like: str = "",
    why: str,
) -> list[Decision]:
    """Decide what holds of what reviewers made of an event.

    Args:
        store: which.
        person: who decides: none of the round's reviewers.
        name: id of the round.
        verdict: "accept", "reject", "merge" or "split".
        chosen: by field the reviewer whose value holds, or ``TOLD``.
        like: of a merge or a split, the reviewer whose claims hold.
        why: the reason.

    Returns:
        The decisions as they were written; they name all assessments in their reasons.

    Raises:
        TacitusError: ``round-unfinished`` where fewer than two assessed it, ``no-reason``,
            ``bad-settlement`` for what cannot be meant; as ``rounds.settle`` and ``Store.decide``.
    """
    with store.reading() as connection:
        found = round_of(connection, name)
        made = assessed(connection, [name])[name]
    if len(made) < 2:
        raise TacitusError(
            "round-unfinished", "Fewer than two reviewers assessed it.", "Wait, or give it up."
        )
    if not why.strip():
        raise TacitusError("no-reason", "The reason is lacking.", "Say why in some words.")
    reason = f"{why.strip()} {told_by(found, made)}"
    given = _decisions(found, made, verdict, chosen, like, reason)
    decisions = in_order([replace(decision, author=person.name) for decision in given])
    ids = [decision.id for decision in decisions]
    store.decide_all(
        decisions, lambda connection, at: settle(connection, at, name, ids, by=person.name)
    )
    return decisions


def give_up(store: Store, person: Person, name: str) -> None:
    """Close a round without deciding anything; the event waits again for one reviewer.

    Raises:
        TacitusError: as ``rounds.settle``.
    """
    with store.writing() as (connection, at):
        settle(connection, at, name, (), by=person.name)


def told_by(found: Round, made: Mapping[str, Assessment]) -> str:
    """All assessments of a round in words, for the reason of what settles it."""
    parts = []
    for name in found.reviewers:
        if name not in made:
            parts.append(f"{name}: none")
            continue
        one = made[name]
        edits = ", ".join(
            f"{field} = {json.dumps(plain_value(field, value), ensure_ascii=False)}"
            for field, value in one.edits.items()
        )
        told = " ".join(filter(None, (one.verdict, edits, ", ".join(one.claims))))
        parts.append(f"{name}: {told}" + (f", because {one.why}" if one.why else ""))
    return f"(round {found.id}; {'; '.join(parts)})"


def _decisions(
    found: Round,
    made: Mapping[str, Assessment],
    verdict: str,
    chosen: Mapping[str, str],
    like: str,
    why: str,
) -> list[Decision]:
    claims = found.claims
    if verdict == "reject":
        return [new_decision("reject", author="-", why=why, claims=claims)]
    if verdict in ("merge", "split"):
        if like not in made or made[like].verdict != verdict:
            raise _bad(f"nobody of that name would {verdict} it")
        others = made[like].claims
        if verdict == "merge":
            both = tuple(dict.fromkeys((*claims, *others)))
            return [new_decision("merge", author="-", why=why, claims=both)]
        rest = tuple(key for key in claims if key not in others)
        return [new_decision("split", author="-", why=why, claims=others, apart=rest)]
    if verdict != "accept":
        raise _bad(f"{verdict!r} is no verdict")
    edits: dict[str, Any] = {}
    words: dict[str, Words] = {}
    for field in FIELDS:
        who = chosen.get(field, TOLD)
        if who == TOLD:
            continue
        if who not in made:
            raise _bad(f"{who} did not assess it")
        if field in made[who].edits:
            edits[field] = made[who].edits[field]
            if field in made[who].words:
                words[field] = made[who].words[field]
    accept = new_decision("accept", author="-", why=why, claims=claims)
    return [*edit_decisions(claims, edits, words, author="-", why=why), accept]


def agreed(made: Mapping[str, Assessment]) -> dict[str, str]:
    """By field that all reviewers changed alike, the reviewer whose edit may be taken for it."""
    first = next(iter(made.values()), None)
    if first is None:
        return {}
    return {
        field: first.reviewer
        for field in first.edits
        if all(one.values.get(field) == first.values.get(field) for one in made.values())
    }


def _bad(what: str) -> TacitusError:
    return TacitusError("bad-settlement", f"The round cannot be settled so: {what}.")
