"""Copies and later versions of reports from the command line."""

import json

import pytest
from helpers.stored import coded
from helpers.tellings import telling
from helpers.wire import OTHER, STORY, story

from tacitus.store.store import open_store

RISEN = story(STORY[0].replace("58", "72"), *STORY[1:5], OTHER[0])


@pytest.fixture
def store(tmp_path):
    """A report, its copy in another paper, a later version of it and a report of its own."""
    path = tmp_path / "events.db"
    made = [
        ("r1", story(*STORY), "Gazette", "2017-04-04", 58),
        ("r2", story(*STORY), "Herald", "2017-04-05", 58),
        ("r3", RISEN, "Gazette", "2017-04-05", 72),
        ("r4", story(*OTHER), "Star", "2017-04-05", 9),
    ]
    with open_store(path) as opened:
        for name, text, outlet, day, killed in made:
            one = telling(name, text=text, outlet=outlet, published=day, killed=(killed, killed))
            opened.add(coded(one, title=f"Title of {name}"))
        opened.refresh()
    return path


def lines(tacitus, store, *options):
    code, out, err = tacitus("copies", "--store", store, "--json", *options)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ((), [("r1", "r2", "copy"), ("r1", "r3", "update"), ("r2", "r3", "copy")]),
        (("--kind", "update"), [("r1", "r3", "update")]),
        (("--outlet", "herald", "--kind", "copy"), [("r1", "r2", "copy"), ("r2", "r3", "copy")]),
        (("r3",), [("r1", "r3", "update"), ("r2", "r3", "copy")]),
        (("r4",), []),
        (("--as-of", "2017-04-04"), []),
        (("--limit", "1"), [("r1", "r2", "copy")]),
        (("--limit", "1", "--offset", "1", "--kind", "copy"), [("r2", "r3", "copy")]),
    ],
)
def test_links_are_listed(tacitus, store, options, wanted):
    found = lines(tacitus, store, *options)
    assert [(one["earlier"]["id"], one["later"]["id"], one["kind"]) for one in found] == wanted


def test_what_a_later_version_changed_is_told(tacitus, store):
    (found,) = lines(tacitus, store, "--kind", "update")
    assert [part["kind"] for part in found["paragraphs"]] == ["altered", "removed", "added"]
    first = found["paragraphs"][0]
    assert first["after"]["quote"] == RISEN.split("\n")[0]
    assert {"kind": "added", "text": "72"} in first["words"]
    assert found["claims"] == [
        {
            "kind": "altered",
            "before": "r1#e1",
            "after": "r3#e1",
            "fields": [{"field": "killed", "before": "58", "after": "72"}],
        }
    ]


def test_counts_are_of_all_links_when_a_part_is_listed(tacitus, store):
    _, _, err = tacitus("copies", "--store", store, "--json", "--limit", "2", "--offset", "1")
    assert "2 of 3 links listed: 2 copies, 1 update, of 3 reports" in err


def test_links_are_shown_to_a_person(tacitus, store):
    code, out, err = tacitus("copies", "--store", store)
    told = " ".join(out.split())
    assert code == 0
    assert "2 copies, 1 update, of 3 reports" in err
    assert "copy: by their days of publication" in told
    assert "100 % of the words of the earlier one stand in the later one" in told
    assert "“Title of r3”" in told
    assert "1 paragraph added, 1 paragraph removed, 1 paragraph altered, 1 claim altered" in told
    assert "r1#e1 → r3#e1 killed 58 → 72" in told
    assert "{+72+}" not in told
    _, out, _ = tacitus("copies", "r3", "--store", store)
    assert "[-58-] {+72+}" in " ".join(out.split())


def test_an_event_names_the_copies_among_its_reports(tacitus, store):
    code, out, _ = tacitus("event", "r1#e1", "--store", store)
    told = " ".join(out.split())
    assert code == 0
    assert "Copies Herald r2 copies Gazette r1: 100 % of the words" in told
    assert "Gazette r3 is an update of Gazette r1" in told


@pytest.mark.parametrize(
    ("options", "wanted"),
    [(("--kind", "twin"), "is no kind of link"), (("r9",), "there is no report 'r9'")],
)
def test_what_cannot_be_listed_is_told(tacitus, store, options, wanted):
    code, _, err = tacitus("copies", "--store", store, *options)
    assert code == 2
    assert wanted in err
