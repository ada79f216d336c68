from html.parser import HTMLParser

from helpers.made import TEXT, make_coded, make_report
from helpers.strategies import coded_reports
from hypothesis import given, settings

from tacitus.export.page import html_page
from tacitus.export.wording import visible
from tacitus.records import Coded

_VOID = {"meta", "br", "link", "img", "hr", "input"}


class Reader(HTMLParser):
    """Collects ids, keys, links and the text of the report, and checks that tags close."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.keys, self.links, self.text = [], [], set(), [], []
        self.in_text = self.marker = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in _VOID:
            self.open.append((tag, attrs.get("class", "")))
        if attrs.get("id"):
            self.ids.append(attrs["id"])
        if attrs.get("data-keys"):
            self.keys |= set(attrs["data-keys"].split(" "))
        for name in ("href", "src"):
            if name in attrs:
                self.links.append(attrs[name])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        classes = [name for _, name in self.open]
        if "text" in classes and not any(name.startswith("open") for name in classes):
            self.text.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_shows_the_text_and_links_marks_and_claims():
    reader = read(html_page([make_coded()]))

    assert "".join(reader.text) == TEXT
    assert {"r1-e1", "r1-e2"} <= set(reader.ids)
    assert {"r1-e1", "r1-e1:place", "r1-e1:killed"} <= reader.keys
    assert "#r1-e1" in reader.links


def test_the_page_loads_nothing():
    page = html_page([make_coded(make_report(url="javascript:alert(1)"))])

    assert all(link.startswith("#") for link in read(page).links)
    assert "default-src 'none'" in page
    assert "javascript:" not in page


def test_several_reports_have_ids_of_their_own():
    reader = read(html_page([make_coded(), make_coded()]))

    assert len(reader.ids) == len(set(reader.ids))


def test_markup_in_a_report_stays_text():
    text = '<script>alert(1)</script> <b>attack</b> & "more"'
    page = html_page([Coded(make_report(text=text, title="<i>x</i>", cuts=()), (), (), ())])

    assert "<script>alert" not in page
    assert "<i>x</i>" not in page
    assert "".join(read(page).text) == text


@settings(max_examples=25, deadline=None)
@given(coded_reports())
def test_any_report_gives_a_well_formed_page_with_its_text(coded):
    page = html_page([coded])

    shown = "".join(read(page).text)
    assert shown == visible(coded.report.text)
    assert page == html_page([coded])
