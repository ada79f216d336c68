"""The pages of actors in a real Chromium: the network by keyboard, over time, without scripts."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from helpers.actor_stores import war_store
from helpers.chrome import ARGUMENTS, chromium, served
from helpers.desk import desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here (Debian: apt install chromium)"
    ),
]
PATIENCE = 60


def waited(check, seconds=PATIENCE):
    """Wait until something holds: a page's own waiting is refused by the desk's policy."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """A browser, and the address of a desk on the made war."""
    api = pytest.importorskip("playwright.sync_api")
    store = war_store(tmp_path_factory.mktemp("actors") / "store.db")
    with served(desk(store)) as address, api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser, address
        browser.close()


def test_the_network_is_gone_through_by_keys_and_follows_the_filter(visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    browser, address = visit
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page = context.new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/actors")
    nodes = page.locator(".network a.node")
    waited(lambda: nodes.count() > 2)
    before = nodes.count()
    # one stop of the tabulator for all of them, arrows within
    assert page.locator(".network a.node[tabindex='0']").count() == 1
    page.locator(".network a.node[tabindex='0']").focus()
    first = page.inner_text("[data-picked] a")
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    chosen = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert page.inner_text("[data-picked] a") == chosen.split(",")[0]
    assert page.inner_text("[data-picked] a") != first or before == 1
    assert page.locator("g.tie.near").count() > 0
    # signs differ in more than colour
    dashes = page.eval_on_selector_all(
        "g.tie .line", "all => [...new Set(all.map(e => getComputedStyle(e).strokeDasharray))]"
    )
    assert len(dashes) > 1
    # the network shows what the filter lets through
    page.locator("input[name=tie][value=registry]").uncheck()
    page.locator("input[name=tie][value=told]").uncheck()
    waited(lambda: 0 < nodes.count() < before)
    assert "tie=fought" in page.evaluate("location.search")
    page.fill("#until", "2017-12-31")
    page.locator("#until").press("Enter")
    waited(lambda: nodes.count() == 2)
    page.locator(".network a.node[tabindex='0']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/actors/*")
    page.wait_for_load_state("networkidle")
    found = axe.run(page).response["violations"]
    assert not [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in found]
    assert {urlsplit(url).hostname for url in asked if url.startswith("http")} == {"127.0.0.1"}
    assert not faults
    context.close()


def test_without_scripts_and_on_a_phone_the_tables_tell_the_same(visit):
    browser, address = visit
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/actors/hezbollah")
    assert "is backed by" in page.inner_text("main")
    page.goto(f"{address}/actors")
    rows = page.locator("section[aria-labelledby=h-ties] tbody tr").all_inner_texts()
    assert any("against" in row and "Hezbollah" in row for row in rows)
    assert any("from the registry, not from reports" in row for row in rows)
    context.close()
