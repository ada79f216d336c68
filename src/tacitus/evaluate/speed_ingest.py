"""What `tacitus ingest` costs on many reports, and whether its memory stays flat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tacitus.evaluate.fresh import program_failed
from tacitus.evaluate.growth import MOST_TIMES
from tacitus.evaluate.made_reports import MEDIAN, OF_CONFLICT, Sources, write_reports
from tacitus.evaluate.markdown import table
from tacitus.evaluate.processes_seen import check_proc, processor_seconds, with_descendants
from tacitus.store.store import open_store

TITLE = "## Reports ingested"
# Runs of fewer reports are all warming up.
_LEAST = 10_000
_TENTHS = 10
# Shares of the reports after which memory is looked at: those that code end with the last ones.
_LOOKS = (*(n / _TENTHS for n in range(1, _TENTHS)), 0.99)
_MB = 1_000_000
_KB = 1024


@dataclass(frozen=True, slots=True)
class Ingested:
    """Figures of one run; seconds are the processor's, of all processes together.

    Attributes:
        engine: what read the events.
        jobs: how many processes coded reports for the one that stored them.
        reports, of_conflict: how many were given, and how many of them are made of reports of
            conflict.
        passed: how many the gate passed over.
        passed_of_conflict: how many of those are made of reports of conflict.
        coded, claims, events: how many came out.
        lasted: seconds by the clock until the last look, at 99 % of the reports.
        rest: seconds after it: the last reports and events, and the end of the run.
        memory: MB of its own that the process that stores holds, at each tenth of the reports; the
            last time a little before the end, while all processes run.
        workers: MB of its own that the largest of those that code holds, at each tenth.
        seconds: seconds taken at each tenth.
        peak_mb: most memory of the process that stores, that of computing the events included.
        store_mb: size of the store.
    """

    engine: str
    jobs: int
    reports: int
    of_conflict: int
    passed: int
    passed_of_conflict: int
    coded: int
    claims: int
    events: int
    lasted: float
    rest: float
    memory: tuple[float, ...]
    workers: tuple[float, ...]
    seconds: tuple[float, ...]
    peak_mb: float
    store_mb: float

    @property
    def reading(self) -> float:
        """Seconds until the last look, events but for the last ones among it."""
        return self.seconds[-1]

    @property
    def seen(self) -> float:
        """Reports until the last look."""
        return self.reports * _LOOKS[-1]

    @property
    def flat(self) -> bool:
        """Whether memory did not grow with the number of reports."""
        most = max(growth(self.memory), growth(self.workers))
        return self.reports < _LEAST or most <= MOST_TIMES


def growth(memory: Sequence[float]) -> float:
    """Memory in the last tenth of a run as a multiple of that in the second."""
    return memory[-1] / memory[1]


def measure_ingest(
    sources: Sources,
    sizes: Sequence[int],
    engine: str,
    jobs: int,
    seed: int = 1,
    done: Callable[[Ingested], object] = lambda _: None,
) -> list[Ingested]:
    """Run the command on made reports, each size in a new process with a new SQLite store.

    Args:
        sources: what reports are made of.
        sizes: how many reports.
        engine: what reads the events.
        jobs: how many processes code reports.
        seed: of chance.
        done: told the figures of each size.

    Raises:
        TacitusError: ``program-failed`` where a run ends with another code than 0; ``no-proc``
            where the system does not tell what a process holds.
    """
    check_proc()
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "reports.jsonl"
            of_conflict = write_reports(path, sources, size, seed)
            made = _Made(path, size, of_conflict)
            found.append(_run(made, Path(folder) / "store.db", engine, jobs))
        done(found[-1])
    return found


@dataclass(frozen=True, slots=True)
class _Made:
    """Reports in a file: how many, and how many of them are of conflict."""

    path: Path
    size: int
    of_conflict: int


def _run(made: _Made, store: Path, engine: str, jobs: int) -> Ingested:
    command = [sys.executable, "-m", "tacitus", "ingest", made.path, "--store", store]
    command += ["--jobs", jobs]
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(  # noqa: S603 our own program
            [*map(str, command), "--json", "--engine", engine],
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as child,
    ):
        assert child.stdout is not None  # noqa: S101 it was asked for
        seen = _Seen(child.pid, made.size)
        tally = seen.follow(child.stdout)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            complaints.seek(0)
            what = f"Ingesting {made.size} reports"
            raise program_failed(what, child.returncode, complaints.read())
    outcomes = Counter(tally["reports"])
    with open_store(store, create=False) as opened:
        events = opened.counts().events
    whole = usage.ru_utime + usage.ru_stime
    return Ingested(
        engine=engine,
        jobs=jobs,
        reports=made.size,
        of_conflict=made.of_conflict,
        passed=outcomes["passed"],
        passed_of_conflict=seen.lost,
        coded=outcomes["new"],
        claims=tally["claims"],
        events=events,
        lasted=seen.lasted,
        rest=whole - seen.seconds[-1],
        memory=tuple(seen.memory),
        workers=tuple(seen.workers),
        seconds=tuple(seen.seconds),
        peak_mb=usage.ru_maxrss * _KB / _MB,
        store_mb=sum(one.stat().st_size for one in store.parent.glob(f"{store.name}*")) / _MB,
    )


class _Seen:
    """What is seen of a run while it tells its outcomes."""

    def __init__(self, process: int, size: int) -> None:
        self._process, self._size = process, size
        self._began = time.perf_counter()
        self.memory: list[float] = []
        self.workers: list[float] = []
        self.seconds: list[float] = []
        self.lasted = 0.0
        self.lost = 0

    def follow(self, lines: IO[str]) -> dict[str, Any]:
        """Take a look at each tenth of the reports; the counts that come last are given back."""
        for number, line in enumerate(lines, start=1):
            row: dict[str, Any] = json.loads(line)
            if row["about"] == "tally":
                return row
            self.lost += row["outcome"] == "passed" and row["report"].startswith("c")
            if len(self.memory) < _TENTHS and number >= self._size * _LOOKS[len(self.memory)]:
                self._look()
        return {"reports": {}, "claims": 0, "events": 0}

    def _look(self) -> None:
        first, *others = with_descendants(self._process)
        self.memory.append(first.own_mb)
        # one that codes by itself is both
        self.workers.append(max((one.own_mb for one in others), default=first.own_mb))
        self.seconds.append(processor_seconds((first, *others)))
        self.lasted = time.perf_counter() - self._began


def ingest_blocks(found: Sequence[Ingested], head: str) -> Iterator[str]:
    """The section of the page of speed.

    Args:
        found: the figures of one engine, by size.
        head: when, at which commit and on which machine.
    """
    engine = found[0].engine
    yield f"{TITLE}, engine {engine}"
    yield f"Written by `tacitus bench ingest --engine {engine}`; do not edit. {head}"
    yield (
        f"`tacitus ingest` on made reports, {OF_CONFLICT:.0%} of conflict, the others of news that"
        f" was judged not to be; a median of {MEDIAN} words; how they are made is told in"
        f" `src/tacitus/evaluate/made_reports.py`. Each number by a new run (`--jobs"
        f" {found[0].jobs}`: so many processes code, one stores) with a new SQLite store; seconds"
        " are the processor's, of all processes together."
    )
    yield table(
        ("what", *(f"{one.reports:,} reports" for one in found)),
        ((name, *map(cell, found)) for name, cell in _ROWS),
    )
    yield (
        "Memory of its own of the process that stores and of the largest that codes, without the"
        " libraries and files that they have in view, in MB, when so much of the reports was done"
        " with:"
    )
    yield table(
        ("reports", "process", *(f"{share:.0%}" for share in _LOOKS), "last by second"),
        _curves(found),
    )


_ROWS: tuple[tuple[str, Callable[[Ingested], str]], ...] = (
    ("made of reports of conflict", lambda one: f"{one.of_conflict:,}"),
    ("passed over by the gate", lambda one: f"{one.passed / one.reports:.1%}"),
    (
        "of the others passed over",
        lambda one: _share(one.passed - one.passed_of_conflict, one.reports - one.of_conflict),
    ),
    (
        "of those of conflict passed over",
        lambda one: _share(one.passed_of_conflict, one.of_conflict),
    ),
    ("coded and stored", lambda one: f"{one.coded:,}"),
    ("claims", lambda one: f"{one.claims:,}"),
    ("events", lambda one: f"{one.events:,}"),
    (
        f"seconds until {_LOOKS[-1]:.0%} was stored, events but for the last ones among it",
        lambda one: f"{one.reading:,.0f}",
    ),
    ("reports a second of them, read", lambda one: f"{one.seen / one.reading:,.1f}"),
    ("reports a second of them, coded", lambda one: f"{one.coded * _LOOKS[-1] / one.reading:,.1f}"),
    ("reports a second by the clock, read", lambda one: f"{one.seen / one.lasted:,.1f}"),
    (
        "seconds a thousand reports, second tenth and last",
        lambda one: f"{_pace(one, 1):,.1f}, {_pace(one, -1):,.1f}",
    ),
    ("seconds of the last reports and events and of the end", lambda one: f"{one.rest:,.0f}"),
    ("most memory of the process that stores, MB", lambda one: f"{one.peak_mb:,.0f}"),
    ("the store's file, MB", lambda one: f"{one.store_mb:,.1f}"),
)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _pace(one: Ingested, tenth: int) -> float:
    """Seconds a thousand reports between one look and the one before."""
    at = tenth % len(one.seconds)
    reports = (_LOOKS[at] - _LOOKS[at - 1]) * one.reports
    return (one.seconds[at] - one.seconds[at - 1]) / reports * 1000


def _curves(found: Iterable[Ingested]) -> Iterator[list[str]]:
    for one in found:
        for what, memory in (("stores", one.memory), ("codes", one.workers)):
            cells = (f"{mb:,.0f}" for mb in memory)
            yield [f"{one.reports:,}", what, *cells, f"{growth(memory):.3f}"]
