"""Claims given ids: who the actors and sources are, where the places lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from tacitus.knowledge.actors import load_kinds
from tacitus.resolve.actors import resolve_actor
from tacitus.resolve.in_text import groups_named_before, whole_words
from tacitus.resolve.place_views import viewed
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tacitus.extract.reading import Reading
    from tacitus.records import ActorRef, Claim, Grounded, PlaceRef


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
    weights = _countries(refs)
    resolved = [_resolve(claim, where, weights, reading) for claim in claims]
    named = [
        (mention.spans[0], ref)
        for claim in resolved
        for mention, ref in zip((*claim.initiators, *claim.targets), claim.actors, strict=True)
    ]
    known = iter(groups_named_before(named, reading.parsed.report.text))
    return tuple(
        replace(claim, actors=tuple(islice(known, len(claim.actors)))) for claim in resolved
    )


def resolve_mention(words: str, reading: Reading) -> ActorRef:
    """Who a mention of an actor in a report is, as of the report's day.

    Args:
        words: the mention.
        reading: the report.
    """
    weights = _countries(reading.refs)
    return resolve_actor(
        words,
        day=reading.day,
        countries=tuple(weights),
        home=_home(weights),
        context=reading.short,
    )


def _countries(refs: Sequence[PlaceRef]) -> dict[str, int]:
    """Countries of the report's places with how often they are named, weightiest first.

    A town counts twice: countries are also named as parties.
    """
    seen: dict[str, int] = {}
    for ref in refs:
        if ref.country:
            weight = 1 if ref.feature in ("country", "former") else 2
            seen[ref.country] = seen.get(ref.country, 0) + weight
    return dict(sorted(seen.items(), key=lambda pair: -pair[1]))


def _home(weights: Mapping[str, int]) -> str | None:
    """The country that a report is chiefly about: it weighs more than all others together."""
    top = next(iter(weights), None)
    return top if top is not None and 2 * weights[top] > sum(weights.values()) else None


def _placed(ref: ActorRef, home: str | None) -> ActorRef:
    """A group that no registry names, placed where the event is: "civilians (Syria)"."""
    kind = load_kinds()[ref.kind]
    if ref.actor is not None or ref.country is not None or home is None:
        return ref
    if not kind.person or ref.kind == "person":
        return ref
    return replace(ref, country=home, reason=f"{ref.reason}; acts in {home} by the report")


def _words(mention: Grounded[str], text: str) -> str:
    """The mention's words, whole where the report has them so."""
    (first, *more) = mention.spans
    as_read = not more and " ".join(first.quote(text).split()) == mention.value
    return whole_words(first, text) if as_read else mention.value


def _resolve(claim: Claim, where: dict, weights: Mapping[str, int], reading: Reading) -> Claim:
    day = date.fromisoformat(claim.end.value) if claim.end else None
    place = where.get(claim.place.spans[0]) if claim.place else None
    home = place.country if place is not None and place.country else _home(weights)
    text = reading.parsed.report.text
    actors = tuple(
        replace(
            _placed(
                resolve_actor(
                    _words(mention, text),
                    day=day,
                    countries=tuple(weights),
                    home=home,
                    context=reading.short,
                ),
                home,
            ),
            mention=mention.value,
        )
        for mention in (*claim.initiators, *claim.targets)
    )
    return replace(
        claim,
        actors=actors,
        place_ref=viewed(place, day or reading.day),
        sources=tuple(resolve_source(mention.value) for mention in claim.attribution),
    )
