"""Time by stage: what one stage has another do is charged to that other alone."""

from types import SimpleNamespace

import pytest

from tacitus.evaluate.growth import exponent, series
from tacitus.evaluate.stopwatch import Step, Stopwatch


class Clock:
    """Goes on only when told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def work(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def test_each_stage_counts_its_own_time_alone(clock):
    watch = Stopwatch(clock)
    room = SimpleNamespace(parse=lambda: clock.work(3), resolve=lambda: clock.work(0.5))

    def find():
        clock.work(1)
        room.resolve()
        room.resolve()

    room.find = find
    steps = [Step("parse", room, "parse"), Step("find", room, "find")]
    with watch.watching([*steps, Step("resolve", room, "resolve")]), watch.during("rest"):
        clock.work(0.25)
        room.parse()
        room.find()

    assert watch.seconds == {"parse": 3, "find": 1, "resolve": 1, "rest": 0.25}
    assert room.find is find


def test_a_function_that_fails_is_charged_and_put_back(clock):
    watch = Stopwatch(clock)

    def fail():
        clock.work(2)
        raise ValueError

    room = SimpleNamespace(fail=fail)
    with pytest.raises(ValueError), watch.watching([Step("bad", room, "fail")]):  # noqa: PT011
        room.fail()

    assert watch.seconds["bad"] == 2
    assert room.fail is fail


@pytest.mark.parametrize(
    ("sizes", "costs", "slope"),
    [
        ([1, 10, 100], [2, 20, 200], 1.0),
        ([1, 10, 100], [3, 300, 30_000], 2.0),
        ([100, 1_000], [7, 7], 0.0),
        ([5, 5], [1, 2], 0.0),
        ([10], [1], 0.0),
        # what costs nothing has no logarithm
        ([1, 10, 100], [0, 1, 10], 1.0),
    ],
)
def test_the_exponent_of_growth(sizes, costs, slope):
    assert exponent(sizes, costs) == pytest.approx(slope)


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        (100, 1_000, [100, 200, 500, 1_000]),
        (500, 3_000, [500, 1_000, 2_000, 3_000]),
        (100, 100, [100]),
        (100, 60, [60]),
    ],
)
def test_sizes_on_the_way(first, last, wanted):
    assert series(first, last) == wanted
