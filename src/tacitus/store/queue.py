"""The queue of reviewers: events by how doubtful they are and how much they weigh.

What is doubtful, and how much each doubt counts, stands in knowledge/review_queue.yaml. The
database orders by it; ``doubts`` says the same of one event in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.export.jsonform import Json
from tacitus.knowledge.review_queue import Below, From, QueueRules, load_queue_rules
from tacitus.reconcile.edits import acceptance
from tacitus.records import Decision, Event, Telling
from tacitus.store.query import EventQuery, conditions
from tacitus.store.schema import event_claims, event_review, events, round_claims, rounds

# what the learned reader says of itself: "0.96", "1.00, rules too"
_SURE = re.compile(r"(?P<score>[01]\.\d+)(?:,|$)")
_READER = "model:"
_Number = sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event in the queue.

    Attributes:
        event: its id.
        score: by which it is ordered.
        doubts: each with its points, as ``doubts`` gives them.
        weights: each with its factor.
    """

    event: str
    score: float
    doubts: tuple[tuple[str, float], ...]
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reviewers are.

    Attributes:
        accepted, rejected: events that were accepted as they are told, and rejected.
        apart: events that several reviewers are assessing.
        left: events that wait.
    """

    accepted: int
    rejected: int
    apart: int
    left: int

    @property
    def done(self) -> int:
        """Events that were decided on."""
        return self.accepted + self.rejected

    @property
    def total(self) -> int:
        """All events."""
        return self.done + self.apart + self.left


def review_row(
    event: Event, tellings: Mapping[str, Telling], decided: Mapping[str, Iterable[Decision]]
) -> Json:
    """The columns of ``event_review``, but for the number of the event.

    Args:
        event: the event.
        tellings: its claims by key.
        decided: decisions in force by claim.
    """
    concerned = {d.id: d for key in event.claims for d in decided.get(key, ())}
    accepted = acceptance(event, list(concerned.values()))
    bonds = [bond.score for bond in event.bonds]
    readings = [
        score
        for key in event.claims
        if key in tellings and (score := reading_score(tellings[key])) is not None
    ]
    return {
        "accepted": accepted.id if accepted else None,
        "bond": min(bonds, default=None),
        "reading": min(readings, default=None),
    }


def reading_score(telling: Telling) -> float | None:
    """How sure the learned reader was of a claim, 0 to 1; None where rules alone read it.

    Args:
        telling: the claim.
    """
    kind = telling.claim.type
    found = _SURE.match(kind.how or "") if kind.by.startswith(_READER) else None
    return float(found["score"]) if found else None


def waiting(
    connection: sa.Connection,
    query: EventQuery | None = None,
    *,
    limit: int = 25,
    offset: int = 0,
    rules: QueueRules | None = None,
) -> list[Waiting]:
    """The events that wait, the first one first.

    Args:
        connection: reads the store.
        query: which events; its order, limit and offset are left aside.
        limit: how many at the most.
        offset: how many are passed over.
        rules: the order, where not the packaged one.
    """
    known = rules or load_queue_rules()
    columns = (
        events.c.id,
        events.c.contested,
        events.c.support,
        events.c.factuality,
        events.c.killed_best,
        events.c.killed_high,
        events.c.reports,
        event_review.c.bond,
        event_review.c.reading,
    )
    score = _score(known)
    asked = _joined(*columns, score.label("score")).where(*_left(connection, query))
    asked = asked.order_by(score.desc(), events.c.id).limit(limit).offset(offset)
    return [_waiting(row, known) for row in connection.execute(asked).mappings()]


def waiting_ids(
    connection: sa.Connection, query: EventQuery | None = None, *, rules: QueueRules | None = None
) -> list[str]:
    """The ids of all events that wait, in order; arguments as for ``waiting``."""
    score = _score(rules or load_queue_rules())
    asked = _joined(events.c.id).where(*_left(connection, query))
    return list(connection.execute(asked.order_by(score.desc(), events.c.id)).scalars())


def standing(
    connection: sa.Connection, event: str, *, rules: QueueRules | None = None
) -> Waiting | None:
    """How an event stands by doubt and weight, whether or not it waits; None where there is none.

    Args:
        connection: reads the store.
        event: its id.
        rules: the order, where not the packaged one.
    """
    known = rules or load_queue_rules()
    asked = _joined(
        events, event_review.c.bond, event_review.c.reading, _score(known).label("score")
    )
    row = connection.execute(asked.where(events.c.id == event)).mappings().one_or_none()
    return None if row is None else _waiting(row, known)


def progress(connection: sa.Connection, query: EventQuery | None = None) -> Progress:
    """How far the reviewers are with some events.

    Args:
        connection: reads the store.
        query: which events.
    """
    held = conditions(_open(query), connection.dialect.name)
    apart = _apart()
    state = sa.case(
        (events.c.rejected.is_(True), "rejected"),
        (apart, "apart"),
        (event_review.c.accepted.is_not(None), "accepted"),
        else_="left",
    )
    asked = _joined(state, sa.func.count()).where(*held).group_by(state)
    found: dict[str, int] = {row[0]: row[1] for row in connection.execute(asked)}
    return Progress(*(found.get(name, 0) for name in ("accepted", "rejected", "apart", "left")))


def accepted_by(connection: sa.Connection, event: str) -> str | None:
    """Id of the decision by which an event is accepted as it is told, or None.

    Args:
        connection: reads the store.
        event: its id.
    """
    asked = _joined(event_review.c.accepted).where(events.c.id == event)
    found: str | None = connection.execute(asked).scalar()
    return found


def accepted_ids(connection: sa.Connection, query: EventQuery | None = None) -> list[str]:
    """The ids of accepted events, by id; arguments as for ``progress``."""
    held = conditions(_open(query), connection.dialect.name)
    asked = _joined(events.c.id).where(event_review.c.accepted.is_not(None), *held)
    return list(connection.execute(asked.order_by(events.c.id)).scalars())


def doubts(row: Mapping[str, Any], rules: QueueRules) -> list[tuple[str, float]]:
    """What is doubtful about an event, each with its points, the most doubtful first.

    Args:
        row: the columns that the order is made of.
        rules: what counts how much.
    """
    contested = set(str(row["contested"]).split())
    found = [
        (f"{field} contested", points)
        for field, points in rules.contested.items()
        if field in contested
    ]
    for column in ("grade", "factuality"):
        value = row["support" if column == "grade" else column]
        points = getattr(rules, column).get(value, 0)
        words = f"support {value}" if column == "grade" else str(value)
        found += [(words, points)] if points else []
    if row["killed_best"] is not None and row["killed_high"] is None and rules.open_toll:
        found.append(("toll open at the top", rules.open_toll))
    for column, words in (("bond", "put together with likelihood"), ("reading", "read with score")):
        value = row[column]
        step = next(
            (s for s in getattr(rules, column) if value is not None and value < s.below), None
        )
        if step is not None:
            found.append((f"{words} {value:.2f}", step.points))
    return sorted(found, key=lambda pair: -pair[1])


def weights(row: Mapping[str, Any], rules: QueueRules) -> list[tuple[str, float]]:
    """What gives an event weight, each with its factor; arguments as for ``doubts``."""
    found = []
    for column, steps, words in (
        ("killed_best", rules.killed, "killed at the best"),
        ("reports", rules.reports, "reports"),
    ):
        reached = [s for s in steps if row[column] is not None and row[column] >= s.start]
        if reached:
            found.append((f"{row[column]} {words}", reached[-1].factor))
    return found


def _waiting(row: Mapping[Any, Any], rules: QueueRules) -> Waiting:
    return Waiting(
        row["id"], float(row["score"]), tuple(doubts(row, rules)), tuple(weights(row, rules))
    )


def _joined(*columns: Any) -> sa.Select[Any]:
    return sa.select(*columns).select_from(
        events.outerjoin(event_review, event_review.c.event == events.c.serial)
    )


def _open(query: EventQuery | None) -> EventQuery:
    return query or EventQuery(rejected=None)


def _left(connection: sa.Connection, query: EventQuery | None) -> list[sa.ColumnElement[bool]]:
    return [
        *conditions(_open(query), connection.dialect.name),
        events.c.rejected.is_(False),
        event_review.c.accepted.is_(None),
        sa.not_(_apart()),
    ]


def _apart() -> sa.ColumnElement[bool]:
    """Whether several reviewers are assessing an event."""
    named = (
        sa.select(event_claims.c.event)
        .join(round_claims, round_claims.c.claim == event_claims.c.claim)
        .join(rounds, rounds.c.id == round_claims.c.round)
        .where(rounds.c.settled_at.is_(None))
    )
    return events.c.serial.in_(named)


def _score(rules: QueueRules) -> _Number:
    doubt: _Number = sa.literal(rules.base, sa.Float)
    for field, points in rules.contested.items():
        held = events.c.contested.contains(f" {field} ", autoescape=True)
        doubt = doubt + _first([(held, points)], 0.0)
    doubt = doubt + _by_value(events.c.support, rules.grade)
    doubt = doubt + _by_value(events.c.factuality, rules.factuality)
    endless = sa.and_(events.c.killed_best.is_not(None), events.c.killed_high.is_(None))
    doubt = doubt + _first([(endless, rules.open_toll)], 0.0)
    doubt = doubt + _below(event_review.c.bond, rules.bond)
    doubt = doubt + _below(event_review.c.reading, rules.reading)
    return (
        doubt * _from(events.c.killed_best, rules.killed) * _from(events.c.reports, rules.reports)
    )


def _by_value(column: sa.ColumnElement[str], points: Mapping[str, float]) -> _Number:
    return _first([(column == value, given) for value, given in points.items()], 0.0)


def _below(column: sa.ColumnElement[Any], steps: Iterable[Below]) -> _Number:
    return _first([(column < step.below, step.points) for step in steps], 0.0)


def _from(column: sa.ColumnElement[Any], steps: Sequence[From]) -> _Number:
    return _first([(column >= step.start, step.factor) for step in reversed(steps)], 1.0)


def _first(steps: Sequence[tuple[sa.ColumnElement[bool], float]], otherwise: float) -> _Number:
    """The number of the first step that holds."""
    if not steps:
        return sa.literal(otherwise, sa.Float)
    return sa.case(*((held, sa.literal(n, sa.Float)) for held, n in steps), else_=otherwise)
