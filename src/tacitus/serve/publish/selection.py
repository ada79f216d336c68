"""What is published: the events that a filter lets through, their reports, and how much of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from tacitus.records import Event, TacitusError
from tacitus.serve.filters import MOST, Filter
from tacitus.serve.publish.unsigned import Unsigned
from tacitus.serve.security import CONTENT_SECURITY_POLICY
from tacitus.serve.views.actors import actor_list
from tacitus.serve.views.events import event_list, facets
from tacitus.serve.views.lists import EventShort, Facets, ReportRow
from tacitus.serve.views.reports import report_list
from tacitus.store import Store
from tacitus.store.listing import last_change
from tacitus.store.shelves import ReportQuery

Texts = Literal["none", "quotes", "full"]
#: How much of the reports' own words is published.
TEXTS: tuple[Texts, ...] = get_args(Texts)
#: Parts of a site that can be left out.
PARTS = ("actors", "figures")
#: Formats of events that are published where none is named.
FORMATS = ("csv", "geojson")


@dataclass(frozen=True, slots=True)
class Options:
    """How events are published.

    Attributes:
        title: of the site.
        terms: on which the publisher lets others use the data, or "".
        texts: "none": no words of reports; "quotes": the words that values rest on; "full": whole
            texts, with the words marked.
        reviewers: whether names and reasons of reviewers are told.
        without: of ``PARTS``, what the site has no pages of.
        formats: of ``export.formats.FORMATS``, in which the events can be taken along.
    """

    title: str = "Tacitus"
    terms: str = ""
    texts: Texts = "quotes"
    reviewers: bool = False
    without: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS


@dataclass(frozen=True)
class Selection:
    """What is published.

    Attributes:
        store: where it is.
        asked: the filter; its offset and limit are left aside.
        options: how it is published.
        events: in the filter's order; unsigned where reviewers are not told.
        unsigned: takes reviewers' names and reasons out, none where they are told.
        changed: when the store was changed last, ISO 8601.
    """

    store: Store
    asked: Filter
    options: Options
    events: tuple[Event, ...]
    unsigned: Unsigned
    changed: str

    @property
    def title(self) -> str:
        """Of the site."""
        return self.options.title

    @property
    def query(self) -> str:
        """The query string of the filter."""
        return self.asked.to_query(order=None, offset=None, limit=None)

    @property
    def texts(self) -> Texts:
        """How much of the reports' own words is published."""
        return self.options.texts

    @property
    def policy(self) -> str:
        """What pages may load, as they say it themselves: no server says it for them."""
        # a page cannot say who may frame it
        parts = CONTENT_SECURITY_POLICY.split("; ")
        return "; ".join(part for part in parts if not part.startswith("frame-ancestors"))

    @cached_property
    def shorts(self) -> tuple[EventShort, ...]:
        """The events in short, in the filter's order."""
        return tuple(self._shorts())

    def _shorts(self) -> Iterator[EventShort]:
        for offset in range(0, len(self.events), MOST):
            found = event_list(self.store, self.asked.changed(offset=offset, limit=MOST))
            yield from found.events

    @cached_property
    def event_of(self) -> dict[str, str]:
        """The id of the event of each published claim, by the claim's key."""
        return {key: event.id for event in self.events for key in event.claims}

    @cached_property
    def reports(self) -> tuple[ReportRow, ...]:
        """The reports of the events, latest first, with how many published claims they have."""
        claims: dict[str, set[str]] = {}
        for key in self.event_of:
            claims.setdefault(key.rpartition("#")[0], set()).add(key)
        found, offset = [], 0
        while True:
            listed = report_list(self.store, ReportQuery(offset=offset, limit=MOST))
            for row in listed.reports:
                keys = claims.get(row.id)
                if keys:
                    found.append(_counted(row, keys, self.event_of))
            offset += MOST
            if offset >= listed.total:
                return tuple(found)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """The ids of the actors that have pages, those of most events first."""
        found: list[str] = []
        while True:
            listed = actor_list(self.store, self.asked.changed(offset=len(found), limit=MOST))
            found += [actor.id for actor in listed.actors]
            if not listed.actors or len(found) >= listed.total:
                return tuple(found)

    @cached_property
    def facets(self) -> Facets:
        """Sums and counts over the events."""
        return facets(self.store, self.asked)


def _counted(row: ReportRow, keys: set[str], event_of: dict[str, str]) -> ReportRow:
    events = {event_of[key] for key in keys}
    return ReportRow(
        row.id, row.title, row.outlet, row.published, row.language, len(keys), len(events)
    )


def select(store: Store, asked: Filter, options: Options) -> Selection:
    """The events that a filter lets through, to be published.

    Args:
        store: which.
        asked: the filter.
        options: how they are published.

    Raises:
        TacitusError: ``no-events`` where it lets none through; otherwise as ``query.selected``.
    """
    events = tuple(store.events(asked.to_store(whole=True)))
    if not events:
        raise TacitusError(
            "no-events",
            f"{store.name}: no event fits the filter; nothing is published.",
            "Ask for less, or see `tacitus events`.",
        )
    with store.reading() as connection:
        changed = last_change(connection)
    unsigned = Unsigned(() if options.reviewers else store.decisions())
    events = tuple(map(unsigned.event, events))
    return Selection(store, asked, options, events, unsigned, changed)
