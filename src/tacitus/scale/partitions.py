"""Coding into a folder of parts, which a run that was broken off goes on with."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tacitus.export.parts import PartWriter, ids_in, read_part
from tacitus.pipeline import Engine
from tacitus.read import Skipped, read_paths
from tacitus.read.marks import Mark, Marks
from tacitus.read.remote import is_url
from tacitus.read.remote_path import AnyPath
from tacitus.records import Coded, Problem, Report, TacitusError
from tacitus.scale.counts import RunCounts
from tacitus.scale.executors import Executor, Failed
from tacitus.scale.manifest import (
    LeftOut,
    Manifest,
    Standing,
    Taken,
    alone,
    check_whole,
    local_state,
    manifests,
    no_parts,
    part_name,
    put,
    remove,
    sha256_of,
    sweep,
    unfit,
)
from tacitus.scale.run import code_all


class _PartMarks(Marks):
    """Passes over what the parts that stand hold.

    Args:
        standing: what they hold.
    """

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing
        self.begun: set[str] = set()
        self.state = ""
        # counts the stretches that were passed over; what is coded before and after one of them is
        # not put into one part, so that parts stay in the order of the inputs
        self.gaps = 0

    def begin(self, name: str, state: str) -> bool:
        self.begun.add(name)
        done, whole = self.standing.opening(name)
        self.gaps += bool(done or whole)
        self.state = state.replace("\0", " ")
        self.now = Mark() if whole else Mark(name, done)
        return not whole


class _Place(NamedTuple):
    """Where an item comes from: a record of a file, which it may open, and after which gap."""

    name: str
    state: str
    record: int
    opens: bool
    gaps: int


@dataclass(slots=True)
class _Part:
    """A part that is being filled."""

    number: int
    path: Path
    writer: PartWriter
    gaps: int
    counts: RunCounts = field(default_factory=RunCounts)
    taken: list[Taken] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    items: int = 0

    def add(self, place: _Place, outcome: Coded | Skipped, first: int) -> None:
        """Take in an item; ``first`` is the first record of its file in this part."""
        self.items += 1
        self.counts.add(outcome)
        if self.taken and self.taken[-1].name == place.name:
            self.taken[-1] = self.taken[-1].model_copy(update={"last": place.record})
        else:
            if self.taken:
                self.taken[-1] = self.taken[-1].model_copy(update={"ends": True})
            self.taken.append(
                Taken(
                    name=place.name,
                    state=place.state,
                    sha256=None,
                    first=first,
                    last=place.record,
                    ends=False,
                )
            )
        if isinstance(outcome, Coded):
            self.writer.add(outcome)
            return
        problem = outcome.problem
        self.left_out.append(
            LeftOut(
                path=outcome.path,
                line=outcome.line,
                failed=isinstance(outcome, Failed),
                code=problem.code,
                message=problem.message,
                fix=problem.fix,
            )
        )


@dataclass(slots=True)
class Partitions:
    """One run into a folder.

    Attributes:
        folder: of the parts, of this machine (made where it is missing) or of a store.
        how: versions and options that claims hang on; parts made otherwise are made anew.
        size: items (reports, and what could not be read) after which a part is ended. Records
            that hold several are not divided.
        tell: told of what was left out.
        say: told, in words, of parts that are made anew.
        with_text: whether the reports' text goes along.
        counts: what the run came to, parts that stood already among it.
        stood: how many parts stood already.
        made: how many were made.
    """

    folder: AnyPath
    how: Mapping[str, str | None]
    size: int
    tell: Callable[[Problem], None]
    say: Callable[[str], None]
    with_text: bool = True
    counts: RunCounts = field(default_factory=RunCounts)
    stood: int = 0
    made: int = 0
    _coding: deque[_Place] = field(default_factory=deque)
    _marks: _PartMarks = field(default_factory=lambda: _PartMarks(Standing(())))
    _standing: list[Manifest] = field(default_factory=list)
    _number: int = 0
    _after: _Place | None = None
    _hashed: tuple[str, str, str | None] = ("", "", None)
    _coming: Path = Path()

    def run(
        self,
        paths: Iterable[str],
        *,
        codebook: Path | None = None,
        engine: Engine = Engine.BOTH,
        executor: Executor | None = None,
        **reading: Any,
    ) -> None:
        """Code what is not in the parts yet.

        Args:
            paths: as for ``read_paths``.
            codebook: as for ``code_all``.
            engine: as for ``code_all``.
            executor: as for ``code_all``.
            reading: what else ``read_paths`` takes.

        Raises:
            TacitusError: ``no-stdin``, ``busy-folder``, ``cannot-write``, ``no-pyarrow``, and as
                ``code_all``.
        """
        given = list(paths)
        if "-" in given:
            raise TacitusError(
                "no-stdin",
                "--partitions needs inputs that can be read again.",
                "Write standard input to a file first.",
            )
        try:
            with alone(self.folder) as self._coming:
                sweep(self.folder)
                stale = self._look()
                self._code(given, codebook, engine, executor, reading)
                for manifest in stale:
                    if self._of_this_run(manifest):
                        remove(self.folder, manifest)
        except OSError as error:
            raise TacitusError(
                "cannot-write", f"{self.folder}: cannot be written ({error}).", "Check it."
            ) from error

    def _look(self) -> list[Manifest]:
        """Find out which parts stand; those that are to be made anew are returned."""
        standing: list[Manifest] = []
        stale: list[Manifest] = []
        for manifest in manifests(self.folder):
            why = unfit(self.folder, manifest, self.how)
            (standing if why is None else stale).append(manifest)
            self._number = max(self._number, manifest.number)
            if why is not None:
                self.say(f"{self.folder / manifest.part}: made anew where its inputs are: {why}.")
        self._marks = _PartMarks(Standing(standing))
        self._standing = standing
        return stale

    def _of_this_run(self, manifest: Manifest) -> bool:
        return any(taken.name in self._marks.begun for taken in manifest.inputs)

    def _code(
        self,
        paths: list[str],
        codebook: Path | None,
        engine: Engine,
        executor: Executor | None,
        reading: dict[str, Any],
    ) -> None:
        seen = {
            hash(name)
            for manifest in self._standing
            for name in ids_in(self.folder / manifest.part)
        }
        items = read_paths(paths, marks=self._marks, seen=seen, **reading)
        part: _Part | None = None
        outcomes = code_all(
            self._wanted(items), codebook=codebook, engine=engine, executor=executor
        )
        try:
            for outcome in outcomes:
                place = self._coding.popleft()
                if part is not None and self._full(part, place):
                    self._close(part, place)
                    part = None
                if part is None:
                    part = self._opened(place)
                part.add(place, outcome, self._first(place))
                self._after = place
                if isinstance(outcome, Skipped):
                    self.tell(outcome.problem)
            if part is not None:
                self._close(part, None)
                part = None
        finally:
            if part is not None:
                part.writer.__exit__(None, None, None)
        for manifest in self._standing:
            if self._of_this_run(manifest):
                self.stood += 1
                self._count(manifest)

    def _wanted(self, items: Iterable[Report | Skipped]) -> Iterator[Report | Skipped]:
        """What is to be coded, each with its place noted."""
        marks = self._marks
        for item in items:
            mark = marks.now
            if isinstance(item, Skipped) and mark.file is None:
                # of no file that could be read: it is looked for again in each run
                self.counts.add(item)
                self.tell(item.problem)
            elif mark.file is not None and marks.standing.holds(mark.file, mark.records):
                marks.gaps += 1
            else:
                opens = mark.items == 1 and not mark.before
                name = mark.file or ""
                self._coding.append(_Place(name, marks.state, mark.records, opens, marks.gaps))
                yield item

    def _full(self, part: _Part, place: _Place) -> bool:
        """Whether a part is ended before an item."""
        if place.gaps != part.gaps:
            return True
        last = part.taken[-1]
        return part.items >= self.size and (place.name, place.record) != (last.name, last.last)

    def _first(self, place: _Place) -> int:
        """From which record on a part holds a file, of which this is its first item."""
        after = self._after
        if after is not None and (after.name, after.gaps) == (place.name, place.gaps):
            # what lies between gave nothing
            return after.record + 1
        return 0 if place.opens else place.record

    def _opened(self, place: _Place) -> _Part:
        self._number += 1
        path = self._coming / f"{part_name(self._number)}.tmp"
        return _Part(self._number, path, PartWriter(path, with_text=self.with_text), place.gaps)

    def _close(self, part: _Part, coming: _Place | None) -> None:
        """End a part and put it in place; ``coming`` is what comes after it."""
        with part.writer:
            pass
        gaps = self._marks.gaps if coming is None else coming.gaps
        last = part.taken[-1]
        ends = part.gaps == gaps and (coming is None or coming.name != last.name)
        part.taken[-1] = last.model_copy(update={"ends": ends})
        manifest = Manifest(
            part=part_name(part.number),
            sha256=sha256_of(part.path),
            inputs=tuple(
                taken.model_copy(update={"sha256": self._hash(taken)}) for taken in part.taken
            ),
            how=dict(self.how),
            coded=part.counts.coded,
            events=part.counts.events,
            problems=dict(part.counts.problems),
            left_out=tuple(part.left_out),
        )
        put(self.folder, part.path, manifest)
        self.made += 1
        self._count(manifest)

    def _hash(self, taken: Taken) -> str | None:
        """The hash of an input; None where there is none of what was read."""
        if is_url(taken.name):
            return None
        if self._hashed[:2] != (taken.name, taken.state):
            path = Path(taken.name)
            try:
                found = sha256_of(path) if local_state(path) == taken.state else None
            except OSError:
                found = None
            self._hashed = (taken.name, taken.state, found)
        return self._hashed[2]

    def _count(self, manifest: Manifest) -> None:
        counts = self.counts
        counts.coded += manifest.coded
        counts.events += manifest.events
        counts.problems.update(Counter(manifest.problems))
        for left in manifest.left_out:
            (counts.failed if left.failed else counts.skipped)[left.code] += 1


def read_parts(folder: AnyPath) -> Iterator[tuple[str, Coded]]:
    """The coded reports of a folder, each with the path of its part.

    Raises:
        TacitusError: ``no-claims-file`` when it holds no parts or one is damaged; else as
            ``read_part``.
    """
    found = False
    for manifest in manifests(folder):
        found = True
        path = folder / manifest.part
        check_whole(path, manifest.sha256)
        for coded in read_part(path):
            yield str(path), coded
    if not found:
        raise no_parts([folder])
