"""Which language a report is in, and that others than English are stored but not coded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.reports import STORIES

from tacitus.pipeline import code_report
from tacitus.read import make_report
from tacitus.read.language import declared, detect, not_coded

ENGLISH = (
    "Three soldiers and a nurse were killed when a mine exploded under their truck near Ocana "
    "on Monday, the army said. The road has been closed, and the governor asked for calm."
)
SPANISH = (
    "Tres soldados y una enfermera murieron cuando una mina estalló bajo su camión cerca de Ocaña "
    "el lunes, informó el ejército. La carretera fue cerrada y el gobernador pidió calma."
)
FRENCH = (
    "Trois soldats et une infirmière ont été tués lundi par l'explosion d'une mine sous leur "
    "camion près de Bunia, a annoncé l'armée. La route a été fermée."
)
RUSSIAN = "Трое военных погибли при взрыве мины под их грузовиком, сообщила армия в понедельник."
ARABIC = "قتل ثلاثة جنود وممرضة في انفجار لغم تحت شاحنتهم يوم الاثنين بحسب الجيش وأغلقت الطريق."

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        ("Mine kills four.", None),
        ("12 - 14 - 3", None),
        (SPANISH, "es"),
        (SPANISH.upper(), "es"),
        (FRENCH, "fr"),
        (RUSSIAN, "ru"),
        (ARABIC, "ar"),
        ("Взрыв в городе.", "und"),
        (f"{ARABIC}\n\n{ENGLISH} {ENGLISH}", "en"),
        (f"{ENGLISH}\n\n{SPANISH}", "en"),
        (f"{SPANISH}\n\n{SPANISH}\n\n{SPANISH}\n\nRead more in English.", "es"),
    ],
)
def test_detect_tells_the_language(text: str, code: str | None) -> None:
    found = detect(text)
    assert found.code == code
    assert found.english == (code in (None, "en"))


def test_detect_cuts_the_paragraphs_of_other_languages() -> None:
    text = f"{ENGLISH}\n\n{SPANISH}\n\n{ENGLISH}\n{ARABIC}"
    report = make_report(text)
    cut = [each for each in report.cuts if each.kind == "other-language"]
    assert [each.span.quote(text) for each in cut] == [SPANISH, ARABIC]
    assert [each.by for each in cut] == ["language:es", "language:ar"]


def test_detect_cuts_no_names_and_no_short_quotes() -> None:
    names = "Mohammed al-Khalifa, Yusuf bin Abdullah, Ilunga Tshisekedi, Nguyen Van Thieu"
    text = f"{ENGLISH}\n\n{names}\n\n“Allahu akbar, la ilaha illa Allah”\n\n{ENGLISH}"
    assert detect(text).cuts == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [("es", "es"), ("es-CO", "es"), ("Spanish", "es"), ("fra", "fr"), ("kmr", "kmr"), ("", None),
     (None, None), ("Klingonese", None)],
)  # fmt: skip
def test_declared_languages(name: str | None, code: str | None) -> None:
    assert declared(name) == code


@pytest.mark.parametrize("text", [SPANISH, FRENCH, RUSSIAN, ARABIC, "Взрыв в городе."])
def test_a_report_in_another_language_is_kept_and_not_coded(text: str) -> None:
    report = make_report(text, id="r")
    coded = code_report(report, engine="rules")
    assert coded.report.text == text
    assert coded.claims == ()
    assert coded.relations == ()
    assert [problem.code for problem in coded.problems] == ["no-date", "language-not-coded"]
    assert coded.versions["tacitus"]


def test_stories_of_many_wars_are_english() -> None:
    for text in (*STORIES.values(), *map(str.upper, STORIES.values())):
        assert not_coded(make_report(text)) is None


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="needs ../shared, which is not there")
def test_no_english_report_is_taken_for_another_language() -> None:
    sets = [SHARED / "data/syria_news/reports.jsonl", *SHARED.glob("gold/*.docs.jsonl")]
    texts = [
        json.loads(line)["text"] for path in sets for line in path.read_text("utf-8").splitlines()
    ]
    assert len(texts) > 800
    for text in texts:
        found = detect(text)
        assert found.english, text[:200]
        assert found.cuts == (), text[:200]
