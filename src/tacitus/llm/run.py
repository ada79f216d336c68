"""Many reports asked about in order; one bad report never stops the run."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from tacitus.llm.backend import AskError
from tacitus.llm.coder import LlmCoder
from tacitus.read import Skipped
from tacitus.records import Coded, Problem, Report, TacitusError
from tacitus.scale.counts import RunCounts

GIVE_UP = 3
"""Reports in a row that a back end out of reach may cost; each has taken several attempts."""

_LOG = logging.getLogger(__name__)


def code_with_llm(inputs: Iterable[Report | Skipped], coder: LlmCoder) -> Iterator[Coded | Skipped]:
    """Code reports by asking a model.

    Args:
        inputs: what ``read_paths`` gives.
        coder: asks; its tallies grow.

    Yields:
        For each input, in order, what was coded or why it was skipped.

    Raises:
        TacitusError: when no request can succeed, or the codebook is no good.
    """
    down = 0
    for item in inputs:
        if isinstance(item, Skipped):
            yield item
            continue
        # what the cache holds can still be coded then
        coder.budget.closed = down >= GIVE_UP
        outcome, failure = _code_one(item, coder)
        if failure is not None and failure.down:
            down += 1
        elif not coder.budget.closed:
            down = 0
        yield outcome


def _code_one(report: Report, coder: LlmCoder) -> tuple[Coded | Skipped, AskError | None]:
    name = report.path or report.id
    try:
        return coder.code(report), None
    except TacitusError:
        raise
    except AskError as failure:
        problem = failure.problem
        told = Problem(problem.code, f"{name}: {problem.message}", problem.fix)
        return Skipped(name, None, told), failure
    except Exception as error:  # noqa: BLE001 whatever fails in one report must not end the run
        _LOG.debug("%s: not coded", name, exc_info=True)
        problem = Problem(
            "not-coded",
            f"{name}: coding failed ({type(error).__name__}: {error}).",
            "This is a fault of Tacitus: please report it with the text.",
        )
        return Skipped(name, None, problem), None


def summary(counts: RunCounts, coder: LlmCoder) -> str:
    """What a run came to: the counts of ``tacitus code``, then what was asked and dropped."""
    budget = coder.budget
    return "\n".join(
        (
            counts.summary(),
            f"{budget.requests} requests about {budget.reports} reports, {budget.tokens} tokens; "
            f"{coder.cached} answers from the cache",
            coder.drops.summary(),
        )
    )
