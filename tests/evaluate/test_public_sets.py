import json

import pytest
from helpers.sets import label, write_sets

from tacitus.evaluate.gate import SetFloors
from tacitus.evaluate.public_sets import SETS, floor_figures, measure_sets, sets_json
from tacitus.evaluate.set_section import set_blocks, set_lines
from tacitus.records import TacitusError


@pytest.fixture
def folder(tmp_path):
    return write_sets(tmp_path)


@pytest.fixture
def results(folder):
    return measure_sets(folder, label)


@pytest.mark.parametrize(
    ("name", "key", "figure"),
    [
        ("re3d", "all F1", 1.0),
        ("muc4", "all F1", 0.0),
        ("polnear", "both F1", 0.0),
        ("happened", "MAE", 2.5),
    ],
)
def test_each_set_is_measured(results, name, key, figure):
    assert results[name].benchmarks["model"].figures[key] == pytest.approx(figure)


def test_the_rules_are_asked_what_happened_too(results):
    asked = {name: list(result.benchmarks) for name, result in results.items()}

    assert asked.pop("happened") == ["model", "rules"]
    assert set(map(tuple, asked.values())) == {("model",)}


def test_every_shown_figure_is_one_of_the_benchmark(results):
    for result in results.values():
        for benchmark in result.benchmarks.values():
            assert {shown.key for shown in result.set.shown} <= set(benchmark.figures)


def test_floors_are_those_of_the_floors_file(results):
    assert set(floor_figures(results)) == set(SetFloors.model_fields)
    assert floor_figures(results)["re3d"] == 1.0


def test_one_set_needs_no_other_s_files(folder):
    (folder / "muc4" / "dev.json").unlink()

    assert list(measure_sets(folder, label, ["re3d"])) == ["re3d"]


def test_baselines_can_be_left_out(folder):
    measured = measure_sets(folder, label, ["happened"], baselines=False)

    assert list(measured["happened"].benchmarks) == ["model"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("nonsense", "unknown-set"), ("muc4", "bad-set-file"), ("re3d", "bad-set-file")],
)
def test_what_cannot_be_measured_is_named(folder, name, code):
    (folder / "muc4" / "dev.json").unlink()
    (folder / "re3d" / "dev.txt").write_text("", "utf-8")

    with pytest.raises(TacitusError) as error:
        measure_sets(folder, label, [name])
    assert error.value.problem.code == code


def test_figures_are_written_as_json(results):
    form = json.loads(json.dumps(sets_json(results)))

    assert form["re3d"]["model"]["all F1"] == {"value": 1.0, "interval95": [1.0, 1.0]}
    assert set(form["happened"]) == {"model", "rules"}


def test_page_and_terminal_show_every_figure(results):
    page, lines = "\n".join(set_blocks(results)), list(set_lines(results))

    wanted = sum(len(r.set.shown) * len(r.benchmarks) for r in results.values())
    assert len(lines) == wanted
    for words in (
        "| re3d: entities | micro-F1 over all kinds | model | **1.000** | 1.000-1.000 |",
        "0.695",
        "0.545",
    ):
        assert words in page
    assert page.count("UDS-IH2: whether") == 2 * len(SETS["happened"].shown)
    assert "--set re3d" in page


def test_without_data_the_page_says_so():
    assert "--data" in "\n".join(set_blocks(None))
