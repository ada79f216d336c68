"""The form an answer must have, built from the codebook in force and the fields of a claim."""

from __future__ import annotations

from typing import Any

from tacitus.export.jsonform import COUNT_FIELDS, LIST_FIELDS
from tacitus.knowledge.codebook import Codebook

Json = dict[str, Any]

FACTUALITY = {
    "asserted": "told as having happened, by the report or a source it names",
    "hedged": "told with doubt on whether, by whom or how",
    "denied": "told as not having happened",
    "prospective": "not yet happened: planned, threatened, feared, conditional",
}
"""Values of factuality with their meaning, as the codebook's documentation gives them."""

WORD_FIELDS = ("place", "weapon", "when")
DAY_FIELDS = ("start", "end")
MAX_EVENTS = 30
"""Events of one stretch; the fullest of 97 gold reports has 18."""
MAX_LIST = 8
MAX_QUOTES = 3
MAX_WORDS = 120
"""Longest mention, in characters; only asked of back ends that can hold a model to it."""
MAX_QUOTE = 300


def answer_schema(book: Codebook, *, bounded: bool) -> Json:
    """The JSON schema of an answer.

    Args:
        book: the codebook in force; its types are the ones allowed.
        bounded: whether the length of texts is held too, which a local grammar can do and some
            hosted services refuse.

    Returns:
        A schema in the subset that strict structured output takes: every property required,
        nothing beside them.
    """
    mention = _text(MAX_WORDS, bounded)
    quote = _text(MAX_QUOTE, bounded)
    types = [name for members in book.event_types.values() for name in members]
    day: Json = {"type": "string"}
    if bounded:
        day["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    count = _object(
        {"low": {"type": "integer"}, "high": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}
    )
    properties: Json = {
        "evidence": {"type": "array", "items": quote, "minItems": 1, "maxItems": MAX_QUOTES},
        "type": {"type": "string", "enum": types},
        "factuality": {"type": "string", "enum": list(FACTUALITY)},
    }
    properties |= {
        name: {"type": "array", "items": mention, "maxItems": MAX_LIST} for name in LIST_FIELDS
    }
    properties |= {name: _optional(mention) for name in WORD_FIELDS}
    properties |= {name: _optional(day) for name in DAY_FIELDS}
    properties |= {name: _optional(count) for name in COUNT_FIELDS}
    properties["aggregate"] = {"type": "boolean"}
    events = {"type": "array", "items": _object(properties), "maxItems": MAX_EVENTS}
    return _object({"events": events})


def _text(longest: int, bounded: bool) -> Json:
    return {"type": "string", "maxLength": longest} if bounded else {"type": "string"}


def _optional(form: Json) -> Json:
    return {"anyOf": [form, {"type": "null"}]}


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
