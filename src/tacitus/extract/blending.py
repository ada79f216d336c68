"""What the rules and the learned reader found, put together into one list of claims.

The model says which events there are. Field by field its answer counts where it is sure enough
(learned.yaml); otherwise, and where it has none and the file says so, that of the rules' claim
about the same words. Where the two differ, the reason of the value says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tacitus.extract.agreement import Agreement
from tacitus.extract.participants import forceful
from tacitus.extract.settling import of_both_sides, of_totals, one, settled_stance, settled_toll
from tacitus.extract.sides import only_settled
from tacitus.extract.two_types import (
    FORCE,
    by_doers,
    by_taker,
    by_toll,
    by_victims,
    by_words,
    settled_type,
)
from tacitus.learned.labels import DATINGS, LOSSES
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.proposals import Proposer
    from tacitus.extract.proposed import Assembler
    from tacitus.extract.tellings import Proposal
    from tacitus.knowledge.learned import Trust
    from tacitus.records import Claim, Grounded, Span

# what differs between the happenings that one clause tells of
_PARTED = ("place", "within", "start", "end", "date_precision", *LOSSES)
# the type of what is done to a village, and not in it
_RAZED = "Looting/property destruction"
# types of which a crowd is the doer
_OF_CROWDS = frozenset({"Mob violence", "Violent demonstration", "Peaceful protest"})
_LISTS = ("initiators", "targets", "attribution")


def blend(proposer: Proposer, assembler: Assembler, ruled: Sequence[Claim]) -> list[Claim]:
    """Claims of both engines.

    Args:
        proposer: gives the model's events, and knows how far it is trusted.
        assembler: makes claims of them.
        ruled: the rules' claims.
    """
    trust, agreement = proposer.trust, Agreement(proposer, assembler)
    claims, spare = [], []
    for proposal in proposer.proposals():
        words = [assembler.reading.parsed.span(t.first, t.stop) for t in proposal.tellings]
        other = _about(words, ruled)
        if proposal.score >= _asked(proposal, other, trust):
            claim = assembler.claim(proposal, alone=other is None)
            kind = settled_type(claim.type, proposal, words, ruled, trust.stray)
            if other is not None and proposal.rivals:
                kind = other.type  # what the other side did may have another type
            elif other is not None:
                kind = by_words(kind, words, other)
            read = [c for c in ruled if any(q.overlaps(w) for q in c.type.spans for w in words)]
            claim = _merged(replace(claim, type=kind), _filled(other, read), proposal, agreement)
            killed = of_totals("killed", claim.killed, read, proposal, proposer)
            claim = replace(claim, killed=of_both_sides("killed", killed, read))
            claims.extend(_split(claim, other, ruled))
        elif other is not None and proposal.score >= trust.only:
            spare.append((proposal, other, words))
    if claims or not spare:
        return each_once(claims)
    # a text that both engines see an event in tells of one, though the model is in doubt which
    proposal, other, words = max(spare, key=lambda found: found[0].score)
    claim = assembler.claim(proposal, alone=False)
    kind = settled_type(claim.type, proposal, words, ruled, trust.stray)
    return [_merged(replace(claim, type=kind), other, proposal, agreement)]


def _asked(proposal: Proposal, other: Claim | None, trust: Trust) -> float:
    """What the best telling of an event must have for the report to tell of one."""
    if other is None:
        return trust.lone
    return trust.often if len(proposal.tellings) >= trust.many else trust.event


def each_once(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without a second one of the same words that tells no more.

    Of "threatened action in response to an attack" the model may take both nouns for the attack;
    what is told as fact stays.

    Args:
        claims: of one report.
    """
    kept: list[Claim] = []
    for claim in claims:
        twin = next((n for n, other in enumerate(kept) if _twins(claim, other)), None)
        if twin is None:
            kept.append(claim)
        elif kept[twin].factuality.value != "asserted" == claim.factuality.value:
            kept[twin] = claim
    return kept


def _twins(one: Claim, other: Claim) -> bool:
    if one.evidence != other.evidence or one.type.value != other.type.value:
        return False
    told = ("place", "start", "end", *LOSSES)
    if any(_value(one, name) != _value(other, name) for name in told):
        return False
    return not (one.initiators or one.targets) or not (other.initiators or other.targets)


def _value(claim: Claim, name: str) -> object:
    found = getattr(claim, name)
    return found.value if found is not None else None


