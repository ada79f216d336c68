import csv
import io
from dataclasses import replace

import pytest
from helpers.made_events import ARMY, CIVILIANS, REBELS, figure, made_event, rich_case

from tacitus.export.acled import write_acled
from tacitus.export.ucdp import write_ucdp
from tacitus.knowledge.acled import load_acled
from tacitus.knowledge.ucdp import load_ucdp
from tacitus.read.dataset_rows import country_code
from tacitus.read.datasets import read_dataset
from tacitus.records import TacitusError

NEW = {
    "event_id_cnty": "ZZZ17",
    "event_date": "2019-06-03",
    "year": "2019",
    "time_precision": "2",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Mali (2013-2020)",
    "assoc_actor_1": "GATIA; MSA",
    "inter1": "State forces",
    "actor2": "Unidentified Armed Group (Mali)",
    "assoc_actor_2": "",
    "inter2": "Political militia",
    "interaction": "State forces-Political militia",
    "civilian_targeting": "",
    "iso": "466",
    "region": "Western Africa",
    "country": "Mali",
    "admin1": "Gao",
    "admin2": "",
    "admin3": "",
    "location": "Tinbara",
    "latitude": "16.2500",
    "longitude": "-0.0400",
    "geo_precision": "1",
    "source": "Gazette du Fleuve; Studio Onze",
    "source_scale": "National",
    "notes": "On 3 June 2019, soldiers and gunmen clashed near Tinbara.\nFour were killed.",
    "fatalities": "4",
    "tags": "",
    "timestamp": "1560000000",
}
OLD = NEW | {
    "data_id": "99",
    "event_date": "03-06-2019",
    "iso": "",
    "iso3": "MLI",
    "inter1": "1",
    "inter2": "3",
    "interaction": "13",
}
GED = dict.fromkeys(load_ucdp().columns, "") | {
    "id": "501",
    "relid": "MLI-2019-1-77-3",
    "year": "2019",
    "active_year": "1",
    "type_of_violence": "1",
    "dyad_name": "Government of Mali - JNIM",
    "side_a": "Government of Mali",
    "side_b": "JNIM",
    "number_of_sources": "-1",
    "source_office": "-1",
    "source_original": "army spokesman; residents",
    "where_prec": "2",
    "where_coordinates": "Tinbara village",
    "adm_1": "Gao region",
    "latitude": "16.25",
    "longitude": "-0.04",
    "country": "Mali",
    "country_id": "432",
    "date_prec": "2",
    "date_start": "2019-06-01 00:00:00.000",
    "date_end": "2019-06-03 00:00:00.000",
    "deaths_a": "1",
    "deaths_b": "3",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "4",
    "high": "6",
    "low": "4",
    "gwnoa": "432",
}


def written(path, *given, delimiter=",", encoding="utf-8", header=True, upper=False):
    text = io.StringIO()
    names = list(given[0])
    table = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    if header:
        table.writerow([name.upper() if upper else name for name in names])
    table.writerows([row.get(name, "") for name in names] for row in given)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        (NEW, {}),
        (NEW, {"delimiter": ";", "encoding": "utf-8-sig"}),
        (NEW, {"delimiter": "\t", "upper": True}),
        (NEW, {"encoding": "utf-16"}),
        (OLD, {}),
        (OLD | {"event_date": "03 June 2019"}, {"upper": True}),
    ],
)
def test_acled_of_any_age_reads_the_same(tmp_path, cells, options):
    found = read_dataset(written(tmp_path / "a.csv", cells, **options))
    (row,) = found.rows
    assert (found.form, found.problems) == ("acled", ())
    assert (row.id, row.start, row.end, row.date_precision) == (
        "ZZZ17",
        "2019-06-03",
        "2019-06-03",
        2,
    )
    assert (row.category, row.type) == ("Battles", "Armed clash")
    assert row.sides == (
        ("Military Forces of Mali (2013-2020)", "GATIA", "MSA"),
        ("Unidentified Armed Group (Mali)",),
    )
    assert row.classes == ("State forces", "Political militia")
    assert row.interaction == "State forces-Political militia"
    assert (row.country, row.admin1, row.place) == ("ML", "Gao", "Tinbara")
    assert (row.lat, row.lon, row.place_precision) == (16.25, -0.04, 1)
    assert (row.low, row.best, row.high) == (4, 4, 4)
    assert row.sources == ("Gazette du Fleuve", "Studio Onze")
    assert row.event is None


@pytest.mark.parametrize("header", [True, False])
def test_ucdp_reads_with_and_without_a_header(tmp_path, header):
    found = read_dataset(written(tmp_path / "g.csv", GED, GED | {"id": "502"}, header=header))
    row, other = found.rows
    assert (found.form, found.problems, other.id) == ("ucdp", (), "502")
    assert (row.start, row.end, row.date_precision) == ("2019-06-01", "2019-06-03", 2)
    assert (row.category, row.type, row.sides) == (
        "state-based",
        None,
        (("Government of Mali",), ("JNIM",)),
    )
    assert (row.country, row.place_precision) == ("ML", 2)
    assert (row.low, row.best, row.high) == (4, 4, 6)
    # -1 stands for what old rows do not tell: then whom it goes back to
    assert row.sources == ("army spokesman", "residents")


def test_one_sided_rows_of_old_files_have_no_second_class(tmp_path):
    alone = OLD | {"actor2": "", "inter2": "0", "interaction": "10"}
    (row,) = read_dataset(written(tmp_path / "a.csv", alone)).rows
    assert row.sides[1] == ()
    assert row.classes == ("State forces", None)
    assert row.interaction == "State forces only"


