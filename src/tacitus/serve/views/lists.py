"""What lists, map, timeline and filters show of many events: records that pages and API share."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.store.listing import Sums


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure in short; never shown as one number alone.

    Attributes:
        low, best: persons.
        high: persons, or None where the accounts leave it open.
    """

    low: int
    best: int
    high: int | None

    @property
    def words(self) -> str:
        """As printed: "8", "3–5–9", "13–13–open"."""
        if self.low == self.best == self.high:
            return str(self.best)
        return f"{self.low}–{self.best}–{'open' if self.high is None else self.high}"


@dataclass(frozen=True, slots=True)
class ActorShort:
    """An initiator or a target in a list.

    Attributes:
        side: "initiator" or "target".
        actor: id in the registry, or None.
        name: as printed.
        kind: class of actor.
        country: ISO 3166 alpha-2 code, or None.
    """

    side: str
    actor: str | None
    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class EventShort:
    """An event in a list.

    Attributes:
        id: its id.
        type: sub-event type.
        event_type: the event type over it; None for a type of a codebook of one's own.
        start, end: first and last possible day, ISO 8601.
        date_precision: "day", "days", "week", "month", "season", "year", "span" or None.
        place: its name, or None.
        admin1: first-order division.
        country: ISO 3166 alpha-2 code.
        lat, lon: degrees WGS 84.
        precision: ACLED geo_precision, 1 (the place itself) to 3 (a division); None for a country
            alone or nothing.
        radius_km: how far from the point it may lie.
        disputed: id of the disputed area that it lies in.
        actors: both sides.
        killed, injured: figures by the store's rule, None where none is told.
        grade: of its support.
        factuality: how sure.
        contested: fields of which claims differ.
        aggregate: whether it is a sum over many events.
        rejected: whether a reviewer rejected it.
        edited: whether a reviewer set a value.
        reports, sources: how many it rests on.
        outlets: who published it.
    """

    id: str
    type: str
    event_type: str | None
    start: str | None
    end: str | None
    date_precision: str | None
    place: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    radius_km: float | None
    disputed: str | None
    actors: tuple[ActorShort, ...]
    killed: Toll | None
    injured: Toll | None
    grade: str
    factuality: str
    contested: tuple[str, ...]
    aggregate: bool
    rejected: bool
    edited: bool
    reports: int
    sources: int
    outlets: tuple[str, ...]

    @property
    def initiators(self) -> tuple[ActorShort, ...]:
        """Those who did it."""
        return tuple(actor for actor in self.actors if actor.side == "initiator")

    @property
    def targets(self) -> tuple[ActorShort, ...]:
        """Those it was done to."""
        return tuple(actor for actor in self.actors if actor.side == "target")

    @property
    def days(self) -> str:
        """When: "2017-04-04", "2017-04-04 to 2017-04-06", "by 2017-04-06", "undated"."""
        if self.start and self.end:
            return self.start if self.start == self.end else f"{self.start} to {self.end}"
        if self.end:
            return f"by {self.end}"
        return f"from {self.start}" if self.start else "undated"


@dataclass(frozen=True, slots=True)
class EventPageful:
    """A page of the list.

    Attributes:
        events: those of the page, in order.
        total: how many the filter lets through.
        offset, limit: which of them these are.
    """

    events: tuple[EventShort, ...]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can be set to.

    Attributes:
        value: as the filter has it.
        label: as printed.
        count: how many events it would leave, with all else that the filter asks; of an actor
            without its branches.
        chosen: whether the filter asks for it.
    """

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """What a filter lets through, and how many events each further choice would leave.

    The counts of a field leave aside what the filter asks of that same field, since its choices add
    to each other. The longest lists are cut after the commonest values, chosen ones kept.

    Attributes:
        total: events that the filter lets through.
        placed: of these, how many have a place on the map.
        killed: sums over them.
        type, actor, country, grade, contested, outlet, stance, factuality: choices by the names of
            the filter's fields, commonest first. Of ``type`` the value is a sub-event type.
        event_types: the event types over the sub-event types, which ``type`` takes as well.
    """

    total: int
    placed: int
    killed: Sums
    type: tuple[Choice, ...]
    event_types: tuple[Choice, ...]
    actor: tuple[Choice, ...]
    country: tuple[Choice, ...]
    grade: tuple[Choice, ...]
    contested: tuple[Choice, ...]
    outlet: tuple[Choice, ...]
    stance: tuple[Choice, ...]
    factuality: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of the timeline.

    Attributes:
        start, end: its first and last day.
        events: how many begin in it.
        low, best, high: sums of killed; of an open high the best is summed.
        open: of how many events the high is open.
        contested: of how many anything is contested.
    """

    start: str
    end: str
    events: int
    low: int
    best: int
    high: int
    open: int
    contested: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by time.

    Attributes:
        unit: "day", "week" (from Monday), "month" or "year".
        bins: without gaps from the first to the last that has any.
        undated: events of no known day, which are in no bin.
    """

    unit: str
    bins: tuple[Bin, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class MapRows:
    """What the map draws, as short as it goes.

    Attributes:
        columns: names of what a row holds.
        types, grades: what the indices in rows stand for.
        rows: one for each event with a point: id, lon, lat (degrees, 4 decimals), radius_km (or
            None), precision (1 to 3; 0 for a country alone), index of its type, best killed (or
            None), index of its grade, 1 where contested, first day (or None), 1 in a disputed area.
        unplaced: events that have no point.
        total: events that the filter lets through.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    grades: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    unplaced: int
    total: int


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet in the list of outlets.

    Attributes:
        name: as printed; None for reports that name none.
        reports, claims: how many of it are stored.
        events: events that it published on.
        alone: of these, how many no other outlet published on.
        contested: of these, how many are contested.
        kind, stance: what the registry of sources says of it, where it knows it.
        latest: latest day of publication.
    """

    name: str | None
    reports: int
    claims: int
    events: int
    alone: int
    contested: int
    kind: str | None
    stance: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list.

    Attributes:
        id, title, outlet, published, language: of the report.
        claims, events: how many it tells, and how many events it is told with.
    """

    id: str
    title: str
    outlet: str | None
    published: str | None
    language: str | None
    claims: int
    events: int


@dataclass(frozen=True, slots=True)
class ReportPageful:
    """A page of the list of reports.

    Attributes:
        reports: those of the page, latest first.
        total: how many there are.
        offset, limit: which of them these are.
    """

    reports: tuple[ReportRow, ...]
    total: int
    offset: int
    limit: int
