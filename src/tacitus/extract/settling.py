"""Which of two readings of a field counts, where the learned reader and the rules differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tacitus.extract.figures import LISTED_HOW, SIDES_HOW, TOTAL_BY, told_roundly
from tacitus.extract.negations import taken_as_given
from tacitus.extract.tolls import NAMED_HOW
from tacitus.learned.labels import FACTUALITIES, TOLLS
from tacitus.records import Count, Grounded
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from tacitus.extract.proposals import Proposer
    from tacitus.extract.reading import Reading
    from tacitus.extract.tellings import Proposal
    from tacitus.knowledge.learned import Trust
    from tacitus.records import Claim


def one(mine: Grounded[Any] | None, theirs: Grounded[Any] | None, sure: bool) -> Any:
    """The value of one field, with the other engine's where it is another one.

    Args:
        mine: the model's.
        theirs: the rules'.
        sure: whether the model's counts.
    """
    if not sure and theirs is not None:
        return theirs
    if mine is None or theirs is None or mine.value == theirs.value:
        return mine
    told = f"rules: {_told(theirs.value)}"
    return replace(mine, how=f"{mine.how}; {told}" if mine.how else told)


def settled_toll(
    kind: str,
    mine: Grounded[Count] | None,
    theirs: Grounded[Count] | None,
    proposal: Proposal,
    proposer: Proposer,
) -> Grounded[Count] | None:
    """A toll of one kind.

    A single figure counts before a sum or a range over accounts that one engine alone made with
    it, but not before the sum over a list that it stands in. A figure of the rules that the model
    holds for hardly possible is of another event; one told as "the toll" is not doubted. Where the
    model says that no toll is told and yet points at the rules' figure, it counts unless the model
    is sure. What the verb itself counts that tells of the event is of no other: "two were killed".

    Args:
        kind: "killed", "injured" or "captured".
        mine: the model's.
        theirs: the rules'.
        proposal: the event as the model sees it.
        proposer: asked the model.
    """
    trust, chances = proposer.trust, proposal.heads[f"toll_{kind}"]
    # the model knows that a toll is told, but found no words that can be read as a figure
    told_as = TOLLS[int(chances.argmax())]
    unread = mine is None and told_as != "none"
    sure = float(chances.max()) >= trust.sure[kind] and not unread
    if theirs is not None and mine is not None:
        # that it is one person stands in no words; "a father, a mother and a son" does
        single = told_as == "one" and NAMED_HOW in (theirs.how or "")
        if _of_one_list(theirs) and (single or _overlap(mine, theirs)):
            return one(mine, theirs, sure=False)
        if _of_one_list(mine) and _overlap(theirs, mine):
            return one(mine, theirs, sure=True)
        if _part_of(theirs, mine):
            return one(mine, theirs, sure=False)
    elif theirs is not None and theirs.by == TOTAL_BY and _is_told(theirs, proposal, proposer):
        return theirs
    if (not sure or mine is None) and theirs is not None and theirs.how is None:
        told = proposer.likeliest(proposal, kind, theirs.spans[0])
        if not sure and told < trust.figure and not _of_its_verb(theirs, proposal, proposer):
            return mine
        if mine is None and told >= trust.roles[kind] and float(chances.max()) < trust.no_toll:
            return theirs
    return one(mine, theirs, sure or (theirs is not None and _part_of(mine, theirs)))


def _of_its_verb(toll: Grounded[Count], proposal: Proposal, proposer: Proposer) -> bool:
    """Whether a figure counts what a verb befalls that tells of the event."""
    counted = _counted(toll, proposer)
    return counted.dep_ in ("nsubjpass", "dobj") and any(
        telling.first <= counted.head.i < telling.stop for telling in proposal.tellings
    )


def _unlearned(kind: str, toll: Grounded[Count], proposer: Proposer) -> bool:
    """Whether a figure counts what the model has no word for: "50 martyrs"."""
    return _counted(toll, proposer).lemma_.lower() in proposer.trust.unlearned.get(kind, ())


def _counted(toll: Grounded[Count], proposer: Proposer) -> Token:
    """The noun that a figure counts, or the figure itself where it stands alone."""
    first = proposer.reading.parsed.doc[proposer.token_at(toll.spans[0])]
    return first.head if first.dep_ == "nummod" else first


def _is_told(total: Grounded[Count], proposal: Proposal, proposer: Proposer) -> bool:
    """Whether "the toll" stands where the event is told; else it may be of another one."""
    where = proposer.sentence_of(total.spans[0])
    return where in {t.sentence for t in proposal.tellings}


def of_totals(
    kind: str,
    toll: Grounded[Count] | None,
    claims: Sequence[Claim],
    proposal: Proposal,
    proposer: Proposer,
) -> Grounded[Count] | None:
    """A toll, or what is told as "the toll" where the model read no more than "scores".

    Where it read none, what is told by a word that it does not know counts ("50 martyrs").

    Args:
        kind: "killed", "injured" or "captured".
        toll: as settled.
        claims: those of the rules that were read from the words of the event.
        proposal: the event as the model sees it.
        proposer: asked the model.
    """
    if toll is not None and not told_roundly(toll.value):
        return toll
    totals = [
        total
        for claim in claims
        if (total := getattr(claim, kind)) is not None
        and (_unlearned(kind, total, proposer) if toll is None else total.by == TOTAL_BY)
        and _is_told(total, proposal, proposer)
    ]
    return totals[0] if len({t.value for t in totals}) == 1 else toll


def of_both_sides(
    kind: str, toll: Grounded[Count] | None, claims: Sequence[Claim]
) -> Grounded[Count] | None:
    """A toll with what the other side lost, where the rules read that as another event's.

    "Rebels killed 15 policemen. The rebels lost five men in the assault": 20 in all.

    Args:
        kind: "killed", "injured" or "captured".
        toll: as settled.
        claims: those of the rules that were read from the words of the event, in order.
    """
    if toll is None or len(toll.spans) > 1 or (toll.how is not None and LISTED_HOW in toll.how):
        return toll
    told = [c for c in claims if getattr(c, kind) is not None]
    own = next((c for c in told if _overlap(toll, getattr(c, kind))), None)
    mine = _losers(kind, own)
    for claim in told:
        theirs, more = _losers(kind, claim), getattr(claim, kind)
        if claim is own or more.how is not None or not mine or not theirs or mine & theirs:
            continue
        spans = (*toll.spans, *more.spans)
        how = f"sum of {len(spans)}, {SIDES_HOW}"
        return Grounded(toll.value.plus(more.value), spans, toll.by, how)
    return toll


def _losers(kind: str, claim: Claim | None) -> frozenset[bool]:
    """Whether those who lost are of a state; empty where not all of them are armed or known."""
    sides = [s for s in claim.sides if s.kind == kind] if claim is not None else []
    classes = [classify(s.mention) for s in sides]
    if not classes or not all(c.armed for c in classes):
        return frozenset()
    return frozenset(bool(c.state) for c in classes)


def _part_of(single: Grounded[Count] | None, made: Grounded[Count] | None) -> bool:
    """Whether one value is a figure that another one was made of, with others."""
    if single is None or made is None or len(single.spans) > 1 or len(made.spans) < 2:
        return False
    return _overlap(single, made)


def _of_one_list(toll: Grounded[Count]) -> bool:
    return toll.how is not None and (LISTED_HOW in toll.how or SIDES_HOW in toll.how)


def _overlap(single: Grounded[Count], made: Grounded[Count]) -> bool:
    """Whether a single figure stands among the words that another was read from."""
    return len(single.spans) == 1 and any(s.overlaps(single.spans[0]) for s in made.spans)


def settled_stance(
    mine: Grounded[str],
    theirs: Grounded[str] | None,
    proposal: Proposal,
    reading: Reading,
    trust: Trust,
) -> Grounded[str]:
    """How sure the report is of an event.

    Denial, doubt and plans are told by words that the rules know, and must not be lost. Where they
    stand by the very words that tell of the event, they count unless the model is all but certain;
    else they may be of another event that the rules put together with this one.

    Args:
        mine: the model's.
        theirs: the rules', or None where they have no claim about the same words.
        proposal: the event as the model sees it.
        reading: the report.
        trust: how far the model is trusted.
    """
    found = _by_words_and_chance(mine, theirs, proposal, reading, trust)
    doc = reading.parsed.doc
    roots = (doc[t.first : t.stop].root for t in proposal.tellings)
    if found.value == "prospective" and all(map(taken_as_given, roots)):
        return Grounded("asserted", mine.spans, "factuality:given", "told as what was answered")
    return found


def _by_words_and_chance(
    mine: Grounded[str],
    theirs: Grounded[str] | None,
    proposal: Proposal,
    reading: Reading,
    trust: Trust,
) -> Grounded[str]:
    chances = proposal.heads["factuality"]
    asserted = float(chances[FACTUALITIES.index("asserted")])
    first = proposal.tellings[0].sentence
    told = [
        (t.sentence == first, judged.value)
        for t in proposal.tellings
        for n in range(t.first, t.stop)
        if (judged := reading.judgements.get(n)) is not None
    ]
    if {value for leads, value in told if leads} == {"denied"}:
        return _by_cue("denied", mine, theirs)
    most = Counter(value for _, value in told).most_common(1)
    if most and most[0][0] == "hedged" and asserted < trust.own_doubt:
        return _by_cue("hedged", mine, theirs)
    if theirs is None:
        return mine
    if theirs.value != "asserted" and asserted < trust.beyond_doubt:
        return theirs
    return one(mine, theirs, float(chances.max()) >= trust.sure["factuality"])


def _by_cue(value: str, mine: Grounded[str], theirs: Grounded[str] | None) -> Grounded[str]:
    if theirs is not None and theirs.value == value:
        return theirs
    if mine.value == value:
        return mine
    return Grounded(value, mine.spans, "factuality:own", "the words that tell of it say so")


def _told(value: object) -> str:
    if isinstance(value, Count):
        return f"{value.low}..{'' if value.high is None else value.high}"
    return str(value)
