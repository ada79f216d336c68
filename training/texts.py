"""The reports that annotations stand off from, read out of the data folder.

An annotation names a report by an id and points into its text by offsets, so the text has to
come out the same every time: what is joined, cut or mended here is part of the data.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Longest stretch of a long article that was read by hand, in characters.
LONGEST = 2600
_HEAD = re.compile(r"^(DEV-MUC3-\d{4}) .*$", re.M)
_CLOSE = re.compile(r" ([.,;:!?%)\]}’']|'s\b|’s\b|n't\b|'re\b|'ve\b|'ll\b)")
_OPEN = re.compile(r"([(\[{$“‘]) ")
_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")


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


def texts(data: Path) -> Iterator[Text]:
    """Every report of the training parts below `data`, in a fixed order.

    Raises FileNotFoundError when a set is missing.
    """
    yield from syria(data)
    yield from muc(data)
    yield from polnear(data)
    yield from ecb(data)
    yield from wikievents(data)


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


def polnear(data: Path) -> Iterator[Text]:
    """The first LONGEST characters, to the end of a paragraph, of PolNeAR's training articles."""
    for path in sorted((data / "polnear" / "train" / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        yield Text(f"polnear-{path.stem}", "PolNeAR", None, None, shortened(text))


def ecb(data: Path) -> Iterator[Text]:
    """ECB+ training articles, joined again from tokens."""
    found: dict[str, dict[int, list[str]]] = {}
    for line in (data / "ecbplus" / "ECB_Train_corpus.txt").open(encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if len(parts) >= 4:
            found.setdefault(parts[0], {}).setdefault(int(parts[1]), []).append(parts[3])
    for name, sentences in found.items():
        yield Text(f"ecb-{name}", "ECB+", None, None, "\n".join(map(joined, sentences.values())))


def wikievents(data: Path) -> Iterator[Text]:
    """WikiEvents articles, joined again from tokens, to LONGEST characters."""
    for line in (data / "wikievents" / "dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        sentences = [joined([token[0] for token in tokens]) for tokens, *_ in row["sentences"]]
        text = shortened("\n".join(sentences))
        yield Text(f"wiki-{row['doc_id']}", "WikiEvents", None, None, text)


def joined(tokens: list[str]) -> str:
    """Tokens as running text."""
    text = _CLOSE.sub(r"\1", " ".join(tokens))
    return _HYPHEN.sub("-", _OPEN.sub(r"\1", text))


def shortened(text: str) -> str:
    """The text to LONGEST characters, cut where a line ends."""
    if len(text) <= LONGEST:
        return text
    cut = text.rfind("\n", 0, LONGEST)
    return text[: cut if cut > LONGEST // 2 else LONGEST]
