"""The answer keys for linking claims of many reports: whole, and pointing at what is there.

quality/event-clusters-gold.jsonl groups events of the gold by happening. A line with `unsure` is a
group that two careful readers could differ on; events under `maybe` may or may not belong to the
group, so their pairs with it count neither way; `aggregate` marks groups that hold a lump or sum.

quality/event-clusters-news.jsonl groups passages of the news collection by happening: `claims` tell
it (`by`: on whose account, `missed`: where the coding of the day had no claim there, `unsure`: where
the passage is too vague to be certain), `not` are neighbours in time or place that are other
happenings. `complete` groups were sought in all reports; in the others a report may be left out.
"""

import json
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold"
NEWS = SHARED / "data" / "syria_news" / "reports.jsonl"
GOLD_KEY = ROOT / "quality" / "event-clusters-gold.jsonl"
NEWS_KEY = ROOT / "quality" / "event-clusters-news.jsonl"


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def gold_ids(part):
    return {
        f"{coded['id']}#{event.get('id') or f'e{number}'}"
        for coded in lines(GOLD / f"{part}.jsonl")
        for number, event in enumerate(coded["events"], 1)
    }


def overlapping(one, other):
    return (
        one["report"] == other["report"]
        and one["start"] < other["end"]
        and other["start"] < one["end"]
    )


@pytest.mark.parametrize("path", [GOLD_KEY, NEWS_KEY], ids=lambda path: path.stem)
def test_every_group_has_a_name_of_its_own_and_two_claims_or_more(path):
    groups = lines(path)
    assert groups
    names = [group["cluster"] for group in groups]
    assert len(set(names)) == len(names)
    assert [group["cluster"] for group in groups if len(group["claims"]) < 2] == []


def test_no_event_of_the_gold_is_in_two_groups():
    claims = [claim for group in lines(GOLD_KEY) for claim in group["claims"]]
    assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("group", lines(GOLD_KEY), ids=lambda group: group["cluster"])
def test_a_group_of_the_gold_has_one_event_of_a_report_and_says_why(group):
    reports = [claim.partition("#")[0] for claim in group["claims"]]
    assert len(set(reports)) == len(reports)
    assert not set(group["claims"]) & set(group.get("maybe", ()))
    assert group["note"].strip()


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason=f"{GOLD} is not there")
def test_the_events_named_are_in_the_part_named():
    dev, train = gold_ids("dev"), gold_ids("train")
    for group in lines(GOLD_KEY):
        claims = set(group["claims"])
        assert claims | set(group.get("maybe", ())) <= dev | train, group["cluster"]
        parts = [name for name, known in (("dev", dev), ("train", train)) if claims & known]
        assert group["part"] == ("both" if len(parts) == 2 else parts[0]), group["cluster"]


def test_no_passage_is_in_two_groups():
    told = [(group["cluster"], claim) for group in lines(NEWS_KEY) for claim in group["claims"]]
    clashes = [
        (first, second, one["report"], one["start"])
        for (first, one), (second, other) in combinations(told, 2)
        if overlapping(one, other)
    ]
    assert clashes == []


@pytest.mark.parametrize("group", lines(NEWS_KEY), ids=lambda group: group["cluster"])
def test_a_neighbour_is_no_telling_of_the_group_and_says_why(group):
    for neighbour in group["not"]:
        assert neighbour["why"].strip()
        assert not any(overlapping(neighbour, claim) for claim in group["claims"]), neighbour


@pytest.mark.shared
@pytest.mark.skipif(not NEWS.exists(), reason=f"{NEWS} is not there")
def test_passages_lie_in_their_reports():
    texts = {report["id"]: report["text"] for report in lines(NEWS)}
    for group in lines(NEWS_KEY):
        for passage in (*group["claims"], *group["not"]):
            text = texts[passage["report"]]
            start, end = passage["start"], passage["end"]
            assert 0 <= start < end <= len(text), passage
            assert text[start:end] == text[start:end].strip(), passage
