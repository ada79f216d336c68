"""The kinds of pages that a site has: each is one entry of ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from fastapi import APIRouter

from tacitus.serve.publish.addresses import Address, stem_of
from tacitus.serve.publish.selection import Selection

#: Events, and reports, in one list.
LISTED = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of pages.

    Attributes:
        name: of its pages together.
        addresses: those that a selection has.
        module: whose ``router`` answers for them; a site without it has no such pages. Those that
            stand first are asked first.
        prefix: before the paths of that router.
    """

    name: str
    addresses: Callable[[Selection], Iterable[Address]]
    module: str = "tacitus.serve.publish.pages"
    prefix: str = ""

    def router(self) -> APIRouter | None:
        """What answers for its pages, or None where that is not there."""
        if find_spec(self.module) is None:
            return None
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
    Kind("about", _about),
)
