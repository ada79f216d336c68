"""How fast `tacitus code` is by executor and number of workers, and what each worker holds.

Each run is the command itself in a new process on the same made reports. Its outcome is read line
by line: the first tells how long the start takes, those after the first tenth how fast it is, and
a hash of all whether executors agree to the byte.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from tacitus.evaluate.fresh import program_failed
from tacitus.evaluate.made_reports import Mix, Sources, write_reports
from tacitus.evaluate.processes_seen import check_proc, with_descendants
from tacitus.records import TacitusError

#: As the reports on Syria are: all of conflict, some 330 words.
LIKE_SYRIA = Mix(of_conflict=1.0, median=270, spread=0.5)
SERIAL, PROCESSES, RAY = "serial", "processes", "ray"
_TENTHS = 10
# what the command lines of workers hold
_WORKERS = {PROCESSES: "spawn_main", RAY: "ray::_Actor"}


@dataclass(frozen=True, slots=True)
class Executed:
    """Figures of one run; seconds are by the clock.

    Attributes:
        executor: its name.
        jobs: number of workers.
        engine: what read the events.
        reports, words: how many.
        claims: how many came out.
        start: seconds until the first report was coded.
        seconds: of the whole run.
        rate: reports a second after the first tenth.
        worker_mb: most memory of a worker, in MB; what they share counts in part.
        all_mb: most memory of all processes of the run together.
        digest: hash of the lines.
    """

    executor: str
    jobs: int
    engine: str
    reports: int
    words: int
    claims: int
    start: float
    seconds: float
    rate: float
    worker_mb: float
    all_mb: float
    digest: str


def settings(most: int, executors: Sequence[str] = ()) -> list[tuple[str, int]]:
    """The runs: executor and number of workers, from two on where there may be so many.

    Args:
        most: workers at the most; one process is the serial executor.
        executors: those wanted, by default all that are installed.

    Raises:
        TacitusError: ``no-ray`` where that is asked for and not installed.
    """
    ray = find_spec("ray") is not None
    if RAY in executors and not ray:
        raise TacitusError("no-ray", "Ray is not installed.", "pip install 'tacitus[ray]'.")
    wanted = executors or (SERIAL, PROCESSES, *([RAY] if ray else []))
    many = range(2, most + 1) if most > 1 else (1,)
    found = [(SERIAL, 1)] if SERIAL in wanted or (PROCESSES in wanted and most == 1) else []
    found += [(PROCESSES, jobs) for jobs in many if PROCESSES in wanted and jobs > 1]
    return found + [(RAY, jobs) for jobs in many if RAY in wanted]


def measure_executors(
    sources: Sources,
    count: int,
    engine: str,
    runs: Iterable[tuple[str, int]],
    seed: int = 1,
    done: Callable[[Executed], object] = lambda _: None,
) -> list[Executed]:
    """Run the command on made reports by each executor.

    Args:
        sources: what reports are made of; those of conflict are used.
        count: how many reports.
        engine: what reads the events.
        runs: as ``settings`` gives them.
        seed: of chance.
        done: told the figures of each run.

    Raises:
        TacitusError: ``program-failed`` where a run ends with another code than 0; ``no-proc``
            where the system does not tell what processes hold.
    """
    check_proc()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        write_reports(path, sources, count, seed, LIKE_SYRIA)
        with path.open(encoding="utf-8") as lines:
            words = sum(len(json.loads(line)["text"].split()) for line in lines)
        for executor, jobs in runs:
            found.append(_run(path, executor, jobs, engine, count, words))
            done(found[-1])
    return found


def _run(path: Path, executor: str, jobs: int, engine: str, count: int, words: int) -> Executed:
    command = [sys.executable, "-m", "tacitus", "code", str(path), "--format", "jsonl", "--no-text"]
    command += ["--engine", engine, "--executor", executor]
    command += [] if executor == SERIAL else ["--jobs", str(jobs)]
    started = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints) as child,  # noqa: S603 our own program
    ):
        assert child.stdout is not None  # noqa: S101 it was asked for
        seen = _Followed(child.pid, executor, count, started)
        seen.follow(child.stdout)
        if child.wait():
            complaints.seek(0)
            what = f"Coding by {executor} with {jobs} workers"
            raise program_failed(what, child.returncode, complaints.read())
    return Executed(
        executor,
        jobs,
        engine,
        count,
        words,
        seen.claims,
        seen.first - started,
        time.perf_counter() - started,
        seen.rate,
        seen.worker_mb,
        seen.all_mb,
        seen.digest.hexdigest(),
    )


class _Followed:
    """What is seen of a run while it writes its lines."""

    def __init__(self, process: int, executor: str, count: int, started: float) -> None:
        self._process, self._kind, self._count = process, _WORKERS.get(executor), count
        self.first = self._warm = self._last = started
        self._lines = self._warm_lines = self._looks = self.claims = 0
        self.worker_mb = self.all_mb = 0.0
        self.digest = hashlib.sha256()

    def follow(self, lines: IO[bytes]) -> None:
        """Take a look at each tenth of the reports."""
        for number, line in enumerate(lines, start=1):
            self._last, self._lines = time.perf_counter(), number
            if number == 1:
                self.first = self._last
            self.digest.update(line)
            self.claims += len(json.loads(line)["events"])
            if number * _TENTHS >= self._count * (self._looks + 1):
                self._looks += 1
                if self._looks == 1:
                    self._warm, self._warm_lines = self._last, number
                self._look()

    def _look(self) -> None:
        found = with_descendants(self._process)
        if not found:
            return
        workers = [one.mb for one in found if self._kind is None or self._kind in one.command]
        self.worker_mb = max(self.worker_mb, *workers) if workers else self.worker_mb
        self.all_mb = max(self.all_mb, sum(one.mb for one in found))

    @property
    def rate(self) -> float:
        """Reports a second after the first tenth."""
        spent = self._last - self._warm
        return (self._lines - self._warm_lines) / spent if spent > 0 else 0.0


def agree(found: Sequence[Executed]) -> bool:
    """Whether all runs gave the same bytes."""
    return len({one.digest for one in found}) <= 1
