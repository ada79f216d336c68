import io
import json

import pytest
from helpers.events import event, write_reports
from rich.console import Console

from tacitus.evaluate.compare import compare_files, interval
from tacitus.evaluate.figures import comparison_json, comparison_view
from tacitus.records import TacitusError


@pytest.fixture
def files(tmp_path):
    gold = write_reports(
        tmp_path / "gold.jsonl",
        {"a": [event()], "b": [event(evidence=["a judge was shot in Cali"])]},
    )
    coded = write_reports(
        tmp_path / "coded.jsonl", {"a": [event(place="Mannar")], "b": []}, source="Gazette"
    )
    return gold, coded


def shown(comparison, **options):
    console = Console(file=io.StringIO(), width=140)
    console.print(comparison_view(comparison, **options))
    return console.file.getvalue()


def test_figures_overall_by_source_and_by_report(files):
    form = comparison_json(compare_files(*files), per_report=True)

    assert form["events"] == {"p": 1.0, "r": 0.5, "f1": 0.667, "n_gold": 2, "n_coded": 1}
    assert form["by_source"]["Gazette"]["events"]["f1"] == 0.667
    assert form["by_report"]["b"]["missed"] == 1
    assert form["fields"]["place"] == 0.0
    assert form["fields"]["type"] == 1.0


def test_the_view_lists_misses_in_words(files):
    view = shown(compare_files(*files), per_report=True, misses=True)

    assert "missed    e1 Armed clash: “a judge was shot in Cali”" in view
    assert "place: gold Jaffna, coded Mannar" in view


def test_the_interval_holds_the_figure_and_is_the_same_each_time(files):
    comparison = compare_files(*files)

    found = interval(comparison.reports, "events")
    assert found == interval(comparison.reports, "events")
    assert found.low <= comparison.overall.events.f1 <= found.high


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"id": "a"}', "bad-claims"),
        ('{"id": "a", "events": [1]}', "bad-claims"),
        ('{"id": "a", "events": [{"id": "e1", "type": "Attack"}]}', "bad-claims"),
        (
            json.dumps({"id": "a", "events": []}) + "\n" + json.dumps({"id": "a", "events": []}),
            "duplicate-report",
        ),
    ],
)
def test_a_faulty_file_is_refused_by_line(tmp_path, files, line, code):
    path = tmp_path / "bad.jsonl"
    path.write_text(line, "utf-8")

    with pytest.raises(TacitusError, match="line") as error:
        compare_files(files[0], path)
    assert error.value.problem.code == code
