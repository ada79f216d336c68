"""The built files are there, named by the manifest, and go into the wheel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from helpers.desk import Browser, desk
from helpers.desk_stores import rival_store

ROOT = Path(__file__).parents[2]
STATIC = Path(str(files("tacitus.serve"))) / "static"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    return Browser(desk(rival_store(tmp_path_factory.mktemp("built") / "store.db")))


def named():
    """All files that the manifest names."""
    manifest = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest.values():
        yield from (entry["file"], *entry.get("css", ()), *entry.get("assets", ()))


def test_the_manifest_names_what_is_there_and_nothing_else_is():
    there = {f"built/{path.name}" for path in (STATIC / "built").iterdir()}
    assert set(named()) == there


def test_no_built_file_asks_another_host():
    for name in named():
        text = (STATIC / name).read_text(encoding="utf-8")
        if "maplibre" in name:
            # the library names hosts in comments, its own links and namespaces; the browser tests see
            # that none is asked
            continue
        hosts = set(re.findall(r"https?://([\w.-]+)", text))
        assert hosts <= {"www.w3.org", "htmx.org", "four.htmx.org"}, (name, hosts)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("favicon.svg", "image/svg+xml"), ("basemap.pmtiles", "application/octet-stream")],
)
def test_they_are_served_as_what_they_are(browser, name, kind):
    answer = browser.get(f"/static/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)


def test_scripts_and_styles_are_kept_for_good_and_come_with_their_kind(browser):
    kinds = {"js": "javascript", "mjs": "javascript", "css": "text/css"}
    for name in named():
        answer = browser.get(f"/static/{name}")
        assert kinds[name.rpartition(".")[2]] in answer.headers["content-type"], name
        assert "immutable" in answer.headers["cache-control"], name


def test_the_base_map_is_read_in_parts(browser):
    whole = (STATIC / "basemap.pmtiles").read_bytes()
    assert whole[:7] == b"PMTiles"
    assert 3_000_000 < len(whole) < 6_000_000
    part = browser.get("/static/basemap.pmtiles", headers={"Range": "bytes=0-126"})
    assert part.status_code == 206
    assert part.content == whole[:127]


@pytest.mark.slow
def test_the_wheel_holds_pages_scripts_and_the_map(tmp_path):
    pytest.importorskip("hatchling")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--no-deps",
            "--quiet",
            "-w",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    for path in STATIC.rglob("*"):
        if path.is_file() and path.name != ".gitkeep":
            assert f"tacitus/serve/static/{path.relative_to(STATIC).as_posix()}" in held
    for path in (STATIC.parent / "templates").rglob("*.html"):
        assert (
            f"tacitus/serve/templates/{path.relative_to(STATIC.parent / 'templates').as_posix()}"
            in held
        )
