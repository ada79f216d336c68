"""Stages, lengths, numbers and executors: what is measured of them, and what the page says."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from helpers.made import make_coded
from helpers.made_sources import SOURCES

from tacitus import bench_pictures
from tacitus.evaluate import speed_executors, speed_lengths, speed_numbers, speed_stages
from tacitus.evaluate.fresh import Fresh
from tacitus.evaluate.processes_seen import with_descendants
from tacitus.evaluate.scale_section import (
    executor_blocks,
    head,
    length_blocks,
    number_blocks,
    stage_blocks,
)
from tacitus.evaluate.speed_executors import Executed, agree, measure_executors, settings
from tacitus.evaluate.speed_lengths import Length, exponents, length_faults, measure_lengths
from tacitus.evaluate.speed_numbers import MIXES, Numbers, Point, measure_numbers
from tacitus.evaluate.speed_stages import ORDER, PARSE, REST, Stages, measure_stages
from tacitus.evaluate.stopwatch import Step
from tacitus.extract import engines
from tacitus.records import TacitusError

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is told there")


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    """Bare spaCy takes a hundredth of a second a report."""
    seen = []

    def take(text):
        seen.append(text)
        return 0.01

    for module in (speed_stages, speed_lengths, speed_numbers):
        monkeypatch.setattr(module, "bare_seconds", take)
    return seen


def told(blocks):
    return "\n".join(blocks)


def test_stages_are_timed_on_an_even_share_of_the_reports(tmp_path, bare, monkeypatch):
    path = tmp_path / "reports.jsonl"
    rows = [{"id": f"r{n}", "text": f"Rebels shelled town number {n}."} for n in range(30)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    monkeypatch.setattr(engines, "extract_claims", lambda: sum(range(20_000)))
    seen = []

    def code(report):
        seen.append(report.id)
        engines.extract_claims()
        return replace(make_coded(report), report=report, claims=(), relations=())

    (found,) = measure_stages(path, 10, {"rules": code}, [Step(PARSE, engines, "claims_of")])

    assert seen == ["r0", *(f"r{n}" for n in range(0, 30, 3))]
    assert (found.reports, found.words, found.claims) == (10, 50, 0)
    assert tuple(found.seconds) == ORDER
    assert found.seconds["rules"] > found.seconds[REST] > 0 == found.seconds[PARSE]
    assert found.spacy == pytest.approx(0.1)
    assert found.store_bytes > 0 < found.json_bytes


STAGES = Stages(
    "both",
    10,
    3_000,
    40,
    dict.fromkeys(ORDER, 0.0) | {PARSE: 1.0, REST: 1.0, "stored": 0.5},
    1.0,
    10_000,
    50_000,
)


def test_the_section_tells_stages_and_shares():
    text = told(stage_blocks([STAGES]))

    for row in (
        "| parse | 100.0 | 50.0% |",
        "| stored | 50.00 |  |",
        "| the pipeline, reports a second | 5.00 | 10.00 |",
        "| the pipeline, share of bare spaCy's speed | 0.50 | 1 |",
        "| from file to store, reports a second | 4.00 |  |",
    ):
        assert row in text
    assert "| gate |" not in text
    assert next(head("stages", "Measured.")) == "## By stage"


def test_lengths_are_measured_and_memory_where_there_are_stretches(monkeypatch):
    asked = []

    def fresh(path, engine):
        asked.append((engine, len(json.loads(path.read_text("utf-8"))["text"].split())))
        return Fresh(1.0, 400.0)

    monkeypatch.setattr(speed_lengths, "code_fresh", fresh)
    found = measure_lengths(
        SOURCES.conflict[0], [6_000, 100], {"rules": make_coded}, "rules", seed=2
    )

    assert [one.reports for one in found] == [30, 1]
    assert [one.peak_mb for one in found] == [None, 400.0]
    assert [engine for engine, _ in asked] == ["rules"]
    assert asked[0][1] >= 6_000
    assert found[1].read == found[1].words
    assert found[0].spacy == pytest.approx(0.01)


def lengths(power, memory=1.0):
    return [
        Length(n, min(n, 30_000), 1, {"rules": (min(n, 30_000) / 1000) ** power}, n / 3000, mb)
        for n, mb in ((100, None), (1_000, None), (10_000, 400.0), (100_000, 400.0 * memory))
    ]


@pytest.mark.parametrize(
    ("power", "memory", "faults"), [(1.0, 1.0, 0), (1.3, 1.2, 1), (1.0, 1.5, 1), (1.5, 2.0, 2)]
)
def test_growth_with_length_is_seen(power, memory, faults):
    found = lengths(power, memory)

    assert exponents(found)["rules"] == pytest.approx(power)
    assert len(length_faults(found)) == faults


def test_the_section_compares_words_that_were_read():
    text = told(length_blocks(lengths(1.0)))

    # 30,000 words in 30 s, beside 3,000 a second
    assert "| 100,000 | 30,000 | 30.0 | 33.3 | 0.33 | 400 |" in text
    assert "rules 1.00, spaCy 1.00" in text


@LINUX
def test_many_reports_are_judged_and_coded_in_one_run(monkeypatch, bare):
    class Gate:
        def relevant(self, report):
            return type("R", (), {"keep": report.id.startswith("c")})

    monkeypatch.setattr(speed_numbers, "load_gate", Gate)
    monkeypatch.setattr(speed_numbers, "_FIRST", 20)
    monkeypatch.setattr(speed_numbers, "_BARE_FIRST", 10)
    coded = []
    mix = next(iter(MIXES))

    found = measure_numbers(SOURCES, 120, "rules", coded.append, mix, seed=3)

    assert [one.reports for one in found.points] == [20, 50, 100, 120]
    assert len(found.tenths) == 10
    last = found.points[-1]
    # one more was coded before, to warm up
    assert last.kept == len(coded) - 1
    assert 0 < last.kept < 30
    assert last.seconds == last.reading + last.gate + last.coding
    assert last.spacy == pytest.approx(1.2, rel=0.1)
    assert found.faults() == []


def run(slope=1.0, end=500.0, reports=10_000):
    points = [
        Point(n, 100 * n, n // 5, 0.0, 0.0, (n / 100) ** slope, n / 50, 500.0)
        for n in (reports // 100, reports // 10, reports)
    ]
    return Numbers("a mix", "rules", tuple(points), (450.0, *[500.0] * 8, end))


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        (run(), 0),
        (run(slope=1.2), 1),
        (run(end=560.0), 1),
        (run(slope=1.2, end=560.0), 2),
        # all of a short run is warming up
        (run(slope=1.2, end=560.0, reports=1_000), 0),
    ],
)
def test_growth_with_the_number_of_reports_is_seen(found, faults):
    assert len(found.faults()) == faults


def test_the_section_sets_numbers_beside_bare_spacy():
    text = told(number_blocks([run()], median=40))

    assert "| 10,000 | 1,000,000 | 20.0% | 100.0 | 0.0 | 0.0 | 100.0 | 100.0 | 2.00 | 500 |" in text
    assert "to the power of 1.00" in text
    assert "of 40 words at the middle" in text


SERIAL = Executed("serial", 1, "both", 100, 30_000, 400, 9.0, 60.0, 2.0, 500.0, 500.0, "x")


@pytest.mark.parametrize(
    ("most", "wanted", "found"),
    [
        (1, ["serial", "processes"], [("serial", 1)]),
        (3, ["serial", "processes"], [("serial", 1), ("processes", 2), ("processes", 3)]),
        (2, ["processes"], [("processes", 2)]),
        (1, ["processes"], [("serial", 1)]),
    ],
)
def test_runs_by_executor_and_workers(most, wanted, found):
    assert settings(most, wanted) == found


def test_ray_is_measured_where_it_is_installed(monkeypatch):
    monkeypatch.setattr(speed_executors, "find_spec", lambda _: None)
    assert settings(2) == [("serial", 1), ("processes", 2)]
    with pytest.raises(TacitusError, match="Ray"):
        settings(2, ["ray"])
    monkeypatch.setattr(speed_executors, "find_spec", lambda _: object())
    assert settings(2)[-1] == ("ray", 2)


def test_the_section_sets_executors_side_by_side():
    two = replace(SERIAL, executor="processes", jobs=2, rate=3.7)

    text = told(executor_blocks([SERIAL, two]))

    assert "| `processes` | 2 | 3.70 | 1,110 | 1.85 | 9.0 | 60.0 | 500 | 500 |" in text
    assert "all runs gave the same bytes" in text
    assert agree([SERIAL, two])
    other = replace(two, digest="y")
    assert not agree([SERIAL, other])
    assert "not give the same bytes" in told(executor_blocks([SERIAL, other]))


PROGRAM = """
import json, sys, time
path = sys.argv[sys.argv.index("code") + 1]
if "broken" in sys.argv[0]:
    sys.exit("no good")
