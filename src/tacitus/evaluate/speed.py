"""How fast the whole pipeline is beside bare spaCy, and whether every span holds."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from statistics import median

from tacitus.export.marks import all_spans
from tacitus.parse.document import load_parser
from tacitus.read import Skipped, read_paths
from tacitus.records import Coded, Report, TacitusError

_BATCH = 28
_COLD_RUNS = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """Figures of one run.

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
        peak_mb: most memory the process held, in MB, spaCy's share included.
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


def measure_speed(path: Path, code: Callable[[Report], Coded]) -> Speed:
    """Time the pipeline beside bare spaCy on the reports of a file, on one core.

    Both work through the same batches in turn, each going first every other time, with the same
    spaCy object, so that a busy machine hits both alike.

    Args:
        path: reports, as ``tacitus code`` takes them.
        code: the function under test.

    Raises:
        TacitusError: ``no-reports`` when none could be read.
    """
    inputs = list(read_paths([path]))
    reports = [item for item in inputs if not isinstance(item, Skipped)]
    if not reports:
        raise TacitusError("no-reports", f"{path}: holds no report that can be read.")
    parser = load_parser()
    with _one_core():
        parser(reports[0].text)
        code(reports[0])
        run = _Run(code, parser)
        for number, start in enumerate(range(0, len(reports), _BATCH)):
            run.batch(reports[start : start + _BATCH], parser_first=number % 2 == 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Speed(
        reports=len(reports),
        skipped=len(inputs) - len(reports),
        words=sum(len(report.text.split()) for report in reports),
        seconds=run.seconds,
        spacy_seconds=run.spacy_seconds,
        slowest=run.slowest,
        ratios=tuple(run.ratios),
        events=run.counts["events"],
        relations=run.counts["relations"],
        spans=run.counts["spans"],
        problems=dict(sorted(run.problems.items())),
        broken_spans=run.counts["broken"],
        peak_mb=peak,
        cold_start=_cold_start(),
    )


class _Run:
    """Sums over the batches of one run."""

    def __init__(self, code: Callable[[Report], Coded], parser: Callable[[str], object]) -> None:
        self._code = code
        self._parser = parser
        self.seconds = self.spacy_seconds = self.slowest = 0.0
        self.ratios: list[float] = []
        self.counts: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()

    def batch(self, reports: Sequence[Report], *, parser_first: bool) -> None:
        """Time both on a batch and count what the pipeline gave."""
        spacy_seconds = self._parse(reports) if parser_first else 0.0
        seconds, coded = self._run(reports)
        if not parser_first:
            spacy_seconds = self._parse(reports)
        self.seconds += seconds
        self.spacy_seconds += spacy_seconds
        self.ratios.append(spacy_seconds / seconds)
        for one in coded:
            self._count(one)

    def _parse(self, reports: Sequence[Report]) -> float:
        start = time.process_time()
        for report in reports:
            self._parser(report.text)
        return time.process_time() - start

    def _run(self, reports: Sequence[Report]) -> tuple[float, list[Coded]]:
        total, coded = 0.0, []
        for report in reports:
            start = time.process_time()
            coded.append(self._code(report))
            taken = time.process_time() - start
            total += taken
            self.slowest = max(self.slowest, taken)
        return total, coded

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


@contextmanager
def _one_core() -> Iterator[None]:
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


def _cold_start() -> float:
    """Median seconds, by the clock, of coding one short report in a new process."""
    with as_file(files("tacitus.examples")) as folder:
        report = min(folder.glob("*.txt"), key=lambda path: path.stat().st_size)
        taken = []
        for _ in range(_COLD_RUNS):
            start = time.perf_counter()
            subprocess.run(  # noqa: S603 our own program
                [sys.executable, "-m", "tacitus", "code", str(report)],
                check=True,
                capture_output=True,
            )
            taken.append(time.perf_counter() - start)
    return median(taken)
