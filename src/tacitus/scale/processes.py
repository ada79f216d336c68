"""Work in several processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from tacitus.scale.crew import LostWorkerError, WorkerCrew
from tacitus.scale.executors import Work
from tacitus.scale.serving import ONE_THREAD, Raised, answered, prepared

_STARTING = threading.Lock()


class Processes:
    """Works in several processes.

    Args:
        jobs: how many.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def crew(self, work: Work[Any, Any]) -> WorkerCrew:
        """As ``Executor.crew``."""
        return WorkerCrew(partial(_Process, work), self._jobs)


class _Process:
    """A worker in a process of its own.

    Args:
        work: what it does.

    Raises:
        LostWorkerError: it ended before it was ready.
        TacitusError: as ``Work.prepare``.
    """

    def __init__(self, work: Work[Any, Any]) -> None:
        # "spawn" starts clean processes: forking one that holds threads can lock up.
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, work), daemon=True)
        try:
            with _one_thread():
                self._process.start()
        except OSError as error:
            raise LostWorkerError(str(error)) from error
        finally:
            # else the end of the process would not be heard of
            there.close()
        try:
            ready: Mapping[str, str] | Raised = self._answer()
            if isinstance(ready, Raised):
                raise ready.error() or LostWorkerError(ready.told)
        except BaseException:
            self.close()
            raise

    def ask(self, item: Any) -> Any:
        """As ``Worker.ask``."""
        try:
            self._pipe.send(item)
        except OSError as error:
            raise LostWorkerError(self._how()) from error
        return self._answer()

    def _answer(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise LostWorkerError(self._how()) from error

    def _how(self) -> str:
        """How the process ended."""
        self._process.join()
        code = self._process.exitcode or 0
        if code >= 0:
            return f"exit code {code}"
        name = signal.Signals(-code).name if -code in list(signal.Signals) else f"signal {-code}"
        # what the kernel sends where memory runs out
        return f"{name}, likely for want of memory" if name == "SIGKILL" else name

    def kill(self) -> None:
        """As ``Worker.kill``."""
        self._process.kill()

    def close(self) -> None:
        """As ``Worker.close``."""
        self.kill()
        self._process.join()
        self._pipe.close()


@contextmanager
def _one_thread() -> Iterator[None]:
    """A process started meanwhile uses one thread, unless the user's environment says how many."""
    with _STARTING:
        lacking = [name for name in ONE_THREAD if name not in os.environ]
        os.environ.update({name: ONE_THREAD[name] for name in lacking})
        try:
            yield
        finally:
            for name in lacking:
                del os.environ[name]


def _serve(pipe: Connection, work: Work[Any, Any]) -> None:
    """Do what comes through the pipe until it closes."""
    # Ctrl-C goes to all processes of a terminal; the one that reads decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send(prepared(work))
        while True:
            pipe.send(answered(work, pipe.recv()))
    except (EOFError, OSError):
        return
