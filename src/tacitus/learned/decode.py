"""From what the model says of pieces to stretches of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pieces that fill one part of an event.

    Attributes:
        first, stop: pieces of the report, as a range.
        score: mean probability.
    """

    first: int
    stop: int
    score: float


def runs(inside: np.ndarray, least: float, breaks: np.ndarray | None = None) -> list[Run]:
    """Stretches of pieces with at least a probability.

    Args:
        inside: for each piece of the report the probability to be part of a stretch.
        least: the probability asked for.
        breaks: true at pieces before which a stretch ends, or None for none. Names that stand side
            by side are told apart by what is between them, which is part of neither.
    """
    hits = np.flatnonzero(inside >= least)
    if not len(hits):
        return []
    new = np.diff(hits) > 1
    if breaks is not None:
        new |= breaks[hits[1:]]
    first, last = hits[np.r_[True, new]], hits[np.r_[new, True]]
    return [
        Run(start, stop + 1, float(inside[start : stop + 1].mean()))
        for start, stop in zip(first.tolist(), last.tolist(), strict=True)
    ]


def groups(alike: np.ndarray, least: float) -> list[list[int]]:
    """Items put together by average likeness, the likest first.

    Args:
        alike: items x items, probabilities that two belong together.
        least: the mean over all pairs of two groups at which they are still joined.

    Returns:
        Groups of indexes, each in order; the groups by their first.
    """
    held = {n: [n] for n in range(len(alike))}
    mean = np.triu(np.array(alike, dtype=float), 1) + np.tril(np.full_like(alike, -1.0))
    whole = np.array(alike, dtype=float)
    while len(held) > 1:
        a, b = divmod(int(mean.argmax()), len(alike))
        if mean[a, b] < least:
            break
        # the mean over all pairs of the joined group follows from those of its two parts
        sizes = len(held[a]), len(held[b])
        row = np.average([whole[a], whole[b]], axis=0, weights=sizes)
        whole[a], whole[:, a] = row, row
        mean[b, :] = mean[:, b] = -1.0
        for n in held:
            if n not in (a, b):
                mean[min(a, n), max(a, n)] = row[n]
        held[a] = sorted(held[a] + held.pop(b))
    return sorted(held.values())
