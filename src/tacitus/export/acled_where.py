"""Where ACLED has an event: a named place with its precision, divisions and coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tacitus.export.wording import one_line
from tacitus.knowledge.gazetteer import GazetteerEntry, open_gazetteer
from tacitus.records import PlaceRef

# ACLED's geo_precision: a larger region, for which a town stands
_REGION = 3
# UCDP's where_prec of what is no administrative unit
_NATURAL = 5
# places looked through for the chief town of a division
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a row.

    Attributes:
        location: name of the place coded; "City – District" for a part of a town.
        admin1, admin2: names of the divisions it lies in; empty where not known.
        lat, lon: degrees, WGS 84, of the place coded.
        precision: ACLED's geo_precision, 1 to 3.
        moved: whether a division's chief town stands for it.
        why: why it is not coded; empty where it is.
    """

    location: str = ""
    admin1: str = ""
    admin2: str = ""
    lat: float = 0.0
    lon: float = 0.0
    precision: int = _REGION
    moved: bool = False
    why: str = ""


def where_of(place: PlaceRef | None) -> Where:
    """The place of an event in ACLED.

    Args:
        place: where it is.

    Returns:
        The place coded: a town or part of it (1), one near which it was (2), or, for a larger
        region (3), the natural feature named, else the chief town of the division.
    """
    if place is None or place.lat is None or place.lon is None or place.country is None:
        return Where(why="its place is not known, and ACLED codes named places")
    if place.acled_precision is None or place.feature == "country":
        return Where(why="it is placed in a country or a part of one alone")
    entry = _held(place.held_at) if place.held_at else None
    name = one_line(place.name or (entry.name if entry else place.mention))
    if place.acled_precision == _REGION and place.ucdp_precision != _NATURAL:
        town = _chief_town(entry.id) if entry else None
        if town is not None:
            return _at(town, town.name, _REGION, moved=True)
    elif place.name is None and place.acled_precision == 1 and entry is not None:
        # a quarter of a town, coded at the town
        name = f"{one_line(entry.name)} – {one_line(place.mention)}"
    return Where(
        name,
        one_line(place.admin1 or (entry.admin1 if entry else None) or ""),
        one_line((entry.admin2 if entry else None) or ""),
        place.lat,
        place.lon,
        place.acled_precision,
    )


def _at(entry: GazetteerEntry, name: str, precision: int, *, moved: bool) -> Where:
    return Where(
        one_line(name),
        one_line(entry.admin1 or ""),
        one_line(entry.admin2 or ""),
        entry.lat,
        entry.lon,
        precision,
        moved,
    )


@lru_cache(maxsize=16_384)
def _held(key: str) -> GazetteerEntry | None:
    return open_gazetteer().entry(key)


@lru_cache(maxsize=4096)
def _chief_town(key: str) -> GazetteerEntry | None:
    """The largest settlement of a division, which stands for its capital."""
    division = _held(key)
    if division is None or division.feature not in ("admin1", "admin2"):
        return None
    column = "admin1_id" if division.feature == "admin1" else "admin2_id"
    around = open_gazetteer().near(division.lat, division.lon, division.radius_km, _MOST)
    towns = [
        entry
        for entry, _ in around
        if entry.feature == "settlement" and getattr(entry, column) == division.row
    ]
    return max(towns, key=lambda entry: (entry.population, entry.id), default=None)
