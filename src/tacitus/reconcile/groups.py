"""Groups of claims joined one to another, the best edge first, where they fit on the whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tacitus.knowledge.reconciling import Reconciling
from tacitus.reconcile.decisions import Constraints
from tacitus.reconcile.scoring import least_odds, log_odds
from tacitus.reconcile.traits import Traits

#: The log-odds of two claims, and their keys.
Edge = tuple[float, str, str]


class Groups:
    """The claims of one component as they are joined.

    Args:
        claims: by key.
        edges: the pairs of them that were found to speak for one event.
        constraints: what was decided; what must be of one event is joined from the first.
        rules: the weights in force.
        start: the groups to begin with, each of all claims that must be of one event and maybe
            more; by default just those.
    """

    def __init__(
        self,
        claims: Mapping[str, Traits],
        edges: Iterable[Edge],
        constraints: Constraints,
        rules: Reconciling,
        start: Iterable[Sequence[str]] | None = None,
    ) -> None:
        self.claims, self._rules = claims, rules
        self._odds = {(a, b): odds for odds, a, b in edges}
        self._of: dict[str, int] = {}
        self._keys: dict[int, list[str]] = {}
        self._reports: dict[int, dict[str, list[str]]] = {}
        self._speakers: dict[int, list[str]] = {}
        self._parted: dict[int, set[int]] = {}
        self._refused: set[tuple[int, int]] = set()
        self._next = 0
        begun = _together(claims, constraints) if start is None else start
        numbers: dict[str, int] = {}
        for keys in begun:
            number = self._new(list(keys))
            numbers |= {constraints.group(key): number for key in keys}
        for name, number in numbers.items():
            enemies = {numbers[e] for e in constraints.parted(name) if e in numbers}
            self._parted.setdefault(number, set()).update(enemies - {number})

    def _new(self, keys: list[str]) -> int:
        number = self._next
        self._next += 1
        self._keys[number] = keys
        reports: dict[str, list[str]] = {}
        for key in keys:
            self._of[key] = number
            reports.setdefault(self.claims[key].report, []).append(key)
        self._reports[number] = reports
        self._speakers[number] = self.speakers(keys)
        return number

    def speakers(self, keys: Iterable[str]) -> list[str]:
        """The claims that stand for a group, the most telling first."""
        by = sorted(keys, key=lambda key: (-self.claims[key].informative, key))
        return by[: self._rules.speakers]

    def clusters(self) -> list[list[str]]:
        """The groups, each with its keys in order."""
        return sorted(sorted(keys) for keys in self._keys.values())

    def join_along(self, edges: list[Edge]) -> None:
        """Join groups along the edges, the best first, until no edge joins any more.

        Args:
            edges: by falling log-odds, then by keys.
        """
        while True:
            before = len(self._keys)
            edges = self.join_once(edges)
            if len(self._keys) == before:
                return

    def join_once(self, edges: list[Edge]) -> list[Edge]:
        """Join groups along the edges, the best first; the edges that still lie between groups.

        Args:
            edges: as for ``join_along``.
        """
        rest = []
        for edge in edges:
            one, other = self._of[edge[1]], self._of[edge[2]]
            if one != other and not self._try(one, other):
                rest.append(edge)
        return rest

    def refused(self, a: str, b: str) -> bool:
        """Whether the groups of two claims, as they are now, were tried and not joined."""
        one, other = self._of[a], self._of[b]
        return (min(one, other), max(one, other)) in self._refused

    def _try(self, one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        if pair in self._refused:
            return False
        if other in self._parted[one] or self._linkage(one, other) < self._rules.link:
            self._refused.add(pair)
            return False
        self._join(one, other)
        return True

    def _join(self, one: int, other: int) -> None:
        number = self._new([*self._keys.pop(one), *self._keys.pop(other)])
        enemies = (self._parted.pop(one) | self._parted.pop(other)) - {one, other}
        self._parted[number] = enemies
        for enemy in enemies:
            self._parted[enemy] -= {one, other}
            self._parted[enemy].add(number)
        for old in (one, other):
            del self._reports[old], self._speakers[old]

    def _linkage(self, one: int, other: int) -> float:
        """How well two groups fit: the mean log-odds between the claims that stand for them.

        Less what speaks against it that reports tell both groups apart: as much as a pair of such a
        report needs to be put together, by the share of the smaller group that it holds for.
        """
        most = self._rules.most
        mine, theirs = self._speakers[one], self._speakers[other]
        told = [max(-most, min(most, self.odds(a, b))) for a in mine for b in theirs]
        smaller = min(len(self._keys[one]), len(self._keys[other]))
        return math.fsum(told) / len(told) - math.fsum(self._told_apart(one, other)) / smaller

    def _told_apart(self, one: int, other: int) -> Iterator[float]:
        """For each report that tells both groups, how much its telling them apart counts."""
        mine, theirs = self._reports[one], self._reports[other]
        if len(theirs) < len(mine):
            mine, theirs = theirs, mine
        for report, keys in mine.items():
            if report in theirs:
                yield min(
                    least_odds(self.claims[a], self.claims[b], self._rules)
                    for a in keys
                    for b in theirs[report]
                )

    def odds(self, a: str, b: str) -> float:
        """The log-odds of two claims of the component."""
        pair = (a, b) if a < b else (b, a)
        known = self._odds.get(pair)
        if known is None:
            known = log_odds(self.claims[pair[0]], self.claims[pair[1]], self._rules)
            self._odds[pair] = known
        return known


def in_turn(edges: Iterable[Edge]) -> list[Edge]:
    """Edges in the order in which groups are joined along them: by falling log-odds, then keys."""
    return sorted(edges, key=lambda e: (-e[0], e[1], e[2]))


def _together(claims: Iterable[str], constraints: Constraints) -> list[list[str]]:
    """The claims that must be of one event, each such group by itself."""
    by_group: dict[str, list[str]] = {}
    for key in sorted(claims):
        by_group.setdefault(constraints.group(key), []).append(key)
    return [keys for _, keys in sorted(by_group.items())]
