import json
from types import SimpleNamespace

import pytest
from helpers.gold import write_gold
from helpers.made import make_coded
from helpers.sets import label, write_resolution, write_sets
from typer.testing import CliRunner

from tacitus.cli import app
from tacitus.evaluate.gate import (
    Floors,
    Pair,
    ResolutionFloors,
    SetFloors,
    TogetherFloors,
    read_floors,
    write_floors,
)
from tacitus.evaluate.measured import Figures


@pytest.fixture
def bench(monkeypatch):
    def code_report(report, *, codebook=None, engine="both"):
        return make_coded(report)

    model = SimpleNamespace(label=label, version="made-up reader")
    monkeypatch.setattr("tacitus.pipeline.code_report", code_report)
    monkeypatch.setattr("tacitus.learned.model.load_model", lambda: model)

    def run(*arguments):
        return CliRunner().invoke(app, ["bench", *map(str, arguments)])

    return run


def test_sets_are_printed(bench, tmp_path):
    done = bench("sets", write_sets(tmp_path), "--set", "re3d", "--set", "muc4")

    assert done.exit_code == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "made-up reader",
        "re3d",
        "MUC-4",
    ]


def test_sets_are_printed_as_json(bench, tmp_path):
    told = json.loads(bench("sets", write_sets(tmp_path), "--json").stdout)

    assert told["model"] == "made-up reader"
    assert list(told["sets"]) == ["re3d", "muc4", "polnear", "happened"]


@pytest.mark.parametrize(
    ("floors", "data", "code", "said"),
    [
        (Floors(), True, 0, "re3d 1.000"),
        (Floors(benchmarks=SetFloors(muc4=0.1)), True, 1, "below its floor: benchmarks.muc4"),
        (Floors(benchmarks=SetFloors(muc4=0.1)), False, 0, "on dev: events F1 0.667"),
        (Floors(dev=Pair(events=0.7)), False, 1, "below its floor: dev.events"),
        (Floors(), True, 0, "actors 0.500"),
        (
            Floors(resolution=ResolutionFloors(actors=0.6)),
            True,
            1,
            "below its floor: resolution.actors 0.5000, floor 0.600",
        ),
        (Floors(resolution=ResolutionFloors(actors=0.6)), False, 0, "events F1"),
    ],
)
def test_the_gate_holds_to_floors(bench, tmp_path, floors, data, code, said):
    write_floors(floors, tmp_path / "floors.yaml")
    sets = ["--data", write_sets(tmp_path)] if data else []
    sets += ["--mentions", write_resolution(tmp_path)]

    done = bench(
        "gate", "--gold", write_gold(tmp_path), "--floors", tmp_path / "floors.yaml", *sets
    )

    assert (done.exit_code, said in done.output) == (code, True)


@pytest.mark.parametrize(
    ("floor", "code", "said"),
    [(1.0, 0, "own_pairs 1.000"), (1.1, 1, "below its floor: together.own_pairs 1.0000")],
)
def test_the_gate_holds_to_floors_of_claims_put_together(bench, tmp_path, floor, code, said):
    write_floors(Floors(together=TogetherFloors(own_pairs=floor)), tmp_path / "floors.yaml")
    groups = tmp_path / "groups.jsonl"
    groups.write_text('{"cluster": "goma", "claims": ["dev#e1", "train#e1"]}\n', "utf-8")

    done = bench(
        "gate",
        "--gold",
        write_gold(tmp_path),
        "--floors",
        tmp_path / "floors.yaml",
        "--clusters",
        groups,
    )

    assert (done.exit_code, said in done.output) == (code, True)


def test_the_gate_raises_floors(bench, tmp_path):
    path = tmp_path / "floors.yaml"
    write_floors(Floors(benchmarks=SetFloors(muc4=0.1)), path)

    bench(
        "gate",
        "--gold",
        write_gold(tmp_path),
        "--data",
        write_sets(tmp_path),
        "--mentions",
        write_resolution(tmp_path),
        "--floors",
        path,
        "--update",
    )

    assert read_floors(path).resolution.actors == 0.5
    assert read_floors(path).benchmarks == SetFloors(
        re3d=1.0, muc4=0.1, happened_f1=read_floors(path).benchmarks.happened_f1
    )


@pytest.mark.parametrize("data", [True, False])
def test_the_page_of_accuracy_is_written(bench, tmp_path, data):
    page = tmp_path / "accuracy.md"
    sets = ["--data", write_sets(tmp_path)] if data else []
    sets += ["--mentions", write_resolution(tmp_path)]

    figures = tmp_path / "figures.json"
    done = bench(
        *("accuracy", "--gold", write_gold(tmp_path), "--write", page, "--figures", figures), *sets
    )

    assert done.exit_code == 0
    shipped = Figures.model_validate_json(figures.read_text("utf-8"))
    assert (shipped.engine, shipped.model) == ("both", "made-up reader")
    text = page.read_text("utf-8")
    assert "Default engine: both. Learned reader: made-up reader." in text
    assert all(f"| dev | {engine} |" in text for engine in ("rules", "model", "both"))
    assert ("CEAF-REE" in text) is data
    assert ("| actors | right | **0.500** |" in text) is data
