import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from helpers.made import TEXT, make_coded, make_report

from tacitus.evaluate import speed, speed_resolving
from tacitus.evaluate.fresh import Fresh, run_fresh
from tacitus.evaluate.pages import speed_page
from tacitus.evaluate.speed import in_turn, measure_speed, read_all
from tacitus.evaluate.speed_reader import ReaderSpeed, Stopwatch, start_readers, time_readers
from tacitus.evaluate.speed_resolving import ResolvingSpeed, measure_resolving, share_of
from tacitus.records import Coded, TacitusError


@pytest.fixture
def quick(monkeypatch):
    """No new processes."""
    asked = []

    def run(arguments, times=1):
        asked.append(arguments)
        return Fresh(1.5, 300.0)

    monkeypatch.setattr(speed, "run_fresh", run)
    return asked


class Model:
    """Says of every report what it was made to say."""

    tokenizer = None

    def read(self, ids, offsets, sentences):
        return "labels"

    def told(self, labels):
        return np.array([0.5])

    def ask(self, labels, marks, sentences):
        return "answer"

    def same(self, one, other, extra):
        return np.array([0.25])


def test_every_engine_codes_every_report(quick):
    reports = [make_report(id=f"r{n}") for n in range(30)]
    seen = []

    def code(report):
        seen.append(report.id)
        return make_coded(report)

    measured = measure_speed(
        reports, {"rules": code, "both": lambda report: Coded(report, (), (), ())}, skipped=2
    )

    # once more for the first, to warm up
    assert sorted(seen) == sorted([r.id for r in reports] + ["r0"])
    rules, both = measured["rules"], measured["both"]
    assert (rules.reports, rules.skipped, rules.words) == (30, 2, 30 * len(TEXT.split()))
    assert (rules.events, both.events, rules.broken_spans) == (60, 0, 0)
    assert rules.spacy_seconds == both.spacy_seconds > 0
    assert len(rules.ratios) == 2
    assert (rules.cold_start, rules.peak_mb) == (1.5, 300.0)
    assert {arguments[-1] for arguments in quick} == {"rules", "both"}


@pytest.mark.parametrize(("number", "names"), [(0, "abc"), (1, "bca"), (2, "cab"), (3, "abc")])
def test_another_one_goes_first_in_each_round(number, names):
    assert "".join(in_turn("abc", number)) == names


def test_reports_are_read_and_missing_ones_counted(tmp_path):
    path = tmp_path / "reports.jsonl"
    rows = [{"id": "a", "text": TEXT, "published": "2012-11-20"}, {"id": "b", "text": ""}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    reports, skipped = read_all(path)

    assert [(r.id, r.published) for r in reports] == [("a", date(2012, 11, 20))]
    assert skipped == 1
    path.write_text("", "utf-8")
    with pytest.raises(TacitusError, match="no report"):
        read_all(path)


def test_a_stopwatch_answers_as_the_model_and_counts():
    watch = Stopwatch(Model())

    assert watch.read([], [], np.array([3, 3, 4])) == "labels"
    assert watch.told("labels") == [0.5]
    assert [watch.ask("labels", [], []) for _ in range(3)] == ["answer"] * 3
    assert watch.same([], [], []) == [0.25]
    assert (watch.sentences, watch.questions) == (2, 3)
    assert watch.read_seconds >= 0 <= watch.ask_seconds


@pytest.mark.parametrize(("most", "read"), [(5, 5), (2, 2), (1, 1), (3, 3)])
def test_models_are_asked_what_the_pipeline_asks(monkeypatch, most, read):
    class Proposer:
        def __init__(self, reading, model, trust):
            self.model = model
            model.read([], [], np.array([0, 0]))

        def proposals(self):
            self.model.ask("labels", [], [])

    monkeypatch.setattr("tacitus.evaluate.speed_reader.Proposer", Proposer)
    reports = [make_report(id=str(n)) for n in range(5)]

    timed = time_readers(reports, {"int8": Model(), "fp32": Model()}, most)

    assert {name: (s.reports, s.questions) for name, s in timed.items()} == {
        "int8": (read, read),
        "fp32": (read, read),
    }
    assert timed["int8"].sentences == timed["fp32"].sentences == read
    assert timed["int8"].given > read


def test_a_model_is_started_on_the_longest_report(monkeypatch, tmp_path):
    asked = []

    def run(arguments, times=1):
        asked.append((arguments[2], Path(arguments[3]).read_text("utf-8")))
        return Fresh(0.5, 100.0)

    monkeypatch.setattr("tacitus.evaluate.speed_reader.run_fresh", run)
    reports = [make_report(text=TEXT[:50], cuts=()), make_report()]

    assert start_readers(reports, {"int8": tmp_path}) == {"int8": Fresh(0.5, 100.0)}
    assert asked == [(str(tmp_path), TEXT)]


def test_a_new_process_is_measured_by_itself():
    ballast = bytearray(200_000_000)

    small = run_fresh(["-c", "pass"])

    assert len(ballast) / 1e6 > small.peak_mb > 1
    assert small.seconds > 0
    with pytest.raises(TacitusError) as error:
        run_fresh(["-c", "raise SystemExit(3)"])
    assert error.value.problem.code == "program-failed"


def test_the_page_sets_engines_and_models_side_by_side(quick):
    engines = measure_speed([make_report()], {"rules": make_coded, "both": make_coded})
    readers = {
        "int8": ReaderSpeed(10, 100, 120, 2.0, 2.0, 45),
        "fp32": ReaderSpeed(10, 100, 120, 4.0, 4.0, 44),
    }
    starts = {"int8": Fresh(0.41, 90.0), "fp32": Fresh(0.9, 250.0)}

    page = speed_page(engines["both"], "head", engines=engines, readers=readers, starts=starts)

    for words in (
        "## By engine",
        "| rules |",
        "| both |",
        "10 of the reports (100 of their 120 sentences",
        "| int8 | 50 | 25 | 1.00 | 4.5 | 90 | 0.41 |",
        "| fp32 | 25 | 12 | 0.50 | 4.4 | 250 | 0.90 |",
    ):
        assert words in page


def test_the_share_of_a_step_is_its_time_in_the_whole():
    steps = SimpleNamespace(work=lambda n: sum(range(n)))

    def code(report):
        steps.work(300_000)
        sum(range(300_000))
        return make_coded(report)

    plain = steps.work
    reports = [make_report(id=f"r{n}") for n in range(8)]
    assert 0.2 < share_of(reports, code, [(steps, "work")]) < 0.8
    assert share_of(reports, code, []) == 0
    assert steps.work is plain


def test_the_gazetteer_is_built_and_opened_and_the_page_says_so(monkeypatch, quick):
    def build(arguments, times=1):
        Path(arguments[-1]).write_bytes(b"x" * 3_000_000)
        return Fresh(70.2, 600.0)

    monkeypatch.setattr(speed_resolving, "run_fresh", build)
    reports = [make_report(id="r")]
    found = measure_resolving(reports, make_coded, [])
    assert (found.build_seconds, found.build_mb, found.file_mb) == (70.2, 600.0, 3.0)
    assert found.open_seconds > 0
    measured = measure_speed(reports, {"rules": make_coded})["rules"]
    page = speed_page(measured, "Measured.", resolving=ResolvingSpeed(0.12, 70.2, 600.0, 3.0, 0.02))
    assert "| resolving actors and places, share of the pipeline's time | 12% |" in page
    assert "| opening it, seconds | 0.020 |" in page
