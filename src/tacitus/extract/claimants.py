"""Who did it, where a group claims what the report tells of nameless doers."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.attribution import AttributionMention
    from tacitus.extract.reading import Reading
    from tacitus.records import Claim, Grounded, Span


def by_claimants(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """Claims, those of "gunmen", "two bombers" or nobody with the group that claims the deed.

    By the codebook who claims a deed did it. A doer with a name of its own stays.

    Args:
        claims: of one report.
        reading: the report.
    """
    claiming = [a for a in reading.attributions if a.responsibility]
    return [_claimed(claim, claiming, reading) for claim in claims] if claiming else list(claims)


def _claimed(claim: Claim, claiming: Sequence[AttributionMention], reading: Reading) -> Claim:
    if any(_has_name(doer, reading) for doer in claim.initiators):
        return claim
    owners = tuple(
        replace(source, by="syntax:claimant", how="claims the deed")
        for source in claim.attribution
        if _has_name(source, reading)
        and any(
            a.names(*_tokens(source.spans[0], reading)) and _tells(a, claim, reading)
            for a in claiming
        )
    )
    return replace(claim, initiators=owners) if owners else claim


def _tells(source: AttributionMention, claim: Claim, reading: Reading) -> bool:
    """Whether what a source claims is told in words that a claim rests on."""
    told = [reading.parsed.span(*part) for part in source.content]
    return any(quote.overlaps(words) for quote in claim.evidence for words in told)


def _has_name(words: Grounded[str], reading: Reading) -> bool:
    first, stop = _tokens(words.spans[0], reading)
    return any(token.pos_ == "PROPN" for token in reading.parsed.doc[first:stop])


def _tokens(words: Span, reading: Reading) -> tuple[int, int]:
    """The tokens of some words of the report, as a range."""
    begin = reading.parsed.view.begin
    first, last = bisect_left(begin, words.start), bisect_left(begin, words.end)
    found = reading.parsed.doc.char_span(first, last, alignment_mode="expand")
    return (found.start, found.end) if found is not None else (0, 0)
