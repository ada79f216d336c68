"""Links of reports held against judgements, and stories edited to be found again."""

import json

import pytest
from helpers.wire import OTHER, STORY, report, story

from tacitus.evaluate.machine import measured_with
from tacitus.evaluate.near_copies import (
    JudgedPair,
    by_resemblance,
    floor_figures,
    measure_links,
    own_links,
    read_judged,
    section_blocks,
    without,
    wrong_pairs,
)
from tacitus.evaluate.near_copies_made import EDITS, found_shares, made_stories
from tacitus.records import TacitusError

REPORTS = [
    report("a"),
    report("b", outlet="Herald"),
    report("c", story(*STORY[1:], OTHER[0])),
    report("d", story(*OTHER), "Star"),
    report("e", story(OTHER[0], *STORY[3:]), "Post"),
]
JUDGED = [
    JudgedPair("a", "b", "copy", True, "read"),
    JudgedPair("a", "c", "version", True, "read"),
    JudgedPair("a", "e", "passages", False, "read"),
    JudgedPair("b", "c", "copy", True, "read"),
    JudgedPair("d", "e", "copy", True, "runs"),
]


def test_figures_are_counted_over_pairs():
    linked = own_links(REPORTS)
    assert linked["a", "b"] == "copy"
    assert linked["a", "c"] == "version"
    found = measure_links(REPORTS, JUDGED).figures
    right = len(linked.keys() & {("a", "b"), ("a", "c"), ("b", "c"), ("d", "e")})
    assert found["linked precision"] == pytest.approx(right / len(linked))
    assert found["linked recall"] == pytest.approx(right / 4)
    assert found["kind right"] == 1.0
    assert floor_figures(REPORTS, JUDGED) == {"copies": found["linked F1"]}


def test_wrong_pairs_are_named_with_the_reason():
    told = {(a, b): why for a, b, why in wrong_pairs(REPORTS, JUDGED)}
    assert told["d", "e"] == "judged copy, not linked"
    assert ("a", "b") not in told
    assert told["a", "e"] == "judged passages, not sure, linked"


def test_pairs_can_be_left_out():
    rest = without([JUDGED[0]], own_links)(REPORTS)
    assert rest.keys() == own_links(REPORTS).keys() - {("a", "b")}


@pytest.mark.parametrize(
    ("least", "wanted"), [(1.0, {("a", "b")}), (0.6, {("a", "b"), ("a", "c"), ("b", "c")})]
)
def test_resemblance_is_the_share_of_all_runs_of_words(least, wanted):
    assert by_resemblance(least)(REPORTS[:4]).keys() == wanted


@pytest.mark.parametrize(
    "line",
    [
        {"a": "x", "b": "y", "verdict": "twin", "sure": True, "by": "read"},
        {"a": "y", "b": "x", "verdict": "copy", "sure": True, "by": "read"},
        {"a": "x", "b": "y", "verdict": "copy", "sure": True},
    ],
)
def test_judgements_of_another_form_are_refused(tmp_path, line):
    path = tmp_path / "judged.jsonl"
    path.write_text(json.dumps(line) + "\n", "utf-8")
    with pytest.raises(TacitusError) as told:
        read_judged(path)
    assert "line 1" in str(told.value)


def test_the_shipped_judgements_can_be_read(pytestconfig):
    found = read_judged(pytestconfig.rootpath / "quality" / "near-copies-news.jsonl")
    assert {one.verdict for one in found} == {"copy", "version", "passages", "different"}
    assert len({(one.a, one.b) for one in found}) == len(found)


def test_stories_are_edited_and_found_again():
    made = made_stories(
        [
            report("a", story(*STORY, *OTHER)),
            report("b", story(*OTHER, *OTHER)),
            report("c", "Short."),
        ]
    )
    assert [one.report.id for one in made] == ["a", "b"]
    found = found_shares(made, own_links)
    assert found.keys() == EDITS.keys()
    assert (
        found["none"] == found["sentences in another order"] == found["a tenth of a report"] == 1.0
    )
    assert found["60 % of sentences reworded"] < found["20 % of sentences reworded"]
    assert found_shares(made, by_resemblance(0.6))["a tenth of a report"] < 1.0
    figures = {"all": {"tacitus": measure_links(REPORTS, JUDGED)}}
    page = "\n".join(section_blocks(figures, JUDGED, made, measured_with()))
    assert page.startswith("## Copies of reports")
    assert "3 are copies" in page
