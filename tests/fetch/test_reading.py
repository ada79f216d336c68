from datetime import date
from pathlib import Path

import pytest
from helpers.captures import capture
from helpers.formats import pdf, zipped
from helpers.web import article

from tacitus.fetch.reading import Hints, report_of
from tacitus.read import Skipped

PATH = Path("store.bytes/ab/cd")
PAGE = article()
STORY = (
    "Shelling killed 12 civilians in the town of Douma on Tuesday, the Syrian Observatory for Human "
    "Rights said. Artillery hit a market in the middle of the town at noon, residents said.\n"
)


def read(content=PAGE, hints=None, **said):
    data = content.encode() if isinstance(content, str) else content
    return report_of(capture(data, **said), data, PATH, hints or Hints())


def test_a_page_becomes_a_report():
    report = read()
    assert "killed 12 civilians" in report.text
    assert (report.source, report.title) == ("Example Post", "Shells hit market")
    assert report.published == date(2024, 4, 30)
    assert (report.url, report.path) == ("http://a.example/y", str(PATH))


@pytest.mark.parametrize(
    ("url", "outlet", "hint", "expected"),
    [
        ("https://www.bbc.co.uk/news/1", "Some Blog", None, "BBC"),
        ("https://english.aawsat.example/1", "Asharq  Al-Awsat", None, "Asharq Al-Awsat"),
        ("http://www.a.example/1", "", "The Post", "The Post"),
        ("http://notbbc.com/1", "", None, "notbbc.com"),
    ],
)
def test_the_outlet_of_a_page(url, outlet, hint, expected):
    page = (
        PAGE.replace("Example Post", outlet)
        if outlet
        else PAGE.replace('<meta property="og:site_name" content="Example Post">', "")
    )
    assert read(page, Hints(source=hint), url=url).source == expected


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("http://a.example/story", "http://a.example/story"),
        ("http://www.a.example/story", "http://www.a.example/story"),
        ("http://other.example/story", "http://a.example/y"),
        ("http://a.example/", "http://a.example/y"),
        ("javascript:x", "http://a.example/y"),
    ],
)
def test_the_address_of_a_page(canonical, expected):
    page = PAGE.replace("</head>", f'<link rel="canonical" href="{canonical}"></head>')
    assert read(page).url == expected


def test_what_a_feed_says_stands_where_the_page_says_nothing():
    page = PAGE.replace(
        '<meta property="article:published_time" content="2024-04-30T09:00:00Z">', ""
    ).replace("<title>Shells hit market</title>", "")
    report = read(page, Hints(dated="2024-04-29T23:00:00Z", title="From the feed"))
    assert report.published == date(2024, 4, 29)
    assert read(PAGE, Hints(dated="2024-04-29T23:00:00Z")).published == date(2024, 4, 30)
    assert read(PAGE, Hints(published=date(2020, 1, 1))).published == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("text/html", "utf-8"),
        ("text/html; charset=utf-8", "utf-8"),
        ("text/html; charset=iso-8859-1", "utf-8"),
        ("text/html; charset=windows-1252", "cp1252"),
        ("text/html; charset=iso-8859-1", "cp1252"),
        ("text/html; charset=windows-1250", "cp1250"),
        ("text/html; charset=nonsense", "cp1252"),
        ("text/html; charset=idna", "cp1252"),
        ("application/octet-stream", "utf-8"),
        ("html", "utf-8"),
        ('text/html; title="a;b"; CHARSET="windows-1252"', "cp1252"),
        (None, "utf-8"),
    ],
)
def test_letters_come_out_right(kind, encoding):
    page = PAGE.replace("the town of Douma", "the “town” of Dóuma")
    assert "“town” of Dóuma" in read(page.encode(encoding), kind=kind).text


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", "text/html", "empty-file"),
        (b" \n ", "text/html", "empty-file"),
        (b"<html><body></body></html>", "text/html", "no-article"),
        (b"<?xml version='1.0'?>\n<rss version='2.0'><channel/></rss>", "text/xml", "a-feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "application/atom+xml", "a-feed"),
        (b"%PDF-1.7 broken", "application/pdf", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "text/html", None),
        (b"\x00\x01\x02" * 50, "application/octet-stream", None),
    ],
)
def test_what_is_no_report(content, kind, code):
    skipped = read(content, kind=kind)
    assert isinstance(skipped, Skipped)
    assert skipped.problem.code == code or code is None
    assert skipped.problem.message
    assert "http://a.example/y" in skipped.problem.message


def test_a_plain_text():
    report = read(STORY, kind="text/plain")
    assert report.text == STORY
    assert (report.source, report.url) == ("a.example", "http://a.example/y")


def test_a_file_of_many_reports_is_for_ingest():
    lines = '{"text": "One man was killed in Homs on Monday."}\n{"text": "Two men were killed in Hama."}\n'
    skipped = read(lines, kind="application/x-ndjson", url="http://a.example/all.jsonl")
    assert skipped.problem.code == "several-reports"


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("application/pdf", "http://a.example/get?id=1"),
        ("application/octet-stream", "http://a.example/report.pdf"),
        ("text/html", "http://a.example/report"),
        (None, "http://a.example/report"),
    ],
)
def test_a_document_is_known_by_what_it_is(kind, url):
    made = pdf([STORY.split(", ")], title="Flash update")
    report = read(made, Hints(source="The Monitor"), kind=kind, url=url)
    assert "killed 12 civilians" in report.text
    assert (report.title, report.source, report.url) == ("Flash update", "The Monitor", url)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf([None]), "application/pdf"),
        (zipped({"a.txt": STORY, "b.txt": STORY}), "application/zip"),
    ],
)
def test_documents_that_give_no_report(content, kind):
    assert isinstance(read(content, kind=kind), Skipped)
