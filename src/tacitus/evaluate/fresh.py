"""How long a new process takes, and how much memory it holds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tacitus.records import TacitusError

_KB = 1024
# A system counts the memory of the process that starts another towards that one, so a small process
# stands between: it starts the program and tells what it took.
_BETWEEN = """\
import resource, subprocess, sys, time
start = time.perf_counter()
quiet = subprocess.DEVNULL
done = subprocess.run([sys.executable, *sys.argv[1:]], stdout=quiet, stderr=quiet)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Figures of a program run in a process of its own.

    Attributes:
        seconds: median by the clock.
        peak_mb: most memory it held, in MB.
    """

    seconds: float
    peak_mb: float


def program_failed(
    what: str, code: int | None, said: str = "", fix: str = "Run it by itself to see why."
) -> TacitusError:
    """That a program ended with another code than 0, with the last line that it said.

    Args:
        what: was to be done.
        code: it ended with.
        said: what it wrote to standard error.
        fix: what to do.
    """
    last = (said.strip().splitlines() or ["no message"])[-1]
    return TacitusError("program-failed", f"{what} ended with {code}: {last}", fix)


def run_fresh(arguments: Sequence[str], times: int = 1) -> Fresh:
    """Run Python some times, each in a new process.

    Args:
        arguments: of the Python program.
        times: how many times.

    Raises:
        TacitusError: ``program-failed`` when it ends with another code than 0.
    """
    taken, peaks = [], []
    for _ in range(times):
        done = subprocess.run(  # noqa: S603 our own program
            [sys.executable, "-c", _BETWEEN, *arguments], capture_output=True, text=True
        )
        if done.returncode:
            raise TacitusError(
                "program-failed",
                f"python {' '.join(arguments)}: ended with {done.returncode}.",
                "Run it by itself to see why.",
            )
        seconds, kilobytes = map(float, done.stdout.split())
        taken.append(seconds)
        peaks.append(kilobytes / _KB)
    return Fresh(median(taken), max(peaks))
