"""Sums over many unnamed events, told by their words and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.roles import child_of
from tacitus.parse.numerals import quantity_words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading
    from tacitus.extract.triggers import Trigger

# tolls that no single event told in passing reaches
_WAR = 20_000
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
        if toll.count.low >= _WAR:
            return toll.first, toll.stop
    for trigger in mention.triggers[:2]:
        found = _by_words(trigger, reading)
        if found is not None:
            return found
    return None


def _by_time(mention: Mention, reading: Reading) -> tuple[int, int] | None:
    """"since 2015", "in recent weeks", "over the past few days", "this year" with a figure."""
    time, syntax = mention.time, reading.syntax
    if time is None:
        return None
    if time.kind in ("since", "habitual"):
        return time.start, time.stop
    words = {t.lower_ for t in reading.parsed.doc[time.start : time.stop]}
    if time.kind == "point" and time.precision == "span" and words & syntax.rolling and not words & syntax.not_rolling:
        return time.start, time.stop
    many = any(t.how is None and t.count.low > 1 for t in mention.tolls)
    plural = mention.main.form == "noun" and reading.parsed.doc[mention.main.token].tag_ == "NNS"
    if time.precision in ("month", "year") and "this" in words and (many or plural):
        return time.start, time.stop
    return None


def _by_words(trigger: Trigger, reading: Reading) -> tuple[int, int] | None:
    """"numerous clashes", "a wave of attacks", "more than 300 strikes", "regularly shelled"."""
    doc, syntax = reading.parsed.doc, reading.syntax
    token = doc[trigger.token]
    if trigger.form == "noun":
        if token.tag_ in ("NNS", "NNPS"):
            many = next((c for c in token.children if c.lower_ in syntax.aggregate_words), None)
            if many is not None:
                return many.i, token.i + 1
            counted = reading.book.acts[trigger.act].toll is None and reading.party(token) is None
            for quantity in reading.tolls.by_head.get(token.i, ()) if counted else ():
                if quantity.count.low >= _MANY:
                    return quantity.start, token.i + 1
        above = token.head
        if token.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_.lower() in syntax.aggregate_nouns:
            return above.head.i, token.i + 1
        return None
    often = next((c for c in token.children if c.dep_ == "advmod" and c.lower_ in syntax.aggregate_words), None)
    return (often.i, often.i + 1) if often is not None else _for_weeks(token)


def _for_weeks(verb: Token) -> tuple[int, int] | None:
    """"have been demonstrating for weeks": a stretch without a number."""
    units = quantity_words().unit_kinds
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "for":
            unit = child_of(child, "pobj")
            if unit is not None and unit.tag_ == "NNS" and units.get(unit.lower_) == "duration":
                if not any(c.like_num for c in unit.children):
                    return child.i, unit.i + 1
    return None
