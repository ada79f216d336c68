"""Claims put together block by block, so that no process holds them all.

The steps are those of ``block_steps``; what leads holds a few dozen bytes for each claim (its days,
its group) and no claim. What is done stands in the folder, and is not done again by a run that goes
on after one that was broken off.
"""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import pairwise
from types import TracebackType
from typing import Any

import numpy as np

from tacitus.read import Skipped
from tacitus.reconcile.decisions import linked
from tacitus.reconcile.traits import Traits
from tacitus.records import TacitusError
from tacitus.scale.block_steps import FileClaims, MeetClaims, ScorePairs
from tacitus.scale.block_work import At, BlockWork, Step, claim_line, lines_of, read_line
from tacitus.scale.executors import Crew, Executor
from tacitus.scale.settling import Settling, by_task, spread
from tacitus.scale.spill import (
    Array,
    RowWriter,
    get_array,
    get_json,
    merged_lines,
    part_of,
    put_array,
    put_json,
    put_lines,
)

#: Claims of a block unless something else is said: their traits take some 10 MB.
SIZE = 5000
# Entries of blocks that are joined at once, and pairs that are compared in one step.
_ENTRIES, _COMPARED = 4_000_000, 250_000
_FOLDERS = ("done", "lots", "posts", "pairs", "edges")


@dataclass(slots=True)
class BlockCounts:
    """What a run came to.

    Attributes:
        claims: how many there are.
        pairs: how many pairs were compared.
        edges: how many of them speak for one event.
        rounds: bands of log-odds in which groups were joined.
        widest: most claims under one block.
        doubled: reports that came twice; the first counts.
    """

    claims: int = 0
    pairs: int = 0
    edges: int = 0
    rounds: int = 0
    widest: int = 0
    doubled: int = 0


