import pytest
from helpers.gold import write_gold
from helpers.made import make_coded

from tacitus.evaluate.gate import (
    Floors,
    Pair,
    RelevanceFloors,
    SetFloors,
    raised,
    read_floors,
    shortfalls,
    write_floors,
)
from tacitus.evaluate.machine import measured_with
from tacitus.evaluate.pages import accuracy_page, speed_page
from tacitus.evaluate.quality import measure_quality
from tacitus.evaluate.speed import Speed
from tacitus.records import TacitusError


@pytest.fixture
def quality(tmp_path):
    return measure_quality(write_gold(tmp_path), make_coded)


def test_sets_are_coded_and_compared(quality):
    assert quality.whole.overall.reports == 2
    assert quality.whole.overall.events.right == 2
    assert list(quality.whole.by_source) == ["DEV", "TRAIN"]
    assert set(quality.sets) == {"seed", "dev", "train"}


def test_missing_gold_is_named(tmp_path):
    with pytest.raises(TacitusError, match="seed"):
        measure_quality(tmp_path, make_coded)


def test_a_figure_below_its_floor_is_named(quality):
    floors = Floors(whole=Pair(events=0.5, slots=0.99), fields={"type": 1.0, "place": 1.0})

    assert [short.name for short in shortfalls(quality, None, floors)] == ["whole.slots"]


@pytest.mark.parametrize(
    ("floors", "groups", "short"),
    [
        (Floors(dev=Pair(events=0.99, slots=0.0)), None, ["dev.events"]),
        (Floors(dev=Pair(events=0.6)), None, []),
        (
            Floors(benchmarks=SetFloors(re3d=0.7, muc4=0.3)),
            {"benchmarks": {"re3d": 0.69, "muc4": 0.3}},
            ["benchmarks.re3d"],
        ),
        (
            Floors(relevance=RelevanceFloors(gold_dev=0.98, lgl_skipped=0.6)),
            {"relevance": {"gold_dev": 0.979, "lgl_skipped": 0.7}},
            ["relevance.gold_dev"],
        ),
        (Floors(benchmarks=SetFloors(re3d=0.7)), None, []),  # not measured
    ],
)
def test_dev_and_public_sets_have_floors(quality, floors, groups, short):
    assert [one.name for one in shortfalls(quality, None, floors, groups)] == short


def test_floors_of_public_sets_rise_and_never_fall(quality):
    floors = Floors(benchmarks=SetFloors(re3d=0.7, muc4=0.3, happened_r=0.5))

    new = raised(quality, None, floors, {"benchmarks": {"re3d": 0.6, "muc4": 0.34567}})

    assert new.benchmarks == SetFloors(re3d=0.7, muc4=0.345, happened_r=0.5)
    assert new.dev.events == 0.666


def test_the_packaged_floors_are_of_the_form(request):
    path = request.config.rootpath / "quality" / "floors.yaml"

    assert read_floors(path).whole.events >= 0.795
    assert read_floors(path).relevance.gold_dev >= 0.98


def test_floors_rise_and_never_fall(quality, tmp_path):
    floors = Floors(whole=Pair(events=0.1, slots=0.99), case2021=0.7)

    new = raised(quality, None, floors)

    assert new.whole.events == 0.666
    assert new.whole.slots == 0.99
    assert new.case2021 == 0.7
    assert new.fields["place"] == 1.0
    write_floors(new, tmp_path / "floors.yaml")
    assert read_floors(tmp_path / "floors.yaml") == new
    assert raised(quality, None, new) == new


def test_the_accuracy_page_holds_every_set_and_field(quality):
    page = accuracy_page(quality, None, measured_with())

    for words in (
        "| seed | 1 |",
        "| dev and train | 2 |",
        "| initiators |",
        "| DEV | 1 |",
        "Measured 20",
    ):
        assert words in page
    assert "CASE" not in page


def test_the_speed_page_tells_ratio_and_counts():
    speed = Speed(
        reports=784,
        skipped=1,
        words=258_000,
        seconds=100.0,
        spacy_seconds=80.0,
        slowest=1.5,
        ratios=(0.7, 0.8, 0.9),
        events=3000,
        relations=40,
        spans=60_000,
        problems={"no-date": 7},
        broken_spans=0,
        peak_mb=512.4,
        cold_start=2.34,
    )

    page = speed_page(speed, "head")

    for words in (
        "784 (1 skipped)",
        "2,580",
        "3,225",
        "0.80",
        "512",
        "2.3",
        "| problems: no-date | 7 |",
    ):
        assert words in page
