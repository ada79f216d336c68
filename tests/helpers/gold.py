"""A folder of gold files with one report in each set."""

from __future__ import annotations

import json

from helpers.events import event, write_reports
from helpers.made import TEXT


def write_gold(home):
    """The folder `gold` in `home`: every report has the text and one event of ``helpers.made``."""
    folder = home / "gold"
    folder.mkdir()
    (home / "reports").mkdir()
    (home / "reports" / "one.txt").write_text(TEXT, "utf-8")
    gold = [
        event(
            type="Shelling/artillery/missile attack",
            place="Goma",
            evidence=["Rebels shelled the barracks"],
        )
    ]
    write_reports(
        folder / "seed.jsonl",
        {"s": gold},
        path="reports/one.txt",
        published="2012-11-20",
        source="x",
    )
    for name in ("dev", "train"):
        write_reports(folder / f"{name}.jsonl", {name: gold})
        line = {
            "id": name,
            "source": name.upper(),
            "published": "2012-11-20",
            "title": None,
            "text": TEXT,
        }
        (folder / f"{name}.docs.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    return folder
