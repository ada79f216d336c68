"""The recipe of the gate on a small made world."""

import json
import random

import numpy as np
import pytest

pytest.importorskip("torch")

from tacitus.learned.gate import PAIR_BITS, WINDOW, Gate
from training import gate
from training.gate_net import Weights, logits, together
from training.gate_sets import Labelled, invented_texts, other_stretches, settings, topic_of

FIT = {
    "networks": 2,
    "steps": 60,
    "batch": 32,
    "rate": 0.02,
    "dropped": 0.1,
    "lowest": -0.6,
    "vector": 4,
    "hidden": 6,
    "penalty_words": 1e-3,
    "penalty_vectors": 1e-3,
    "penalty_axes": 1e-4,
    "penalty_layers": 1e-4,
    "recall": 0.95,
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
    return gate.Bags(texts, gate.words_of(texts, 2))


@pytest.fixture
def weights(bags):
    return bags.fit(np.ones(len(bags.texts), dtype=bool), FIT)


def test_both_sides_are_told_apart_out_of_fold(bags):
    scores = gate.out_of_fold(bags, FIT)
    relevant = np.array([one.relevant for one in bags.texts])
    assert ((scores > 0) == relevant).mean() > 0.97


def test_what_is_written_scores_as_what_was_fitted(bags, weights, tmp_path):
    at = {"threshold": 0.5, "short_threshold": -0.5}
    gate.write(weights, bags.words, at, [], tmp_path)
    read = Gate(tmp_path)
    again = [read.logit(one.text) for one in bags.texts]
    assert again == pytest.approx(list(logits(weights, bags.bags)), abs=0.3)  # int8
    assert read.threshold > 0.5 > read.short_threshold
    assert json.loads((tmp_path / "gate.json").read_text())["sha256"]


def test_a_word_never_met_is_judged_by_those_like_it(bags, weights, tmp_path):
    at = {"threshold": 0, "short_threshold": 0}
    gate.write(weights, bags.words, at, [], tmp_path)
    read = Gate(tmp_path)
    assert read.logit("the onslaught on the town") > read.logit("the zzyzx on the town") + 0.5


def test_no_weight_of_a_pair_falls_below_the_bound(weights):
    assert weights.pairs.min() >= FIT["lowest"]


def test_two_trainings_give_the_same(bags, weights):
    again = bags.fit(np.ones(len(bags.texts), dtype=bool), FIT)
    assert np.array_equal(again.words, weights.words)


def test_networks_put_together_score_windows_by_their_mean(bags):
    draw = np.random.default_rng(3)
    count = len(bags.words.number)
    parts = [
        Weights(
            draw.normal(size=(count, 4)),
            draw.normal(size=1 << PAIR_BITS),
            draw.normal(size=(3, 5)),
            draw.normal(size=5),
            draw.normal(size=5),
            float(draw.normal()),
        )
        for _ in range(3)
    ]
    short = [one for one in bags.bags if len(one.words) <= WINDOW]
    mean = sum(logits(one, short) for one in parts) / 3
    assert logits(together(parts), short) == pytest.approx(mean)


def test_what_weighs_nothing_is_not_learned_from(bags):
    """The other half is told the wrong way round, and changes nothing."""
    used = np.arange(len(bags.texts)) < 120
    bags.y[~used] = 1 - bags.y[~used]
    scores = bags.logits(bags.fit(used, FIT), used)
    assert ((scores > 0) == (bags.y[used] == 1)).mean() > 0.97


def test_thresholds_keep_what_is_asked_for(bags):
    scores = np.arange(len(bags.texts), dtype=float)
    at = gate.thresholds(bags, scores, FIT)
    for short in (False, True):
        mine = [
            gate.kept(one, score, at)
            for one, score in zip(bags.texts, scores, strict=True)
            if one.relevant and (gate.length(one) <= WINDOW) == short
        ]
        assert 0.95 <= sum(mine) / len(mine) <= 1
    found = gate.figures(bags, scores, at)
    assert sum(row["relevant"] + row["others"] for row in found) == len(bags.texts)
    assert all(row["kept"] >= 0.95 * row["relevant"] for row in found)


def test_stretches_are_in_the_fold_of_their_report():
    whole = Labelled("muc-1", "MUC-4", "", True)
    assert gate.fold_of(whole) == gate.fold_of(Labelled("muc-1~3", "MUC-4", "", True, 0.1, False))


def test_stretches_of_other_reports_are_the_same_each_time_and_weigh_as_told():
    text = " ".join(
        f"The {word} was put off until the autumn, the council said." for word in FILLER
    )
    one = Labelled("polnear-1", "PolNeAR", text, False, 0.5)
    found = list(other_stretches(one, 0.8))
    assert found == list(other_stretches(one, 0.8))
    assert found
    assert all(part.text in text and not part.whole and not part.relevant for part in found)
    assert sum(part.weight for part in found) <= 0.4 + 1e-9
    assert not list(other_stretches(Labelled("x", "ECB+", "Short. Text.", False), 0.8))


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
    assert FIT.keys() <= settings().fit.keys()
