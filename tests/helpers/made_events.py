"""Events made by hand from claims made by hand, without reconciling anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.tellings import place_ref, telling
from tacitus.records import (
    Bond,
    Contest,
    Event,
    Figure,
    Party,
    PlaceRef,
    Position,
    Source,
    Support,
    Telling,
)

SUPPORT = Support("fair", ("Two independent sources tell it.",))


def party(
    name: str,
    kind: str,
    country: str | None = None,
    actor: str | None = None,
    mentions: tuple[str, ...] = (),
) -> Party:
    """An actor of an event."""
    return Party(actor, name, kind, country, mentions or (name,), ())


ARMY = party("Army of Syria", "state_forces", "SY", "state:SY:army", ("Syrian army", "the army"))
REBELS = party("Harlan Brigade", "rebels", "SY")
CIVILIANS = party("civilians", "civilians", "SY")
CROWD = party("demonstrators", "protesters", "SY")
POLICE = party("Police of Syria", "police", "SY", "state:SY:police")


def figure(
    kind: str = "killed", low: int = 5, best: int = 8, high: int | None = 12, side: str = "all"
) -> Figure:
    """Losses by the rule "range"."""
    return Figure(kind, side, low, best, high, "range", (), (), "lowest to highest")


def made_event(held: Sequence[Telling] | None = None, **changes: object) -> Event:
    """An event that rests on some claims; what is not given is taken from the first of them.

    Args:
        held: the claims; one on an air strike at Harlan by default.
        changes: fields of ``Event``.
    """
    told = list(held) if held is not None else [telling(outlet="Gazette")]
    first = told[0]
    claim = first.claim
    given: dict[str, object] = {
        "id": f"01EVENT{first.key.upper().replace('#', '')}",
        "claims": tuple(t.key for t in told),
        "type": claim.type.value,
        "initiators": (ARMY,),
        "targets": (CIVILIANS,),
        "place": claim.place_ref,
        "start": claim.start.value if claim.start else None,
        "end": claim.end.value if claim.end else None,
        "date_precision": claim.date_precision,
        "figures": (),
        "weapons": (claim.weapon.value,) if claim.weapon else (),
        "factuality": claim.factuality.value,
        "aggregate": bool(claim.aggregate),
        "contested": (),
        "support": SUPPORT,
        "reports": tuple(dict.fromkeys(t.report.id for t in told)),
        "outlets": tuple(sorted({t.report.source or "unknown" for t in told})),
        "sources": tuple(
            Source(
                f"outlet:{t.report.source}",
                t.report.source or "unknown",
                "media",
                None,
                (t.key,),
                (t.report.source or "unknown",),
            )
            for t in told
        ),
        "rests_on": {"type": tuple(t.key for t in told)},
    }
    return Event(**(given | changes))  # type: ignore[arg-type]


def keyed(*held: Telling) -> dict[str, Telling]:
    """Claims by their key."""
    return {t.key: t for t in held}


def rich_case() -> tuple[Event, dict[str, Telling]]:
    """An event with everything a record can hold: two reports that differ over the dead."""
    one = telling(
        "r1",
        "e1",
        text="Warplanes hit the market of Harlan on Tuesday, killing 12 people, rescuers said.",
        killed=(12, 12),
        attribution=("rescuers",),
        weapon="barrel bombs",
    )
    two = telling(
        "r2",
        "e4",
        text="=cmd|' /C calc'!A0 The ministry said five gunmen died in a strike on Harlan.",
        outlet="Courier",
        published="2017-04-06",
        killed=(5, 5),
        attribution=("the ministry",),
    )
    sources = (
        Source("words:rescuers", "rescuers", "witness", None, ("r1#e1",), ("Gazette",), ("named",)),
        Source("words:the ministry", "the ministry", "party", "Syria", ("r2#e4",), ("Courier",)),
    )
    event = made_event(
        (one, two),
        type="Air/drone strike",
        weapons=("barrel bombs",),
        place=place_ref(
            "Harlan", 35.2, 37.1, "SY", gazetteer_id="geonames:170063", admin1="Hama", radius_km=2.0
        ),
        figures=(
            Figure("killed", "all", 5, 12, 12, "range", ("r1#e1", "r2#e4"), (), "both count"),
            Figure(
                "killed",
                "civilians",
                12,
                12,
                None,
                "range",
                ("r1#e1",),
                (("r2#e4", "of another side"),),
                "one account",
            ),
        ),
        contested=(
            Contest(
                "killed",
                (
                    Position("12", ("r1#e1",), ("words:rescuers",), ()),
                    Position("5", ("r2#e4",), ("words:the ministry",), ("Syria",)),
                ),
            ),
        ),
        support=Support("contested", ("Sources differ over the dead.",)),
        sources=sources,
        bonds=(Bond("r1#e1", "r2#e4", 0.93, ("same town: Harlan (+2.1)", "same day (+1.4)")),),
        decisions=("d1",),
        edited=("place",),
        rests_on={"type": ("r1#e1", "r2#e4"), "place": ("r1#e1",)},
    )
    return event, keyed(one, two)


def area(
    mention: str, feature: str | None, gazetteer_id: str | None, country: str, **more: object
) -> PlaceRef:
    """A division or a country, known by its middle alone."""
    given: dict[str, object] = {
        "gazetteer_id": gazetteer_id,
        "feature": feature,
        "acled_precision": 3 if feature == "admin1" else None,
        "ucdp_precision": 4 if feature == "admin1" else 6,
        "radius_km": 90.0,
    }
    return replace(place_ref(mention, 35.0, 38.0, country), **(given | more))  # type: ignore[arg-type]
