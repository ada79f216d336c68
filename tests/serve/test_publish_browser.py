"""A published site in a real Chromium: from a server that sends whole files alone, and from disk."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from helpers.chrome import ARGUMENTS, chromium, waited
from helpers.desk_stores import made_store, rival_store

from tacitus.serve.filters import Filter
from tacitus.serve.publish.selection import Options
from tacitus.serve.publish.site import publish
from tacitus.serve.views.events import event_list
from tacitus.store import open_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here (Debian: apt install chromium)"
    ),
]


# As in a browser that draws no maps.
NO_WEBGL = "HTMLCanvasElement.prototype.getContext = () => null"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, knows no parts of them, says nothing."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Sites of a made war and of rival accounts, each in a folder of one server."""
    out = tmp_path_factory.mktemp("sites")
    stores = {"war": made_store(out / "war.db", 400), "rival": rival_store(out / "rival.db")}
    for name, store in stores.items():
        with open_store(store) as opened:
            options = (
                Options(title=name, texts="full")
                if name == "rival"
                else Options(title=name, without=("figures",))
            )
            publish(opened, Filter(), out / "sub path" / name, options)
    return out


@pytest.fixture(scope="module")
def address(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sub%20path"
    server.shutdown()


@pytest.fixture(scope="module")
def chrome():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watched(chrome):
    """Makes pages that note what they ask for and what goes wrong."""
    contexts = []

    def opened(**options):
        context = chrome.new_context(viewport={"width": 1280, "height": 900}, **options)
        page = context.new_page()
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "console", lambda said: page.faults.append(said.text) if said.type == "error" else None
        )
        contexts.append((context, page))
        return page

    yield opened
    for context, page in contexts:
        hosts = {urlsplit(url).hostname for url in page.asked if url.startswith("http")}
        assert hosts <= {"127.0.0.1"}
        assert page.faults == []
        context.close()


def total(page):
    return int(page.locator("[data-total]").inner_text().replace(",", ""))


def query(page):
    return parse_qs(page.evaluate("location.search")[1:])


def same(folder, page, **asked):
    """Whether the site shows as many events as the desk does for the same filter."""
    with open_store(folder / "war.db") as store:
        return total(page) == event_list(store, Filter(**asked)).total


def test_map_timeline_and_list_follow_one_filter_without_a_server(watched, folder, address):
    page = watched()
    page.goto(f"{address}/war/")
    waited(lambda: page.get_attribute("[data-island=map]", "data-state") == "drawn")
    everything = total(page)
    assert page.locator("[data-list] > li").count() == 100
    assert page.locator("[data-pager]").count() == 0
    page.locator("[data-more] button").click()
    assert page.locator("[data-list] > li").count() == min(everything, 200) > 100
    # a brush over the timeline sets the days
    page.locator("[data-plot]").scroll_into_view_if_needed()
    box = waited(lambda: page.locator("[data-plot] svg .overlay").bounding_box())
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40, steps=5)
    page.mouse.up()
    asked = waited(lambda: query(page) if "since" in query(page) else None)
    assert 0 < total(page) < everything
    assert same(folder, page, since=asked["since"][0], until=asked["until"][0])
    # the area of the map, and a kind of event
    page.locator(".maplibregl-ctrl-zoom-in").click()
    page.wait_for_timeout(600)
    page.click("[data-here]")
    asked = waited(lambda: query(page) if "bbox" in query(page) else None)
    page.select_option("#type", index=1)
    asked = waited(lambda: query(page) if "type" in query(page) else None)
    held = {name: values[0] for name, values in asked.items()}
    held["type"] = [held["type"]]
    assert same(folder, page, **held)
    # the address shares it
    shown = total(page)
    page.reload()
    waited(lambda: page.locator("[data-filter]:not([hidden])").count() and total(page) == shown)
    page.click("button[type=reset]")
    waited(lambda: total(page) == everything)
    assert query(page) == {}


