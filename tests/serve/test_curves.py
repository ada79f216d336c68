"""Curves on axes by powers of ten."""

from xml.etree import ElementTree as ET

import pytest

from tacitus.serve.plots.curves import Curve, Log, curves
from tacitus.serve.plots.svg import NAMESPACE

_S = f"{{{NAMESPACE}}}"


@pytest.mark.parametrize(("value", "place"), [(1, 0), (10, 50), (100, 100), (1_000, 150)])
def test_each_power_of_ten_takes_as_much_room(value, place):
    assert Log(0, 3, 0, 150)(value) == pytest.approx(place)


@pytest.mark.parametrize(("room", "marks"), [(300, [1, 10, 100, 1_000]), (90, [1, 100]), (20, [1])])
def test_marks_do_not_run_into_each_other(room, marks):
    assert Log(0, 3, 0, room).marks() == marks


def test_points_stand_where_their_numbers_are():
    line = Curve("rules", [(100, 1), (1_000, 10), (10_000, 100)])

    root = ET.fromstring(
        curves("c", "told", "words", "seconds", [line, Curve("none", [])]).inline()
    )

    dots = [c for c in root.iter(f"{_S}circle") if c.find(f"{_S}title") is not None]
    xs, ys = ([float(dot.get(at)) for dot in dots] for at in ("cx", "cy"))
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)
    assert ys[0] - ys[1] == pytest.approx(ys[1] - ys[2], abs=0.2)
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)
    words = {text.text for text in root.iter(f"{_S}text")}
    assert {"100", "10,000", "words", "seconds", "rules"} <= words
    assert "none" not in words


def test_nothing_measured_is_drawn_as_nothing():
    assert "<circle" not in curves("c", "told", "words", "seconds", []).inline()
