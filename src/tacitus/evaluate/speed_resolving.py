"""What looking up actors and places costs: its share of the pipeline's time, and the gazetteer."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tacitus.evaluate.fresh import run_fresh
from tacitus.evaluate.markdown import table
from tacitus.evaluate.quality import Coder
from tacitus.evaluate.speed import one_core
from tacitus.evaluate.stopwatch import Step, Stopwatch
from tacitus.knowledge.gazetteer import Gazetteer, open_gazetteer
from tacitus.records import Report

#: What a new process does to build the gazetteer.
_BUILD = (
    "import sys, pathlib; from tacitus.knowledge.gazetteer_build import write;"
    " write(pathlib.Path(sys.argv[1]))"
)
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class ResolvingSpeed:
    """Figures of resolution.

    Attributes:
        share: of the pipeline's processor time that goes into resolving places and actors.
        build_seconds: of building the gazetteer in a new process, by the clock.
        build_mb: most memory that took, in MB.
        file_mb: size of the file, in MB.
        open_seconds: of opening it, by the clock: the median of three.
    """

    share: float
    build_seconds: float
    build_mb: float
    file_mb: float
    open_seconds: float


def measure_resolving(
    reports: Sequence[Report], code: Coder, steps: Sequence[tuple[ModuleType, str]]
) -> ResolvingSpeed:
    """Time resolution on reports, on one core, and the gazetteer in processes of its own.

    Args:
        reports: what to code.
        code: the pipeline under test.
        steps: module and name of each function of it that resolves, where the pipeline calls it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.sqlite"
        built = run_fresh(["-c", _BUILD, str(path)])
        size = path.stat().st_size / _MB
    opened = sorted(_opening() for _ in range(3))[1]
    return ResolvingSpeed(
        share_of(reports, code, steps), built.seconds, built.peak_mb, size, opened
    )


def share_of(
    reports: Sequence[Report], code: Coder, steps: Sequence[tuple[ModuleType, str]]
) -> float:
    """The share of the time of coding that some of its steps take; arguments as above.

    The first report is coded once before, so that what is loaded once does not count.
    """
    watch = Stopwatch()
    code(reports[0])
    with one_core(), watch.watching([Step("resolving", *step) for step in steps]):
        start = time.process_time()
        for report in reports:
            code(report)
        whole = time.process_time() - start
    return watch.seconds["resolving"] / whole if whole else 0.0


def _opening() -> float:
    """Seconds of opening the gazetteer, the file's pages warm."""
    folder = open_gazetteer().path.parent
    start = time.perf_counter()
    Gazetteer(folder)
    return time.perf_counter() - start


def resolving_blocks(speed: ResolvingSpeed) -> Iterator[str]:
    """The section of the page of speed."""
    yield "## Actors and places"
    yield (
        "The share is of the default engine's processor time on the reports above, names found in"
        " the text not counted. The gazetteer is built once, in a process of its own."
    )
    yield table(
        ("what", "figure"),
        (
            ("resolving actors and places, share of the pipeline's time", f"{speed.share:.0%}"),
            ("building the gazetteer, seconds by the clock", f"{speed.build_seconds:.0f}"),
            ("most memory of that, MB", f"{speed.build_mb:,.0f}"),
            ("its file, MB", f"{speed.file_mb:,.0f}"),
            ("opening it, seconds", f"{speed.open_seconds:.3f}"),
        ),
    )
