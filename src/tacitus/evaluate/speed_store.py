"""How fast claims are put into a store, events asked for and written out, on made claims."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from statistics import median

from tacitus.evaluate.made_claims import Made, make_claims
from tacitus.evaluate.made_towns import towns
from tacitus.evaluate.markdown import table
from tacitus.evaluate.speed import one_core, taken, timed
from tacitus.export.formats import FORMATS, write_events
from tacitus.export.jsonform import coded_to_json
from tacitus.records import Coded
from tacitus.store.query import EventQuery
from tacitus.store.store import Store, open_store

TITLE = "## Store, queries and export"
_GROUP = 100
_TIMES = 5
_MB = 1_000_000
#: What is asked of the store besides all events, by the words for it.
QUERIES: dict[str, EventQuery] = {
    "two weeks": EventQuery(since="2012-01-10", until="2012-01-23"),
    "25 km around a town": EventQuery(near=(towns()[0].lat, towns()[0].lon)),
    "an actor with its branches": EventQuery(actor="islamic_state"),
    "50 killed or more": EventQuery(min_killed=50),
    "a word of the reports": EventQuery(text="refinery"),
    "an outlet": EventQuery(outlet="Register"),
    "the ten with most killed": EventQuery(order="-killed", limit=10),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: how many events came, and the median processor seconds."""

    events: int
    seconds: float


@dataclass(frozen=True, slots=True)
class StoreSpeed:
    """Figures of one run; seconds are the processor's.

    Attributes:
        claims, reports, events: how many.
        json: seconds of writing the coded reports as JSON lines, to compare with.
        add: seconds of putting them into the store.
        refresh: seconds of computing the events.
        one_more: median seconds of putting in a further report and computing what it touches.
        file_mb: size of the store, in MB.
        listing: seconds of reading all events.
        queries: by the words for each.
        exports: seconds by format.
    """

    claims: int
    reports: int
    events: int
    json: float
    add: float
    refresh: float
    one_more: float
    file_mb: float
    listing: float
    queries: dict[str, Asked]
    exports: dict[str, float]


def coded_reports(made: Made) -> list[Coded]:
    """Made claims as coded reports."""
    return [
        Coded(report, tuple(telling.claim for telling in told), (), (), {"made": "1"})
        for report, told in groupby(made.tellings, key=lambda telling: telling.report)
    ]


def measure_store(count: int, seed: int = 1) -> StoreSpeed:
    """Put made claims into a new SQLite store, ask for events and write them, on one core.

    Args:
        count: how many claims.
        seed: of chance.
    """
    reports = coded_reports(make_claims(count, seed))
    later, reports = reports[-_TIMES:], reports[:-_TIMES]
    with one_core(), tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "coded.jsonl"
        plain = taken(lambda: lines.write_text(_json_lines(reports), encoding="utf-8"))
        path = Path(folder) / "store.sqlite"
        with open_store(path) as store:
            add = taken(lambda: list(store.add_all(reports, group=_GROUP)))
            refresh = taken(store.refresh)
            more = [taken(partial(_put, store, one)) for one in later]
            events, listing = timed(lambda: list(store.events()))
            queries = {words: _asked(store, query) for words, query in QUERIES.items()}
            keys = [key for event in events for key in event.claims]
            tellings = store.tellings(keys)
            out = Path(folder) / "out"
            exports = {
                name: taken(partial(write_events, name, events, tellings, out / name))
                for name in FORMATS
            }
            held = store.counts()
        size = path.stat().st_size / _MB
    return StoreSpeed(
        held.claims,
        held.reports,
        len(events),
        plain,
        add,
        refresh,
        median(more),
        size,
        listing,
        queries,
        exports,
    )


def _json_lines(reports: list[Coded]) -> str:
    return "".join(json.dumps(coded_to_json(report)) + "\n" for report in reports)


def _put(store: Store, report: Coded) -> None:
    store.add(report)
    store.refresh()


def _asked(store: Store, query: EventQuery) -> Asked:
    found = len(list(store.events(query)))
    return Asked(found, median(taken(lambda: list(store.events(query))) for _ in range(_TIMES)))


def store_blocks(speed: StoreSpeed, head: str) -> Iterator[str]:
    """The section of the page of speed.

    Args:
        speed: the figures.
        head: when, at which commit and on which machine.
    """
    yield TITLE
    yield "Written by `tacitus bench store`; do not edit. " + head
    whole = speed.add + speed.refresh
    yield (
        f"{speed.claims:,} made claims (see above) of {speed.reports:,} coded reports in a new"
        f" SQLite store, {_GROUP} reports a commit; one core, processor seconds. Events are read"
        " whole, with all that they rest on."
    )
    rows = [
        ("the reports written as JSON lines, for comparison, seconds", f"{speed.json:.1f}"),
        ("put into the store, seconds", f"{speed.add:.1f}"),
        ("events computed, seconds", f"{speed.refresh:.1f}"),
        ("claims a second, both together", f"{speed.claims / whole:,.0f}"),
        ("a further report, until its events can be read, seconds", f"{speed.one_more:.3f}"),
        ("events", f"{speed.events:,}"),
        ("the store's file, MB", f"{speed.file_mb:.1f}"),
        ("all events read, seconds", f"{speed.listing:.2f}"),
    ]
    yield table(("what", "figure"), rows)
    yield table(
        ("asked for", "events", "seconds", "of the time of all events"),
        (
            (
                words,
                f"{asked.events:,}",
                f"{asked.seconds:.3f}",
                f"{asked.seconds / speed.listing:.0%}" if speed.listing else "–",
            )
            for words, asked in speed.queries.items()
        ),
    )
    yield table(
        ("written as", "seconds", "events a second"),
        (
            (name, f"{seconds:.2f}", f"{speed.events / seconds:,.0f}" if seconds else "–")
            for name, seconds in speed.exports.items()
        ),
    )
