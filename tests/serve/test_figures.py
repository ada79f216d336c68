"""Figures of a store whose sums can be told by hand, as page, JSON, CSV, SVG and PNG."""

from __future__ import annotations

import csv
import io
import struct
from xml.etree import ElementTree as ET

import pytest
from helpers.desk import Browser, desk
from helpers.desk_stores import hostile_store
from helpers.figures import counted_reports
from helpers.stored import decision

from tacitus.records import TacitusError
from tacitus.serve.figures import files
from tacitus.serve.figures.catalogue import FIGURES, SECTIONS
from tacitus.store import open_store

API = "/api/v1/figures"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    target = str(tmp_path_factory.mktemp("figures") / "store.db")
    with open_store(target) as store:
        for added in store.add_all(counted_reports()):
            assert added.problem is None
        store.refresh()
    return target


@pytest.fixture(scope="module")
def api(path):
    return Browser(desk(path))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return Browser(desk(hostile_store(tmp_path_factory.mktemp("hostile") / "store.db")))


def rows(api, name, query=""):
    """The rows of a figure, each by the names of its columns."""
    found = api.get(f"{API}/{name}?{query}").json()
    names = [column["name"] for column in found["columns"]]
    return [dict(zip(names, row, strict=True)) for row in found["rows"]]


def picked(found, *names):
    return [tuple(row[name] for name in names) for row in found]


def test_events_by_month(api):
    found = rows(api, "events-time", "unit=month")
    assert picked(found, "start", "end", "events", "contested", "later") == [
        ("2017-04-01", "2017-04-30", 2, 0, 0),
        ("2017-05-01", "2017-05-31", 1, 0, 0),
        ("2017-06-01", "2017-06-30", 2, 1, 0),
        (None, None, 1, 0, None),
    ]


def test_killed_by_month_leaves_sums_over_many_out_and_the_undated_apart(api):
    found = rows(api, "killed-time", "unit=month")
    assert picked(found, "events", "told", "low", "best", "high", "open", "contested", "contested_best", "greatest") == [
        (2, 2, 8, 8, 8, 1, 0, 0, 5),
        (1, 0, 0, 0, 0, 0, 0, 0, 0),
        (2, 1, 4, 20, 20, 0, 1, 20, 20),
        (1, 1, 7, 7, 9, 0, 0, 0, 7),
    ]  # fmt: skip
    says = api.get(f"{API}/killed-time?unit=month").json()["says"]
    for words in (
        "3 dated events tell of 12–28–28 or more killed",
        "contested in 1 (33 %), which bring 20",
        "Undated, apart: 7–7–9 killed of 1 event",
        "One event alone brings 20 (71 %)",
    ):
        assert words in says


def test_an_event_that_may_lie_in_a_later_week_says_so(api):
    found = rows(api, "events-time", "unit=week")
    assert len(found) == 13
    assert [row["start"] for row in found if row["later"]] == ["2017-05-01"]
    assert sum(row["events"] for row in found) == 6


@pytest.mark.parametrize(
    ("query", "level", "wanted"),
    [
        ("", "country", [("SY", 3, 2, 8), ("UA", 2, 2, 27), (None, 1, 0, 0)]),
        ("type=Battles", "country", [("SY", 1, 1, 5), ("UA", 1, 1, 7)]),
        ("country=UA&level=country", "country", [("UA", 2, 2, 27)]),
        ("country=UA", "admin1", [(None, 2, 2, 27)]),
        ("level=place&country=UA", "place", [("Odrin", 2, 2, 27)]),
        ("rejected=true", "country", []),
    ],
)
def test_areas(api, query, level, wanted):
    found = rows(api, "areas", query)
    assert picked(found, level, "events", "killed_told", "killed_best") == wanted


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("any", [("rebels", 3, 32), ("Army of Syria", 2, 8), (None, 2, None)]),
        ("initiator", [("Army of Syria", 2, 8), ("rebels", 1, 7), (None, 3, None)]),
        ("target", [("rebels", 2, 25), (None, 4, None)]),
    ],
)
def test_actors(api, role, wanted):
    assert picked(rows(api, "actors", f"role={role}"), "actor", "events", "killed_best") == wanted


def test_names_that_may_be_those_of_persons_are_no_actors(hostile):
    found = hostile.get(f"{API}/actors").json()
    assert [row[0] for row in found["rows"]] == [None]
    assert "names that may be a person's are left out" in found["says"]
    assert hostile.get(f"{API}/actors-time").json()["rows"] == []


