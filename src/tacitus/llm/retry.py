"""How long to wait before a request is made again."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_WAIT = 120.0
"""Seconds; a server that asks for more patience is given up for the report."""
_FIRST = 1.0
_LONGEST_OWN = 30.0


def backoff(attempt: int) -> float:
    """Seconds to wait after a failed attempt, the first being 1: 1, 2, 4 and so on, to 30."""
    return float(min(_FIRST * 2 ** (attempt - 1), _LONGEST_OWN))


def retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """The wait that a Retry-After header asks for.

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
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
