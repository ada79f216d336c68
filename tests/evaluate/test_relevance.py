"""How the gate is measured."""

import json
from pathlib import Path

import pytest

from tacitus.evaluate.benchmark import Benchmark
from tacitus.evaluate.relevance import (
    WAYS,
    GateSpeed,
    Judged,
    Verdict,
    figures,
    floor_figures,
    gate_blocks,
    judged_sets,
    measure_gate,
    speed_blocks,
    time_gate,
    written_otherwise,
)
from tacitus.learned.gate import Relevance, load_gate
from tacitus.records import Cut, Report, Span, TacitusError

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def verdicts(*pairs: str) -> list[Verdict]:
    """ "+k" is of conflict and kept, "-s" is not and skipped."""
    return [Verdict(pair[0] == "+", pair[1] == "k") for pair in pairs]


@pytest.mark.parametrize(
    ("units", "recall", "precision", "others_skipped", "skipped"),
    [
        (verdicts("+k", "+k", "+s", "-k", "-s"), 2 / 3, 2 / 3, 0.5, 0.4),
        (verdicts("+s", "-s"), 0.0, 1.0, 1.0, 1.0),
        (verdicts("-k", "-k", "-s", "-s"), 1.0, 0.0, 0.5, 0.5),
        (verdicts("+k"), 1.0, 1.0, 1.0, 0.0),
    ],
)
def test_figures(units, recall, precision, others_skipped, skipped):
    found = figures(units)
    assert found["recall"] == pytest.approx(recall)
    assert found["precision"] == pytest.approx(precision)
    assert found["others skipped"] == pytest.approx(others_skipped)
    assert found["skipped"] == pytest.approx(skipped)


def test_figures_that_have_floors_are_of_sets_that_are_large_enough():
    names = ("held-out reports", "MUC-4 dev", "FA-KES", "CASE 2021 snippets", "PolNeAR dev")
    few = {name: Benchmark(tuple(verdicts("+k", "-k")), figures) for name in names}
    many = {
        "gold dev": Benchmark(tuple(verdicts(*["+k"] * 19, "+s")), figures),
        "ECB+ dev": Benchmark(tuple(verdicts(*["-s"] * 8, *["-k"] * 2, "+s")), figures),
        "LGL, every fifth": Benchmark(tuple(verdicts(*["-s"] * 10)), figures),
        "invented, short": Benchmark(tuple(verdicts(*["+k"] * 10, *["-k"] * 10)), figures),
    }

    assert floor_figures(few | many) == pytest.approx(
        {
            "gold_dev": 0.95,
            "ecb_skipped": 0.8,
            "lgl_skipped": 1.0,
            "invented": 1.0,
            "invented_skipped": 0.0,
            "all": 34 / 36,
        }
    )


def report(text: str, **more) -> Report:
    return Report("r", text, language="en", **more)


def test_the_gate_is_asked_about_every_report():
    sets = {"some": [Judged(report("war"), True), Judged(report("jam"), False)]}
    found = measure_gate(sets, lambda one: Relevance(0.5, one.text == "war", "relevant"))
    assert found["some"].units == (Verdict(True, True), Verdict(False, False))


@pytest.mark.parametrize(
    ("way", "text", "title"),
    [
        ("all capitals", "TANKS, GUNS", "A TITLE"),
        ("all lower case", "tanks, guns", "a title"),
        ("commas removed", "Tanks guns", "A title"),
    ],
)
def test_reports_in_other_forms(way, text, title):
    one = report("Tanks, guns", title="A title", cuts=(Cut(Span(0, 5), "x", "y"),))
    (found,) = written_otherwise([Judged(one, True)], WAYS[way])
    assert (found.report.text, found.report.title, found.report.cuts) == (text, title, ())


def test_the_sections_have_a_row_a_set_and_dashes_where_nothing_stands():
    found = {
        "both": Benchmark(tuple(verdicts("+k", "+s", "-s", "-k")), figures),
        "conflict": Benchmark(tuple(verdicts("+k", "+k")), figures),
        "others": Benchmark(tuple(verdicts("-s", "-s")), figures),
    }
    text = "\n".join(gate_blocks(found, {"as published": found["both"]}, "Head."))
    rows = {line.split(" | ")[0][2:]: line for line in text.splitlines() if line.startswith("| ")}
    assert "| both | 2 | **0.500** |" in text
    assert rows["conflict"].count("–") == 3
    assert rows["others"].count("–") == 3
    speed = "\n".join(speed_blocks(GateSpeed(10, 5000, 2345.6, 3.21), "Head."))
    assert "| reports a second, one core | 2,346 |" in speed
    assert "| characters a report, mean | 500 |" in speed


def test_time_is_taken_beside_finding_words():
    reports = [report("Soldiers fired at the crowd in front of the town hall. " * 20)] * 20
    found = time_gate(reports, load_gate())
    assert found.reports == 20
    assert found.per_second > 0
    assert found.share > 1  # it finds the words itself


def test_a_missing_file_is_named(tmp_path):
    judged = tmp_path / "judged.jsonl"
    with pytest.raises(TacitusError, match=r"judged\.jsonl"):
        judged_sets(tmp_path, tmp_path, judged, tmp_path / "held", tmp_path)
    judged.write_text(json.dumps({"id": "a", "relevant": True}) + "\nnonsense\n")
    with pytest.raises(TacitusError, match="line 2"):
        judged_sets(tmp_path, tmp_path, judged, tmp_path / "held", tmp_path)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not there")
def test_little_of_conflict_is_lost_on_what_was_not_trained_on():
    sets = judged_sets(
        SHARED / "gold",
        SHARED / "data",
        ROOT / "quality" / "relevance.jsonl",
        ROOT / "training" / "held_out.txt",
        ROOT / "training" / "annotations",
    )
    found = measure_gate(sets, load_gate().relevant)
    for name, one in found.items():
        assert one.figures["recall"] >= 0.98, name
    for name in ("PolNeAR dev", "LGL, every fifth", "ECB+ dev"):
        assert found[name].figures["others skipped"] >= 0.6, name
