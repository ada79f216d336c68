"""How near the places of two claims are: the level of their comparison."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from tacitus.knowledge.geometry import kilometres
from tacitus.knowledge.reconciling import Reconciling
from tacitus.reconcile.traits import Where


def km_between(here: Where, there: Where) -> float | None:
    """Kilometres between two places; None where one has no point.

    Args:
        here: a place.
        there: another.
    """
    one, other = here.point, there.point
    return None if one is None or other is None else _km(*one, *other)


@lru_cache(maxsize=4_096)
def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return kilometres(lat, lon, other_lat, other_lon)


def place_level(here: Where, there: Where, km: float | None, rules: Reconciling) -> str:
    """The level at which two places compare, by its name in reconciling.yaml.

    Args:
        here: a place.
        there: another.
        km: how far they are apart, as ``km_between`` gives it.
        rules: the weights in force, of which the limits count.
    """
    if "country" in (here.extent, there.extent):
        return _in_country(here, there)
    if _one_name(here, there):
        far = km is not None and km > rules.place.far_km + here.radius + there.radius
        return "far" if far else f"same_{_size(here, there)}"
    if km is None:
        if _around(here, there):
            return "inside"
        return "alike" if _alike(here, there, rules) else "unknown"
    return _by_distance(here, there, km, rules)


def _in_country(here: Where, there: Where) -> str:
    if here.country and there.country and here.country != there.country:
        return "far"
    return "country" if here.country and there.country else "unknown"


def _one_name(here: Where, there: Where) -> bool:
    if here.entry is not None and here.entry == there.entry:
        return True
    return not set(here.skeletons).isdisjoint(there.skeletons)


def _size(here: Where, there: Where) -> str:
    """The larger of two sizes; of a town named for the country around it, that of an area."""
    order = ("small", "town", "city", "area")
    size = max(here.size, there.size, key=order.index)
    return "area" if size != "small" and "area" in (here.extent, there.extent) else size


def _by_distance(here: Where, there: Where, km: float, rules: Reconciling) -> str:
    if _around(here, there):
        return "inside"
    own_names = here.entry is not None and there.entry is not None
    if "area" in (here.extent, there.extent):
        wide = max(here.radius, there.radius)
        if here.extent == there.extent == "area" and km > rules.place.far_km:
            return "around" if km <= wide else "far"
        if km <= wide + rules.place.near_km:
            return "about"
        return "far" if km > wide + rules.place.far_km else "around"
    if _alike(here, there, rules):
        return "alike"
    if not own_names and km <= 1.0:
        # two names put at one town: quarters of it, or one is the town itself
        return "inside" if (here.entry is None) != (there.entry is None) else "other_names"
    if km <= rules.place.near_km:
        return "near"
    return "around" if km <= rules.place.far_km else "far"


def _around(here: Where, there: Where) -> bool:
    """Whether one claim names the other's place as a larger one around its own."""
    return not set(here.around).isdisjoint(there.sounds) or not set(there.around).isdisjoint(
        here.sounds
    )


def _alike(here: Where, there: Where, rules: Reconciling) -> bool:
    return any(_ratio(x, y) >= rules.place.alike for x in here.sounds for y in there.sounds)


@lru_cache(maxsize=4_096)
def _ratio(a: str, b: str) -> float:
    return float(fuzz.ratio(a, b))
