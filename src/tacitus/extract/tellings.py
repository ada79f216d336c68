"""Words that tell of events and words that fill their parts, as the learned reader gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from tacitus.learned.model import Answer


@dataclass(frozen=True, slots=True)
class Part:
    """Words that fill a part of an event.

    Attributes:
        first, stop: tokens, as a range.
        score: probability.
    """

    first: int
    stop: int
    score: float


@dataclass(frozen=True, slots=True)
class Telling:
    """Words that tell of an event.

    Attributes:
        first, stop: tokens, as a range.
        sentence: index of their sentence.
        pieces: the model's pieces behind them.
        score: probability that they tell of an event of the codebook.
        answer: what the model says of it.
    """

    first: int
    stop: int
    sentence: int
    pieces: np.ndarray
    score: float
    answer: Answer


@dataclass(slots=True)
class Proposal:
    """An event as the model sees it.

    Attributes:
        tellings: in order; never empty.
        score: probability of the best of them.
        heads: probabilities by head over the whole event.
        chance: probabilities that pieces of the report fill roles, pieces x roles.
        parts: words that may fill each role, likeliest first.
        others: sentences that tell of other events and not of this one.
        rivals: those of them that tell what the other side did.
        elsewhere: those of them that tell of another place with a toll of its own, or of rivals.
    """

    tellings: list[Telling]
    score: float
    heads: dict[str, np.ndarray]
    chance: np.ndarray
    parts: dict[str, list[Part]] = field(default_factory=dict)
    others: frozenset[int] = frozenset()
    rivals: frozenset[int] = frozenset()
    elsewhere: frozenset[int] = frozenset()

    def away(self, sentence: int) -> int:
        """How many sentences lie between a sentence and the nearest one that tells of the event."""
        return min(abs(sentence - telling.sentence) for telling in self.tellings)
