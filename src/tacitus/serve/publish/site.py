"""Events made into a site: ``publish``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file
from importlib.resources import files as package_files
from pathlib import Path
from urllib.parse import quote

from tacitus import __version__
from tacitus.export.formats import FORMATS, options_of, write_events
from tacitus.records import TacitusError
from tacitus.serve.filters import Filter
from tacitus.serve.publish.addresses import Address, SiteMap, rewritten
from tacitus.serve.publish.asking import Asking
from tacitus.serve.publish.folder import Installed, building, earlier_files, install
from tacitus.serve.publish.kinds import NETWORK, kinds_of
from tacitus.serve.publish.selection import PARTS, TEXTS, Options, Selection, select
from tacitus.serve.static_files import PATH
from tacitus.store import Store

# beside the scripts and styles in serve/static/built
_ASSETS = ("basemap.pmtiles", "favicon.svg")


@dataclass(frozen=True, slots=True)
class Published:
    """What was published.

    Attributes:
        events, reports: how many.
        unplaced: of the events, how many the map cannot show.
        pages: by kind.
        installed: what became of the folder's files.
    """

    events: int
    reports: int
    unplaced: int
    pages: dict[str, int]
    installed: Installed


def publish(store: Store, asked: Filter, out: Path, options: Options | None = None) -> Published:
    """Write a read-only site of the events that a filter lets through.

    The same store, filter and options give the same bytes, with the same version of Tacitus.

    Args:
        store: which.
        asked: the filter, whose offset and limit are left aside.
        out: the folder: missing, empty or published before.
        options: how.

    Raises:
        TacitusError: ``not-a-site``, ``in-the-way`` and ``cannot-write`` as ``folder.install``;
            ``unknown-format``, ``bad-option``; ``no-events`` and what a filter may raise;
            ``cannot-publish`` for a page that cannot be made. The folder is left as it was then.
    """
    options = options or Options()
    _check(options)
    earlier_files(out)
    store.refresh()
    chosen = select(store.as_it_stands(), asked, options)
    with building(out) as made:
        files = _data(chosen, made)
        data = [
            Address(f"/data/{form}/{name}", f"data/{form}/{name}")
            for form, names in files.items()
            for name in names
        ]
        assets = list(_assets(made))
        pages = {kind.name: list(kind.addresses(chosen)) for kind in kinds_of(options)}
        found = (page for held in pages.values() for page in held)
        site = SiteMap([*data, *assets, *found], chosen.query)
        with Asking(chosen, files) as asking:
            for held in pages.values():
                for address in held:
                    _write(made / address.file, _page(asking, address, site))
        installed = install(made, out, options.title, __version__)
    return Published(
        events=len(chosen.events),
        reports=len(chosen.reports),
        unplaced=sum(short.lat is None for short in chosen.shorts),
        pages={name: len(held) for name, held in pages.items()},
        installed=installed,
    )


def _check(options: Options) -> None:
    if options.texts not in TEXTS:
        raise TacitusError(
            "bad-option",
            f"{options.texts!r} says not how much text is published.",
            f"Use {', '.join(TEXTS)}.",
        )
    for name in options.without:
        if name not in PARTS:
            raise TacitusError(
                "bad-option",
                f"{name!r} is nothing that can be left out.",
                f"Use {' or '.join(PARTS)}.",
            )
    for name in options.formats:
        if name not in FORMATS:
            raise TacitusError(
                "unknown-format",
                f"{name!r} is no format of events.",
                f"Use {', '.join(FORMATS)}.",
            )


def _data(chosen: Selection, made: Path) -> dict[str, list[str]]:
    """Write the events in each format asked for; the names of its files."""
    tellings = chosen.store.tellings(chosen.event_of)
    found = {}
    for name in chosen.options.formats:
        out = made / "data" / name
        known = options_of(FORMATS[name].writer())
        quotes = {"quotes": chosen.texts != "none"} if "quotes" in known else {}
        write_events(name, chosen.events, tellings, out, **quotes)
        written = (file for file in sorted(out.rglob("*")) if file.is_file())
        found[name] = [file.relative_to(out).as_posix() for file in written]
    return found


def _assets(made: Path) -> Iterator[Address]:
    """Copy scripts, styles and the base map."""
    with as_file(package_files("tacitus.serve") / "static") as static:
        built = sorted(path for path in (static / "built").iterdir() if path.is_file())
        for file in (*built, *(static / name for name in _ASSETS)):
            path = file.relative_to(static).as_posix()
            target = made / "assets" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            yield Address(f"{PATH}/{path}", f"assets/{path}")


def _page(asking: Asking, address: Address, site: SiteMap) -> bytes:
    kind, body = asking.get(address)
    if address.path == NETWORK:
        return _with_pages(body, site)
    if kind != "text/html":
        return body
    return rewritten(body.decode(), address.file, site).encode()


def _with_pages(body: bytes, site: SiteMap) -> bytes:
    """A network with the pages that its actors have in the site."""
    net = json.loads(body)
    links = ((node["id"], f"/actors/{quote(node['id'])}") for node in net["nodes"])
    pages = {name: site.link(link, "index.html") for name, link in links}
    net["pages"] = {name: page for name, page in pages.items() if page is not None}
    return json.dumps(net, ensure_ascii=False, separators=(",", ":")).encode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
