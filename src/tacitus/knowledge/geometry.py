"""Distances on the globe."""

from __future__ import annotations

import math

#: Mean radius of the Earth.
EARTH_KM = 6371.0


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance between two points given in degrees, by the haversine formula."""
    p, q = math.radians(lat), math.radians(other_lat)
    turn = math.radians(other_lon - lon)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(turn / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point that lies some way from another one, in degrees.

    Args:
        lat: degrees of the start; ``lon`` likewise.
        lon: see ``lat``.
        km: how far, along a great circle.
        bearing: degrees from north, clockwise.
    """
    p, q, turn, way = map(math.radians, (lat, lon, bearing, km / EARTH_KM * 180 / math.pi))
    to = math.asin(math.sin(p) * math.cos(way) + math.cos(p) * math.sin(way) * math.cos(turn))
    east = math.atan2(
        math.sin(turn) * math.sin(way) * math.cos(p),
        math.cos(way) - math.sin(p) * math.sin(to),
    )
    return math.degrees(to), (math.degrees(q + east) + 540) % 360 - 180


def midpoint(lat: float, lon: float, other_lat: float, other_lon: float) -> tuple[float, float]:
    """The point halfway between two points on a great circle, in degrees."""
    p, q, r, s = map(math.radians, (lat, lon, other_lat, other_lon))
    x, y = math.cos(r) * math.cos(s - q), math.cos(r) * math.sin(s - q)
    middle = math.atan2(math.sin(p) + math.sin(r), math.hypot(math.cos(p) + x, y))
    east = q + math.atan2(y, math.cos(p) + x)
    return math.degrees(middle), (math.degrees(east) + 540) % 360 - 180
