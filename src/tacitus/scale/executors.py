"""Where reports are coded: in this process, in several, or on a cluster; the outcome is the same.

An executor has one method. All it knows of coding is a ``Coder``, which can be sent to another
process; all it promises is that outcomes come in the order of the reports, each once.
"""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Protocol

from tacitus.read.reading import Skipped
from tacitus.read.remote import is_url
from tacitus.records import Coded, Problem, Report, TacitusError

_LOG = logging.getLogger("tacitus.scale")

# Bytes of input up to which processes cost more time than they save: each loads the models before
# it codes anything (measured in docs/scale.md).
_LITTLE = 60_000
# Bytes of memory of a worker, with room for a long report.
_WORKER = 10**9


@dataclass(frozen=True, slots=True)
class Failed(Skipped):
    """A report that was read and could not be coded."""


class Coder(Protocol):
    """What is done with each report; it can be pickled."""

    def prepare(self) -> Mapping[str, str]:
        """Load what is needed, once a process, before the first report.

        Returns:
            The versions of what was loaded.

        Raises:
            TacitusError: what is wrong with the setting; it ends the run.
        """
        ...

    def __call__(self, report: Report) -> Coded:
        """Code one report.

        Raises:
            TacitusError: as ``prepare``.
            Exception: any other is a fault in this one report.
        """
        ...


class Executor(Protocol):
    """Where reports are coded."""

    def map(self, coder: Coder, reports: Iterable[Report | Skipped]) -> Iterator[Coded | Skipped]:
        """Code reports.

        Args:
            coder: what is done with each.
            reports: taken a bounded number ahead of the outcome that is awaited.

        Yields:
            The outcome of each report, in order: what was coded, or ``Failed``. What was
            ``Skipped`` comes out in its place.

        Raises:
            TacitusError: as the coder; ``no-worker`` when none can be started.
        """
        ...


class ExecutorName(StrEnum):
    """The executors there are."""

    SERIAL = "serial"
    PROCESSES = "processes"
    RAY = "ray"


class Serial:
    """Codes in this process."""

    def map(self, coder: Coder, reports: Iterable[Report | Skipped]) -> Iterator[Coded | Skipped]:
        """As ``Executor.map``; a fault in a report is not tried again."""
        for item in reports:
            yield item if isinstance(item, Skipped) else _coded(coder, item)


def _coded(coder: Coder, report: Report) -> Coded | Failed:
    try:
        return coder(report)
    except TacitusError:
        raise
    except Exception as error:  # noqa: BLE001 whatever fails in one report must not end the run
        return not_coded(report, f"{type(error).__name__}: {error}", traceback.format_exc())


def not_coded(report: Report, told: str, trace: str = "") -> Failed:
    """A report in which the program failed.

    Args:
        report: the report.
        told: the fault, in a few words.
        trace: where in the program, for the log.
    """
    name = report.path or report.id
    _LOG.debug("%s: not coded\n%s", name, trace)
    message = f"{name}: coding failed ({told})."
    fix = "This is a fault of Tacitus: please report it with the text."
    return Failed(name, None, Problem("not-coded", message, fix))


def default_jobs(paths: Iterable[str]) -> int:
    """How many workers on this machine are worth while for some inputs.

    Args:
        paths: what is to be read, as for ``read_paths``.

    Returns:
        One for each core, as far as there is memory; one where there is little to read, or where
        it cannot be told, as of standard input.
    """
    size = 0
    for path in paths:
        size += _size(path)
        if size > _LITTLE:
            return max(1, min(cores(), _memory() // _WORKER))
    return 1


def cores() -> int:
    """How many processor cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def _memory() -> int:
    """Bytes of memory of the machine; very many where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 2**60


def _size(path: str) -> int:
    """Bytes on disk of a file, a folder or what a pattern finds, counted as far as it matters."""
    if is_url(path):
        return _LITTLE + 1
    found = [path] if os.path.exists(path) else glob.iglob(path, recursive=True)
    size = 0
    for name in found:
        inside = chain.from_iterable(
            (os.path.join(folder, one) for one in names) for folder, _, names in os.walk(name)
        )
        for file in chain([name], inside):
            with contextlib.suppress(OSError, ValueError):
                size += os.path.getsize(file)
            if size > _LITTLE:
                return size
    return size


def make_executor(
    name: ExecutorName | str = ExecutorName.PROCESSES,
    *,
    jobs: int | None = None,
    address: str | None = None,
) -> Executor:
    """An executor by its name.

    Args:
        name: "serial", "processes" or "ray".
        jobs: how many workers; None for one a core.
        address: of a Ray cluster; None to start one on this machine.

    Raises:
        TacitusError: ``bad-executor`` when the arguments do not go together, ``no-ray`` when Ray
            is not installed, ``no-cluster`` when it cannot be reached.
    """
    chosen = ExecutorName(name)
    if address is not None and chosen is not ExecutorName.RAY:
        raise TacitusError(
            "bad-executor",
            f"--address is for a Ray cluster, not for {chosen}.",
            "Add --executor ray.",
        )
    if chosen is ExecutorName.RAY:
        from tacitus.scale.on_ray import RayActors

        return RayActors(jobs, address)
    if chosen is ExecutorName.SERIAL:
        if jobs is not None and jobs > 1:
            raise TacitusError(
                "bad-executor", "--executor serial uses one process.", "Leave out --jobs."
            )
        return Serial()
    from tacitus.scale.processes import Processes

    jobs = jobs or cores()
    return Serial() if jobs == 1 else Processes(jobs)


def chosen_executor(
    name: str, jobs: int | None, address: str | None, paths: Iterable[str]
) -> Executor:
    """As ``make_executor``, with as many workers as are worth while where nothing is said.

    Args:
        name: of the executor.
        jobs: how many workers, if that is said.
        address: of a Ray cluster, if one is named.
        paths: what is to be read.
    """
    if jobs is None and ExecutorName(name) is ExecutorName.PROCESSES:
        jobs = default_jobs(paths)
    return make_executor(name, jobs=jobs, address=address)
