"""Events from the command line: ingest, list, show, decide, export."""

import csv
import io
import json

import pytest
from helpers.tellings import telling

from tacitus.records import Coded
from tacitus.store.store import open_store

STRIKE = {"kind": "Air/drone strike", "place": "Harlan", "attribution": ("SANA",)}


@pytest.fixture
def store(tmp_path):
    """Two reports of one strike with tolls that differ, and one of a clash elsewhere."""
    path = tmp_path / "events.db"
    told = [
        telling("r1", outlet="Gazette", killed=(12, 12), **STRIKE),
        telling("r2", outlet="Herald", killed=(30, 30), **(STRIKE | {"attribution": ("Reuters",)})),
        telling("r3", kind="Armed clash", place="Odrin", start="2014-08-01", end="2014-08-01"),
    ]
    with open_store(path) as opened:
        for one in told:
            opened.add(Coded(one.report, (one.claim,), (), (), {"tacitus": "test"}))
        opened.refresh()
    return path


def events(tacitus, store, *options):
    code, out, err = tacitus("events", "--store", store, "--format", "jsonl", *options)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def event_of(tacitus, store, key):
    code, out, err = tacitus("event", key, "--store", store, "--json")
    assert code == 0, err
    return json.loads(out)


def test_events_are_listed_with_what_is_contested(tacitus, store):
    code, out, err = tacitus("events", "--store", store)

    assert code == 0
    assert "2 of 2 events" in err
    assert "Harlan" in out
    assert "12 to 30 killed" in out
    assert "contested: killed" in " ".join(out.split())


@pytest.mark.parametrize(
    ("options", "types"),
    [
        (("--min-killed", "5"), ["Air/drone strike"]),
        (("--until", "2015-01-01"), ["Armed clash"]),
        (("--contested",), ["Air/drone strike"]),
        (("--type", "Battles"), ["Armed clash"]),
        (("--near", "48.1,38.2", "--within", "10"), ["Armed clash"]),
        (("--outlet", "herald"), ["Air/drone strike"]),
        (("--order", "-start"), ["Air/drone strike", "Armed clash"]),
        (("--as-of", "2017-04-04"), []),
    ],
)
def test_events_are_filtered(tacitus, store, options, types):
    assert [event["type"] for event in events(tacitus, store, *options)] == types


def test_csv_has_a_row_for_each_event(tacitus, store):
    _, out, _ = tacitus("events", "--store", store, "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["num_reports"] for row in rows] == ["1", "2"]


def test_one_event_is_shown_with_claims_and_reasons(tacitus, store):
    code, out, _ = tacitus("event", "r1#e1", "--store", store)

    told = " ".join(out.split())
    assert code == 0
    assert "r1#e1 – r2#e1" in told
    assert "according to SANA" in told
    assert "same day" in told


def test_decisions_shape_events_and_are_taken_back(tacitus, store):
    code, out, _ = tacitus(
        "split", "r1#e1", "r2#e1", "--why", "two strikes", "--author", "ann", "--store", store
    )
    decision = out.split()[1].rstrip(":")
    assert code == 0
    assert len(events(tacitus, store)) == 3

    assert tacitus("undo", decision, "--why", "one after all", "--store", store)[0] == 0
    assert len(events(tacitus, store)) == 2

    ids = [event["id"] for event in events(tacitus, store)]
    assert tacitus("merge", *ids, "--why", "one", "--store", store)[0] == 0
    (only,) = events(tacitus, store)
    assert sorted(only["claims"]) == ["r1#e1", "r2#e1", "r3#e1"]
    _, out, _ = tacitus("event", "r1#e1", "--store", store)
    assert "ann: split" in " ".join(out.split())


def test_a_field_is_set_by_a_reviewer(tacitus, store):
    why = ("--why", "hospital records", "--known", "2017-05-01", "--store", store)
    assert tacitus("edit", "r1#e1", "killed=31", *why)[0] == 0

    figures = event_of(tacitus, store, "r1#e1")["figures"]
    assert [f["best"] for f in figures if (f["kind"], f["side"]) == ("killed", "all")] == [31]
    (then,) = events(tacitus, store, "--as-of", "2017-04-20", "--min-killed", "1")
    assert 31 not in [f["best"] for f in then["figures"]]


def test_a_rejected_event_is_listed_only_when_asked_for(tacitus, store):
    assert tacitus("reject", "r3#e1", "--why", "an exercise", "--store", store)[0] == 0

    assert [e["type"] for e in events(tacitus, store)] == ["Air/drone strike"]
    assert len(events(tacitus, store, "--rejected")) == 2


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("merge", "r1#e1", "r2#e1", "--why", "x"), "is one event already"),
        (("split", "r1#e1", "r3#e1", "--why", "x"), "has no claim 'r3#e1'"),
        (("split", "r3#e1", "r3#e1", "--why", "x"), "no claim left"),
        (("edit", "r1#e1", "killed", "--why", "x"), "is no FIELD=VALUE"),
        (("edit", "r1#e1", "colour=red", "--why", "x"), "colour"),
        (("edit", "r1#e1", "killed=many", "--why", "x"), "killed"),
        (("undo", "01J", "--why", "x"), "no decision"),
        (("reject", "r1#e1", "--why", " "), "why"),
        (("event", "nothing"), "nothing"),
        (("events", "--format", "xml"), "no format"),
        (("export", "--format", "xml", "--out", "x"), "no format"),
    ],
)
def test_what_cannot_be_done_is_told(tacitus, store, command, told):
    code, _, err = tacitus(*command, "--store", store)

    assert code == 2
    assert told in err


