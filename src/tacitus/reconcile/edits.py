"""What reviewers decided about an event, applied to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from tacitus.knowledge.codebook import load_codebook
from tacitus.reconcile.figures import SIDES
from tacitus.reconcile.versions import KINDS
from tacitus.records import (
    ActorRef,
    Decision,
    Event,
    Figure,
    Party,
    PlaceRef,
    Support,
    TacitusError,
)
from tacitus.resolve.actors import resolve_actor

#: Rule of a figure that a reviewer set.
REVIEWER = "reviewer"
_PRECISIONS = ("day", "days", "week", "month", "season", "year", "span")
_FACTUALITIES = ("asserted", "hedged", "denied", "prospective")
_GRADES = ("confirmed", "fair", "weak", "contested", "discounted")


def decided(event: Event, decisions: Sequence[Decision]) -> Event:
    """An event as reviewers decided it.

    A decision is about claims, which events computed again may hold together otherwise: an edit, a
    rejection or an acceptance goes to the event that holds most of its claims, of two halves to the
    one that holds the first. Of two edits of a field the later holds.

    Args:
        event: as its claims tell it.
        decisions: those in force; ones about other events are passed over.

    Returns:
        The event with edits and rejection applied, and all decisions that touch it listed.

    Raises:
        TacitusError: ``unknown-field`` for an edit of what is no field that a reviewer can set,
            ``bad-value`` for a value that does not fit it.
    """
    mine = [d for d in sorted(decisions, key=lambda d: d.id) if _touches(event, d)]
    edited: list[str] = []
    for decision in mine:
        if decision.kind == "edit":
            event = _edit(event, decision)
            edited += [decision.field] if decision.field else []
        elif decision.kind == "reject":
            event = replace(event, rejected=True)
    if event.rejected:
        why = next(d for d in reversed(mine) if d.kind == "reject")
        reasons = (f"{why.author} rejected it: {why.why}", *event.support.reasons)
        event = replace(event, support=Support("discounted", reasons))
    return replace(
        event,
        decisions=tuple(d.id for d in mine),
        edited=tuple(sorted(set(edited))),
    )


def acceptance(event: Event, decisions: Sequence[Decision]) -> Decision | None:
    """The decision by which an event is accepted as it is told.

    An event that gained a claim since, or was decided on otherwise, is to be looked at again.

    Args:
        event: as ``decided`` gives it.
        decisions: those in force.
    """
    if event.rejected:
        return None
    mine = [d for d in sorted(decisions, key=lambda d: d.id) if d.id in event.decisions]
    last = mine[-1] if mine else None
    if last is None or last.kind != "accept" or not set(event.claims) <= set(last.claims):
        return None
    return last


def _touches(event: Event, decision: Decision) -> bool:
    held = set(event.claims) & set(decision.claims)
    if decision.kind in ("edit", "reject", "accept"):
        if 2 * len(held) != len(set(decision.claims)):
            return 2 * len(held) > len(set(decision.claims))
        return bool(held) and decision.claims[0] in held
    return bool(held) or bool(set(event.claims) & set(decision.apart))


def _edit(event: Event, decision: Decision) -> Event:
    name, _, side = (decision.field or "").partition(".")
    try:
        value = json.loads(decision.value if decision.value is not None else "null")
    except ValueError as error:
        raise _bad(decision, f"the value is no JSON ({error})", "Write it as JSON.") from error
    if name in KINDS:
        return _with_figure(event, decision, name, side or "all", value)
    if name not in _FIELDS or side:
        known = ", ".join(sorted((*_FIELDS, *KINDS)))
        raise TacitusError(
            "unknown-field",
            f"decision {decision.id} edits {decision.field!r}, which is no field that can be set.",
            f"Use one of {known}, or a loss by side such as killed.civilians.",
        )
    try:
        return replace(event, **{name: _FIELDS[name](value)})
    except (TypeError, ValueError, KeyError) as error:
        raise _bad(decision, str(error), f"See {name} in docs/events.md.") from error


def _bad(decision: Decision, what: str, fix: str) -> TacitusError:
    return TacitusError(
        "bad-value",
        f"decision {decision.id} sets {decision.field} to {decision.value}: {what}.",
        fix,
    )


def _one_of(options: Sequence[str], *, empty: bool = False) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if value is None and empty:
            return None
        if value not in options:
            raise ValueError(f"it is none of {', '.join(options)}")
        return value

    return check


def _type(value: Any) -> str:
    known = [name for types in load_codebook().event_types.values() for name in types]
    return str(_one_of(known)(value))


def _day(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("it is no day such as 2017-04-04")
    return date.fromisoformat(value).isoformat()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it is neither true nor false")
    return value


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise ValueError("it is no list of words")
    return tuple(value)


def _sides_parties(value: Any) -> tuple[Party, ...]:
    """Parties from names, or from objects with a party's fields."""
    if not isinstance(value, list):
        raise ValueError("it is no list of parties")
    return tuple(_party(given) for given in value)


