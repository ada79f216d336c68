"""What a worker does: it makes ready for its work, and answers for one item after the other."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tacitus.records import Problem, TacitusError
from tacitus.scale.executors import Work

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

_OWN = "TACITUS_"


def own_settings() -> dict[str, str]:
    """What the environment says of the world view, places and actors of one's own."""
    return {name: value for name, value in os.environ.items() if name.startswith(_OWN)}


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


def prepared(work: Work[Any, Any]) -> Mapping[str, str] | Raised:
    """The versions that it works with, once it is ready; or why it is not."""
    try:
        return dict(work.prepare())
    except Exception as error:  # noqa: BLE001 told where the run is
        return _raised(error)


def answered(work: Work[Any, Any], item: Any) -> Any:
    """What comes of an item, or why it fails (``Raised``)."""
    try:
        return work(item)
    except Exception as error:  # noqa: BLE001 told where the run is
        return _raised(error)


def _raised(error: Exception) -> Raised:
    problem = error.problem if isinstance(error, TacitusError) else None
    return Raised(f"{type(error).__name__}: {error}", traceback.format_exc(), problem)
