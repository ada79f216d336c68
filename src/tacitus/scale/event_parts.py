"""Events of coded reports in parts, as parts of Parquet: from one folder into another.

The columns are those of ``tacitus export --format parquet``. A run that was broken off goes on: its
steps lie in the folder ``.work`` of the outcome, and parts that stand are not made again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tacitus.export.jsonform import plain
from tacitus.export.parquet import event_values
from tacitus.knowledge.codebook import load_codebook
from tacitus.read.parquet import need_pyarrow
from tacitus.read.remote_path import AnyPath
from tacitus.reconcile.cluster import Cluster
from tacitus.reconcile.links import copies_of, links
from tacitus.records import Decision, Event, TacitusError
from tacitus.scale.block_clusters import EDGES, clusters_of
from tacitus.scale.block_steps import SortPart
from tacitus.scale.block_work import BlockWork, Tellings
from tacitus.scale.blocks import SIZE, BlockCounts, Blocks
from tacitus.scale.executors import Executor, Serial
from tacitus.scale.manifest import (
    EventsManifest,
    alone,
    manifests,
    no_parts,
    part_name,
    put,
    records,
    remove,
    sha256_of,
    sweep,
)
from tacitus.scale.spill import Array, get_json, put_json
from tacitus.store.reckoning import RULE
from tacitus.store.telling import sound_event

#: What tells that all parts of a folder of events are there, and what the run came to.
EVENTS = "events.json"
_WORK = ".work"
# Rows of events that are held before they are written.
_ROWS = 500


@dataclass(slots=True)
class EventCounts:
    """What a run came to.

    Attributes:
        reports, events: how many there are.
        made, stood: parts that were made, and that stood already.
        unsound: why decisions were passed over: edits that this version cannot make.
        blocks: how claims were put together.
    """

    reports: int = 0
    events: int = 0
    made: int = 0
    stood: int = 0
    unsound: list[str] = field(default_factory=list)
    blocks: BlockCounts = field(default_factory=BlockCounts)

    def summary(self) -> str:
        """The counts in one line."""
        blocks = self.blocks
        parts = [
            f"{self.reports} reports, {blocks.claims} claims, {self.events} events",
            f"{blocks.pairs} pairs compared",
            f"{self.made} parts made, {self.stood} stood already",
        ]
        if blocks.doubled:
            parts.append(f"{blocks.doubled} reports came twice: the first counts")
        if self.unsound:
            parts.append(f"{len(self.unsound)} decisions passed over")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class TellEvents:
    """Tell the events of clusters and write them as a part, unless it stands.

    Attributes:
        out: folder for the part.
        how: what all parts hang on.
        task: number of the task.
        numbers: the claims.
        labels: the cluster of each.
    """

    out: Path
    how: Mapping[str, str | None]
    task: int
    numbers: Array
    labels: Array

    @property
    def name(self) -> str:
        """See ``Step``: what was done stands in the folder for parts."""
        return ""

    def __str__(self) -> str:
        return f"{self.out / part_name(self.task + 1)}: telling its events"

    def do(self, work: BlockWork) -> EventsManifest:
        """Tell and write them; the manifest."""
        from tacitus.export.parquet_schema import EVENT_TYPES, opened

        coming = self.out / f"{part_name(self.task + 1)}.tmp"
        told, unsound = 0, []
        clusters = clusters_of(work, EDGES, self.task, self.numbers, self.labels)
        tellings = Tellings(work.folder)
        rows = []
        with opened(coming, EVENT_TYPES, {"tacitus": work.reckoning.version}) as add:
            for members, cluster in clusters:
                event, failed = _event(work, tellings, members, cluster)
                unsound += [str(error) for error in failed]
                rows.append(event_values(event))
                told += 1
                if len(rows) >= _ROWS:
                    add(rows)
                    rows = []
            add(rows)
        manifest = EventsManifest(
            part=part_name(self.task + 1),
            sha256=sha256_of(coming),
            how=self.how,
            events=told,
            claims=len(self.numbers),
            unsound=tuple(unsound),
        )
        put(self.out, coming, manifest)
        return manifest


def _event(
    work: BlockWork, tellings: Tellings, members: Array, cluster: Cluster
) -> tuple[Event, list[TacitusError]]:
    found = {t.key: t for t in tellings.read(work.places(members.tolist()))}
    reports = {t.report.id: t.report for t in found.values()}
    copies = copies_of(links(reports.values()) if len(reports) > 1 else ())
    return sound_event(work.reckoning, cluster, found, work.decided, copies)


def reconcile_parts(
    folders: Sequence[AnyPath],
    out: Path,
    *,
    decisions: Iterable[Decision] = (),
    executor: Executor | None = None,
    size: int = SIZE,
    say: Callable[[str], None] = lambda _: None,
) -> EventCounts:
    """Put the claims of coded reports together into events, block by block.

    The events are those that a store of the same reports has, whatever the executor, the blocks
    and the order of the folders; of a report that is in two of them the first counts.

    Args:
        folders: what ``tacitus code --partitions`` wrote.
        out: folder for the parts of events; made where it is missing.
        decisions: what reviewers decided.
        executor: where; in this process by default.
        size: claims of a block: about so many are held at once by a process, and told in a part.
        say: told, in words, of blocks that are too large.

    Raises:
        TacitusError: ``no-claims-file`` where a folder holds no parts or one is damaged,
            ``no-text`` where reports were written without theirs, ``busy-folder``,
            ``cannot-write``, ``no-pyarrow``, and as the executor.
    """
    need_pyarrow(str(out))
    parts = [(folder / m.part, m.sha256, m.coded) for folder in folders for m in manifests(folder)]
    if not parts:
        raise no_parts(folders)
    decided = tuple(sorted(decisions, key=lambda d: d.id))
    work = BlockWork(out / _WORK, size, decided)
    how = _how(work, [sha256 for _, sha256, _ in parts])
    counts = EventCounts(reports=sum(coded for *_, coded in parts))
    try:
        with alone(out):
            sweep(out)
            whole = get_json(out / EVENTS)
            standing = _standing(out, how)
            if whole is not None and whole["how"] == how and len(standing) == whole["parts"]:
                counts.blocks = BlockCounts(**whole["blocks"])
                _add(counts, standing.values())
                counts.stood = len(standing)
                return counts
            with Blocks(work, executor or Serial(), how, say, counts.blocks) as blocks:
                steps = (SortPart(n, path, sha) for n, (path, sha, _) in enumerate(parts))
                for _ in blocks.do(steps):
                    pass
                _tell(blocks, out, how, standing, counts)
            _finish(out, how, counts)
    except OSError as error:
        raise TacitusError(
            "cannot-write", f"{out}: cannot be written ({error}).", "Check it."
        ) from error
    return counts


def _how(work: BlockWork, parts: Sequence[str]) -> dict[str, str | None]:
    """What the parts of events hang on."""
    decided = json.dumps([plain(decision) for decision in work.decisions], sort_keys=True)
    return {
        "events": work.reckoning.version,
        "codebook": load_codebook().version,
        "rule": RULE,
        "size": str(work.size),
        "inputs": hashlib.sha256(" ".join(parts).encode()).hexdigest(),
        "decisions": hashlib.sha256(decided.encode()).hexdigest(),
    }


def _standing(out: Path, how: Mapping[str, str | None]) -> dict[int, EventsManifest]:
    """The parts that were made as this run makes them, by number; others are taken away."""
    found = {}
    for manifest in list(records(out, EventsManifest)):
        data = out / manifest.part
        if manifest.how == how and data.exists() and sha256_of(data) == manifest.sha256:
            found[manifest.number] = manifest
        else:
            remove(out, manifest)
    return found


def _tell(
    blocks: Blocks,
    out: Path,
    how: Mapping[str, str | None],
    standing: Mapping[int, EventsManifest],
    counts: EventCounts,
) -> None:
    blocks.put_together()

    def steps() -> Iterator[TellEvents]:
        for task, numbers, labels in blocks.tasks(EDGES):
            if task + 1 in standing:
                counts.stood += 1
            else:
                yield TellEvents(out, how, task, numbers, labels)

    for manifest in blocks.do(steps()):
        counts.made += 1
        _add(counts, [manifest])
    _add(counts, standing.values())


def _add(counts: EventCounts, told: Iterable[EventsManifest]) -> None:
    for manifest in told:
        counts.events += manifest.events
        counts.unsound += manifest.unsound


def _finish(out: Path, how: Mapping[str, str | None], counts: EventCounts) -> None:
    """Note that all is there, and take away what was handed on."""
    blocks = counts.blocks
    put_json(
        out / EVENTS,
        {
            "how": dict(how),
            "parts": counts.made + counts.stood,
            "reports": counts.reports,
            "events": counts.events,
            "blocks": {name: getattr(blocks, name) for name in BlockCounts.__slots__},
        },
    )
    shutil.rmtree(out / _WORK)
