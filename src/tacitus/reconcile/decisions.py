"""What reviewers' decisions come to: which claims must be of one event, and which must not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from tacitus.records import Decision


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that hold, oldest first: not undone, and no undos.

    An undo that is itself undone does nothing. Each id counts once.

    Args:
        decisions: in any order.
    """
    by_id = {decision.id: decision for decision in decisions}
    undone: set[str] = set()
    # an undo is later than what it undoes, so that the last ones are settled first
    for key in sorted(by_id, reverse=True):
        decision = by_id[key]
        if decision.kind == "undo" and key not in undone and decision.undoes is not None:
            undone.add(decision.undoes)
    return tuple(
        by_id[key] for key in sorted(by_id) if key not in undone and by_id[key].kind != "undo"
    )


class Constraints:
    """Which claims must be of one event and which must not, by the decisions in force.

    A later decision wins: of an earlier one, only what does not contradict it holds.

    Args:
        decisions: in any order, undone ones and undos among them.
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._group: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._enemies: dict[str, set[str]] = {}
        self._why: dict[str, Decision] = {}
        for decision in reversed(in_force(decisions)):
            if decision.kind not in ("merge", "split"):
                continue
            self._link(sorted(decision.claims), decision)
            if decision.kind == "split":
                self._link(sorted(decision.apart), decision)
                for a in decision.claims:
                    for b in decision.apart:
                        self._part(a, b)

    def _link(self, claims: list[str], decision: Decision) -> None:
        # each with each, since one link of a chain may be refused
        for n, a in enumerate(claims):
            for b in claims[n + 1 :]:
                x, y = self.group(a), self.group(b)
                if x == y or y in self._enemies.get(x, ()):
                    continue
                keep, gone = min(x, y), max(x, y)
                moved = self._members.pop(gone, [gone])
                self._members.setdefault(keep, [keep]).extend(moved)
                for key in moved:
                    self._group[key] = keep
                for enemy in self._enemies.pop(gone, set()):
                    self._enemies[enemy].discard(gone)
                    self._enemies[enemy].add(keep)
                    self._enemies.setdefault(keep, set()).add(enemy)
        for key in claims:
            self._why.setdefault(key, decision)

    def _part(self, a: str, b: str) -> None:
        x, y = self.group(a), self.group(b)
        if x != y:
            self._enemies.setdefault(x, set()).add(y)
            self._enemies.setdefault(y, set()).add(x)

    def group(self, key: str) -> str:
        """The least key of the claims that must be of one event with this one."""
        return self._group.get(key, key)

    def members(self, key: str) -> tuple[str, ...]:
        """All claims that must be of one event with this one, itself among them, by key."""
        group = self.group(key)
        return tuple(sorted(self._members.get(group, [group])))

    def parted(self, key: str) -> frozenset[str]:
        """The groups (see ``group``) that a claim must not be of one event with."""
        return frozenset(self._enemies.get(self.group(key), ()))

    def why(self, key: str) -> Decision | None:
        """The latest merge or split that put a claim into its group."""
        return self._why.get(key)


def linked(constraints: Constraints, keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of the given claims that hold their groups together, by key.

    Args:
        constraints: what was decided.
        keys: the claims at hand; others of their groups are passed over.
    """
    groups: dict[str, list[str]] = {}
    for key in sorted(keys):
        groups.setdefault(constraints.group(key), []).append(key)
    return tuple(pair for _, held in sorted(groups.items()) for pair in pairwise(held))
