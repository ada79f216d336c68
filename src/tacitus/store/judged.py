"""What says how well a store's reports were read: what coded them, and what reviewers decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from tacitus.reconcile.decisions import in_force
from tacitus.store.query import EventQuery, conditions
from tacitus.store.reading import all_decisions
from tacitus.store.schema import event_forms, event_review, events, reports

_TOGETHER = frozenset({"merge", "split"})


@dataclass(frozen=True, slots=True)
class Coder:
    """What coded some reports.

    Attributes:
        tacitus: version of the program, or None where the reports do not tell.
        engine: "rules", "model", "both" or None.
        model: name and hash of the learned reader, or None.
        reports: how many.
    """

    tacitus: str | None
    engine: str | None
    model: str | None
    reports: int


def coders(connection: sa.Connection) -> list[Coder]:
    """What coded the stored reports, what coded most of them first.

    Args:
        connection: reads the store.
    """
    versions = reports.c.form["versions"]
    names = [versions[name].as_string().label(name) for name in ("tacitus", "engine", "model")]
    # grouped outside: PostgreSQL takes two mentions of a parameter for two expressions
    told = sa.select(*names).subquery()
    number = sa.func.count()
    asked = sa.select(*told.c, number).group_by(*told.c).order_by(number.desc(), *told.c)
    return [Coder(*row[:3], int(row[3])) for row in connection.execute(asked)]


@dataclass(frozen=True, slots=True)
class Judged:
    """What reviewers made of the events that were decided.

    Attributes:
        accepted: events that a reviewer accepted as they are told now.
        rejected: events that one rejected: nothing that should be counted.
        regrouped: of the accepted, how many a reviewer had to merge or split.
        changed: of the accepted, how many had a field set by a reviewer, by field; a loss of one
            side counts for the loss.
        later: the same for values that came to be known later, which the program could not tell
            from its reports: neither right nor wrong.
    """

    accepted: int
    rejected: int
    regrouped: int
    changed: Mapping[str, int]
    later: Mapping[str, int]


def judged(connection: sa.Connection, query: EventQuery) -> Judged:
    """What reviewers made of the events asked for.

    Args:
        connection: reads the store.
        query: which events; whether rejected ones are asked for is left aside.

    Raises:
        TacitusError: as ``query.selected``.
    """
    dialect = connection.dialect.name
    form = event_forms.c.form
    asked = (
        sa.select(form["edited"], form["decisions"])
        .join(events, events.c.serial == event_forms.c.event)
        .join(event_review, event_review.c.event == events.c.serial)
        .where(
            event_review.c.accepted.is_not(None),
            *conditions(replace(query, rejected=False), dialect),
        )
    )
    turned_down = sa.select(sa.func.count()).select_from(events)
    rejected = turned_down.where(*conditions(replace(query, rejected=True), dialect))
    decided = {decision.id: decision for decision in in_force(all_decisions(connection))}
    accepted = regrouped = 0
    changed: dict[str, int] = {}
    later: dict[str, int] = {}
    for edited, names in connection.execute(asked):
        mine = [decided[name] for name in names or () if name in decided]
        accepted += 1
        regrouped += any(decision.kind in _TOGETHER for decision in mine)
        fields = {str(field).partition(".")[0] for field in edited or ()}
        for field in fields:
            edits = [d for d in mine if d.kind == "edit" and (d.field or "").split(".")[0] == field]
            grew = bool(edits) and all(decision.known is not None for decision in edits)
            tally = later if grew else changed
            tally[field] = tally.get(field, 0) + 1
    number = int(connection.execute(rejected).scalar_one())
    return Judged(accepted, number, regrouped, changed, later)
