"""Kills writers of a store at random moments and counts what is lost, halved or doubled.

    python scripts/kill_store.py --kills 200 [--store URL] [--reports N] [--seed N]

A process puts made reports into a store, some coded a second time, has events computed and
decides on them, and acknowledges each step once the store has. It is killed (SIGKILL) at a random
moment and started again with the same work, until all is done; then a new store is begun. After
every kill the store is opened and checked: each acknowledged step is there; each report has all
claims of one of its codings, each claim once; events rest on all claims, each in one event. A
finished store must hold the same as one that nobody killed. Works where processes can be forked
(Linux, macOS).
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from tacitus.reconcile.ids import event_id
from tacitus.records import (
    Claim,
    Coded,
    Count,
    Decision,
    Grounded,
    PlaceRef,
    Report,
    Span,
    Telling,
    claim_key,
)
from tacitus.store import Store, open_store
from tacitus.store.connect import Database
from tacitus.store.schema import audit, claims, event_claims, reports

# every fourth step or so that events are computed
REFRESH_EVERY = 5
TOWNS = (("Harlan", 35.2, 37.1), ("Bresk", 35.9, 36.6), ("Odrin", 36.3, 37.9))

Step = tuple[str, Coded | Decision | None]


def made_report(number: int, version: int) -> Coded:
    """A made report: three claims, four by a second version that finds one more before them."""
    parts = [f"Report {number} of the day. "]
    wanted = [*range(3)] if version == 1 else [3, *range(3)]
    found: list[Claim] = []
    for at, happening in enumerate(wanted, start=1):
        town, lat, lon = TOWNS[(number + happening) % len(TOWNS)]
        day = f"2017-04-{1 + number // 6 + happening:02d}"
        sentence = f"Shells hit {town} on {day} and killed {2 + happening} people. "
        start = sum(map(len, parts))
        parts.append(sentence)
        span = Span(start, start + len(sentence) - 1)
        found.append(made_claim(f"e{at}", span, town, lat, lon, day, 2 + happening))
    order = sorted(found, key=lambda c: c.evidence[0].start)
    report = Report(
        id=f"r{number}",
        text="".join(parts),
        source=("Gazette", "Herald")[number % 2],
        published=date(2017, 4, 2 + number // 6),
        language="en",
    )
    return Coded(report, tuple(order), (), (), {"code": str(version)})


def made_claim(
    name: str, span: Span, town: str, lat: float, lon: float, day: str, killed: int
) -> Claim:
    """A claim of shelling."""

    def grounded(value):  # type: ignore[no-untyped-def]
        return Grounded(value, (span,), "made")

    return Claim(
        id=name,
        type=grounded("Shelling/artillery/missile attack"),
        evidence=(span,),
        factuality=grounded("asserted"),
        place=grounded(town),
        start=grounded(day),
        end=grounded(day),
        date_precision="day",
        killed=grounded(Count(killed, killed)),
        place_ref=PlaceRef(
            town, town, f"own:{town}", lat, lon, "SY", None, "settlement", 1, 1, 2.0
        ),
    )


def work(reports_made: int) -> list[Step]:
    """The steps in order: reports, some once more by a second version, decisions, refreshes."""
    steps: list[Step] = []
    for number in range(reports_made):
        steps.append((f"add r{number} 1", made_report(number, 1)))
        if number % 3 == 2:
            steps.append((f"add r{number - 1} 2", made_report(number - 1, 2)))
        if number % REFRESH_EVERY == REFRESH_EVERY - 1:
            steps.append((f"refresh {number}", None))
            steps.append((f"decide {number}", merge_of(number)))
    return steps


def merge_of(number: int) -> Decision:
    """A decision that two claims tell one event."""
    keys = (claim_key(f"r{number}", "e1"), claim_key(f"r{number - 1}", "e1"))
    name = event_id(Telling(Report("d", ""), made_report(number, 1).claims[0]))[:-4]
    return Decision(
        f"{name}{number:04d}", "merge", "kill_store", "2017-05-01T00:00:00Z", "made", tuple(keys)
    )


def take(store: Store, step: Step) -> None:
    """Do one step."""
    _, thing = step
    if isinstance(thing, Coded):
        store.add(thing)
    elif isinstance(thing, Decision):
        store.decide(thing)
    else:
        store.refresh()


def writer(target: str, steps: list[Step], pipe: int) -> None:
    """Do all steps, acknowledging each; this runs in a process of its own."""
    with open_store(target) as store:
        for number, step in enumerate(steps):
            take(store, step)
            os.write(pipe, number.to_bytes(2, "big"))
    os.write(pipe, b"\xff\xff")


def run_and_kill(target: str, steps: list[Step], after: float) -> tuple[int, bool, bool]:
    """Start a writer and kill it some seconds later.

    Returns:
        How many steps were acknowledged, whether all were done before it could be killed, and
        whether it failed of itself.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(ours)
            writer(target, steps, theirs)
            code = 0
        finally:
            os._exit(code)
    os.close(theirs)
    until = time.monotonic() + after
    told = b""
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([ours], [], [], left)
        if ready:
            piece = os.read(ours, 4096)
            if not piece:
                break
            told += piece
    os.kill(child, signal.SIGKILL)
    while piece := os.read(ours, 4096):
        told += piece
    os.close(ours)
    _, status = os.waitpid(child, 0)
    numbers = [int.from_bytes(told[at : at + 2], "big") for at in range(0, len(told), 2)]
    failed = os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0
    acknowledged = [n for n in numbers if n != 0xFFFF]
    return max(acknowledged, default=-1) + 1, 0xFFFF in numbers, failed


