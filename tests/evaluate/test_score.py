import copy
import importlib.util
import itertools
import json
import random
from pathlib import Path

import pytest
from helpers.events import event

from tacitus.evaluate.assign import assign
from tacitus.evaluate.compare import parents
from tacitus.evaluate.mentions import content_words, matched, quotes_overlap, same_mention
from tacitus.evaluate.score import score_report, score_reports, total

SHARED = Path(__file__).parents[3] / "shared"
PARENTS = {"Armed clash": "Battles", "Attack": "Violence against civilians"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Sudanese army", "Sudanese army", True),
        ("soldiers of the Sudanese army", "Sudanese army", True),
        ("Free Aceh Movement", "FAM", True),
        ("U.S. forces", "US forces", True),
        ("Tamil rebels", "Tamil Tiger rebels", True),
        ("Tamil rebels", "government soldiers", False),
        ("the", "the", False),
        ("Bogotá", "BOGOTA", True),
        ("IS", "is", False),
    ],
)
def test_mentions_are_the_same_by_their_content_words(one, other, same):
    assert same_mention(one, other) is same
    assert same_mention(other, one) is same


def test_content_words_leave_out_articles_and_accents():
    assert content_words("The siege of São Paulo") == {"siege", "sao", "paulo"}


def test_a_mention_is_matched_once():
    assert matched(["rebels", "rebels"], ["rebels"]) == [(0, 0)]


def test_quotes_overlap_at_half_of_the_shorter_one():
    assert quotes_overlap(["gunmen killed two men"], ["gunmen killed a judge in Cali"])
    assert not quotes_overlap(["gunmen killed two men"], ["a bomb went off in Cali"])
    assert not quotes_overlap([], ["a bomb"])


@pytest.mark.parametrize("seed", range(40))
def test_assignment_weighs_the_most_that_is_possible(seed):
    draw = random.Random(seed)
    rows, columns = draw.randint(1, 5), draw.randint(1, 5)
    weights = [[draw.choice([0, 0, 1, 2, 3, 7]) for _ in range(columns)] for _ in range(rows)]

    found = assign(weights)

    best = max(
        sum(weights[i][j] for i, j in zip(some, order, strict=True))
        for size in range(1, min(rows, columns) + 1)
        for some in itertools.combinations(range(rows), size)
        for order in itertools.permutations(range(columns), size)
    )
    assert sum(weights[i][j] for i, j in found) == best
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert all(weights[i][j] for i, j in found)


def test_nothing_to_assign():
    assert assign([]) == []
    assert assign([[]]) == []


def test_gold_against_itself_is_perfect():
    score = score_report("r", [event()], [event()], PARENTS)

    assert (score.events.f1, score.slots.f1) == (1.0, 1.0)
    assert all(tally.f1 == 1.0 for name, tally in score.fields.items())
    assert score.pairs[0].differences == ()


def test_differences_name_the_field_and_both_values():
    coded = event(place="Batticaloa", killed=None)
    score = score_report("r", [event()], [coded], PARENTS)

    differences = {d.field: (d.gold, d.coded) for d in score.pairs[0].differences}
    assert differences == {
        "place": ("Jaffna", "Batticaloa"),
        "killed": ({"low": 5, "high": 5}, None),
    }


def test_missed_and_spurious_events_cost_their_slots():
    other = event(evidence=["a judge was shot in Cali"])
    score = score_report("r", [event()], [other], PARENTS)

    assert (score.events.right, score.events.coded, score.events.gold) == (0, 1, 1)
    assert score.slots.gold == score.slots.coded == 7
    assert len(score.missed) == len(score.spurious) == 1


def test_optional_events_count_neither_way():
    gold = [event(optional=True)]

    assert score_report("r", gold, [], PARENTS).events.gold == 0
    assert score_report("r", gold, [event()], PARENTS).events.coded == 0


def test_a_report_that_was_not_coded_is_missed():
    scores = score_reports({"r": [event()]}, {}, PARENTS)

    assert total(scores).events.recall == 0.0
    assert len(scores[0].missed) == 1


def perturbed(events, pool, draw):
    """Events with some left out, some doubled, some fields swapped for those of others."""
    out = []
    for original in events:
        if draw.random() < 0.15:
            continue
        changed = {k: v for k, v in copy.deepcopy(original).items() if k != "optional"}
        for name in changed:
            if name not in ("id", "evidence") and draw.random() < 0.25:
                changed[name] = copy.deepcopy(draw.choice(pool).get(name))
        changed["factuality"] = changed.get("factuality") or "asserted"
        out += [changed] * (2 if draw.random() < 0.2 else 1)
        if draw.random() < 0.1:
            out.append(copy.deepcopy(draw.choice(pool)))
    draw.shuffle(out)
    return out


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "gold").exists(), reason="needs ../shared/gold")
@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_those_of_the_script_that_defines_them(seed):
    spec = importlib.util.spec_from_file_location("defining", SHARED / "gold" / "score.py")
    defining = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(defining)
    lines = (SHARED / "gold" / "train.jsonl").read_text("utf-8").splitlines()
    gold = {form["id"]: form["events"] for form in map(json.loads, lines)}
    pool = [one for events in gold.values() for one in events]
    draw = random.Random(seed)
    coded = {k: perturbed(events, pool, draw) for k, events in gold.items() if draw.random() < 0.95}

    figures = total(score_reports(gold, coded, parents()))

    theirs = defining.score(gold, coded)
    for name, tally in (("events", figures.events), ("slots", figures.slots)):
        assert theirs[name] == {
            "p": round(tally.precision, 3),
            "r": round(tally.recall, 3),
            "f1": round(tally.f1, 3),
            "n_gold": tally.gold,
            "n_coded": tally.coded,
        }
    assert theirs["fields"] == {name: round(t.f1, 3) for name, t in figures.fields.items()}
