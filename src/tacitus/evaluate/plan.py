"""What a day of the world's news and ten years of Common Crawl News would take: a plan.

Worked out from measured unit costs (``unit_costs``) and from assumptions that are told with it
(``plan.yaml``); how long articles wait for a worker is simulated (``queueing``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tacitus.evaluate.markdown import table
from tacitus.evaluate.queueing import Arrivals, Waits, fewest_workers, simulate
from tacitus.evaluate.unit_costs import EngineCosts, UnitCosts
from tacitus.knowledge.load import Entry, read_yaml

#: The name of the part of docs/scale.md that the plan stands in.
PART = "plan"
_HOUR, _GB = 3600.0, 1e9
_HOURS = 24


class Assumptions(Entry):
    """What a plan assumes; the comments of ``plan.yaml`` say what each is.

    Attributes:
        core_hour, gb_month: prices in US dollars.
        core_told, gb_told, day_told, crawl_told, crawl_english_told: what they are, in words.
        core_day, gb_day: of when prices are.
        day_articles: articles a day.
        crawl_pages: pages of the crawl.
        crawl_english: share of them that is in English.
        crawl_days: days in which it is to be read.
        hours: weight of each hour of a day.
        bursts, burst_share, burst_minutes: as in ``queueing.Arrivals``.
        most_wait_minutes: what 95 % of the articles may wait.
    """

    core_hour: float = Field(gt=0)
    core_told: str
    core_day: date
    gb_month: float = Field(ge=0)
    gb_told: str
    gb_day: date
    day_articles: int = Field(gt=0)
    day_told: str
    crawl_pages: int = Field(gt=0)
    crawl_told: str
    crawl_english: float = Field(gt=0, le=1)
    crawl_english_told: str
    crawl_days: float = Field(gt=0)
    hours: tuple[float, ...] = Field(min_length=_HOURS, max_length=_HOURS)
    bursts: int = Field(ge=0)
    burst_share: float = Field(ge=0, lt=1)
    burst_minutes: float = Field(gt=0)
    most_wait_minutes: float = Field(gt=0)

    @property
    def arrivals(self) -> Arrivals:
        """How a day's articles come in."""
        share = self.burst_share if self.bursts else 0.0
        return Arrivals(self.day_articles, self.hours, self.bursts, share, self.burst_minutes * 60)


@cache
def packaged_assumptions() -> Assumptions:
    """Those that ship."""
    return read_yaml(Path(str(files("tacitus.evaluate") / "plan.yaml")), Assumptions)


@dataclass(frozen=True, slots=True)
class Need:
    """What reading some articles takes.

    Attributes:
        pages: web pages read.
        judged: articles judged by the gate.
        coded: reports coded and stored.
        core_hours: of all.
        store_gb: of a store with them.
        json_gb: of what was read out of them, without their texts, packed.
    """

    pages: float
    judged: float
    coded: float
    core_hours: float
    store_gb: float
    json_gb: float

    def cores(self, days: float) -> int:
        """Cores that do it in so many days."""
        return math.ceil(self.core_hours / (days * _HOURS))


def need(costs: UnitCosts, engine: EngineCosts, pages: float, english: float = 1.0) -> Need:
    """What reading, judging, coding and storing takes.

    Args:
        costs: measured.
        engine: the engine's part of them.
        pages: how many web pages.
        english: share of them that is judged and, where the gate keeps it, coded.
    """
    judged = pages * english
    coded = judged * costs.kept
    seconds = (
        pages * costs.page_seconds
        + judged * costs.gate_seconds
        + coded * (engine.mean + engine.store_seconds)
    )
    return Need(
        pages,
        judged,
        coded,
        seconds / _efficiency(costs) / _HOUR,
        coded * engine.store_bytes / _GB,
        coded * engine.json_bytes / _GB,
    )


def _efficiency(costs: UnitCosts) -> float:
    return min(1.0, costs.workers.efficiency) if costs.workers else 1.0