def test_letters_of_other_encodings_are_read_and_the_doubt_is_told(tmp_path):
    cells = NEW | {"location": "Ségou"}
    found = read_dataset(written(tmp_path / "a.csv", cells, encoding="cp1252"))
    assert found.rows[0].place == "Ségou"
    assert [problem.code for problem in found.problems] == ["wrong-encoding"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (NEW | {"event_date": "06/03/2019"}, "event_date: '06/03/2019' is no day"),
        (NEW | {"fatalities": "many"}, "fatalities: 'many' is no whole number"),
        (NEW | {"fatalities": ""}, "fatalities: '' is no number of persons"),
        (NEW | {"latitude": "216"}, "latitude: '216' is no degrees"),
        (NEW | {"longitude": "west"}, "longitude: 'west' is no degrees"),
        (GED | {"type_of_violence": "7"}, "type_of_violence: '7' is none of 1, 2, 3"),
        (GED | {"date_end": "2019-05-01"}, "date_end: 2019-05-01 is before"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_others_are_read(tmp_path, cells, told):
    good = NEW if "event_id_cnty" in cells else GED
    path = written(tmp_path / "x.csv", good, cells, good)
    found = read_dataset(path)
    assert len(found.rows) == 2
    (problem,) = found.problems
    line = 4 if good is NEW else 3  # notes hold a line break
    assert problem.code == "bad-row"
    assert f"{path}, line {line}: {told}" in problem.message


def test_a_row_of_the_wrong_length_is_told(tmp_path):
    path = written(tmp_path / "x.csv", NEW)
    path.write_text(path.read_text("utf-8") + "ZZZ18,2019-06-03\n", "utf-8")
    found = read_dataset(path)
    assert len(found.rows) == 1
    assert "has 2 cells, and there are 31 columns" in found.problems[0].message


@pytest.mark.parametrize(
    ("data", "code", "told"),
    [
        (b"", "no-table", "is empty"),
        (b"\n\n", "no-table", "is empty"),
        (b"PK\x03\x04xlsx", "no-table", "zip archive or office document"),
        (b"name,age\nAda,36\n", "unknown-dataset", "neither those of ACLED nor of UCDP GED (name, age"),
        (b"event_id_cnty,event_date\nX1,2019-01-01\n", "missing-columns", "lacks event_type, sub_event_type, actor1"),
        (b"type_of_violence,side_a\n1,A\n", "missing-columns", "as a file of UCDP GED it lacks id, side_b"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_either_says_what_it_lacks(tmp_path, data, code, told):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(TacitusError) as caught:
        read_dataset(path)
    assert caught.value.problem.code == code
    assert str(path) in caught.value.problem.message
    assert told in caught.value.problem.message


def test_cells_kept_from_running_as_formulas_are_names_again(tmp_path):
    path = written(tmp_path / "a.csv", NEW | {"actor1": "'=Front", "actor2": "'Abs Brigade"})
    (row,) = read_dataset(path).rows
    assert row.sides[0][0] == "=Front"
    assert row.sides[1] == ("'Abs Brigade",)


def test_a_missing_file_and_an_unknown_form_are_told(tmp_path):
    with pytest.raises(TacitusError, match="cannot be read") as caught:
        read_dataset(tmp_path / "none.csv")
    assert caught.value.problem.code == "unreadable-file"
    with pytest.raises(TacitusError, match="'gtd' is no data set"):
        read_dataset(written(tmp_path / "a.csv", NEW), "gtd")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Democratic Republic of Congo", "CD"),
        ("DR Congo (Zaire)", "CD"),
        ("Yemen (North Yemen)", "YE"),
        ("eSwatini", "SZ"),
        ("Ivory Coast", "CI"),
        ("Palestine", "PS"),
        ("Kosovo", "XK"),
        ("Nowhere", None),
    ],
)
def test_names_of_countries_in_either_data_set(name, code):
    assert country_code(name) == code


@pytest.mark.parametrize(("form", "write"), [("acled", write_acled), ("ucdp", write_ucdp)])
def test_what_is_written_reads_back_with_the_same_values(tmp_path, form, write):
    event, tellings = rich_case()
    second = made_event(
        id="01ARZ3NDEKTSV4RRFFQ69G5FAV",
        type="Armed clash",
        initiators=(ARMY,),
        targets=(REBELS, CIVILIANS),
        start="2017-04-04",
        end="2017-04-05",
        date_precision="days",
        figures=(replace(figure(low=5, best=8, high=12), rule="ucdp"),),
    )
    losses = write([event, second], tellings, tmp_path)
    path = tmp_path / f"{form}.csv"
    found = read_dataset(path)
    book = load_acled() if form == "acled" else load_ucdp()
    assert (found.form, found.problems) == (form, ())
    assert list(found.columns) == book.columns
    assert len(found.rows) == losses.rows == 2
    with path.open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    assert [dict(row.cells) for row in found.rows] == cells
    assert found.rows[1].event == second.id
    assert found.rows[1].country == "SY"
    assert (found.rows[1].lat, found.rows[1].lon) == (35.2, 37.1)
    if form == "ucdp":
        assert (found.rows[1].start, found.rows[1].end) == ("2017-04-04", "2017-04-05")
        assert (found.rows[1].low, found.rows[1].best, found.rows[1].high) == (5, 8, 12)
