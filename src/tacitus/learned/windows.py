"""Which pieces of a report the model reads at once: the whole of it, and around one event."""

from __future__ import annotations

import numpy as np

#: Pieces the encoder takes at once, its two marks not counted.
LONGEST = 510
#: Pieces that two windows of a long report share.
SHARED = 128
#: Pieces that the model reads about one event.
AROUND = 160
#: Pieces of the report's head that are always among them.
HEAD = 40


def windows(sentences: np.ndarray) -> list[tuple[int, int]]:
    """Stretches of at most LONGEST pieces that cover a report, cut between sentences.

    Args:
        sentences: for each piece the number of its sentence, rising.

    Returns:
        First and last piece (exclusive) of each; neighbours share about SHARED pieces.
    """
    n = len(sentences)
    if n <= LONGEST:
        return [(0, n)] if n else []
    starts = [0, *(np.flatnonzero(np.diff(sentences)) + 1).tolist(), n]
    out, first = [], 0
    while True:
        fits = [s for s in starts if first < s <= first + LONGEST]
        last = fits[-1] if fits else min(n, first + LONGEST)
        out.append((first, last))
        if last >= n:
            return out
        again = [s for s in starts if max(first, last - SHARED) < s <= last]
        first = again[0] if again else last


def centre(spans: list[tuple[int, int]], n: int) -> np.ndarray:
    """For each of `n` pieces the window in which it stands furthest from an edge."""
    depth = np.full((len(spans), n), -1)
    for w, (first, last) in enumerate(spans):
        at = np.arange(first, last)
        left = at - first if first else np.full(last - first, n)
        right = last - 1 - at if last < n else np.full(last - first, n)
        depth[w, first:last] = np.minimum(left, right)
    return depth.argmax(0)


def around(marks: np.ndarray, sentences: np.ndarray, most: int = AROUND) -> np.ndarray:
    """The pieces to read about an event: its own sentences, the report's head, neighbours.

    Args:
        marks: pieces of the words that tell of it.
        sentences: for each piece of the report the number of its sentence, rising.
        most: how many pieces at the most.

    Returns:
        Indexes of pieces, rising; always with all of `marks`.
    """
    n = len(sentences)
    if n <= most:
        return np.arange(n)
    own = np.unique(sentences[marks])
    head = min(HEAD, int(np.searchsorted(sentences, sentences[0], "right")))
    distance = np.abs(sentences[:, None] - own[None, :]).min(1).astype(float)
    distance[:head] = np.minimum(distance[:head], 0.5)
    # what comes before an event names its parties more often than what comes after
    before = sentences < own[0]
    distance[before & (distance >= 1)] -= 0.25
    near = np.abs(np.arange(n)[:, None] - marks[None, :]).min(1)
    order = np.lexsort((near, distance))
    chosen = np.zeros(n, dtype=bool)
    chosen[order[:most]] = True
    chosen[marks] = True
    return np.flatnonzero(chosen)
