import csv
import json
import re

import pytest
from helpers.made_events import area, figure, keyed, made_event, party, rich_case
from helpers.tellings import telling

from tacitus.export.timemap import write_timemap

# the keys that timemap's checks allow; it throws away a record with any other
EVENT = {
    "id",
    "description",
    "date",
    "time",
    "time_precision",
    "location",
    "latitude",
    "longitude",
    "type",
    "category",
    "category_full",
    "associations",
    "sources",
    "comments",
    "time_display",
}
SOURCE = {
    "id", "title", "thumbnail", "paths", "type", "url", "description", "parent", "author", "date",
    "notes",
}  # fmt: skip
ASSOCIATION = {"id", "title", "desc", "mode", "filter_paths"}


def write(tmp_path, events, tellings=None, **options):
    losses = write_timemap(events, tellings or {}, tmp_path, **options)
    names = ("events", "sources", "associations")
    sheets = [json.loads((tmp_path / f"{n}.json").read_text(encoding="utf-8")) for n in names]
    return (*sheets, losses)


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_records_are_of_the_form_that_timemap_checks(tmp_path):
    event, tellings = rich_case()
    events, sources, associations, losses = write(tmp_path, [event], tellings)
    (made,) = events
    assert set(made) == EVENT
    assert all(isinstance(v, str) for k, v in made.items() if k not in ("associations", "sources"))
    assert (made["date"], made["latitude"], made["longitude"]) == ("04/04/2017", "35.2", "37.1")
    assert set(sources) == set(made["sources"])
    for key, source in sources.items():
        assert set(source) == SOURCE
        assert source["id"] == key
        assert all(isinstance(v, str) for k, v in source.items() if k != "paths")
    ids = [association["id"] for association in associations]
    assert len(ids) == len(set(ids))
    assert set(made["associations"]) == set(ids)
    for association in associations:
        assert set(association) == ASSOCIATION
        assert association["mode"] in ("FILTER", "CATEGORY")
        assert bool(association["filter_paths"]) == (association["mode"] == "FILTER")
    assert made["category"] in ids
    assert (losses.events, losses.rows) == (1, 1)


def test_sources_hold_the_words_of_their_report_and_who_is_credited(tmp_path):
    event, tellings = rich_case()
    _, sources, _, _ = write(tmp_path, [event], tellings)
    first = sources[f"{event.id}/r1"]
    assert "Warplanes hit the market" in first["description"]
    assert first["notes"] == "according to rescuers"
    assert (first["parent"], first["author"], first["date"]) == ("r1", "Gazette", "04/05/2017")
    _, bare, _, _ = write(tmp_path, [event], tellings, quotes=False)
    assert bare[f"{event.id}/r1"]["description"] == ""


def test_the_description_tells_losses_and_who_says_what(tmp_path):
    event, tellings = rich_case()
    ((made,), _, _, _) = write(tmp_path, [event], tellings)
    for words in ("5 to 12 killed, best 12", "Contested, killed: 12 – rescuers", "for Syria"):
        assert words in made["description"]


@pytest.mark.parametrize(
    ("url", "paths"),
    [
        ("https://gazette.example/1", ["https://gazette.example/1"]),
        ("javascript:alert(1)", []),
        (None, []),
    ],
)
def test_only_addresses_of_the_web_become_links(url, paths, tmp_path):
    from dataclasses import replace

    told = telling()
    told = replace(told, report=replace(told.report, url=url))
    _, sources, _, losses = write(tmp_path, [made_event([told])], keyed(told))
    (source,) = sources.values()
    assert source["paths"] == paths
    lost = ("dropped", "reports", "its address is none of the web")
    assert (lost in losses.counts) == (url is not None and not paths)


