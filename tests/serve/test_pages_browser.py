"""The desk in a real Chromium: main ways through it, what it asks for, and how axe finds it."""

from __future__ import annotations

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from helpers.chrome import ARGUMENTS, chromium, served, waited
from helpers.desk import desk
from helpers.desk_stores import hostile_store, made_store, rival_store

from tacitus.store import open_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here (Debian: apt install chromium)"
    ),
]


@pytest.fixture(scope="module")
def playwright():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chrome(playwright):
    browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def plain_chrome(playwright):
    """A Chromium that draws no WebGL."""
    arguments = [*ARGUMENTS, "--disable-gpu", "--disable-3d-apis"]
    browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def rival(tmp_path_factory):
    store = rival_store(tmp_path_factory.mktemp("rival") / "store.db")
    with served(desk(store)) as address:
        yield address, store


@pytest.fixture(scope="module")
def war(tmp_path_factory):
    store = made_store(tmp_path_factory.mktemp("war") / "store.db", 400)
    with served(desk(store)) as address:
        yield address


@pytest.fixture
def watched(chrome):
    """A page that notes what it asks for and what goes wrong."""
    yield from _watched(chrome)


def _watched(browser, **options):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    page = context.new_page()
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "console",
        lambda said: page.faults.append(said.text) if said.type == "error" else None,
    )
    yield page
    hosts = {
        urlsplit(url).hostname for url in page.asked if urlsplit(url).scheme.startswith("http")
    }
    assert hosts <= {"127.0.0.1"}, hosts
    assert not page.faults
    context.close()


def drawn(page):
    waited(lambda: page.get_attribute("[data-island=map]", "data-state") == "drawn")


def total(page):
    return int(page.locator("#head .counts strong").first.inner_text().replace(",", ""))


def query(page):
    # not page.url, which waits for events
    return parse_qs(page.evaluate("location.search")[1:])


def test_a_brush_over_the_timeline_sets_the_days_for_list_map_and_address(watched, war):
    watched.goto(war)
    box = waited(lambda: watched.locator("[data-plot] svg .overlay").bounding_box())
    before = total(watched)
    watched.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    watched.mouse.down()
    watched.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=5)
    watched.mouse.up()
    asked = waited(lambda: query(watched) if "since" in query(watched) else None)
    after = total(watched)
    assert 0 < after < before
    assert watched.input_value("#since") == asked["since"][0]
    assert f"{after:,} event" in watched.inner_text("#status")
    # the same address gives the same list
    watched.reload()
    assert total(watched) == after
    days = watched.locator(".events .line span:first-child").all_inner_texts()
    assert all(asked["since"][0] <= day.split(" ")[-1] for day in days if day[:1].isdigit())


def test_the_map_draws_events_filters_by_its_area_and_opens_them(watched, war):
    watched.goto(war)
    drawn(watched)
    before = total(watched)
    watched.click(".maplibregl-ctrl-zoom-in")
    watched.click(".maplibregl-ctrl-zoom-in")
    time.sleep(1)
    drawn(watched)
    watched.click("[data-here]")
    asked = waited(lambda: query(watched).get("bbox"))
    assert len(asked[0].split(",")) == 4
    assert total(watched) < before
    watched.click("[data-everywhere]")
    waited(lambda: total(watched) == before)
    assert "bbox" not in query(watched)


def test_the_form_asks_by_itself_and_keeps_its_place(watched, war):
    watched.goto(war)
    before = total(watched)
    first = watched.locator("#group-type input[name=type]").first
    first.focus()
    first.press("Space")
    waited(lambda: total(watched) < before)
    assert query(watched)["type"]
    assert watched.evaluate("document.activeElement.name") == "type"
    assert watched.locator("#group-type").get_attribute("open") is not None
    watched.locator("#group-outlet > summary").click()
    watched.locator("#group-outlet input").first.check()
    waited(lambda: "outlet" in query(watched))
    assert watched.locator("#group-outlet").get_attribute("open") is not None
    watched.go_back(wait_until="commit")
    # going back loads the page of the address anew
    watched.wait_for_url(lambda url: "outlet" not in url)
    watched.wait_for_load_state("load")
    waited(lambda: watched.locator("#group-type input[name=type]:checked").count() >= 1)


