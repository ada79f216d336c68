"""Reviewing by keyboard and by marked words, in a real Chromium."""

from __future__ import annotations

import pytest
from helpers.chrome import ARGUMENTS, chromium, served
from helpers.desk import desk
from helpers.desk_stores import rival_store

from tacitus.store import open_store
from tacitus.store.queue import waiting_ids

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here (Debian: apt install chromium)"
    ),
]
# Marks the first words of the first report, as a reader does with the mouse.
MARK = """([text, words]) => {
  const walker = document.createTreeWalker(document.querySelector(text), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const chosen = document.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    return true;
  }
  return false;
}"""


@pytest.fixture
def page(tmp_path):
    api = pytest.importorskip("playwright.sync_api")
    store = rival_store(tmp_path / "store.db")
    with open_store(store) as kept, kept.reading() as connection:
        events = waiting_ids(connection)
    with served(desk(store)) as address, api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{address}/review/{events[0]}")
        page.get_by_text("Keys off").wait_for()
        yield page, store
        assert page.faults == []
        browser.close()


def test_keys_open_accept_and_undo(page):
    shown, store = page
    first = shown.url
    shown.keyboard.press("r")
    assert shown.locator("details#reject[open]").count() == 1
    shown.keyboard.type("a")  # typed into the reason: nothing is accepted by it
    assert shown.url == first
    shown.keyboard.press("Escape")
    shown.keyboard.press("a")
    shown.wait_for_url("**done=accept**")
    shown.get_by_text("Keys off").wait_for()
    shown.keyboard.press("u")
    shown.wait_for_url("**done=undo**")
    with open_store(store) as kept:
        assert [d.kind for d in kept.decisions()] == ["accept", "undo"]


def test_marked_words_fill_a_field(page):
    shown, _ = page
    shown.keyboard.press("e")
    text = shown.locator("[data-report] .text").first.inner_text()
    words = next(w for w in text.split() if w.isalpha() and len(w) > 5)
    assert shown.evaluate(MARK, ["[data-report] .text", words])
    shown.locator("[data-words=targets]").click()
    shown.locator("[data-read=targets]").get_by_text(words).wait_for()
    assert words in shown.locator("[name=targets]").input_value().split("\n")