for line in open(path, encoding="utf-8"):
    print(json.dumps({"id": json.loads(line)["id"], "events": [1, 2]}), flush=True)
time.sleep(1)  # long enough to be looked at
"""


@LINUX
@pytest.mark.parametrize("fails", [False, True])
def test_a_run_is_followed_line_by_line(monkeypatch, tmp_path, fails):
    program = tmp_path / ("broken.py" if fails else "program.py")
    program.write_text(PROGRAM, "utf-8")
    start = subprocess.Popen

    def instead(command, **named):
        return start([command[0], str(program), *command[3:]], **named)

    monkeypatch.setattr(speed_executors.subprocess, "Popen", instead)
    if fails:
        with pytest.raises(TacitusError, match="no good"):
            measure_executors(SOURCES, 20, "rules", [("serial", 1)])
        return

    found = measure_executors(SOURCES, 20, "rules", [("serial", 1), ("processes", 2)])

    assert [one.claims for one in found] == [40, 40]
    assert agree(found)
    assert all(0 < one.start <= one.seconds for one in found)
    assert found[0].worker_mb == found[0].all_mb > 1
    # no worker of that name was there
    assert found[1].worker_mb == 0


@LINUX
def test_a_process_and_what_it_started_are_seen():
    inner = "import time; print('up', flush=True); time.sleep(30)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        found = with_descendants(child.pid)
        for one in found:
            subprocess.run(["kill", str(one.number)], check=False)

    assert len(found) == 2
    assert all(one.mb > 1 and "time.sleep" in one.command for one in found)


def test_pictures_are_drawn_of_all_and_written_beside_the_page(tmp_path):
    runs, short = [run(), run(slope=0.9)], lengths(1.0)
    made = [
        ("stages", "By stage", lambda: bench_pictures.stages_picture([STAGES])),
        ("executors", "By executor", lambda: bench_pictures.executors_picture([SERIAL])),
        ("lengths", "Lengths", lambda: bench_pictures.lengths_picture(short)),
        ("lengths-memory", "Memory", lambda: bench_pictures.lengths_memory(short)),
        ("numbers", "Numbers", lambda: bench_pictures.numbers_picture(runs)),
        ("numbers-memory", "Memory", lambda: bench_pictures.numbers_memory(runs)),
    ]

    bench_pictures.write_pictures(tmp_path / "speed.md", made, "Measured today.")

    for name, _, _ in made:
        text = (tmp_path / "speed" / f"{name}.svg").read_text("utf-8")
        assert "<svg" in text
        assert "Measured today." in text
    assert "100,000" in (tmp_path / "speed" / "lengths.svg").read_text("utf-8")
