"""The gate before the costly stages: what it keeps, what it skips, and what it costs."""

import json
import re
import shutil
import time
from datetime import date

import numpy as np
import pytest

from tacitus.learned import gate as module
from tacitus.learned.gate import FACTS, FOLDER, WEIGHTS, Gate, load_gate, not_relevant, relevant
from tacitus.records import Cut, Report, Span, TacitusError

CONFLICT = (
    "Fighters of the National Liberation Front attacked two army posts near the river on Monday, "
    "killing nine soldiers, a military spokesman said. The rebels lost at least four men."
)
PROTEST = (
    "Thousands of people marched through the capital on Sunday to demand the release of jailed "
    "opposition leaders, and riot police fired tear gas to disperse the crowd."
)
MOVES = (
    "The ministry of defence said that two battalions with tanks and artillery had been deployed "
    "along the border after a build-up of foreign troops on the other side."
)
BAKERY = (
    "The bakery on the corner has won the county's prize for rye bread for the third year running. "
    "Its owner, who rises at three every morning, thanked her customers and her two apprentices."
)
SEASON = (
    "The club has signed a midfielder from the second division for the new season. He scored eleven "
    "goals last year, and the coach expects him to play on the left side of the pitch."
)
TAXES = (
    "The finance committee put off a vote on the tax bill until next week, since several members "
    "wanted more figures on what small shops would have to pay under the new rates."
)


def report(text: str, **more) -> Report:
    return Report("r1", text, language=more.pop("language", "en"), **more)


@pytest.mark.parametrize("text", [CONFLICT, PROTEST, MOVES])
def test_reports_of_conflict_are_kept(text):
    found = relevant(report(text))
    assert (found.keep, found.reason) == (True, "relevant")


@pytest.mark.parametrize("text", [BAKERY, SEASON, TAXES])
def test_other_reports_are_skipped_and_say_why(text):
    found = relevant(report(text, path="news/7.txt"))
    assert (found.keep, found.reason) == (False, "not-relevant")
    problem = not_relevant(report(text, path="news/7.txt"), found)
    assert problem.code == "not-relevant"
    assert "news/7.txt" in problem.message
    assert "--no-gate" in problem.fix


@pytest.mark.parametrize("way", [str.upper, str.lower, lambda text: re.sub(r"[,.;:'-]", " ", text)])
@pytest.mark.parametrize("text", [CONFLICT, PROTEST, BAKERY, TAXES])
def test_letters_case_and_marks_change_nothing(text, way):
    assert load_gate().score(way(text)) == pytest.approx(load_gate().score(text))


def test_one_paragraph_of_conflict_makes_a_long_report_relevant():
    filler = "\n".join([BAKERY, SEASON, TAXES] * 6)
    assert not relevant(report(filler)).keep
    for at in (0, len(filler) // 2, len(filler)):
        assert relevant(report(f"{filler[:at]} {CONFLICT} {filler[at:]}")).keep


def test_a_title_counts_and_what_was_cut_does_not():
    title = "Rebels attack army post, killing nine soldiers; troops shell village in reply"
    assert relevant(report(BAKERY, title=title)).keep
    text = f"{BAKERY}\n{CONFLICT}\n{TAXES}"
    cut = Cut(Span(len(BAKERY) + 1, len(BAKERY) + 1 + len(CONFLICT)), "related", "test")
    assert relevant(report(text)).keep
    assert not relevant(report(text, cuts=(cut,))).keep


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Ten dead", "en", "too-short"),
        ("", None, "too-short"),
        ("The bakery won a prize.", "en", "too-short"),
        (
            "La panadería de la esquina ganó el premio del pan de centeno. " * 3,
            "es",
            "other-language",
        ),
        ("Хлебопекарня на углу получила премию за ржаной хлеб. " * 3, "und", "other-language"),
    ],
)
def test_what_it_cannot_judge_is_kept_and_says_so(text, language, reason):
    found = relevant(report(text, language=language))
    assert (found.score, found.keep, found.reason) == (None, True, reason)


def test_a_report_of_no_known_language_is_judged():
    assert relevant(report(BAKERY, language=None)).reason == "not-relevant"


def test_odd_texts_give_a_score():
    for text in ("\x00" * 200, "9" * 300, "a" * 5000, "\ud800 lone surrogate " * 20, "é" * 80):
        found = relevant(report(text, published=date(2020, 1, 1)))
        assert found.score is None or 0 <= found.score <= 1


def test_words_met_before_change_nothing(monkeypatch):
    gate = Gate()
    first = gate.score(CONFLICT)
    monkeypatch.setattr(module, "_MOST_WORDS", 3)
    assert [gate.score(text) for text in (BAKERY, CONFLICT, TAXES, CONFLICT)][1::2] == [first] * 2


@pytest.mark.parametrize(("words", "found"), [(1, -4), (12, -4), (24, -3), (60, 0), (900, 0)])
def test_the_threshold_rises_from_headlines_to_long_texts(words, found):
    assert module.limit(words, 0.0, -4.0) == pytest.approx(found)


def test_windows_cover_every_word():
    for count in (1, 39, 40, 41, 60, 61, 80, 99, 500):
        first, last = module.window_ends(count)
        covered = np.zeros(count, dtype=bool)
        for a, b in zip(first, last, strict=True):
            covered[a:b] = True
        assert covered.all()
        assert (last - first <= module.WINDOW).all()


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    with pytest.raises(TacitusError) as missing:
        Gate(tmp_path)
    assert missing.value.problem.code == "no-gate"
    shutil.copy(FOLDER / WEIGHTS, tmp_path)
    facts = json.loads((FOLDER / FACTS).read_text())
    (tmp_path / FACTS).write_text(json.dumps(facts | {"sha256": "0" * 64}))
    with pytest.raises(TacitusError) as other:
        Gate(tmp_path)
    assert other.value.problem.code == "bad-gate"


def test_it_costs_little_more_than_finding_the_words():
    """A ratio, since machines differ: the page of speed has the figure in reports a second."""
    reports = [report(f"{CONFLICT} {BAKERY} {n} {PROTEST} {SEASON} {TAXES}") for n in range(300)]
    gate = load_gate()
    word = re.compile(r"\w+")

    def seconds(work) -> float:
        taken = []
        for _ in range(5):
            start = time.process_time()
            for one in reports:
                work(one)
            taken.append(time.process_time() - start)
        return min(taken)

    plain = seconds(lambda one: word.findall(one.text))
    assert seconds(gate.relevant) < 8 * plain


def test_the_weights_are_small():
    assert (FOLDER / WEIGHTS).stat().st_size + (FOLDER / FACTS).stat().st_size < 2_000_000
