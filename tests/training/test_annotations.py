import json

import pytest

from training.annotations import Unfit, digest, event_of, load, nearest, occurrences, stand_off
from training.coded import convert, spelled_out
from training.texts import Text, shortened

TEXT = Text(
    "made-1",
    "Gazette",
    "2020-05-04",
    "A mill burns",
    "On Sunday raiders burned\nthe old mill in Northford. Two millers died, police said. "
    "The raiders fled Northford.",
)
TYPED = {
    "t": "Looting/property destruction",
    "ev": [["raiders burned the old mill", "burned"], ["Two millers died", "died"]],
    "i": ["raiders"],
    "g": ["old mill", "millers"],
    "p": "Northford",
    "d": ["2020-05-03", "2020-05-03", "On Sunday"],
    "k": [2, 2, "Two"],
    "a": ["police"],
    "f": "hedged",
}


def quote(span):
    return TEXT.text[slice(*span)]


def test_offsets_give_back_the_words_that_the_coder_typed():
    row, missing = stand_off(TEXT, [spelled_out(TYPED)])
    event = event_of(json.loads(json.dumps(row))["events"][0])
    assert not missing
    assert [quote(s).split() for s in event.evidence] == [
        "raiders burned the old mill".split(),
        "Two millers died".split(),
    ]
    assert [quote(s) for s in event.triggers] == ["burned", "died"]
    assert quote(event.spans["initiators"][0]) == "raiders"
    assert [quote(s) for s in event.spans["targets"]] == ["old mill", "millers"]
    assert quote(event.spans["attribution"][0]) == "police"
    assert event.counts["killed"] == (2, 2)
    assert quote(event.figures["killed"]) == "Two"
    assert quote(event.time) == "On Sunday"
    assert (event.start, event.end, event.factuality) == ("2020-05-03", "2020-05-03", "hedged")
    assert event.counts["injured"] is None
    assert event.spans["weapon"] == ()


def test_a_value_is_sought_in_the_evidence_first():
    event = TYPED | {"ev": [["The raiders fled Northford", "fled"]]}
    row, _ = stand_off(TEXT, [spelled_out(event)])
    place = row["events"][0]["place"]
    assert place[0] == TEXT.text.rindex("Northford")


def test_what_stands_nowhere_is_named():
    row, missing = stand_off(TEXT, [spelled_out(TYPED | {"a": ["the baker"]})])
    assert row["events"][0]["attribution"] == []
    assert missing == ["made-1 event 1: attribution 'the baker'"]


def test_an_event_without_evidence_is_left_out():
    row, missing = stand_off(TEXT, [spelled_out(TYPED | {"ev": ["nothing of the kind"]})])
    assert row["events"] == []
    assert missing[-1] == "made-1 event 1: no evidence found, left out"


def test_convert_knows_reports_and_takes_invented_ones_with_their_text():
    own = {"id": "inv-1", "source": "Gazette", "published": None, "title": None}
    own |= {"text": "Raiders fled.", "events": [{"t": "Other", "ev": [["Raiders fled", "fled"]]}]}
    lines = [
        json.dumps({"id": "made-1", "events": [TYPED]}),
        json.dumps(own),
        json.dumps({"id": "made-2", "events": []}),
    ]
    rows, missing = convert(lines, {"made-1": TEXT})
    assert [r["id"] for r in rows] == ["made-1", "inv-1"]
    assert "text" not in rows[0]
    assert rows[1]["text"] == "Raiders fled."
    assert missing == ["made-2: no such report"]


def test_load_refuses_another_text(tmp_path):
    row, _ = stand_off(TEXT, [spelled_out(TYPED)])
    path = tmp_path / "made.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    [(text, events)] = load(path, {TEXT.id: TEXT})
    assert text is TEXT
    assert len(events) == 1
    assert row["sha256"] == digest(TEXT.text)
    other = Text(TEXT.id, "Gazette", None, None, TEXT.text + " ")
    with pytest.raises(Unfit, match="not the one annotated"):
        list(load(path, {TEXT.id: other}))
    with pytest.raises(Unfit, match="no report made-1"):
        list(load(path, {}))


def test_occurrences_are_whole_words_in_their_own_case_first():
    text = "Mill, mill, milling, MILL"
    assert occurrences("mill", text) == [(6, 10)]
    assert occurrences("miLL", text) == [(0, 4), (6, 10), (21, 25)]
    assert nearest("Mill mill", "a Mill\n mill", 0) == (2, 12)
    assert occurrences("", text) == []


def test_a_long_text_is_cut_where_a_line_ends():
    text = "\n".join(["x" * 99] * 40)
    cut = shortened(text)
    assert len(cut) <= 2600
    assert text[len(cut)] == "\n"
