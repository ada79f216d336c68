"""Figures that ship: written by the run that measured, read back by the desk."""

from __future__ import annotations

import json

import pytest
from helpers.gold import write_gold
from helpers.made import make_coded

from tacitus.evaluate.by_engine import measure_engines
from tacitus.evaluate.measured import Figures, figures_of, shipped_figures, write_figures
from tacitus.evaluate.proportions import wilson
from tacitus.evaluate.score import FIELDS
from tacitus.learned.model import shipped_version
from tacitus.records import Coded


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),  # the example of Newcombe 1998
    ],
)
def test_the_interval_of_a_share(right, total, low, high):
    found = wilson(right, total)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(("right", "total"), [(-1, 3), (4, 3)])
def test_no_interval_of_what_is_no_share(right, total):
    with pytest.raises(ValueError, match="no share"):
        wilson(right, total)


def test_figures_come_back_as_they_were_measured(tmp_path):
    def nothing(report):
        return Coded(report, (), (), ())

    engines = measure_engines(write_gold(tmp_path), None, {"rules": nothing, "both": make_coded})
    found = figures_of(engines, measured="Measured today.", engine="both", model="reader 1")
    file = tmp_path / "figures.json"
    write_figures(found, file)

    assert Figures.model_validate(json.loads(file.read_text("utf-8"))) == found
    dev = found.of("dev")
    assert dev is not None
    overall = engines["both"].quality.sets["dev"].overall
    assert (dev.events.right, dev.events.gold) == (overall.events.right, overall.events.gold)
    assert dev.events.f1 == round(overall.events.f1, 4)
    # one report alone has no spread
    assert (dev.reports, dev.events.low) == (1, None)
    assert found.of("dev", "rules").events.f1 == 0.0
    assert found.of("test") is None


def test_the_figures_that_ship_are_of_the_model_that_ships():
    figures = shipped_figures()
    assert figures.model == shipped_version()
    assert {(one.set, one.engine) for one in figures.sets} == {
        (part, engine) for part in ("dev", "train", "seed") for engine in ("rules", "model", "both")
    }
    for one in figures.sets:
        assert set(one.fields) <= set(FIELDS)
        for rating in (one.events, one.slots, *one.fields.values()):
            assert 0 <= rating.f1 <= 1
            assert (rating.low is None) == (one.reports == 1)
            if rating.low is not None:
                assert rating.low <= rating.f1 <= rating.high
