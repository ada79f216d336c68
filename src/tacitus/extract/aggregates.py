"""Sums over many unnamed events, told by their words and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading

# tolls that no single event told in passing reaches
_WAR = 20_000


def aggregate_range(mention: Mention, reading: Reading) -> tuple[int, int] | None:
    """The tokens that make a mention a sum over many events, or None where it tells one.

    Args:
        mention: an event mention with its time and tolls.
        reading: the report.
    """
    doc, syntax = reading.parsed.doc, reading.syntax
    time = mention.time
    if time is not None and time.kind in ("since", "habitual"):
        return time.start, time.stop
    for toll in mention.tolls:
        if toll.count.low >= _WAR:
            return toll.first, toll.stop
    for trigger in mention.triggers[:2]:
        token = doc[trigger.token]
        near = list(token.children)
        if trigger.form == "noun":
            if token.tag_ in ("NNS", "NNPS"):
                many = next((c for c in near if c.lower_ in syntax.aggregate_words), None)
                if many is not None:
                    return many.i, token.i + 1
            if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_.lower() in syntax.aggregate_nouns:
                noun = token.head.head
                return noun.i, token.i + 1
        else:
            often = next((c for c in near if c.dep_ == "advmod" and c.lower_ in syntax.aggregate_words), None)
            if often is not None:
                return often.i, often.i + 1
    return None
