"""A store's events beside those that others coded, from the command line."""

import csv
import json

import pytest
from helpers.tellings import telling

from tacitus.records import Coded
from tacitus.store.store import open_store


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "events.db"
    told = [
        telling("r1", killed=(12, 12), attribution=("Reuters",)),
        telling("r3", kind="Armed clash", place="Odrin", start="2014-08-01", end="2014-08-01"),
    ]
    with open_store(path) as opened:
        for one in told:
            opened.add(Coded(one.report, (one.claim,), (), (), {"tacitus": "test"}))
        opened.refresh()
    return path


@pytest.fixture
def theirs(tacitus, store, tmp_path):
    """Our own events as ACLED would hold them, with another toll and one event less."""
    tacitus("export", "--format", "acled", "--out", tmp_path / "acled", "--store", store)
    (path,) = (tmp_path / "acled").glob("*.csv")
    with path.open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["location"] == "Harlan"]
    rows[0]["fatalities"] = "9"
    changed = tmp_path / "theirs.csv"
    with changed.open("w", newline="", encoding="utf-8") as stream:
        table = csv.DictWriter(stream, rows[0])
        table.writeheader()
        table.writerows(rows)
    return changed


def test_rows_are_matched_and_differences_told(tacitus, store, theirs, tmp_path):
    out = tmp_path / "compared"
    code, said, _ = tacitus("compare", store, theirs, "--out", out, "--everything")

    assert code == 0
    assert "1 matched (0 without a difference), 1 ours alone, 0 theirs alone" in said
    assert "deaths 1" in said
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary["deaths_own"], summary["deaths_theirs"]) == (12, 9)


def test_an_export_is_compared_as_the_store_is(tacitus, store, theirs, tmp_path):
    (export,) = (tmp_path / "acled").glob("*.csv")

    assert tacitus("compare", export, theirs)[:2] == tacitus("compare", store, theirs)[:2]


def test_what_is_no_data_set_is_told(tacitus, store, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", "utf-8")

    code, _, err = tacitus("compare", store, other)

    assert code == 2
    assert "other.csv" in err