def _split(claim: Claim, other: Claim | None, ruled: Sequence[Claim]) -> list[Claim]:
    """A claim of the model for each happening that the rules told apart in one clause.

    The model finds words that tell of events: where one word tells of several, place by place ("9
    in X, 8 in Y") or day by day, the rules know each one's place, days and tolls.
    """
    if other is None:
        return [claim]
    parts = [c for c in ruled if c.evidence == other.evidence and c.type.spans == other.type.spans]
    if len({part.place.value for part in parts if part.place}) < max(2, len(parts)):
        return [claim]
    return [replace(claim, **{name: getattr(part, name) for name in _PARTED}) for part in parts]


def _filled(claim: Claim | None, others: Sequence[Claim]) -> Claim | None:
    """A claim of the rules with the doers of another one where it names none.

    Args:
        claim: the one about an event.
        others: those read from words that the model takes for the same event.
    """
    if claim is None or claim.initiators:
        return claim
    doers = next((other.initiators for other in others if other.initiators), ())
    return replace(claim, initiators=doers)


def _within(mine: Grounded[str], theirs: Grounded[str] | None) -> bool:
    """Whether the model's words are a part of the rules'."""
    if theirs is None or mine.spans[0] == theirs.spans[0]:
        return False
    return theirs.spans[0].covers(mine.spans[0])


def _only_where(name: str) -> bool:
    """Whether a name only says where shells fell: "towns"; one village may be what was meant."""
    return name.lower().endswith("s") and only_settled(name)


def _about(words: Sequence[Span], ruled: Sequence[Claim]) -> Claim | None:
    """The rules' claim about the same words: the one that most of them tell of.

    Words within its evidence may tell of something else in the same clause: those that it was read
    from count twice.
    """
    best, most = None, 0
    for claim in ruled:
        held = sum(any(q.overlaps(w) for q in claim.evidence) for w in words)
        held += sum(any(q.overlaps(w) for q in claim.type.spans) for w in words)
        if held > most:
            best, most = claim, held
    return best


def _merged(claim: Claim, other: Claim | None, proposal: Proposal, agreement: Agreement) -> Claim:
    changes: dict[str, Any] = {
        name: agreement.names(name, proposal, getattr(other, name) if other else ())
        for name in _LISTS
    }
    trust = agreement.trust
    doers, hit = agreement.sides(changes["initiators"], changes["targets"], proposal, other)
    if not doers and other is not None and claim.type.value in _OF_CROWDS:
        crowd = agreement.reading.book.groups["crowd"]  # "a mob lynched two men"
        doers = tuple(name for name in other.initiators if classify(name.value).kind in crowd)
    if claim.type.value != _RAZED:
        hit = tuple(name for name in hit if not _only_where(name.value))
    if claim.type.value == FORCE:
        doers, hit = forceful(doers, hit)
    changes |= {"initiators": doers, "targets": hit, "type": by_taker(claim.type, doers, hit)}
    changes["factuality"] = settled_stance(
        claim.factuality, other.factuality if other else None, proposal, agreement.reading, trust
    )
    if other is None:
        return replace(claim, **changes)
    changes["type"] = by_doers(changes["type"], doers, other.type)
    if agreement.tells_losses(other):
        changes["type"] = by_victims(changes["type"], hit, other.type)
    for kind in LOSSES:
        changes[kind] = settled_toll(
            kind, getattr(claim, kind), getattr(other, kind), proposal, agreement.proposer
        )
    changes["type"] = by_toll(changes["type"], changes["killed"], other.type)
    for name in ("place", "weapon"):
        best = max((p.score for p in proposal.parts[name]), default=0.0)
        mine, theirs = getattr(claim, name), getattr(other, name)
        if mine is None and name not in trust.fill and not agreement.undergoes(theirs, other):
            changes[name] = None
        elif name == "weapon" and mine is not None and _within(mine, theirs):
            changes[name] = theirs  # "tear" of "tear gas"
        elif name == "place" and mine is not None and agreement.stands_for(theirs, mine):
            changes[name] = theirs
        else:
            changes[name] = one(mine, theirs, mine is not None and best >= trust.sure[name])
    if changes["place"] is not claim.place or not claim.within:
        changes["within"] = other.within
    chances = proposal.heads["dating"]
    sure = float(chances.max()) >= trust.sure["dating"]
    undated = claim.end is None and claim.start is None
    unread = undated and DATINGS[int(chances.argmax())] == "told"
    if not sure or unread or (undated and "dating" in trust.fill):
        changes |= {k: getattr(other, k) for k in ("start", "end", "date_precision")}
    return replace(claim, **changes)
