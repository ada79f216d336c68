"""What the benchmarks ask of a model that labels every word piece of a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Offsets = Sequence[tuple[int, int]]
Scores = NDArray[np.floating[Any]]
#: Marks that stand alone between words.
_WORD = re.compile(r"\w+|[^\w\s]")


class Labels(Protocol):
    """What a model says of the pieces of one text.

    Attributes:
        offsets: where each piece stands in the text, in order, special marks left out.
        heads: logits by name of output, pieces x width.
    """

    @property
    def offsets(self) -> Offsets:
        """Where each piece stands."""

    @property
    def heads(self) -> Mapping[str, Scores]:
        """Logits by name of output."""


Label = Callable[[str], Labels]


def words(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand, each punctuation mark a word of its own."""
    return [match.span() for match in _WORD.finditer(text)]


def under(spans: Offsets, offsets: Offsets) -> list[range]:
    """The pieces that share characters with each span.

    Args:
        spans: stretches of characters.
        offsets: where each piece stands, in order and without overlap.
    """
    starts, ends = [start for start, _ in offsets], [end for _, end in offsets]
    return [range(bisect_right(ends, start), bisect_left(starts, end)) for start, end in spans]


def log_softmax(logits: Scores) -> Scores:
    """Logarithms of the shares that logits stand for, by row."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    logged: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logged


def sigmoid(logits: Scores) -> Scores:
    """Probabilities that logits stand for, each by itself."""
    share: Scores = 1.0 / (1.0 + np.exp(-np.clip(logits, -60.0, 60.0)))
    return share
