"""Coding many reports, in order, in one process or several."""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from tacitus.parse.document import passing_words
from tacitus.pipeline import Engine, code_report
from tacitus.read import Skipped
from tacitus.records import Coded, Problem, Report, TacitusError

# Reports handed out ahead of the one awaited, for each process: enough to keep all busy while a
# long report is waited for, few enough to keep memory flat.
_AHEAD = 4

_LOG = logging.getLogger(__name__)

Coder = Callable[[Report], Coded | Skipped]


def code_all(
    inputs: Iterable[Report | Skipped],
    *,
    codebook: Path | None = None,
    engine: Engine = Engine.BOTH,
    jobs: int = 1,
) -> Iterator[Coded | Skipped]:
    """Code reports; one bad report never stops the run.

    Args:
        inputs: what ``read_paths`` gives.
        codebook: a codebook file of one's own, or None for the packaged one.
        engine: what reads the events.
        jobs: how many processes; the outcome does not depend on it.

    Yields:
        For each input, in order, what was coded or why it was skipped.

    Raises:
        TacitusError: ``bad-codebook`` or ``bad-knowledge`` when the codebook is no good,
            ``no-gazetteer-cache`` when the gazetteer cannot be built,
            ``no-model`` when the model's files are missing, ``lost-process`` when a
            process was ended from outside.
    """
    coder = partial(code_one, codebook=codebook, engine=engine)
    if jobs <= 1:
        for item in inputs:
            yield item if isinstance(item, Skipped) else coder(item)
        return
    yield from _in_processes(inputs, coder, jobs)


def code_one(
    report: Report, *, codebook: Path | None = None, engine: Engine = Engine.BOTH
) -> Coded | Skipped:
    """Code one report; a fault of the program in it makes it skipped, with the fault named.

    Raises:
        TacitusError: as ``code_all``; such faults are not of the report.
    """
    try:
        with passing_words():
            return code_report(report, codebook=codebook, engine=engine)
    except TacitusError:
        raise
    except Exception as error:  # noqa: BLE001 whatever fails in one report must not end the run
        _LOG.debug("%s: not coded", report.path or report.id, exc_info=True)
        problem = Problem(
            "not-coded",
            f"{report.path or report.id}: coding failed ({type(error).__name__}: {error}).",
            "This is a fault of Tacitus: please report it with the text.",
        )
        return Skipped(report.path or report.id, None, problem)


def _in_processes(
    inputs: Iterable[Report | Skipped], coder: Coder, jobs: int
) -> Iterator[Coded | Skipped]:
    waiting: deque[Skipped | Future[Coded | Skipped]] = deque()
    # "spawn" starts clean processes: forking one that holds threads can lock up.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_deaf) as pool:
        try:
            for item in inputs:
                waiting.append(item if isinstance(item, Skipped) else pool.submit(coder, item))
                if len(waiting) >= jobs * _AHEAD:
                    yield _outcome(waiting.popleft())
            while waiting:
                yield _outcome(waiting.popleft())
        except BrokenProcessPool as error:
            raise TacitusError(
                "lost-process",
                "a coding process was ended from outside, likely for want of memory.",
                "Run with fewer --jobs.",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _deaf() -> None:
    """Ctrl-C goes to all processes of a terminal; the one that reads decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outcome(item: Skipped | Future[Coded | Skipped]) -> Coded | Skipped:
    return item if isinstance(item, Skipped) else item.result()
