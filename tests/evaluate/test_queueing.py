"""The simulated line beside what theory says of lines that it can be worked out for."""

from math import factorial

import numpy as np
import pytest

from tacitus.evaluate.queueing import (
    DAY,
    Arrivals,
    arrival_times,
    fewest_workers,
    simulate,
    waiting,
)

EVEN = [1.0] * 24


def erlang_c(workers, load):
    """Chance that one has to wait: Poisson arrivals, exponential services."""
    last = load**workers / factorial(workers) * workers / (workers - load)
    return last / (sum(load**n / factorial(n) for n in range(workers)) + last)


def stream(rate, count, seed):
    chance = np.random.default_rng(seed)
    return np.cumsum(chance.exponential(1 / rate, count)), chance


@pytest.mark.parametrize(("workers", "busy"), [(1, 0.5), (1, 0.7), (3, 0.8), (10, 0.85)])
def test_exponential_services_wait_as_erlang_says(workers, busy):
    load = workers * busy
    arrived, chance = stream(load, 200_000, 1)

    waits = waiting(arrived, chance.exponential(1.0, len(arrived)), workers)[20_000:]

    must_wait = erlang_c(workers, load)
    assert (waits > 0).mean() == pytest.approx(must_wait, rel=0.05)
    assert waits.mean() == pytest.approx(must_wait / (workers - load), rel=0.1)
    # of those who wait, waits are exponential
    share = 0.25 * must_wait
    longest = np.log(must_wait / share) / (workers - load)
    assert np.quantile(waits, 1 - share) == pytest.approx(longest, rel=0.1)


@pytest.mark.parametrize("busy", [0.5, 0.8])
def test_constant_services_wait_as_pollaczek_and_khinchine_say(busy):
    arrived, _ = stream(busy, 200_000, 2)

    waits = waiting(arrived, np.ones(len(arrived)), 1)[20_000:]

    assert waits.mean() == pytest.approx(busy / (2 * (1 - busy)), rel=0.1)


def test_first_come_is_first_served():
    waits = waiting(np.array([0.0, 0.0, 1.0, 9.0]), np.array([5.0, 2.0, 1.0, 1.0]), 2)

    assert waits.tolist() == [0.0, 0.0, 1.0, 0.0]


def test_arrivals_follow_the_hours_and_the_bursts():
    hours = [0.0] * 12 + [1.0] * 12
    chance = np.random.default_rng(1)

    times = arrival_times(Arrivals(10_000, hours), 2, chance)
    assert (np.diff(times) >= 0).all()
    assert len(times) == pytest.approx(20_000, rel=0.05)
    assert (times % DAY >= DAY / 2).all()

    bursts = arrival_times(Arrivals(10_000, EVEN, 2, 0.5, 60.0), 1, chance)
    minutes = np.bincount((bursts / 60).astype(int))
    assert np.sort(minutes)[-4:].sum() > 0.45 * len(bursts)


def test_a_simulated_even_day_is_as_theory_has_it():
    sample = np.random.default_rng(5).exponential(2.0, 5_000)

    found = simulate(Arrivals(30_000, EVEN), sample, 1)

    busy = 30_000 * sample.mean() / DAY
    assert found.busy == pytest.approx(busy, rel=0.03)
    assert found.mean == pytest.approx(busy * sample.mean() / (1 - busy), rel=0.2)
    assert found.p50 <= found.p95 <= found.p99 <= found.most


def test_the_fewest_workers_are_found_and_the_same_seed_gives_the_same():
    arrivals = Arrivals(20_000, EVEN, 4, 0.2)
    sample = np.array([10.0, 20.0])

    best = fewest_workers(arrivals, sample, 600, days=2, seed=3)

    assert best.p95 <= 600
    assert best.workers > 1
    assert simulate(arrivals, sample, best.workers - 1, 2, 3).p95 > 600
    assert simulate(arrivals, sample, best.workers, 2, 3) == best
    assert simulate(arrivals, sample, best.workers, 2, 4) != best
