"""What many reports cost with the gate before the coder, and whether time and memory stay in hand.

Reports are made, written to small files and read from them, judged by the gate and coded, in one
process and one after the other, so that a million need no more room than a thousand. Of the same
reports an even share is parsed by bare spaCy meanwhile; what all would have taken is worked out by
their words.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from os import getpid
from pathlib import Path

from tacitus.evaluate.bare_spacy import bare_seconds
from tacitus.evaluate.growth import MOST_SLOPE, MOST_TIMES, exponent, series
from tacitus.evaluate.made_reports import MEDIAN, Mix, Sources, make_reports
from tacitus.evaluate.processes_seen import check_proc, held_mb
from tacitus.evaluate.quality import Coder
from tacitus.evaluate.speed import one_core, read_all
from tacitus.evaluate.stopwatch import Stopwatch
from tacitus.learned.gate import load_gate
from tacitus.records import Report

#: The mixes measured, by name, and how many are made of reports of conflict.
MIXES = {"95 % of other news": Mix(), "all of conflict": Mix(of_conflict=1.0)}
# Runs of fewer reports are all warming up.
_LEAST = 5_000
# Reports in a file.
_FILE = 100
_FIRST = 100
# Reports that bare spaCy reads: the first ones, then about so many more over the whole run.
_BARE_FIRST, _BARE = 100, 400
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """Where a run is after some reports; seconds are the processor's, all so far.

    Attributes:
        reports, words: how many were read.
        kept: how many the gate let through.
        reading, gate, coding: seconds of each.
        spacy: seconds that bare spaCy takes for as many words, by its share of them.
        held_mb: memory held at this moment.
    """

    reports: int
    words: int
    kept: int
    reading: float
    gate: float
    coding: float
    spacy: float
    held_mb: float

    @property
    def seconds(self) -> float:
        """Of all."""
        return self.reading + self.gate + self.coding


@dataclass(frozen=True, slots=True)
class Numbers:
    """A run over one mix.

    Attributes:
        mix: its name.
        engine: what read the events of reports that were kept.
        points: in order.
        tenths: MB held at each tenth of the reports.
    """

    mix: str
    engine: str
    points: tuple[Point, ...]
    tenths: tuple[float, ...]

    @property
    def slope(self) -> float:
        """How seconds grow with the number of reports, over the last two powers of ten."""
        last = self.points[-1].reports
        late = [one for one in self.points if one.reports * 100 >= last]
        return exponent([one.reports for one in late], [one.seconds for one in late])

    @property
    def growth(self) -> float:
        """Memory at the end as a multiple of that at a fifth."""
        return self.tenths[-1] / self.tenths[1]

    def faults(self) -> list[str]:
        """What of the growth is not as it should be, in words; nothing for short runs."""
        if self.points[-1].reports < _LEAST:
            return []
        told = []
        if self.slope > MOST_SLOPE:
            told.append(f"{self.mix}: seconds grow as reports to the power of {self.slope:.2f}")
        if self.growth > MOST_TIMES:
            told.append(f"{self.mix}: memory grows {self.growth:.2f} times after a fifth")
        return told


def measure_numbers(
    sources: Sources,
    most: int,
    engine: str,
    code: Coder,
    mix: str,
    median: int = MEDIAN,
    seed: int = 1,
    done: Callable[[Point], object] = lambda _: None,
) -> Numbers:
    """Read, judge and code many made reports, on one core.

    Args:
        sources: what they are made of.
        most: how many; figures are taken on the way.
        engine: name of what codes.
        code: the pipeline with it.
        mix: which of ``MIXES``.
        median: words of a report, at the middle.
        seed: of chance.
        done: told each point.

    Raises:
        TacitusError: ``no-proc`` where the system does not tell what a process holds.
    """
    check_proc()
    kind = replace(MIXES[mix], median=median)
    sizes = series(_FIRST, most) if most > _FIRST else [most]
    run = _Run(code, max(1, most // _BARE))
    points: list[Point] = []
    tenths: list[float] = []
    with one_core(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        run.warm(next(_files(path, sources, _FILE, seed + 1, kind)))
        for report in _reports(_files(path, sources, most, seed, kind), run.watch):
            run.take(report)
            while run.reports * _TENTHS >= most * (len(tenths) + 1):
                tenths.append(held_mb(getpid()))
            if run.reports == sizes[len(points)]:
                points.append(run.point())
                done(points[-1])
    return Numbers(mix, engine, tuple(points), tuple(tenths))


def _files(path: Path, sources: Sources, count: int, seed: int, mix: Mix) -> Iterator[Path]:
    """The same path again and again, each time with further reports in it."""
    rows = make_reports(sources, count, seed, mix)
    while lot := [json.dumps(row, ensure_ascii=False) for row in islice(rows, _FILE)]:
        path.write_text("\n".join(lot) + "\n", encoding="utf-8")
        yield path


def _reports(files: Iterator[Path], watch: Stopwatch) -> Iterator[Report]:
    for path in files:
        with watch.during("reading"):
            reports, _ = read_all(path)
        yield from reports


class _Run:
    """Sums of a run."""

    def __init__(self, code: Coder, every: int) -> None:
        self._code, self._every = code, every
        self._gate = load_gate()
        self._bare_words = 0
        self.watch = Stopwatch()
        self.reports = self.words = self.kept = 0

    def warm(self, path: Path) -> None:
        """Have everything loaded that is loaded once."""
        first = read_all(path)[0][0]
        self._gate.relevant(first)
        self._code(first)
        bare_seconds(first.text)

    def take(self, report: Report) -> None:
        """Judge a report and code it, or not."""
        words = len(report.text.split())
        with self.watch.during("gate"):
            keep = self._gate.relevant(report).keep
        if keep:
            self.kept += 1
            with self.watch.during("coding"):
                self._code(report)
        if self.reports < _BARE_FIRST or self.reports % self._every == 0:
            self.watch.seconds["spaCy"] += bare_seconds(report.text)
            self._bare_words += words
        self.reports += 1
        self.words += words

    def point(self) -> Point:
        """Where the run is."""
        spent = self.watch.seconds
        return Point(
            self.reports,
            self.words,
            self.kept,
            spent["reading"],
            spent["gate"],
            spent["coding"],
            spent["spaCy"] / self._bare_words * self.words,
            held_mb(getpid()),
        )


def number_faults(found: Sequence[Numbers]) -> list[str]:
    """What of the growth is not as it should be, over all mixes."""
    return [told for one in found for told in one.faults()]
