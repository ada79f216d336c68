"""Articles with attributions marked in brat's stand-off form: the PolNeAR set (Newell et al. 2018).

A line `T7<tab>Source 89 106<tab>words` marks characters 89 to 106; parts of one span are set apart
by ";". Lines that tie spans together are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tacitus.evaluate.benchmark import set_lines, set_text
from tacitus.records import TacitusError

Span = tuple[int, int]
KINDS = ("Source", "Cue", "Content")
_MARK = re.compile(r"T\d+\t(\w+) (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)")


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        id: its file's name.
        text: as published.
        spans: stretches of characters marked as source, cue and content, in order, by kind.
    """

    id: str
    text: str
    spans: dict[str, tuple[Span, ...]]


def articles(folder: Path, part: str) -> Iterator[Article]:
    """The articles of a part ("train", "dev") below ``folder``, by name.

    Where several people marked an article, the one whose short name sorts first is taken.

    Raises:
        TacitusError: ``bad-set-file`` when a file cannot be read, or marks what is not there.
    """
    by_article: dict[str, Path] = {}
    for path in sorted((folder / part / "attributions").glob("*.ann")):
        by_article.setdefault(path.stem.rpartition("_")[0], path)
    if not by_article:
        raise TacitusError("bad-set-file", f"{folder / part}: holds no attributions.")
    for name, path in by_article.items():
        text = set_text(folder / part / "text" / f"{name}.txt")
        yield Article(name, text, _spans(path, len(text)))


def _spans(path: Path, length: int) -> dict[str, tuple[Span, ...]]:
    found: dict[str, set[Span]] = {kind: set() for kind in KINDS}
    for line in set_lines(path):
        mark = _MARK.match(line)
        if mark and mark[1] in found:
            for part in mark[2].split(";"):
                start, end = map(int, part.split())
                if not 0 <= start < end <= length:
                    raise TacitusError("bad-set-file", f"{path}: {line!r} is outside the text.")
                found[mark[1]].add((start, end))
    return {kind: tuple(sorted(spans)) for kind, spans in found.items()}
