"""The recipe of the gate on a small made world."""

import json
import random

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("scipy")

from tacitus.learned.gate import Gate
from training import gate
from training.gate_sets import Labelled, invented_texts, settings, topic_of

FIT = {
    "penalty": 1e-3,
    "lowest": -0.6,
    "steps": 60,
    "recall": 0.95,
    "recall_short": 0.9,
    "least": 10,
}
CONFLICT = "ambush shelling insurgents barrage massacre".split()
OTHERS = "recipe orchestra pension goalkeeper meadow".split()
FILLER = "the a of on said near day people town new old was and that".split()


class Tokenizer:
    """Stands for the pretrained one: it knows one word that no text holds."""

    def get_vocab(self) -> dict[str, int]:
        return {"onslaught": 0, "##ing": 1}


def likened(words, source, tokenizer) -> np.ndarray:
    """Words of conflict lie in one direction, "onslaught" among them."""
    return np.array(
        [
            [word in CONFLICT or word == "onslaught", word in OTHERS, len(word) / 20]
            for word in words
        ],
        dtype=np.float32,
    )


@pytest.fixture
def texts() -> list[Labelled]:
    draw = random.Random(4)
    made = []
    for n in range(240):
        relevant = n % 2 == 0
        words = draw.choices(FILLER, k=draw.choice([12, 90]))
        for _ in range(2):
            words.insert(draw.randrange(len(words)), draw.choice(CONFLICT if relevant else OTHERS))
        made.append(Labelled(f"t{n}", "made", " ".join(words), relevant))
    return made


@pytest.fixture
def bags(texts, monkeypatch) -> gate.Bags:
    monkeypatch.setattr(gate, "pretrained", lambda package: None)
    monkeypatch.setattr(gate, "tokenizer_of", lambda source: Tokenizer())
    monkeypatch.setattr(gate, "kept_meanings", likened)
    return gate.Bags(texts, gate.Vocabulary(texts, 2, 1.0))


def test_both_sides_are_told_apart_out_of_fold(bags):
    scores = gate.out_of_fold(bags, FIT)
    relevant = np.array([one.relevant for one in bags.texts])
    assert ((scores > 0) == relevant).mean() > 0.97


def test_what_is_written_scores_as_what_was_fitted(bags, tmp_path):
    weights = bags.fit(np.ones(len(bags.texts), dtype=bool), FIT)
    at = {"threshold": 0.5, "short_threshold": -0.5}
    gate.write(weights, bags.vocabulary, at, [], tmp_path)
    read = Gate(tmp_path)
    again = [read.logit(one.text) for one in bags.texts]
    assert again == pytest.approx(list(bags.logits(weights)), abs=0.3)  # int8
    assert read.threshold > 0.5 > read.short_threshold
    assert json.loads((tmp_path / "gate.json").read_text())["sha256"]


def test_a_word_never_met_is_judged_by_those_like_it(bags, tmp_path):
    weights = bags.fit(np.ones(len(bags.texts), dtype=bool), FIT)
    gate.write(weights, bags.vocabulary, {"threshold": 0, "short_threshold": 0}, [], tmp_path)
    read = Gate(tmp_path)
    assert read.logit("the onslaught on the town") > read.logit("the zzyzx on the town") + 0.5


def test_no_weight_falls_below_the_bound(bags):
    weights = bags.fit(np.ones(len(bags.texts), dtype=bool), FIT)
    assert weights.pairs.min() >= FIT["lowest"]
    assert weights.grams.min() >= FIT["lowest"]


def test_thresholds_keep_what_is_asked_for(bags):
    scores = np.arange(len(bags.texts), dtype=float)
    at = gate.thresholds(bags, scores, FIT)
    for name, short, recall in (("threshold", False, 0.95), ("short_threshold", True, 0.9)):
        mine = [
            score
            for one, score in zip(bags.texts, scores, strict=True)
            if one.relevant and gate.is_short(one) == short
        ]
        kept = sum(score >= at[name] for score in mine) / len(mine)
        assert recall <= kept < recall + 0.1


def test_stretches_are_in_the_fold_of_their_report():
    whole = Labelled("muc-1", "MUC-4", "", True)
    assert gate.fold_of(whole) == gate.fold_of(Labelled("muc-1~3", "MUC-4", "", True, 0.1, False))


@pytest.mark.parametrize(
    ("name", "topic"), [("ecb-8_1ecb", "8ecb"), ("12_10ecbplus", "12ecbplus"), ("other", "other")]
)
def test_subtopics(name, topic):
    assert topic_of(name) == topic


def test_invented_texts_are_of_both_sides_and_apart_from_those_kept_for_measuring():
    train, apart = (list(invented_texts(apart=side)) for side in (False, True))
    assert not {one.id for one in train} & {one.id for one in apart}
    assert len({one.text for one in (*train, *apart)}) == len(train) + len(apart)
    for part in (train, apart):
        assert 0.3 < sum(one.relevant for one in part) / len(part) < 0.7


def test_the_recipe_is_read():
    assert {"penalty", "lowest", "recall", "recall_short", "least"} <= settings().fit.keys()