def test_areas_and_actors_over_time(api):
    assert picked(rows(api, "areas-time", "unit=year"), "country", "start", "events") == [
        ("SY", "2017-01-01", 3),
        ("UA", "2017-01-01", 1),
        ("UA", None, 1),
        (None, "2017-01-01", 1),
    ]
    assert picked(rows(api, "actors-time", "unit=month"), "actor", "start", "events") == [
        ("rebels", "2017-04-01", 1),
        ("rebels", "2017-06-01", 1),
        ("rebels", None, 1),
        ("Army of Syria", "2017-04-01", 2),
    ]


def test_outlets_and_sides(api):
    found = picked(rows(api, "outlets"), "outlet", "events", "alone", "with_others", "contested")
    assert found == [
        ("Gazette", 4, 2, 2, 1),
        ("Courier", 3, 1, 2, 1),
        ("unknown", 1, 1, 0, 0),
    ]
    assert picked(rows(api, "sides"), "side", "events", "alone", "with_others") == [
        ("no known side", 5, 5, 0),
        ("Government of Syria", 1, 0, 1),
        ("Syrian opposition", 1, 0, 1),
    ]
    assert ("Gazette", "2017-06-01", 2) in picked(
        rows(api, "outlets-time", "unit=month"), "outlet", "start", "events"
    )


def test_what_rests_on_one_outlet(api):
    columns = ("events", "one_outlet", "several_sides", "one_side", "no_side", "only_outlet")
    assert picked(rows(api, "coverage-time", "unit=month"), "start", *columns) == [
        ("2017-04-01", 2, 1, 0, 0, 2, None),
        ("2017-05-01", 1, 1, 0, 0, 1, "Courier"),
        ("2017-06-01", 2, 1, 1, 0, 1, None),
        (None, 1, 1, 0, 0, 1, "unknown"),
    ]
    assert picked(rows(api, "coverage-areas"), "country", *columns) == [
        ("SY", 3, 2, 0, 0, 3, None),
        ("UA", 2, 1, 1, 0, 1, None),
        (None, 1, 1, 0, 0, 1, "Gazette"),
    ]
    says = api.get(f"{API}/coverage-time?unit=month").json()["says"]
    assert "1 (17 %) have accounts of two sides or more" in says
    assert "Of 3 months with events, 1 rest on one outlet and 0 on one side" in says


def test_the_accuracy_that_ships(api):
    found = rows(api, "accuracy", "type=Battles")
    dev = next(
        r for r in found if (r["set"], r["engine"], r["figure"]) == ("dev", "both", "events")
    )
    assert 0.5 < dev["low"] <= dev["f1"] <= dev["high"] <= 1
    assert {row["field"] for row in rows(api, "accuracy-fields")} > {"type", "killed", "targets"}
    notes = " ".join(api.get(f"{API}/accuracy").json()["notes"])
    assert "tacitus-reader" in notes
    assert "do not say how well the reports of this store were" in notes


