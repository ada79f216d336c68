"""The commands that measure growth and plan by it: what they write, and when they fail."""

from dataclasses import replace

import pytest
from helpers.made_sources import SOURCES
from typer.testing import CliRunner

from tacitus.bench import bench_app
from tacitus.bench_scale import _pipeline_steps
from tacitus.evaluate import made_reports, speed_executors, unit_costs
from tacitus.evaluate.speed_executors import Executed
from tacitus.evaluate.speed_stages import ORDER, STEPS
from tacitus.evaluate.unit_costs import read_costs, shipped_costs, write_costs
from tacitus.records import TacitusError

SERIAL = Executed("serial", 1, "rules", 100, 30_000, 400, 9.0, 60.0, 2.0, 500.0, 500.0, "x")
TWO = replace(SERIAL, executor="processes", jobs=2, rate=3.0)


def run(*arguments):
    return CliRunner().invoke(bench_app, [str(one) for one in arguments])


@pytest.fixture
def executed(monkeypatch):
    """The runs that are given back instead of being made."""
    runs = [SERIAL, TWO]
    asked = []

    def measure(sources, count, engine, wanted, seed, done):
        asked.append((count, engine, list(wanted)))
        for one in runs:
            done(one)
        return runs

    monkeypatch.setattr(made_reports, "read_sources", lambda *_: SOURCES)
    monkeypatch.setattr(speed_executors, "measure_executors", measure)
    return runs, asked


def test_a_part_writes_its_section_its_picture_and_its_figures(executed, tmp_path):
    page, figures = tmp_path / "speed.md", tmp_path / "costs.json"
    page.write_text("# Speed\n\n## By executor\n\nOld.\n\n## Desk\n\nStays.\n", "utf-8")
    write_costs(shipped_costs(), figures)

    done = run(
        *("scale", tmp_path, "--part", "executors", "--reports", 100, "--engine", "rules"),
        *("--executor", "serial", "--executor", "processes", "--jobs", 2),
        *("--figures", figures, "--write", page),
    )

    assert done.exit_code == 0, done.output
    assert executed[1] == [(100, "rules", [("serial", 1), ("processes", 2)])]
    text = page.read_text("utf-8")
    assert "Old." not in text
    assert "Stays." in text
    assert "| `processes` | 2 | 3.00 |" in text
    assert "](speed/executors.svg)" in text
    assert (tmp_path / "speed" / "executors.svg").exists()
    assert read_costs(figures).workers.efficiency == 0.75
    assert read_costs(figures).engines == shipped_costs().engines


def test_other_bytes_fail_the_command(executed, tmp_path):
    executed[0][1] = replace(TWO, digest="y")

    done = run("scale", tmp_path, "--part", "executors")

    assert done.exit_code == 1
    assert "executors gave other bytes" in done.output
    assert "## By executor" in done.output


def test_a_part_that_fails_does_not_stop_the_others(executed, monkeypatch, tmp_path):
    def fail(*_):
        raise TacitusError("no-reports", "The gate keeps none.")

    monkeypatch.setattr(unit_costs, "measure_units", fail)

    done = run("scale", tmp_path, "--part", "units", "--part", "executors")

    assert done.exit_code == 1
    assert "units: The gate keeps none." in done.output
    assert "## By executor" in done.output


def test_the_plan_is_written_between_its_marks_the_same_each_time(tmp_path):
    page = tmp_path / "scale.md"
    page.write_text("# Many\n\n<!-- plan: begin -->\n<!-- plan: end -->\n\nLast.\n", "utf-8")
    asked = ("plan", "--day-articles", 2_000, "--core-hour", 0.5, "--write", page)

    assert run(*asked).exit_code == 0
    first = page.read_text("utf-8")
    assert run(*asked).exit_code == 0

    assert page.read_text("utf-8") == first
    assert first.startswith("# Many\n")
    assert first.endswith("<!-- plan: end -->\n\nLast.\n")
    assert "| price of a core for an hour (as given" in first
    assert "0.5 USD" in first


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--crawl-english", 0), "bad-option"), (("--figures", "none.json"), "no-figures")],
)
def test_a_plan_of_nothing_says_why(arguments, code):
    done = run("plan", *arguments)

    assert done.exit_code == 1
    assert done.exception.problem.code == code


def test_the_functions_that_are_timed_are_where_they_are_called():
    steps = [*STEPS, *_pipeline_steps()]

    assert {step.stage for step in steps} < set(ORDER)
    for step in steps:
        assert callable(getattr(step.owner, step.name))
