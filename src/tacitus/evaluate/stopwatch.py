"""Where a program spends its time: functions timed where they are called, each without the others.

A function that is timed and calls another that is timed is charged only with what remains, so that
the seconds of all stages add up to those of the whole.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple


class Step(NamedTuple):
    """A function that is timed.

    Attributes:
        stage: what its time counts towards; several may count towards one.
        owner: the module that calls it, or the class whose method it is.
        name: what it is called there.
    """

    stage: str
    owner: Any
    name: str


class Stopwatch:
    """Sums of processor seconds by stage.

    Attributes:
        seconds: by stage, so far.
    """

    def __init__(self, clock: Callable[[], float] = time.process_time) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._clock = clock
        # for each function at work the seconds of those that it called
        self._inner: list[float] = []

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        """Charge what is done while this lasts to a stage, but for what other stages take of it."""
        self._inner.append(0.0)
        start = self._clock()
        try:
            yield
        finally:
            whole = self._clock() - start
            self.seconds[stage] += whole - self._inner.pop()
            if self._inner:
                self._inner[-1] += whole

    @contextmanager
    def watching(self, steps: Sequence[Step]) -> Iterator[None]:
        """While this lasts, time functions where they are called."""
        plain = [(step, getattr(step.owner, step.name)) for step in steps]
        for step, function in plain:
            setattr(step.owner, step.name, self._timed(step.stage, function))
        try:
            yield
        finally:
            for step, function in plain:
                setattr(step.owner, step.name, function)

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            with self.during(stage):
                return function(*given, **named)

        return timed
