"""The steps by which claims are put together block by block; each can be done anywhere.

No step holds more than the claims of a block, or of the few that it is compared with: what is
compared and what speaks for one event is found by the same rules as where all is done at once
(``reconcile.cluster``), so that the events are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tacitus.export.jsonread import coded_from_json
from tacitus.export.parts import lines_in
from tacitus.read.remote_path import AnyPath
from tacitus.reconcile.blocking import filed, sought
from tacitus.reconcile.groups import Edge, Groups, in_turn
from tacitus.reconcile.scoring import may_tell_one
from tacitus.reconcile.traits import Traits
from tacitus.records import Telling
from tacitus.scale.block_work import (
    UNDATED,
    At,
    BlockWork,
    by_label,
    claim_line,
    lines_of,
    reports_of,
)
from tacitus.scale.manifest import check_whole
from tacitus.scale.spill import Array, RowWriter, get_array, part_of, put_array, put_lines
from tacitus.store.reckoning import block_number

#: Pairs that are held at once, 8 bytes each.
PAIRS = 2_000_000
# A pair of claims is one number: the lesser one's above the other's.
_BITS = np.uint64(32)


@dataclass(frozen=True, slots=True)
class SortPart:
    """Work out what the claims of a part are compared by, and sort them.

    Attributes:
        lot: number of the part in this run.
        path: its file.
        sha256: what its manifest says of it.
    """

    lot: int
    path: AnyPath
    sha256: str

    @property
    def name(self) -> str:
        """See ``Step``."""
        return f"lot-{self.lot:07d}"

    def __str__(self) -> str:
        return f"{self.path}: sorting its claims"

    def do(self, work: BlockWork) -> dict[str, int]:
        """Sort them.

        Returns:
            How many ``reports`` and ``claims`` there are.

        Raises:
            TacitusError: ``no-claims-file`` where it is damaged; as ``read_part``.
        """
        check_whole(self.path, self.sha256)
        lines: list[str] = []
        ids: list[int] = []
        with RowWriter(reports_of(work.folder, self.lot)) as rows:
            for row, form in enumerate(lines_in(self.path)):
                coded = coded_from_json(json.loads(form))
                rows.add(form.encode("utf-8", "surrogatepass"))
                ids.append(block_number(coded.report.id))
                for place, claim in enumerate(coded.claims):
                    traits = work.reckoning.traits(Telling(coded.report, claim))
                    lines.append(claim_line(traits, At(self.lot, row, place)))
        put_lines(lines_of(work.folder, self.lot), sorted(lines))
        put_array(reports_of(work.folder, self.lot).with_suffix(".ids"), np.array(ids, np.int64))
        return {"reports": len(ids), "claims": len(lines)}


@dataclass(frozen=True, slots=True)
class FileClaims:
    """Work out under which blocks claims are filed and looked for.

    Attributes:
        block: number of the run of claims.
        low, high: the claims, the last not among them.
    """

    block: int
    low: int
    high: int

    @property
    def name(self) -> str:
        """See ``Step``."""
        return f"posts-{self.block:07d}"

    def __str__(self) -> str:
        return f"claims {self.low} to {self.high}: finding their blocks"

    def do(self, work: BlockWork) -> int:
        """Work it out; how many entries that makes."""
        found: dict[str, list[tuple[int, int]]] = {"filed": [], "sought": []}
        rules = work.reconciler.rules
        for number, traits in work.traits(range(self.low, self.high)).items():
            for kind, blocks in (
                ("filed", filed(traits, rules)),
                ("sought", sought(traits, rules)),
            ):
                found[kind] += [(block_number(block), number) for block in blocks]
        for kind, entries in found.items():
            told = np.array(entries, dtype=np.int64).reshape(-1, 2)
            told = told[np.argsort(told[:, 0], kind="stable")]
            path = work.folder / "posts" / f"{self.block:07d}.{kind}"
            put_array(path.with_suffix(f".{kind}-claims"), told[:, 1].astype(np.uint32))
            put_array(path, np.ascontiguousarray(told[:, 0]))
        return sum(map(len, found.values()))


@dataclass(frozen=True, slots=True)
class MeetClaims:
    """Find the pairs of claims that share a block.

    Attributes:
        lot: number of the range of blocks.
        low, high: numbers of blocks, the last not among them; None for all below or above.
    """

    lot: int
    low: int | None
    high: int | None

    @property
    def name(self) -> str:
        """See ``Step``."""
        return f"pairs-{self.lot:07d}"

    def __str__(self) -> str:
        return f"lot {self.lot} of blocks: finding pairs"

    def do(self, work: BlockWork) -> dict[str, Any]:
        """Find them.

        Returns:
            The ``files`` of pairs; the most claims filed under one block (``widest``), and one of
            them (``claim``).
        """
        where, who = self._entries(work, "filed")
        sought_at, seekers = self._entries(work, "sought")
        first = np.searchsorted(where, sought_at, "left")
        counts = np.searchsorted(where, sought_at, "right") - first
        files: list[str] = []
        days = get_array(work.folder / "days")
        reach = work.reconciler.rules.time.reach_days
        for part in _lots(counts):
            many = counts[part]
            met = who[np.repeat(first[part] - np.cumsum(many) + many, many) + np.arange(many.sum())]
            pairs = _pairs(met, np.repeat(seekers[part], many), days, reach)
            if len(pairs):
                files.append(f"{self.lot:07d}-{len(files):05d}")
                put_array(work.folder / "pairs" / files[-1], pairs)
        widest = int(counts.argmax()) if len(counts) else 0
        most = int(counts[widest]) if len(counts) else 0
        return {"files": files, "widest": most, "claim": int(who[first[widest]]) if most else 0}

    def _entries(self, work: BlockWork, kind: str) -> tuple[Array, Array]:
        """Blocks of this range and the claims that have them, by block."""
        blocks, claims = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
        for path in sorted((work.folder / "posts").glob(f"*.{kind}")):
            keys = get_array(path)
            mine = part_of(keys, self.low, self.high)
            blocks.append(keys[mine])
            claims.append(get_array(path.with_suffix(f".{kind}-claims"))[mine])
        found, who = np.concatenate(blocks), np.concatenate(claims)
        order = np.argsort(found, kind="stable")
        return found[order], who[order]


def _lots(counts: Array) -> Iterator[slice]:
    """Entries in lots that make ``PAIRS`` pairs at the most, where one alone does not make more."""
    sums = np.cumsum(counts)
    at, before = 0, 0
    while at < len(counts):
        end = max(at + 1, int(np.searchsorted(sums, before + PAIRS, "right")))
        if sums[end - 1] > before:
            yield slice(at, end)
        at, before = end, int(sums[end - 1])


def _pairs(met: Array, seekers: Array, days: Array, reach: int) -> Array:
    """The pairs that can be of one event at all, each once, as numbers in order.

    Where a claim finds another that one finds it, so that one way is enough.
    """
    one_way = met < seekers
    met, seekers = met[one_way], seekers[one_way]
    first, last = days[met].T
    others_first, others_last = days[seekers].T
    near = (first - others_last <= reach) & (others_first - last <= reach)
    undated = (first == UNDATED) | (others_first == UNDATED)
    near |= undated
    pairs = (met[near].astype(np.uint64) << _BITS) | seekers[near].astype(np.uint64)
    return np.asarray(np.unique(pairs))


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """Find of the pairs of some claims those that speak for one event.

    Attributes:
        lot: number of the range of claims.
        low, high: the lesser claims of the pairs, the last not among them.
    """

    lot: int
    low: int
    high: int

    @property
    def name(self) -> str:
        """See ``Step``."""
        return f"edges-{self.lot:07d}"

    def __str__(self) -> str:
        return f"claims {self.low} to {self.high}: comparing them with others"

    def do(self, work: BlockWork) -> dict[str, int]:
        """Find them; how many ``pairs`` were looked at and how many ``edges`` found."""
        pairs = self._pairs(work)
        some, others = pairs >> _BITS, pairs & np.uint64(0xFFFFFFFF)
        blocks = others // np.uint64(work.size)
        order = np.lexsort((others, some, blocks))
        some, others, blocks = some[order], others[order], blocks[order]
        mine = work.traits(np.unique(some).tolist())
        found: list[tuple[float, int, int]] = []
        # of the others, so many are held at once as there are in a block
        for part in np.split(np.arange(len(blocks)), np.flatnonzero(np.diff(blocks)) + 1):
            theirs = work.traits(np.unique(others[part]).tolist())
            for one, other in zip(some[part].tolist(), others[part].tolist(), strict=True):
                odds = _odds(work, mine[one], theirs[other])
                if odds is not None:
                    found.append((odds, one, other))
        put_edges(work.folder / "edges" / f"{self.lot:07d}", found)
        return {"pairs": len(pairs), "edges": len(found)}

    def _pairs(self, work: BlockWork) -> Array:
        held = [np.empty(0, np.uint64)]
        for path in sorted((work.folder / "pairs").iterdir()):
            pairs = get_array(path)
            held.append(pairs[part_of(pairs, self.low << 32, self.high << 32)])
        return np.unique(np.concatenate(held))


def _odds(work: BlockWork, one: Traits, other: Traits) -> float | None:
    if not may_tell_one(one, other, work.reconciler.rules):
        return None
    return work.reconciler.edge(one, other)


def put_edges(path: Path, found: list[tuple[float, int, int]]) -> None:
    """Write edges by falling log-odds: these with their signs turned, so that they rise."""
    odds = -np.array([edge[0] for edge in found], dtype=np.float64)
    ends = np.array([edge[1:] for edge in found], dtype=np.uint32).reshape(-1, 2)
    order = np.argsort(odds, kind="stable")
    put_array(path.with_suffix(".ends"), ends[order])
    put_array(path.with_suffix(".odds"), odds[order])


@dataclass(frozen=True, slots=True)
class SettleGroups:
    """Join groups of claims along edges of some strength.

    Attributes:
        round: name of the folder in which the edges lie.
        task: number of the task there.
        numbers: the claims.
        labels: the group that each is of, named by its least claim.
    """

    round: str
    task: int
    numbers: Array
    labels: Array

    @property
    def name(self) -> str:
        """See ``Step``: rounds take little, and are done anew."""
        return ""

    def __str__(self) -> str:
        return f"{self.round}, groups {self.task}: joining them"

    def do(self, work: BlockWork) -> tuple[Array, Array]:
        """Join them.

        Returns:
            Rows of the label of a group that was joined to one, and of that one; and the labels
            of groups between which an edge lies that is to be tried again, since one of them grew
            after it was.
        """
        traits = work.traits(self.numbers.tolist())
        claims = {t.key: t for t in traits.values()}
        label = {
            traits[number].key: own
            for number, own in zip(self.numbers.tolist(), self.labels.tolist(), strict=True)
        }
        start = [
            [traits[number].key for number in group.tolist()]
            for group in by_label(self.numbers, self.labels)
        ]
        edges = in_turn(keyed(work.edges(self.round, self.task), traits))
        groups = Groups(claims, edges, work.constraints, work.reconciler.rules, start)
        rest = groups.join_once(edges)
        moved = []
        for keys in groups.clusters():
            olds = sorted({label[key] for key in keys})
            moved += [(old, olds[0]) for old in olds[1:]]
            label.update(dict.fromkeys(keys, olds[0]))
        ends = (edge[1:] for edge in rest if not groups.refused(*edge[1:]))
        again = {label[key] for pair in ends for key in pair}
        return np.array(moved, np.int64).reshape(-1, 2), np.array(sorted(again), np.int64)


def keyed(edges: Iterator[tuple[float, int, int]], traits: dict[int, Traits]) -> Iterator[Edge]:
    """Edges between numbers as edges between keys, the lesser key first."""
    for odds, one, other in edges:
        a, b = sorted((traits[one].key, traits[other].key))
        yield odds, a, b
