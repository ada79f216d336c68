"""Texts of public sets as word pieces with a label for each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

#: Pieces the encoder takes at once, its two marks not counted.
LONGEST = 510
#: The encoder's marks at the start and the end.
CLS, SEP = 101, 102
IGNORE = -100
_LINE = re.compile(r"\n\s*")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n\s*")

Span = tuple[int, int]


@dataclass(frozen=True)
class PieceExample:
    """Pieces with labels.

    Attributes:
        id: set and document; parts of one document bear "#2" and so on.
        pieces: numbers of the pieces, the marks at both ends among them.
        labels: by output one row for each piece: classes (IGNORE where nothing is asked),
            0 and 1 by column, or values (NaN where nothing is asked).
        templates: incidents coded in the document, where the set codes such.
    """

    id: str
    pieces: np.ndarray
    labels: dict[str, np.ndarray]
    templates: int | None = None


@dataclass
class Labelled:
    """A text as pieces without the marks at its ends.

    Attributes:
        text: the text.
        ids, offsets: number of each piece and where it stands.
        labels: as in `PieceExample`.
    """

    text: str
    ids: np.ndarray
    offsets: list[Span]
    labels: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [start for start, _ in self.offsets]
        self._ends = [end for _, end in self.offsets]

    def pieces(self, span: Span) -> range:
        """The pieces that share characters with a stretch of the text."""
        return range(bisect_right(self._ends, span[0]), bisect_left(self._starts, span[1]))


def split(text: str, tokenizer: Tokenizer) -> Labelled:
    """A text as pieces, none cut off.

    Args:
        text: the text.
        tokenizer: the model's; its cutting and filling are switched off for good.
    """
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return Labelled(text, np.array(encoding.ids, dtype=np.int64), encoding.offsets)


def classes(labelled: Labelled, spans: Iterable[tuple[Span, int]]) -> np.ndarray:
    """Classes of pieces in BIO.

    Args:
        labelled: the text.
        spans: stretches with their kind's number, in order of weight: a stretch that touches one
            before it is left out.
    """
    out = np.zeros(len(labelled.ids), dtype=np.int64)
    for span, kind in spans:
        own = labelled.pieces(span)
        if len(own) and not out[own.start : own.stop].any():
            out[own.start : own.stop] = 2 + 2 * kind
            out[own.start] = 1 + 2 * kind
    return out


def cut(labelled: Labelled, upto: int) -> Iterator[Span]:
    """Stretches of pieces that cover a text, about equally long, cut where lines or sentences end.

    Args:
        labelled: the text.
        upto: how many pieces at the most.

    Yields:
        First and last piece (exclusive) of each.
    """
    lines, ends = (_breaks(labelled, pattern) for pattern in (_LINE, _SENTENCE))
    first, count = 0, len(labelled.ids)
    while count - first > upto:
        parts = -(-(count - first) // upto)
        aim = first + (count - first) / parts
        last = first + upto
        for places in (lines, ends):
            near = [at for at in places if first + upto // 3 < at <= first + upto]
            if near:
                last = min(near, key=lambda at: abs(at - aim))
                break
        yield first, last
        first = last
    if first < count:
        yield first, count


def _breaks(labelled: Labelled, pattern: re.Pattern[str]) -> list[int]:
    """The pieces before which a text may be cut."""
    starts = [start for start, _ in labelled.offsets]
    places = [match.end() for match in pattern.finditer(labelled.text)]
    return sorted(set(np.searchsorted(starts, places).tolist()) - {0, len(starts)})


def examples(
    name: str, labelled: Labelled, upto: int = LONGEST, templates: int | None = None
) -> Iterator[PieceExample]:
    """A text as one example, or as several where it is long."""
    for number, (first, last) in enumerate(cut(labelled, upto), 1):
        labels = {head: rows[first:last] for head, rows in labelled.labels.items()}
        identity = name if number == 1 else f"{name}#{number}"
        yield _whole(identity, [labelled.ids[first:last]], [labels], templates)


def packed(named: Iterable[tuple[str, Labelled]], upto: int) -> Iterator[PieceExample]:
    """Short texts in order, as many in one example as fit.

    Args:
        named: names and texts, with the same outputs labelled.
        upto: how many pieces at the most; a longer text is cut.

    Yields:
        Examples that bear the name of their first text.
    """
    name, size = "", 0
    ids: list[np.ndarray] = []
    labels: list[dict[str, np.ndarray]] = []
    for own, labelled in named:
        if ids and size + len(labelled.ids) > upto:
            yield _whole(name, ids, labels)
            ids, labels, size = [], [], 0
        if len(labelled.ids) > upto:
            yield from examples(own, labelled, upto)
        elif len(labelled.ids):
            name = name if ids else own
            ids.append(labelled.ids)
            labels.append(labelled.labels)
            size += len(labelled.ids)
    if ids:
        yield _whole(name, ids, labels)


def _whole(
    name: str,
    ids: Sequence[np.ndarray],
    labels: Sequence[dict[str, np.ndarray]],
    templates: int | None = None,
) -> PieceExample:
    """Stretches put together, with the encoder's marks, about which nothing is asked."""
    pieces = np.concatenate([[CLS], *ids, [SEP]]).astype(np.int64)
    joined = {}
    for head in labels[0]:
        rows = np.concatenate([part[head] for part in labels])
        joined[head] = np.concatenate([_blank(rows), rows, _blank(rows)])
    return PieceExample(name, pieces, joined, templates)


def _blank(rows: np.ndarray) -> np.ndarray:
    """One row that asks nothing: NaN for values, IGNORE for classes, 0 for columns of 0 and 1."""
    if rows.ndim > 1:
        return np.zeros_like(rows[:1], shape=(1, *rows.shape[1:]))
    blank = np.nan if rows.dtype.kind == "f" else IGNORE
    return np.full(1, blank, dtype=rows.dtype)
