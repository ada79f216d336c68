"""What the pages of one event and one report show: records that pages and API share."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.records import Bond, Decision, Event, Figure, PlaceRef, Position, Relation
from tacitus.serve.views.lists import EventShort


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a report that a value rests on.

    Attributes:
        report: id of the report; its page marks them: /reports/ID?claim=CLAIM#at-START.
        outlet, published: of the report.
        claim: key of the claim ("r1#e2").
        start, end: offsets in the report's text.
        before, quote, after: the words, and what stands around them.
        value: the value as this claim has it, as printed.
        by: what read it ("trigger:clash").
        how: how it was worked out, or None.
    """

    report: str
    outlet: str | None
    published: str | None
    claim: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    value: str
    by: str
    how: str | None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of an event, with the words of its reports that it rests on.

    Attributes:
        field: its name, as decisions have it ("killed").
        label: as printed.
        values: its values as printed, none where nothing tells it.
        edited: whether a reviewer set it.
        contested: whether claims differ in it.
        claims: keys of the claims that give it.
        words: what it rests on, in order of publication.
    """

    field: str
    label: str
    values: tuple[str, ...]
    edited: bool
    contested: bool
    claims: tuple[str, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What one source says of an event.

    Attributes:
        source, name, kind, stance: of the source, see ``records.Source``.
        outlets: who published it.
        claims: keys of the claims that rest on it.
        reports: ids of their reports.
        type, initiators, targets, place, days, killed, injured, captured, factuality: what they
            say, each as printed and each once; several where its claims differ.
        why: how it was told that they go back to one source.
        copies: which of its reports have the text of others on this event ("Star copies Herald").
    """

    source: str
    name: str
    kind: str
    stance: str | None
    outlets: tuple[str, ...]
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    type: tuple[str, ...]
    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    place: tuple[str, ...]
    days: tuple[str, ...]
    killed: tuple[str, ...]
    injured: tuple[str, ...]
    captured: tuple[str, ...]
    factuality: tuple[str, ...]
    why: tuple[str, ...]
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The figures of an event by one rule.

    Attributes:
        rule: its key in knowledge/figure_rules.yaml.
        what: the rule in a sentence.
        chosen: whether it is the store's own.
        figures: losses over all and by side; of an edited field the reviewer's.
    """

    rule: str
    what: str
    chosen: bool
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another entry of the gazetteer that a place could be.

    Attributes:
        id: of the entry.
        name, admin1, country, feature: of the entry, None where the gazetteer has it no more.
        lat, lon: degrees.
        score: how well it fits, in no unit; None where not told.
        taken: whether it is the one taken.
    """

    id: str
    name: str | None
    admin1: str | None
    country: str | None
    feature: str | None
    lat: float | None
    lon: float | None
    score: float | None
    taken: bool


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A contested field.

    Attributes:
        field: its name.
        positions: the answers, best supported first, each with the names of its sources.
    """

    field: str
    positions: tuple[tuple[Position, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReportShort:
    """A report on the page of an event.

    Attributes:
        id, title, outlet, published, url, language: of the report; url only where it is one of the
            web.
        claims: keys of its claims that are of the event.
    """

    id: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    language: str | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """All that is known of an event.

    Attributes:
        event: the event.
        short: as lists have it.
        fields: each field with its words, in the codebook's order.
        accounts: who says what, by source, those of one side together.
        rules: its figures by each rule.
        contests: where claims differ.
        bonds: why its claims were put together.
        place: where it is, with the candidates.
        candidates: what else its place could be, the one taken first.
        reports: in order of publication.
        history: decisions that touch it, oldest first.
        links: copies and later versions among its reports, a line each.
    """

    event: Event
    short: EventShort
    fields: tuple[FieldRow, ...]
    accounts: tuple[AccountRow, ...]
    rules: tuple[RuleRow, ...]
    contests: tuple[ContestRow, ...]
    bonds: tuple[Bond, ...]
    place: PlaceRef | None
    candidates: tuple[Candidate, ...]
    reports: tuple[ReportShort, ...]
    history: tuple[Decision, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of a report's text in which nothing begins or ends.

    Attributes:
        start, end: offsets in the text.
        text: its characters, control and directional ones made visible.
        evidence: ids of the claims that it is evidence of.
        values: (claim id, field) of the values that rest on it.
        opens: ids of the claims whose evidence begins here.
        attributes: ids of the claims that it credits to somebody.
        hedges: ids of the claims whose factuality rests on it, where that is not "asserted".
        cut: kind of what was cut here as no story ("byline"), or None.
        relations: places, in the page's list of relations, of those that it states.
    """

    start: int
    end: int
    text: str
    evidence: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    opens: tuple[str, ...]
    attributes: tuple[str, ...]
    hedges: tuple[str, ...]
    cut: str | None
    relations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim beside the text.

    Attributes:
        id: within the report ("e1").
        key: among those of all reports.
        number: from 0, to tell claims apart by.
        event: id of the event that it is of, or None before events are computed.
        type, factuality: its values.
        aggregate: whether it is a sum over many events.
        days, place: as printed.
        fields: each field with its words in this report.
        evidence: the words that tell it.
        accounts: versions within it: who, how sure, tolls.
        point: what the gazetteer says of its place, or None.
        why: how sentences were put together into it.
    """

    id: str
    key: str
    number: int
    event: str | None
    type: str
    factuality: str
    aggregate: bool
    days: str
    place: str
    fields: tuple[FieldRow, ...]
    evidence: tuple[str, ...]
    accounts: tuple[tuple[str, str, str], ...]
    point: str | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Another report that has a report's text, or is another version of its page.

    Attributes:
        told: what the report is to the other ("copies", "is copied by").
        other: the other one; of no claims.
        kind: what the link is, and what shows it.
        shares: how much of each stands in the other.
    """

    told: str
    other: ReportShort
    kind: str
    shares: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report to read.

    Attributes:
        short: what it is.
        author, published_at, updated, syndicated_from: of the report.
        pieces: its whole text, in order and without gaps.
        claims: in order of appearance.
        relations: between actors, as it states them.
        problems: code and message of what could not be read.
        versions: what coded it.
        links: reports that have its text, or are other versions of it.
    """

    short: ReportShort
    author: str | None
    published_at: str | None
    updated: str | None
    syndicated_from: str | None
    pieces: tuple[TextPiece, ...]
    claims: tuple[ClaimRow, ...]
    relations: tuple[Relation, ...]
    problems: tuple[tuple[str, str], ...]
    versions: dict[str, str]
    links: tuple[LinkRow, ...] = ()
