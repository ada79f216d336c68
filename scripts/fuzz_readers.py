"""Feed the readers with broken files for some minutes, and keep what breaks them or is new.

    nice -n 15 python scripts/fuzz_readers.py --minutes 10

Good files of every form are mangled (bytes flipped, cut out, doubled, moved, spliced with other
files) and read under their own name, now and then under that of another form or under none, so that
readers get what is not theirs. What a reader must keep to: it ends in time, raises nothing, gives
reports whose cuts lie in their text and problems that name the file. The readers work in a process
of their own, so that one that never ends or brings down Python is a fault like any other.

Each reader registered as entry point gets as many files as any other. ``tests/read/corpus/NAME/``
keeps, made as small as can be, a file that is read under that name

- for every fault found, in ``READER--fault-HASH``;
- for everything that comes out of a reader and not out of good files (a problem, a kind of cut,
  where the day is from), in ``READER--OUTCOME``.

A quick test reads all of them from then on, and the next run mangles them further.

Faults that a library raised and the run caught ("unreadable-file") are counted by kind; with
``--strict`` they are faults.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers.broken import (  # noqa: E402 the path is set above
    corpus_files,
    fault_of,
    mangled,
    reader_of,
    seeds,
    slug,
)

from tacitus.read.registry import readers  # noqa: E402

CORPUS = ROOT / "tests" / "read" / "corpus"
SLOW = 20.0
"""Seconds from which a file of some kB took too long."""
HANGS = 3 * SLOW
"""Seconds after which a reader is ended."""
LARGEST = 20_000
"""Bytes of the largest file that is kept for its outcome; all of them are to stay below 1 MB."""
NO_OUTCOMES = re.compile(r"time-limit|unreadable-file")
"""What depends on the machine, or is counted apart."""

Outcome = tuple[str | None, Counter[str]]


def work(given: Connection) -> None:
    """Read files for as long as any come."""
    while True:
        name, data = given.recv()
        given.send(fault_of(name, data, SLOW))


class Worker:
    """The process that reads; another takes its place when one dies or must be ended."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._end, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=work, args=(theirs,))
        self._process.start()
        theirs.close()

    def read(self, name: str, data: bytes) -> Outcome:
        """As ``fault_of``, and what can be said of readers that give no answer."""
        self._end.send((name, data))
        fault = f"{name}: never ended"
        if self._end.poll(HANGS):
            try:
                outcome: Outcome = self._end.recv()
            except EOFError:
                fault = f"{name}: ended the process"
            else:
                return outcome
        self.stop()
        self._start()
        return fault, Counter()

    def stop(self) -> None:
        """End the process."""
        self._end.close()
        self._process.kill()
        self._process.join()


def smaller(data: bytes, holds: Callable[[bytes], bool], seconds: float) -> bytes:
    """The file with all left out that is not needed for what holds of it, as far as time goes."""
    until = time.monotonic() + seconds
    size = len(data) // 2
    while size and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            less = data[:at] + data[at + size :]
            if holds(less):
                data = less
            else:
                at += size
        size //= 2
    return data


@dataclass(slots=True)
class Fuzz:
    """A run.

    Attributes:
        rng: of all that is random.
        worker: reads.
        pool: files to mangle, each with its name, by the reader that takes them.
        known: outcomes of each reader that are no news.
    """

    rng: random.Random
    worker: Worker
    pool: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)
    known: set[tuple[str, str]] = field(default_factory=set)
    faults: set[str] = field(default_factory=set)
    tally: Counter[str] = field(default_factory=Counter)

    def start(self) -> None:
        """Fill the pool.

        Raises:
            ValueError: where a reader has no good file.
        """
        good = list(seeds().items())
        kept = [(one.name, one.path.read_bytes()) for one in corpus_files(CORPUS)]
        for name, data in (*good, *kept):
            self._learn(name, data, set(self.worker.read(name, data)[1]))
        lacking = {type(reader).__name__ for reader in readers()[0]} - set(self.pool)
        if lacking:
            raise ValueError(f"no good file for {', '.join(sorted(lacking))}")

    def _learn(self, name: str, data: bytes, outcomes: set[str]) -> set[tuple[str, str]]:
        reader = reader_of(name, data)
        found = {(reader, one) for one in outcomes if not NO_OUTCOMES.match(one)} - self.known
        if found:
            self.known |= found
            self.pool.setdefault(reader, []).append((name, data))
        return found

    def run(self, minutes: float, strict: bool) -> None:
        """Mangle and read for so long, then make what was new small and keep it."""
        new: list[tuple[str, str, str, bytes]] = []
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until:
            name, data = self.rng.choice(self.pool[self.rng.choice(sorted(self.pool))])
            other, foreign = self.rng.choice(self.pool[self.rng.choice(sorted(self.pool))])
            data = mangled(data, self.rng, foreign)
            # one file in five under a name that is not its own, or none that says anything
            name = self.rng.choices((name, other, "unnamed"), (8, 1, 1))[0]
            reader = reader_of(name, data)
            fault, outcomes = self.worker.read(name, data)
            self.tally.update([f"files to {reader}", "files", *outcomes.elements()])
            caught = sorted(one for one in outcomes if one.startswith("unreadable-file"))
            if strict and caught:
                fault = fault or caught[0]
            if fault is None:
                found = self._learn(name, data, set(outcomes))
                new += [(name, reader, outcome, data) for _, outcome in sorted(found)]
            elif fault not in self.faults:
                self.faults.add(fault)
                self._keep_fault(fault, name, reader, data)
        print(f"{len(new)} new outcomes", flush=True)
        for name, reader, outcome, data in new:
            self._keep_outcome(outcome, name, reader, data)

    def _keep_fault(self, fault: str, name: str, reader: str, data: bytes) -> None:
        # each try of a reader that never ends takes a minute
        if "never ended" not in fault:
            data = smaller(data, lambda one: self.worker.read(name, one)[0] == fault, 60)
        path = keep(name, f"{reader}--fault-{hashlib.sha256(data).hexdigest()[:12]}", data)
        print(f"FAULT {fault}\n  {path}", flush=True)

    def _keep_outcome(self, outcome: str, name: str, reader: str, data: bytes) -> None:
        def holds(less: bytes) -> bool:
            return reader_of(name, less) == reader and outcome in self.worker.read(name, less)[1]

        data = smaller(data, holds, 3)
        if len(data) <= LARGEST:
            keep(name, f"{reader}--{slug(outcome)}", data)


def keep(name: str, called: str, data: bytes) -> Path:
    """Write a file of the corpus."""
    path = CORPUS / name / called
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def main() -> int:
    """Fuzz for a time; the exit code is 1 where faults were found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--strict", action="store_true")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else int(time.time())
    print(f"seed {seed}", flush=True)
    fuzz = Fuzz(random.Random(seed), Worker())  # noqa: S311 no secret
    try:
        fuzz.start()
        fuzz.run(given.minutes, given.strict)
    finally:
        fuzz.worker.stop()
    for what, count in fuzz.tally.most_common():
        print(f"{count:8} {what}")
    return int(bool(fuzz.faults))


if __name__ == "__main__":
    sys.exit(main())
