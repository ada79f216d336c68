"""Unit costs as they are kept, and the plan that is worked out from them."""

import re
from dataclasses import replace

import pytest
from helpers.made import make_coded
from helpers.made_sources import SOURCES

from tacitus.evaluate import unit_costs
from tacitus.evaluate.made_pages import made_page, write_pages
from tacitus.evaluate.made_reports import Mix, make_reports
from tacitus.evaluate.markdown import with_part
from tacitus.evaluate.plan import need, packaged_assumptions, plan_blocks, services, wait_rows
from tacitus.evaluate.speed import read_all
from tacitus.evaluate.speed_executors import Executed
from tacitus.evaluate.unit_costs import (
    EngineCosts,
    UnitCosts,
    WorkerCosts,
    measure_units,
    read_costs,
    shipped_costs,
    worker_costs,
    write_costs,
)
from tacitus.records import TacitusError

ENGINE = EngineCosts(
    seconds=(0.5, 1.5), claims=2.0, store_seconds=0.1, store_bytes=20_000.0, json_bytes=1_000.0
)
COSTS = UnitCosts(
    measured="Measured today.",
    articles=1_000,
    words=400.0,
    of_conflict=0.05,
    kept=0.2,
    lost=0.01,
    page_seconds=0.03,
    page_bytes=150_000.0,
    line_seconds=0.004,
    gate_seconds=0.01,
    engines={"both": ENGINE},
)
HALF = WorkerCosts(
    measured="Measured today.",
    executor="processes",
    jobs=2,
    efficiency=0.5,
    worker_mb=400.0,
    start=9.0,
)


def test_what_a_plan_needs_is_units_times_numbers():
    found = need(COSTS, ENGINE, 100_000, english=0.5)

    # 100,000 pages; 50,000 judged; 10,000 coded at 1 s and stored at 0.1 s
    assert found.judged == 50_000
    assert found.coded == pytest.approx(10_000)
    assert found.core_hours == pytest.approx((3_000 + 500 + 10_000 + 1_000) / 3600)
    assert found.store_gb == pytest.approx(0.2)
    assert found.json_gb == pytest.approx(0.01)
    assert found.cores(days=1) == 1
    assert found.cores(days=1 / 24) == 5


def test_workers_that_hinder_each_other_need_more_hours():
    alone = need(COSTS, ENGINE, 1_000)
    two = need(COSTS.model_copy(update={"workers": HALF}), ENGINE, 1_000)

    assert two.core_hours == pytest.approx(2 * alone.core_hours)


def test_services_have_the_mean_of_the_units():
    sample = services(COSTS, ENGINE)

    assert sample.mean() == pytest.approx(0.03 + 0.01 + 0.2 * (1.0 + 0.1))
    assert sample.max() == pytest.approx(0.04 + 1.5 + 0.1)


def test_the_fewest_workers_stand_among_the_rows():
    assumed = packaged_assumptions().model_copy(update={"day_articles": 20_000})
    slow = COSTS.model_copy(update={"page_seconds": 5.0})

    best, rows = wait_rows(slow, ENGINE, assumed, seed=1)

    assert best in rows
    assert best.p95 <= assumed.most_wait_minutes * 60
    assert {best.workers - 1, best.workers, best.workers + 1} <= {one.workers for one in rows}


def test_the_plan_tells_costs_assumptions_and_what_it_comes_to():
    assumed = packaged_assumptions().model_copy(update={"day_articles": 3_000, "core_hour": 3.6})

    text = "\n".join(plan_blocks(COSTS, assumed, 1, "tacitus bench plan"))

    assert text.startswith("## Plan to internet scale")
    for words in (
        "Measured today.",
        "| web page read | 30 |",
        "report coded, engine both (2.0 claims; longest 1.50 s) | 1,000 |",
        "3.6 USD",
        str(assumed.core_day),
        # 780 seconds of cores
        "| both | a day's news | 3,000 | 600 | 0.2 | 1 | 0.78 | 0.0 | 0.00 | 0.00 |",
        "| both | **1** |",
    ):
        assert words in text


def test_a_part_between_marks_is_written_anew_and_the_rest_stays():
    page = with_part("# Title\n\nWords.\n", "plan", "## Old\n")
    assert page == "# Title\n\nWords.\n\n<!-- plan: begin -->\n\n## Old\n\n<!-- plan: end -->\n"

    more = with_part(page + "\nAfter.\n", "plan", "## New\n\nText.\n")

    assert "Old" not in more
    assert re.search(r"begin -->\n\n## New\n\nText\.\n\n<!-- plan: end -->\n\nAfter\.\n$", more)
    assert with_part(more, "plan", "## New\n\nText.\n") == more


def test_a_made_page_is_read_as_its_story(tmp_path):
    row = next(iter(make_reports(SOURCES, 1, 5, Mix(of_conflict=1.0))))

    (path,) = write_pages(tmp_path, [row])

    ((report,), skipped) = read_all(path)
    assert skipped == 0
    story, told = set(row["text"].split()), set(report.text.split())
    assert len(story & told) > 0.95 * len(story)
    assert "brief" not in told
    assert 140_000 < path.stat().st_size < 165_000
    assert made_page(row) == made_page(row)


def test_units_are_measured_on_what_the_gate_keeps(monkeypatch):
    class Gate:
        def relevant(self, report):
            return type("R", (), {"keep": report.id.startswith("c")})

    monkeypatch.setattr(unit_costs, "load_gate", Gate)
    monkeypatch.setattr(unit_costs, "_PAGES", 2)
    seen = []

    def code(report):
        seen.append(report.id)
        return make_coded(report)

    found = measure_units(SOURCES, 60, {"rules": code}, "Measured.", seed=2)

    assert found.kept == found.of_conflict > 0
    assert found.lost == 0
    assert set(seen) == {one for one in seen if one.startswith("c")}
    engine = found.engines["rules"]
    assert len(engine.seconds) == round(60 * found.kept)
    assert engine.claims == 2
    assert min(engine.store_seconds, engine.store_bytes, engine.json_bytes) > 0
    assert found.page_seconds > found.gate_seconds


def test_a_gate_that_keeps_nothing_is_told(monkeypatch):
    class Gate:
        def relevant(self, report):
            return type("R", (), {"keep": False})

    monkeypatch.setattr(unit_costs, "load_gate", Gate)
    monkeypatch.setattr(unit_costs, "_PAGES", 1)

    with pytest.raises(TacitusError, match="keeps none"):
        measure_units(SOURCES, 5, {}, "Measured.")


def test_costs_are_kept_and_read_again(tmp_path):
    path = tmp_path / "costs.json"
    write_costs(COSTS, path)

    assert read_costs(path) == COSTS
    path.write_text("{}", "utf-8")
    with pytest.raises(TacitusError) as error:
        read_costs(path)
    assert error.value.problem.code == "no-figures"


def test_costs_ship_for_both_engines():
    assert {"rules", "both"} <= set(shipped_costs().engines)
    assert shipped_costs().workers is not None


RUN = Executed("serial", 1, "both", 100, 30_000, 400, 9.0, 60.0, 2.0, 500.0, 500.0, "x")


@pytest.mark.parametrize(
    ("runs", "efficiency"),
    [
        ([RUN, replace(RUN, executor="processes", jobs=2, rate=3.6)], 0.9),
        ([RUN], None),
        ([replace(RUN, executor="ray", jobs=2)], None),
    ],
)
def test_what_workers_add_is_told_beside_one_process(runs, efficiency):
    found = worker_costs(runs, "Measured.")

    assert (found and found.efficiency) == efficiency
