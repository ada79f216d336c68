"""Reviewers' decisions: written down for good, seen to be sound first, found again by event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from ulid import ULID

from tacitus.records import Decision, TacitusError
from tacitus.store.forms import decision_to_json, storable
from tacitus.store.reading import all_decisions, parts, present
from tacitus.store.schema import aliases, decisions
from tacitus.store.write import log, mark_pending

#: What can be decided, and which lists and fields each kind of decision needs.
KINDS: dict[str, tuple[str, ...]] = {
    "merge": ("claims",),
    "split": ("claims", "apart"),
    "edit": ("claims", "field", "value"),
    "reject": ("claims",),
    "accept": ("claims",),
    "undo": ("undoes",),
}


def new_decision(kind: str, *, author: str, why: str, **about: Any) -> Decision:
    """A decision of this moment.

    Args:
        kind: "merge", "split", "edit", "reject", "accept" or "undo".
        author: who decides.
        why: the reason in words.
        about: the other fields of ``Decision`` that the kind needs.
    """
    at = datetime.now(UTC)
    written = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Decision(str(ULID.from_datetime(at)), kind, author, written, why, **about)


def write_decision(connection: sa.Connection, decision: Decision, at: str) -> bool:
    """Put a decision into the store, and note the claims whose events it touches.

    Args:
        connection: writes to the store.
        decision: the decision.
        at: this moment.

    Returns:
        Whether it was new; the same decision again changes nothing.

    Raises:
        TacitusError: ``bad-decision`` where it lacks something or says what cannot be meant,
            ``decision-id-taken`` where another one has its id, ``no-such-claim`` and
            ``no-such-decision`` where it is about what the store does not have.
    """
    known = {other.id: other for other in all_decisions(connection)}
    if decision.id in known:
        if known[decision.id] == decision:
            return False
        raise TacitusError(
            "decision-id-taken",
            f"decision {decision.id}: the store holds another one of that id.",
            "Give it a new ULID.",
        )
    check(decision)
    named = (*decision.claims, *decision.apart)
    _check_claims(connection, named)
    if decision.kind == "undo" and decision.undoes not in known:
        raise TacitusError(
            "no-such-decision",
            f"no decision has the id {decision.undoes}.",
            "`tacitus events ID` shows the decisions of an event.",
        )
    if decision.kind == "undo" and not decision.id > str(decision.undoes):
        raise _bad(decision, "an undo must have a later id than what it undoes")
    connection.execute(
        sa.insert(decisions).values(
            id=decision.id,
            kind=decision.kind,
            author=decision.author,
            at=decision.at,
            why=decision.why,
            form=decision_to_json(decision),
            recorded_at=at,
        )
    )
    mark_pending(connection, [*named, *_undone_claims(decision, known)])
    log(connection, at, "decide", decision.id, decision_to_json(decision))
    return True


def check(decision: Decision) -> None:
    """See whether a decision is whole.

    Raises:
        TacitusError: ``bad-decision``.
    """
    if decision.kind not in KINDS:
        raise _bad(decision, f"{decision.kind!r} is none of {', '.join(KINDS)}")
    for name in ("id", "author", "why"):
        text = getattr(decision, name)
        if not text.strip() or storable(text) != text:
            raise _bad(decision, f"its {name} is empty or holds what no database can hold")
    for name in KINDS[decision.kind]:
        if not getattr(decision, name):
            raise _bad(decision, f"a {decision.kind} needs {name}")
    claims_named, apart = set(decision.claims), set(decision.apart)
    if decision.kind == "merge" and len(claims_named) < 2:
        raise _bad(decision, "a merge needs two claims or more")
    if claims_named & apart:
        raise _bad(decision, f"{min(claims_named & apart)} stands on both sides")
    if decision.words is not None and not 0 <= decision.words[1] < decision.words[2]:
        raise _bad(decision, "its words are no stretch of a report")
    if not _is_moment(decision.at):
        raise _bad(decision, f"{decision.at!r} is no moment like 2017-04-12T09:30:00Z")
    if decision.known is not None and not _is_day(decision.known):
        raise _bad(decision, f"known is {decision.known!r}, which is no day like 2017-04-12")


def _bad(decision: Decision, what: str) -> TacitusError:
    return TacitusError("bad-decision", f"decision {decision.id}: {what}.", "Decide it anew.")


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_claims(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Claims that an earlier coding had may be named too: a decision may come back with them."""
    missing = set(keys) - present(connection, sorted(keys))
    for part in parts(sorted(missing)):
        told = sa.select(aliases.c.claim).where(aliases.c.claim.in_(part))
        missing -= set(connection.execute(told).scalars())
    if missing:
        raise TacitusError(
            "no-such-claim",
            f"the store has no claim {min(missing)}.",
            "Keys of claims are shown with their event: `tacitus events ID`.",
        )


def _undone_claims(decision: Decision, known: dict[str, Decision]) -> list[str]:
    """Claims of the decision that an undo is in the end about."""
    found: list[str] = []
    at: Decision | None = decision
    while at is not None and at.kind == "undo":
        at = known.get(at.undoes or "")
        if at is not None:
            found += [*at.claims, *at.apart]
    return found


def history_of(connection: sa.Connection, keys: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions that name any of some claims, and the undos of them, oldest first.

    Args:
        connection: reads the store.
        keys: of an event's claims.
    """
    sought = set(keys)
    found: dict[str, Decision] = {}
    # an undo comes after what it undoes
    for decision in all_decisions(connection):
        if sought & {*decision.claims, *decision.apart} or decision.undoes in found:
            found[decision.id] = decision
    return tuple(found.values())
