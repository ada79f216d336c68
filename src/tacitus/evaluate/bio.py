"""Spans from the scores of labels that say none, first or further word of a span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tacitus.evaluate.pieces import Scores, log_softmax


@dataclass(frozen=True, slots=True, order=True)
class Chunk:
    """A stretch of words of one kind.

    Attributes:
        start, stop: numbers of the first word and of the one after the last.
        kind: what it is.
    """

    start: int
    stop: int
    kind: str


def chunks(labels: Sequence[str]) -> list[Chunk]:
    """The spans that labels of words in BIO mark.

    Args:
        labels: "O", "B-<kind>" or "I-<kind>" of each word.

    As seqeval's default mode and conlleval read them (Ramshaw and Marcus 1995; Tjong Kim Sang and
    De Meulder 2003): "I-" after none or after another kind begins a span too.
    """
    found: list[Chunk] = []
    start, open_kind = 0, ""
    for number, label in enumerate([*labels, "O"]):
        mark, _, kind = label.partition("-")
        if open_kind and (mark != "I" or kind != open_kind):
            found.append(Chunk(start, number, open_kind))
            open_kind = ""
        if mark != "O" and not open_kind:
            start, open_kind = number, kind
    return found


def word_scores(logits: Scores, pieces: Sequence[range]) -> Scores:
    """Scores of the labels of words, from logits of the labels of their pieces.

    Args:
        logits: pieces x labels, the labels in the order of ``piece_labels.bio``.
        pieces: the pieces of each word.

    Returns:
        Words x labels: mean logarithm of the share of what each piece would bear if the word bore
        the label: of the pieces of a span's first word only the first bears "B-". A word without
        pieces begins nothing, and its neighbours decide whether it goes on with something.
    """
    logged = log_softmax(logits)
    out = np.zeros((len(pieces), logits.shape[1]))
    for row, own in zip(out, pieces, strict=True):
        if not len(own):
            row[1::2] = -1.0
            continue
        block = logged[own.start : own.stop]
        row[:] = block.mean(axis=0)
        row[1::2] = (block[0, 1::2] + block[1:, 2::2].sum(axis=0)) / len(own)
    return out


def best_path(scores: Scores) -> list[int]:
    """The labels of largest summed score in which "I-" follows only "B-" or "I-" of its kind.

    Args:
        scores: words x labels, the labels in the order of ``piece_labels.bio``.

    Returns:
        The number of each word's label. The method of Viterbi 1967.
    """
    count, width = scores.shape
    if not count:
        return []
    allowed = np.zeros((width, width))
    for inside in range(2, width, 2):
        allowed[:, inside] = -np.inf
        allowed[[inside - 1, inside], inside] = 0.0
    total = scores[0].copy()
    total[2::2] = -np.inf
    came_from = np.zeros((count, width), dtype=np.int64)
    for number in range(1, count):
        ways = total[:, None] + allowed
        came_from[number] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[number]
    path = [int(total.argmax())]
    for number in range(count - 1, 0, -1):
        path.append(int(came_from[number, path[-1]]))
    return path[::-1]
