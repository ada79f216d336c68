"""Reviewing by keyboard and by marked words, in a real Chromium."""

from __future__ import annotations

import pytest
from helpers.chrome import ARGUMENTS, chromium, served
from helpers.desk import PASSWORD, add_users, desk
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


@pytest.fixture(scope="module")
def chrome():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(tmp_path, chrome):
    store = rival_store(tmp_path / "store.db")
    with open_store(store) as kept, kept.reading() as connection:
        events = waiting_ids(connection)
    with served(desk(store)) as address:
        context = chrome.new_context()
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{address}/review/{events[0]}")
        page.get_by_text("Keys off").wait_for()
        yield page, store
        assert page.faults == []
        context.close()


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


def test_words_are_marked_and_taken_by_keyboard_alone(page):
    shown, store = page
    shown.keyboard.press("t")
    assert shown.evaluate("document.activeElement.classList.contains('text')")
    for _ in range(3):
        shown.keyboard.press("ArrowRight")
    shown.keyboard.press("Shift+ArrowRight")
    words = shown.evaluate("document.getSelection().toString()").split()
    assert len(words) == 2
    shown.keyboard.press("2")
    shown.locator("[data-read=targets]").get_by_text(" ".join(words)).wait_for()
    assert " ".join(words) in shown.locator("[name=targets]").input_value().split("\n")
    shown.keyboard.press("Escape")
    shown.locator("#why-edit").fill("named so")
    shown.locator("#why-edit").press("Enter")
    shown.wait_for_url("**done=accept**")
    with open_store(store) as kept:
        edit, accept = kept.decisions()
        report, start, end = edit.words
        assert kept.report(report).report.text[start:end].split() == words
        assert (edit.field, accept.kind) == ("targets", "accept")


def test_keys_can_be_switched_off_and_stay_off(page):
    shown, store = page
    shown.get_by_label("Keys off").check()
    shown.get_by_label("Keys off").evaluate("e => e.blur()")
    shown.keyboard.press("r")
    assert shown.locator("details#reject[open]").count() == 0
    shown.reload()
    shown.get_by_text("Keys off").wait_for()
    shown.keyboard.press("a")
    shown.keyboard.press("r")
    assert shown.locator("details#reject[open]").count() == 0
    with open_store(store) as kept:
        assert kept.decisions() == ()


def test_the_tab_key_leaves_every_field(page):
    shown, _ = page
    for part in shown.locator("details.sheet").all():
        part.evaluate("e => { e.open = true }")
    shown.evaluate("document.querySelector('a.skip').focus()")
    seen = []
    for _ in range(400):
        shown.keyboard.press("Tab")
        here = shown.evaluate(
            "document.activeElement === document.body ? null"
            " : [...document.querySelectorAll('*')].indexOf(document.activeElement)"
        )
        if here is None or here in seen[:1]:
            break
        seen.append(here)
        # a field for a day has four places of its own
        assert seen.count(here) <= 4, "the keyboard is held"
    else:
        raise AssertionError("the end of the page is not reached")
    assert len(seen) > 40


@pytest.fixture
def desked(tmp_path):
    """A desk with users."""
    store = rival_store(tmp_path / "store.db")
    add_users(str(store))
    app = desk(str(store), accounts=True)
    with served(app) as address:
        yield app, address


def signed_in(chrome, address, name, **options):
    page = chrome.new_context(**options).new_page()
    page.goto(f"{address}/review")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/review")
    return page


