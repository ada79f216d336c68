"""What the claims of one or many reports say about one happening."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.records.claim import Claim, PlaceRef
from tacitus.records.report import Report


def claim_key(report: str, claim: str) -> str:
    """The key of a claim among those of all reports ("a1b2c3#e4").

    Args:
        report: id of its report.
        claim: its id within the report.
    """
    return f"{report}#{claim}"


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim with the report it stands in.

    Attributes:
        report: the report.
        claim: one of its claims.
    """

    report: Report
    claim: Claim

    @property
    def key(self) -> str:
        """The claim's key among those of all reports."""
        return claim_key(self.report.id, self.claim.id)


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of an event, by all names that the claims have for it.

    Attributes:
        actor: id in the actor registry, or None for one that is in no registry.
        name: the registry's name, or the mention most used.
        kind: class of actor, from knowledge/actor_classes.yaml.
        country: ISO 3166 alpha-2 code of the country it belongs to or acts in, where known.
        mentions: its names as the reports write them, most used first.
        claims: keys of the claims that name it in this part.
    """

    actor: str | None
    name: str
    kind: str
    country: str | None
    mentions: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody to whom accounts of an event go back, counted once however often repeated.

    Attributes:
        id: the source registry's id ("sohr"), or made from the words or the outlet
            ("outlet:Gazette", "words:a hospital official").
        name: as printed.
        kind: "party", "state_media", "agency", "monitor", "witness", "media", ...
        stance: the side it speaks for, where known.
        claims: keys of the claims that rest on it, copies included.
        outlets: who published them.
        why: how it was told that they go back to one source.
    """

    id: str
    name: str
    kind: str
    stance: str | None
    claims: tuple[str, ...]
    outlets: tuple[str, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """How many were killed, injured or captured, by a named rule.

    Attributes:
        kind: "killed", "injured" or "captured".
        side: "all", "initiators", "targets", "civilians" or "unknown".
        low, best, high: persons; ``high`` is None where every account leaves it open.
        rule: id of the rule in knowledge/figure_rules.yaml ("acled-lowest", "ucdp", "range").
        claims: keys of the claims whose figures count.
        set_aside: keys of claims with a figure that does not count, each with the reason
            ("superseded by a7#e1 of the same source").
        how: one line on how the three numbers follow.
    """

    kind: str
    side: str
    low: int
    best: int
    high: int | None
    rule: str
    claims: tuple[str, ...]
    set_aside: tuple[tuple[str, str], ...] = ()
    how: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to a contested question.

    Attributes:
        value: the answer, as printed.
        claims: keys of the claims that give it.
        sources: ids of the sources they rest on.
        stances: the sides those sources speak for, where known.
    """

    value: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    stances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contest:
    """A field of which claims say what cannot be true together.

    Attributes:
        field: the field: "type", "initiators", "targets", "place", "start", "killed", "injured",
            "captured", "weapon" or "factuality".
        positions: at least two, best supported first.
    """

    field: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """How well an event is supported, in the manner of Airwars.

    Attributes:
        grade: "confirmed", "fair", "weak", "contested" or "discounted".
        reasons: why, each in a sentence.
    """

    grade: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """Why two claims were taken for tellings of one event.

    Attributes:
        a, b: keys of the claims, ``a`` before ``b`` in order of their keys.
        score: how likely they tell one event, from 0 to 1; 1 where a reviewer decided it.
        reasons: what speaks for it and against it, weightiest first, each with its weight
            ("same town: Douma, 0 km apart (+2.1)").
    """

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """What the claims of one or many reports say about one happening.

    Attributes:
        id: a ULID made from the claim that was published first; it stays when further claims join.
            The id that each other claim would give is an alias of it.
        claims: keys of the claims it rests on, in order of publication.
        type: sub-event type of the codebook.
        initiators, targets: the two sides.
        place: where, as well as the claims tell it; None where none is placed.
        start, end: first and last possible day, ISO 8601.
        date_precision: "day", "days", "week", "month", "season", "year", "span" or None undated.
        figures: losses over all ("all") and by side.
        weapons: as written, most used first.
        factuality: "asserted", "hedged", "denied" or "prospective".
        aggregate: whether it is a sum over many unnamed events.
        contested: fields of which claims differ.
        support: grade and reasons.
        reports: ids of its reports, in order of publication.
        outlets: who published them, each once, by name; "unknown" for a report that names none.
        sources: independent sources, best supported first.
        rests_on: of each field that has a value, keys of the claims that give it.
        bonds: why its claims were put together.
        decisions: ids of the reviewers' decisions that shaped it, oldest first.
        edited: fields whose value a reviewer set.
        rejected: whether a reviewer found that it should not be counted.
    """

    id: str
    claims: tuple[str, ...]
    type: str
    initiators: tuple[Party, ...]
    targets: tuple[Party, ...]
    place: PlaceRef | None
    start: str | None
    end: str | None
    date_precision: str | None
    figures: tuple[Figure, ...]
    weapons: tuple[str, ...]
    factuality: str
    aggregate: bool
    contested: tuple[Contest, ...]
    support: Support
    reports: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[Source, ...]
    rests_on: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bonds: tuple[Bond, ...] = ()
    decisions: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    rejected: bool = False

    def figure(self, kind: str, side: str = "all") -> Figure | None:
        """The figure of one kind and side, or None where no claim tells one.

        Args:
            kind: "killed", "injured" or "captured".
            side: "all", "initiators", "targets", "civilians" or "unknown".
        """
        for told in self.figures:
            if told.kind == kind and told.side == side:
                return told
        return None