def test_the_filter_of_a_site_lets_through_what_that_of_the_desk_does(watched, folder, address):
    page = watched()
    # the map is drawn by the processor here, and not looked at
    page.context.add_init_script(NO_WEBGL)
    for asked in (
        {"contested": "any"},
        {"contested": "none"},
        {"grade": ["weak"]},
        {"min_killed": "3", "max_killed": "9"},
        {"factuality": ["asserted"], "country": ["SY"]},
        {"bbox": "36,33,41,37"},
    ):
        flat = "&".join(f"{k}={v[0] if isinstance(v, list) else v}" for k, v in asked.items())
        page.goto(f"{address}/war/index.html?{flat}")
        waited(lambda: page.locator("[data-filter]:not([hidden])").count())
        assert same(folder, page, **asked), asked


def test_from_the_list_to_the_event_to_the_words_and_a_click_on_the_map(watched, address):
    page = watched()
    page.goto(f"{address}/rival/?contested=any")
    waited(lambda: page.get_attribute("[data-island=map]", "data-state") == "drawn")
    box = page.locator("[data-island=map] canvas").bounding_box()
    # the one event stands in the middle of the map
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator(".maplibregl-popup h3 a")
    waited(lambda: card.count() == 1)
    card.click()
    page.wait_for_url("**/events/*.html")
    assert "Who claims what" in page.inner_text("main")
    page.locator("#field-killed .words a").first.click()
    page.wait_for_url("**/reports/*.html?claim=*")
    target = page.locator(f"[id='{urlsplit(page.url).fragment}']")
    assert target.inner_text() in ("at least 14", "Five gunmen were killed")
    waited(lambda: page.locator(".text .lit").count() > 0)
    page.goto(f"{address}/war/actors.html")
    node = page.locator("[data-island=network] a.node").first
    waited(lambda: node.count() == 1)
    name = node.get_attribute("aria-label").split(",")[0]
    node.press("Enter")
    page.wait_for_url("**/actors/*.html")
    assert name in page.inner_text("h1")
    page.select_option("[data-theme-choice]", "dark")
    page.goto(f"{address}/war/about.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_without_scripts_the_list_is_gone_through_page_by_page(watched, address):
    page = watched(java_script_enabled=False)
    page.goto(f"{address}/war/")
    assert page.locator("[data-filter]").is_hidden()
    assert "The map needs scripts" in page.inner_text("[data-waiting]")
    page.click("[rel=next]")
    assert urlsplit(page.url).path.endswith("/war/list/2.html")
    page.click(".events h2 a >> nth=0")
    assert "Who claims what" in page.inner_text("main")
    page.click("nav a:has-text('Overview')")
    assert urlsplit(page.url).path.endswith("/war/index.html")


def test_from_disk_pages_have_their_looks_and_lead_to_each_other(chrome, folder):
    page = chrome.new_context().new_page()
    page.goto((folder / "sub path/rival/index.html").as_uri())
    ground = page.locator("header.top").evaluate("e => getComputedStyle(e).display")
    assert ground == "flex"
    assert "The map needs scripts" in page.inner_text("[data-waiting]")
    page.click(".events h3 a >> nth=0")
    assert page.url.startswith("file://")
    assert "Who claims what" in page.inner_text("main")
    page.context.close()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_in_a_site_and_nothing_is_too_wide(chrome, folder, address, theme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # axe is a script of its own, which the pages' policy would refuse
    context = chrome.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True
    )
    if theme == "dark":
        context.add_init_script(NO_WEBGL)
    page = context.new_page()
    faults = {}
    event, compared = sorted((folder / "sub path/rival/events").glob("*"), key=lambda p: len(p.name))[::2][:2]  # fmt: skip
    actor = next((folder / "sub path/rival/actors").glob("*.html"))
    quoted = next((folder / "sub path/war/reports").glob("*.html"))
    for path in (
        "rival/",
        "rival/about.html",
        "rival/reports.html",
        "rival/reports/monitor.html",
        "rival/actors.html",
        f"rival/actors/{actor.name}",
        "rival/figures.html",
        f"rival/events/{event.name}",
        f"rival/events/{compared.name}",
        f"war/reports/{quoted.name}",
        "war/list/2.html",
    ):
        page.goto(f"{address}/{path}")
        page.wait_for_load_state("networkidle")
        found = axe.run(page).response["violations"]
        if found:
            faults[path] = [(one["id"], one["nodes"][0]["html"][:150]) for one in found]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            faults[f"{path} is too wide"] = wide
    context.close()
    assert faults == {}
