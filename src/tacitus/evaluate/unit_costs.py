"""What one article costs, measured: the figures that a plan for many is worked out from.

They ship with the package as the run that measured them wrote them (``unit_costs.json``).
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tacitus.evaluate.made_pages import write_pages
from tacitus.evaluate.made_reports import Mix, Sources, make_reports
from tacitus.evaluate.quality import Coder
from tacitus.evaluate.speed import one_core, read_all, timed
from tacitus.evaluate.speed_executors import SERIAL, Executed
from tacitus.evaluate.speed_stages import EVENTS, STORE, stored
from tacitus.evaluate.stopwatch import Stopwatch
from tacitus.export.jsonform import coded_to_json
from tacitus.learned.gate import load_gate
from tacitus.records import Coded, Report, TacitusError

#: The file, beside this module.
FILE = "unit_costs.json"
#: Articles as long as news is, few of them of conflict.
ARTICLES = Mix(median=350, spread=0.6)
# pages that are read, and reports that are coded, at the most
_PAGES, _CODED = 100, 300
_DIGITS = 6

_Seconds = tuple[float, ...]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EngineCosts(_Form):
    """What coding and storing one report costs with an engine.

    Attributes:
        seconds: processor seconds of coding, of each report measured.
        claims: claims a report, mean.
        store_seconds: of storing one and bringing the events up to date, mean.
        store_bytes: of a store, a report, its text included.
        json_bytes: of a report as a JSON line without its text, packed.
    """

    seconds: _Seconds = Field(min_length=1)
    claims: float
    store_seconds: float
    store_bytes: float
    json_bytes: float

    @property
    def mean(self) -> float:
        """Processor seconds of coding one, mean."""
        return sum(self.seconds) / len(self.seconds)


class WorkerCosts(_Form):
    """What an executor adds.

    Attributes:
        measured: day, commit and machine in a sentence.
        executor: its name.
        jobs: number of workers.
        efficiency: reports a second of a worker as a share of those of the serial executor.
        worker_mb: most memory of a worker, in MB.
        start: seconds until the first report was coded.
    """

    measured: str
    executor: str
    jobs: int
    efficiency: float
    worker_mb: float
    start: float


class UnitCosts(_Form):
    """Figures of one run; seconds are the processor's.

    Attributes:
        measured: day, commit and machine in a sentence.
        articles: how many were judged.
        words: of an article, mean.
        of_conflict: share of the articles that were made of reports of conflict.
        kept: share that the gate let through.
        lost: share of those of conflict that it did not let through.
        page_seconds: of reading a web page, mean.
        page_bytes: of such a page.
        line_seconds: of reading an article of JSON lines, mean.
        gate_seconds: of judging an article, mean.
        engines: by name.
        workers: what the executor adds; None where it was not measured.
    """

    measured: str
    articles: int
    words: float
    of_conflict: float
    kept: float
    lost: float
    page_seconds: float
    page_bytes: float
    line_seconds: float
    gate_seconds: float
    engines: dict[str, EngineCosts]
    workers: WorkerCosts | None = None


def measure_units(
    sources: Sources,
    count: int,
    coders: Mapping[str, Coder],
    measured: str,
    seed: int = 1,
    done: Callable[[str], object] = lambda _: None,
) -> UnitCosts:
    """Read, judge, code and store made articles, on one core.

    Args:
        sources: what they are made of.
        count: how many are judged; those that are kept are coded, up to some hundreds.
        coders: by name of the engine.
        measured: as ``machine.measured_with`` gives it.
        seed: of chance.
        done: told what was done, in words.

    Raises:
        TacitusError: ``no-reports`` where the gate keeps none: more are needed.
    """
    rows = list(make_reports(sources, count, seed, ARTICLES))
    with one_core(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page_seconds, page_bytes = _pages(folder, rows[:_PAGES])
        done(f"{min(count, _PAGES)} pages read")
        path = folder / "articles.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        (reports, _), line_seconds = timed(lambda: read_all(path))
        gate = load_gate()
        gate.relevant(reports[0])
        kept, gate_seconds = timed(lambda: [one for one in reports if gate.relevant(one).keep])
        if not kept:
            raise TacitusError(
                "no-reports",
                f"The gate keeps none of {count} made articles.",
                "Make more of them.",
            )
        done(f"{len(kept)} of {count} articles kept")
        engines = {}
        for engine, code in coders.items():
            engines[engine] = _engine(kept[:: -(-len(kept) // _CODED)], code, folder / engine)
            done(f"coded by engine {engine}")
    conflict = [row["id"] for row in rows if row["id"].startswith("c")]
    through = {one.id for one in kept}
    return UnitCosts(
        measured=measured,
        articles=count,
        words=_short(sum(len(row["text"].split()) for row in rows) / count),
        of_conflict=len(conflict) / count,
        kept=len(kept) / count,
        lost=sum(one not in through for one in conflict) / max(1, len(conflict)),
        page_seconds=_short(page_seconds),
        page_bytes=_short(page_bytes),
        line_seconds=_short(line_seconds / count),
        gate_seconds=_short(gate_seconds / count),
        engines=engines,
    )


def _pages(folder: Path, rows: list[dict[str, str]]) -> tuple[float, float]:
    """Seconds and bytes of a page, means; the first is read once before."""
    paths = list(write_pages(folder, rows))
    read_all(paths[0])
    spent = sum(timed(lambda path=path: read_all(path))[1] for path in paths)  # type: ignore[misc]
    return spent / len(paths), sum(path.stat().st_size for path in paths) / len(paths)


def _engine(reports: list[Report], code: Coder, path: Path) -> EngineCosts:
    code(reports[0])
    coded: list[Coded] = []
    seconds = []
    for report in reports:
        one, spent = timed(lambda report=report: code(report))  # type: ignore[misc]
        coded.append(one)
        seconds.append(_short(spent))
    watch = Stopwatch()
    size = stored(coded, watch, path.with_suffix(".db"))
    lines = "".join(json.dumps(coded_to_json(one, with_text=False)) + "\n" for one in coded)
    count = len(reports)
    return EngineCosts(
        seconds=tuple(seconds),
        claims=_short(sum(len(one.claims) for one in coded) / count),
        store_seconds=_short((watch.seconds[STORE] + watch.seconds[EVENTS]) / count),
        store_bytes=_short(size / count),
        json_bytes=_short(len(gzip.compress(lines.encode())) / count),
    )


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def worker_costs(found: list[Executed], measured: str) -> WorkerCosts | None:
    """What the executor with most workers adds; None without a serial run beside it.

    Args:
        found: runs on the same reports.
        measured: as above.
    """
    alone = next((one for one in found if one.executor == SERIAL), None)
    many = max((one for one in found if one is not alone), key=lambda one: one.jobs, default=None)
    if alone is None or many is None or not alone.rate:
        return None
    return WorkerCosts(
        measured=measured,
        executor=many.executor,
        jobs=many.jobs,
        efficiency=_short(many.rate / many.jobs / alone.rate),
        worker_mb=_short(many.worker_mb),
        start=_short(many.start),
    )


def write_costs(costs: UnitCosts, path: Path) -> None:
    """Write the figures down, to be shipped.

    Raises:
        TacitusError: ``cannot-write``.
    """
    try:
        path.write_text(json.dumps(costs.model_dump(), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error


def read_costs(path: Path) -> UnitCosts:
    """Figures that were written down.

    Raises:
        TacitusError: ``no-figures`` where the file is missing or is none.
    """
    try:
        return UnitCosts.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise TacitusError(
            "no-figures",
            f"{path}: holds no unit costs ({error}).",
            "Measure them: `tacitus bench scale DATA --part units --figures FILE`.",
        ) from error


@cache
def shipped_costs() -> UnitCosts:
    """The figures that ship with this version; as ``read_costs``."""
    return read_costs(Path(str(files("tacitus.evaluate") / FILE)))