def services(costs: UnitCosts, engine: EngineCosts) -> NDArray[np.float64]:
    """Seconds that a worker takes for an article, as a sample to draw from.

    Those that the gate lets through as they were measured one by one, the others by their mean, as
    many of each as the gate's share makes.

    Args:
        costs: measured.
        engine: the engine's part of them.
    """
    before = costs.page_seconds + costs.gate_seconds
    kept = [before + one + engine.store_seconds for one in engine.seconds]
    passed = round(len(kept) * max(0.0, 1 - costs.kept) / costs.kept)
    sample: NDArray[np.float64] = np.array([*kept, *[before] * passed]) / _efficiency(costs)
    return sample


def wait_rows(
    costs: UnitCosts, engine: EngineCosts, assumed: Assumptions, seed: int
) -> tuple[Waits, list[Waits]]:
    """The fewest workers that do, and the waits with fewer and with more.

    Args:
        costs: measured.
        engine: the engine's part of them.
        assumed: how articles come in, and how long they may wait.
        seed: of chance.
    """
    sample = services(costs, engine)
    best = fewest_workers(assumed.arrivals, sample, assumed.most_wait_minutes * 60, seed=seed)
    around = sorted({max(1, best.workers - 1), best.workers, best.workers + 1, best.workers * 2})
    rows = [
        best if workers == best.workers else simulate(assumed.arrivals, sample, workers, seed=seed)
        for workers in around
    ]
    return best, rows


def plan_blocks(costs: UnitCosts, assumed: Assumptions, seed: int, made: str) -> Iterator[str]:
    """The plan, block by block.

    Args:
        costs: measured.
        assumed: what was not.
        seed: of the simulation.
        made: the command that makes it.
    """
    yield "## Plan to internet scale"
    yield (
        f"Written by `{made}`; do not edit. Unit costs: {costs.measured}"
        + (f" Workers: {costs.workers.measured}" if costs.workers else "")
    )
    yield (
        f"Measured on {costs.articles:,} made articles of {costs.words:,.0f} words, of which"
        f" {costs.of_conflict:.1%} were made of reports of conflict (see"
        " `src/tacitus/evaluate/made_reports.py`), in pages of"
        f" {costs.page_bytes / 1000:,.0f} kB made around them (`made_pages.py`). The gate kept"
        f" {costs.kept:.1%} of all and lost {costs.lost:.1%} of those of conflict; real news may"
        " give it more or less to keep, and all that follows grows with that share. Processor"
        " seconds on one core:"
    )
    yield table(("one", "milliseconds", "bytes kept"), _unit_rows(costs))
    if costs.workers:
        yield (
            f"With {costs.workers.jobs} workers (`--executor {costs.workers.executor}`) a worker"
            f" does {costs.workers.efficiency:.0%} of what one process does alone, holds"
            f" {costs.workers.worker_mb:,.0f} MB and is ready after {costs.workers.start:.0f}"
            " seconds; hours below are divided by that share."
        )
    yield "Assumed:"
    yield table(("what", "figure"), _assumed_rows(assumed))
    yield "What that comes to:"
    yield table(
        (
            *("engine", "of what", "pages", "coded", "core hours", "cores", "US dollars"),
            *("store, GB", "US dollars a month for that", "packed lines, GB"),
        ),
        _need_rows(costs, assumed),
    )
    yield (
        "The cores are those that do a day's news in a day, and the crawl in"
        f" {assumed.crawl_days:g} days; those of another make than measured take longer or less"
        " long. Not in it: fetching the pages; standing machines, a database server and its disks;"
        " bringing events up to date in a store that already holds millions (what that costs by"
        " the number of claims is told in [speed](speed.md#claims-put-together-into-events); a"
        " crawl is better coded into parts and stored by region or year)."
    )
    yield "### Waiting for a worker"
    yield (
        f"A day's {assumed.day_articles:,} articles, simulated: arrivals by chance about the curve"
        f" of the hours, {assumed.bursts} bursts of {assumed.burst_minutes:g} minutes with"
        f" {assumed.burst_share:.0%} of the articles; each takes as long as one drawn from those"
        f" measured; one line for all workers. Two days counted after one that fills the line, seed"
        f" {seed}. The fewest workers that keep 95 % from waiting longer than"
        f" {assumed.most_wait_minutes:g} minutes are in bold."
    )
    yield table(
        ("engine", "workers", "busy", "mean wait", "half wait less", "95 %", "99 %", "longest"),
        _wait_rows(costs, assumed, seed),
    )


