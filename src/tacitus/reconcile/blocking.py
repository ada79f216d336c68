"""Which claims are compared at all: those that share a time and a place, or something rare.

Every claim is filed under some words and looks under others. Filing and looking mirror each other:
a claim finds another exactly where that one finds it, so that the order of arrival makes no
difference; and what is filed hangs on the claim alone, never on how many others there are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tacitus.knowledge.reconciling import (
    Reconciling,
    load_reconciling,
    load_word_shares,
)
from tacitus.reconcile.traits import Traits, Where

# days of a slot of time; several so that a claim of a few days stands under one or two of them
_SLOT = 4
# degrees of the cells in which points and areas are filed; the eight cells around are looked into
_POINT_CELL, _AREA_CELL = 0.25, 1.0
# least number of killed, injured or captured that is rare enough to look for by itself
_TELLING_TOLL = 5
# years of memory by which weak likenesses are filed
_HALF_YEAR = 183


def filed(traits: Traits, rules: Reconciling | None = None) -> frozenset[str]:
    """The blocks that a claim is filed under.

    Args:
        traits: the claim.
        rules: the weights in force; by default the packaged ones.
    """
    rules = rules or load_reconciling()
    loose = is_loose(traits)
    found = {f"{'L' if loose else 'X'}|{mark}" for mark in _marks(traits, rules)}
    found.update(_both_ways(traits, rules, loose))
    found.update(_by_type(traits, rules, 0))
    if not loose and traits.where is not None and traits.days is not None:
        places = _filed_places(traits.where)
        found.update(f"{slot}|{place}" for slot in _slots(traits.days, 0) for place in places)
    return frozenset(found)


def sought(traits: Traits, rules: Reconciling | None = None) -> frozenset[str]:
    """The blocks that a claim looks under for others.

    Args:
        traits: the claim.
        rules: the weights in force; by default the packaged ones.
    """
    rules = rules or load_reconciling()
    loose = is_loose(traits)
    kinds = ("L", "X") if loose else ("L",)
    found = {f"{kind}|{mark}" for mark in _marks(traits, rules) for kind in kinds}
    found.update(_both_ways(traits, rules, loose))
    found.update(_by_type(traits, rules, rules.time.reach_days))
    if not loose and traits.where is not None and traits.days is not None:
        places = _sought_places(traits.where)
        slots = _slots(traits.days, rules.time.reach_days)
        found.update(f"{slot}|{place}" for slot in slots for place in places)
    return frozenset(found)


def is_loose(traits: Traits) -> bool:
    """Whether a claim is dated or placed too loosely to be found by its time and place."""
    if traits.when in ("long", "undated"):
        return True
    return traits.where is None or traits.where.extent == "country"


def _slots(days: tuple[int, int], more: int) -> range:
    """The slots of time that some days touch, with some days more on both sides."""
    return range((days[0] - more) // _SLOT, (days[1] + more) // _SLOT + 1)


def _filed_places(where: Where) -> list[str]:
    found = [f"n{name}" for name in where.skeletons]
    found += [f"m{name}" for name in where.around] + [f"q{name}" for name in where.sounds]
    if where.point is None:
        return found
    own = "p" if where.extent == "point" else "a"
    found.append(f"{own}{_cell(where.point, _AREA_CELL)}")
    if where.admin1:
        found.append(f"{own.upper()}{where.country}:{where.admin1}")
    if own == "p":
        found.append(f"f{_cell(where.point, _POINT_CELL)}")
    return found


def _sought_places(where: Where) -> list[str]:
    found = [f"n{name}" for name in where.skeletons]
    found += [f"m{name}" for name in where.sounds] + [f"q{name}" for name in where.around]
    if where.point is None:
        return found
    # points look for points close by and for all areas around, areas for both
    wide = "a" if where.extent == "point" else "ap"
    for kind in wide:
        found += [f"{kind}{cell}" for cell in _cells(where.point, _AREA_CELL)]
        if where.admin1:
            found.append(f"{kind.upper()}{where.country}:{where.admin1}")
    if where.extent == "point":
        found += [f"f{cell}" for cell in _cells(where.point, _POINT_CELL)]
    return found


def _cell(point: tuple[float, float], size: float) -> str:
    return f"{math.floor(point[0] / size)}:{math.floor(point[1] / size)}"


def _cells(point: tuple[float, float], size: float) -> Iterator[str]:
    row, column = math.floor(point[0] / size), math.floor(point[1] / size)
    around, half = round(360 / size), round(180 / size)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            # across the date line
            yield f"{row + down}:{(column + right + half) % around - half}"


def _marks(traits: Traits, rules: Reconciling) -> Iterator[str]:
    """What is rare about a claim, to be looked for whatever its time and place."""
    where = traits.where
    rare_type = traits.type not in rules.types.common
    if where is not None and where.extent != "country":
        small = where.size in ("small", "town")
        for name in where.skeletons:
            if small:
                yield f"n:{name}"
            if rare_type:
                yield f"t:{name}:{traits.type}"
    # the country's name is no mark; a figure or a word is, within half a year
    for season in _seasons(traits):
        for kind, tolls in (("k", traits.killed), ("i", traits.injured), ("c", traits.captured)):
            for low, high in tolls:
                if low >= _TELLING_TOLL and high in (low, None):
                    yield f"{kind}:{low}:{season}"
        for word in _rarest(traits, rules):
            yield f"w:{word}:{season}"


def _by_type(traits: Traits, rules: Reconciling, more: int) -> Iterator[str]:
    """A rare type with the days, wherever it was."""
    if traits.type not in rules.types.common and traits.days is not None and traits.when != "long":
        for slot in _slots(traits.days, more):
            yield f"r:{traits.type}:{slot}"


def _both_ways(traits: Traits, rules: Reconciling, loose: bool) -> Iterator[str]:
    """What brings loosely dated or placed claims together with others such, not with all."""
    if not loose:
        return
    names: tuple[str, ...] = ()
    if traits.where is not None and traits.where.extent != "country":
        names = traits.where.skeletons
    for season in _seasons(traits):
        for name in names:
            yield f"Z|{name}:{season}"
        if traits.type not in rules.types.common:
            yield f"Z|{traits.type}:{season}"


def _seasons(traits: Traits) -> set[int]:
    """The half-years that a claim may tell of; an undated one tells of those before it."""
    if traits.days is not None:
        first, last = traits.days
        if last - first > 2 * _HALF_YEAR:
            return set()
    elif traits.published is not None:
        first, last = traits.published - _HALF_YEAR, traits.published
    else:
        return set()
    return set(range(first // _HALF_YEAR, last // _HALF_YEAR + 1))


def _rarest(traits: Traits, rules: Reconciling) -> list[str]:
    shares = load_word_shares()
    rare = [w for w in traits.words if shares.share(w) <= rules.words.common / 4]
    return sorted(rare, key=lambda w: (shares.share(w), -len(w), w))[: rules.words.sought]
