"""Words of reports come out of every page as words, and no page has script or style of its own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest
from helpers.desk import Browser, desk
from helpers.desk_stores import HOSTILE, hostile_store

from tacitus.serve.security import CONTENT_SECURITY_POLICY
from tacitus.store import open_store

_HANDLER = re.compile(r"on[a-z]+")
_KNOWN_SCRIPT = re.compile(r"/static/built/[\w-]+\.js")
_SAFE_LINK = re.compile(r"(/(?!/)|#|\?|https?://)")
_ISLANDS = {"map", "timeline", "reader", "network", "review", "figures", "plot", "decide"}


class _Faults(HTMLParser):
    """Finds what a report's words could have done in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "script" and not _KNOWN_SCRIPT.fullmatch(given.get("src") or ""):
            self.found.append(f"script {given}")
        if tag in ("style", "iframe", "object", "embed", "base", "b") or "style" in given:
            self.found.append(f"{tag} {given}")
        if tag == "img" and not (given.get("src") or "").startswith(("/", "data:image/")):
            self.found.append(f"img {given}")
        for name, value in attrs:
            if _HANDLER.fullmatch(name):
                self.found.append(f"{name}={value}")
            if name in ("href", "src", "action", "formaction") and not _SAFE_LINK.match(
                value or ""
            ):
                self.found.append(f"{tag} {name}={value}")
            if (
                name.startswith("hx-")
                and name.removeprefix("hx-")
                in (
                    "get",
                    "post",
                    "put",
                    "delete",
                )
                and (not (value or "").startswith("/") or (value or "").startswith("/log"))
            ):
                self.found.append(f"{name}={value}")
            if name == "data-island" and value not in _ISLANDS:
                self.found.append(f"island {value}")

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return hostile_store(tmp_path_factory.mktemp("hostile") / "store.db")


@pytest.fixture(scope="module")
def browser(store):
    return Browser(desk(store))


@pytest.fixture(scope="module")
def pages(store):
    """An address of each kind of page, of each hostile report."""
    with open_store(store) as opened:
        events = [event.id for event in opened.events()]
        reports = [coded.report.id for coded in opened.reports()]
    assert len(events) == len(reports) == len(HOSTILE)
    found = [
        "/",
        "/?limit=500",
        "/reports",
        f"/events/cards?{urlencode([('id', e) for e in events])}",
    ]
    found += [f"/events/{event}" for event in events]
    found += [f"/events/{event}/compare" for event in events]
    found += [f"/reports/{quote(report)}" for report in reports]
    return found


def test_words_come_out_as_words(browser, pages):
    for address in pages:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        faults = _Faults()
        faults.feed(answer.text)
        assert not faults.found, f"{address}: {faults.found}"
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "133" + "7" not in answer.text  # 7 * 191, had a template been read


def test_the_hostile_words_are_there_to_be_read(browser, store):
    with open_store(store) as opened:
        reports = [coded.report.id for coded in opened.reports()]
    for report, words in zip(reports, HOSTILE, strict=True):
        faults = _Faults()
        faults.feed(browser.get(f"/reports/{quote(report)}").text)
        text = "".join(faults.words)
        shown = words.replace("\u202e", "\ufffd").replace("\u2066", "\ufffd")
        assert shown in text, report
        assert "\u202e" not in text


@pytest.mark.parametrize(
    "name", ["q", "actor", "type", "outlet", "stance", "country", "bbox", "since", "order"]
)
@pytest.mark.parametrize("words", HOSTILE)
def test_what_the_filter_asks_comes_back_as_words(browser, name, words):
    for headers in ({}, {"HX-Request": "true"}):
        answer = browser.get(f"/?{urlencode({name: words})}", headers=headers)
        assert answer.status_code in (200, 400, 404)
        faults = _Faults()
        faults.feed(answer.text)
        assert not faults.found
        for value in answer.headers.values():
            assert "\n" not in value
            assert value.isascii()


@pytest.mark.parametrize("path", ["/events/{}", "/reports/{}", "/events/{}/compare", "/{}"])
@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_not_there_is_named_as_words(browser, path, words):
    answer = browser.get(path.format(quote(words, safe="")))
    assert answer.status_code in (404, 405)
    faults = _Faults()
    faults.feed(answer.text)
    assert not faults.found
