"""What the processes of a running command hold, as Linux tells it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tacitus.records import TacitusError

_KB, _MB = 1024, 1_000_000
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Seen:
    """One process.

    Attributes:
        number: its id.
        command: its command line, or what it calls itself.
        mb: memory that it holds, in MB; what it shares with others counts in part, so that it
            holds more when those end.
        own_mb: of it what it made itself, without libraries and files that it has in view.
    """

    number: int
    command: str
    mb: float
    own_mb: float


def check_proc() -> None:
    """See to it that the system tells what processes hold.

    Raises:
        TacitusError: ``no-proc``.
    """
    if not (_PROC / "self" / "status").exists():
        raise TacitusError(
            "no-proc", "This system does not tell what a process holds.", "Measure on Linux."
        )


def held_mb(number: int) -> float:
    """MB of memory that a process holds, what it shares with others included."""
    lines = (_PROC / str(number) / "status").read_text(encoding="ascii").splitlines()
    return next(float(one.split()[1]) for one in lines if one.startswith("VmRSS")) * _KB / _MB


def processor_seconds(processes: Iterable[Seen]) -> float:
    """Processor seconds that processes have used, and those that they started and that ended."""
    return sum(map(_used, processes)) / os.sysconf("SC_CLK_TCK")


def _used(process: Seen) -> int:
    try:
        text = (_PROC / str(process.number) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # ended meanwhile
        return 0
    # the name of the program, in brackets, may hold blanks
    return sum(map(int, text.rpartition(")")[2].split()[11:15]))


def with_descendants(number: int) -> list[Seen]:
    """A process and all that it and its descendants started, as far as they still run."""
    parents = {}
    for one in _PROC.iterdir():
        if one.name.isdigit():
            try:
                text = (one / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:  # ended meanwhile
                continue
            parents[int(one.name)] = int(text.rpartition(")")[2].split()[1])
    found = [number]
    for at in found:  # grows while it is gone through
        found.extend(child for child, parent in parents.items() if parent == at)
    return [seen for at in found if (seen := _seen(at)) is not None]


def _seen(number: int) -> Seen | None:
    folder = _PROC / str(number)
    try:
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # ended meanwhile, or not ours to look at
        return None
    told = {one.partition(":")[0]: one.split()[1] for one in lines[1:]}
    if "Pss" not in told:  # ended meanwhile
        return None
    whole, own = (float(told[name]) * _KB / _MB for name in ("Pss", "Anonymous"))
    return Seen(number, command.strip(), whole, own)