def test_two_reviewers_differ_and_an_editor_settles(chrome, desked):
    app, address = desked
    edi = signed_in(chrome, address, "edi")
    edi.goto(f"{address}/review/rounds")
    edi.get_by_label("How many").fill("1")
    edi.get_by_label("Reviewers").fill("rev\nron")
    edi.get_by_role("button", name="Open them").click()
    edi.get_by_text("Rounds were opened").wait_for()
    for name, kind in (("rev", "Attack"), ("ron", "Chemical weapon")):
        theirs = signed_in(chrome, address, name)
        theirs.get_by_role("link", name="Event ").first.click()
        assert "SECRET" not in theirs.content()
        theirs.get_by_text("Keys off").wait_for()
        theirs.keyboard.press("e")
        theirs.locator("details#edit[open]").wait_for()
        theirs.get_by_label("Type").select_option(kind)
        theirs.locator("#why-edit").fill(f"SECRET of {name}")
        theirs.get_by_role("button", name="Keep as my assessment").click()
        theirs.get_by_text("Your assessment is kept").wait_for()
    edi.reload()
    edi.locator("section[aria-labelledby=h-open] a").first.click()
    assert "SECRET of rev" in edi.content()
    edi.locator("[name=of_type][value=ron]").check()
    edi.locator("[name=why]").fill("by the residents")
    edi.get_by_role("button", name="Settle").click()
    edi.get_by_text("Settled: the decisions are in force").wait_for()
    edit, accept = app.state.store.decisions()
    assert (edit.value, edit.author, accept.kind) == ('"Chemical weapon"', "edi", "accept")
    assert app.state.store.event(edit.claims[0]).type == "Chemical weapon"


def test_events_are_edited_merged_and_undone_without_scripts(chrome, desked):
    app, address = desked
    rev = signed_in(chrome, address, "rev", java_script_enabled=False)
    rev.get_by_role("link", name="Begin with the first").click()
    rev.locator("details#edit > summary").click()
    rev.locator("#f-killed-best").fill("7")
    rev.locator("#f-killed-low").fill("7")
    rev.locator("#f-killed-high").fill("7")
    rev.locator("#why-edit").fill("by the list")
    rev.get_by_role("button", name="Change only").click()
    assert "Changed." in rev.inner_text("main")
    rev.locator("details#merge > summary").click()
    rev.get_by_label("Look for events by words").fill("Bresk")
    rev.get_by_role("button", name="Look", exact=True).click()
    rev.locator("[name=other][type=checkbox]").first.check()
    rev.locator("#why-merge").fill("one night")
    rev.get_by_role("button", name="Merge", exact=True).click()
    assert "Merged" in rev.inner_text("main")
    rev.get_by_role("button", name="Undo").first.click()
    assert "Undone." in rev.inner_text("main")
    assert [d.kind for d in app.state.store.decisions()] == ["edit", "merge", "undo"]


@pytest.mark.parametrize("look", ["light", "phone"])
def test_axe_finds_nothing_on_the_pages_of_reviewers_and_users(chrome, desked, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    app, address = desked
    options = {"color_scheme": "light", "bypass_csp": True}
    if look == "phone":
        options |= {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}
    adm = signed_in(chrome, address, "adm", **options)
    with app.state.store.reading() as connection:
        first, second, *_ = waiting_ids(connection)
    adm.goto(f"{address}/review/{first}")
    adm.get_by_text("Have it assessed").click()
    adm.get_by_label("Reviewers").fill("rev\nron")
    adm.get_by_role("button", name="Open a round").click()
    for name in ("rev", "ron"):
        theirs = signed_in(chrome, address, name)
        theirs.goto(f"{address}/review/{first}")
        theirs.locator("details#reject > summary").click()
        theirs.locator("#why-reject").fill("an old film")
        theirs.get_by_role("button", name="Reject", exact=True).click()
    adm.goto(f"{address}/review/rounds")
    found = adm.locator("section[aria-labelledby=h-open] a").first.get_attribute("href")
    faults = {}
    for path in (
        "/review",
        f"/review/{second}",
        f"/review/{first}",
        "/review/rounds",
        found,
        "/review/gold",
        "/log",
        "/log?of=users",
        "/users",
        "/account",
    ):
        adm.goto(address + path)
        adm.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        results = axe.run(adm).response["violations"]
        if results:
            faults[path] = [(v["id"], v["nodes"][0]["html"][:200]) for v in results]
        width = adm.evaluate("document.documentElement.scrollWidth - innerWidth")
        if width > 0:
            faults[f"{path} is too wide"] = width
    visitor = chrome.new_context(**options).new_page()
    visitor.goto(f"{address}/sign-in")
    results = axe.run(visitor).response["violations"]
    if results:
        faults["/sign-in"] = [(v["id"], v["nodes"][0]["html"][:200]) for v in results]
    assert faults == {}
