"""Reading of web pages, measured on pages of our own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tacitus.evaluate.page_blocks import page_blocks
from tacitus.evaluate.page_reading import (
    BARE,
    OURS,
    PageFloors,
    PageGold,
    Taken,
    measure_pages,
    page_shortfalls,
    raised_floors,
    score_page,
)
from tacitus.knowledge.load import read_yaml
from tacitus.records import TacitusError

QUALITY = Path(__file__).parents[2] / "quality"
GOLD = PageGold(
    layout="plain",
    title="Mine kills four",
    outlet="Hill Post",
    author=None,
    published=date(2021, 5, 4),
    published_at=None,
    updated=None,
    url=None,
    credit=None,
    language="en",
    story=("Four soldiers died on Monday.", "The road is closed."),
    neither=("KALEMBA —",),
    around=("Sign up now",),
)


def test_headline_and_dateline_count_for_nobody_and_the_rest_word_by_word() -> None:
    text = "Mine kills four\nKALEMBA — Four soldiers died on Monday.\nSign up now"
    score = score_page(GOLD, Taken(text, {"outlet": "Hill Post", "published": "2021-05-05"}))
    assert (score.words.right, score.words.coded, score.words.gold) == (5, 8, 9)
    assert (score.whole, score.around) == (1, ("Sign up now",))
    assert score.wrong == {"published": ("2021-05-04", "2021-05-05")}


def test_a_page_that_gives_no_report_has_no_words() -> None:
    assert score_page(GOLD, Taken("", {})).words.f1 == 0.0


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TacitusError, match="holds no page"):
        measure_pages(tmp_path)


def test_our_pages_are_read_no_worse_than_their_floors() -> None:
    measured = measure_pages(QUALITY / "pages")
    floors = read_yaml(QUALITY / "floors-pages.yaml", PageFloors)
    assert len(measured.gold) == 31
    assert page_shortfalls(measured, floors) == []
    higher = floors.model_copy(update={"f1": 1.01})
    assert [one.name for one in page_shortfalls(measured, higher)] == ["pages.f1"]
    assert raised_floors(measured, higher).f1 == 1.01
    assert measured.mean(OURS, "f1") > measured.mean(BARE, "f1")
    assert "| 03-table-1999 |" in "\n".join(page_blocks(measured, "Today."))


def test_what_is_wanted_of_a_page_stands_on_it() -> None:
    for path in sorted((QUALITY / "pages").glob("*.html")):
        wanted = read_yaml(path.with_suffix(".yaml"), PageGold)
        assert wanted.story, path
        assert wanted.around, path
