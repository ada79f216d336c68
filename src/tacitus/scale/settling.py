"""Groups of claims joined everywhere as they would be joined in one place.

Joined in one place, groups are tried along all edges by falling log-odds, again and again until
nothing changes (``reconcile.groups``). A try hangs on its two groups alone. So edges are taken in
bands of log-odds, each so narrow that what hangs together by its edges is few claims; such groups
are settled apart from all others, in any order, and the next band begins with what came of it. In
later turns only those are looked at of which something changed since their edges were tried last.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tacitus.scale.block_steps import SettleGroups
from tacitus.scale.joined import Joined
from tacitus.scale.spill import Array, get_array, part_of, put_array

# Into so many pieces of like size edges are cut at first, to find bands among them.
_PIECES = 64
# Edges that are sorted at once.
_EDGES = 1_000_000
_END = np.inf


class Edges:
    """The pairs of claims that speak for one event, on disk.

    Args:
        folder: of the run.
    """

    def __init__(self, folder: Path) -> None:
        self._odds = [get_array(path) for path in sorted((folder / "edges").glob("*.odds"))]
        self._ends = [get_array(path) for path in sorted((folder / "edges").glob("*.ends"))]

    def between(self, low: float, high: float) -> Iterator[tuple[Array, Array, Array]]:
        """Edges of some log-odds, with their signs turned: these, and both ends."""
        for odds, ends in zip(self._odds, self._ends, strict=True):
            mine = part_of(odds, low, high)
            for at in range(mine.start, mine.stop, _EDGES):
                lot = slice(at, min(mine.stop, at + _EDGES))
                yield odds[lot], ends[lot, 0].astype(np.int64), ends[lot, 1].astype(np.int64)

    def all(self) -> Iterator[tuple[Array, Array, Array]]:
        """All of them, as ``between``."""
        return self.between(-_END, _END)

    def cuts(self) -> list[float]:
        """Log-odds, with their signs turned, that cut the edges into pieces; the last is endless.

        They are taken from some of the edges of each file, since any will do.
        """
        seen = [odds[:: max(1, len(odds) // 1000)] for odds in self._odds]
        held = np.sort(np.concatenate(seen)) if seen else np.empty(0)
        if not len(held):
            return [_END]
        at = np.linspace(0, len(held) - 1, _PIECES).astype(int)[1:]
        return [*np.unique(held[at]).tolist(), _END]

    def values(self, low: float, high: float) -> Array:
        """The values that log-odds with their signs turned have between two of them."""
        found = np.empty(0)
        for odds in self._odds:
            found = np.union1d(found, odds[part_of(odds, low, high)])
        return found


class Settling:
    """One run through all edges.

    Args:
        folder: of the run.
        count: how many claims there are.
        size: claims that are held at once.
        do: does steps, and gives what comes of each.
        say: told, in words, where more have to be held.
        ties: claims that must be of one event.
    """

    def __init__(
        self,
        folder: Path,
        count: int,
        size: int,
        do: Callable[[Iterable[Any]], Iterator[Any]],
        say: Callable[[str], None],
        ties: Sequence[tuple[int, int]],
    ) -> None:
        self._folder, self._size, self._do, self._say = folder, size, do, say
        self._edges = Edges(folder)
        tied = Joined(count)
        ends = np.array(ties, dtype=np.int64).reshape(-1, 2)
        tied.join(ends[:, 0], ends[:, 1])
        self.labels = tied.heads(np.arange(count))
        # the round in which the group of a label was joined last
        self._joined = np.zeros(count, dtype=np.int32)
        # by round, the groups between which an edge is to be tried again
        self._again: dict[int, Array] = {}
        self.rounds = 0
        #: Most claims that were held at once.
        self.most = 0

    def run(self) -> Array:
        """Join what is to be joined; for each claim the label of its group, its least claim."""
        tried: list[tuple[float, int]] = []
        while True:
            bands: list[tuple[float, int]] = []
            cuts = self._edges.cuts()
            low, changed = -_END, False
            while low < _END:
                high = self._band(low, cuts)
                self.rounds += 1
                bands.append((high, self.rounds))
                changed |= self._settle(low, high, tried)
                low = high
            if not changed:
                break
            tried = bands
        if self.most > self._size:
            self._say(
                f"{self.most:,} claims hang together and could not be cut: they were held at once,"
                f" which is more than the {self._size:,} of a block."
            )
        return self.labels

    def _apart(self, low: float, high: float) -> Iterator[tuple[Array, Array, Array]]:
        """The edges of a band that lie between groups, with the groups' labels."""
        for odds, some, others in self._edges.between(low, high):
            one, other = self.labels[some], self.labels[others]
            between = one != other
            yield odds[between], one[between], other[between]

    def _band(self, low: float, cuts: list[float]) -> float:
        """Up to where edges from ``low`` on hang few enough claims together."""
        weights = np.bincount(self.labels, minlength=len(self.labels))
        # two groups that are tried must be held, however large they have grown
        least = max(self._size, 2 * int(weights.max(initial=0)))
        reached, joined = low, Joined(len(self.labels))
        touched = np.zeros(len(self.labels), dtype=bool)
        at = next(n for n, cut in enumerate(cuts) if cut > low)
        while at < len(cuts):
            tried = joined.copy()
            for _, some, others in self._apart(reached, cuts[at]):
                tried.join(some, others)
                touched[some] = touched[others] = True
            labels = np.flatnonzero(touched)
            heads = tried.heads(labels)
            most = int(np.bincount(heads, weights[labels]).max()) if len(labels) else 0
            if most > least:
                values = self._edges.values(low, cuts[at])
                if reached > low:
                    break
                if len(values) > 1:
                    cuts.insert(at, float(values[len(values) // 2]))
                    touched[:] = False
                    continue
            self.most = max(self.most, most)
            reached, joined, at = cuts[at], tried, at + 1
            if most > least:
                break
        return reached

    def _settle(self, low: float, high: float, tried: list[tuple[float, int]]) -> bool:
        """Settle a band; whether groups were joined."""
        hanging = Joined(len(self.labels))
        touched = np.zeros(len(self.labels), dtype=bool)
        live = np.zeros(len(self.labels), dtype=bool)
        ends = np.array([end for end, _ in tried])
        rounds = np.array([number for _, number in tried], dtype=np.int32)
        for odds, some, others in self._apart(low, high):
            hanging.join(some, others)
            touched[some] = touched[others] = True
            if tried:
                new = self._changed(some, others, rounds[np.searchsorted(ends, odds, "right")])
                some, others = some[new], others[new]
            live[some] = live[others] = True
        labels = np.flatnonzero(touched)
        heads = hanging.heads(labels)
        wanted = np.isin(heads, np.unique(hanging.heads(np.flatnonzero(live))))
        labels, heads = labels[wanted], heads[wanted]
        if not len(labels):
            return False
        name = f"round-{self.rounds:05d}"
        tasks = self._tasks(labels, heads)
        self.lay_out(name, tasks, self._edges.between(low, high), within=False)
        done = list(self._do(self._steps(name, tasks)))
        shutil.rmtree(self._folder / name)
        moved = np.concatenate([rows for rows, _ in done])
        self._again[self.rounds] = np.concatenate([labels for _, labels in done])
        onto = np.arange(len(self.labels))
        onto[moved[:, 0]] = moved[:, 1]
        self.labels = onto[self.labels]
        self._joined[moved[:, 1]] = self.rounds
        return bool(len(moved))

    def _changed(self, some: Array, others: Array, since: Array) -> Array:
        """Which edges may come out otherwise than when they were tried last.

        Args:
            some: the label at the one end of each.
            others: that at the other end.
            since: the round in which it was tried.
        """
        new = np.maximum(self._joined[some], self._joined[others]) > since
        for number in np.unique(since).tolist():
            again = self._again.get(number)
            if again is not None and len(again):
                new |= (since == number) & np.isin(some, again) & np.isin(others, again)
        changed: Array = new
        return changed

    def _tasks(self, labels: Array, heads: Array) -> Array:
        """For each label the task that it is in, or -1; what hangs together is in one."""
        weights = np.bincount(self.labels, minlength=len(self.labels))
        _, which = np.unique(heads, return_inverse=True)
        sums = np.bincount(which, weights[labels]).astype(np.int64)
        return spread(self._size, len(self.labels), labels, sums, which)

    def _steps(self, name: str, tasks: Array) -> Iterator[SettleGroups]:
        for task, numbers in by_task(tasks, self.labels):
            yield SettleGroups(name, task, numbers, self.labels[numbers])

    def lay_out(
        self,
        name: str,
        tasks: Array,
        edges: Iterable[tuple[Array, Array, Array]],
        *,
        within: bool,
    ) -> None:
        """Write edges down by the task that they are for.

        Args:
            name: of the folder for them.
            tasks: the task of each label, or -1.
            edges: as ``Edges.between`` gives them.
            within: whether those within groups are meant, or those between.
        """
        folder = self._folder / name
        # what a run left that was broken off
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for number, (odds, some, others) in enumerate(edges):
            one, other = self.labels[some], self.labels[others]
            mine = ((one == other) if within else (one != other)) & (tasks[one] >= 0)
            where = tasks[one[mine]]
            order = np.argsort(where, kind="stable")
            path = folder / f"{number:07d}"
            ends = np.stack([some[mine], others[mine]], axis=1).astype(np.uint32)
            put_array(path.with_suffix(".ends"), ends[order])
            put_array(path.with_suffix(".odds"), np.asarray(odds)[mine][order])
            put_array(path.with_suffix(".tasks"), where[order])

    def edges_of_groups(self, name: str, tasks: Array) -> None:
        """Write the edges within groups down by the task that they are for, as ``lay_out``."""
        self.lay_out(name, tasks, self._edges.all(), within=True)

    def components(self, ties: Sequence[tuple[int, int]]) -> Array:
        """For each claim the least of those that it hangs together with by all edges and ties."""
        joined = Joined(len(self.labels))
        for _, some, others in self._edges.all():
            joined.join(some, others)
        ends = np.array(ties, dtype=np.int64).reshape(-1, 2)
        joined.join(ends[:, 0], ends[:, 1])
        return joined.heads(np.arange(len(self.labels)))


def spread(size: int, count: int, labels: Array, sums: Array, which: Array) -> Array:
    """Which task each label is in, or -1, so that a task has about so many claims.

    Args:
        size: claims of a task.
        count: how many labels there can be.
        labels: those that are in tasks.
        sums: claims of each bundle of labels that must be in one task.
        which: the bundle of each label.
    """
    tasks = (np.cumsum(sums) - sums) // max(1, size)
    _, dense = np.unique(tasks, return_inverse=True)
    found = np.full(count, -1, dtype=np.int64)
    found[labels] = dense[which]
    return found


def by_task(tasks: Array, labels: Array) -> Iterator[tuple[int, Array]]:
    """Tasks with the numbers of their claims.

    Args:
        tasks: the task of each label, or -1.
        labels: that of each claim.
    """
    mine = tasks[labels]
    numbers = np.flatnonzero(mine >= 0)
    numbers = numbers[np.argsort(mine[numbers], kind="stable")]
    cuts = np.flatnonzero(np.diff(mine[numbers])) + 1
    for group in np.split(numbers, cuts):
        if len(group):
            yield int(mine[group[0]]), group
