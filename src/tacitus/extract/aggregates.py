"""Sums over many unnamed events, told by their words and times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tacitus.extract.clauses import child_of
from tacitus.records import Grounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading
    from tacitus.extract.triggers import Trigger
    from tacitus.records import Claim, Span
    from tacitus.resolve.dates import TimeMention

# tolls that no single event told in passing reaches
_WAR = 10_000
# tolls beyond which "the violence killed ..." is the sum of a conflict
_CONFLICT = 500
# a stretch of so many days may be that of one event
_FEW_DAYS = 3
# triggers of a mention that may say so; further ones are asides
_MAIN = 3
# so many blows told in one figure ("more than 300 strikes") are no single event
_MANY = 10


def aggregate_range(mention: Mention, reading: Reading) -> tuple[int, int] | None:
    """The tokens that make a mention a sum over many events, or None where it tells one.

    Args:
        mention: an event mention with its time and tolls.
        reading: the report.
    """
    found = _by_time(mention, reading)
    if found is not None:
        return found
    for toll in mention.tolls:
        if toll.count.low >= _WAR or (
            toll.count.low >= _CONFLICT and _of_conflict(mention, reading)
        ):
            return toll.first, toll.stop
    for trigger in mention.triggers[:_MAIN]:
        found = _by_words(trigger, mention, reading)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class Total:
    """A figure that sums up a whole conflict: "the war has left 50,000 dead".

    Attributes:
        sentence: number of its sentence.
        verb: token of the word that says what became of those counted.
    """

    sentence: int
    verb: int


def conflict_totals(reading: Reading) -> list[Total]:
    """The totals of whole conflicts that a report gives.

    Args:
        reading: the report.
    """
    doc, found = reading.parsed.doc, []
    for quantity in reading.tolls.counts:
        number = reading.sentence_of[quantity.start]
        low, words = quantity.count.low, reading.sentences[number]
        if low >= _WAR or (low >= _CONFLICT and any(_is_conflict(t, reading) for t in words)):
            counted = doc[quantity.start if quantity.head is None else quantity.head]
            found.append(Total(number, counted.head.i))
    return found


def _is_conflict(token: Token, reading: Reading) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in reading.syntax.conflicts


def as_totals(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """Claims, those of a whole conflict's dead marked as sums and no nearer placed than they say.

    Args:
        claims: of one report.
        reading: the report.
    """
    totals = [reading.sentences[total.sentence] for total in conflict_totals(reading)]
    whole = [reading.parsed.span(sentence.start, sentence.end) for sentence in totals]
    return [_as_total(claim, whole) for claim in claims]


def _as_total(claim: Claim, totals: Sequence[Span]) -> Claim:
    toll = claim.killed
    if toll is None or toll.value.low < _CONFLICT:
        return claim
    own = next((t for t in totals if t.covers(toll.spans[0])), None)
    if own is None or not any(own.covers(span) for span in claim.type.spans):
        return claim
    placed = claim.place is not None and own.covers(claim.place.spans[0])
    dated = any(d is not None and own.covers(d.spans[0]) for d in (claim.start, claim.end))
    if not dated:
        claim = replace(claim, start=None, end=None, date_precision=None)
    return replace(
        claim,
        aggregate=claim.aggregate or Grounded(True, toll.spans, "aggregate:conflict"),
        place=claim.place if placed else None,
        within=tuple(place for place in claim.within if own.covers(place.spans[0])),
    )


def _by_time(mention: Mention, reading: Reading) -> tuple[int, int] | None:
    """ "since 2015", "in recent weeks", "over the past few days", "this year" with a figure."""
    time, syntax = mention.time, reading.syntax
    if time is None:
        return None
    if time.kind in ("since", "habitual"):
        return time.start, time.stop
    words = {t.lower_ for t in reading.parsed.doc[time.start : time.stop]}
    many = any(t.how is None and t.count.low > 1 for t in mention.tolls)
    plural = mention.main.form == "noun" and reading.parsed.doc[mention.main.token].tag_ == "NNS"
    runs = time.kind == "point" and time.precision == "span" and words & syntax.rolling
    if (
        runs
        and not words & syntax.not_rolling
        and not _short(time)
        and (many or plural or mention.main.form == "verb")
    ):
        return time.start, time.stop
    if time.precision in ("month", "year") and "this" in words and (many or plural):
        return time.start, time.stop
    return None


def _short(time: TimeMention) -> bool:
    """Whether a stretch of time is of a few days ("the past 72 hours")."""
    if time.first is None or time.last is None:
        return False
    return (date.fromisoformat(time.last) - date.fromisoformat(time.first)).days <= _FEW_DAYS


def _of_conflict(mention: Mention, reading: Reading) -> bool:
    """ "Political violence has killed more than 15,000"."""
    for trigger in mention.triggers:
        subject = (
            child_of(reading.parsed.doc[trigger.token], "nsubj") if trigger.form == "verb" else None
        )
        if subject is not None and subject.lemma_.lower() in reading.syntax.conflicts:
            return True
    return False


def _by_words(trigger: Trigger, mention: Mention, reading: Reading) -> tuple[int, int] | None:
    """ "numerous clashes", "a wave of attacks", "more than 300 strikes", "regularly shelled"."""
    doc, syntax = reading.parsed.doc, reading.syntax
    token = doc[trigger.token]
    if trigger.form == "noun":
        if token.tag_ in ("NNS", "NNPS"):
            many = next((c for c in token.children if c.lower_ in syntax.aggregate_words), None)
            if many is not None:
                return _between(many.i, token.i)
            counted = _many_blows(trigger, token, mention, reading)
            if counted is not None:
                return counted
        above = token.head
        if token.dep_ == "pobj" and above.lower_ == "of":
            stretch = above.head.tag_ == "NNS" and above.head.lemma_.lower() in syntax.stretches
            if stretch or above.head.lemma_.lower() in syntax.aggregate_nouns:
                return _between(above.head.i, token.i)
        return None
    for i in trigger.others:
        counted = _many_blows(trigger, doc[i], mention, reading)
        if counted is not None:
            return counted
    often = next(
        (c for c in token.children if c.dep_ == "advmod" and c.lower_ in syntax.aggregate_words),
        None,
    )
    if often is not None:
        return often.i, often.i + 1
    # a campaign for ground that lasts for weeks is one thing
    return (
        None
        if reading.book.acts[trigger.act].family == "territory"
        else _for_weeks(token, syntax.stretches)
    )


def _many_blows(
    trigger: Trigger, noun: Token, mention: Mention, reading: Reading
) -> tuple[int, int] | None:
    """ "more than 300 strikes", but not "300 demonstrators" or "20 strikes on Sunday"."""
    if mention.time is not None and mention.time.precision == "day":
        return None
    if reading.book.acts[trigger.act].toll is not None or reading.party(noun) is not None:
        return None
    for quantity in reading.tolls.by_head.get(noun.i, ()):
        if quantity.count.low >= _MANY:
            # a figure may stand behind its noun: "shellings: 300"
            return min(quantity.start, noun.i), max(quantity.stop, noun.i + 1)
    return None


def _between(one: int, other: int) -> tuple[int, int]:
    """The range from one token to another, whichever comes first."""
    return min(one, other), max(one, other) + 1


def _for_weeks(verb: Token, stretches: frozenset[str]) -> tuple[int, int] | None:
    """ "have been demonstrating for weeks": a stretch without a number."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "for":
            unit = child_of(child, "pobj")
            if unit is None or unit.tag_ != "NNS" or unit.lemma_.lower() not in stretches:
                continue
            if not any(c.like_num for c in unit.children):
                return child.i, unit.i + 1
    return None
