"""The reports that ship: their form, what they span, and what is made of the odd ones out."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from tacitus.learned.gate import relevant
from tacitus.pipeline import code_report
from tacitus.read import read_paths
from tacitus.records import Report

EXAMPLES = Path(str(files("tacitus.examples")))
README = Path(__file__).parents[1] / "README.md"
# what several reports tell of, by the word after "example-" in their ids
MANY_TOLD = ("market", "dili", "qana", "grozny", "bojaya", "halabja", "bentalha")
# reports written for one reason only, which a cut or a translation would undo
FOREIGN, OFF_TOPIC = "example-bentalha-french", "example-football"


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    read = list(read_paths([EXAMPLES]))
    assert all(isinstance(report, Report) for report in read)
    return {report.id: report for report in read if isinstance(report, Report)}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_line_has_the_same_fields(path):
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            record = json.loads(line)
            assert {"id", "source", "published", "text"} <= set(record)
            assert set(record) <= {"id", "source", "published", "title", "text"}
            assert record["id"].startswith("example-")


def test_none_bears_a_problem_but_the_one_without_a_date(reports):
    told = {p.code for report in reports.values() for p in report.problems}

    assert told == {"no-date"}


def test_the_readme_counts_them_right(reports):
    (told,) = re.findall(r"codes the (\d+) example reports", README.read_text("utf-8"))

    assert len(reports) == int(told)


@pytest.mark.parametrize("event", MANY_TOLD)
def test_some_events_are_told_by_outlets_that_differ(reports, event):
    outlets = {r.source for r in reports.values() if r.id.startswith(f"example-{event}-")}

    assert len(outlets) >= 3


def test_an_outlet_comes_back_to_what_it_told(reports):
    pairs = Counter((r.id.split("-")[1], r.source) for r in reports.values() if r.source)

    assert {event for (event, _), n in pairs.items() if n > 1} >= {"dili", "qana", "bojaya"}


@pytest.mark.parametrize("script", ["\u0400-\u04ff", "\u0600-\u06ff"], ids=["Cyrillic", "Arabic"])
@pytest.mark.parametrize("field", ["source", "title"])
def test_outlets_and_titles_come_in_other_scripts(reports, script, field):
    told = [getattr(report, field) or "" for report in reports.values()]

    assert any(re.search(f"[{script}]", value) for value in told)


def test_one_in_another_language_is_kept_and_not_coded(reports):
    others = {report.id for report in reports.values() if report.language != "en"}
    coded = code_report(reports[FOREIGN])

    assert others == {FOREIGN}
    assert reports[FOREIGN].language == "fr"
    assert coded.claims == ()
    assert [problem.code for problem in coded.problems] == ["language-not-coded"]


def test_the_gate_passes_over_the_match_report_alone(reports):
    assert {r.id for r in reports.values() if not relevant(r).keep} == {OFF_TOPIC}
