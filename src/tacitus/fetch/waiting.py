"""Time: clocks, waits between tries, and how often a host is asked."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tacitus.fetch.faults import StoppedError

DELAY = 1.0
"""Seconds between two requests to one host, where its robots.txt asks for no longer ones."""
MAX_DELAY = 60.0
"""Longest delay between requests that is kept to; a robots.txt that asks for more gets this."""
_FIRST = 1.0
_LONGEST = 30.0


class Clock:
    """Tells the time and waits; a wait ends when the run is asked to stop.

    Args:
        stop: set when the run is to end.
    """

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment, never running back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            StoppedError: when the run is asked to end, before or meanwhile.
        """
        if self.stop.wait(max(0.0, seconds)):
            raise StoppedError


def backoff(attempt: int) -> float:
    """Seconds to wait after a failed attempt, the first being 1: 1, 2, 4 and so on, to 30."""
    return float(min(_FIRST * 2 ** (attempt - 1), _LONGEST))


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """The wait that a Retry-After header asks for (RFC 9110, section 10.2.3).

    Args:
        value: the header: seconds or a date.
        now: the time it is read at; by default the clock's.

    Returns:
        Seconds, never negative, or None for no header or one that cannot be read.
    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        pass
    else:
        return max(0.0, seconds) if math.isfinite(seconds) else None
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


@dataclass(slots=True)
class Pace:
    """How often hosts are asked: no host again before its delay has passed.

    Attributes:
        clock: tells the time and waits.
        delay: seconds between two requests to one host.
    """

    clock: Clock
    delay: float = DELAY
    _free: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, asked: float | None = None) -> None:
        """Wait until a host may be asked, and count this as asking it.

        Args:
            host: its name.
            asked: seconds between requests that the host asks for.

        Raises:
            StoppedError: when the run is asked to end meanwhile.
        """
        left = self._free.get(host, 0.0) - self.clock.monotonic()
        if left > 0:
            self.clock.sleep(left)
        delay = max(self.delay, min(asked or 0.0, MAX_DELAY))
        self._free[host] = self.clock.monotonic() + delay

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for a time, as when it says that it is busy."""
        until = self.clock.monotonic() + seconds
        self._free[host] = max(self._free.get(host, 0.0), until)
