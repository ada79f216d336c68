"""What commands that run long show while they run, and how they are asked to end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.progress import Progress, ProgressColumn

#: Exit codes of a run that was asked to end (128 and the number of the signal).
INTERRUPTED, TERMINATED = 130, 143
# Seconds between two changes of the counts shown.
_EVERY = 0.2


@dataclass(slots=True)
class Stop:
    """Whether a run was asked to end, and by what signal."""

    number: int | None = None

    def __call__(self) -> bool:
        """Whether it was."""
        return self.number is not None

    @property
    def exit_code(self) -> int:
        """What the run ends with, as a shell expects it of one that a signal ended."""
        return TERMINATED if self.number == signal.SIGTERM else INTERRUPTED


@contextmanager
def ended_by_signals(ask: Callable[[int], None], asked: Callable[[], bool]) -> Iterator[None]:
    """Ctrl-C and SIGTERM ask the run to end; a second one ends it where it stands.

    Args:
        ask: called with the number of the first signal.
        asked: whether the run was asked already.
    """

    def heard(number: int, _: object) -> None:
        if asked():
            raise KeyboardInterrupt
        ask(number)

    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """As ``ended_by_signals``, for a run that asks now and then."""
    stop = Stop()

    def ask(number: int) -> None:
        stop.number = number

    with ended_by_signals(ask, stop):
        yield stop


@contextmanager
def bar(*columns: ProgressColumn | str) -> Iterator[Progress | None]:
    """A line on stderr that shows how a run goes; None where nobody looks on.

    Args:
        columns: of the line.
    """
    if not somebody_looks_on():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        # else what is written to a file would go to the terminal
        redirect_stdout=False,
        redirect_stderr=False,
    ) as shown:
        yield shown


def somebody_looks_on() -> bool:
    """Whether stderr is a terminal that can show a line that changes."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@dataclass(slots=True)
class Counts:
    """Counts of reports, shown on a line that changes where somebody looks on.

    Attributes:
        line: the line, if any.
        read: how many reports so far.
        coded, passed, failed: how many of them were coded, passed over by the gate, not taken.
    """

    line: Progress | None = None
    read: int = 0
    coded: int = 0
    passed: int = 0
    failed: int = 0
    _shown_at: float = 0.0
    _begun: float = field(default_factory=time.monotonic)

    def count(self, outcome: str) -> None:
        """Count a report, and bring the line up to date, a few times a second at the most.

        Args:
            outcome: what became of it, in the words of ``fetch.collect.Outcome``.
        """
        self.read += 1
        self.coded += outcome in ("new", "recoded")
        self.passed += outcome == "passed"
        self.failed += outcome in ("failed", "refused", "skipped")
        moment = time.monotonic()
        if self.line is None or moment - self._shown_at < _EVERY:
            return
        self._shown_at = moment
        if not self.line.tasks:
            self.line.add_task("", total=None)
        rate = self.read / max(moment - self._begun, 1e-9)
        self.line.update(self.line.task_ids[0], description=self._words(rate))

    def _words(self, rate: float) -> str:
        return (
            f"{self.read:,} read, {self.coded:,} coded, {self.passed:,} passed over,"
            f" {self.failed:,} failed, {rate:,.1f} reports/s"
        )

    def aside(self) -> AbstractContextManager[None]:
        """Take the line away while something else is written to the terminal."""
        return nullcontext() if self.line is None else _without(self.line)


@contextmanager
def _without(line: Progress) -> Iterator[None]:
    line.stop()
    try:
        yield
    finally:
        line.start()


@contextmanager
def counts_shown() -> Iterator[Counts]:
    """Counts of reports, on a line that changes where somebody looks on."""
    if not somebody_looks_on():
        yield Counts()
        return
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    with bar(*columns) as line:
        yield Counts(line)
