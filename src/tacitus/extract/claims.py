"""From an event in the making to a claim: each field chosen, with its evidence and its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.accounts import find_accounts
from tacitus.extract.credits import credit
from tacitus.extract.evidence import evidence_of
from tacitus.extract.figures import choose_toll, side_tolls
from tacitus.extract.sides import arrange, choose_sides
from tacitus.extract.typing import vote_type
from tacitus.extract.when import choose_days
from tacitus.extract.where import choose_place
from tacitus.records import Claim, Grounded, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading


def make_claim(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> Claim | None:
    """The claim that an event's mentions make, or None where no type of the codebook fits.

    Args:
        draft: the event.
        drafts: all events of the report, in order; earlier ones lend what a later one leaves out.
        reading: the report.
    """
    initiators, targets = choose_sides(draft, drafts, reading)
    acts = list(dict.fromkeys(a for m in draft.mentions for a in m.acts))
    # "people" are no target, but that they were hit tells what kind of event it was
    struck = [t.party for m in draft.mentions for t in m.tolls if t.party is not None]
    chosen = vote_type(draft.mentions, initiators, targets or struck, reading.book)
    if chosen is None:
        return None
    name, number = chosen
    initiators, targets = arrange(name, acts, initiators, targets, reading.book)
    triggers = [t for m in draft.mentions for t in m.triggers]
    spans = tuple(reading.parsed.span(t.first, t.stop) for t in triggers[:3])
    start, end, precision = choose_days(draft, drafts, reading)
    place, within = choose_place(draft, drafts, reading, initiators + targets)
    return Claim(
        id="",
        type=Grounded(
            name, spans, f"codebook:types[{number}]", "; ".join(t.pattern for t in triggers[:4])
        ),
        evidence=evidence_of(draft, reading),
        factuality=choose_factuality(draft, reading),
        initiators=tuple(_ground(p, reading, "initiator") for p in initiators),
        targets=tuple(_ground(p, reading, "target") for p in targets),
        place=place,
        within=within,
        start=start,
        end=end,
        date_precision=precision,
        killed=choose_toll("killed", draft, reading),
        injured=choose_toll("injured", draft, reading),
        captured=choose_toll("captured", draft, reading),
        weapon=choose_weapon(draft, reading),
        attribution=credit(draft, reading),
        aggregate=choose_aggregate(draft, reading),
        accounts=find_accounts(draft, reading),
        sides=side_tolls(draft, initiators, targets, reading),
        why=tuple(draft.why),
    )


def _ground(party, reading: Reading, side: str) -> Grounded[str]:
    span = reading.parsed.span(party.phrase.first, party.phrase.stop)
    return Grounded(party.text, (span,), f"syntax:{side}", f"class {party.kind.kind}")


def choose_factuality(draft: Draft, reading: Reading) -> Grounded[str]:
    """How sure the report is: its first telling decides; a doubt told anywhere makes it hedged."""
    first = draft.mentions[0]
    chosen = first
    if first.factuality == "asserted":
        chosen = next((m for m in draft.mentions[1:] if m.factuality == "hedged"), first)
    return Grounded(chosen.factuality, _cue_spans(chosen, reading), chosen.factuality_by)


def _cue_spans(mention: Mention, reading: Reading) -> tuple[Span, ...]:
    spans = tuple(reading.parsed.span(a, b) for a, b in mention.cues if b > a)
    trigger = mention.main
    return spans or (reading.parsed.span(trigger.first, trigger.stop),)


def choose_weapon(draft: Draft, reading: Reading) -> Grounded[str] | None:
    """The weapon as the report first names it."""
    for mention in draft.mentions:
        if mention.weapon is not None:
            first, stop = mention.weapon
            return Grounded(
                reading.parsed.quote(first, stop),
                (reading.parsed.span(first, stop),),
                "codebook:means",
            )
    return None


def choose_aggregate(draft: Draft, reading: Reading) -> Grounded[bool] | None:
    """Whether the event is a sum over many unnamed ones, by the words that say so."""
    mention = draft.mentions[0]
    if mention.aggregate is None:
        return None
    return Grounded(True, (reading.parsed.span(*mention.aggregate),), "aggregate:words")
