"""The gate: whether a report tells of political violence, protest or force movements at all.

A linear classifier that costs a small part of a millisecond a report, so that archives and feeds
need not send every match report and budget debate through the parser and the learned reader. It
reads words and pairs of neighbours, and of unknown words the character n-grams, hashed (Weinberger
et al. 2009), and sums their weights over windows of a report; the report's score is a soft maximum
over windows (the multiple-instance view of Dietterich et al. 1997): one paragraph about an ambush
makes a long report on elections relevant. Letters' case, commas and all other marks do not matter.

It never decides about what it cannot judge: texts of a few words, and other languages, are kept.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from tacitus.read.language import FARTHEST, SHORT
from tacitus.records import Problem, Report, TacitusError

FOLDER = Path(__file__).parent / "data"
WEIGHTS, FACTS = "gate.npz", "gate.json"
#: Words of a window, and words from the start of one to the next.
WINDOW, STEP = 40, 20
#: Bits of the hashed tables of pairs of neighbours and of character n-grams.
PAIR_BITS, GRAM_BITS = 17, 15
#: Lengths of character n-grams, the marks of a word's two ends counted.
GRAMS = (3, 4, 5)
#: How sharply the soft maximum over windows follows the highest.
SHARPNESS = 2.0
#: Words that are remembered with what they weigh; a crawl has no end of misspelt ones.
_MOST_WORDS = 50_000
_WORDS = re.compile(r"[^\W\d_]+|\d+")

Reason = Literal["relevant", "not-relevant", "too-short", "other-language", "off"]


@dataclass(frozen=True, slots=True)
class Relevance:
    """What the gate says of a report.

    Attributes:
        score: probability-like, 0 to 1, of its telling of conflict; None where it was not judged.
        keep: whether it goes on to be coded.
        reason: "relevant" and "not-relevant" by the score; "too-short", "other-language" for what
            is kept unjudged; "off" where the gate was not asked.
    """

    score: float | None
    keep: bool
    reason: Reason


class Gate:
    """The gate with its weights.

    Args:
        folder: where they are.

    Attributes:
        facts: version, threshold and what it was made from.
        version: name and hash.
        threshold: score from which a report is kept.
        short_threshold: the same for a text of one window, which has little to tell by.

    Raises:
        TacitusError: ``no-gate`` when its files are missing, ``bad-gate`` when they are not those
            that belong together.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        try:
            self.facts: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
            packed = (folder / WEIGHTS).read_bytes()
        except (OSError, ValueError) as error:
            raise TacitusError(
                "no-gate",
                f"{folder}: its gate cannot be read ({error}).",
                "Install the package again, or pass --no-gate.",
            ) from error
        if hashlib.sha256(packed).hexdigest() != self.facts["sha256"]:
            raise TacitusError(
                "bad-gate",
                f"{folder / WEIGHTS}: is not the file that {FACTS} tells of.",
                "Install the package again, or pass --no-gate.",
            )
        self.version = f"tacitus-gate {self.facts['sha256'][:12]}"
        self.threshold = float(self.facts["threshold"])
        self.short_threshold = float(self.facts["short_threshold"])
        with np.load(io.BytesIO(packed), allow_pickle=False) as tables:
            scales, keys = tables["scales"], tables["keys"]
            words, pairs, grams = (
                tables[name].astype(np.float32) * scale
                for name, scale in zip(("words", "pairs", "grams"), scales, strict=True)
            )
        self._pairs = pairs
        self._bias = float(self.facts["bias"])
        self._known = _Known(keys, words, grams)

    def score(self, text: str) -> float:
        """How likely a text tells of conflict, 0 to 1.

        Args:
            text: English of any length; of very long ones the first 200,000 characters.
        """
        return _squashed(self.logit(text))

    def logit(self, text: str) -> float:
        """The score before it is squashed, as training compares it."""
        return self._logit(_split(text))

    def _logit(self, words: list[str]) -> float:
        if not words:
            return self._bias
        hashes, weights = self._known.of(words)
        weights[1:] += self._pairs[pair_hashes(hashes)]
        sums = np.concatenate([[0.0], np.cumsum(weights)])
        first, last = window_ends(len(words))
        return soft_maximum(sums[last] - sums[first] + self._bias)

    def relevant(self, report: Report) -> Relevance:
        """Whether a report is worth coding; see ``relevant`` of this module."""
        if report.language not in (None, "en"):
            return Relevance(None, True, "other-language")
        words = _split(story_of(report))
        if sum(map(len, words)) < SHORT:
            return Relevance(None, True, "too-short")
        score = _squashed(self._logit(words))
        if score < (self.threshold if len(words) > WINDOW else self.short_threshold):
            return Relevance(score, False, "not-relevant")
        return Relevance(score, True, "relevant")