@dataclass(slots=True)
class Blocks(AbstractContextManager["Blocks"]):
    """One run.

    Attributes:
        work: what workers have at hand.
        executor: where steps are done.
        how: what the outcome hangs on; what another run left that differs is thrown away.
        say: told, in words, of blocks that are too large.
        counts: what it came to.
    """

    work: BlockWork
    executor: Executor
    how: Mapping[str, str | None] = field(default_factory=dict)
    say: Callable[[str], None] = field(default=lambda _: None)
    counts: BlockCounts = field(default_factory=BlockCounts)
    _crew: Crew[Step, Any] | None = None
    _opened: AbstractContextManager[Crew[Step, Any]] | None = None
    _settling: Settling | None = None
    _ties: list[tuple[int, int]] = field(default_factory=list)

    def __enter__(self) -> Blocks:
        """Make ready, and have a crew."""
        folder = self.work.folder
        if get_json(folder / "how.json") != dict(self.how):
            shutil.rmtree(folder, ignore_errors=True)
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        put_json(folder / "how.json", dict(self.how))
        self._opened = self.executor.crew(self.work)
        self._crew = self._opened.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the crew go."""
        if self._opened is not None:
            self._opened.__exit__(kind, error, trace)

    def do(self, steps: Iterable[Step]) -> Iterator[Any]:
        """Do steps; what comes of each, in order.

        Raises:
            TacitusError: what is wrong with the one that cannot be done: without it nothing would
                be right.
        """
        assert self._crew is not None  # noqa: S101 steps are done within the context
        for outcome in self._crew.map(steps):
            if isinstance(outcome, Skipped):
                problem = outcome.problem
                raise TacitusError(problem.code, problem.message, problem.fix)
            yield outcome

    def take(self, traits: Iterable[Traits]) -> None:
        """Take claims in that are not in parts, in lots that memory takes.

        Args:
            traits: what they are compared by, each claim once.
        """
        lines: list[str] = []
        lot = 0
        for number, one in enumerate(traits):
            lines.append(claim_line(one, At(lot, 0, number)))
            if len(lines) >= self.work.size:
                put_lines(lines_of(self.work.folder, lot), sorted(lines))
                lines, lot = [], lot + 1
        put_lines(lines_of(self.work.folder, lot), sorted(lines))

    def put_together(self) -> Array:
        """Put the claims together.

        Returns:
            For each claim, by number, the label of its cluster: the number of its first claim.
        """
        named = self._sort()
        self._find_pairs()
        self._compare()
        keys = {key: number for key, number in named.items() if number is not None}
        pairs = linked(self.work.constraints, keys)
        self._ties = [(keys[a], keys[b]) for a, b in pairs]
        settling = Settling(
            self.work.folder, self.counts.claims, self.work.size, self.do, self.say, self._ties
        )
        self._settling = settling
        labels = settling.run()
        self.counts.rounds = settling.rounds
        return labels

    def tasks(self, name: str) -> Iterator[tuple[int, Array, Array]]:
        """The clusters in tasks of about a block's claims each, in order of their first claims.

        The edges within them lie in a folder, by task.

        Args:
            name: of that folder.

        Yields:
            The number of the task, those of its claims, and their labels.
        """
        assert self._settling is not None  # noqa: S101 after ``put_together``
        labels = self._settling.labels
        first, sums = np.unique(labels, return_counts=True)
        which = np.arange(len(first))
        tasks = spread(self.work.size, len(labels), first, sums, which)
        self._settling.edges_of_groups(name, tasks)
        for task, numbers in by_task(tasks, labels):
            yield task, numbers, labels[numbers]

    def components(self) -> Array:
        """For each claim the first of all that it hangs together with, of its event or not."""
        assert self._settling is not None  # noqa: S101 after ``put_together``
        return self._settling.components(self._ties)

    def _sort(self) -> dict[str, int | None]:
        """Put the lots together in one order; the numbers of claims that decisions name."""
        folder = self.work.folder
        done = folder / "done" / "claims.json"
        found = get_json(done)
        if found is None:
            found = self._merged()
            put_json(done, found)
        self.counts.claims, self.counts.doubled = found["claims"], found["doubled"]
        named: dict[str, int | None] = found["named"]
        return named

    def _merged(self) -> dict[str, Any]:
        folder = self.work.folder
        named: dict[str, int | None] = {
            key: None for d in self.work.decisions for key in (*d.claims, *d.apart)
        }
        left_out = self._doubled()
        days, count = array("i"), 0
        with RowWriter(folder / "claims") as rows:
            for line in merged_lines(sorted((folder / "lots").glob("*.claims"))):
                claim = read_line(line)
                if claim.at[:2] in left_out:
                    continue
                if claim.key in named:
                    named[claim.key] = count
                rows.add(claim.row)
                days.extend((claim.first, claim.last))
                count += 1
        put_array(folder / "days", np.frombuffer(days, dtype=np.int32).reshape(-1, 2))
        return {"claims": count, "named": named, "doubled": len(left_out)}

    def _doubled(self) -> set[tuple[int, int]]:
        """Reports, by lot and row, whose id another had before them."""
        paths = sorted((self.work.folder / "lots").glob("*.ids"))
        held = [get_array(path) for path in paths]
        if not held:
            return set()
        ids = np.concatenate(held)
        _, first = np.unique(ids, return_index=True)
        again = np.ones(len(ids), dtype=bool)
        again[first] = False
        starts = np.cumsum([0, *map(len, held)])
        lots = [int(path.stem) for path in paths]
        found = set()
        for at in np.flatnonzero(again).tolist():
            lot = int(np.searchsorted(starts, at, "right")) - 1
            found.add((lots[lot], at - int(starts[lot])))
        return found

    def _find_pairs(self) -> None:
        size, count = self.work.size, self.counts.claims
        starts = range(0, count, size)
        steps = (FileClaims(n, at, min(at + size, count)) for n, at in enumerate(starts))
        entries = sum(self.do(steps))
        lots = max(1, -(-entries // _ENTRIES))
        ends = [int(end) for end in np.linspace(-(2**63), 2**63, lots + 1)[1:-1]]
        ranges = zip([None, *ends], [*ends, None], strict=True)
        files: set[str] = set()
        claim = 0
        for met in self.do(MeetClaims(n, *span) for n, span in enumerate(ranges)):
            files.update(met["files"])
            if met["widest"] > self.counts.widest:
                self.counts.widest, claim = met["widest"], met["claim"]
        if self.counts.widest > size:
            (one,) = self.work.traits([claim]).values()
            self.say(
                f"{self.counts.widest:,} claims share one block (such as {one.key}), more than the"
                f" {size:,} of a block: they are compared in pieces, and that takes time."
            )
        for path in (self.work.folder / "pairs").iterdir():
            # what a step left that was broken off
            if path.name not in files:
                path.unlink()

    def _compare(self) -> None:
        for told in self.do(ScorePairs(*span) for span in self._spans()):
            self.counts.pairs += told["pairs"]
            self.counts.edges += told["edges"]

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        """Runs of claims with about so many pairs as are compared in a step, within a block."""
        count, size = self.counts.claims, self.work.size
        held = [get_array(path) for path in sorted((self.work.folder / "pairs").iterdir())]
        number = 0
        for low in range(0, count, size):
            high = min(low + size, count)
            sums = np.zeros(high - low, dtype=np.int64)
            for pairs in held:
                mine = pairs[part_of(pairs, low << 32, high << 32)]
                sums += np.bincount((mine >> np.uint64(32)).astype(np.int64) - low, None, len(sums))
            tasks = (np.cumsum(sums) - sums) // _COMPARED
            cuts = [0, *(np.flatnonzero(np.diff(tasks)) + 1).tolist(), len(sums)]
            for start, end in pairwise(cuts):
                yield number, low + start, low + end
                number += 1
