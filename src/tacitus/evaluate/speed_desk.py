"""How fast the desk answers: one asker with questions that were not asked before, and many at once.

The desk runs in a process of its own on a store of made events (see ``made_store``) and is asked
over loopback as a browser does. A user looks at the overview, sets filters, opens events and
reports, and waits a while between; each sets filters of chance, so that few questions are the same.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO
from urllib.parse import urlencode

import httpx

from tacitus.evaluate.made_store import make_store
from tacitus.evaluate.markdown import table
from tacitus.records import TacitusError

TITLE = "## Desk"
_START = 60.0
_PATIENCE = 30.0
# seconds that a user looks before asking again
_LOOK = (4.0, 12.0)
# what the one asker asks of each filter
_ASKED = (
    "facets",
    "events",
    "timeline",
    "map",
    "figures/killed-time",
    "figures/actors",
    "figures/coverage-time",
)
# questions of the one asker, each with another filter
_ONCE = 15
API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one kind.

    Attributes:
        asked: how many.
        seconds: how long each took, in order of length.
    """

    asked: int
    seconds: tuple[float, ...]

    def share(self, part: float) -> float:
        """Seconds within which a part of them came."""
        return self.seconds[min(int(part * self.asked), self.asked - 1)] if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class DeskSpeed:
    """Figures of one run; seconds by the clock.

    Attributes:
        events, reports: of the store.
        once: answers to one asker, to questions that were not asked before, by their kind.
        users, lasted: how many asked at once, and seconds for which they did.
        load: answers to them, by their kind.
        errors: answers that were none, by what they were.
        used: processor seconds that the desk took for them.
        busy: share of the machine's cores that all its processes together kept busy meanwhile.
    """

    events: int
    reports: int
    once: dict[str, Answers]
    users: int
    lasted: float
    load: dict[str, Answers]
    errors: dict[str, int]
    used: float
    busy: float

    @property
    def all(self) -> Answers:
        """All answers under load."""
        seconds = sorted(s for answers in self.load.values() for s in answers.seconds)
        return Answers(len(seconds), tuple(seconds))


def measure_desk(events: int, users: int, seconds: float, seed: int = 1) -> DeskSpeed:
    """Run a desk on a store of made events and ask it.

    Args:
        events: how many events at least.
        users: how many ask at once.
        seconds: for how long.
        seed: of chance.

    Raises:
        TacitusError: ``no-desk`` where it does not start.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        with make_store(path, events, seed=seed) as store:
            held = store.counts()
        with running(path) as (address, process):
            once = _ask_once(address, random.Random(seed))  # noqa: S311 no secret
            began, used, whole = time.perf_counter(), _seconds_of(process), _processor_seconds()
            load, errors = asyncio.run(_load(address, users, seconds, seed))
            lasted = time.perf_counter() - began
            used = _seconds_of(process) - used
            busy = (_processor_seconds() - whole) / lasted / (os.cpu_count() or 1)
    return DeskSpeed(held.events, held.reports, once, users, lasted, load, errors, used, busy)


def _seconds_of(process: int) -> float:
    """Processor seconds that a process has taken."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _processor_seconds() -> float:
    """Processor seconds of all processes of the machine since it began."""
    first = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0]
    user, nice, system, _, _, irq, soft, *_ = (int(n) for n in first.split()[1:])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(store: Path) -> Iterator[tuple[str, int]]:
    """A desk in a process of its own; gives its address and number, and ends it afterwards.

    Args:
        store: the file of its store.

    Raises:
        TacitusError: ``no-desk`` where it does not start.
    """
    command = [sys.executable, "-m", "tacitus", "serve", "--store", str(store), "--port", "0"]
    with tempfile.TemporaryFile("w+") as told:
        desk = subprocess.Popen(command, stderr=told)  # noqa: S603 our own program
        try:
            yield _address(desk, told), desk.pid
        finally:
            desk.terminate()
            try:
                desk.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                desk.kill()
                desk.wait()


def _address(desk: subprocess.Popen[bytes], told: IO[str]) -> str:
    until = time.monotonic() + _START
    while time.monotonic() < until and desk.poll() is None:
        told.seek(0)
        words = told.read().split()
        found = next((word for word in words if word.startswith("http://")), None)
        if found is not None and _answers(found):
            return str(found).rstrip("/")
        time.sleep(0.2)
    told.seek(0)
    raise TacitusError("no-desk", f"the desk did not start: {told.read()[-500:]}", "")


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}api/v1/facets", timeout=_START).status_code == 200
    except httpx.TransportError:
        return False


class _Asker:
    """Thinks of questions."""

    def __init__(self, chance: random.Random, events: Sequence[str], reports: Sequence[str]):
        self._chance = chance
        self._events, self._reports = events, reports

    def filter(self) -> str:
        """A query string of one to three things asked."""
        chance = self._chance
        day = f"201{chance.randint(2, 5)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
        west, south = chance.uniform(34, 44), chance.uniform(12, 36)
        parts = {
            "since": day,
            "until": f"2016-{day[5:]}",
            "bbox": f"{west:.2f},{south:.2f},{west + 3:.2f},{south + 3:.2f}",
            "min_killed": str(chance.randint(1, 20)),
            "max_killed": str(chance.randint(30, 90)),
            "actor": chance.choice(("islamic_state", "sdf", "hezbollah", "state:SY:army")),
            "type": chance.choice(("Battles", "Air/drone strike", "Attack")),
            "q": chance.choice(("market", "library", "refinery", "hospital", "bakery")),
            "grade": chance.choice(("weak", "fair", "contested", "confirmed")),
            "contested": chance.choice(("any", "killed", "place")),
            "outlet": chance.choice(("Gazette", "Courier", "Register")),
        }
        names = chance.sample(sorted(parts), chance.randint(1, 3))
        return urlencode([(name, parts[name]) for name in names])

    def next(self) -> tuple[str, list[str]]:
        """What is done next, and the addresses that the browser asks for it."""
        kind = self._chance.choices(
            ("filter", "overview", "event", "report", "reports"), (45, 10, 25, 15, 5)
        )[0]
        if kind == "filter":
            asked = self.filter()
            return kind, [f"/?{asked}", f"{API}/map?{asked}", f"{API}/timeline?{asked}"]
        if kind == "overview":
            return kind, ["/", f"{API}/map", f"{API}/timeline"]
        if kind == "event":
            return kind, [f"/events/{self._chance.choice(self._events)}"]
        if kind == "report":
            return kind, [f"/reports/{self._chance.choice(self._reports)}"]
        return kind, [f"/reports?q={self._chance.choice(('market', 'army', 'strike'))}"]


