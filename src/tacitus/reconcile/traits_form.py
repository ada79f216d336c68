"""Traits as JSON values and back: read very often where claims are many, so field by field."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from tacitus.reconcile.traits import Actor, Traits, Where


def to_json(traits: Traits) -> list[Any]:
    """Traits as a list of JSON values, in the order of their fields."""
    form = _values(traits)
    where: Where | None = traits.where
    form[_WHERE] = None if where is None else _values(where)
    for side in _SIDES:
        form[side] = [_values(actor) for actor in form[side]]
    return form


def from_json(form: list[Any]) -> Traits:
    """Traits from what ``to_json`` gave, also after a turn through JSON."""
    values: list[Any] = [_tuple(value) for value in form]
    where = form[_WHERE]
    values[_WHERE] = None if where is None else Where(*map(_tuple, where))
    for side in _SIDES:
        values[side] = tuple(Actor(*map(_tuple, actor)) for actor in form[side])
    for toll in _TOLLS:
        values[toll] = tuple(map(tuple, form[toll]))
    return Traits(*values)


# where fields that hold more than words and numbers stand in the form
_FIELDS = {kind: tuple(f.name for f in fields(kind)) for kind in (Traits, Where, Actor)}
_WHERE = _FIELDS[Traits].index("where")
_SIDES = tuple(_FIELDS[Traits].index(name) for name in ("initiators", "targets"))
_TOLLS = tuple(_FIELDS[Traits].index(name) for name in ("killed", "injured", "captured"))


def _values(record: Traits | Where | Actor) -> list[Any]:
    return [getattr(record, name) for name in _FIELDS[type(record)]]


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
