"""Rounds: events that several reviewers assess apart, before a further one settles what holds.

An assessment is in force for nobody: events are computed from decisions alone. What a reviewer
makes of an event is kept with all that they thought of it before; only the last counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ulid import ULID

from tacitus.export.jsonform import Json
from tacitus.records import Event, TacitusError
from tacitus.store.forms import storable
from tacitus.store.reading import parts
from tacitus.store.schema import assessments, round_claims, round_seats, rounds
from tacitus.store.write import log

#: What a reviewer can make of an event; "withdrawn" takes their assessment back.
VERDICTS = ("accept", "edit", "merge", "split", "reject", "withdrawn")


@dataclass(frozen=True, slots=True)
class Round:
    """An event that several reviewers assess apart.

    Attributes:
        id: a ULID.
        event: id that the event had when the round was opened.
        claims: keys of the claims that it had then.
        values: its fields as they were told then, as plain values.
        reviewers: who assesses it, by name.
        opened_by, opened_at: by whom and when it was opened.
        settled_by, settled_at: by whom and when it was settled; None while it is open.
        decisions: ids of the decisions by which it was settled.
    """

    id: str
    event: str
    claims: tuple[str, ...]
    values: Mapping[str, Any]
    reviewers: tuple[str, ...]
    opened_by: str
    opened_at: str
    settled_by: str | None = None
    settled_at: str | None = None
    decisions: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it waits to be settled."""
        return self.settled_at is None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one reviewer makes of the event of a round.

    Attributes:
        round: id of the round.
        reviewer: their name.
        at: when, ISO 8601 in UTC.
        verdict: see ``VERDICTS``.
        values: the fields as plain values, as the reviewer holds them right.
        edits: those of them that are other than the event is told, in the JSON form of edits.
        why: the reason in words; may be empty where nothing is changed.
        claims: of a split, keys of the claims that tell another event; of a merge, keys of the
            claims that tell this one too.
        words: of fields that were read at one place, the report with first and last offset.
    """

    round: str
    reviewer: str
    at: str
    verdict: str
    values: Mapping[str, Any] = field(default_factory=dict)
    edits: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    claims: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)


def open_round(
    connection: sa.Connection,
    at: str,
    event: Event,
    reviewers: Iterable[str],
    values: Mapping[str, Any],
    *,
    by: str,
) -> Round:
    """Have an event assessed by several reviewers apart.

    Args:
        connection: writes to the store.
        at: this moment.
        event: the event.
        reviewers: their names.
        values: the event's fields as plain values.
        by: who opens the round.

    Raises:
        TacitusError: ``bad-round`` for fewer than two reviewers, ``round-open`` where a claim of
            the event is being assessed already.
    """
    seats = tuple(dict.fromkeys(storable(name).strip() for name in reviewers))
    if len([name for name in seats if name]) < 2:
        raise TacitusError(
            "bad-round", "A round needs two reviewers or more.", "Name them, each once."
        )
    held = open_of(connection, event.claims)
    if held is not None:
        raise TacitusError(
            "round-open", f"Event {event.id} is being assessed already.", f"Settle round {held.id}."
        )
    name = str(ULID.from_datetime(datetime.fromisoformat(at)))
    made = Round(name, event.id, event.claims, dict(values), seats, by, at)
    connection.execute(
        sa.insert(rounds).values(
            id=name,
            event=event.id,
            form={"claims": list(event.claims), "values": dict(values)},
            opened_by=by,
            opened_at=at,
        )
    )
    connection.execute(
        sa.insert(round_claims), [{"round": name, "claim": key} for key in event.claims]
    )
    connection.execute(
        sa.insert(round_seats), [{"round": name, "reviewer": seat} for seat in seats]
    )
    log(connection, at, "open-round", name, {"event": event.id, "author": by, "reviewers": seats})
    return made


def all_rounds(
    connection: sa.Connection, *, open: bool | None = None, reviewer: str | None = None
) -> list[Round]:
    """Rounds, the one opened last first.

    Args:
        connection: reads the store.
        open: whether those that are open, or settled, are wanted; None for both.
        reviewer: whose rounds are wanted.
    """
    asked = sa.select(rounds).order_by(rounds.c.id.desc())
    if open is not None:
        asked = asked.where(
            rounds.c.settled_at.is_(None) if open else rounds.c.settled_at.is_not(None)
        )
    if reviewer is not None:
        mine = sa.select(round_seats.c.round).where(round_seats.c.reviewer == reviewer)
        asked = asked.where(rounds.c.id.in_(mine))
    return _read(connection, asked)


def round_of(connection: sa.Connection, name: str) -> Round:
    """A round by its id.

    Raises:
        TacitusError: ``no-such-round``.
    """
    for found in _read(connection, sa.select(rounds).where(rounds.c.id == name)):
        return found
    raise TacitusError("no-such-round", f"There is no round {name}.")


def open_of(connection: sa.Connection, claims: Sequence[str]) -> Round | None:
    """The open round that any of some claims is in, or None.

    Args:
        connection: reads the store.
        claims: their keys.
    """
    for part in parts(claims):
        mine = sa.select(round_claims.c.round).where(round_claims.c.claim.in_(part))
        asked = sa.select(rounds).where(rounds.c.settled_at.is_(None), rounds.c.id.in_(mine))
        for found in _read(connection, asked.order_by(rounds.c.id)):
            return found
    return None


def assess(connection: sa.Connection, assessment: Assessment) -> None:
    """Write down what a reviewer makes of an event; it takes the place of what they made before.

    Args:
        connection: writes to the store.
        assessment: see ``Assessment``.

    Raises:
        TacitusError: ``forbidden`` for somebody who is not of the round, ``round-settled`` for one
            that is over, ``bad-assessment`` for one that lacks something.
    """
    found = round_of(connection, assessment.round)
    if assessment.reviewer not in found.reviewers:
        raise TacitusError("forbidden", f"{assessment.reviewer} does not assess this event.")
    if not found.open:
        raise TacitusError("round-settled", "The round was settled.", "Decide on the event itself.")
    if assessment.verdict not in VERDICTS:
        raise _bad(f"{assessment.verdict!r} is none of {', '.join(VERDICTS)}")
    if assessment.verdict not in ("accept", "withdrawn") and not assessment.why.strip():
        raise _bad("it needs a reason")
    if assessment.verdict in ("merge", "split") and not assessment.claims:
        raise _bad(f"a {assessment.verdict} needs claims")
    form = {
        "values": dict(assessment.values),
        "edits": dict(assessment.edits),
        "claims": list(assessment.claims),
        "words": {name: list(words) for name, words in assessment.words.items()},
    }
    connection.execute(
        sa.insert(assessments).values(
            round=assessment.round,
            reviewer=assessment.reviewer,
            at=assessment.at,
            verdict=assessment.verdict,
            form=form,
            why=storable(assessment.why),
        )
    )
    # what they made of it stays out of the log: a second reviewer may read that
    detail = {"author": assessment.reviewer, "event": found.event}
    log(connection, assessment.at, "assess", assessment.round, detail)


def assessed(connection: sa.Connection, names: Collection[str]) -> dict[str, dict[str, Assessment]]:
    """What reviewers make of events now, by round and reviewer; what was withdrawn is left out.

    Args:
        connection: reads the store.
        names: ids of rounds.
    """
    found: dict[str, dict[str, Assessment]] = {name: {} for name in names}
    for part in parts(sorted(names)):
        asked = sa.select(assessments).where(assessments.c.round.in_(part))
        for row in connection.execute(asked.order_by(assessments.c.serial)).mappings():
            found[row["round"]][row["reviewer"]] = _assessment(row)
    return {
        name: {who: a for who, a in held.items() if a.verdict != "withdrawn"}
        for name, held in found.items()
    }


def settle(
    connection: sa.Connection, at: str, name: str, decisions: Sequence[str], *, by: str
) -> None:
    """Close a round.

    Args:
        connection: writes to the store.
        at: this moment.
        name: id of the round.
        decisions: ids of the decisions that settle it; none where it is given up.
        by: who settles it: none of its reviewers.

    Raises:
        TacitusError: ``forbidden`` for one of its reviewers, ``round-settled`` for one
            that is over.
    """
    found = round_of(connection, name)
    if by in found.reviewers:
        raise TacitusError(
            "forbidden", f"{by} assessed this event.", "Somebody else must settle what holds."
        )
    if not found.open:
        raise TacitusError("round-settled", "The round was settled.", "Decide on the event itself.")
    connection.execute(
        sa.update(rounds)
        .where(rounds.c.id == name)
        .values(settled_by=by, settled_at=at, decisions=list(decisions))
    )
    detail = {"author": by, "event": found.event, "decisions": list(decisions)}
    log(connection, at, "settle", name, detail)


def _read(connection: sa.Connection, asked: sa.Select[Any]) -> list[Round]:
    rows: list[Json] = [dict(row) for row in connection.execute(asked).mappings()]
    seats: dict[str, list[str]] = {row["id"]: [] for row in rows}
    for part in parts(sorted(seats)):
        mine = sa.select(round_seats).where(round_seats.c.round.in_(part))
        for name, reviewer in connection.execute(mine.order_by(round_seats.c.reviewer)):
            seats[name].append(reviewer)
    return [
        Round(
            row["id"],
            row["event"],
            tuple(row["form"]["claims"]),
            row["form"]["values"],
            tuple(seats[row["id"]]),
            row["opened_by"],
            row["opened_at"],
            row["settled_by"],
            row["settled_at"],
            tuple(row["decisions"] or ()),
        )
        for row in rows
    ]


def _assessment(row: Mapping[Any, Any]) -> Assessment:
    form = row["form"]
    return Assessment(
        row["round"],
        row["reviewer"],
        row["at"],
        row["verdict"],
        form["values"],
        form["edits"],
        row["why"],
        tuple(form["claims"]),
        {name: (words[0], words[1], words[2]) for name, words in form["words"].items()},
    )


def _bad(what: str) -> TacitusError:
    return TacitusError("bad-assessment", f"The assessment cannot be kept: {what}.")
