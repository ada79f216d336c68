"""The reports of public sets that annotations of Tacitus' own stand off from.

An annotation names a report by an id and points into its text by offsets, so the text has to come
out the same every time: what is joined or cut here is part of the data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"^(DEV-MUC3-\d{4}) .*$", re.M)


@dataclass(frozen=True)
class Text:
    """One report as the annotations know it.

    `id` starts with the set's short name; `published` is an ISO day or None.
    """

    id: str
    source: str
    published: str | None
    title: str | None
    text: str


def syria(data: Path) -> Iterator[Text]:
    """The FA-KES reports on Syria, as `fakes-<id>`; of one id's several rows the first."""
    seen = set()
    for line in (data / "syria_news" / "reports.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["id"] in seen:
            continue
        seen.add(row["id"])
        yield Text(f"fakes-{row['id']}", row["source"], row["published"], row["title"], row["text"])


def muc(data: Path) -> Iterator[Text]:
    """The MUC-4 training reports in capitals as they were sent, as `muc-DEV-MUC3-<n>`."""
    for path in sorted((data / "muc4" / "raw").glob("dev-muc3-*")):
        raw = path.read_text(encoding="latin-1")
        heads = list(_HEAD.finditer(raw))
        for n, head in enumerate(heads):
            end = heads[n + 1].start() if n + 1 < len(heads) else len(raw)
            yield Text(f"muc-{head[1]}", "FBIS", None, None, raw[head.end() : end].strip())
