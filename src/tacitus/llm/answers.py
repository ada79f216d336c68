"""A model's words read as proposed events."""

from __future__ import annotations

import json
import re

from tacitus.llm.backend import Answer
from tacitus.llm.schema import Json

_FENCE = re.compile(r"^\s*```[a-z]*\s*(.*?)\s*```\s*$", re.DOTALL)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_OPENING = re.compile(r'^\s*\{\s*"events"\s*:\s*\[')
_BETWEEN = re.compile(r"\s*,?\s*")


class BadAnswerError(Exception):
    """The words are not of the form asked for; the message says how."""


def read_events(answer: Answer) -> list[object]:
    """The events that an answer proposes, unchecked.

    Of an answer that was cut off, the events told in full are taken.

    Args:
        answer: what the model said.

    Raises:
        BadAnswerError: when it is no JSON object with a list of events.
    """
    text = _THOUGHT.sub("", answer.content)
    fenced = _FENCE.match(text)
    text = fenced.group(1) if fenced else text
    try:
        form: Json = json.loads(text)
    except (ValueError, RecursionError) as error:
        if answer.cut and (whole := _whole_events(text)):
            return whole
        raise BadAnswerError("cut off" if answer.cut else f"no JSON, {error}") from error
    if not isinstance(form, dict):
        raise BadAnswerError("no JSON object")
    events = form.get("events")
    if not isinstance(events, list):
        raise BadAnswerError("no list of events")
    return events


def _whole_events(text: str) -> list[object]:
    opening = _OPENING.match(text)
    if opening is None:
        return []
    decoder, at = json.JSONDecoder(), opening.end()
    found: list[object] = []
    while True:
        # match never fails: the pattern takes nothing too
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        try:
            event, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found
        found.append(event)
