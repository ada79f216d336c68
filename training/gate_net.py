"""The gate's network as it is trained; `tacitus.learned.gate` runs what comes out of it.

A report is a bag of windows. A window's score is the sum of the weights of its words and pairs of
neighbours, and what one hidden layer makes of the mean of its words' vectors (the deep averaging
network of Iyyer et al. 2015, whose dropping of whole words is used, too); a report's score is the
soft maximum of its windows. What a word weighs, and its vector, is its own part and a part that is
linear in what a pretrained encoder takes it to mean, so that words which training never met are
judged by those like them; both are added up when they are written, and cost nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tacitus.learned.gate import (
    FEWEST,
    PAIR_BITS,
    SHARPNESS,
    pair_hashes,
    score_of,
    tokens,
    window_ends,
    word_hash,
)

#: What means of vectors are multiplied by before the hidden layer, so that they are not small
#: beside its bias; it goes into the layer when that is written.
_GAIN = 3.0
#: Share of the steps in which the rate rises.
_RISE = 0.15


@dataclass(frozen=True)
class Words:
    """The words of the training texts and of the pretrained model.

    Attributes:
        number: place of each.
        own: whether a word may have weights of its own.
        known: whether it is written; one that is not says nothing.
        likeness: words x dimensions: what a pretrained model takes it to mean.
    """

    number: dict[str, int]
    own: np.ndarray
    known: np.ndarray
    likeness: np.ndarray


@dataclass(frozen=True)
class Weights:
    """What was fitted.

    Attributes:
        words: words x (1 + vector): the weight of each, then its vector.
        pairs: of the table of neighbours.
        inner: vector x hidden.
        inner_bias: of the hidden layer.
        outer: of its outputs.
        bias: of a window.
    """

    words: np.ndarray
    pairs: np.ndarray
    inner: np.ndarray
    inner_bias: np.ndarray
    outer: np.ndarray
    bias: float


@dataclass(frozen=True)
class Bag:
    """A text: the numbers of its words, the places of each with its left neighbour; -1 for none."""

    words: np.ndarray
    pairs: np.ndarray


def bag(text: str, words: Words) -> Bag:
    """A text as the network reads it."""
    told = tokens(text) or [""]
    numbers = np.array([words.number.get(word, -1) for word in told], dtype=np.int64)
    hashes = np.array([word_hash(word) for word in told], dtype=np.int64)
    return Bag(numbers, np.concatenate([[-1], pair_hashes(hashes)]))


class Network(nn.Module):
    """The network.

    Args:
        words: what it reads.
        fit: as `gate.yaml` has it.
    """

    def __init__(self, words: Words, fit: dict[str, Any]) -> None:
        super().__init__()
        count, axes = words.likeness.shape
        vector, hidden = int(fit["vector"]), int(fit["hidden"])
        self.likeness = torch.tensor(words.likeness, dtype=torch.float32)
        self.own = torch.tensor(words.own & words.known, dtype=torch.float32)[:, None]
        self.known = torch.tensor(words.known, dtype=torch.float32)[:, None]
        self.weights = nn.Parameter(torch.zeros(count, 1))
        self.weight_axes = nn.Parameter(torch.zeros(axes, 1))
        self.vectors = nn.Parameter(torch.zeros(count, vector))
        self.vector_axes = nn.Parameter(torch.randn(axes, vector) / axes**0.5)
        self.pairs = nn.Parameter(torch.zeros(1 << PAIR_BITS))
        self.inner = nn.Parameter(torch.randn(vector, hidden) / (2 * vector**0.5))
        self.inner_bias = nn.Parameter(torch.zeros(hidden))
        self.outer = nn.Parameter(torch.randn(hidden) / 10)
        self.bias = nn.Parameter(torch.zeros(1))

    def table(self, which: Tensor) -> Tensor:
        """The rows of some words: weight, then vector."""
        likeness, own = self.likeness[which], self.own[which]
        weights = likeness @ self.weight_axes + own * functional.embedding(which, self.weights)
        vectors = likeness @ self.vector_axes + own * functional.embedding(which, self.vectors)
        return torch.cat([weights, vectors], 1) * self.known[which]

    def forward(self, bags: Sequence[Bag], dropped: float = 0.0) -> Tensor:
        """The score of each text.

        Args:
            bags: the texts.
            dropped: share of words and pairs that are left out by chance.
        """
        numbers = np.concatenate([one.words for one in bags])
        met, places = np.unique(numbers, return_inverse=True)
        table = self.table(torch.from_numpy(met.clip(min=0))) * torch.from_numpy(met >= 0)[:, None]
        rows = functional.embedding(torch.from_numpy(places), table)
        neighbours = torch.from_numpy(np.concatenate([one.pairs for one in bags]))
        pairs = functional.embedding(neighbours.clamp(min=0), self.pairs[:, None])[:, 0]
        pairs = pairs * (neighbours >= 0)
        if dropped:
            rows = rows * (torch.rand(len(rows)) >= dropped)[:, None]
            pairs = pairs * (torch.rand(len(pairs)) >= dropped)
        first, last, of = _windows(bags)
        sums = functional.pad(torch.cat([rows, pairs[:, None]], 1).cumsum(0), (0, 0, 1, 0))
        told = sums[last] - sums[first]
        means = _GAIN * told[:, 1:-1] / (last - first).clamp(min=FEWEST)[:, None]
        hidden = torch.relu(means @ self.inner + self.inner_bias)
        scores = told[:, 0] + told[:, -1] + hidden @ self.outer + self.bias
        highest = torch.full((len(bags),), -torch.inf).scatter_reduce(0, of, scores, "amax")
        powers = torch.exp(SHARPNESS * (scores - highest[of]))
        return highest + torch.log(torch.zeros(len(bags)).index_add(0, of, powers)) / SHARPNESS

    def penalty(self, bags: Sequence[Bag], fit: dict[str, Any]) -> Tensor:
        """What is added to the loss, so that no weight grows without need."""
        met = torch.from_numpy(np.unique(np.concatenate([one.words for one in bags])))
        met = met[met >= 0]
        layers = (self.inner, self.outer)
        return (
            fit["penalty_words"] * functional.embedding(met, self.weights).square().mean()
            + fit["penalty_vectors"] * functional.embedding(met, self.vectors).square().mean()
            + fit["penalty_axes"]
            * (self.weight_axes.square().sum() + self.vector_axes.square().mean(1).sum())
            + fit["penalty_layers"] * torch.stack([one.square().sum() for one in layers]).sum()
        )

    @torch.no_grad()
    def bound(self, lowest: float) -> None:
        """Raise weights of words and pairs that fell too low."""
        self.weights.clamp_(min=lowest)
        self.pairs.clamp_(min=lowest)

    @torch.no_grad()
    def fitted(self) -> Weights:
        """Its weights, added up."""
        return Weights(
            self.table(torch.arange(len(self.weights))).numpy(),
            self.pairs.numpy().copy(),
            _GAIN * self.inner.numpy(),
            self.inner_bias.numpy().copy(),
            self.outer.numpy().copy(),
            float(self.bias),
        )


def together(parts: Sequence[Weights]) -> Weights:
    """One network whose windows score the mean of what those of several networks score.

    Networks that began differently err differently (Lakshminarayanan et al. 2017).
    """
    share = 1 / len(parts)
    inner = torch.block_diag(*(torch.from_numpy(one.inner) for one in parts)).numpy()
    weight = share * sum(one.words[:, :1] for one in parts)
    return Weights(
        np.concatenate([weight, *(one.words[:, 1:] for one in parts)], 1),
        share * sum((one.pairs for one in parts), np.zeros_like(parts[0].pairs)),
        inner,
        np.concatenate([one.inner_bias for one in parts]),
        share * np.concatenate([one.outer for one in parts]),
        share * sum(one.bias for one in parts),
    )


def logits(weights: Weights, bags: Sequence[Bag]) -> np.ndarray:
    """The score of each text, as the gate works it out."""
    # the number of a word or pair that there is not, -1, is that of the last row
    words = np.pad(weights.words, ((0, 1), (0, 0)))
    pairs = np.pad(weights.pairs, (0, 1))
    found = []
    for one in bags:
        rows = words[one.words]
        rows[:, 0] += pairs[one.pairs]
        layers = (weights.inner, weights.inner_bias, weights.outer)
        found.append(score_of(rows, *layers, weights.bias))
    return np.array(found)


def trained(
    words: Words, bags: Sequence[Bag], y: np.ndarray, weight: np.ndarray, fit: dict[str, Any]
) -> Weights:
    """Several networks put together, each fitted by Adam (Kingma and Ba 2015).

    Args:
        words: what the texts are made of.
        bags: the texts.
        y: 1 for conflict, else 0.
        weight: how often each is drawn, beside others of its side; 0 for never.
        fit: as `gate.yaml` has it.
    """
    share = np.zeros(len(y))
    for side in (0.0, 1.0):  # both sides weigh the same, however many reports each has
        share[y == side] = weight[y == side] / (2 * weight[y == side].sum())
    return together(
        [_one(words, bags, y, share, fit, seed) for seed in range(1, int(fit["networks"]) + 1)]
    )


def _one(
    words: Words,
    bags: Sequence[Bag],
    y: np.ndarray,
    share: np.ndarray,
    fit: dict[str, Any],
    seed: int,
) -> Weights:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    network = Network(words, fit)
    steps, rate = int(fit["steps"]), float(fit["rate"])
    adam = torch.optim.Adam(network.parameters(), lr=rate)
    course = torch.optim.lr_scheduler.OneCycleLR(adam, rate, total_steps=steps, pct_start=_RISE)
    for _ in range(steps):
        drawn = chance.choice(len(y), int(fit["batch"]), p=share)
        some = [bags[n] for n in drawn]
        wanted = torch.tensor(y[drawn], dtype=torch.float32)
        scores = network(some, float(fit["dropped"]))
        loss = functional.binary_cross_entropy_with_logits(scores, wanted)
        adam.zero_grad()
        (loss + network.penalty(some, fit)).backward()
        adam.step()
        course.step()
        network.bound(float(fit["lowest"]))
    return network.fitted()


def _windows(bags: Sequence[Bag]) -> tuple[Tensor, Tensor, Tensor]:
    """First and last word of each window over all texts one after the other, and its text."""
    first: list[np.ndarray] = []
    last: list[np.ndarray] = []
    of: list[np.ndarray] = []
    start = 0
    for n, one in enumerate(bags):
        begins, ends = window_ends(len(one.words))
        first.append(begins + start)
        last.append(ends + start)
        of.append(np.full(len(begins), n))
        start += len(one.words)
    found = [torch.from_numpy(np.concatenate(part)) for part in (first, last, of)]
    return found[0], found[1], found[2]
