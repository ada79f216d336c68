"""Texts as runs of five words, and the few of them by which like texts are found.

Runs of words (shingles, Broder 1997) stand for a text's wording. Of every ``WINDOW`` shingles in a
row the least hash is a mark of the text: MinHash taken window by window, known as winnowing
(Schleimer, Wilkerson and Aiken, Winnowing: local algorithms for document fingerprinting, SIGMOD
2003). Two texts that have ``WINDOW + SHINGLE - 1`` words in a row in common share a mark for sure,
however long the rest of either is: one MinHash of the whole would lose a short item inside a long
report.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tacitus.records import Report, Span

#: Words of a shingle.
SHINGLE = 5
#: Shingles in a row of which one is a mark.
WINDOW = 12
_WORD = re.compile(r"[^\W_]+")
# an odd multiplier, so that the order of words within a shingle counts
_STEP = 0x9E3779B97F4A7C15

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text's words, for comparison.

    Attributes:
        words: how many it has, what is not story left out.
        shingles: the hash of each run of five of them, in order; of a shorter text one hash.
        sorted: the same, each once, in order of size.
    """

    words: int
    shingles: Hashes
    sorted: Hashes

    def marks(self) -> tuple[int, ...]:
        """The hashes by which like texts are found, each once, as signed numbers of 64 bits."""
        found = self.shingles
        if len(found) > WINDOW:
            found = np.lib.stride_tricks.sliding_window_view(found, WINDOW).min(axis=1)
        return tuple(np.unique(found).view(np.int64).tolist())

    def standing_in(self, other: Wording) -> NDArray[np.bool_]:
        """Which of its words stand in the other text, in a run of five in common."""
        found = np.zeros(self.words, dtype=np.bool_)
        if not self.words or not other.words:
            return found
        places = np.searchsorted(other.sorted, self.shingles)
        places[places == len(other.sorted)] = 0
        hits = np.flatnonzero(other.sorted[places] == self.shingles)
        for step in range(min(SHINGLE, self.words)):
            found[hits + step] = True
        return found


def wording(report: Report) -> Wording:
    """The words of a report for comparison; what its ``cuts`` mark as no story does not count."""
    return _wording(report.text, tuple(cut.span for cut in report.cuts))


@lru_cache(maxsize=2048)
def _wording(text: str, cuts: tuple[Span, ...]) -> Wording:
    words = words_of("\n".join(_story(text, cuts)))
    hashes = hashed(words)
    return Wording(len(words), hashes, np.unique(hashes))


def _story(text: str, cuts: Iterable[Span]) -> Iterator[str]:
    at = 0
    for span in sorted(cuts):
        if span.start > at:
            yield text[at : span.start]
        at = max(at, span.end)
    yield text[at:]


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case and marks."""
    return _WORD.findall(text.casefold())


def hashed(words: list[str]) -> Hashes:
    """The hashes of all shingles of a run of words; a run shorter than one is one shingle."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    single = np.fromiter((_hash(word) for word in words), dtype=np.uint64, count=len(words))
    size = min(SHINGLE, len(words))
    found = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for at in range(size):
        found = found * np.uint64(_STEP) + single[at : at + len(found)]
    # multiplication leaves the low bits weak: the high ones are folded down
    found ^= found >> np.uint64(29)
    return found * np.uint64(0xBF58476D1CE4E5B9)


@lru_cache(maxsize=4_096)
def _hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