def _known(address: str) -> tuple[list[str], list[str]]:
    """Ids of events and reports to open."""
    with httpx.Client(base_url=address, timeout=_PATIENCE) as client:
        events = client.get(f"{API}/events?limit=500&order=id").json()["events"]
        reports = client.get(f"{API}/reports?limit=500").json()["reports"]
    return [event["id"] for event in events], [report["id"] for report in reports]


def _ask_once(address: str, chance: random.Random) -> dict[str, Answers]:
    asker = _Asker(chance, *_known(address))
    found: dict[str, list[float]] = {}
    with httpx.Client(base_url=address, timeout=_PATIENCE) as client:
        for _ in range(_ONCE):
            asked = asker.filter()
            for name in _ASKED:
                began = time.perf_counter()
                client.get(f"{API}/{name}?{asked}").raise_for_status()
                found.setdefault(name, []).append(time.perf_counter() - began)
    return _answers_of(found)


def _answers_of(found: dict[str, list[float]]) -> dict[str, Answers]:
    return {name: Answers(len(times), tuple(sorted(times))) for name, times in found.items()}


async def _load(
    address: str, users: int, seconds: float, seed: int
) -> tuple[dict[str, Answers], dict[str, int]]:
    events, reports = _known(address)
    found: dict[str, list[float]] = {}
    errors: dict[str, int] = {}
    until = time.perf_counter() + seconds

    async def user(number: int) -> None:
        chance = random.Random(seed * 1000 + number)  # noqa: S311 no secret
        asker = _Asker(chance, events, reports)
        async with httpx.AsyncClient(base_url=address, timeout=_PATIENCE) as client:
            # they do not all come at the same moment
            await asyncio.sleep(chance.uniform(0, _LOOK[1]))
            while time.perf_counter() < until:
                kind, addresses = asker.next()
                began = time.perf_counter()
                wrong = await _all(client, addresses)
                found.setdefault(kind, []).append(time.perf_counter() - began)
                for what in wrong:
                    errors[what] = errors.get(what, 0) + 1
                await asyncio.sleep(chance.uniform(*_LOOK))

    await asyncio.gather(*(user(number) for number in range(users)))
    return _answers_of(found), errors


async def _all(client: httpx.AsyncClient, addresses: Sequence[str]) -> list[str]:
    """Ask for all at once, as a browser does; gives what went wrong."""

    async def one(address: str) -> str | None:
        try:
            answer = await client.get(address)
        except httpx.TransportError as error:
            return type(error).__name__
        return None if answer.is_success else str(answer.status_code)

    return [wrong for wrong in await asyncio.gather(*map(one, addresses)) if wrong is not None]


def desk_blocks(speed: DeskSpeed, head: str) -> Iterator[str]:
    """The section of the page of speed.

    Args:
        speed: the figures.
        head: when, at which commit and on which machine.
    """
    yield TITLE
    yield "Written by `tacitus bench desk`; do not edit. " + head
    yield (
        f"A store of {speed.events:,} made events of {speed.reports:,} reports (a thousand made"
        " claims put together once and told again under other days and places), SQLite; the desk"
        " and those who ask on one machine over loopback, seconds by the clock. First one asker"
        f" with {_ONCE} filters of chance, none of which was asked before:"
    )
    yield table(
        ("one asker", "asked", "median", "slowest"),
        (
            (
                f"`{API}/{name}`",
                str(answers.asked),
                f"{median(answers.seconds):.3f}",
                f"{answers.seconds[-1]:.3f}",
            )
            for name, answers in speed.once.items()
        ),
    )
    errors = ", ".join(f"{number} × {what}" for what, number in sorted(speed.errors.items()))
    each = speed.used / max(1, speed.all.asked)
    yield (
        f"Then {speed.users} users for {speed.lasted:.0f} seconds, each doing something every"
        f" {_LOOK[0]:.0f} to {_LOOK[1]:.0f} seconds: setting a filter (page, map and timeline),"
        " opening the overview, an event, a report, or looking for reports. A deed lasts until the"
        f" last of its answers is there. Errors: {errors or 'none'}. The desk itself took"
        f" {each:.3f} processor seconds a deed; all processes of the machine, those of others"
        f" among them, kept {speed.busy:.0%} of its cores busy."
    )
    yield table(
        (f"{speed.users} users", "deeds", "median", "95 %", "slowest"),
        (
            (
                name,
                str(answers.asked),
                f"{median(answers.seconds):.3f}",
                f"{answers.share(0.95):.3f}",
                f"{answers.seconds[-1]:.3f}",
            )
            for name, answers in (*sorted(speed.load.items()), ("all", speed.all))
            if answers.asked
        ),
    )
