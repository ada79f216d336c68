"""Gold reports in the codebook's own form, as stand-off events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.annotations import SINGLE, Event, event_of, stand_off
from training.texts import Text


def gold(folder: Path, part: str) -> Iterator[tuple[Text, list[Event]]]:
    """The reports of one part ("train", "dev") with their events.

    Raises:
        FileNotFoundError: when the folder lacks the part.
    """
    coded = {}
    for line in (folder / f"{part}.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        coded[row["id"]] = row["events"]
    for line in (folder / f"{part}.docs.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        text = Text(row["id"], row["source"], row["published"], row["title"], row["text"])
        rows, _ = stand_off(text, coded[text.id])
        yield text, [event_of(e) for e in rows["events"]]


def as_form(text: Text, events: list[Event]) -> dict[str, Any]:
    """A report's stand-off events in the codebook's own form, as `tacitus evaluate` reads it."""
    return {
        "id": text.id,
        "source": text.source,
        "events": [_form(n, e, text.text) for n, e in enumerate(events, 1)],
    }


def _form(number: int, event: Event, text: str) -> dict[str, Any]:
    words = {k: [text[a:b] for a, b in spans] for k, spans in event.spans.items()}
    return {
        "id": f"e{number}",
        "type": event.type,
        "factuality": event.factuality,
        "aggregate": event.aggregate,
        "optional": event.optional,
        "start": event.start,
        "end": event.end,
        **{k: {"low": c[0], "high": c[1]} if c else None for k, c in event.counts.items()},
        **{k: next(iter(v), None) if k in SINGLE else v for k, v in words.items()},
        "evidence": [text[a:b] for a, b in event.evidence],
        "accounts": [],
    }
