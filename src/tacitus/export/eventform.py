"""The JSON form of an event: an object with the words of the record ``Event``, and back.

Tuples are lists, pairs are lists of two, what is unknown is null. docs/store.md describes the form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tacitus.export.jsonform import Json, json_text, plain
from tacitus.records import Event, TacitusError

Reader = Callable[[Any], Any]


def event_to_json(event: Event) -> Json:
    """The JSON object of an event.

    Args:
        event: any event.

    Returns:
        A dict of plain JSON values with the fields of ``Event`` in their order.
    """
    form: Json = plain(event)
    return form


def event_to_line(event: Event) -> str:
    """One line of JSONL, without the line end; same record, same characters."""
    return json_text(event_to_json(event))


def event_from_json(form: Mapping[str, Any]) -> Event:
    """The event that an object made by ``event_to_json`` stands for.

    Args:
        form: the object; fields with a default may be missing.

    Raises:
        TacitusError: ``bad-event`` when it is not of this form.
    """
    try:
        event: Event = _reader(Event)(form)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TacitusError(
            "bad-event",
            f"this is no event of tacitus ({type(error).__name__}: {error}).",
            "Give an object that `tacitus events --format jsonl` wrote.",
        ) from error
    return event


@cache
def _reader(kind: Any) -> Reader:
    """What makes a value of a record's annotation out of its JSON form."""
    if is_dataclass(kind):
        return _record_reader(kind)
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (held,) = (arg for arg in args if arg is not NoneType)
        inner = _reader(held)
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_reader(args)
    if origin is dict:
        inner = _reader(args[1])
        return lambda value: {name: inner(held) for name, held in value.items()}
    return _checked(kind)


def _record_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read(form: Any) -> Any:
        return kind(**{name: readers[name](value) for name, value in form.items()})

    return read


def _tuple_reader(args: tuple[Any, ...]) -> Reader:
    if args[-1] is Ellipsis:
        inner = _reader(args[0])
        return lambda values: tuple(inner(value) for value in _listed(values))
    each = [_reader(arg) for arg in args]
    return lambda values: tuple(
        read(value) for read, value in zip(each, _listed(values), strict=True)
    )


def _listed(values: Any) -> Any:
    if not isinstance(values, list | tuple):
        raise TypeError(f"{values!r} is no list")
    return values


def _checked(kind: type) -> Reader:
    # JSON writers of other languages give 35 for 35.0
    wanted = (int, float) if kind is float else kind

    def read(value: Any) -> Any:
        if not isinstance(value, wanted) or (kind is not bool and isinstance(value, bool)):
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value

    return read
