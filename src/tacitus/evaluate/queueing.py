"""How long articles wait for a worker, simulated: first come, first served, one line for all.

Arrivals are a Poisson stream whose rate follows the hours of a day, with bursts on top, as when
one happening is told by all outlets at once. Services are drawn from a sample that was measured.
Kept honest by theory: constant rates and exponential services must give the waits of Erlang's C
formula, constant services those of Pollaczek and Khinchine (tests hold to both).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_Times = NDArray[np.floating[Any]]
_HOUR, _HOURS = 3600.0, 24
DAY = _HOUR * _HOURS


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How articles come in over a day.

    Attributes:
        a_day: how many.
        hours: weight of each hour of the day, 24 of them.
        bursts: how many a day.
        burst_share: share of the day's articles that come in bursts, all together.
        burst_seconds: how long one lasts.
    """

    a_day: int
    hours: Sequence[float]
    bursts: int = 0
    burst_share: float = 0.0
    burst_seconds: float = 900.0


@dataclass(frozen=True, slots=True)
class Waits:
    """How long articles waited, in seconds, until a worker was free.

    Attributes:
        workers: how many there were.
        articles: how many were counted.
        busy: share of their time that the workers were at work.
        mean, p50, p95, p99, most: of the waits.
    """

    workers: int
    articles: int
    busy: float
    mean: float
    p50: float
    p95: float
    p99: float
    most: float


def arrival_times(arrivals: Arrivals, days: int, chance: np.random.Generator) -> _Times:
    """Moments of arrival in seconds from midnight of the first day, in order.

    Args:
        arrivals: how they come.
        days: for how long.
        chance: where chance is taken from.
    """
    weights = np.asarray(arrivals.hours, dtype=float)
    weights = weights / weights.sum()
    steady = arrivals.a_day * (1 - arrivals.burst_share)
    found = []
    for day in range(days):
        counts = chance.poisson(steady * weights)
        for hour, count in enumerate(counts):
            found.append((day * _HOURS + hour + chance.random(count)) * _HOUR)
        if arrivals.bursts:
            each = arrivals.a_day * arrivals.burst_share / arrivals.bursts
            for _ in range(arrivals.bursts):
                begins = chance.random() * (DAY - arrivals.burst_seconds)
                within = chance.random(chance.poisson(each)) * arrivals.burst_seconds
                found.append(day * DAY + begins + within)
    times: _Times = np.sort(np.concatenate(found))
    return times


def waiting(arrived: _Times, services: _Times, workers: int) -> _Times:
    """How long each waits until one of the workers is free, in order of arrival.

    Args:
        arrived: moments, in order.
        services: seconds that each takes.
        workers: how many.
    """
    free = [0.0] * workers
    waits = np.empty(len(arrived))
    replace = heapq.heapreplace
    for number, (moment, taken) in enumerate(zip(arrived.tolist(), services.tolist(), strict=True)):
        begins = max(moment, free[0])
        replace(free, begins + taken)
        waits[number] = begins - moment
    return waits


def simulate(
    arrivals: Arrivals, sample: _Times, workers: int, days: int = 3, seed: int = 1
) -> Waits:
    """Waits over some days; the first, which begins with an empty line, is not counted.

    Args:
        arrivals: how articles come in.
        sample: seconds of service, drawn from with return.
        workers: how many.
        days: how many are simulated, 2 or more.
        seed: of chance; the same articles come for any number of workers.
    """
    chance = np.random.default_rng(seed)
    arrived = arrival_times(arrivals, days, chance)
    services = chance.choice(sample, size=len(arrived))
    waits = waiting(arrived, services, workers)
    counted = arrived >= DAY
    told = waits[counted]
    p50, p95, p99 = np.percentile(told, [50, 95, 99])
    busy = float(services[counted].sum()) / (workers * DAY * (days - 1))
    return Waits(
        workers,
        len(told),
        busy,
        float(told.mean()),
        float(p50),
        float(p95),
        float(p99),
        float(told.max()),
    )


def fewest_workers(
    arrivals: Arrivals, sample: _Times, most_wait: float, days: int = 3, seed: int = 1
) -> Waits:
    """Waits with the fewest workers that keep 95 % of the articles from waiting longer.

    Args:
        arrivals: how articles come in.
        sample: seconds of service.
        most_wait: seconds.
        days: as for ``simulate``.
        seed: as for ``simulate``.
    """

    def tried(workers: int) -> Waits:
        return simulate(arrivals, sample, workers, days, seed)

    high = 1
    while (found := tried(high)).p95 > most_wait:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        waits = tried(middle)
        if waits.p95 > most_wait:
            low = middle
        else:
            high, found = middle, waits
    return found
