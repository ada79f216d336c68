"""Gold events and files of them."""

from __future__ import annotations

import json


def event(**changes):
    fields = {
        "id": "e1",
        "type": "Armed clash",
        "initiators": ["Tamil rebels"],
        "targets": ["soldiers"],
        "place": "Jaffna",
        "start": None,
        "end": "1995-04-19",
        "killed": {"low": 5, "high": 5},
        "attribution": ["the army"],
        "factuality": "asserted",
        "evidence": ["Tamil rebels ambushed soldiers near Jaffna"],
    }
    return {**fields, **changes}


def write_reports(path, reports, /, **fields):
    lines = [
        json.dumps({"id": name, "events": events, **fields}) for name, events in reports.items()
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
