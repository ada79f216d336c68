"""Clusters of claims that are put together block by block."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tacitus.reconcile.cluster import Cluster
from tacitus.reconcile.traits import Traits
from tacitus.records import Bond, Decision
from tacitus.scale.block_steps import keyed
from tacitus.scale.block_work import BlockWork, by_label
from tacitus.scale.blocks import SIZE, BlockCounts, Blocks
from tacitus.scale.executors import Executor, Serial
from tacitus.scale.spill import Array, put_lines

#: The folder in which the edges within clusters lie, by task.
EDGES = "told"


def clusters_of(
    work: BlockWork, name: str, task: int, numbers: Array, labels: Array
) -> Iterator[tuple[Array, Cluster]]:
    """Clusters whose claims are known, with why they are together.

    Args:
        work: what is at hand.
        name: of the folder in which the edges within them lie.
        task: number of the task there.
        numbers: the claims.
        labels: the cluster of each.

    Yields:
        The numbers of a cluster's claims, and the cluster.
    """
    traits = work.traits(numbers.tolist())
    of = dict(zip(numbers.tolist(), labels.tolist(), strict=True))
    edges: dict[int, list[tuple[float, int, int]]] = {}
    for edge in work.edges(name, task):
        edges.setdefault(of[edge[1]], []).append(edge)
    for group in by_label(numbers, labels):
        members = group.tolist()
        claims = {traits[number].key: traits[number] for number in members}
        inside = keyed(iter(edges.get(of[members[0]], ())), traits)
        yield group, work.reconciler.told(claims, inside, work.constraints)


@dataclass(frozen=True, slots=True)
class TellClusters:
    """Write clusters down.

    Attributes:
        edges: name of the folder in which the edges within them lie.
        task: number of the task.
        numbers: their claims.
        labels: the cluster of each.
        components: the component of each.
    """

    edges: str
    task: int
    numbers: Array
    labels: Array
    components: Array

    @property
    def name(self) -> str:
        """See ``Step``."""
        return f"clusters-{self.task:07d}"

    def __str__(self) -> str:
        return f"clusters {self.task}: telling why they are together"

    def do(self, work: BlockWork) -> int:
        """Write them; how many there are."""
        component = dict(zip(self.numbers.tolist(), self.components.tolist(), strict=True))
        lines = []
        for group, cluster in clusters_of(work, self.edges, self.task, self.numbers, self.labels):
            head = component[int(group[0])]
            form = (head, cluster.keys, [asdict(bond) for bond in cluster.bonds])
            lines.append(json.dumps(form))
        put_lines(work.folder / f"{self.name}.jsonl", lines)
        return len(lines)


def block_clusters(
    traits: Iterable[Traits],
    decisions: Iterable[Decision] = (),
    *,
    executor: Executor | None = None,
    size: int = SIZE,
    folder: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
    counts: BlockCounts | None = None,
) -> Iterator[tuple[str, Cluster]]:
    """The clusters that ``reconcile.cluster`` makes of claims, put together block by block.

    Args:
        traits: the claims, each once, in any order.
        decisions: what reviewers decided, in any order.
        executor: where; in this process by default.
        size: claims of a block: about so many are held at once by a process.
        folder: where what is handed on is put, within reach of all workers, and taken away at the
            end; by default among temporary files.
        say: told, in words, of blocks that are too large.
        counts: filled with what the run came to.

    Yields:
        Clusters in order of their first claims by day, each with a name that all have in common
        whose claims hang together by any pairs.

    Raises:
        TacitusError: as the executor, and where a step cannot be done.
    """
    with ExitStack() as stack:
        within = Path(stack.enter_context(TemporaryDirectory(prefix="tacitus-", dir=folder)))
        work = BlockWork(within / "blocks", size, tuple(decisions))
        blocks = Blocks(work, executor or Serial(), say=say)
        if counts is not None:
            blocks.counts = counts
        with blocks:
            blocks.take(traits)
            blocks.put_together()
            heads = blocks.components()
            steps = (
                TellClusters(EDGES, task, numbers, labels, heads[numbers])
                for task, numbers, labels in blocks.tasks(EDGES)
            )
            for task, _ in enumerate(blocks.do(steps)):
                path = work.folder / f"clusters-{task:07d}.jsonl"
                yield from _read(path, work)


def _read(path: Path, work: BlockWork) -> Iterator[tuple[str, Cluster]]:
    with path.open(encoding="ascii") as file:
        for line in file:
            head, keys, bonds = json.loads(line)
            (first,) = work.traits([head]).values()
            made = (Bond(**bond | {"reasons": tuple(bond["reasons"])}) for bond in bonds)
            yield first.key, Cluster(tuple(keys), tuple(made))
