import json

import pytest
from helpers.made import TEXT, make_coded, make_report
from helpers.strategies import coded_reports
from hypothesis import given, settings

from tacitus.export.jsonform import coded_to_json, coded_to_line
from tacitus.export.jsonread import coded_from_json, read_coded
from tacitus.records import TacitusError


@settings(max_examples=30, deadline=None)
@given(coded_reports())
def test_a_coded_report_survives_its_json_form(coded):
    line = coded_to_line(coded)

    back = coded_from_json(json.loads(line))

    assert back == coded
    assert coded_to_line(back) == line


@settings(max_examples=20, deadline=None)
@given(coded_reports())
def test_every_quote_is_the_slice_at_its_offsets(coded):
    form = coded_to_json(coded)
    text = form["text"]
    for event in form["events"]:
        assert event["evidence"] == [text[a:b] for a, b in event["spans"]["evidence"]]
    assert form["boilerplate"] == [text[cut["start"] : cut["end"]] for cut in form["cuts"]]


def test_events_have_the_codebook_s_fields_in_their_forms():
    event = coded_to_json(make_coded())["events"][0]

    assert event["type"] == "Shelling/artillery/missile attack"
    assert event["initiators"] == ["Rebels"]
    assert event["killed"] == {"low": 3, "high": None}
    assert event["injured"] is None
    assert event["weapon"] is None
    assert event["aggregate"] is False
    assert event["accounts"] == []
    assert event["evidence"][0] == "Rebels shelled the barracks in Goma"
    assert [TEXT[a:b] for a, b in event["spans"]["place"]] == ["Goma"]
    assert [[TEXT[a:b] for a, b in one] for one in event["spans"]["initiators"]] == [["Rebels"]]
    assert event["by"]["start"] == {"by": "rule:test", "how": "the Monday before publication"}


def test_what_was_cut_stands_as_quotes_and_offsets():
    form = coded_to_json(make_coded())

    assert form["boilerplate"] == ["Subscribe to our newsletter!"]
    assert form["cuts"][0]["kind"] == "subscribe"


def test_the_path_of_a_report_is_not_written():
    report = make_report(path="/home/somebody/secret/report.txt")

    assert "somebody" not in coded_to_line(make_coded(report))


def test_without_text_a_report_is_scored_but_not_read_back():
    form = coded_to_json(make_coded(), with_text=False)

    assert "text" not in form
    assert form["events"][0]["evidence"]
    with pytest.raises(TacitusError) as error:
        coded_from_json(form)
    assert error.value.problem.code == "no-text"


@pytest.mark.parametrize("form", [{}, {"id": "x"}, {"id": "x", "text": "y", "events": [{}]}, []])
def test_another_object_is_refused_with_a_message(form):
    with pytest.raises(TacitusError) as error:
        coded_from_json(form)
    assert error.value.problem.code == "bad-claims"


def test_half_a_surrogate_pair_is_escaped():
    line = coded_to_line(make_coded(make_report(title="broken \ud83d")))

    assert line.encode("utf-8")
    assert json.loads(line)["title"] == "broken \ud83d"


def test_a_line_separator_inside_a_string_does_not_end_the_line(tmp_path):
    path = tmp_path / "claims.jsonl"
    coded = make_coded(make_report(title="one\u2028two"))
    path.write_text(coded_to_line(coded) + "\n\n" + coded_to_line(coded) + "\n", "utf-8")

    assert [one.report.title for one in read_coded(path)] == ["one\u2028two"] * 2


@pytest.mark.parametrize(
    ("content", "code"),
    [("nonsense\n", "bad-claims"), ("[1]\n", "bad-claims"), ("[" * 100_000, "bad-claims")],
)
def test_a_faulty_line_is_named(tmp_path, content, code):
    path = tmp_path / "claims.jsonl"
    path.write_text(content, "utf-8")

    with pytest.raises(TacitusError, match="line 1") as error:
        list(read_coded(path))
    assert error.value.problem.code == code


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TacitusError, match="nowhere") as error:
        list(read_coded(tmp_path / "nowhere.jsonl"))
    assert error.value.problem.code == "no-claims-file"


def test_who_wrote_a_report_and_when_it_changed_go_along_and_older_files_lack_them():
    report = make_report(
        author="A. Writer", published_at="2024-03-08T07:30:00+02:00", updated="2024-03-09"
    )
    form = coded_to_json(make_coded(report))

    assert (form["author"], form["updated"]) == ("A. Writer", "2024-03-09")
    assert coded_from_json(form).report.published_at == "2024-03-08T07:30:00+02:00"
    for name in ("author", "published_at", "updated"):
        del form[name]
    assert coded_from_json(form).report.author is None
