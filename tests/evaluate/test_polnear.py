import numpy as np
import pytest
from helpers.cutter import labels, offsets

from tacitus.evaluate.brat import articles
from tacitus.evaluate.pieces import words
from tacitus.evaluate.polnear import compare, measure, spans
from tacitus.evaluate.score import Tally
from tacitus.records import TacitusError

TEXT = "The miller said it burned.\n\nIt fell, neighbours have told us."
MARKS = (
    "T1\tSource 0 10\tThe miller\n"
    "T2\tCue 11 15\tsaid\n"
    "T3\tContent 16 25\tit burned\n"
    "T4\tAttribution 11 15\tsaid\n"
    "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
    "#1\tAnnotatorNotes T1\ta note\n"
    "T5\tSource 37 47\tneighbours\n"
    "T6\tCue 48 52;53 57\thave told\n"
)
COLUMN = {"source": 0, "cue": 2}


def write(tmp_path, marks=MARKS, name="made_ab12"):
    for folder in ("text", "attributions"):
        (tmp_path / "polnear" / "dev" / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "polnear" / "dev" / "text" / "made.txt").write_text(TEXT, "utf-8")
    path = tmp_path / "polnear" / "dev" / "attributions" / f"{name}.ann"
    path.write_text(marks, "utf-8")
    return tmp_path


def said(text, *found, logit=8.0):
    """A model that is sure of (kind, words), or as sure as `logit` says."""
    rows = np.full((len(offsets(text)), 5), -8.0)
    for kind, name in found:
        start = text.index(name)
        own = [n for n, (a, b) in enumerate(offsets(text)) if a < start + len(name) and start < b]
        rows[own, COLUMN[kind] + 1] = logit
        rows[own[0], COLUMN[kind]] = 8.0
    return labels(text, "attribution", rows)


def test_articles_are_read(tmp_path):
    (article,) = articles(write(tmp_path) / "polnear", "dev")

    assert article.id == "made"
    assert article.spans == {
        "Source": ((0, 10), (37, 47)),
        "Cue": ((11, 15), (48, 52), (53, 57)),
        "Content": ((16, 25),),
    }


def test_of_several_people_the_first_is_taken(tmp_path):
    folder = write(write(tmp_path), "T1\tCue 0 3\tThe\n", "made_aa11")

    (article,) = articles(folder / "polnear", "dev")

    assert article.spans["Cue"] == ((0, 3),)


def test_marks_outside_the_text_are_refused(tmp_path):
    with pytest.raises(TacitusError) as error:
        list(articles(write(tmp_path, "T1\tCue 0 300\tThe\n") / "polnear", "dev"))
    assert error.value.problem.code == "bad-set-file"


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [
        ([(0, 10)], [(0, 10)], (1, 1, 1)),
        ([(0, 10)], [(0, 11)], (1, 1, 1)),  # a space more
        ([(0, 10)], [(1, 9)], (1, 1, 1)),  # a letter less: the same words
        ([(0, 10)], [(4, 10)], (0, 1, 1)),
        ([(0, 10)], [(0, 3), (4, 10)], (0, 2, 1)),
        ([(0, 10)], [(0, 10), (4, 10)], (1, 1, 1)),  # the second shares a word with the first
        ([], [(0, 3)], (0, 1, 0)),
        ([(11, 15)], [], (0, 0, 1)),
    ],
)
def test_a_span_is_right_when_it_covers_the_same_words(gold, given, expected):
    assert compare(words(TEXT), gold, given) == Tally(*expected)


def test_spans_begin_where_the_model_says_so():
    said_it = said("miller miller spoke", ("source", "miller miller"))
    assert spans("miller miller spoke", said_it)["source"] == [(0, 13)]

    said_it.heads["attribution"][2, 0] = 8.0
    assert spans("miller miller spoke", said_it)["source"] == [(0, 6), (7, 13)]
    assert spans("miller miller spoke", said_it)["cue"] == []


def test_figures_are_of_both_kinds_and_their_sum(tmp_path):
    found = [("source", "The miller"), ("cue", "said"), ("cue", "told us")]

    benchmark = measure(write(tmp_path), lambda text: said(text, *found))

    assert benchmark.units == (
        {"source": Tally(1, 1, 2), "cue": Tally(1, 2, 3), "both": Tally(2, 3, 5)},
    )
    assert benchmark.figures["source F1"] == pytest.approx(2 / 3)
    assert benchmark.figures["cue F1"] == pytest.approx(2 / 5)
    assert benchmark.figures["mean F1"] == pytest.approx((2 / 3 + 2 / 5) / 2)
    assert benchmark.figures["both F1"] == pytest.approx(1 / 2)


@pytest.mark.parametrize(("logit", "found"), [(-0.5, True), (-2.0, False)])
def test_words_that_may_well_be_a_source_are_taken(logit, found):
    given = spans(TEXT, said(TEXT, ("source", "neighbours"), logit=logit))
    assert bool(given["source"]) is found
