"""Reports read, passed through the gate, coded and stored, and what became of each told.

A run can be broken off at any moment: what is committed is in the store, and how far each file was
read is noted there after it, so that the next run with the same files goes on from there. Nothing
is held of reports that are done with, and events are computed every now and then, so memory does
not grow with the number of reports.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from tacitus.learned.gate import load_gate, not_relevant
from tacitus.pipeline import Engine, versions
from tacitus.read import Skipped
from tacitus.read.language import not_coded
from tacitus.read.marks import Done, Mark, Marks
from tacitus.records import Coded, Problem, Report, TacitusError
from tacitus.scale.executors import Executor
from tacitus.scale.outcomes import Outcome
from tacitus.scale.run import code_all
from tacitus.store.store import Store

# Reports committed at once: few are lost when the machine fails, and each costs little.
_GROUP = 8
# Seconds between two notes of how far files were read; what was done since is looked at again.
_EVERY = 5.0
# Claims after which events are computed: all at once would need memory for all of them.
_CLAIMS = 2000


class Notes(Protocol):
    """Where it is noted how far files were read; as ``store.progress.Progress``."""

    def note(self, done: dict[str, Done]) -> None:
        """Keep what the run is done with."""


class _Place(NamedTuple):
    """Where a report stands: its file, and the number of its record there."""

    mark: Mark
    record: int


@dataclass(slots=True)
class Ingest:
    """One run.

    Attributes:
        store: where reports go.
        tell: told of each report what became of it, once that is so for good.
        codebook: a codebook file of one's own.
        engine: what reads the events.
        gate: whether reports that tell of no conflict are passed over.
        executor: where reports are coded; in this process by default.
        marks: how far files are read, as it was given to ``read_paths``.
        notes: where that is kept.
        keep: given each report that is or was stored, right after it was read.
        stop: asked before each report whether the run is to end: what is at hand is ended then.
        clock: seconds.
        events: how many were made or told anew so far.
    """

    store: Store
    tell: Callable[[Outcome], None]
    codebook: Path | None = None
    engine: Engine = Engine.BOTH
    gate: bool = True
    executor: Executor | None = None
    marks: Marks = field(default_factory=Marks)
    notes: Notes | None = None
    keep: Callable[[Report], None] | None = None
    stop: Callable[[], bool] = bool
    clock: Callable[[], float] = time.monotonic
    events: int = 0
    _claims: int = 0
    _refreshes: bool = True
    _coding: deque[tuple[_Place, Report]] = field(default_factory=deque)
    _storing: deque[tuple[_Place | None, str | None, Problem | None]] = field(default_factory=deque)
    _ended: list[Mark] = field(default_factory=list)
    _noted_at: float = 0.0

    def read(self, inputs: Iterable[Report | Skipped]) -> None:
        """Code and store what was read, as ``read_paths`` gives it.

        Raises:
            TacitusError: as ``code_all`` and ``Store.add_all``.
        """
        self._noted_at = self.clock()
        self._store_all(self._coded(self._wanted(inputs)))
        self._note(last=True)

    def coded(self, reports: Iterable[tuple[str, Coded]]) -> None:
        """Store reports that were coded before, each with the name of its file.

        Raises:
            TacitusError: as ``Store.add_all``, and what ``reports`` raises.
        """

        def given() -> Iterator[Coded]:
            for path, coded in reports:
                if self.stop():
                    return
                self._storing.append((None, path, not_coded(coded.report)))
                yield coded

        self._store_all(given())

    def _wanted(self, inputs: Iterable[Report | Skipped]) -> Iterator[Report]:
        """The reports that are to be coded; of the others it is told what became of them."""
        now = versions(self.codebook, self.engine)
        gate = load_gate() if self.gate else None
        for item in inputs:
            if self.stop():
                return
            self._note()
            if isinstance(item, Skipped):
                self.tell(Outcome(item.path, "skipped", problem=item.problem))
            elif self.store.holds(item, now):
                self._keep(item)
                self.tell(Outcome(item.path, "same", item.id, problem=not_coded(item)))
            elif gate is not None and not (found := gate.relevant(item)).keep:
                problem = not_relevant(item, found)
                self.tell(Outcome(item.path, "passed", item.id, problem=problem))
            else:
                self._keep(item)
                self._coding.append((_Place(self.marks.now, self.marks.now.records), item))
                yield item

    def _keep(self, report: Report) -> None:
        if self.keep is not None:
            self.keep(report)

    def _coded(self, reports: Iterable[Report]) -> Iterator[Coded]:
        for outcome in code_all(
            reports, codebook=self.codebook, engine=self.engine, executor=self.executor
        ):
            place, report = self._coding.popleft()
            if isinstance(outcome, Skipped):
                self.tell(Outcome(report.path, "failed", report.id, problem=outcome.problem))
            else:
                self._storing.append((place, report.path, not_coded(report)))
                yield outcome

    def _store_all(self, reports: Iterator[Coded]) -> None:
        for added in self.store.add_all(reports, group=_GROUP):
            _, path, foreign = self._storing.popleft()
            claims = len(added.claims) if added.outcome != "same" else 0
            problem = added.problem or foreign
            self.tell(Outcome(path, added.outcome, added.report, claims, problem))
            self._claims += claims
            if self._claims >= _CLAIMS and self._refreshes:
                self._refresh()

    def _refresh(self) -> None:
        """Compute the events so far; where that fails, it fails again at the end, and is told."""
        self._claims = 0
        try:
            self.events += self.store.refresh().made
        except TacitusError:
            self._refreshes = False

    def _oldest(self) -> _Place:
        """Where the first report stands that is not done with, else the one read last."""
        for place, *_ in self._storing:
            if place is not None:
                return place
        if self._coding:
            return self._coding[0][0]
        return _Place(self.marks.now, self.marks.now.records)

    def _note(self, *, last: bool = False) -> None:
        """Note how far files were read, as far as all before is stored."""
        if self.notes is None or not (last or self.clock() - self._noted_at > _EVERY):
            return
        self._noted_at = self.clock()
        oldest = self._oldest()
        self._ended += self.marks.ended
        self.marks.ended.clear()
        done: dict[str, Done] = {}
        while self._ended and self._ended[0] is not oldest.mark:
            mark = self._ended.pop(0)
            if mark.file is not None:
                done[mark.file] = Done(max(mark.records, mark.items), whole=True)
        # the record itself may have more to come
        if oldest.mark.file is not None and oldest.record > 1:
            done[oldest.mark.file] = Done(oldest.record - 1)
        self.notes.note(done)