def test_a_store_that_is_not_there_is_told(tacitus, tmp_path):
    code, _, err = tacitus("events", "--store", tmp_path / "none.db")

    assert code == 2
    assert "none.db" in err


def test_reports_are_coded_and_stored_once(tacitus, tmp_path):
    report, store = tmp_path / "report.txt", tmp_path / "own.db"
    report.write_text("Rebels ambushed an army patrol near Jaffna on Wednesday.", "utf-8")
    given = ("ingest", report, "--published", "1995-04-20", "--store", store)

    code, _, err = tacitus(*given)
    assert (code, "1 stored, 0 stored before" in err) == (0, True)
    code, _, err = tacitus(*given)
    assert (code, "0 stored, 1 stored before" in err) == (0, True)

    (event,) = events(tacitus, store)
    assert event["type"] == "Armed clash"


def test_coded_reports_are_stored_without_reading_them_anew(tacitus, tmp_path):
    report, coded = tmp_path / "report.txt", tmp_path / "coded.jsonl"
    report.write_text("Rebels ambushed an army patrol near Jaffna on Wednesday.", "utf-8")
    tacitus("code", report, "--published", "1995-04-20", "-o", coded)

    code, _, err = tacitus("ingest", "--coded", coded, "--store", tmp_path / "own.db")

    assert code == 0
    assert "1 stored" in err


@pytest.mark.parametrize("form", ["csv", "geojson", "plover", "cameo", "timemap", "acled", "ucdp"])
def test_events_are_exported_with_their_losses(tacitus, store, tmp_path, form):
    out = tmp_path / form
    code, _, err = tacitus("export", "--format", form, "--out", out, "--store", store)

    assert code == 0, err
    losses = json.loads((out / "losses.json").read_text("utf-8"))
    assert losses["events"] == 2
    assert f"{losses['rows']} rows of {form}" in err


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--format", "acled", "--by-last-day"), 0, "rows of acled"),
        (("--format", "ucdp", "--totals"), 0, "rows of ucdp"),
        (("--format", "geojson", "--totals"), 2, "no option 'totals'"),
    ],
)
def test_options_of_a_format(tacitus, store, tmp_path, options, code, told):
    ended, _, err = tacitus("export", *options, "--out", tmp_path / "out", "--store", store)

    assert ended == code
    assert told in err


def test_a_table_with_columns_of_its_own_is_stored(tacitus, tmp_path):
    table, store = tmp_path / "told.csv", tmp_path / "own.db"
    table.write_text(
        'day,story,paper\n1995-04-20,"Rebels ambushed an army patrol near Jaffna.",Gazette\n',
        "utf-8",
    )
    columns = "text=story,published=day,source=paper"

    code, _, err = tacitus("ingest", table, "--columns", columns, "--store", store)

    assert (code, "1 stored" in err) == (0, True), err
    (event,) = events(tacitus, store)
    assert event["outlets"] == ["Gazette"]


CUP = (
    "The home side won the cup final by two goals to one on Saturday in front of a crowd of 40,000. "
    "The striker scored twice in the second half after a slow start, and the manager praised the "
    "young midfield. The team will tour Portugal in July before the new season begins."
)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            (),
            "0 stored, 0 stored before, 0 coded anew, 0 skipped, 0 refused, 0 failed, 1 passed over",
        ),
        (("--list-passed",), "not-of-conflict.txt: tells of no political violence"),
        (("--no-gate",), "1 stored"),
    ],
)
def test_what_tells_of_no_conflict_is_passed_over_and_counted(tacitus, tmp_path, options, told):
    report = tmp_path / "not-of-conflict.txt"
    report.write_text(CUP, "utf-8")
    given = ("ingest", report, "--published", "1995-04-20", "--store", tmp_path / "own.db")

    code, _, err = tacitus(*given, *options)

    assert code == 0
    assert told in " ".join(err.split())