@pytest.mark.parametrize(
    ("changes", "date", "point", "lost"),
    [
        ({}, "04/04/2017", True, None),
        ({"start": None, "end": "2017-04-06"}, "04/06/2017", True, ("changed", "start")),
        ({"start": None, "end": None}, "", True, ("changed", "start")),
        ({"place": None}, "04/04/2017", False, ("dropped", "place")),
        ({"place": area("Syria", "country", None, "SY")}, "04/04/2017", False, ("dropped", "place")),
        ({"place": area("Hama", "admin1", None, "SY")}, "04/04/2017", True, ("changed", "place")),
        ({"place": None, "start": None, "end": None}, None, False, ("dropped", "event")),
        ({"rejected": True}, None, False, ("dropped", "event")),
    ],
)  # fmt: skip
def test_a_day_or_a_point_is_needed_and_coordinates_go_together(
    changes, date, point, lost, tmp_path
):
    events, _, _, losses = write(tmp_path, [made_event(**changes)])
    if date is None:
        assert events == []
    else:
        (made,) = events
        assert made["date"] == date
        assert (made["latitude"] != "", made["longitude"] != "") == (point, point)
        assert not date or re.fullmatch(r"\d\d/\d\d/\d{4}", made["date"])
    assert lost is None or lost in {key[:2] for key in losses.counts}
    assert losses.rows == len(events)


def test_filters_tell_type_actor_support_and_doubt(tmp_path):
    event = made_event(factuality="denied", aggregate=True)
    (made,), _, associations, _ = write(tmp_path, [event])
    paths = {tuple(a["filter_paths"]) for a in associations}
    assert paths >= {
        ("Type", "Explosions/Remote violence", "Air/drone strike"),
        ("Actors", "state forces", "Army of Syria"),
        ("Support", "fair"),
        ("Told as", "denied"),
        ("Told as", "total"),
    }
    assert "Told as denied" in made["description"]


def test_sheets_number_their_columns_and_hold_what_the_json_holds(tmp_path):
    event, tellings = rich_case()
    one = made_event([telling("r7")], figures=(figure(),))
    events, sources, associations, _ = write(tmp_path, [event, one], tellings)
    rows = table(tmp_path / "EXPORT_EVENTS.csv")
    for row, made in zip(rows, events, strict=True):
        columns = [row[c] for c in row if re.fullmatch(r"association\d+", c)]
        assert [c for c in columns if c] == made["associations"]
        assert (row["date"], row["latitude"]) == (made["date"], made["latitude"])
        assert row["source1"] == (made["sources"][0] if made["sources"] else "")
    assert "association1" in rows[0]
    assert "path1" in table(tmp_path / "EXPORT_SOURCES.csv")[0]
    paths = table(tmp_path / "EXPORT_ASSOCIATIONS.csv")
    assert [row["id"] for row in paths] == [a["id"] for a in associations]
    assert paths[1]["filter_path0"] == "Type"
    assert len(table(tmp_path / "EXPORT_SOURCES.csv")) == len(sources)


def test_no_cell_of_a_sheet_is_a_formula(tmp_path):
    evil = "=HYPERLINK(1)"
    told = telling(text=evil, outlet=evil)
    event = made_event(
        [told],
        initiators=(party(evil, "rebels"),),
        place=area("x", None, None, "SY", lat=-1.5, ucdp_precision=1),
    )
    write(tmp_path, [event], keyed(told))
    for name in ("EVENTS", "SOURCES", "ASSOCIATIONS"):
        for row in table(tmp_path / f"EXPORT_{name}.csv"):
            cells = [v for k, v in row.items() if k not in ("latitude", "longitude")]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert table(tmp_path / "EXPORT_EVENTS.csv")[0]["latitude"] == "-1.5"


def test_no_events_and_the_same_events(tmp_path):
    events, sources, associations, _ = write(tmp_path / "none", [])
    assert (events, sources, associations) == ([], {}, [])
    event, tellings = rich_case()
    for name in ("a", "b"):
        write(tmp_path / name, [event], tellings)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert len(list((tmp_path / "a").iterdir())) == 7