def test_from_the_list_to_the_event_to_the_words_of_a_figure(watched, rival):
    address, _ = rival
    watched.goto(f"{address}/?contested=any")
    watched.click(".events h3 a")
    assert "Who claims what" in watched.inner_text("main")
    watched.locator("#field-killed .words a").first.click()
    assert re.fullmatch(r"/reports/\w+", urlsplit(watched.url).path)
    target = watched.locator(f"[id='{urlsplit(watched.url).fragment}']")
    assert target.inner_text() in ("at least 14", "Five gunmen were killed")
    waited(lambda: watched.locator(".text .lit").count() > 0)
    assert target.evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"
    )


def test_claims_are_gone_through_by_keyboard(watched, rival):
    address, _ = rival
    watched.goto(f"{address}/reports/monitor")
    watched.locator("[data-island=reader][data-mounted]").wait_for()
    watched.locator("div.text").focus()
    waited(
        lambda: (
            watched.keyboard.press("j")
            or watched.evaluate("document.activeElement.id") == "claim-e1"
        )
    )
    watched.keyboard.press("j")
    assert watched.evaluate("document.activeElement.id") == "claim-e2"
    assert watched.locator(".text .lit").count() > 0
    watched.keyboard.press("k")
    assert watched.evaluate("document.activeElement.id") == "claim-e1"


def test_hostile_words_do_nothing(watched, tmp_path):
    store = hostile_store(tmp_path / "store.db")
    with open_store(store) as opened:
        events = [event.id for event in opened.events()]
        reports = [coded.report.id for coded in opened.reports()]
    with served(desk(store)) as address:
        for path in (
            "/",
            "/reports",
            f"/events/{events[0]}",
            *(f"/reports/{r.replace('<', '%3C')}" for r in reports),
        ):
            watched.goto(address + path)
            watched.wait_for_load_state("networkidle")
            assert watched.evaluate("window.hit") is None, path


def test_without_webgl_the_list_and_the_timeline_stay(plain_chrome, war):
    for page in _watched(plain_chrome):
        page.goto(war)
        waited(
            lambda page=page: page.get_attribute("[data-island=map]", "data-state") == "no-webgl"
        )
        assert "draws no map" in page.inner_text(".no-map >> nth=0")
        assert page.locator(".events > li").count() > 0
        waited(lambda page=page: page.locator("[data-plot] .bar").count() > 0)


def test_without_scripts_the_filter_is_a_form_and_the_timeline_a_table(chrome, war):
    for page in _watched(chrome, java_script_enabled=False):
        page.goto(war)
        page.fill("#min-killed", "5") if page.locator("#group-killed[open]").count() else None
        page.fill("#q", "the")
        page.click("button.first")
        assert query(page)["q"] == ["the"]
        page.click("#days > summary")
        page.locator("#days th a").first.click()
        assert "since" in query(page)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chrome, plain_chrome, rival, theme, width
):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    address, store = rival
    with open_store(store) as opened:
        strike = opened.event("state#e1").id
    paths = ("/", "/?min_killed=999", "/?since=never", f"/events/{strike}", f"/events/{strike}/compare",
             "/actors", "/actors/class:state_forces:SY", "/reports", "/reports/monitor", "/reports/arabic", "/events/none")  # fmt: skip
    # once with maps, and once with what stands in their place
    shown = chrome if theme == "light" else plain_chrome
    context = shown.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    for path in paths:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        found = axe.run(page).response["violations"]
        told = [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]
        assert not told, f"{path}: {told}"
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{path} is {wide} pixels too wide at {width}"
    context.close()


def test_the_switch_of_colours_is_kept(chrome, rival):
    for page in _watched(chrome):
        page.goto(rival[0] + "/reports")
        page.select_option("[data-theme-choice]", "dark")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.input_value("[data-theme-choice]") == "dark"
