"""How claims are put together block by block, beside all in one process: time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tacitus.evaluate.fresh import program_failed
from tacitus.evaluate.made_claims import make_claims
from tacitus.evaluate.markdown import table
from tacitus.evaluate.processes_seen import check_proc, with_descendants
from tacitus.evaluate.speed_reconciling import Together
from tacitus.evaluate.speed_store import coded_reports
from tacitus.export.parts import PartWriter
from tacitus.scale.event_parts import EVENTS
from tacitus.scale.manifest import Manifest, part_name, put, sha256_of
from tacitus.scale.spill import get_json

TITLE = "## Claims put together block by block"
# Reports of a part, as `tacitus code --partitions` makes them.
_REPORTS = 1000
# Seconds between two looks at what processes hold.
_EVERY = 0.25
_CHILD = (
    "import sys; from pathlib import Path; from tacitus.bench_blocks import write_made_parts;"
    " write_made_parts(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))"
)


@dataclass(frozen=True, slots=True)
class ByBlocks:
    """Figures of one size.

    Attributes:
        claims, events, pairs, rounds: how many there are, and how many came of it.
        size: claims of a block.
        jobs: how many processes.
        seconds: by the clock, from the start of the command to its end.
        processor: processor seconds of all processes.
        leader_mb: most memory of the process that leads, in MB.
        worker_mb: most memory of any other; 0 where there was none.
    """

    claims: int
    events: int
    pairs: int
    rounds: int
    size: int
    jobs: int
    seconds: float
    processor: float
    leader_mb: float
    worker_mb: float


def write_made_parts(folder: Path, count: int, seed: int) -> None:
    """Write made claims as parts of coded reports.

    Args:
        folder: where; made where it is missing.
        count: how many claims.
        seed: of chance.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reports = iter(coded_reports(make_claims(count, seed)))
    number = 0
    while lot := list(islice(reports, _REPORTS)):
        number += 1
        coming = folder / f"{part_name(number)}.tmp"
        with PartWriter(coming) as writer:
            for coded in lot:
                writer.add(coded)
        manifest = Manifest(
            part=part_name(number),
            sha256=sha256_of(coming),
            how={},
            inputs=(),
            coded=len(lot),
            events=sum(len(coded.claims) for coded in lot),
            problems={},
            left_out=(),
        )
        put(folder, coming, manifest)


def measure_blocks(sizes: Sequence[int], jobs: int, block: int, seed: int = 1) -> list[ByBlocks]:
    """Put made claims together by ``tacitus reconcile``, out of parts and into parts.

    Args:
        sizes: how many claims.
        jobs: how many processes.
        block: claims of a block.
        seed: of chance.

    Raises:
        TacitusError: ``program-failed`` when a process ends with another code than 0; ``no-proc``
            where the system does not tell what processes hold.
    """
    check_proc()
    found = []
    for size in sizes:
        with TemporaryDirectory(prefix="tacitus-") as name:
            folder = Path(name)
            made = [sys.executable, "-c", _CHILD, str(folder / "claims"), str(size), str(seed)]
            _run(made)
            found.append(_measured(folder, jobs, block))
    return found


def _measured(folder: Path, jobs: int, block: int) -> ByBlocks:
    command = [sys.executable, "-m", "tacitus", "reconcile", str(folder / "claims")]
    command += ["--out", str(folder / "events"), "--jobs", str(jobs), "--block-size", str(block)]
    before, start = _children(), time.monotonic()
    leader, workers = _run(command)
    whole = get_json(folder / "events" / EVENTS)
    blocks = whole["blocks"]
    return ByBlocks(
        claims=blocks["claims"],
        events=whole["events"],
        pairs=blocks["pairs"],
        rounds=blocks["rounds"],
        size=block,
        jobs=jobs,
        seconds=time.monotonic() - start,
        processor=_children() - before,
        leader_mb=leader,
        worker_mb=workers,
    )


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; the most memory that it held, and that any process it started held, in MB."""
    leader = workers = 0.0
    with subprocess.Popen(  # noqa: S603 our own program
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None:
            for seen in with_descendants(process.pid):
                if seen.number == process.pid:
                    leader = max(leader, seen.mb)
                else:
                    workers = max(workers, seen.mb)
            time.sleep(_EVERY)
        said = process.stderr.read() if process.stderr else ""
    if process.returncode:
        what = " ".join(command[1:4])
        raise program_failed(what, process.returncode, said, "Try fewer claims.")
    return leader, workers


def _children() -> float:
    """Processor seconds of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def blocks_section(
    found: Sequence[ByBlocks], beside: Sequence[Together], head: str
) -> Iterator[str]:
    """The section of the page of speed.

    Args:
        found: figures by size.
        beside: those of one process, of the same sizes.
        head: when, at which commit and on which machine.
    """
    yield TITLE
    yield "Written by `tacitus bench reconcile`; do not edit. " + head
    one = found[0]
    yield (
        f"The same claims, put together by `tacitus reconcile --jobs {one.jobs} --block-size"
        f" {one.size}` out of parts of coded reports and into parts of events: reading and writing"
        " are in its figures, not in those of one process. What hangs together is not the same"
        " number of claims in each block; the events are the same, which tests hold to. Memory is"
        " that of the largest process, sampled four times a second, what processes share counted"
        " in part."
    )
    pairs = list(zip(found, beside, strict=True))
    rows = [
        ("pairs compared", [f"{f.pairs:,}" for f in found]),
        ("bands in which groups were joined", [f"{f.rounds}" for f in found]),
        ("events", [f"{f.events:,}" for f in found]),
        ("one process: processor seconds", [f"{b.seconds:.1f}" for _, b in pairs]),
        ("by blocks: processor seconds of all", [f"{f.processor:.1f}" for f in found]),
        ("times those of one process", [f"{f.processor / b.seconds:.2f}" for f, b in pairs]),
        ("by blocks: seconds by the clock", [f"**{f.seconds:.1f}**" for f in found]),
        ("times as fast as one process", [f"{b.seconds / f.seconds:.2f}" for f, b in pairs]),
        ("one process: most memory, MB", [f"{b.peak_mb:,.0f}" for _, b in pairs]),
        ("by blocks: most of a worker, MB", [f"**{f.worker_mb:,.0f}**" for f in found]),
        ("by blocks: most of what leads, MB", [f"{f.leader_mb:,.0f}" for f in found]),
    ]
    yield table(
        ("what", *(f"{f.claims:,} claims" for f in found)),
        ((name, *cells) for name, cells in rows),
    )
