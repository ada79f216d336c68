"""The area in which an event that is placed in a division or a country alone lies."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tacitus.export.jsonform import Json
from tacitus.knowledge.borders import open_borders
from tacitus.records import PlaceRef

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# UCDP where_prec of a first-order division and of a country
_DIVISION, _COUNTRY = 4, 6
# Corners of an outline at the most: a map of the world needs no more, and it stands in each event.
_CORNERS = 1000
# Degrees by which an outline with more corners is simplified, doubled until it has few enough.
_STEP = 0.01
# Decimals of a degree: 0.0001 degrees are 11 metres.
_DECIMALS = 4


class Area(NamedTuple):
    """An area and what it is.

    Attributes:
        kind: "division" or "country".
        geometry: a Polygon or MultiPolygon of GeoJSON, exterior rings counter-clockwise.
    """

    kind: str
    geometry: Json


def area_of(place: PlaceRef) -> Area | None:
    """The administrative area of a place that is known no closer than by it.

    Args:
        place: where an event is.

    Returns:
        None for a place known closer, and where the packaged borders hold no such area.
    """
    if place.ucdp_precision == _DIVISION:
        shape = _division(place.held_at) if place.held_at else None
        return Area("division", shape) if shape else None
    if place.ucdp_precision == _COUNTRY and place.country:
        shape = _country(place.country)
        return Area("country", shape) if shape else None
    return None


@lru_cache(maxsize=1024)
def _division(key: str) -> Json | None:
    return _geometry(open_borders().outline(key))


@lru_cache(maxsize=512)
def _country(code: str) -> Json | None:
    return _geometry(open_borders().country_outline(code))


def _geometry(outline: BaseGeometry | None) -> Json | None:
    if outline is None:
        return None
    import shapely
    from shapely.geometry import mapping

    shape, step = outline, _STEP
    while shapely.get_num_coordinates(shape) > _CORNERS:
        shape = _simpler(outline, step)
        step *= 2
    # Unlike rounding, this keeps rings from crossing.
    shape = shapely.set_precision(shape, 10.0**-_DECIMALS)
    shape = shapely.orient_polygons(shape, exterior_cw=False)
    form = mapping(shape)
    return {"type": form["type"], "coordinates": _rounded(form["coordinates"])}


def _simpler(outline: BaseGeometry, step: float) -> BaseGeometry:
    """An outline without its finer turns, and without islets no larger than those."""
    import shapely

    parts = shapely.get_parts(outline)
    sizes = shapely.area(parts)
    held = parts[(sizes >= step**2) | (sizes == sizes.max())]
    # Simplified parts can run into one another: those are joined.
    joined: BaseGeometry = shapely.union_all(shapely.simplify(held, step, preserve_topology=True))
    return joined


def _rounded(coordinates: object) -> object:
    """Nested coordinates as lists, rounded."""
    if isinstance(coordinates, float | int):
        return round(float(coordinates), _DECIMALS)
    return [_rounded(inner) for inner in coordinates]  # type: ignore[attr-defined]
