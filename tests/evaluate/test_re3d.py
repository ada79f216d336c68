import pytest
from helpers.cutter import labels, sure

from tacitus.evaluate.re3d import ALL, LABELS, compare, measure, predict, sentences
from tacitus.evaluate.score import Tally
from tacitus.learned.piece_labels import ENTITIES
from tacitus.records import TacitusError

PLACE, BODY = ENTITIES.index("Location"), ENTITIES.index("Organisation")
MINI = (
    "The\tB-Organisation\r\nmilitia\tI-Organisation\r\nleft\tO\r\nOldtown\tB-Location\r\n.\tO\r\n"
    "\r\nNobody\tO\r\nspoke\tO\r\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "re3d").mkdir()
    (tmp_path / "re3d" / "dev.txt").write_text(MINI, "utf-8", newline="")
    return tmp_path


def test_sentences_are_read(folder):
    first, second = sentences(folder / "re3d" / "dev.txt")

    assert first.words == ("The", "militia", "left", "Oldtown", ".")
    assert first.labels[:2] == ("B-Organisation", "I-Organisation")
    assert second.words == ("Nobody", "spoke")


@pytest.mark.parametrize("line", ["word\tB-Nonsense\n", "word\n"])
def test_other_labels_are_refused(tmp_path, line):
    path = tmp_path / "dev.txt"
    path.write_text(line, "utf-8")

    with pytest.raises(TacitusError) as error:
        list(sentences(path))
    assert error.value.problem.code == "bad-set-file"


@pytest.mark.parametrize(
    ("gold", "given", "right", "coded", "wanted"),
    [
        ("B-Person I-Person O", "B-Person I-Person O", 1, 1, 1),
        ("B-Person I-Person O", "B-Person O O", 0, 1, 1),  # the last word is not the same
        ("B-Person I-Person O", "B-Location I-Location O", 0, 1, 1),  # nor the kind
        ("O B-Person", "O I-Person", 1, 1, 1),  # as seqeval reads it
        ("B-Person B-Person", "B-Person I-Person", 0, 1, 2),
        ("O O", "B-Money O", 0, 1, 0),
    ],
)
def test_spans_are_right_by_kind_and_both_ends(gold, given, right, coded, wanted):
    counts = compare(gold.split(), given.split())

    assert counts[ALL] == Tally(right, coded, wanted)
    assert sum((counts[kind] for kind in ENTITIES), Tally()) == counts[ALL]


def test_labels_of_pieces_become_labels_of_words():
    given = predict(
        ["The", "militia", "left", "Oldtown", "."],
        lambda text: sure(text, "entity", 21, [("The militia", BODY), ("Oldtown", PLACE)]),
    )

    assert given == ["B-Organisation", "I-Organisation", "O", "B-Location", "O"]


def test_figures_are_over_all_sentences(folder):
    def label(text):
        found = [("The militia", BODY)] if "militia" in text else [("Nobody", PLACE)]
        return sure(text, "entity", len(LABELS), found)

    benchmark = measure(folder, label)

    assert [unit[ALL] for unit in benchmark.units] == [Tally(1, 1, 2), Tally(0, 1, 0)]
    assert benchmark.figures["all F1"] == pytest.approx(0.5)
    assert benchmark.figures["Organisation recall"] == 1.0
    assert benchmark.figures["Location F1"] == 0.0


def test_a_model_that_finds_nothing_has_no_hits(folder):
    nothing = measure(folder, lambda text: sure(text, "entity", 21, []))

    assert nothing.figures["all F1"] == 0.0


def test_a_word_without_pieces_goes_with_its_neighbours():
    words = ["Abu", "\u200e", "Omar"]

    def label(text):
        said = labels(text, "entity", [[0] * 21] * 3)
        kept = [n for n, (start, end) in enumerate(said.offsets) if text[start:end] != "\u200e"]
        rows = sure(text, "entity", 21, [(text, PLACE)]).heads["entity"]
        said.offsets, said.heads = [said.offsets[n] for n in kept], {"entity": rows[kept]}
        return said

    assert predict(words, label) == ["B-Location", "I-Location", "I-Location"]
