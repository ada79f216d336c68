"""How fast the whole pipeline is beside bare spaCy, and whether every span holds."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import TypeVar

from tacitus.evaluate.bare_spacy import bare_seconds
from tacitus.evaluate.fresh import Fresh, run_fresh
from tacitus.evaluate.quality import Coder
from tacitus.export.marks import all_spans
from tacitus.read import Skipped, read_paths
from tacitus.records import Coded, Report, TacitusError

T = TypeVar("T")
_BATCH = 28
_COLD_RUNS = 3
_SPACY = "spaCy"


@dataclass(frozen=True, slots=True)
class Speed:
    """Figures of one engine in a run.

    Attributes:
        reports: how many were coded.
        skipped: how many could not be read.
        words: white-space separated words in them.
        seconds: processor seconds of the whole pipeline.
        spacy_seconds: processor seconds of bare spaCy on the same texts.
        slowest: most seconds that one report took.
        ratios: for each batch, the pipeline's words a second over bare spaCy's.
        events, relations, spans: counts over all reports.
        problems: how many problems, by code.
        broken_spans: spans that reach beyond their report's text or are blank.
        peak_mb: most memory that ``tacitus code`` held on the longest reports, in MB.
        cold_start: median seconds of ``tacitus code`` on one short report in a new process.
    """

    reports: int
    skipped: int
    words: int
    seconds: float
    spacy_seconds: float
    slowest: float
    ratios: tuple[float, ...]
    events: int
    relations: int
    spans: int
    problems: dict[str, int]
    broken_spans: int
    peak_mb: float
    cold_start: float

    @property
    def ratio(self) -> float:
        """Words a second of the pipeline over those of bare spaCy."""
        return self.spacy_seconds / self.seconds if self.seconds else 0.0


def read_all(path: Path) -> tuple[list[Report], int]:
    """The reports of a file and how many could not be read.

    Args:
        path: reports, as ``tacitus code`` takes them.

    Raises:
        TacitusError: ``no-reports`` when none could be read.
    """
    inputs = list(read_paths([path]))
    reports = [item for item in inputs if not isinstance(item, Skipped)]
    if not reports:
        raise TacitusError("no-reports", f"{path}: holds no report that can be read.")
    return reports, len(inputs) - len(reports)


def measure_speed(
    reports: Sequence[Report], coders: Mapping[str, Coder], skipped: int = 0
) -> dict[str, Speed]:
    """Time engines beside bare spaCy on reports, on one core.

    All work through the same batches in turn, each going first for some of them, so that a busy
    machine hits all alike.

    Args:
        reports: what to code.
        coders: functions under test by name of the engine, as ``tacitus code`` calls it.
        skipped: how many reports could not be read.
    """
    peaks, starts = _peaks(reports, coders), _cold_starts(coders)
    runs = {name: _Run(code) for name, code in coders.items()}
    spacy_seconds: list[float] = []
    with one_core():
        bare_seconds(reports[0].text)
        for code in coders.values():
            code(reports[0])
        for number, start in enumerate(range(0, len(reports), _BATCH)):
            batch = reports[start : start + _BATCH]
            for name in in_turn([_SPACY, *runs], number):
                if name == _SPACY:
                    spacy_seconds.append(sum(bare_seconds(report.text) for report in batch))
                else:
                    runs[name].batch(batch)
    words = sum(len(report.text.split()) for report in reports)
    return {
        name: Speed(
            reports=len(reports),
            skipped=skipped,
            words=words,
            seconds=sum(run.seconds),
            spacy_seconds=sum(spacy_seconds),
            slowest=run.slowest,
            ratios=tuple(s / r for s, r in zip(spacy_seconds, run.seconds, strict=True)),
            events=run.counts["events"],
            relations=run.counts["relations"],
            spans=run.counts["spans"],
            problems=dict(sorted(run.problems.items())),
            broken_spans=run.counts["broken"],
            peak_mb=peaks[name],
            cold_start=starts[name],
        )
        for name, run in runs.items()
    }


class _Run:
    """Sums over the batches of one engine."""

    def __init__(self, code: Coder) -> None:
        self._code = code
        self.slowest = 0.0
        self.seconds: list[float] = []
        self.counts: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()

    def batch(self, reports: Sequence[Report]) -> None:
        """Time a batch and count what came of it."""
        total, coded = 0.0, []
        for report in reports:
            done, seconds = timed(partial(self._code, report))
            coded.append(done)
            total += seconds
            self.slowest = max(self.slowest, seconds)
        self.seconds.append(total)
        for one in coded:
            self._count(one)

    def _count(self, coded: Coded) -> None:
        text = coded.report.text
        spans = list(all_spans(coded))
        self.counts["events"] += len(coded.claims)
        self.counts["relations"] += len(coded.relations)
        self.counts["spans"] += len(spans)
        self.counts["broken"] += sum(
            span.end > len(text) or not span.quote(text).strip() for span in spans
        )
        self.problems.update(problem.code for problem in coded.problems)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives, and its processor seconds."""
    start = time.process_time()
    done = work()
    return done, time.process_time() - start


def taken(work: Callable[[], object]) -> float:
    """Processor seconds of some work."""
    return timed(work)[1]


def in_turn(names: Sequence[str], number: int) -> list[str]:
    """Names in the order of a round: another one goes first in each."""
    first = number % len(names)
    return [*names[first:], *names[:first]]


@contextmanager
def one_core() -> Iterator[None]:
    """Keep the process on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _cold_starts(engines: Iterable[str]) -> dict[str, float]:
    """Seconds, by the clock, of coding one short report in a new process."""
    with as_file(files("tacitus.examples")) as folder:
        report = min(folder.glob("*.txt"), key=lambda path: path.stat().st_size)
        return {name: code_fresh(report, name, _COLD_RUNS).seconds for name in engines}


def _peaks(reports: Sequence[Report], engines: Iterable[str]) -> dict[str, float]:
    """MB that coding the longest reports takes in a new process."""
    longest = sorted(reports, key=lambda report: -len(report.text))[:_BATCH]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "longest.jsonl"
        lines = [json.dumps({"id": r.id, "text": r.text}) for r in longest]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return {name: code_fresh(path, name).peak_mb for name in engines}


def code_fresh(report: Path, engine: str, times: int = 1) -> Fresh:
    """Run ``tacitus code`` on a file in new processes.

    Args:
        report: the file.
        engine: what reads the events.
        times: how many times.
    """
    return run_fresh(["-m", "tacitus", "code", str(report), "--engine", engine], times)
