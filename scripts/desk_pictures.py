"""Writes ``docs/desk/*.png``: each page of the desk, light, dark and as wide as a phone.

    make desk-pictures        or    python scripts/desk_pictures.py STORE [--only overview]

Needs a Chromium and Pillow. Pictures have 96 colours and are cut at 1,800 pixels, so that they stay
small. Pages of reviewers and users are those of a copy of the store, in which some have reviewed.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
import time
from pathlib import Path

from fastapi import FastAPI
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from tacitus.serve.app import create_app
from tacitus.serve.settings import Settings
from tacitus.store import EventQuery, Store, open_store
from tacitus.store.queue import waiting_ids
from tacitus.store.rounds import all_rounds

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from helpers.chrome import ARGUMENTS, chromium, served
from helpers.desk import PASSWORD, add_users
from helpers.desk import Browser as Desk

OUT = Path(__file__).parents[1] / "docs/desk"
#: Names of the looks, with width, height and colours.
LOOKS = {"light": (1440, 900, "light"), "dark": (1440, 900, "dark"), "phone": (390, 844, "light")}
_COLOURS = 96
_PATIENCE = 120


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
    wanted = [name for name in REVIEWED if not given.only or name in given.only]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with served(create_app(Settings(store=given.store))) as address:
            take(browser, address, pages, given.out)
        if wanted:
            with tempfile.TemporaryDirectory() as folder:
                app, found = reviewed(Path(given.store), Path(folder) / "store.db")
                # the one who looks is signed in already, at the port that is served
                with served(app) as address:
                    state = signed_in(browser, address)
                    take(browser, address, {name: found[name] for name in wanted}, given.out, state)
        browser.close()


def take(
    browser: Browser,
    address: str,
    pages: dict[str, str],
    out: Path,
    state: StorageState | None = None,
) -> None:
    """Take pictures of pages, in each look."""
    for name, path in pages.items():
        for look in LOOKS:
            file = out / f"{name}-{look}.png"
            file.write_bytes(picture(browser, address + path, look, state))
            print(f"{file}: {file.stat().st_size // 1000} kB")


#: Names of the pages of reviewers and users.
REVIEWED = ("review", "review-event", "rounds", "round", "account", "users", "log")


def reviewed(store: Path, copy: Path) -> tuple[FastAPI, dict[str, str]]:
    """A desk with users on a copy of a store, after some work of theirs, and its pages by name.

    Args:
        store: its file.
        copy: where the copy goes.
    """
    shutil.copyfile(store, copy)
    add_users(str(copy))
    app = create_app(Settings(store=str(copy), accounts=True))
    edi, rev, ron = (Desk(app, name) for name in ("edi", "rev", "ron"))
    with app.state.store.reading() as connection:
        first, second, third, fourth, *_ = waiting_ids(connection)
    for event in (first, second):
        edi.open("/review/rounds")
        edi.submit("/review/rounds", {"event": event, "reviewers": "rev\nron"})
    for event in (first, second):
        rev.open(f"/review/{event}")
        rev.submit(f"/review/{event}/accept", {"why": "as the reports tell it"})
    for event, act, why in (
        (first, "reject", "an older film, shown again"), (second, "accept", "as it is told"),
    ):  # fmt: skip
        ron.open(f"/review/{event}")
        ron.submit(f"/review/{event}/{act}", {"why": why})
    rev.open(f"/review/{third}")
    rev.submit(f"/review/{third}/accept", {"why": "two agencies and a photograph"})
    with app.state.store.reading() as connection:
        held = {entry.event: entry.id for entry in all_rounds(connection)}
    names = ["/review", f"/review/{fourth}", "/review/rounds", f"/review/rounds/{held[first]}"]
    return app, dict(zip(REVIEWED, [*names, "/account", "/users", "/log"], strict=True))


def signed_in(browser: Browser, address: str) -> StorageState:
    """What a browser keeps after an administrator signed in."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(1000 * _PATIENCE)
    page.goto(f"{address}/sign-in")
    page.get_by_label("Name").fill("adm")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")
    state = context.storage_state()
    context.close()
    return state


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


def picture(browser: Browser, address: str, look: str, state: StorageState | None = None) -> bytes:
    """A page as a PNG."""
    width, height, colours = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=colours, storage_state=state
    )
    page = context.new_page()
    page.set_default_timeout(1000 * _PATIENCE)
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
