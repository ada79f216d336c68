"""From a gazetteer's entry to the reference a claim carries: point, precision, radius."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.knowledge.geometry import kilometres
from tacitus.knowledge.place_words import place_lexicon
from tacitus.records import PlaceRef

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import GazetteerEntry
    from tacitus.parse.places import PlaceMention

# UCDP counts as "near" what lies within about this distance (where_prec 2).
NEAR_KM = 25.0
NEAR_CUES = frozenset(
    ["near", "outside", "nearby", "around", "surrounding", "towards", "toward", "neighboring"]
)
# Share of a country's radius that a part of it ("northern Syria") is taken to span.
PART_OF_COUNTRY = 0.8

# (ACLED geo_precision, UCDP where_prec) by feature of the entry.
PRECISION: dict[str, tuple[int | None, int]] = {
    "settlement": (1, 1),
    "site": (1, 1),
    "admin3": (2, 2),
    "admin2": (3, 3),
    "admin1": (3, 4),
    "region": (3, 5),
    "water": (3, 5),
    "area": (3, 5),
    "country": (None, 6),
    "former": (None, 6),
}


def distance_km(a: GazetteerEntry, b: GazetteerEntry) -> float:
    """Great-circle distance between two entries' points."""
    return kilometres(a.lat, a.lon, b.lat, b.lon)


def is_near(mention: PlaceMention) -> bool:
    """Whether the words put the event by the place and not in it."""
    around = place_lexicon().around
    land = (mention.modifier or "").split()[-1:]
    return (
        mention.cue in NEAR_CUES
        or mention.cue.endswith(" of")
        or bool(around.intersection(land))
        or mention.by == "part-of"
        # "Afrin region": the land around the town
        or (mention.kind == "region" and mention.by == "type-after")
    )


def found(
    mention: PlaceMention,
    words: str,
    entry: GazetteerEntry,
    country: str | None,
    reason: str,
) -> PlaceRef:
    """The reference for a place that the gazetteer holds.

    Args:
        mention: as found.
        words: the report's characters.
        entry: the place taken.
        country: the one meant, of those the place lies in.
        reason: why it was taken.
    """
    acled, ucdp = PRECISION[entry.feature]
    radius = entry.radius_km
    if entry.feature in ("settlement", "site") and is_near(mention):
        acled, ucdp, radius = 2, 2, radius + NEAR_KM
    elif entry.feature in ("country", "former") and (mention.modifier or mention.by == "part-of"):
        acled, ucdp, radius = 3, 5, radius * PART_OF_COUNTRY
    elif entry.feature in ("region", "water", "area") and radius <= NEAR_KM:
        acled, ucdp = 2, 2
    elif entry.feature == "water" and not entry.countries:
        acled, ucdp = None, 7
    return PlaceRef(
        words, entry.name, entry.id, entry.lat, entry.lon, country, entry.admin1,
        entry.feature, acled, ucdp, round(radius, 1), reason,
    )  # fmt: skip


def inside(mention: PlaceMention, words: str, unit: GazetteerEntry, reason: str) -> PlaceRef:
    """The reference for a place that is not held, but said to lie in or at one that is."""
    acled, ucdp = PRECISION[unit.feature]
    radius = unit.radius_km
    if unit.feature in ("settlement", "site"):
        # A quarter or a building of a town is coded at the town; a village "in" it lies around it.
        part = mention.kind in ("district", "site", "road") and not is_near(mention)
        acled, ucdp = (1 if part else 2), 2
        radius += 0 if part else NEAR_KM
    elif unit.feature in ("region", "water", "area") and radius <= NEAR_KM:
        acled, ucdp = 2, 2
    return PlaceRef(
        words, None, None, unit.lat, unit.lon, unit.country, unit.admin1, None, acled, ucdp,
        round(radius, 1), reason,
    )  # fmt: skip


def nowhere(words: str, reason: str) -> PlaceRef:
    """The reference for a name that nothing fixes to a point."""
    return PlaceRef(words, None, None, None, None, None, None, None, None, None, None, reason)