def test_decisions_beside_what_the_program_had_said(tmp_path):
    target = str(tmp_path / "store.db")
    with open_store(target) as store:
        list(store.add_all(counted_reports()))
        store.refresh()
        claims = {key: event.claims for event in store.events() for key in event.claims}
        one, other = claims["r1#e1"], claims["r3#e1"]
        store.decide_all(
            [
                decision(1, "edit", *one, field="type", value='"Attack"'),
                decision(2, "accept", *one),
                decision(3, "accept", *other),
                decision(4, "reject", *claims["r6#e1"]),
            ]
        )
    api = Browser(desk(target))
    found = {row["field"]: row for row in rows(api, "decisions")}
    assert picked([found["an event at all"]], "agreed", "decided") == [(2, 3)]
    assert picked([found["put together right"]], "agreed", "decided") == [(2, 2)]
    assert picked([found["type"]], "agreed", "decided", "share") == [(1, 2, 0.5)]
    assert found["type"]["low"] == pytest.approx(0.0945, abs=1e-4)
    assert picked([found["place"]], "agreed", "decided", "high") == [(2, 2, 1.0)]
    nothing = rows(api, "decisions", "country=UA")
    assert {row["share"] for row in nothing} == {None}
    page = api.get("/figures/accuracy?country=UA")
    assert "accepted or rejected yet" in page.text
    assert page.text.count("<svg") == 2


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_comes_as_a_table_and_as_pictures(api, name):
    data = api.get(f"{API}/{name}").json()
    assert data["name"] == name
    assert data["says"]
    names = [column["name"] for column in data["columns"]]
    assert len(names) == len(set(names))

    table = api.get(f"{API}/{name}.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["content-disposition"] == f'attachment; filename="tacitus-{name}.csv"'
    read = list(csv.DictReader(io.StringIO(table.text, newline="")))
    assert read == [
        {n: _written(cell) for n, cell in zip(names, row, strict=True)} for row in data["rows"]
    ]

    drawn = api.get(f"{API}/{name}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "style-src 'sha256-" in drawn.headers["content-security-policy"]
    text = " ".join(ET.fromstring(drawn.content).itertext())
    assert data["title"] in text
    assert "var(" not in drawn.text


def _written(cell):
    return "" if cell is None else f"{cell:.4f}" if isinstance(cell, float) else str(cell)


# as the desk itself, which has no pictures without words
needs_fonts = pytest.mark.skipif("png" not in files.forms(), reason="this machine has no fonts")


@needs_fonts
def test_a_picture_is_a_png_of_its_size(api):
    picture = api.get(f"{API}/killed-time.png?unit=month")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture.content[16:24])
    root = ET.fromstring(api.get(f"{API}/killed-time.svg?unit=month").content)
    wanted = [files.ZOOM * float(root.get(side)) for side in ("width", "height")]
    assert [width, height] == pytest.approx(wanted, abs=2)


def test_without_fonts_there_is_no_picture_without_words(monkeypatch, api):
    monkeypatch.setattr(files, "_has_fonts", lambda: False)
    with pytest.raises(TacitusError, match="no fonts"):
        files.png_of("<svg/>")
    assert files.forms() == ("svg", "csv")
    assert ".png" not in api.get("/figures").text


def test_what_did_not_change_is_not_sent_again(api):
    for form in ("", *(f".{form}" for form in files.forms())):
        first = api.get(f"{API}/areas{form}")
        again = api.get(f"{API}/areas{form}", headers={"If-None-Match": first.headers["etag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("none", 404, "no-such-figure"),
        ("none.csv", 404, "no-such-figure"),
        ("none.png", 404, "no-such-figure"),
        ("areas?level=street", 400, "bad-request"),
        ("areas.svg?lvel=place", 400, "unknown-parameter"),
        ("events-time?unit=decade", 400, "bad-request"),
        ("areas?country=Atlantis", 400, "no-such-country"),
    ],
)
def test_what_cannot_be_shown_is_a_problem(api, address, status, code):
    answer = api.get(f"{API}/{address}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_too_many_stretches_of_time_are_refused(tmp_path, hostile):
    # a report a year for twelve years
    answer = hostile.get(f"{API}/events-time?unit=day")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-query")
    page = hostile.get("/figures?unit=day")
    assert (page.status_code, "more than 800 bins" in page.text) == (400, True)


def test_the_catalogue_lists_all(api):
    found = api.get(API).json()
    assert [one["name"] for one in found] == list(FIGURES)
    assert {kind.section for kind in FIGURES.values()} == set(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_pages_show_each_figure_with_its_table_and_files(api, section):
    page = api.get(f"/figures/{section}".rstrip("/") + "?country=SY&unit=month")
    assert page.status_code == 200
    for name, kind in FIGURES.items():
        mine = kind.section == section
        assert (f'id="{name}"' in page.text) is mine
        for form in files.forms():
            assert (f'download="tacitus-{name}.{form}"' in page.text) is mine
    if section == "":
        assert f"{API}/killed-time.svg?country=SY&amp;unit=month" in page.text
    assert page.text.count("<table") >= sum(k.section == section for k in FIGURES.values())
    assert "<style" not in page.text


def test_a_page_that_htmx_asks_for_is_the_part_that_changes(api):
    page = api.get("/figures?type=Battles&unit=year", headers={"HX-Request": "true"})
    assert "<html" not in page.text
    assert page.headers["hx-push-url"] == "/figures?type=Battles&unit=year"
    assert "2 events" in page.text.replace("<strong>2</strong> events", "2 events")


@pytest.mark.parametrize(
    ("address", "status"), [("/figures/none", 404), ("/figures?since=tomorrow", 400)]
)
def test_pages_that_there_are_not(api, address, status):
    assert api.get(address).status_code == status


@pytest.mark.parametrize("name", [n for n, kind in FIGURES.items() if kind.filtered])
def test_names_of_reports_do_nothing_in_files(hostile, name):
    level = "?level=place" if "level" in FIGURES[name].options else ""
    root = ET.fromstring(hostile.get(f"{API}/{name}.svg{level}").content)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {
        *("svg", "g", "defs", "pattern", "path", "rect", "circle", "text", "title", "desc", "style")
    }
    table = hostile.get(f"{API}/{name}.csv{level}").text
    for row in csv.reader(io.StringIO(table, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert "\u202e" not in table
