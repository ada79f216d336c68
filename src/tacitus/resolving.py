"""Claims given ids: who the actors and sources are, where the places lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tacitus.resolve.actors import resolve_actor
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from tacitus.extract.reading import Reading
    from tacitus.records import Claim, PlaceRef


def resolve_claims(claims: tuple[Claim, ...], reading: Reading) -> tuple[Claim, ...]:
    """Each claim with its actors, sources and place looked up.

    Args:
        claims: as extracted.
        reading: the report they come from.
    """
    refs = reading.refs
    where = {
        reading.parsed.span(place.start, place.stop): ref
        for place, ref in zip(reading.places, refs, strict=True)
    }
    countries = _countries(refs)
    return tuple(_resolve(claim, where, countries) for claim in claims)


def _countries(refs: list[PlaceRef]) -> tuple[str, ...]:
    """Countries of the report's places, the one named most often first."""
    seen: dict[str, int] = {}
    for ref in refs:
        if ref.country:
            seen[ref.country] = seen.get(ref.country, 0) + 1
    return tuple(sorted(seen, key=lambda code: -seen[code]))


def _resolve(claim: Claim, where: dict, countries: tuple[str, ...]) -> Claim:
    day = date.fromisoformat(claim.end.value) if claim.end else None
    actors = tuple(
        resolve_actor(mention.value, day=day, countries=countries)
        for mention in (*claim.initiators, *claim.targets)
    )
    return replace(
        claim,
        actors=actors,
        place_ref=where.get(claim.place.spans[0]) if claim.place else None,
        sources=tuple(resolve_source(mention.value) for mention in claim.attribution),
    )
