"""Claims as other reports would tell them, made without reading a text."""

from __future__ import annotations

from datetime import date

from tacitus.records import (
    ActorRef,
    Claim,
    Count,
    Grounded,
    PlaceRef,
    Report,
    SideToll,
    Span,
    Telling,
)
from tacitus.resolve.sources import resolve_source

TOWNS = {
    "Harlan": (35.2, 37.1, "SY"),
    "Bresk": (35.9, 36.6, "SY"),
    "Odrin": (48.1, 38.2, "UA"),
}


def place_ref(name: str, lat: float, lon: float, country: str, **more: object) -> PlaceRef:
    """A settlement found in the gazetteer."""
    given: dict[str, object] = {
        "mention": name,
        "name": name,
        "gazetteer_id": f"own:{name}",
        "lat": lat,
        "lon": lon,
        "country": country,
        "admin1": None,
        "feature": "settlement",
        "acled_precision": 1,
        "ucdp_precision": 1,
    }
    return PlaceRef(**(given | more))  # type: ignore[arg-type]


def unlisted(
    mention: str, lat: float | None = None, lon: float | None = None, radius_km: float | None = None
) -> PlaceRef:
    """A place in no gazetteer; its point is that of a larger one around it, where one is told."""
    country, precision = ("SY", 2) if lat is not None else (None, None)
    return PlaceRef(mention, None, None, lat, lon, country, None, None, None, precision, radius_km)


def telling(
    report: str = "r1",
    claim: str = "e1",
    *,
    text: str = "",
    outlet: str | None = "Gazette",
    published: str | None = "2017-04-05",
    kind: str = "Air/drone strike",
    initiators: tuple[ActorRef | str, ...] = (),
    targets: tuple[ActorRef | str, ...] = (),
    place: str | PlaceRef | None = "Harlan",
    start: str | None = "2017-04-04",
    end: str | None = "2017-04-04",
    precision: str | None = "day",
    killed: tuple[int, int | None] | None = None,
    injured: tuple[int, int | None] | None = None,
    captured: tuple[int, int | None] | None = None,
    weapon: str | None = None,
    attribution: tuple[str, ...] = (),
    factuality: str = "asserted",
    aggregate: bool = False,
    sides: tuple[tuple[str, str, int, int | None, str], ...] = (),
) -> Telling:
    """A claim with its report; all its evidence is the report's whole text.

    Args:
        place: a town of ``TOWNS``, or a place of one's own.
        sides: side, kind, low, high and mention of each loss told by side.
    """
    body = text or f"{kind} at {place} on {start}, report {report}, claim {claim}."
    span = Span(0, len(body))

    def grounded(value):  # type: ignore[no-untyped-def]
        return Grounded(value, (span,), "test:made")

    def count(pair: tuple[int, int | None] | None) -> Grounded[Count] | None:
        return None if pair is None else grounded(Count(*pair))

    def refs(given: tuple[ActorRef | str, ...]) -> tuple[ActorRef, ...]:
        return tuple(
            g if isinstance(g, ActorRef) else ActorRef(g, None, None, "unknown_armed")
            for g in given
        )

    doers, hit = refs(initiators), refs(targets)
    where = place_ref(place, *TOWNS[place]) if isinstance(place, str) else place
    return Telling(
        Report(
            id=report,
            text=body,
            source=outlet,
            published=date.fromisoformat(published) if published else None,
            language="en",
        ),
        Claim(
            id=claim,
            type=grounded(kind),
            evidence=(span,),
            factuality=grounded(factuality),
            initiators=tuple(grounded(a.mention) for a in doers),
            targets=tuple(grounded(a.mention) for a in hit),
            place=grounded(where.mention) if where else None,
            start=grounded(start) if start else None,
            end=grounded(end) if end else None,
            date_precision=precision if end else None,
            killed=count(killed),
            injured=count(injured),
            captured=count(captured),
            weapon=grounded(weapon) if weapon else None,
            attribution=tuple(grounded(a) for a in attribution),
            aggregate=grounded(True) if aggregate else None,
            sides=tuple(
                SideToll(side, what, grounded(Count(low, high)), who)
                for side, what, low, high, who in sides
            ),
            actors=(*doers, *hit),
            place_ref=where,
            sources=tuple(resolve_source(a) for a in attribution),
        ),
    )
