"""Gold reports in the codebook's own form, as stand-off events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from training.annotations import Event, event_of, stand_off
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