def _unit_rows(costs: UnitCosts) -> Iterator[Sequence[str]]:
    yield "web page read", _ms(costs.page_seconds), ""
    yield "line of JSON read", _ms(costs.line_seconds), ""
    yield "article judged by the gate", _ms(costs.gate_seconds), ""
    for name, engine in costs.engines.items():
        longest = max(engine.seconds)
        yield (
            f"report coded, engine {name} ({engine.claims:.1f} claims; longest {longest:.2f} s)",
            _ms(engine.mean),
            f"{engine.json_bytes:,.0f} as packed lines",
        )
        yield (
            f"the same stored, events with it, engine {name}",
            _ms(engine.store_seconds),
            f"{engine.store_bytes:,.0f} in the store",
        )


def _assumed_rows(assumed: Assumptions) -> Iterator[Sequence[str]]:
    yield (
        f"price of a core for an hour ({assumed.core_told}; {assumed.core_day})",
        f"{assumed.core_hour:g} USD",
    )
    yield (
        f"price of a GB for a month ({assumed.gb_told}; {assumed.gb_day})",
        f"{assumed.gb_month:g} USD",
    )
    yield f"a day's news: {assumed.day_told}", f"{assumed.day_articles:,}"
    yield f"Common Crawl News: {assumed.crawl_told}", f"{assumed.crawl_pages:,}"
    yield (
        f"of them in English ({assumed.crawl_english_told})",
        f"{assumed.crawl_english:.0%}",
    )


def _need_rows(costs: UnitCosts, assumed: Assumptions) -> Iterator[Sequence[str]]:
    for name, engine in costs.engines.items():
        day = need(costs, engine, assumed.day_articles)
        crawl = need(costs, engine, assumed.crawl_pages, assumed.crawl_english)
        for what, one, days in (
            ("a day's news", day, 1.0),
            ("Common Crawl News", crawl, assumed.crawl_days),
        ):
            yield (
                name,
                what,
                f"{one.pages:,.0f}",
                f"{one.coded:,.0f}",
                f"{one.core_hours:,.1f}" if one.core_hours < 100 else f"{one.core_hours:,.0f}",
                f"{one.cores(days):,}",
                _money(one.core_hours * assumed.core_hour),
                f"{one.store_gb:,.1f}",
                _money(one.store_gb * assumed.gb_month),
                f"{one.json_gb:,.2f}",
            )


def _wait_rows(costs: UnitCosts, assumed: Assumptions, seed: int) -> Iterator[Sequence[str]]:
    for name, engine in costs.engines.items():
        best, rows = wait_rows(costs, engine, assumed, seed)
        for one in rows:
            workers = f"**{one.workers}**" if one is best else str(one.workers)
            times = (one.mean, one.p50, one.p95, one.p99, one.most)
            yield (name, workers, f"{one.busy:.0%}", *map(_wait, times))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.2f}" if seconds < 1 / 100 else f"{seconds * 1000:,.0f}"


def _money(dollars: float) -> str:
    return f"{dollars:,.2f}" if dollars < 100 else f"{dollars:,.0f}"


def _wait(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 2 * _HOUR else f"{seconds / _HOUR:.1f} h"