class _Known(dict[str, int]):
    """Words met so far, numbered; arrays hold the hash of each and what it weighs."""

    def __init__(self, keys: np.ndarray, words: np.ndarray, grams: np.ndarray) -> None:
        super().__init__()
        self._keys, self._words, self._grams = keys, words, grams
        self._hashes = np.zeros(_MOST_WORDS + FARTHEST, dtype=np.int64)
        self._weights = np.zeros(_MOST_WORDS + FARTHEST)

    def __missing__(self, word: str) -> int:
        shape = _shape(word)
        number = word_hash(shape)
        at = int(np.searchsorted(self._keys, np.uint32(number)))
        if at < len(self._keys) and int(self._keys[at]) == number:
            weight = float(self._words[at])
        else:
            found = gram_hashes(shape)
            weight = float(self._grams[found].sum()) / max(1, len(found))
        self[word] = made = len(self)
        self._hashes[made], self._weights[made] = number, weight
        return made

    def of(self, words: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Hashes and weights of words; the arrays are the caller's own."""
        if len(self) > _MOST_WORDS:
            self.clear()
        numbers = np.array([self[word] for word in words])
        return self._hashes[numbers], self._weights[numbers]


def relevant(report: Report) -> Relevance:
    """Whether a report tells of political violence, protest or force movements.

    Args:
        report: as read; its title counts, what was cut from its text does not.

    Returns:
        The score and whether to keep it. Other languages and texts under 60 letters are kept,
        and say so: the gate cannot judge them.

    Raises:
        TacitusError: as ``Gate``.
    """
    return load_gate().relevant(report)


def not_relevant(report: Report, found: Relevance) -> Problem:
    """Why a report was not coded, for a list of what was skipped."""
    score = "" if found.score is None else f" (score {found.score:.3f})"
    return Problem(
        "not-relevant",
        f"{report.path or report.id}: tells of no political violence, protest or force"
        f" movement{score}; it was not coded.",
        "Pass --no-gate to have it coded.",
    )


@cache
def load_gate() -> Gate:
    """The packaged gate, loaded once per process."""
    return Gate()


def story_of(report: Report) -> str:
    """What the gate reads: the title and the text without what was cut from it."""
    text = report.text[:FARTHEST]
    parts, at = [report.title or ""], 0
    for cut in sorted(report.cuts, key=lambda cut: cut.span):
        parts.append(text[at : cut.span.start])
        at = max(at, cut.span.end)
    parts.append(text[at:])
    return "\n".join(parts)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, a figure as one zero for each of its digits."""
    return [_shape(word) for word in _split(text)]


def _split(text: str) -> list[str]:
    return _WORDS.findall(text[:FARTHEST].casefold())


def _shape(word: str) -> str:
    return "0" * len(word) if word[0].isdigit() else word


def word_hash(word: str) -> int:
    """The number of a word, the same on every machine."""
    return zlib.crc32(word.encode("utf-8", "replace"))


def pair_hashes(hashes: np.ndarray) -> np.ndarray:
    """For each word but the first the place of it and its left neighbour in their table."""
    mixed = (hashes[:-1] * 0x9E3779B1 + hashes[1:] * 0x5EBCA6B) & 0xFFFFFFFF
    return mixed >> (32 - PAIR_BITS)


def gram_hashes(word: str) -> list[int]:
    """The places of a word's character n-grams in their table."""
    marked = f"<{word}>"
    return [
        word_hash(marked[at : at + size]) & _mask(GRAM_BITS)
        for size in GRAMS
        for at in range(len(marked) - size + 1)
    ]


def window_ends(count: int) -> tuple[np.ndarray, np.ndarray]:
    """First and last word (exclusive) of each window over so many words."""
    first = np.arange(0, max(1, count - WINDOW + STEP), STEP)
    return first, np.minimum(first + WINDOW, count)


def soft_maximum(logits: np.ndarray) -> float:
    """One score of those of the windows, a little above the highest."""
    highest = float(logits.max())
    return highest + float(np.log(np.exp(SHARPNESS * (logits - highest)).sum())) / SHARPNESS


def _mask(bits: int) -> int:
    return (1 << bits) - 1


def _squashed(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
