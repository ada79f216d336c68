"""Claims of many reports put into clusters, one for each event.

Pairs of claims that share a block are scored; pairs that speak for one event are the edges of a
graph, and each connected component of it is settled by itself. Within a component groups of claims
are joined, the best edge first, where the mean log-odds between them speak for it (average
linkage), so that one claim that resembles two events does not make them one. Where reports tell
both groups as two events of their own, more must speak for it. What comes out hangs
on the set of claims and decisions alone, never on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from tacitus.knowledge.reconciling import Reconciling, load_reconciling
from tacitus.reconcile.blocking import filed, sought
from tacitus.reconcile.copies import joined
from tacitus.reconcile.decisions import Constraints, linked
from tacitus.reconcile.groups import Edge, Groups, in_turn
from tacitus.reconcile.scoring import bond, least_odds, log_odds, may_tell_one
from tacitus.reconcile.traits import Traits
from tacitus.records import Bond, Decision


@dataclass(frozen=True, slots=True)
class Cluster:
    """The claims of one event.

    Attributes:
        keys: keys of the claims, in their order.
        bonds: why they were put together: the likeliest pairs that hold all of them, by key.
    """

    keys: tuple[str, ...]
    bonds: tuple[Bond, ...]


class Index(Protocol):
    """Claims at rest, with the connected component that each is in."""

    def near(self, blocks: Collection[str]) -> Iterable[Traits]:
        """The claims filed under any of the blocks, each once."""

    def component(self, key: str) -> Iterable[Traits]:
        """The claims of the component that a claim is in, itself among them; none if unknown."""


class MemoryIndex:
    """Claims kept in memory, for runs without a store and for tests.

    Args:
        rules: the weights in force; by default the packaged ones.
    """

    def __init__(self, rules: Reconciling | None = None) -> None:
        self._rules = rules or load_reconciling()
        self._claims: dict[str, Traits] = {}
        self._blocks: dict[str, set[str]] = {}
        self._component: dict[str, tuple[str, ...]] = {}

    def near(self, blocks: Collection[str]) -> Iterator[Traits]:
        """See ``Index``."""
        keys = {key for block in blocks for key in self._blocks.get(block, ())}
        return (self._claims[key] for key in sorted(keys))

    def component(self, key: str) -> Iterator[Traits]:
        """See ``Index``."""
        return (self._claims[other] for other in self._component.get(key, ()))

    def put(self, components: Iterable[Iterable[Traits]]) -> None:
        """Keep components as ``Reconciler.affected`` gave them, in place of older ones."""
        for component in components:
            held = tuple(sorted(component, key=lambda t: t.key))
            keys = tuple(t.key for t in held)
            for traits in held:
                old = self._claims.get(traits.key)
                if old is not None and old != traits:
                    for block in filed(old, self._rules):
                        self._blocks[block].discard(old.key)
                if old != traits:
                    self._claims[traits.key] = traits
                    for block in filed(traits, self._rules):
                        self._blocks.setdefault(block, set()).add(traits.key)
                self._component[traits.key] = keys


class Reconciler:
    """Puts claims into clusters.

    Args:
        weights: the weights in force; by default the packaged ones.
    """

    def __init__(self, weights: Reconciling | None = None) -> None:
        self.rules = weights or load_reconciling()

    def cluster(
        self, traits: Iterable[Traits], decisions: Iterable[Decision] = ()
    ) -> tuple[Cluster, ...]:
        """The clusters of all given claims, by their first keys; a claim alone is one too.

        Args:
            traits: the claims, in any order.
            decisions: what reviewers decided, in any order.
        """
        constraints = Constraints(decisions)
        claims = {t.key: t for t in traits}
        found: list[Cluster] = []
        for keys, edges in self._components(claims, constraints):
            found += self._settle({key: claims[key] for key in keys}, edges, constraints)
        return tuple(sorted(found, key=lambda c: c.keys))

    def affected(
        self, new: Iterable[Traits], index: Index, decisions: Iterable[Decision] = ()
    ) -> tuple[tuple[Traits, ...], ...]:
        """The components that must be settled again as claims arrive or decisions are taken.

        The clusters of each, by ``cluster``, are what ``cluster`` over all claims gives for them;
        those of all other components stay as they are.

        Args:
            new: claims that are new or were coded again; for a new decision, the claims it names.
            index: the claims at rest.
            decisions: all decisions, the new ones among them.

        Returns:
            Components, each with its claims by key, by their first keys. They take the place of
            all components of the index that any of these claims was in.
        """
        constraints = Constraints(decisions)
        fresh = {t.key: t for t in new}
        pool = dict(fresh)

        def pull(key: str) -> None:
            for member in index.component(key):
                pool.setdefault(member.key, member)

        for key in sorted(fresh):
            pull(key)
            for other in index.near(sought(fresh[key], self.rules)):
                if (
                    other.key not in pool
                    and may_tell_one(fresh[key], other, self.rules)
                    and self.edge(fresh[key], other) is not None
                ):
                    pull(other.key)
        seen: set[str] = set()
        while rest := pool.keys() - seen:
            seen |= rest
            for key in sorted(rest):
                for member in constraints.members(key):
                    if member not in pool:
                        pull(member)
        return tuple(
            tuple(pool[key] for key in keys) for keys, _ in self._components(pool, constraints)
        )

    def pairs(self, claims: Mapping[str, Traits]) -> Iterator[tuple[Traits, Traits]]:
        """Pairs of claims that share a block and can be of one event, ``a.key < b.key``.

        Args:
            claims: by key.
        """
        blocks: dict[str, list[str]] = {}
        for key in sorted(claims):
            later = claims[key]
            met: set[str] = set()
            for block in sought(later, self.rules):
                met.update(blocks.get(block, ()))
            for other in sorted(met):
                if may_tell_one(claims[other], later, self.rules):
                    yield claims[other], later
            for block in filed(later, self.rules):
                blocks.setdefault(block, []).append(key)

    def edge(self, a: Traits, b: Traits) -> float | None:
        """The log-odds of a pair that speaks for one event; None for one that does not."""
        least = least_odds(a, b, self.rules)
        odds = log_odds(a, b, self.rules, least)
        return odds if odds >= least else None

    def _components(
        self, claims: Mapping[str, Traits], constraints: Constraints
    ) -> list[tuple[tuple[str, ...], list[Edge]]]:
        """The connected components with their edges, by their first keys."""
        edges = [
            (odds, a.key, b.key)
            for a, b in self.pairs(claims)
            if (odds := self.edge(a, b)) is not None
        ]
        ties = ((a, b) for _, a, b in edges)
        heads = joined(chain(ties, linked(constraints, claims)))
        held: dict[str, list[str]] = {}
        for key in sorted(claims):
            held.setdefault(heads.get(key, key), []).append(key)
        inside: dict[str, list[Edge]] = {}
        for edge in edges:
            inside.setdefault(heads[edge[1]], []).append(edge)
        return [(tuple(keys), inside.get(first, [])) for first, keys in sorted(held.items())]

    def told(
        self, claims: Mapping[str, Traits], edges: Iterable[Edge], constraints: Constraints
    ) -> Cluster:
        """The cluster that some claims are, which were found to be one.

        Args:
            claims: by key.
            edges: the pairs of them that were found to speak for one event.
            constraints: what was decided.
        """
        keys = sorted(claims)
        groups = Groups(claims, edges, constraints, self.rules, [keys])
        return Cluster(tuple(keys), self._bonds(keys, groups, constraints))

    def _settle(
        self, claims: Mapping[str, Traits], edges: Sequence[Edge], constraints: Constraints
    ) -> list[Cluster]:
        """The clusters of one component."""
        if len(claims) == 1:
            return [Cluster(tuple(claims), ())]
        groups = Groups(claims, edges, constraints, self.rules)
        groups.join_along(in_turn(edges))
        return [
            Cluster(tuple(keys), self._bonds(keys, groups, constraints))
            for keys in groups.clusters()
        ]

    def _bonds(self, keys: list[str], groups: Groups, constraints: Constraints) -> tuple[Bond, ...]:
        """The likeliest pairs that hold a cluster together (a maximum spanning tree, by Prim)."""
        if len(keys) == 1:
            return ()
        decided = dict.fromkeys(linked(constraints, keys))
        speakers = groups.speakers(keys)
        best: dict[str, tuple[float, str]] = {}
        inside = [speakers[0]]
        found: list[Bond] = []
        outside = [key for key in keys if key != speakers[0]]
        # the most telling claims come in first, so that a large cluster hangs on few of them
        while outside:
            newest = inside[-1]
            if len(inside) <= 2 * self.rules.speakers:
                for key in outside:
                    odds = groups.odds(newest, key)
                    if key not in best or (odds, newest) > best[key]:
                        best[key] = (odds, newest)
            chosen = max(outside, key=lambda k: (best[k][0], k))
            outside.remove(chosen)
            inside.append(chosen)
            other = best[chosen][1]
            first, second = sorted((other, chosen))
            if (first, second) not in decided:
                found.append(bond(groups.claims[first], groups.claims[second], self.rules))
        for first, second in decided:
            decision = constraints.why(second) or constraints.why(first)
            if decision is not None:
                reason = f"decided by {decision.author}: {decision.why} ({decision.id})"
                found.append(Bond(first, second, 1.0, (reason,)))
        return tuple(sorted(found, key=lambda b: (b.a, b.b)))


def cluster(traits: Iterable[Traits], decisions: Iterable[Decision] = ()) -> tuple[Cluster, ...]:
    """The clusters of all given claims under the packaged weights (see ``Reconciler.cluster``).

    Args:
        traits: the claims, in any order.
        decisions: what reviewers decided, in any order.
    """
    return Reconciler().cluster(traits, decisions)
