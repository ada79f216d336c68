import json

import pytest

from training.annotations import Unfit
from training.clusters import CLUSTERS, load_clusters, report_of

EVENTS = {"a": [False, False, True], "b": [False, True], "c": [False, False]}
READ = {"read": ["a", "b", "c"]}
MARKET = {"cluster": "f1", "claims": ["a#e1", "b#e1"], "note": "market", "maybe": ["c#e1"]}
TRUCE = {"cluster": "f2", "claims": ["a#e2", "c#e2"], "note": "truce", "unsure": True}


@pytest.fixture
def load(tmp_path):
    def loaded(*rows):
        annotated, clusters = tmp_path / "annotated.jsonl", tmp_path / "clusters.jsonl"
        annotated.write_text(
            "".join(
                json.dumps({"id": i, "events": [{"aggregate": total} for total in events]}) + "\n"
                for i, events in EVENTS.items()
            )
        )
        clusters.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return load_clusters(clusters, annotated)

    return loaded


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("a#e1", "b#e1", True),
        ("b#e1", "a#e1", True),
        ("a#e1", "c#e2", False),
        ("a#e3", "b#e1", False),
        ("a#e3", "b#e2", None),  # two sums
        ("a#e2", "c#e2", None),  # of an unsure cluster
        ("a#e1", "c#e1", None),  # may belong to it
        ("c#e1", "b#e1", None),
        ("a#e1", "a#e2", None),  # of one report
        ("a#e1", "z#e1", None),  # not read
    ],
)
def test_a_pair_is_one_happening_or_two_or_left_open(load, one, other, told):
    assert load(MARKET, TRUCE, READ).verdict(one, other) is told


def test_pairs_are_drawn_by_their_verdict(load):
    clusters = load(MARKET, TRUCE, READ)
    assert list(clusters.same()) == [("a#e1", "b#e1")]
    different = set(clusters.different())
    assert ("a#e1", "c#e2") in different
    assert not different & {("a#e1", "c#e1"), ("a#e2", "c#e2"), ("a#e3", "b#e2"), ("a#e1", "a#e2")}


def test_reports_that_were_not_read_say_nothing(load):
    clusters = load(MARKET | {"maybe": []}, {"read": ["a", "b"]})
    assert clusters.verdict("a#e1", "c#e1") is None
    assert list(clusters.claims) == ["a#e1", "a#e2", "a#e3", "b#e1", "b#e2"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"read": ["a", "z"]}], "not annotated: z"),
        ([MARKET | {"claims": ["a#e9", "b#e1"]}, READ], "no such claim in the reports read: a#e9"),
        ([MARKET, {"read": ["a", "b"]}], "no such claim in the reports read: c#e1"),
        ([MARKET, TRUCE | {"claims": ["a#e1", "c#e2"]}, READ], "in another cluster too: a#e1"),
        ([MARKET | {"claims": ["a#e1"]}, READ], "fewer than two"),
        ([MARKET | {"claims": ["a#e1", "a#e2"]}, READ], "two claims of one report"),
        ([MARKET | {"claims": ["a#e1", "a#e1"]}, READ], "two claims of one report"),
        ([MARKET | {"maybe": ["a#e1"]}, READ], "already does"),
        ([MARKET, TRUCE | {"cluster": "f1"}, READ], "given twice"),
    ],
)
def test_what_does_not_fit_is_told(load, rows, words):
    with pytest.raises(Unfit, match=words):
        load(*rows)


def test_the_clusters_marked_by_hand_fit_the_annotations():
    clusters = load_clusters()
    marked = [c for claims in (*clusters.sure.values(), *clusters.unsure.values()) for c in claims]
    assert len(clusters.sure) > 300
    assert len({report_of(claim) for claim in clusters.claims}) > 250
    assert len(marked) == len(set(marked))
    assert all(json.loads(line).get("note", "read") for line in CLUSTERS.open(encoding="utf-8"))
