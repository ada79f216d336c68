"""Coding as people type it, in words of the report, turned into stand-off annotation.

A coder writes a report a line, with short keys and only what is not empty::

    {"id": "...", "events": [{"t": "Armed clash", "ev": [["rebels stormed a post", "stormed"]],
      "i": ["rebels"], "g": ["post"], "p": "Idlib", "w": [], "d": ["2017-04-02", "2017-04-02",
      "on Sunday"], "k": [8, 8, "eight"], "a": ["SANA"], "f": "hedged", "wp": "mortar",
      "agg": true, "opt": true}]}

Invented reports bear their text, source, day and title in the same line.

    python -m training.coded FOLDER... --out training/annotations [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.annotations import stand_off
from training.texts import Text, texts

_LONG = {"t": "type", "f": "factuality", "agg": "aggregate", "opt": "optional", "ev": "evidence"}
_LONG |= {"i": "initiators", "g": "targets", "w": "within", "a": "attribution", "p": "place"}
_LONG |= {"wp": "weapon", "k": "killed", "n": "injured", "c": "captured"}


def spelled_out(event: dict[str, Any]) -> dict[str, Any]:
    """A coder's event under the codebook's own names."""
    out = {_LONG[k]: v for k, v in event.items() if k in _LONG}
    start, end, words = event.get("d") or (None, None, None)
    return out | {"start": start, "end": end, "time": words}


def convert(lines: Iterable[str], known: dict[str, Text]) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of stand-off annotation, and in words what did not fit."""
    rows, missing = [], []
    for line in lines:
        row = json.loads(line)
        text = known.get(row["id"])
        if "text" in row:
            text = Text(row["id"], row["source"], row["published"], row["title"], row["text"])
        if text is None:
            missing.append(f"{row['id']}: no such report")
            continue
        made, lost = stand_off(text, map(spelled_out, row["events"]))
        if "text" in row:
            made |= {k: row[k] for k in ("source", "published", "title", "text")}
        rows.append(made)
        missing += lost
    return rows, missing


def main() -> None:
    """Convert what coders wrote; prints what did not fit and the counts."""
    parser = argparse.ArgumentParser(description="Coding in words to stand-off annotation.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked = parser.parse_args()
    known = {t.id: t for t in texts(asked.data)}
    by_set: dict[str, list[dict[str, Any]]] = {}
    for folder in asked.folders:
        for path in sorted(folder.glob("*.jsonl")):
            rows, missing = convert(path.read_text(encoding="utf-8").splitlines(), known)
            for row in rows:
                by_set.setdefault(row["id"].split("-")[0], []).append(row)
            for line in missing:
                print(f"{path}: {line}", file=sys.stderr)
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, rows in sorted(by_set.items()):
        rows.sort(key=lambda r: r["id"])
        with (asked.out / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        print(f"{name}: {len(rows)} reports, {sum(len(r['events']) for r in rows)} events")


if __name__ == "__main__":
    main()
