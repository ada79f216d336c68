import pytest
from helpers.made import make_coded, make_report

from tacitus.read import Skipped
from tacitus.records import Problem, TacitusError
from tacitus.scale import run
from tacitus.scale.counts import RunCounts


def test_a_fault_in_one_report_skips_that_report_only(monkeypatch):
    def code(report, **_):
        if report.id == "bad":
            raise ZeroDivisionError("division by zero")
        return make_coded(report)

    monkeypatch.setattr(run, "code_report", code)
    outcomes = list(run.code_all([make_report(id="good"), make_report(id="bad", path="bad.txt")]))

    assert outcomes[0].report.id == "good"
    assert outcomes[1].problem.code == "not-coded"
    assert "bad.txt" in outcomes[1].problem.message
    assert "ZeroDivisionError" in outcomes[1].problem.message


def test_the_traceback_of_a_fault_is_logged_for_debugging(monkeypatch, caplog):
    def code(report, **_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(run, "code_report", code)
    with caplog.at_level("DEBUG", logger="tacitus.scale"):
        list(run.code_all([make_report()]))

    assert "Traceback" in caplog.text


def test_a_fault_of_the_setting_ends_the_run(monkeypatch):
    def code(report, **_):
        raise TacitusError("bad-codebook", "no good")

    monkeypatch.setattr(run, "code_report", code)
    with pytest.raises(TacitusError):
        list(run.code_all([make_report()]))


def test_what_was_skipped_before_is_passed_on_in_its_place(monkeypatch):
    monkeypatch.setattr(run, "code_report", lambda report, **_: make_coded(report))
    skipped = Skipped("gone.txt", None, Problem("no-file", "gone"))

    assert next(iter(run.code_all([skipped, make_report()]))) is skipped


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([make_coded()], 0),
        ([make_coded(), Skipped("x", None, Problem("empty", "x"))], 1),
        ([Skipped("x", None, Problem("empty", "x"))], 2),
        ([], 2),
    ],
)
def test_the_exit_code_follows_from_what_was_skipped(outcomes, code):
    counts = RunCounts()
    for outcome in outcomes:
        counts.add(outcome)

    assert counts.exit_code == code


def test_the_summary_counts_by_reason():
    counts = RunCounts()
    for outcome in (
        make_coded(),
        Skipped("x", None, Problem("empty-file", "x")),
        Skipped("y", 3, Problem("not-english", "y")),
        Skipped("z", None, Problem("empty-file", "z")),
    ):
        counts.add(outcome)

    assert counts.summary() == (
        "4 read, 1 coded, 3 skipped (empty-file 2, not-english 1), 2 events, 1 problems (no-date 1)"
    )