def check(target: str, steps: list[Step], acknowledged: int) -> list[str]:
    """What is wrong with a store after a kill; empty where nothing is."""
    wrong: list[str] = []
    with open_store(target) as store:
        held = {coded.report.id: coded for coded in store.reports()}
        for name, thing in steps[:acknowledged]:
            if isinstance(thing, Coded) and (
                thing.report.id not in held
                or int(held[thing.report.id].versions["code"]) < int(thing.versions["code"])
            ):
                wrong.append(f"lost: {name}")
            if isinstance(thing, Decision) and thing not in store.decisions():
                wrong.append(f"lost: {name}")
        for name, coded in held.items():
            whole = made_report(int(name[1:]), int(coded.versions["code"]))
            spans = Counter(claim.evidence for claim in coded.claims)
            if spans != Counter(claim.evidence for claim in whole.claims):
                wrong.append(f"half or double: {name} has {len(coded.claims)} claims")
        wrong += check_log(store)
        counts = store.counts()
        told = [key for event in store.events() for key in event.claims]
        if len(told) != counts.claims or len(set(told)) != counts.claims:
            wrong.append(f"events rest on {len(told)} claims of {counts.claims}")
    return wrong + check_tables(target)


def check_log(store: Store) -> list[str]:
    """Each report must be ingested once and coded again once at the most, each decision be once."""
    seen = Counter(
        (entry.kind, entry.subject)
        for entry in store.log()
        if entry.kind in ("ingest", "recode", "decide")
    )
    return [f"double: {kind} of {what}" for (kind, what), times in seen.items() if times > 1]


def check_tables(target: str) -> list[str]:
    """The database's own check, and what only its tables show."""
    wrong: list[str] = []
    database = Database(target)
    with database.reading() as connection:
        if database.sqlite:
            state = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if state != "ok":
                wrong.append(f"damaged: {state}")
        numbers = {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for name, table in (("claims", claims), ("event_claims", event_claims))
        }
        if numbers["claims"] != numbers["event_claims"]:
            wrong.append(f"claims and claims of events differ: {numbers}")
        logged = connection.execute(
            sa.select(sa.func.count(sa.distinct(audit.c.subject))).where(audit.c.kind == "ingest")
        ).scalar()
        stored = connection.execute(sa.select(sa.func.count()).select_from(reports)).scalar()
        if logged != stored:
            wrong.append(f"{stored} reports, {logged} in the log")
    database.close()
    return wrong


def content(target: str) -> tuple[object, ...]:
    """All that a finished store holds, to be compared with another one."""
    with open_store(target) as store:
        held = sorted(store.reports(), key=lambda coded: coded.report.id)
        return held, store.decisions(), sorted(store.events(), key=lambda event: event.id)


def stores(target: str | None, folder: Path) -> Iterator[str]:
    """Targets of one new store after another."""
    number = 0
    while True:
        number += 1
        if target is None:
            yield str(folder / f"{number}.db")
        else:
            join = "&" if "?" in target else "?"
            yield f"{target}{join}schema=kills_{os.getpid()}_{number}"


def drop(target: str) -> None:
    """Take a store away again."""
    database = Database(target)
    if database.sqlite:
        for end in ("", "-wal", "-shm"):
            Path(f"{database.path}{end}").unlink(missing_ok=True)
    else:
        with database.writing() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {database.schema} CASCADE")
    database.close()


def kills(
    wanted: int, target: str | None, seed: int, reports_made: int
) -> tuple[Counter[str], list[str]]:
    """Kill writers.

    Args:
        wanted: how many kills.
        target: URL of a database for the stores; None for files in a temporary folder.
        seed: of the random moments.
        reports_made: how many reports go into each store.

    Returns:
        Counts, and what was found wrong.
    """
    chance = random.Random(seed)  # noqa: S311 no secret is made
    steps = work(reports_made)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        each = stores(target, Path(folder))
        unharmed = next(each)
        begun = time.monotonic()
        with open_store(unharmed) as store:
            for step in steps:
                take(store, step)
        # so that a store is killed several times before all is done
        longest = (time.monotonic() - begun) / 2
        expected = content(unharmed)
        drop(unharmed)
        while counts["kills"] < wanted:
            here = next(each)
            counts["stores"] += 1
            done, most = False, 0
            while not done and counts["kills"] < wanted:
                acknowledged, done, failed = run_and_kill(here, steps, chance.uniform(0.0, longest))
                counts["kills"] += not done
                counts["acknowledged"] += max(0, acknowledged - most)
                most = max(most, acknowledged)
                found = check(here, steps, most)
                if failed:
                    found.append("a writer failed")
                wrong += [f"kill {counts['kills']}: {what}" for what in found]
            if done:
                counts["finished"] += 1
                if content(here) != expected:
                    wrong.append(f"kill {counts['kills']}: the finished store differs")
            drop(here)
    return counts, wrong


def main() -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", default=None, help="URL of a database; files by default")
    parser.add_argument("--reports", type=int, default=24, help="reports of each store")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    counts, wrong = kills(given.kills, given.store, given.seed, given.reports)
    for line in wrong:
        print(line)
    kinds = Counter(line.split(": ")[1] for line in wrong)
    print(
        f"{counts['kills']} kills of writers of {counts['stores']} stores,"
        f" {counts['finished']} of them finished; {counts['acknowledged']} steps acknowledged;"
        f" lost {kinds['lost']}, doubled {kinds['double']},"
        f" halved or doubled reports {kinds['half or double']}, {len(wrong)} faults in all"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
