"""What the rules and the learned reader found, put together into one list of claims.

The model says which events there are. Field by field its answer counts where it is sure enough
(learned.yaml); otherwise, and where it has none and the file says so, that of the rules' claim
about the same words. Where the two differ, the reason of the value says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tacitus.learned.labels import DATINGS, FACTUALITIES, LOSSES, TOLLS
from tacitus.records import Count, Grounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.proposals import Proposal
    from tacitus.extract.proposed import Assembler
    from tacitus.knowledge.learned import Trust
    from tacitus.records import Claim, Span

_LISTS = ("initiators", "targets", "attribution")
_HEADS = {"type": "type", "factuality": "factuality"} | {k: f"toll_{k}" for k in LOSSES}


def blend(
    proposals: Sequence[Proposal], assembler: Assembler, ruled: Sequence[Claim], trust: Trust
) -> list[Claim]:
    """Claims of both engines.

    Args:
        proposals: the model's events.
        assembler: makes claims of them.
        ruled: the rules' claims.
        trust: how far the model is trusted.
    """
    claims, spare = [], []
    for proposal in proposals:
        words = [assembler.reading.parsed.span(t.first, t.stop) for t in proposal.tellings]
        other = _about(words, ruled)
        if proposal.score >= (trust.event if other is not None else trust.lone):
            claim = assembler.claim(proposal)
            claims.append(_merged(claim, other, proposal, trust) if other else claim)
        elif other is not None and proposal.score >= trust.only:
            spare.append((proposal, other))
    if claims or not spare:
        return claims
    # a text that both engines see an event in tells of one, though the model is in doubt which
    proposal, other = max(spare, key=lambda pair: pair[0].score)
    return [_merged(assembler.claim(proposal), other, proposal, trust)]


def _about(words: Sequence[Span], ruled: Sequence[Claim]) -> Claim | None:
    """The rules' claim about the same words: the one whose evidence holds most of them."""
    best, most = None, 0
    for claim in ruled:
        held = sum(any(quote.overlaps(w) for quote in claim.evidence) for w in words)
        if held > most:
            best, most = claim, held
    return best


def _merged(claim: Claim, other: Claim, proposal: Proposal, trust: Trust) -> Claim:
    changes: dict[str, Any] = {}
    for name, head in _HEADS.items():
        mine, chances = getattr(claim, name), proposal.heads[head]
        sure = float(chances.max()) >= trust.sure[name]
        # the model knows that a toll is told, but found no words that can be read as a figure
        unread = name in LOSSES and mine is None and TOLLS[int(chances.argmax())] != "none"
        changes[name] = _one(mine, getattr(other, name), sure and not unread)
    asserted = proposal.heads["factuality"][FACTUALITIES.index("asserted")]
    if other.factuality.value != "asserted" and asserted < trust.beyond_doubt:
        # doubt, denial and plans are told by words that the rules know, and must not be lost;
        # but those words may be of another event that the rules put together with this one
        changes["factuality"] = other.factuality
    for name in _LISTS:
        mine, theirs = getattr(claim, name), getattr(other, name)
        best = max((p.score for p in proposal.parts[name]), default=0.0)
        changes[name] = mine if (mine and best >= trust.sure[name]) or not theirs else theirs
        if not mine and name not in trust.fill:
            changes[name] = mine
    for name in ("place", "weapon"):
        best = max((p.score for p in proposal.parts[name]), default=0.0)
        mine, theirs = getattr(claim, name), getattr(other, name)
        if mine is None and name not in trust.fill:
            changes[name] = None
        else:
            changes[name] = _one(mine, theirs, mine is not None and best >= trust.sure[name])
    if changes["place"] is not claim.place or not claim.within:
        changes["within"] = other.within
    chances = proposal.heads["dating"]
    sure = float(chances.max()) >= trust.sure["dating"]
    undated = claim.end is None and claim.start is None
    unread = undated and DATINGS[int(chances.argmax())] == "told"
    if not sure or unread or (undated and "dating" in trust.fill):
        changes |= {k: getattr(other, k) for k in ("start", "end", "date_precision")}
    return replace(claim, **changes)


def _one(mine: Grounded[Any] | None, theirs: Grounded[Any] | None, sure: bool) -> Any:
    """The value of one field, with the other engine's where it is another one."""
    if not sure and theirs is not None:
        return theirs
    if mine is None or theirs is None or mine.value == theirs.value:
        return mine
    told = f"rules: {_told(theirs.value)}"
    return replace(mine, how=f"{mine.how}; {told}" if mine.how else told)


def _told(value: object) -> str:
    if isinstance(value, Count):
        return f"{value.low}..{'' if value.high is None else value.high}"
    return str(value)
