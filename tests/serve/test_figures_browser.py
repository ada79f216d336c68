"""The figures page in a real Chromium: one visit of a wide screen and of a phone."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from helpers.chrome import ARGUMENTS, chromium, served
from helpers.desk import desk
from helpers.figures import counted_reports

from tacitus.serve.figures.files import forms
from tacitus.store import open_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here (Debian: apt install chromium)"
    ),
]
_PATIENCE = 60


def _waited(check):
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def _sound(axe, page, path):
    found = axe.run(page).response["violations"]
    told = [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]
    assert not told, f"{path}: {told}"
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{path} is {wide} pixels too wide"


def test_the_figures_are_seen_changed_and_taken_along(tmp_path):
    api = pytest.importorskip("playwright.sync_api")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    target = str(tmp_path / "store.db")
    with open_store(target) as store:
        list(store.add_all(counted_reports()))
        store.refresh()
    asked, faults = [], []
    with served(desk(target)) as address, api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(
            viewport={"width": 1280, "height": 900}, color_scheme="dark", accept_downloads=True
        )
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        # those that have all kinds of plots and parts
        for section in ("sources", "accuracy"):
            page.goto(f"{address}/figures/{section}".rstrip("/"))
            page.wait_for_load_state("networkidle")
            for table in page.locator(".figure details > summary").all():
                table.click()
            _sound(axe, page, section)

        page.goto(f"{address}/figures")
        bars = page.locator("#events-time rect.main[width]")
        before = bars.count()
        # styled by the page: a bar has the colour of the theme, and not that of a file
        assert bars.last.evaluate("bar => getComputedStyle(bar).fill") != "rgb(27, 79, 128)"
        page.select_option("select[name=unit]", "year")
        _waited(lambda: "by year" in page.inner_text("#events-time h2"))
        assert bars.count() < before
        page.locator("input[name=type][value=Battles]").first.check()
        query = _waited(
            lambda: (q := parse_qs(page.evaluate("location.search")[1:])).get("type") and q
        )
        assert query == {"type": ["Battles"], "unit": ["year"]}
        assert page.evaluate("document.querySelectorAll('#plots').length") == 1
        form, start = ("png", b"\x89PNG") if "png" in forms() else ("csv", b"start,")
        with page.expect_download() as taken:
            page.click(f"#killed-time a[download$='.{form}']")
        taken_along = taken.value.path().read_bytes()
        assert taken.value.suggested_filename == f"tacitus-killed-time.{form}"
        assert taken_along.startswith(start)
        # a file by itself has its styles, which its own policy lets through
        page.goto(f"{address}/api/v1/figures/killed-time.svg")
        fill = "getComputedStyle(document.querySelector('rect.main')).fill"
        assert page.evaluate(fill) == "rgb(27, 79, 128)"
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(color_scheme="light")
        page.goto(f"{address}/figures")
        _sound(axe, page, "phone")
        browser.close()
    assert {urlsplit(url).hostname for url in asked if url.startswith("http")} == {"127.0.0.1"}
    assert not faults