def _party(given: Any) -> Party:
    if isinstance(given, str) and given:
        ref: ActorRef = resolve_actor(given)
        # of one that is in no registry the resolver knows a description alone
        name = ref.name if ref.actor is not None and ref.name else given
        return Party(ref.actor, name, ref.kind, ref.country, (given,), ())
    if isinstance(given, dict) and isinstance(given.get("name"), str):
        known = {f.name for f in fields(Party)}
        if not given.keys() <= known:
            raise ValueError(f"a party has no {sorted(given.keys() - known)[0]}")
        return Party(
            given.get("actor"),
            given["name"],
            given.get("kind", "unknown"),
            given.get("country"),
            tuple(given.get("mentions", (given["name"],))),
            tuple(given.get("claims", ())),
        )
    raise ValueError("a party is a name, or an object with a name")


def _place(value: Any) -> PlaceRef | None:
    if value is None:
        return None
    if isinstance(value, str) and value:
        value = {"name": value}
    if not isinstance(value, dict):
        raise ValueError("a place is a name, or an object with name, lat and lon")
    known = [f.name for f in fields(PlaceRef)]
    if not value.keys() <= set(known):
        raise ValueError(f"a place has no {sorted(value.keys() - set(known))[0]}")
    base: dict[str, Any] = dict.fromkeys(known[:10])
    base["mention"] = value.get("name") or value.get("mention")
    if not base["mention"]:
        raise ValueError("a place needs a name")
    lists = {name: tuple(value[name]) for name in ("candidates", "scores") if name in value}
    made = PlaceRef(**(base | {"reason": "set by a reviewer"} | value | lists))
    if (made.lat is None) != (made.lon is None):
        raise ValueError("a point needs lat and lon")
    if made.lat is not None and not (-90 <= made.lat <= 90 and -180 <= (made.lon or 0) <= 180):
        raise ValueError("lat and lon are degrees, up to 90 and 180")
    return made


def _support(value: Any) -> Support:
    if isinstance(value, dict):
        grade, reasons = value.get("grade"), tuple(value.get("reasons", ()))
    else:
        grade, reasons = value, ()
    return Support(_one_of(_GRADES)(grade), reasons or ("Graded by a reviewer.",))


_FIELDS: dict[str, Callable[[Any], Any]] = {
    "type": _type,
    "initiators": _sides_parties,
    "targets": _sides_parties,
    "place": _place,
    "start": _day,
    "end": _day,
    "date_precision": _one_of(_PRECISIONS, empty=True),
    "weapons": _words,
    "factuality": _one_of(_FACTUALITIES),
    "aggregate": _flag,
    "support": _support,
}


def _with_figure(event: Event, decision: Decision, kind: str, side: str, value: Any) -> Event:
    """The event with a figure as a reviewer set it; null takes it out."""
    if side not in SIDES:
        raise TacitusError(
            "unknown-field",
            f"decision {decision.id} edits {decision.field!r}: there is no side {side!r}.",
            f"Use one of {', '.join(SIDES)}.",
        )
    others = tuple(f for f in event.figures if (f.kind, f.side) != (kind, side))
    if value is None:
        return replace(event, figures=others)
    low, best, high = _numbers(value, decision)
    before = event.figure(kind, side)
    aside = (
        tuple((key, f"set by decision {decision.id}") for key in before.claims) if before else ()
    )
    made = Figure(
        kind,
        side,
        low,
        best,
        high,
        REVIEWER,
        (),
        aside,
        f"set by {decision.author}: {decision.why}",
    )
    order = [(k, s) for k in KINDS for s in SIDES]
    figures = sorted((*others, made), key=lambda f: order.index((f.kind, f.side)))
    return replace(event, figures=tuple(figures))


def _numbers(value: Any, decision: Decision) -> tuple[int, int, int | None]:
    """Low, best and high of a number or an object with them; an open top is null."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = {"low": value, "best": value, "high": value}
    if not isinstance(value, dict) or not value.keys() <= {"low", "best", "high"} or not value:
        raise _bad(decision, "it is no number of persons", 'Give 89 or {"low": 72, "high": 100}.')
    low = value.get("low", value.get("best", 0))
    best = value.get("best", low)
    high = value.get("high", best)
    numbers = [n for n in (low, best, high) if n is not None]
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in numbers)
    if not whole or low is None or best is None or numbers != sorted(numbers) or numbers[0] < 0:
        raise _bad(decision, "low, best and high are no rising numbers", "Mend their order.")
    return low, best, high
