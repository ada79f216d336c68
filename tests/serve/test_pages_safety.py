"""Words of reports come out of every page as words, and no page has script or style of its own."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from helpers.desk import Browser, desk
from helpers.desk_stores import HOSTILE, hostile_store
from helpers.faults import Faults, faults_in

from tacitus.serve.security import CONTENT_SECURITY_POLICY
from tacitus.store import open_store


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
        "/actors",
        "/actors?tie=fought&tie=other&tie=told&edges=500",
        "/actors/class:unknown_armed:SY",
        "/figures?unit=year",
        "/figures/areas?level=place",
        "/figures/actors",
        "/figures/sources",
        "/figures/coverage",
        "/figures/accuracy",
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
        assert faults_in(answer.text) == [], address
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "133" + "7" not in answer.text  # 7 * 191, had a template been read


def test_the_hostile_words_are_there_to_be_read(browser, store):
    with open_store(store) as opened:
        reports = [coded.report.id for coded in opened.reports()]
    for report, words in zip(reports, HOSTILE, strict=True):
        faults = Faults()
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
        assert faults_in(answer.text) == []
        for value in answer.headers.values():
            assert "\n" not in value
            assert value.isascii()


@pytest.mark.parametrize("path", ["/events/{}", "/reports/{}", "/events/{}/compare", "/{}"])
@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_not_there_is_named_as_words(browser, path, words):
    answer = browser.get(path.format(quote(words, safe="")))
    assert answer.status_code in (404, 405)
    assert faults_in(answer.text) == []
