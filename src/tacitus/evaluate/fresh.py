"""How long a new process takes, and how much memory it holds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tacitus.records import TacitusError

_KB = 1024


@dataclass(frozen=True, slots=True)
class Fresh:
    """Figures of a program run in a process of its own.

    Attributes:
        seconds: median by the clock.
        peak_mb: most memory it held, in MB.
    """

    seconds: float
    peak_mb: float


def run_fresh(arguments: Sequence[str], times: int = 1) -> Fresh:
    """Run Python some times.

    A system may count what this process holds towards the memory of the new one, so call it
    while this process is still smaller than that one will be.

    Args:
        arguments: of the Python program.
        times: how many times.

    Raises:
        TacitusError: ``program-failed`` when it ends with another code than 0.
    """
    taken, peaks = [], []
    for _ in range(times):
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        taken.append(time.perf_counter() - start)
        # told here because it was not the process object that waited
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise TacitusError("program-failed", f"python {' '.join(arguments)}: failed.")
        peaks.append(usage.ru_maxrss / _KB)
    return Fresh(median(taken), max(peaks))
