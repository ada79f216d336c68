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
from importlib.resources import as_file, files
from pathlib import Path

from tacitus.evaluate.fresh import run_fresh
from tacitus.evaluate.quality import Coder
from tacitus.export.marks import all_spans
from tacitus.parse.document import load_parser
from tacitus.read import Skipped, read_paths
from tacitus.records import Coded, Report, TacitusError

_BATCH = 28
_COLD_RUNS = 3


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

    All work through the same batches in turn, each going first for some of them, with the same
    spaCy object, so that a busy machine hits all alike.

    Args:
        reports: what to code.
        coders: functions under test by name of the engine, as ``tacitus code`` calls it.
        skipped: how many reports could not be read.
    """
    # new processes first: see run_fresh
    peaks, starts = _peaks(reports, coders), _cold_starts(coders)
    parser = load_parser()
    runs = {name: _Run(code) for name, code in coders.items()}
    spacy_seconds: list[float] = []
    with one_core():
        parser(reports[0].text)
        for code in coders.values():
            code(reports[0])
        for number, start in enumerate(range(0, len(reports), _BATCH)):
            batch = reports[start : start + _BATCH]
            turns: list[Callable[[], None]] = [
                lambda batch=batch: spacy_seconds.append(_parse(parser, batch)),  # type: ignore[misc]
                *(lambda run=run, batch=batch: run.batch(batch) for run in runs.values()),  # type: ignore[misc]
            ]
            for turn in in_turn(turns, number):
                turn()
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
