"""What a worker has at hand while claims are put together block by block.

All that steps hand on lies in one folder, which every worker must be able to reach: claims by
number in ``claims``, sorted by day and place; under which blocks they are filed and looked for in
``posts``; pairs that share a block in ``pairs``; those that speak for one event in ``edges``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from tacitus.export.jsonread import coded_from_json
from tacitus.knowledge.codebook import load_codebook
from tacitus.reconcile.cluster import Reconciler
from tacitus.reconcile.decisions import Constraints
from tacitus.reconcile.traits import Traits
from tacitus.reconcile.traits_form import from_json, to_json
from tacitus.records import Coded, Decision, Telling
from tacitus.scale.serving import own_settings
from tacitus.scale.spill import Array, Rows, get_array, get_json, part_of, put_json
from tacitus.store.reckoning import Reckoning, by_claim

#: Stands for the days of an undated claim.
UNDATED = -1
# Reports held in memory at once, besides those of the event that is told.
_REPORTS = 256
# Files of reports that are open at once.
_OPEN = 64


class Step(Protocol):
    """A piece of work; ``str`` of it names it in messages."""

    @property
    def name(self) -> str:
        """By which its outcome is kept; empty for what is done anew in each run."""
        ...

    def do(self, work: BlockWork) -> Any:
        """Do it."""
        ...


class At(NamedTuple):
    """Where a claim stands: its lot, the row of its report there, and its place in the report."""

    lot: int
    row: int
    place: int


@dataclass(frozen=True)
class BlockWork:
    """What is done with each step; as ``executors.Work``.

    Attributes:
        folder: of what is handed on.
        size: claims of a block.
        decisions: what reviewers decided.
        settings: variables of the environment that bear on it.
    """

    folder: Path
    size: int
    decisions: tuple[Decision, ...] = ()
    settings: Mapping[str, str] = field(default_factory=own_settings)

    def prepare(self) -> Mapping[str, str]:
        """As ``Work.prepare``."""
        os.environ.update(self.settings)
        return {"events": self.reckoning.version, "codebook": load_codebook().version}

    def __call__(self, step: Step) -> Any:
        """Do a step, or give what came of it where it was done before."""
        kept = self.folder / "done" / f"{step.name}.json"
        found = get_json(kept) if step.name else None
        if found is None:
            found = step.do(self)
            if step.name:
                put_json(kept, found)
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        # what is at hand here is not sent along
        return BlockWork, (self.folder, self.size, self.decisions, self.settings)

    @cached_property
    def _claims(self) -> Rows:
        return Rows(self.folder / "claims")

    @cached_property
    def reckoning(self) -> Reckoning:
        """How events are computed."""
        return Reckoning()

    @property
    def reconciler(self) -> Reconciler:
        """How claims are put together."""
        return self.reckoning.reconciler

    @cached_property
    def constraints(self) -> Constraints:
        """What was decided on which claims are of one event."""
        return Constraints(self.decisions)

    @cached_property
    def decided(self) -> dict[str, list[Decision]]:
        """The decisions in force by claim."""
        return by_claim(self.decisions)

    def traits(self, numbers: Iterable[int]) -> dict[int, Traits]:
        """What claims are compared by, by their numbers."""
        wanted = list(numbers)
        return {
            number: from_json(json.loads(row.split(b"\t", 1)[1]))
            for number, row in zip(wanted, self._claims.read(wanted), strict=True)
        }

    def places(self, numbers: Iterable[int]) -> list[At]:
        """Where claims stand, in their order."""
        rows = self._claims.read(numbers)
        return [At(*json.loads(row.split(b"\t", 1)[0])) for row in rows]

    def edges(self, name: str, task: int) -> Iterator[tuple[float, int, int]]:
        """The edges that a task was given: log-odds and numbers of two claims.

        Args:
            name: of the folder in which edges lie by task.
            task: its number.
        """
        for path in sorted((self.folder / name).glob("*.tasks")):
            mine = part_of(get_array(path), task, task + 1)
            odds = -get_array(path.with_suffix(".odds"))[mine]
            ends = get_array(path.with_suffix(".ends"))[mine]
            for value, (one, other) in zip(odds.tolist(), ends.tolist(), strict=True):
                yield value, one, other


class Tellings:
    """Claims with their reports, read from where their lots lie.

    Args:
        folder: of the run.
    """

    def __init__(self, folder: Path) -> None:
        # files stay open, and reports at hand, since claims of one day are told one after another
        self._rows = lru_cache(maxsize=_OPEN)(lambda lot: Rows(reports_of(folder, lot)))
        self._coded = lru_cache(maxsize=_REPORTS)(self._read)

    def read(self, places: Iterable[At]) -> Iterator[Telling]:
        """The claims that stand at some places, in their order."""
        for at in places:
            coded = self._coded(at.lot, at.row)
            yield Telling(coded.report, coded.claims[at.place])

    def _read(self, lot: int, row: int) -> Coded:
        (line,) = self._rows(lot).read([row])
        return coded_from_json(json.loads(line))


def reports_of(folder: Path, lot: int) -> Path:
    """The rows of the reports of a lot."""
    return folder / "lots" / f"{lot:07d}.reports"


def lines_of(folder: Path, lot: int) -> Path:
    """The sorted claims of a lot."""
    return folder / "lots" / f"{lot:07d}.claims"


def claim_line(traits: Traits, at: At) -> str:
    """A claim as a line that sorts by day, then place, then key.

    Claims without a day come after all others, by the day of their report; so those that may be
    compared lie near each other, which saves reading and changes nothing else.
    """
    if traits.last is not None:
        when = f"0{traits.last:07d}"
    else:
        when = f"2{'':07}" if traits.published is None else f"1{traits.published:07d}"
    where, spot = traits.where, ""
    if where is not None:
        row, column = (round(x) for x in where.point or (99, 0))
        spot = f"{where.country or ''} {row + 100:03d} {column + 200:03d}"
    days = traits.days or (UNDATED, UNDATED)
    told = (traits.key, [*days], [*at], to_json(traits))
    return "\t".join((when, json.dumps(spot), *(json.dumps(part) for part in told)))


class ClaimLine(NamedTuple):
    """What a line of ``claim_line`` holds."""

    key: str
    first: int
    last: int
    at: At
    row: bytes


def read_line(line: str) -> ClaimLine:
    """A line of ``claim_line``; of what the claim is compared by only the row is made."""
    _, _, key, days, at, traits = line.split("\t", 5)
    first, last = json.loads(days)
    row = f"{at}\t{traits}".encode("ascii")
    return ClaimLine(json.loads(key), first, last, At(*json.loads(at)), row)


def by_label(numbers: Array, labels: Array) -> list[Array]:
    """Numbers cut where their labels change; each group in order."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return np.split(numbers[order], cuts) if len(order) else []
