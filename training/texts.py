"""The reports that annotations stand off from, read out of the data folder.

An annotation names a report by an id and points into its text by offsets, so the text has to
come out the same every time: what is joined, cut or mended here is part of the data.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tacitus.evaluate.set_reports import Text, muc, syria

__all__ = ["Text", "muc", "syria", "texts"]

#: Longest stretch of a long article that was read by hand, in characters.
LONGEST = 2600
_CLOSE = re.compile(r" ([.,;:!?%)\]}’']|'s\b|’s\b|n't\b|'re\b|'ve\b|'ll\b)")
_OPEN = re.compile(r"([(\[{$“‘]) ")
_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")


def texts(data: Path) -> Iterator[Text]:
    """Every report of the training parts below `data`, in a fixed order.

    Raises FileNotFoundError when a set is missing.
    """
    yield from syria(data)
    yield from muc(data)
    yield from polnear(data)
    yield from ecb(data)
    yield from wikievents(data)


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
