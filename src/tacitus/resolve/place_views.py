"""What borders say of a place: what holds a bare coordinate, and the view of disputed areas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.knowledge.borders import open_borders
from tacitus.knowledge.world_view import world_view

if TYPE_CHECKING:
    from datetime import date

    from tacitus.records import PlaceRef

# UCDP precisions of what is a place; the rest are areas, whose point says little.
_PLACES = (1, 2, 3)


def put_in(ref: PlaceRef, start: tuple[float, float]) -> PlaceRef:
    """A reference moved away from a named place, with the country and division of its new point.

    Where both points lie in one unit, those of the named place stay: they are surer.

    Args:
        ref: moved; its country and division are still those of the named place.
        start: latitude and longitude of the named place.
    """
    if ref.lat is None or ref.lon is None:
        return ref
    borders = open_borders()
    unit, before = borders.at(ref.lat, ref.lon), borders.at(*start)
    if unit is None or unit == before:
        return ref
    admin1 = unit.division_name if unit.sure else None
    if (unit.geonames_country, admin1) == (ref.country, ref.admin1):
        return ref
    told = ", ".join(part for part in (admin1, unit.geonames_country) if part)
    reason = f"{ref.reason}; that point lies in {told}"
    return replace(ref, country=unit.geonames_country, admin1=admin1, reason=reason)


def viewed(ref: PlaceRef | None, day: date | None) -> PlaceRef | None:
    """A reference with the country that the world view in force gives it.

    Args:
        ref: as resolved, with the country of the gazetteer.
        day: of the event; disputes begin and end. None for today's.

    Returns:
        The same for a place in no disputed area; otherwise one that names the area.
    """
    if ref is None:
        return None
    point = None
    if ref.lat is not None and ref.lon is not None and ref.ucdp_precision in _PLACES:
        point = (ref.lat, ref.lon)
    view = world_view()
    ruling = view.ruling(ref.country, gid=ref.held_at, point=point, day=day)
    if ruling.area is None:
        return ref
    given = ruling.country or "no country"
    reason = f"{ref.reason}; disputed ({ruling.area.name}): {given} by the view {view.name}"
    return replace(ref, country=ruling.country, disputed=ruling.area.id, reason=reason)
