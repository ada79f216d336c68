"""What a worker does: it makes its coder ready, and answers for one report after the other."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass

from tacitus.records import Coded, Problem, Report, TacitusError
from tacitus.scale.executors import Coder

#: Libraries of linear algebra and tokenizers read these when they are loaded. One thread a worker:
#: there are as many workers as cores.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


@dataclass(frozen=True, slots=True)
class Raised:
    """An error in a worker, as it can be sent.

    Attributes:
        told: the error in words.
        trace: where in the program.
        problem: of a ``TacitusError``, which ends the run.
    """

    told: str
    trace: str
    problem: Problem | None = None

    def error(self) -> TacitusError | None:
        """The ``TacitusError`` that it was, if any."""
        if self.problem is None:
            return None
        return TacitusError(self.problem.code, self.problem.message, self.problem.fix)


def prepared(coder: Coder) -> Mapping[str, str] | Raised:
    """The versions that a coder works with, once it is ready; or why it is not."""
    try:
        return dict(coder.prepare())
    except Exception as error:  # noqa: BLE001 told where the run is
        return _raised(error)


def answered(coder: Coder, report: Report) -> Coded | Raised:
    """What a coder makes of a report, or why it fails."""
    try:
        return coder(report)
    except Exception as error:  # noqa: BLE001 told where the run is
        return _raised(error)


def _raised(error: Exception) -> Raised:
    problem = error.problem if isinstance(error, TacitusError) else None
    return Raised(f"{type(error).__name__}: {error}", traceback.format_exc(), problem)
