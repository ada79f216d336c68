"""`tacitus ingest` as runs that are broken off see it: outcomes told, counts, going on."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tacitus.export.jsonform import coded_to_line
from tacitus.records import TacitusError
from tacitus.scale.partitions import read_parts
from tacitus.store.store import open_store

CUP = (
    "The home side won the cup final by two goals to one on Saturday in front of a crowd of 40,000."
    " The striker scored twice after a slow start and the manager praised the young midfield."
)
AMBUSH = "Rebels ambushed an army patrol near Jaffna on Wednesday, killing {} soldiers."
SPANISH = (
    "Tres soldados y una enfermera murieron cuando una mina estalló bajo su camión cerca de Ocaña "
    "el lunes, informó el ejército. La carretera fue cerrada y el gobernador pidió calma."
)


def written(path, reports):
    rows = [{"id": f"r{n}", "text": text, "published": "1995-04-20"} for n, text in reports]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def told(out):
    """The outcomes that were told, and the counts."""
    *outcomes, tally = map(json.loads, out.splitlines())
    return outcomes, tally


def test_each_report_is_told_with_its_outcome_and_reason(tacitus, tmp_path):
    file = written(tmp_path / "news.jsonl", [(1, AMBUSH.format(3)), (2, CUP), (3, SPANISH)])
    with file.open("a") as lines:
        lines.write("{broken\n")

    code, out, err = tacitus("ingest", file, "--store", tmp_path / "own.db", "--json")

    outcomes, tally = told(out)
    by_report = {one.get("report"): one for one in outcomes}
    assert code == 1
    assert by_report["r1"]["outcome"] == "new"
    assert by_report["r1"]["claims"] == 1
    assert by_report["r2"]["outcome"] == "passed"
    assert by_report["r2"]["problem"]["code"] == "not-relevant"
    assert by_report["r3"]["problem"]["code"] == "language-not-coded"
    assert by_report[None]["outcome"] == "skipped"
    assert by_report[None]["problem"]["code"] == "bad-json"
    assert all(one["about"] == "report" and "news.jsonl" in one["path"] for one in outcomes)
    assert tally["about"] == "tally"
    assert tally["reports"] == {"new": 2, "passed": 1, "skipped": 1}
    assert tally["problems"] == {"not-relevant": 1, "language-not-coded": 1, "bad-json": 1}
    assert (tally["claims"], tally["events"], tally["before"]) == (1, 1, 0)
    assert not tally["interrupted"]
    assert "problems: " in err


def test_a_second_run_tells_that_all_was_stored_before(tacitus, tmp_path):
    file = written(tmp_path / "news.jsonl", [(1, AMBUSH.format(3)), (2, CUP)])
    given = ("ingest", file, "--store", tmp_path / "own.db", "--json")
    tacitus(*given)

    code, out, _ = tacitus(*given)

    assert code == 0
    assert told(out)[1]["reports"] == {"same": 1, "passed": 1}


def test_a_fault_of_coding_is_told_as_failed(tacitus, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise ValueError("a fault")

    monkeypatch.setattr("tacitus.scale.run.code_report", broken)
    file = written(tmp_path / "news.jsonl", [(1, AMBUSH.format(3))])

    code, out, err = tacitus("ingest", file, "--store", tmp_path / "own.db", "--json")

    outcomes, tally = told(out)
    assert code == 2
    assert [one["outcome"] for one in outcomes] == ["failed"]
    assert tally["problems"] == {"not-coded": 1}
    assert "1 failed" in err


def test_nothing_of_a_bar_where_nobody_looks_on(tacitus, tmp_path):
    file = written(tmp_path / "news.jsonl", [(1, CUP)])

    _, out, err = tacitus("ingest", file, "--store", tmp_path / "own.db")

    assert out == ""
    assert "reports/s" not in err
    assert "\x1b" not in err


def test_events_are_computed_every_so_many_claims(tacitus, tmp_path, monkeypatch):
    monkeypatch.setattr("tacitus.scale.ingest._CLAIMS", 4)
    file = written(tmp_path / "news.jsonl", [(n, AMBUSH.format(n)) for n in range(1, 21)])
    store = tmp_path / "own.db"

    code, out, _ = tacitus("ingest", file, "--store", store, "--json", "--engine", "rules")

    with open_store(store) as opened:
        deeds = [entry.detail["claims"] for entry in opened.log() if entry.kind == "refresh"]
        assert not opened.stale
    assert code == 0
    assert len(deeds) > 1
    assert sum(deeds) == told(out)[1]["claims"] == 20


def test_events_that_cannot_be_computed_do_not_end_the_reading(tacitus, tmp_path, monkeypatch):
    def broken(_):
        raise TacitusError("store-busy", "the store is held by another.")

    monkeypatch.setattr("tacitus.scale.ingest._CLAIMS", 1)
    monkeypatch.setattr("tacitus.store.store.Store.refresh", broken)
    file = written(tmp_path / "news.jsonl", [(n, AMBUSH.format(n)) for n in range(1, 21)])
    store = tmp_path / "own.db"

    code, _, err = tacitus("ingest", file, "--store", store, "--engine", "rules")

    assert (code, "held by another" in err) == (2, True)
    assert len(codings(store)[0]) == 20


# Runs that are broken off

# enough that one is never through before it is asked to end
MANY = [(n, CUP if n % 3 else AMBUSH.format(n)) for n in range(1, 151)]
CODED = sum(text is not CUP for _, text in MANY)


def started(file, store):
    command = [sys.executable, "-m", "tacitus", "ingest", str(file), "--store", str(store)]
    return subprocess.Popen(
        [*command, "--json", "--engine", "rules"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )


def until_stored(run, number):
    """Read what a run tells until so many reports are stored."""
    lines = []
    for line in run.stdout:
        lines.append(line)
        if sum('"new"' in one for one in lines) >= number:
            return lines
    raise AssertionError(run.stderr.read())


def codings(store):
    """The ids of stored reports, and how often one was coded."""
    with open_store(store) as opened:
        ids = [coded.report.id for coded in opened.reports()]
        deeds = [entry.kind for entry in opened.log()]
        return ids, deeds.count("ingest"), deeds.count("recode"), opened.counts()


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGINT, 130, id="Ctrl-C"),
        pytest.param(signal.SIGTERM, 143, id="SIGTERM", marks=pytest.mark.slow),
        pytest.param(getattr(signal, "SIGKILL", 9), -9, id="kill -9"),
    ],
)
def test_a_run_that_is_broken_off_goes_on_where_it_stopped(tmp_path, number, code):
    file, store = written(tmp_path / "news.jsonl", MANY), tmp_path / "own.db"

    with started(file, store) as run:
        before = until_stored(run, 8)
        run.send_signal(number)
        out, err = run.communicate(timeout=120)
    assert run.returncode == code, err
    first = [json.loads(line) for line in (*before, *out.splitlines())]
    stored = len(codings(store)[0])
    assert 8 <= stored < CODED

    with started(file, store) as run:
        out, err = run.communicate(timeout=240)
    outcomes, tally = told(out)
    assert run.returncode == 0, err
    # all is there, and nothing was coded twice
    ids, ingested, recoded, counts = codings(store)
    assert sorted(ids) == sorted(f"r{n}" for n, text in MANY if text is not CUP)
    assert (ingested, recoded) == (CODED, 0)
    assert tally["reports"]["new"] == CODED - stored
    assert not counts.stale
    if code > 0:
        assert first[-1]["about"] == "tally"
        assert first[-1]["interrupted"]
        assert first[-1]["reports"]["new"] == stored
        # what the first run was done with is not looked at again
        assert tally["before"] > 0
        assert len(outcomes) + tally["before"] == len(MANY)


def test_once_all_is_read_all_is_looked_at_again(tacitus, tmp_path):
    file, store = written(tmp_path / "news.jsonl", [(1, CUP), (2, CUP)]), tmp_path / "own.db"
    given = ("ingest", file, "--store", store, "--json")
    tacitus(*given)

    _, out, _ = tacitus(*given, "--no-gate")

    assert told(out)[1]["reports"] == {"new": 2}
    assert told(out)[1]["before"] == 0


def test_documents_are_kept_and_reports_are_followed_to_them(tacitus, tmp_path):
    rows = written(tmp_path / "news.jsonl", [(1, AMBUSH.format(3))])
    page = tmp_path / "a.txt"
    page.write_text(f"20 April 1995\n\n{AMBUSH.format(4)}\n", "utf-8")
    passed = tmp_path / "cup.txt"
    passed.write_text(CUP, "utf-8")
    store = ("--store", tmp_path / "own.db")

    assert tacitus("ingest", rows, page, passed, *store, "--keep-bytes")[0] == 0
    code, out, err = tacitus("verify", *store, "--json")
    found = json.loads(out)
    assert (code, found["captures"], found["contents"], found["findings"]) == (0, 1, 1, [])
    assert found["reports"] == {"linked": 1, "unkept": 1, "silent": 0}
    assert "1 reports were read from kept bytes, 1 from bytes that were not kept" in err

    # again: nothing is kept twice
    tacitus("ingest", page, *store, "--keep-bytes")
    (content,) = (tmp_path / "own.bytes").glob("[0-9a-f][0-9a-f]/*")
    assert content.read_bytes() == page.read_bytes()
    assert json.loads(tacitus("verify", *store, "--json")[1])["captures"] == 1

    content.write_bytes(b"something else")
    code, out, _ = tacitus("verify", *store)
    assert code == 1
    assert [line.split()[0] for line in out.splitlines()] == ["changed", "changed"]
    assert "was read from it" in out


def test_a_store_of_reports_without_hashes_is_still_read(tacitus, tmp_path):
    coded = tmp_path / "coded.jsonl"
    rows = written(tmp_path / "news.jsonl", [(1, AMBUSH.format(3))])
    assert tacitus("code", rows, "-o", coded)[0] == 0
    form = json.loads(coded.read_text("utf-8"))
    assert len(form.pop("sha256")) == 64
    coded.write_text(json.dumps(form) + "\n", "utf-8")
    store = ("--store", tmp_path / "own.db", "--bytes", tmp_path)
    assert tacitus("ingest", "--coded", coded, *store[:2])[0] == 0
    assert json.loads(tacitus("verify", *store, "--json")[1])["reports"]["silent"] == 1


def test_parts_are_taken_as_the_file_would_be(tacitus, tmp_path):
    file = written(tmp_path / "news.jsonl", [(n, AMBUSH.format(n)) for n in range(3, 8)])
    rules = ("--engine", "rules")
    tacitus("code", file, "-o", tmp_path / "plain.jsonl", *rules)

    given = ("code", file, "--partitions", tmp_path / "parts", "--partition-size", "2", *rules)
    code, _, err = tacitus(*given)
    again, _, told = tacitus(*given)
    wrong, _, why = tacitus(*given, "-o", tmp_path / "more.jsonl")
    tacitus("ingest", "--coded", tmp_path / "plain.jsonl", "--store", tmp_path / "plain.db")
    tacitus("ingest", "--coded", tmp_path / "parts", "--store", tmp_path / "parts.db")

    assert (code, again, wrong) == (0, 0, 2)
    assert "5 coded" in err
    assert "3 parts made, 0 stood already" in err
    assert "5 coded" in told
    assert "0 parts made, 3 stood already" in told
    assert "-o" in why
    parts = [coded_to_line(one) for _, one in read_parts(tmp_path / "parts")]
    assert parts == (tmp_path / "plain.jsonl").read_text("utf-8").splitlines()
    with open_store(tmp_path / "plain.db") as plain, open_store(tmp_path / "parts.db") as stored:
        assert list(map(coded_to_line, stored.reports())) == list(
            map(coded_to_line, plain.reports())
        )
