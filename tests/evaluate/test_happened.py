import json

import pytest
from helpers.cutter import labels, offsets

from tacitus.evaluate.happened import measure, measure_by, sentences
from tacitus.evaluate.happened_rules import values
from tacitus.records import TacitusError


def write(tmp_path, *rows):
    folder = tmp_path / "factuality" / "UDS_IH2"
    folder.mkdir(parents=True)
    (folder / "dev.jsonl").write_text(
        "".join(
            json.dumps(
                {
                    "text": text,
                    "targets": [{"span1": [n, n + 1], "label": v} for n, v in targets],
                    "idx": number,
                }
            )
            + "\n"
            for number, (text, targets) in enumerate(rows)
        ),
        "utf-8",
    )
    return tmp_path


def test_sentences_are_read(tmp_path):
    folder = write(tmp_path, ("It burned .", [(1, 2.5)]), ("No .", []))

    first, second = sentences(folder / "factuality" / "UDS_IH2" / "dev.jsonl")

    assert (first.id, first.words, first.targets) == ("0", ("It", "burned", "."), ((1, 2.5),))
    assert second.targets == ()


def test_a_value_is_read_at_the_first_piece_of_its_word(tmp_path):
    folder = write(tmp_path, ("They did n't surrender .", [(3, -3.0)]))
    seen = []

    def label(text):
        seen.append(text)
        start = text.index("surrender")
        return labels(text, "happened", [[-9.0 if a == start else 1.0] for a, _ in offsets(text)])

    benchmark = measure(folder, label)

    assert seen == ["They didn't surrender."]
    assert benchmark.units == (((-3.0, -3.0),),)


@pytest.mark.parametrize(
    ("gold", "given", "figures"),
    [
        ([3, -3, 0], [3, -3, 0], {"pearson r": 1, "MAE": 0, "macro-F1": 1}),
        ([3, -3], [-3, 3], {"pearson r": -1, "MAE": 6, "macro-F1": 0}),
        ([1, 2], [1, 1], {"pearson r": 0, "MAE": 0.5, "happened F1": 0, "uncertain F1": 2 / 3}),
        ([1.1, -1.1], [2, -2], {"happened F1": 1, "did not F1": 1, "uncertain F1": 0}),
        ([3, 3, -3], [9, 9, 9], {"MAE": 2, "happened F1": 0.8, "macro-F1": 0.8 / 3}),
    ],
)
def test_figures_by_hand(tmp_path, gold, given, figures):
    folder = write(tmp_path, *[("burned", [(0, float(value))]) for value in gold])
    values = iter(given)

    found = measure_by(folder, lambda text, targets: [next(values) for _ in targets]).figures

    assert {name: found[name] for name in figures} == pytest.approx(figures)


def test_intervals_are_over_sentences(tmp_path):
    folder = write(tmp_path, *[("burned", [(0, float(value))]) for value in (3, -3, 2, -2)])

    interval = measure_by(folder, lambda text, targets: [0.0] * len(targets)).intervals["MAE"]

    assert 2 <= interval.low <= interval.high <= 3


@pytest.mark.parametrize(
    ("text", "word", "positive"),
    [
        ("The rebels attacked the village.", "attacked", True),
        ("The rebels will attack the village.", "attack", False),
        ("The rebels did not attack the village.", "attack", False),
    ],
)
def test_the_rules_give_values(text, word, positive):
    start = text.index(word)

    assert (values(text, [(start, start + len(word))])[0] > 0) is positive


@pytest.mark.parametrize("line", ["[]\n", '{"text": "a"}\n', "no json\n"])
def test_another_file_is_refused(tmp_path, line):
    path = tmp_path / "dev.jsonl"
    path.write_text(line, "utf-8")

    with pytest.raises(TacitusError) as error:
        list(sentences(path))
    assert error.value.problem.code == "bad-set-file"


def test_a_target_outside_its_sentence_is_refused(tmp_path):
    folder = write(tmp_path, ("It burned .", [(3, 1.0)]))

    with pytest.raises(TacitusError):
        list(sentences(folder / "factuality" / "UDS_IH2" / "dev.jsonl"))
