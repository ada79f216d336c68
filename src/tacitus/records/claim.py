"""What a source said, in a report, that happened, did not happen, or will."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.records.errors import Problem
from tacitus.records.report import Report
from tacitus.records.spans import Count, Grounded, Span


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who a mention of an actor is.

    Attributes:
        mention: the words of the report.
        actor: id in the actor registry, or None for one that is in no registry.
        name: the registry's name, or a typed description ("unidentified armed group").
        kind: class of actor, from knowledge/actor_classes.yaml ("state_forces", "rebels",
            "civilians", ...).
        country: ISO 3166 alpha-2 code of the country it belongs to, where known; of a group that is
            in no registry, the country where it acts by the report.
        affiliation: relation and other side read from the words ("backed_by Iran").
        reason: why it was resolved so.
        candidates: other registry ids the mention could be.
        scores: how well the actor fits, where there is one, and then each candidate; in no unit.
    """

    mention: str
    actor: str | None
    name: str | None
    kind: str
    country: str | None = None
    affiliation: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    candidates: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """Where a place mention is.

    Attributes:
        mention: the words of the report.
        name: the gazetteer's name, or None where it holds no such place.
        gazetteer_id: id of the gazetteer's entry ("geonames:173811"); None when not held.
        lat, lon: degrees, WGS 84; None when nothing fixes a point.
        country: ISO 3166 alpha-2 code.
        admin1: name of the first-order division.
        feature: class of the entry ("settlement", "admin1", "country", ...).
        acled_precision: ACLED geo_precision, 1 to 3, or None for a country or nothing.
        ucdp_precision: UCDP where_prec, 1 to 7, or None for nothing.
        radius_km: how far from the point the event may lie.
        reason: why it was resolved so.
        candidates: ids of other entries considered, best first; of a place put at a larger one,
            that one before them.
        scores: how well the entry taken fits, where there is one, and then each candidate, in no
            unit; those that the report rules out stand last with 0.
        disputed: id of the disputed area that it lies in ("crimea", see ``world_view.yaml``), or
            None. Its country is then the one that the world view in force gives it.
    """

    mention: str
    name: str | None
    gazetteer_id: str | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    acled_precision: int | None
    ucdp_precision: int | None
    radius_km: float | None = None
    reason: str = ""
    candidates: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    disputed: str | None = None

    @property
    def held_at(self) -> str | None:
        """Id of the entry that it is, or of the larger one that it was put at; None for neither."""
        if self.gazetteer_id is not None or self.lat is None:
            return self.gazetteer_id
        return next(iter(self.candidates), None)


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Whom an account is credited to.

    Attributes:
        mention: the words of the report.
        source: id in the source registry, or None.
        kind: "party", "state_media", "agency", "monitor", "witness", "unnamed", ...
        stance: the side it speaks for, where the words or the registry say so.
        reason: why.
    """

    mention: str
    source: str | None
    kind: str
    stance: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One source's version, where sources differ.

    Attributes:
        attribution: who tells it; empty for the report's own voice.
        killed, injured, captured: its figures; None where it gives none.
        factuality: how sure it is.
        spans: the characters that tell it.
    """

    attribution: tuple[Grounded[str], ...]
    killed: Grounded[Count] | None
    injured: Grounded[Count] | None
    captured: Grounded[Count] | None
    factuality: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SideToll:
    """Losses of one side.

    Attributes:
        side: "initiators", "targets", "civilians" or "unknown".
        kind: "killed", "injured" or "captured".
        toll: how many, with evidence.
        mention: the words for those who suffered it.
    """

    side: str
    kind: str
    toll: Grounded[Count]
    mention: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One event as one report tells it; fields as in the codebook (docs/codebook.md).

    Attributes:
        id: number within the report ("e1"), in order of appearance.
        type: sub-event type.
        initiators, targets: verbatim mentions of the two sides.
        place: verbatim name of the most specific place tied to the event.
        within: the larger places named for it.
        start, end: first and last possible day, ISO 8601.
        date_precision: "day", "days", "week", "month", "season", "year", "span" or None undated.
        killed, injured, captured: tolls over all sides.
        weapon: as written.
        attribution: whom the report credits with the account.
        factuality: "asserted", "hedged", "denied" or "prospective".
        aggregate: whether it is a sum over many unnamed events.
        accounts: versions, where sources differ.
        evidence: the words that tell it; the first holds the main verb or noun.
        sides: losses told apart by side.
        actors: who each initiator and target is, in the order initiators then targets.
        place_ref: where the place is.
        sources: who each attribution is, in order.
        why: how the sentences were put together into one event.
    """

    id: str
    type: Grounded[str]
    evidence: tuple[Span, ...]
    factuality: Grounded[str]
    initiators: tuple[Grounded[str], ...] = ()
    targets: tuple[Grounded[str], ...] = ()
    place: Grounded[str] | None = None
    within: tuple[Grounded[str], ...] = ()
    start: Grounded[str] | None = None
    end: Grounded[str] | None = None
    date_precision: str | None = None
    killed: Grounded[Count] | None = None
    injured: Grounded[Count] | None = None
    captured: Grounded[Count] | None = None
    weapon: Grounded[str] | None = None
    attribution: tuple[Grounded[str], ...] = ()
    aggregate: Grounded[bool] | None = None
    accounts: tuple[Account, ...] = ()
    sides: tuple[SideToll, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    place_ref: PlaceRef | None = None
    sources: tuple[SourceRef, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between actors that the report states.

    Attributes:
        subject, object: verbatim names of the two sides.
        relation: "renamed_to", "branch_of", "backed_by", "controls", "led", ... from
            knowledge/relations.yaml.
        evidence: the words that state it.
        attribution: whom the report credits with it; empty for its own voice.
        by: the rule that found it.
        factuality: how sure the report is of it, as of a claim; None where that was not read, as in
            what earlier versions coded.
    """

    subject: Grounded[str]
    relation: str
    object: Grounded[str]
    evidence: Span
    attribution: tuple[Grounded[str], ...]
    by: str
    factuality: Grounded[str] | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A report with all that was read out of it.

    Attributes:
        report: what was read.
        claims: its events, in order of appearance.
        relations: relations between actors that it states.
        problems: what could not be read, dated, placed or resolved.
        versions: code, codebook, model, gazetteer and world view that gave the result.
    """

    report: Report
    claims: tuple[Claim, ...]
    relations: tuple[Relation, ...]
    problems: tuple[Problem, ...]
    versions: dict[str, str] = field(default_factory=dict)
