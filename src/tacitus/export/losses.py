"""What a format could not carry of the events written in it: counted, with reasons."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tacitus.export.folder import writing
from tacitus.export.jsonform import Json

#: What can happen to a value on the way into a format.
KINDS = ("dropped", "split", "summed", "changed")


@dataclass
class Losses:
    """Losses of one export, gathered while rows are written.

    Attributes:
        form: name of the format ("acled").
        events: how many events were given.
        rows: how many rows or objects were written.
        counts: by kind (of ``KINDS``), field and reason, how often it happened.
        examples: of each, ids of the first events it happened to.
    """

    form: str
    events: int = 0
    rows: int = 0
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def add(self, kind: str, name: str, why: str, event: str) -> None:
        """Count one loss.

        Args:
            kind: "dropped" (not in the file), "split" (over several rows), "summed" (into one
                number) or "changed" (into a coarser or another value).
            name: the field of the event, or "event" where no row was written for it.
            why: the reason, the same words for the same reason.
            event: id of the event.
        """
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is none of {KINDS}")
        key = (kind, name, why)
        self.counts[key] += 1
        seen = self.examples.setdefault(key, [])
        if len(seen) < 3 and event not in seen:
            seen.append(event)

    def drop_where(self, event: str, lost: Iterable[tuple[bool, str, str]]) -> None:
        """Count as "dropped" what is true of an event.

        Args:
            event: id of the event.
            lost: whether it happened, the field and the reason.
        """
        for happened, name, why in lost:
            if happened:
                self.add("dropped", name, why, event)

    def as_json(self) -> Json:
        """The losses as plain values, most frequent first."""
        ranked = sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return {
            "format": self.form,
            "events": self.events,
            "rows": self.rows,
            "losses": [
                {
                    "kind": key[0],
                    "field": key[1],
                    "why": key[2],
                    "count": count,
                    "events": self.examples[key],
                }
                for key, count in ranked
            ],
        }

    def write(self, out: Path) -> None:
        """Write ``losses.json`` into the folder of an export.

        Args:
            out: the folder.

        Raises:
            TacitusError: ``cannot-write``.
        """
        with writing(out, "losses.json") as stream:
            stream.write(json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n")
