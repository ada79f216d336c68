"""How well claims are put together into events: the usual measures of a clustering against gold.

Every measure is a precision and a recall that are each a sum over a sum, so that figures of parts
that share no cluster (topics, say) add up. Sources: pairs and B-cubed, Bagga and Baldwin 1998;
MUC, Vilain and others 1995; CEAF with entities' likeness (phi 4), Luo 2005; their mean as the
CoNLL figure, Pradhan and others 2012. Singletons left out as in Cattan and others 2021.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tacitus.evaluate.assign import assign

Key = TypeVar("Key", bound=Hashable)
#: Each of two claims of which it stays open whether they tell one event, with the others.
Aside = Mapping[Key, Collection[Key]]
# the assignment works on whole numbers
_STEPS = 10**9


@dataclass(frozen=True, slots=True)
class Share:
    """Precision and recall of one measure, as sums.

    Attributes:
        right_given, given: what of the clusters given is right, and all of it.
        right_gold, gold: what of the gold clusters was found, and all of it.
    """

    right_given: float = 0.0
    given: float = 0.0
    right_gold: float = 0.0
    gold: float = 0.0

    def __add__(self, other: Share) -> Share:
        return Share(
            self.right_given + other.right_given,
            self.given + other.given,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of what was given that is right; 0 where nothing was given."""
        return self.right_given / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found; 0 where there is none."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """One gold cluster's part of the sums that go by claim.

    Attributes:
        pairs: pairs of claims, those that reach into other clusters counted half here.
        b_cubed: over all its claims.
        linked: the same over the claims that are not alone, on either side.
    """

    pairs: Share = Share()
    b_cubed: Share = Share()
    linked: Share = Share()

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.pairs + other.pairs, self.b_cubed + other.b_cubed, self.linked + other.linked
        )


def whole(clusters: Iterable[Collection[Key]], keys: Iterable[Key]) -> list[frozenset[Key]]:
    """Clusters restricted to some keys, each key that is in none alone in one of its own.

    Args:
        clusters: no key in two of them.
        keys: all that count.
    """
    wanted = dict.fromkeys(keys)
    kept = [frozenset(k for k in cluster if k in wanted) for cluster in clusters]
    seen = {k for cluster in kept for k in cluster}
    return [c for c in kept if c] + [frozenset([k]) for k in wanted if k not in seen]


def counts(
    gold: Sequence[Collection[Key]],
    given: Sequence[Collection[Key]],
    aside: Aside[Key] | None = None,
) -> list[Counts]:
    """Pairs and B-cubed by gold cluster, in the order of these.

    A sample of gold clusters with all that was given for their claims is how the figures'
    uncertainty is told (Binette and others 2022).

    Args:
        gold: clusters of all claims.
        given: clusters of the same claims.
        aside: for a claim, those whose pair with it counts neither way; both ways round.
    """
    aside = aside or {}
    label = {key: n for n, cluster in enumerate(given) for key in cluster}
    gold_of = {key: n for n, cluster in enumerate(gold) for key in cluster}
    sizes = [len(cluster) for cluster in given]
    found = []
    for number, cluster in enumerate(gold):
        meet = Counter(label[key] for key in cluster)
        total = Counts()
        for key in cluster:
            mine = label[key]
            both, told, wanted = meet[mine], sizes[mine], len(cluster)
            for other in aside.get(key, ()):
                if other == key or other not in gold_of:
                    continue
                same_given, same_gold = label[other] == mine, gold_of[other] == number
                both -= same_given and same_gold
                told -= same_given
                wanted -= same_gold
            total += _of_claim(both, told, wanted)
        found.append(total)
    return found


def _of_claim(both: int, told: int, wanted: int) -> Counts:
    """One claim's part of the sums.

    Args:
        both: how many claims are with it in gold and given, itself among them.
        told: how many are with it as given.
        wanted: how many are with it in gold.
    """
    pairs = Share((both - 1) / 2, (told - 1) / 2, (both - 1) / 2, (wanted - 1) / 2)
    precision, recall = both / told, both / wanted
    alone_given, alone_gold = told == 1, wanted == 1
    linked = Share(
        0.0 if alone_given else precision,
        float(not alone_given),
        0.0 if alone_gold else recall,
        float(not alone_gold),
    )
    return Counts(pairs, Share(precision, 1.0, recall, 1.0), linked)


def added(parts: Iterable[Counts]) -> Counts:
    """The sums of several gold clusters."""
    return sum(parts, Counts())


def muc(gold: Sequence[Collection[Key]], given: Sequence[Collection[Key]]) -> Share:
    """MUC: links that are missing between the parts into which one side cuts the other's clusters.

    Args:
        gold: clusters of all claims; singletons add nothing.
        given: clusters of the same claims.
    """
    right_gold, all_gold = _links(gold, given)
    right_given, all_given = _links(given, gold)
    return Share(right_given, all_given, right_gold, all_gold)


def _links(
    clusters: Sequence[Collection[Key]], others: Sequence[Collection[Key]]
) -> tuple[float, float]:
    label = {key: n for n, cluster in enumerate(others) for key in cluster}
    right = sum(len(c) - len({label[key] for key in c}) for c in clusters)
    return float(right), float(sum(len(c) - 1 for c in clusters))


def ceaf_e(gold: Sequence[Collection[Key]], given: Sequence[Collection[Key]]) -> Share:
    """CEAF: clusters of both sides paired so that the pairs are most alike.

    Likeness of two clusters is twice what they share over the sum of their sizes.

    Args:
        gold: clusters of all claims.
        given: clusters of the same claims.
    """
    # only clusters that meet can be paired, so that each group of such is paired by itself
    likeness = 0.0
    for rows, columns in _meeting(gold, given):
        sets = [frozenset(given[c]) for c in columns]
        table = [[_alike(frozenset(gold[r]), other) for other in sets] for r in rows]
        pairs = assign([[round(cell * _STEPS) for cell in row] for row in table])
        likeness += sum(table[r][c] for r, c in pairs)
    return Share(likeness, float(len(given)), likeness, float(len(gold)))


def _alike(one: frozenset[Key], other: frozenset[Key]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _meeting(
    gold: Sequence[Collection[Key]], given: Sequence[Collection[Key]]
) -> Iterator[tuple[list[int], list[int]]]:
    """Groups of gold and given clusters that share claims, directly or through others."""
    label = {key: n for n, cluster in enumerate(given) for key in cluster}
    back: dict[int, set[int]] = defaultdict(set)
    for number, cluster in enumerate(gold):
        for key in cluster:
            back[label[key]].add(number)
    seen: set[int] = set()
    for start in range(len(gold)):
        if start in seen:
            continue
        rows, columns, todo = {start}, set[int](), [start]
        while todo:
            fresh = {label[key] for key in gold[todo.pop()]} - columns
            columns |= fresh
            new = {n for column in fresh for n in back[column]} - rows
            rows |= new
            todo += new
        seen |= rows
        yield sorted(rows), sorted(columns)


def conll(muc: Share, b_cubed: Share, ceaf_e: Share) -> float:
    """The CoNLL figure: the mean F1 of the three measures."""
    return (muc.f1 + b_cubed.f1 + ceaf_e.f1) / 3
