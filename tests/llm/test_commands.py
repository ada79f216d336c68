"""The commands as their users meet them."""

import builtins
import json
from pathlib import Path

import pytest
from helpers.chat import TEXT, Reply, chat_server, completion, event, words
from typer.testing import CliRunner

from tacitus.llm.commands import llm_app
from tacitus.records import TacitusError

GOOD = Reply(completion(words(event())))
MODEL = ("--model", "m")


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    from tacitus.knowledge.gazetteer import open_gazetteer

    open_gazetteer()  # where it lies already; only the answers go to the test's folder
    monkeypatch.setenv("TACITUS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


def call(*arguments):
    return CliRunner().invoke(llm_app, [str(argument) for argument in arguments])


def fault(*arguments):
    done = call(*arguments)
    assert isinstance(done.exception, TacitusError)
    return done.exception.problem


def test_reports_are_coded_and_counted_and_a_second_run_asks_nothing(report, tmp_path):
    target = tmp_path / "claims.jsonl"
    arguments = ["code", report, "--published", "1995-04-20", *MODEL, "-o", target]
    with chat_server(GOOD) as (url, asked):
        first = call(*arguments, "--endpoint", url)
        written = target.read_bytes()
        second = call(*arguments, "--endpoint", url)
        assert len(asked) == 1
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "1 read, 1 coded, 0 skipped, 1 events" in first.stderr
    assert "0 requests about 0 reports, 0 tokens; 1 answers from the cache" in second.stderr
    assert target.read_bytes() == written
    form = json.loads(written)
    assert form["events"][0]["by"]["type"]["by"] == "llm:m"
    assert form["versions"]["llm"] == "m"


def test_a_bound_leaves_exit_code_2_when_nothing_was_coded(report):
    with chat_server(GOOD) as (url, asked):
        done = call("code", report, "--endpoint", url, *MODEL, "--max-reports", 0)
    assert (done.exit_code, asked) == (2, [])
    assert "budget-spent 1" in done.stderr


def test_the_key_comes_from_the_environment_and_is_never_shown(report, monkeypatch):
    monkeypatch.setenv("MY_KEY", "sk-secret")
    with chat_server(Reply("sk-secret is over its limit", 400)) as (url, asked):
        done = call("code", report, "--endpoint", url, *MODEL, "--key-env", "MY_KEY")
    assert asked[0][0]["Authorization"] == "Bearer sk-secret"
    assert "over its limit" in done.stderr
    assert "sk-secret" not in done.output + done.stderr


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "no-backend"),
        (("--endpoint", "http://localhost:1/v1"), "no-backend"),
        (("--model", "m"), "no-backend"),
        (("--gguf", "x.gguf", "--model", "m"), "no-backend"),
        (("--endpoint", "http://localhost:1/v1", *MODEL, "--key-env", "NOT_SET"), "no-key"),
        (("--endpoint", "localhost", *MODEL), "bad-endpoint"),
        (("--gguf", "missing.gguf"), "no-model"),
        (("--gguf", __file__), "no-model"),
    ],
)
def test_options_that_do_not_fit_are_named(report, options, code):
    assert fault("code", report, *options).code == code


@pytest.mark.parametrize("package", ["httpx", "xllamacpp"])
def test_without_the_extra_the_error_names_the_command(report, tmp_path, monkeypatch, package):
    real = builtins.__import__

    def without(name, *arguments, **options):
        if name == package:
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    file = tmp_path / "m.gguf"
    file.write_bytes(b"GGUF")
    options = {
        "httpx": ("--endpoint", "http://localhost:1/v1", *MODEL),
        "xllamacpp": ("--gguf", file),
    }
    problem = fault("code", report, *options[package])
    assert problem.code == "missing-extra"
    assert "pip install 'tacitus[llm]'" in problem.fix


def coding(path: Path, **reports):
    lines = [json.dumps({"id": name, "events": events}) for name, events in reports.items()]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_two_codings_are_compared_over_the_reports_in_both(tmp_path):
    other = event(evidence=["Police arrested at least 20 students"], type="Arrests")
    one = coding(tmp_path / "one.jsonl", a=[event(), other], b=[event()], c=[event()])
    two = coding(tmp_path / "two.jsonl", a=[event(type="Attack")], b=[event()], d=[event()])
    done = call("agree", one, two, "--json")
    form = json.loads(done.stdout)
    assert (form["reports"], form["only_one"], form["only_other"]) == (2, 1, 1)
    assert form["events"] == {"p": 1.0, "r": 0.667, "f1": 0.8, "n_gold": 3, "n_coded": 2}
    assert form["fields"]["type"] == 0.5


def test_the_comparison_is_shown_as_evaluate_shows_it(tmp_path):
    one = coding(tmp_path / "one.jsonl", a=[event()])
    done = call("agree", one, one, "--misses", "--per-report")
    assert done.exit_code == 0
    assert "slots" in done.stdout
    assert "1 reports in both, 0 reports only in" in done.stderr
