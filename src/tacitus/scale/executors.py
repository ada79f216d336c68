"""Where work is done: in this process, in several, or on a cluster; the outcome is the same.

An executor has a crew for one kind of work, such as coding reports (``Coder``) or putting blocks of
claims together. All it knows of that is ``Work``, which can be sent to another process; all it
promises is that outcomes come in the order of the items, each once.
"""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Generic, Protocol, TypeVar

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


_Item = TypeVar("_Item", contravariant=True)
_Done = TypeVar("_Done", covariant=True)
Item = TypeVar("Item")
Done = TypeVar("Done")


class Work(Protocol[_Item, _Done]):
    """What is done with each item; it can be pickled."""

    def prepare(self) -> Mapping[str, str]:
        """Load what is needed, once a process, before the first item.

        Returns:
            The versions of what was loaded.

        Raises:
            TacitusError: what is wrong with the setting; it ends the run.
        """
        ...

    def __call__(self, item: _Item, /) -> _Done:
        """Do one item.

        Raises:
            TacitusError: as ``prepare``.
            Exception: any other is a fault in this one item.
        """
        ...


#: What codes reports.
Coder = Work[Report, Coded]


class Crew(Protocol[_Item, _Done]):
    """Those who do one kind of work, item by item."""

    def map(self, items: Iterable[_Item | Skipped]) -> Iterator[_Done | Skipped]:
        """Do items; may be asked again once all outcomes were taken.

        Args:
            items: taken a bounded number ahead of the outcome that is awaited.

        Yields:
            The outcome of each item, in order: what was done, or ``Failed``. What was ``Skipped``
            comes out in its place.

        Raises:
            TacitusError: as the work; ``no-worker`` when no process can be started.
        """
        ...


class Executor(Protocol):
    """Where work is done."""

    def crew(self, work: Work[Item, Done]) -> AbstractContextManager[Crew[Item, Done]]:
        """A crew for some work, which is ended with the context."""
        ...


def done_by(
    executor: Executor, work: Work[Item, Done], items: Iterable[Item | Skipped]
) -> Iterator[Done | Skipped]:
    """Do items with a crew of their own; as ``Crew.map``.

    Args:
        executor: where.
        work: what is done with each.
        items: the items.
    """
    with executor.crew(work) as crew:
        yield from crew.map(items)


class ExecutorName(StrEnum):
    """The executors there are."""

    SERIAL = "serial"
    PROCESSES = "processes"
    RAY = "ray"


class Serial:
    """Works in this process."""

    def crew(self, work: Work[Item, Done]) -> AbstractContextManager[Crew[Item, Done]]:
        """As ``Executor.crew``; a fault in an item is not tried again."""
        return nullcontext(_Alone(work))


class _Alone(Generic[Item, Done]):
    """A crew that is this process."""

    def __init__(self, work: Work[Item, Done]) -> None:
        self._work = work

    def map(self, items: Iterable[Item | Skipped]) -> Iterator[Done | Skipped]:
        """As ``Crew.map``."""
        for item in items:
            yield item if isinstance(item, Skipped) else self._done(item)

    def _done(self, item: Item) -> Done | Failed:
        try:
            return self._work(item)
        except TacitusError:
            raise
        except Exception as error:  # noqa: BLE001 whatever fails in one item must not end the run
            return not_done(item, f"{type(error).__name__}: {error}", traceback.format_exc())


def not_done(item: object, told: str, trace: str = "") -> Failed:
    """An item in which the program failed.

    Args:
        item: the report, or what else was to be done.
        told: the fault, in a few words.
        trace: where in the program, for the log.
    """
    name = named(item)
    _LOG.debug("%s: not done\n%s", name, trace)
    if isinstance(item, Report):
        problem = Problem(
            "not-coded",
            f"{name}: coding failed ({told}).",
            "This is a fault of Tacitus: please report it with the text.",
        )
    else:
        fix = "This is a fault of Tacitus: please report it."
        problem = Problem("not-done", f"{name} failed ({told}).", fix)
    return Failed(name, None, problem)


def named(item: object) -> str:
    """What an item is called in messages."""
    return item.path or item.id if isinstance(item, Report) else str(item)


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
