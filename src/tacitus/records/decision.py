"""What a reviewer decided about events: kept for good, and events are computed from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided; it names claims, so that it holds when events are computed again.

    Attributes:
        id: a ULID; ids of later decisions sort after those of earlier ones.
        kind: "merge" (its claims tell one event), "split" (its claims tell one event, and those of
            ``apart`` another), "edit" (the event of its claims has ``value`` in ``field``),
            "reject" (what its claims tell is no event that should be counted), "accept" (the event
            of its claims is right as it is told) or "undo" (the decision ``undoes`` holds no
            longer; an undo can be undone).
        author: who decided.
        at: when, ISO 8601 in UTC ("2017-04-12T09:30:00Z").
        why: the reason in words; never empty.
        claims: keys of the claims it is about (see ``claim_key``).
        apart: of a split, keys of the claims that were left behind.
        field: of an edit, the field of the event.
        value: of an edit, the value in its JSON form.
        known: of an edit, the day from which the value was known to the world, ISO 8601; None where
            it mends a misreading and so holds from the first.
        undoes: of an undo, the id of the decision.
        words: of an edit, where the value was read: id of the report, offsets of the first
            character and after the last; None where it was not read at one place.
    """

    id: str
    kind: str
    author: str
    at: str
    why: str
    claims: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    field: str | None = None
    value: str | None = None
    known: str | None = None
    undoes: str | None = None
    words: tuple[str, int, int] | None = None
