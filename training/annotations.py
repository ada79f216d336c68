"""Reports coded by hand, kept as stand-off annotation: offsets and labels, never the text.

A file holds one report a line::

    {"id": "fakes-1", "sha256": "...", "events": [
      {"type": "Armed clash", "factuality": "asserted", "aggregate": false, "optional": false,
       "start": null, "end": "2017-04-02", "time": [20, 29], "killed": [8, 8, 30, 35],
       "injured": null, "captured": null, "initiators": [[0, 12]], "targets": [],
       "place": [40, 47], "within": [], "weapon": null, "attribution": [],
       "evidence": [[0, 60, 13, 21]]}]}

Offsets count characters of the report's text. Evidence gives the quote and, inside it, the words
that name the happening; a figure its lowest and highest and the words it rests on (null, null
where it is summed up or implied); `time` the words that say when. `sha256` is that of the text,
so that an annotation never points into another version of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.texts import Text

LISTS = ("initiators", "targets", "within", "attribution")
SINGLE = ("place", "weapon")
COUNTS = ("killed", "injured", "captured")


class Unfit(ValueError):  # noqa: N818 says what is wrong, as Skipped does
    """An annotation that does not fit its report; the message names both."""


@dataclass(frozen=True)
class Event:
    """One event as a coder marked it; spans are character offsets of the report's text.

    `counts` holds (low, high) or None for killed, injured and captured, `figures` the words each
    rests on where the coder marked them. `time` is the words that say when; `marked` tells whether
    coders marked the words of figures and times at all. `evidence` is quote start and end;
    `triggers` the words inside each quote that name the happening, or None.
    """

    type: str
    factuality: str
    aggregate: bool
    optional: bool
    start: str | None
    end: str | None
    counts: dict[str, tuple[int, int | None] | None]
    figures: dict[str, tuple[int, int] | None]
    time: tuple[int, int] | None
    marked: bool
    spans: dict[str, tuple[tuple[int, int], ...]]
    evidence: tuple[tuple[int, int], ...]
    triggers: tuple[tuple[int, int] | None, ...]


def digest(text: str) -> str:
    """The text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def load(path: Path, texts: dict[str, Text]) -> Iterator[tuple[Text, list[Event]]]:
    """The annotated reports of a file with their events.

    Raises:
        Unfit: when a report is missing or its text is not the one that was annotated.
    """
    for number, line in enumerate(path.open(encoding="utf-8"), 1):
        row = json.loads(line)
        text = texts.get(row["id"])
        if text is None:
            raise Unfit(f"{path}:{number}: no report {row['id']} in the data folder")
        if digest(text.text) != row["sha256"]:
            raise Unfit(f"{path}:{number}: the text of {row['id']} is not the one annotated")
        yield text, [event_of(e) for e in row["events"]]


def event_of(row: dict[str, Any]) -> Event:
    """The event that a row of a file of annotations holds."""
    spans = {k: tuple((a, b) for a, b in row[k]) for k in LISTS}
    spans |= {k: ((row[k][0], row[k][1]),) if row[k] else () for k in SINGLE}
    return Event(
        row["type"],
        row["factuality"],
        row["aggregate"],
        row["optional"],
        row["start"],
        row["end"],
        {k: (row[k][0], row[k][1]) if row[k] else None for k in COUNTS},
        {k: _pair(row[k][2:]) if row[k] else None for k in COUNTS},
        _pair(row.get("time") or ()),
        "time" in row,
        spans,
        tuple((e[0], e[1]) for e in row["evidence"]),
        tuple((e[2], e[3]) if e[2] is not None else None for e in row["evidence"]),
    )


def _pair(values: Sequence[int | None]) -> tuple[int, int] | None:
    first, last = (*values, None, None)[:2]
    return (first, last) if first is not None and last is not None else None


def stand_off(text: Text, events: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """A coding in the words of the report turned into offsets.

    Args:
        text: the report.
        events: the fields of the codebook with verbatim strings; evidence as quotes, or as pairs
            of a quote and its trigger; figures as {"low", "high"} or [low, high].

    Returns:
        The row to write, and what could not be found in the text, in words.
    """
    missing: list[str] = []
    rows = []
    for n, event in enumerate(events, 1):
        evidence = []
        for item in event["evidence"]:
            quote, trigger = (item, None) if isinstance(item, str) else item
            found = nearest(quote, text.text, 0)
            if found is None:
                missing.append(f"{text.id} event {n}: quote {quote!r}")
                continue
            inner = nearest(trigger, text.text[found[0] : found[1]], 0) if trigger else None
            at = (found[0] + inner[0], found[0] + inner[1]) if inner else (None, None)
            evidence.append([*found, *at])
        if not evidence:
            missing.append(f"{text.id} event {n}: no evidence found, left out")
            continue
        row: dict[str, Any] = {
            "type": event["type"],
            "factuality": event.get("factuality") or "asserted",
            "aggregate": bool(event.get("aggregate")),
            "optional": bool(event.get("optional")),
            "start": event.get("start"),
            "end": event.get("end"),
        }
        if "time" in event:
            row["time"] = _span(event["time"], text, evidence, missing, f"event {n}: time")
        for key in COUNTS:
            count = event.get(key)
            if isinstance(count, dict):
                count = [count["low"], count["high"]]
            elif count:
                words = _span(count[2], text, evidence, missing, f"event {n}: {key}")
                count = [*count[:2], *(words or (None, None))]
            row[key] = count
        for key in (*LISTS, *SINGLE):
            values = event.get(key) or []
            spans = []
            for value in [values] if isinstance(values, str) else values:
                span = _span(value, text, evidence, missing, f"event {n}: {key}")
                if span is not None:
                    spans.append(span)
            row[key] = spans if key in LISTS else (spans[0] if spans else None)
        row["evidence"] = evidence
        rows.append(row)
    return {"id": text.id, "sha256": digest(text.text), "events": rows}, missing


def _span(
    value: str | None, text: Text, evidence: list[list[Any]], missing: list[str], what: str
) -> list[int] | None:
    """Where a value stands; what stands nowhere is noted."""
    found = _by_evidence(value, text.text, evidence) if value else None
    if value and found is None:
        missing.append(f"{text.id} {what} {value!r}")
    return list(found) if found else None


def _by_evidence(value: str, text: str, evidence: list[list[Any]]) -> tuple[int, int] | None:
    """The occurrence of a value inside the first quote that holds it, else the nearest one."""
    for first, last, *_ in evidence:
        for a, b in occurrences(value, text):
            if first <= a and b <= last:
                return a, b
    return nearest(value, text, evidence[0][0])


def nearest(value: str, text: str, at: int) -> tuple[int, int] | None:
    """The occurrence of a string nearest to an offset, white space and case left aside."""
    return min(occurrences(value, text), key=lambda span: abs(span[0] - at), default=None)


def occurrences(value: str, text: str) -> list[tuple[int, int]]:
    """Where a string stands in a text, whole words only, whatever the white space between them.

    Exact case first; only where it never stands so, in any case.
    """
    words = value.split()
    if not words:
        return []
    body = r"\s+".join(re.escape(w) for w in words)
    body = (r"(?<!\w)" if words[0][0].isalnum() else "") + body
    body += r"(?!\w)" if words[-1][-1].isalnum() else ""
    found = [m.span() for m in re.finditer(body, text)]
    return found or [m.span() for m in re.finditer(body, text, re.IGNORECASE)]
