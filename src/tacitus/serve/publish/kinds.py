"""The kinds of pages that a site has: each is one entry of ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode

from fastapi import APIRouter

from tacitus.serve.figures.catalogue import FIGURES, SECTIONS
from tacitus.serve.figures.files import forms
from tacitus.serve.filters import MOST
from tacitus.serve.publish.addresses import Address, stem_of
from tacitus.serve.publish.selection import Options, Selection

API = "/api/v1"
#: Where the desk gives the network of actors.
NETWORK = f"{API}/actors/network"
#: Files of the network by the end of their address at the desk.
NETWORK_FILES = {
    "edges": "network-ties.csv",
    "nodes": "network-actors.csv",
    "graphml": "network.graphml",
    "gexf": "network.gexf",
}
#: Events, and reports, in one list.
LISTED = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of pages.

    Attributes:
        name: of its pages together.
        addresses: those that a selection has.
        module: whose ``router`` answers for them; those that stand first are asked first.
        prefix: before the paths of that router.
        part: of ``selection.PARTS``, where it can be left out.
    """

    name: str
    addresses: Callable[[Selection], Iterable[Address]]
    module: str = "tacitus.serve.publish.pages"
    prefix: str = ""
    part: str | None = None

    def router(self) -> APIRouter:
        """What answers for its pages."""
        found: APIRouter = import_module(self.module).router
        return found


def _overview(chosen: Selection) -> Iterator[Address]:
    yield Address("/", "index.html", reads_query=True)
    yield Address("/data/events.json", "data/events.json")
    for number in range(2, pages(len(chosen.events)) + 1):
        yield Address(f"/list/{number}", f"list/{number}.html")


def _events(chosen: Selection) -> Iterator[Address]:
    for event in chosen.events:
        yield Address(f"/events/{event.id}", f"events/{stem_of(event.id)}.html")


def _compared(chosen: Selection) -> Iterator[Address]:
    if chosen.options.texts != "none":
        for event in chosen.events:
            if len(event.reports) > 1:
                file = f"events/{stem_of(event.id)}-compare.html"
                yield Address(f"/events/{event.id}/compare", file)


def _reports(chosen: Selection) -> Iterator[Address]:
    yield Address("/reports", "reports.html")
    for number in range(2, pages(len(chosen.reports)) + 1):
        yield Address(f"/report-list/{number}", f"report-list/{number}.html")
    for report in chosen.reports:
        file = f"reports/{stem_of(report.id)}.html"
        yield Address(f"/reports/{report.id}", file, reads_query=True)


def _actors(chosen: Selection) -> Iterator[Address]:
    asked = chosen.query
    for offset in range(0, max(1, len(chosen.actors)), MOST):
        paged = _and(asked, f"limit={MOST}", f"offset={offset}" if offset else "")
        number = "" if not offset else f"-{offset // MOST + 1}"
        yield Address("/actors", f"actors{number}.html", paged, paged if offset else None)
    for name in chosen.actors:
        page = f"actors/{stem_of(name)}.html"
        yield Address(f"/actors/{name}", page, _and(asked, f"limit={MOST}"))


def _networks(chosen: Selection) -> Iterator[Address]:
    yield Address(NETWORK, "data/network.json", chosen.query)
    for name, file in NETWORK_FILES.items():
        yield Address(f"{NETWORK}/{name}", f"data/{file}", chosen.query)
    for name in chosen.actors:
        around = urlencode([("around", name), ("edges", "40")])
        file = f"data/networks/{stem_of(name)}.json"
        yield Address(NETWORK, file, _and(chosen.query, around), around)


def _figures(chosen: Selection) -> Iterator[Address]:
    for section in SECTIONS:
        end = f"/{section}" if section else ""
        yield Address(f"/figures{end}", f"figures{end.replace('/', '-')}.html", chosen.query)


def _figure_files(chosen: Selection) -> Iterator[Address]:
    for name, kind in FIGURES.items():
        asked = chosen.query if kind.filtered else ""
        for end in ("", *(f".{form}" for form in forms())):
            file = f"data/figures/{name}{end or '.json'}"
            yield Address(f"/api/v1/figures/{name}{end}", file, asked)


def _and(*queries: str) -> str:
    return "&".join(query for query in queries if query)


def _about(chosen: Selection) -> Iterator[Address]:
    yield Address("/about", "about.html")


def pages(number: int) -> int:
    """How many pages so many entries of a list take."""
    return max(1, -(-number // LISTED))


KINDS: tuple[Kind, ...] = (
    Kind("overview", _overview),
    Kind("events", _events),
    Kind("reports side by side", _compared),
    Kind("reports", _reports),
    Kind("actors", _actors, "tacitus.serve.pages.actors", part="actors"),
    Kind("networks", _networks, "tacitus.serve.api.actors", API, "actors"),
    Kind("figures", _figures, "tacitus.serve.pages.figures", part="figures"),
    Kind("files of figures", _figure_files, "tacitus.serve.api.figures", API, "figures"),
    Kind("about", _about),
)


def kinds_of(options: Options) -> tuple[Kind, ...]:
    """The kinds of pages that a site has.

    Args:
        options: how it is published.
    """
    return tuple(kind for kind in KINDS if kind.part not in options.without)
