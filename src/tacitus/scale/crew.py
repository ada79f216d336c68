"""A crew of workers in other processes, each of which can be lost at any moment.

An item (a report, say) whose worker is lost, or in which the work fails, is tried once more in a
fresh worker. If that goes wrong too, the item is at fault: it comes out as ``Failed``, and the rest
goes on. A worker has one item at a time, so it is always known which one it was lost with.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Protocol

from tacitus.read.reading import Skipped
from tacitus.records import Problem, Report, TacitusError
from tacitus.scale.executors import Failed, named, not_done
from tacitus.scale.serving import Raised

# Items handed out ahead of the one awaited, for each worker: enough to keep all busy while a
# long one is waited for, few enough to keep memory flat.
_AHEAD = 4
# How often a worker that is lost before it is ready is started again.
_STARTS = 2

_LOG = logging.getLogger("tacitus.scale")


class LostWorkerError(Exception):
    """A worker ended, or cannot be started; the message says how."""


class Worker(Protocol):
    """Does items in another process."""

    def ask(self, item: Any) -> Any:
        """Have an item done.

        Returns:
            The outcome, or ``Raised``.

        Raises:
            LostWorkerError: the worker ended.
        """
        ...

    def kill(self) -> None:
        """End it at once; ``ask``, where another thread is in it, ends with an error."""
        ...

    def close(self) -> None:
        """Kill it and give up what it holds; nobody may be in ``ask``."""
        ...


class WorkerCrew:
    """A crew of up to ``size`` workers; as ``executors.Crew``, ended with the context.

    Args:
        start: starts a worker and waits until it is ready; raises ``LostWorkerError`` when that
            fails, ``TacitusError`` for what is to end the run.
        size: of the crew; workers are started when there is something to do for them.
    """

    def __init__(self, start: Callable[[], Worker], size: int) -> None:
        self._size = size
        self._workers = _Workers(start, size)
        # A thread for each worker sends and waits; all work is done in the workers.
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="tacitus-worker")

    def __enter__(self) -> WorkerCrew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workers.end()
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._workers.close()

    def map(self, items: Iterable[Any]) -> Iterator[Any]:
        """As ``executors.Crew.map``."""
        waiting: deque[Skipped | Future[Any]] = deque()
        for item in items:
            skipped = isinstance(item, Skipped)
            waiting.append(item if skipped else self._threads.submit(self._workers.do, item))
            if len(waiting) >= self._size * _AHEAD:
                yield _outcome(waiting.popleft())
        while waiting:
            yield _outcome(waiting.popleft())


def _outcome(item: Skipped | Future[Any]) -> Any:
    return item if isinstance(item, Skipped) else item.result()


class _Ended(Exception):  # noqa: N818 no error: nobody waits for the outcome any more
    """The run is over."""


class _Workers:
    """The workers, shared by threads.

    Args:
        start: as for ``WorkerCrew``.
        size: how many workers at most; fewer once one could not be started.
    """

    def __init__(self, start: Callable[[], Worker], size: int) -> None:
        self._start = start
        self._size = size
        self._all: list[Worker] = []
        self._idle: list[Worker] = []
        self._hired = 0
        self._lacking = ""
        self._over = False
        self._change = threading.Condition()

    def do(self, item: Any) -> Any:
        """Have an item done by a worker that is free; what it gave, or ``Failed``."""
        worker = self._free()
        failed = None
        for last in (False, True):
            try:
                answer = worker.ask(item)
            except LostWorkerError as error:
                answer = error
            if not isinstance(answer, Raised | LostWorkerError):
                self._put_back(worker)
                return answer
            self._dismiss(worker)
            if isinstance(answer, Raised) and (told := answer.error()) is not None:
                raise told
            failed = _failed(item, answer)
            if not last:
                _LOG.info("%s Tried again in a fresh worker.", failed.problem.message)
                worker = self._free(fresh=True)
        assert failed is not None  # noqa: S101 the loop ran
        return failed

    def _free(self, *, fresh: bool = False) -> Worker:
        """A worker that has nothing to do; a new one where there may be more, or one is wished."""
        while True:
            with self._change:
                while not (self._over or self._idle or self._hired < self._size):
                    if not self._size:
                        raise TacitusError(
                            "no-worker",
                            f"no process to work in can be started ({self._lacking}).",
                            "Free memory, or run with --executor serial.",
                        )
                    self._change.wait()
                if self._over:
                    raise _Ended
                if self._idle and not (fresh and self._hired < self._size):
                    return self._idle.pop()
                self._hired += 1
            worker = self._started()
            if worker is not None:
                return worker

    def _started(self) -> Worker | None:
        """A new worker; None where it cannot be had, and the crew is to do with one less."""
        told = ""
        for _ in range(_STARTS):
            try:
                worker = self._start()
            except LostWorkerError as error:
                told = str(error)
            except BaseException:
                self._leave()
                raise
            else:
                return self._welcome(worker)
        with self._change:
            self._hired -= 1
            self._size -= 1
            self._lacking = told
            self._change.notify_all()
            if self._size and not self._over:
                _LOG.warning("A worker cannot be started (%s); going on with less.", told)
        return None

    def _welcome(self, worker: Worker) -> Worker:
        with self._change:
            self._all.append(worker)
            if not self._over:
                return worker
        worker.kill()
        raise _Ended

    def _put_back(self, worker: Worker) -> None:
        with self._change:
            self._idle.append(worker)
            self._change.notify()

    def _dismiss(self, worker: Worker) -> None:
        with self._change:
            self._all.remove(worker)
        worker.close()
        self._leave()

    def _leave(self) -> None:
        with self._change:
            self._hired -= 1
            self._change.notify()

    def end(self) -> None:
        """Kill all; what is being done is given up."""
        with self._change:
            self._over = True
            for worker in self._all:
                worker.kill()
            self._change.notify_all()

    def close(self) -> None:
        """Give up what the workers hold; no thread may use them any more."""
        for worker in self._all:
            worker.close()


def _failed(item: object, fault: Raised | LostWorkerError) -> Failed:
    if isinstance(fault, Raised):
        return not_done(item, fault.told, fault.trace)
    name = named(item)
    message = f"{name}: the process that worked on it was lost ({fault})."
    fix = "Code it alone (--executor serial) with more memory at hand, or leave it out."
    if not isinstance(item, Report):
        fix = "Run again with more memory at hand, or with fewer --jobs."
    return Failed(name, None, Problem("lost-process", message, fix))
