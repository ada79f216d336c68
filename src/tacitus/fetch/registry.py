"""The outlets that are known and read: who they are, what was stored of them, what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from tacitus.fetch.state import FeedState, ItemState, PageState
from tacitus.knowledge.outlet_homes import home_of, outlet_homes
from tacitus.read.outlets import outlet_name
from tacitus.resolve.sources import resolve_source

# reports of a host that are asked for the name of its outlet
_ASKED = 10


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet, with what was read of it.

    Attributes:
        name: its name.
        kind: "agency", "media", "state_media", "monitor", ...; "media" for one in no registry.
        stance: the side it speaks for, where the registry says so.
        country: ISO 3166-1 code of the country it is edited in.
        languages: ISO 639-1 codes of the languages it publishes in.
        reports: reports of it in the store.
        published: day of the latest of them, ISO 8601.
        read: when a page or feed of it was last read, ISO 8601 in UTC.
        failures: its pages, items and feeds that failed when last tried.
        failure: what the last of them was.
    """

    name: str
    kind: str
    stance: str | None = None
    country: str | None = None
    languages: tuple[str, ...] = ()
    reports: int = 0
    published: str | None = None
    read: str | None = None
    failures: int = 0
    failure: str | None = None

    def as_json(self) -> dict[str, Any]:
        """All fields as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of what was fetched, as ``State`` gives it.

    Attributes:
        feeds, items, pages: as remembered.
        outlets: by host, the outlet that a report of it names, where no registry knows the host.
    """

    feeds: Iterable[FeedState] = ()
    items: Iterable[ItemState] = ()
    pages: Iterable[PageState] = ()
    outlets: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Made:
    reports: int = 0
    published: str | None = None
    read: float | None = None
    failures: int = 0
    failed: float = 0.0
    failure: str | None = None

    def reading(self, at: float | None) -> None:
        if at is not None:
            self.read = max(self.read or 0.0, at)

    def failing(self, at: float | None, code: str | None) -> None:
        self.failures += 1
        if (at or 0.0) >= self.failed:
            self.failed, self.failure = at or 0.0, code


def sources(
    stored: Iterable[tuple[str | None, int, str | None]], seen: Seen, *, known: bool = False
) -> list[Source]:
    """The outlets that something was read of, those with most reports first.

    Args:
        stored: outlets of a store, with the number of their reports and the latest day.
        seen: what was fetched.
        known: whether outlets of the registry that nothing was read of are listed, too.
    """
    made: dict[str, _Made] = {}
    for outlet, number, day in stored:
        one = made.setdefault(outlet_name(outlet) if outlet else "(no outlet)", _Made())
        one.reports += number
        one.published = max(filter(None, (one.published, day)), default=None)
    _add_seen(made, seen)
    if known:
        for name in outlet_homes():
            made.setdefault(name, _Made())
    found = [_source(name, one) for name, one in made.items()]
    return sorted(found, key=lambda source: (-source.reports, source.name.casefold()))


def reports_of_hosts(pages: Iterable[PageState]) -> dict[str, list[str]]:
    """The reports that were read last of each host that no registry knows, by host.

    Several of each, the last first, since some were read and not stored.
    """
    read: dict[str, list[tuple[float, str]]] = {}
    for page in pages:
        host = _host_of(page.url)
        if page.report is not None and home_of(host) is None:
            read.setdefault(host, []).append((page.read_at or 0.0, page.report))
    return {
        host: [report for _, report in sorted(found, reverse=True)[:_ASKED]]
        for host, found in read.items()
    }


def _add_seen(made: dict[str, _Made], seen: Seen) -> None:
    def at(url: str) -> _Made:
        host = _host_of(url)
        home = home_of(host)
        named = seen.outlets.get(host)
        name = home.name if home else outlet_name(named) if named else host.removeprefix("www.")
        return made.setdefault(name, _Made())

    for page in seen.pages:
        at(page.url).reading(page.read_at)
        if page.code is not None:
            at(page.url).failing(page.asked_at, page.code)
    for feed in seen.feeds:
        at(feed.url).reading(feed.read_at)
        if feed.failures:
            at(feed.url).failing(feed.asked_at, feed.code)
    for item in seen.items:
        # those with a page are counted with it
        if item.url is None and item.state == "failed":
            at(item.feed).failing(item.seen_at, item.code)


def _host_of(url: str) -> str:
    """The host of an address; of one that is none, the address itself."""
    try:
        return httpx.URL(url).host or url
    except httpx.InvalidURL:
        return url


def _source(name: str, one: _Made) -> Source:
    home = outlet_homes().get(name)
    found = resolve_source(name)
    return Source(
        name=name,
        kind=found.kind if found.source else "media",
        stance=found.stance if found.source else None,
        country=home.country if home else None,
        languages=home.languages if home else (),
        reports=one.reports,
        published=one.published,
        read=moment(one.read),
        failures=one.failures,
        failure=one.failure,
    )


def moment(at: float | None) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC."""
    if at is None:
        return None
    told = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
    return told.replace("+00:00", "Z")
