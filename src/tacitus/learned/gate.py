"""The gate: whether a report tells of political violence, protest or force movements at all.

A small network that costs a small part of a millisecond a report, so that archives and feeds need
not send every match report and budget debate through the parser and the learned reader. It reads
windows of a report. Words and hashed pairs of neighbours (Weinberger et al. 2009) have weights,
which are summed; words have vectors, too, whose mean goes through one hidden layer (as the deep
averaging network of Iyyer et al. 2015), so that "shot" weighs otherwise beside "sheriff" and "bail"
than beside "rebels". The report's score is a soft maximum over windows (the multiple-instance view
of Dietterich et al. 1997): one paragraph about an ambush makes a long report on elections relevant.
Letters' case, commas and all other marks do not matter; a word that it does not know says nothing.

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
#: Words from the start of one window to that of the next, and of a window.
STEP = 20
WINDOW = 2 * STEP
#: Words up to which a text is judged as a headline, and from which as a long one.
HEADLINE, LONG = 12, WINDOW + STEP
#: Bits of the hashed table of pairs of neighbours.
PAIR_BITS = 17
#: A window of fewer words counts as one of so many where vectors are averaged.
FEWEST = 8
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
        threshold: score from which a report of ``LONG`` words or more is kept.
        short_threshold: the same for a headline, which has little to tell by.

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
        self._limits = _unsquashed(self.threshold), _unsquashed(self.short_threshold)
        with np.load(io.BytesIO(packed), allow_pickle=False) as tables:
            words = tables["words"].astype(np.float32) * tables["word_scales"]
            self._pairs = tables["pairs"].astype(np.float32) * tables["pair_scale"]
            self._inner, self._inner_bias = tables["inner"], tables["inner_bias"]
            self._outer = tables["outer"]
            self._known = _Known(tables["keys"], words)
        self._bias = float(self.facts["bias"])

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
        hashes, rows = self._known.of(words)
        rows[1:, 0] += self._pairs[pair_hashes(hashes)]
        return score_of(rows, self._inner, self._inner_bias, self._outer, self._bias)

    def relevant(self, report: Report) -> Relevance:
        """Whether a report is worth coding; see ``relevant`` of this module."""
        if report.language not in (None, "en"):
            return Relevance(None, True, "other-language")
        words = _split(story_of(report))
        if sum(map(len, words)) < SHORT:
            return Relevance(None, True, "too-short")
        logit = self._logit(words)
        if logit < limit(len(words), *self._limits):
            return Relevance(_squashed(logit), False, "not-relevant")
        return Relevance(_squashed(logit), True, "relevant")


class _Known(dict[str, int]):
    """Words met so far, numbered; arrays hold the hash of each and its row in the table of words.

    The last row of the table is that of words it does not know: all nought.
    """

    def __init__(self, keys: np.ndarray, words: np.ndarray) -> None:
        super().__init__()
        self._keys = keys
        self._table = np.concatenate([words, np.zeros_like(words[:1])])
        self._hashes = np.zeros(_MOST_WORDS + FARTHEST, dtype=np.int64)
        self._rows = np.zeros(_MOST_WORDS + FARTHEST, dtype=np.int32)

    def __missing__(self, word: str) -> int:
        number = word_hash(_shape(word))
        at = int(np.searchsorted(self._keys, np.uint32(number)))
        known = at < len(self._keys) and int(self._keys[at]) == number
        self[word] = made = len(self)
        self._hashes[made], self._rows[made] = number, at if known else len(self._keys)
        return made

    def of(self, words: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Hashes and rows of words (weight, then vector); the arrays are the caller's own."""
        if len(self) > _MOST_WORDS:
            self.clear()
        numbers = np.array([self[word] for word in words])
        return self._hashes[numbers], self._table[self._rows[numbers]]


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


def window_ends(count: int) -> tuple[np.ndarray, np.ndarray]:
    """First and last word (exclusive) of each window over so many words."""
    first = np.arange(0, max(1, count - WINDOW + STEP), STEP)
    return first, np.minimum(first + WINDOW, count)


def score_of(
    rows: np.ndarray, inner: np.ndarray, inner_bias: np.ndarray, outer: np.ndarray, bias: float
) -> float:
    """The score of a text.

    Args:
        rows: of each word the weight, that of the pair that it ends with it, then its vector.
        inner: vector x hidden.
        inner_bias: of the hidden layer.
        outer: of its outputs.
        bias: of a window.
    """
    first, last = window_ends(len(rows))
    # a window is two steps, and each step is summed once
    steps = np.add.reduceat(rows, np.arange(0, len(rows), STEP), axis=0).astype(float)
    told = steps[: len(first)]
    told[: len(steps) - 1] += steps[1 : len(first) + 1]
    means = told[:, 1:] / np.maximum(last - first, FEWEST)[:, None]
    hidden = np.maximum(means @ inner + inner_bias, 0.0)
    return soft_maximum(told[:, 0] + hidden @ outer + bias)


def rise(words: int) -> float:
    """How far a text of so many words is from a headline (0) to a long text (1)."""
    return min(1.0, max(0.0, (words - HEADLINE) / (LONG - HEADLINE)))


def limit(words: int, long: float, short: float) -> float:
    """The score from which a text of so many words is kept.

    Args:
        words: how many.
        long: the limit of long texts.
        short: that of headlines; in between it rises on a straight line, since the maximum over
            few windows is lower than that over many.
    """
    return short + rise(words) * (long - short)


def soft_maximum(logits: np.ndarray) -> float:
    """One score of those of the windows, a little above the highest."""
    highest = float(logits.max())
    return highest + float(np.log(np.exp(SHARPNESS * (logits - highest)).sum())) / SHARPNESS


def _squashed(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _unsquashed(score: float) -> float:
    return math.log(score / (1 - score))
