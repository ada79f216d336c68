"""Writes ``docs/desk/*.png``: each page of the desk, light, dark and as wide as a phone.

    make desk-pictures        or    python scripts/desk_pictures.py STORE [--only overview]

Needs a Chromium and Pillow. Pictures have 96 colours and are cut at 1,800 pixels, so that they stay
small.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tacitus.serve.app import create_app
from tacitus.serve.settings import Settings
from tacitus.store import EventQuery, Store, open_store

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from helpers.chrome import ARGUMENTS, chromium, served

OUT = Path(__file__).parents[1] / "docs/desk"
#: Names of the looks, with width, height and colours.
LOOKS = {"light": (1440, 900, "light"), "dark": (1440, 900, "dark"), "phone": (390, 844, "light")}
_COLOURS = 96
_PATIENCE = 60


def main() -> None:
    """Serve the store, look at each page, keep the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store")
    parser.add_argument("--only", action="append", help="name of a page; all by default")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    with open_store(given.store, create=False) as store:
        pages = {n: p for n, p in addresses(store).items() if not given.only or n in given.only}
    given.out.mkdir(parents=True, exist_ok=True)
    app = create_app(Settings(store=given.store))
    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, path in pages.items():
            for look in LOOKS:
                file = given.out / f"{name}-{look}.png"
                file.write_bytes(picture(browser, address + path, look))
                print(f"{file}: {file.stat().st_size // 1000} kB")
        browser.close()


def addresses(store: Store) -> dict[str, str]:
    """The page to look at for each name: the most contested event, its reports, one of these."""
    events = list(store.events(EventQuery(contested=True, order="-reports", limit=1)))
    events = events or list(store.events(EventQuery(limit=1)))
    found = {"overview": "/", "reports": "/reports", "actors": "/actors"}
    with_id = (party.actor for event in events for party in (*event.initiators, *event.targets))
    actor = next(filter(None, with_id), None)
    if actor:
        found["actor"] = f"/actors/{actor}"
    if events:
        event = events[0]
        found |= {
            "event": f"/events/{event.id}",
            "compare": f"/events/{event.id}/compare",
            "reader": f"/reports/{event.reports[0]}?claim={event.claims[0].replace('#', '%23')}",
            "figures": "/figures",
            "figures-areas": "/figures/areas",
            "figures-sources": "/figures/sources",
            "figures-coverage": "/figures/coverage",
            "figures-accuracy": "/figures/accuracy",
        }
    return found


def picture(browser: Browser, address: str, look: str) -> bytes:
    """A page as a PNG."""
    width, height, colours = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    _settle(page)
    taken = page.screenshot(full_page=look == "phone")
    context.close()
    return _small(taken)


def _settle(page: Page) -> None:
    """Wait until maps and networks are drawn."""
    end = time.monotonic() + _PATIENCE
    maps = page.locator("[data-island=map], [data-island=network]")
    while time.monotonic() < end:
        states = [maps.nth(k).get_attribute("data-state") for k in range(maps.count())]
        if all(states):
            break
        time.sleep(0.2)
    time.sleep(0.5)


def _small(png: bytes) -> bytes:
    """The picture in few colours."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        # the top of a page tells enough
        cut = image.convert("RGB").crop((0, 0, image.width, min(image.height, 1800)))
        out = io.BytesIO()
        cut.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
