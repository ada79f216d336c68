"""Reports in object stores and in Parquet tables."""

import json
from datetime import date, datetime

import fsspec
import pytest
from helpers import formats

from tacitus.read import Columns, Skipped, read_paths
from tacitus.read.marks import Done, Marks

ROWS = [
    {"id": "a", "text": "Rebels attacked Goma on Monday.", "published": "2021-05-04"},
    {"id": "b", "text": "Two people were killed near Sake.", "published": "2021-05-05"},
]


@pytest.fixture
def store():
    """A store in memory with some files."""
    system = fsspec.filesystem("memory")
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    system.pipe("/news/may.jsonl", lines)
    system.pipe("/news/june/b.jsonl.gz", formats.gzipped(lines))
    system.pipe("/news/june/c.zip", formats.zipped({"d.txt": "Rebels attacked."}))
    yield system
    system.rm("/news", recursive=True)


def told(items):
    return [item.problem.code if isinstance(item, Skipped) else item.path for item in items]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("memory://news/may.jsonl", ["may.jsonl, line 1", "may.jsonl, line 2"]),
        ("memory://news/june/*.zip", ["c.zip!d.txt"]),
        (
            "memory://news",
            [
                "b.jsonl.gz, line 1",
                "b.jsonl.gz, line 2",
                "c.zip!d.txt",
                "may.jsonl, line 1",
                "may.jsonl, line 2",
            ],
        ),
    ],
)
def test_what_lies_in_a_store_is_read_as_files_are(store, url, wanted):
    found = list(read_paths([url]))

    assert [path.rpartition("/")[2] for path in told(found)] == wanted
    assert all(path.startswith("memory://") for path in told(found))
    assert all(report.sha256 for report in found)


def test_a_url_of_a_file_is_that_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Rebels attacked Goma.", "utf-8")

    (there,), (here,) = read_paths([path.as_uri()]), read_paths([path])

    assert (there.text, there.sha256) == (here.text, here.sha256)


@pytest.mark.parametrize(
    ("url", "code", "fix"),
    [
        ("memory://nothing/a.txt", "missing-file", "name"),
        ("https://example.org/a.html", "no-scheme", "tacitus fetch"),
        ("filecache::s3://bucket/a.txt", "no-scheme", "s3"),
        ("abfs://box/a.txt", "no-driver", "pip install"),
    ],
)
def test_what_cannot_be_had_is_said(url, code, fix):
    (skipped,) = read_paths([url])

    assert skipped.problem.code == code
    assert url in skipped.problem.message
    assert fix in skipped.problem.fix


def test_a_file_in_a_store_is_read_on_from_where_a_run_stopped(store):
    marks = Marks()
    list(read_paths(["memory://news/may.jsonl"], marks=marks))
    file = marks.ended[0].file

    rest = list(read_paths(["memory://news/may.jsonl"], marks=Marks({file: Done(1)})))

    assert [report.id for report in rest] == ["b"]


def test_rows_of_a_parquet_table_are_reports(tmp_path):
    path = tmp_path / "news.parquet"
    rows = [
        {"body": "Rebels attacked.", "date": date(2021, 5, 4), "headline": "One", "n": 1},
        {"body": None, "date": None, "headline": "Two", "n": 2},
        {"body": "Calm in Goma.", "date": datetime(2021, 5, 5, 12, 30), "headline": None, "n": 3},
    ]
    rows = [row | {"date": row["date"] and row["date"].isoformat()} for row in rows]
    path.write_bytes(formats.parquet(rows))

    first, none, last = read_paths([path])

    assert (first.text, first.title) == ("Rebels attacked.", "One")
    assert first.published == date(2021, 5, 4)
    assert first.path == f"{path}, row 1"
    assert none.problem.code == "no-text-field"
    assert last.published == date(2021, 5, 5)


@pytest.mark.parametrize("packed", [False, True])
def test_columns_of_a_parquet_table_are_named_as_those_of_others(tmp_path, packed):
    data = formats.parquet([{"Main": "Rebels attacked.", "Day": date(2021, 5, 4)}])
    path = tmp_path / ("news.parquet.gz" if packed else "news.parquet")
    path.write_bytes(formats.gzipped(data) if packed else data)

    (wrong,) = read_paths([path])
    (right,) = read_paths([path], columns=Columns.parse("text=Main,published=Day"))

    assert wrong.problem.code == "no-column"
    assert (right.text, right.published) == ("Rebels attacked.", date(2021, 5, 4))
