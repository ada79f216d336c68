"""Whether two tellings are of one event: what the model says of each, compared part by part.

A weighted sum of likenesses, turned into a probability. The weights are data (learned.yaml) and are
fitted by `python -m training.kinship` on reports coded by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tacitus.learned.labels import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.tellings import Telling
    from tacitus.records import Claim, Span

#: Parts of an event that are compared.
COMPARED = ("initiators", "targets", "place", "time", "killed", "attribution", "weapon")
#: Likenesses, in the order of `features`.
NAMES = (
    "always",
    "learned",
    "one_sentence",
    "sentences_apart",
    "type",
    "factuality",
    "ruled_one",
    "ruled_apart",
    *(f"same_{role}" for role in COMPARED),
    *(f"other_{role}" for role in COMPARED),
)
_FAR = 10
_MOST = 6.0


def features(
    tellings: Sequence[Telling], same: np.ndarray, size: int, claims: Sequence[int]
) -> np.ndarray:
    """Likenesses of all pairs of tellings.

    Args:
        tellings: of one report.
        same: tellings x tellings, the model's own probabilities that two are of one event.
        size: how many pieces the report has.
        claims: for each telling the number of the rules' claim it stands in, or -1 for none.

    Returns:
        Tellings x tellings x NAMES, symmetric.
    """
    n = len(tellings)
    out = np.zeros((n, n, len(NAMES)))
    out[:, :, 0] = 1.0
    chance = np.clip(same, 1e-4, 1 - 1e-4)
    out[:, :, 1] = np.clip(np.log(chance / (1 - chance)), -_MOST, _MOST)
    sentence = np.array([t.sentence for t in tellings])
    apart = np.abs(sentence[:, None] - sentence[None, :])
    out[:, :, 2] = apart == 0
    out[:, :, 3] = np.log1p(np.minimum(apart, _FAR))
    for k, head in ((4, "type"), (5, "factuality")):
        rows = np.array([t.answer.heads[head] for t in tellings])
        out[:, :, k] = np.sqrt(rows) @ np.sqrt(rows).T
    own = np.array(claims)
    both = (own[:, None] >= 0) & (own[None, :] >= 0)
    out[:, :, 6] = both & (own[:, None] == own[None, :])
    out[:, :, 7] = both & (own[:, None] != own[None, :])
    for k, role in enumerate(COMPARED):
        spread = np.zeros((n, size))
        for row, telling in enumerate(tellings):
            spread[row, telling.answer.seen] = telling.answer.roles[:, ROLES.index(role), 1]
        told = spread.max(1, initial=0.0)
        shared = np.minimum(spread[:, None, :], spread[None, :, :]).max(2, initial=0.0)
        out[:, :, 8 + k] = shared
        out[:, :, 8 + len(COMPARED) + k] = np.minimum(told[:, None], told[None, :]) - shared
    return out


def chances(found: np.ndarray, weights: dict[str, float]) -> np.ndarray:
    """Probabilities that pairs are of one event.

    Args:
        found: from `features`.
        weights: by name of likeness; a name that is not there weighs nothing.
    """
    total = found @ np.array([weights.get(name, 0.0) for name in NAMES])
    return np.asarray(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def claim_numbers(words: Sequence[Span], ruled: Sequence[Claim]) -> list[int]:
    """For each telling the number of the rules' claim that was read from it, or holds it, or -1.

    Args:
        words: of each telling, in the report.
        ruled: the rules' claims.
    """
    out = []
    for span in words:
        read = (n for n, c in enumerate(ruled) if any(q.overlaps(span) for q in c.type.spans))
        holding = (n for n, c in enumerate(ruled) if any(q.covers(span) for q in c.evidence))
        out.append(next(read, next(holding, -1)))
    return out
