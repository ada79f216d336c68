import pytest

from tacitus.evaluate.benchmark import Benchmark, prf, set_lines, summed
from tacitus.evaluate.score import Tally
from tacitus.records import TacitusError


def mean(units):
    return {"mean": sum(units) / len(units)}


def test_an_interval_holds_the_figure_and_is_the_same_every_time():
    benchmark = Benchmark((0.0, 1.0) * 50, mean)

    interval = benchmark.intervals["mean"]

    assert benchmark.figures == {"mean": 0.5}
    assert 0.35 < interval.low < 0.5 < interval.high < 0.65
    assert Benchmark((0.0, 1.0) * 50, mean).intervals["mean"] == interval


def test_an_interval_over_equal_units_has_no_width():
    interval = Benchmark((0.25,) * 9, mean).intervals["mean"]

    assert (interval.low, interval.high) == (0.25, 0.25)


def test_no_units_have_no_intervals():
    assert Benchmark((), lambda units: {}).intervals == {}


def test_tallies_are_added_by_name():
    total = summed([{"a": Tally(1, 2, 3)}, {"a": Tally(1, 1, 1), "b": Tally(0, 1, 0)}])

    assert total == {"a": Tally(2, 3, 4), "b": Tally(0, 1, 0)}
    assert prf("a", total["a"])["a precision"] == pytest.approx(2 / 3)


def test_a_line_ends_only_where_a_line_ends(tmp_path):
    path = tmp_path / "set.txt"
    path.write_bytes("a\u2028b\r\nc".encode())

    assert set_lines(path) == ["a\u2028b", "c"]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TacitusError) as error:
        set_lines(tmp_path / "none.txt")
    assert error.value.problem.code == "bad-set-file"
