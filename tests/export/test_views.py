import csv
import io
from dataclasses import replace

import pytest
from helpers.made import TEXT, make_coded, make_report, said, span
from rich.console import Console

from tacitus.export.csvform import COLUMNS, write_csv
from tacitus.export.picture import terminal_picture
from tacitus.export.table import coded_table
from tacitus.export.terminal import report_view
from tacitus.export.wording import visible
from tacitus.export.write import format_of, make_writer
from tacitus.records import ActorRef, Claim, Coded, Count, TacitusError


def shown(renderable, width=160):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    console.print(renderable)
    return console.file.getvalue()


def hostile():
    text = "\x1b]0;gotcha\x07 [red]Rebels[/red] =cmd() attacked \u202eamoG\u202c"
    claim = Claim(
        id="e1",
        type=said("Attack", "attacked", text=text),
        evidence=(span("attacked", text),),
        factuality=said("asserted", "attacked", text=text),
        initiators=(said("[red]Rebels[/red]", text=text),),
        targets=(said("=cmd()", text=text),),
    )
    return Coded(make_report(text=text, title=None, cuts=()), (claim,), (), ())


def test_the_table_tells_each_claim():
    table = shown(coded_table(make_coded()))

    for words in (
        "Shells hit barracks",
        "Example Gazette",
        "Rebels",
        "3 or more",
        "2012-11-19",
        "a doctor",
        "prospective",
    ):
        assert words in table
    assert "Event e2 has no date." in table


def test_explain_names_what_gave_each_field():
    table = shown(coded_table(make_coded(), explain=True))

    assert "trigger:shell" in table
    assert "the Monday before publication" in table
    assert "geonames:216281" in table


def test_explain_tells_who_an_actor_could_be_and_whom_it_is_tied_to():
    ref = ActorRef(
        "Lowland-backed army",
        "state:TD:army",
        "Army of Chad",
        "state_forces",
        "TD",
        (("backed_by", "Lowland"),),
        "army of TD, which the report is about",
        ("state:SD:army",),
        (1.7, 1.2),
    )
    coded = make_coded()
    claim = replace(coded.claims[0], actors=(ref,))
    table = shown(coded_table(replace(coded, claims=(claim,)), explain=True), width=600)

    for words in ("state:TD:army 1.70", "state:SD:army 1.20", "backed by Lowland"):
        assert words in " ".join(table.split())


def test_a_report_without_events_says_so():
    assert "No event found" in shown(coded_table(Coded(make_report(), (), (), ())))


def test_the_text_is_shown_whole_with_marks():
    view = shown(report_view(make_coded()))

    assert "[e1]Rebels shelled the barracks in Goma" in view
    assert "[e2]The army may attack Sake" in view
    assert "fights with" in view


@pytest.mark.parametrize("view", [coded_table, report_view])
def test_control_characters_and_markup_do_not_reach_the_terminal(view):
    out = shown(view(hostile()))

    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\u202e" not in out
    assert "[red]Rebels" in out


def test_visible_keeps_offsets():
    text = "a\x1b\u202e\u200fb\x85\ud800c\n\td"

    assert len(visible(text)) == len(text)
    assert visible(text).endswith("c\n\td")


@pytest.mark.parametrize(
    ("count", "words"),
    [(Count(8, 8), "8"), (Count(13, None), "13 or more"), (Count(0, 5), "0 to 5")],
)
def test_counts_read_as_words(count, words):
    assert count.words == words


def test_csv_has_a_row_for_each_event():
    stream = io.StringIO()
    write_csv([make_coded()], stream)

    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == ["e1", "e2"]
    assert rows[0]["killed_low"] == "3"
    assert rows[0]["killed_high"] == ""
    assert rows[0]["lat"] == "-1.674"
    assert rows[0]["evidence"].startswith("Rebels shelled")


def test_csv_does_not_hand_a_formula_to_a_spreadsheet():
    stream = io.StringIO()
    write_csv([hostile()], stream)

    assert next(csv.DictReader(io.StringIO(stream.getvalue())))["targets"] == "'=cmd()"


def test_the_picture_is_an_svg_of_what_is_shown():
    picture = terminal_picture(make_coded(), "title")

    assert picture.startswith("<svg")
    assert "Goma" in picture
    assert "@font-face" not in picture
    assert picture == terminal_picture(make_coded(), "title")


@pytest.mark.parametrize(
    ("name", "asked", "form"),
    [
        ("a.jsonl", None, "jsonl"),
        ("a.CSV", None, "csv"),
        ("a.dat", "csv", "csv"),
        (None, None, "table"),
    ],
)
def test_the_form_follows_from_the_file_or_the_wish(tmp_path, name, asked, form):
    assert format_of(tmp_path / name if name else None, asked) == form


@pytest.mark.parametrize(("name", "asked"), [("a.dat", None), ("a.csv", "xml")])
def test_an_unknown_form_is_refused(tmp_path, name, asked):
    with pytest.raises(TacitusError) as error:
        format_of(tmp_path / name, asked)
    assert error.value.problem.code == "unknown-format"


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_writers_write_report_by_report(form):
    one, two = io.StringIO(), io.StringIO()
    write = make_writer(form, one)
    write(make_coded())
    write(make_coded())
    again = make_writer(form, two)
    again(make_coded())
    again(make_coded())

    assert one.getvalue() == two.getvalue()
    assert TEXT[:20] in one.getvalue() or "Rebels" in one.getvalue()
