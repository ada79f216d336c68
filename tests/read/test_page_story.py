"""What a page tells by its marks, and what of it is no story."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.formats import STORY

from tacitus.read import read_paths
from tacitus.read.boilerplate import find_boilerplate
from tacitus.read.language import detect
from tacitus.read.page_story import outlet_of_title
from tacitus.records import Report

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)


def read(tmp_path: Path, head: str, body: str) -> Report:
    path = tmp_path / "a.html"
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")
    (item,) = read_paths([path])
    assert isinstance(item, Report), item
    return item


def story(report: Report) -> list[str]:
    left = report.text
    for cut in reversed(report.cuts):
        left = left[: cut.span.start] + left[cut.span.end :]
    return [line for line in left.split("\n") if line.strip()]


MARKS = [
    ('<time datetime="2019-03-02T10:00:00+03:00">2 March</time>', None),
    ('<abbr class="published" title="2019-03-02T10:00:00+03:00">10 AM</abbr>', None),
    ('<span itemprop="datePublished" content="2019-03-02T10:00:00+03:00"></span>', None),
    (
        '<time class="updated" datetime="2019-03-03T09:00:00+03:00">9</time>'
        '<time datetime="2019-03-02T10:00:00+03:00">10</time>',
        "2019-03-03T09:00:00+03:00",
    ),
]


@pytest.mark.parametrize(("marks", "updated"), MARKS)
def test_moments_are_told_by_marks_on_elements(
    tmp_path: Path, marks: str, updated: str | None
) -> None:
    found = read(tmp_path, "", f"<article><h1>Mine kills four</h1><p>{marks}</p>{BODY}</article>")
    assert (found.published_at, found.updated) == ("2019-03-02T10:00:00+03:00", updated)


def test_the_head_goes_before_marks_on_elements(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2019-03-01T08:00:00Z">'
    body = f'<article><h1>Mine</h1><time datetime="2019-03-02T10:00Z">2</time>{BODY}</article>'
    assert read(tmp_path, head, body).published_at == "2019-03-01T08:00:00+00:00"


def test_json_ld_names_author_outlet_and_address_by_reference(tmp_path: Path) -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "LiveBlogPosting", "author":'
        ' [{"@id": "#a"}, {"name": "Tom Ray"}], "publisher": {"@id": "#p"}, "mainEntityOfPage":'
        ' {"@id": "https://hillpost.example/1"}}, {"@id": "#a", "@type": "Person", "name":'
        ' "Ann Lee"}, {"@id": "#p", "@type": "Organization", "name": "Hill Post"}]}</script>'
    )
    found = read(tmp_path, head, f"<article><h1>Mine kills four</h1>{BODY}</article>")
    assert (found.author, found.source) == ("Ann Lee; Tom Ray", "Hill Post")
    assert found.url == "https://hillpost.example/1"


TITLES = [
    ("Mine kills four - Hill Post", "Mine kills four", "Hill Post"),
    ("Hill Post: Mine kills four", "Mine kills four", "Hill Post"),
    ("Mine kills four | World | Hill Post", "Mine kills four", None),
    ("Mine kills four", "Mine kills four", None),
    ("Mine kills fourteen", "Mine kills four", None),
    ("Hill Post", None, None),
    (None, "Mine kills four", None),
]


@pytest.mark.parametrize(("written", "headline", "outlet"), TITLES)
def test_a_title_element_names_the_outlet_beside_the_headline(
    written: str | None, headline: str | None, outlet: str | None
) -> None:
    assert outlet_of_title(written, headline) == outlet


def test_without_a_marked_headline_it_is_the_longest_part_of_the_title(tmp_path: Path) -> None:
    head = "<title>Hill Post - Mine kills four near Kalemba</title>"
    found = read(tmp_path, head, f"<b>Mine kills four near Kalemba</b>{BODY}")
    assert (found.title, found.source) == ("Mine kills four near Kalemba", "Hill Post")


def test_what_stands_above_the_headline_and_lone_links_are_cut(tmp_path: Path) -> None:
    body = (
        "<article><p>War in the north</p><h1>Mine kills four</h1>"
        f'{BODY}<p><a href="/2">Teachers strike over pay</a></p></article>'
    )
    found = read(tmp_path, "<title>Mine kills four</title>", body)
    assert story(found) == ["Mine kills four", *STORY]


def test_a_sentence_above_the_headline_and_a_linked_heading_stay(tmp_path: Path) -> None:
    body = (
        "<article><p>Four people died on Monday.</p><h1>Mine kills four</h1>"
        f'{BODY}<h2><a href="#1">A calm night</a></h2><p>{STORY[1]}</p></article>'
    )
    found = story(read(tmp_path, "<title>Mine kills four</title>", body))
    assert "Four people died on Monday." in found
    assert "A calm night" in found


TAILS = [
    "Reporting by Ann Lee in Goma; Editing by Tom Ray\nOur Standards: The Hill Wire Trust Principles.",
    "(AFP)\nFollow us on Telegram",
    "- Anzeige",
    "Notes to editors\nThe Hill Trust was founded in 1979. It works in nine towns.",
]  # fmt: skip


@pytest.mark.parametrize("tail", TAILS)
def test_pieces_at_the_end_are_cut_one_before_the_other(tail: str) -> None:
    text = "\n".join([*STORY, tail])
    left = text
    for cut in reversed(find_boilerplate(text).cuts):
        left = left[: cut.span.start] + left[cut.span.end :]
    assert left.split() == "\n".join(STORY).split()


def test_a_heading_above_a_list_is_no_dateline() -> None:
    text = "Report no. 7\nHighlights\n- Fighting in Pochal killed nineteen people."
    assert find_boilerplate(text).city is None


def test_short_lines_in_other_letters_are_cut_from_an_english_report() -> None:
    text = "\n".join([STORY[0], "3 березня 2015, 14:20", *STORY[1:]])
    assert [cut.span.quote(text) for cut in detect(text).cuts] == ["3 березня 2015, 14:20"]
