"""Who did it, where a group claims what the report tells of nameless doers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.attribution import AttributionMention
    from tacitus.extract.reading import Reading
    from tacitus.records import Claim, Grounded


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
        and any(_is_of(source, a, reading) and _tells(a, claim, reading) for a in claiming)
    )
    return replace(claim, initiators=owners) if owners else claim


def _is_of(source: Grounded[str], said: AttributionMention, reading: Reading) -> bool:
    """Whether a claim's source is who says something."""
    words = reading.parsed.tokens(source.spans[0])
    return bool(words) and said.names(words[0].i, words[-1].i + 1)


def _tells(source: AttributionMention, claim: Claim, reading: Reading) -> bool:
    """Whether what a source claims is told in words that a claim rests on."""
    told = [reading.parsed.span(*part) for part in source.content]
    return any(quote.overlaps(words) for quote in claim.evidence for words in told)


def _has_name(words: Grounded[str], reading: Reading) -> bool:
    return any(token.pos_ == "PROPN" for token in reading.parsed.tokens(words.spans[0]))
