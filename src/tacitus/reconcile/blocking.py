"""Which claims are compared at all: those that share a time and a place, or something rare.

Every claim is filed under some words and looks under others. Filing and looking mirror each other:
a claim finds another exactly where that one finds it, so that the order of arrival makes no
difference; and what is filed hangs on the claim alone, never on how many others there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from tacitus.knowledge.reconciling import Reconciling, load_reconciling, load_word_shares
from tacitus.reconcile.traits import Traits, Where

# days of a slot of time; several so that a claim of a few days stands under one or two of them
_SLOT = 4
# degrees of the cells in which points and areas are filed; the eight cells around are looked into
_POINT_CELL, _AREA_CELL = 0.25, 1.0
# least number of killed, injured or captured that is rare enough to look for by itself
_TELLING_TOLL = 5
# days of the seasons by which claims are filed that only a weak likeness brings together
_HALF_YEAR = 183


def filed(traits: Traits, rules: Reconciling | None = None) -> frozenset[str]:
    """The blocks that a claim is filed under.

    Args:
        traits: the claim.
        rules: the weights in force; by default the packaged ones.
    """
    lasting, own = "L" if _is_timeless(traits) else "X", "P" if _is_placeless(traits) else "Q"
    return _blocks(traits, rules or load_reconciling(), lasting, own, 0, _filed_places)


def sought(traits: Traits, rules: Reconciling | None = None) -> frozenset[str]:
    """The blocks that a claim looks under for others.

    Args:
        traits: the claim.
        rules: the weights in force; by default the packaged ones.
    """
    rules = rules or load_reconciling()
    # a loosely told claim looks for all, an exact one for loosely told ones
    lasting, own = "LX" if _is_timeless(traits) else "L", "PQ" if _is_placeless(traits) else "P"
    return _blocks(traits, rules, lasting, own, rules.time.reach_days, _sought_places)


def _blocks(
    traits: Traits,
    rules: Reconciling,
    lasting: str,
    own: str,
    more: int,
    places_of: Callable[[Where], list[str]],
) -> frozenset[str]:
    """The blocks of a claim, filed or sought.

    Args:
        traits: the claim.
        rules: the weights in force.
        lasting: kinds of block for what brings claims together that are apart in time: "L" for
            loosely dated claims, "X" for others.
        own: kinds of block for what is rare: "P" for loosely placed claims, "Q" for others.
        more: days more on both sides of its own.
        places_of: the words for its place.
    """
    marks = list(_marks(traits, rules))
    found = set(_alike(traits, rules))
    found.update(f"{k}|{mark}" for mark in _lasting_marks(traits, marks, rules) for k in lasting)
    if traits.days is not None and not _is_timeless(traits):
        places = [f"{kind}|{mark}" for mark in marks for kind in own]
        if traits.where is not None and not _is_placeless(traits):
            places += places_of(traits.where)
        if traits.type not in rules.types.common:
            # a rare type brings claims of some days together wherever they are
            places.append(f"r:{traits.type}")
        slots = _slots(traits.days, more)
        found.update(f"{slot}|{place}" for slot in slots for place in places)
    return frozenset(found)


def _is_timeless(traits: Traits) -> bool:
    """Whether a claim is dated too loosely to be found by its days."""
    return traits.when in ("long", "undated")


def _is_placeless(traits: Traits) -> bool:
    """Whether a claim is placed too loosely to be found by its place."""
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
    """What is rare about a claim: a number, or a word together with the type."""
    for kind, tolls in (("k", traits.killed), ("i", traits.injured), ("c", traits.captured)):
        for low, high in tolls:
            if low >= _TELLING_TOLL and high in (low, None):
                yield f"{kind}:{low}"
    for word in _rarest(traits, rules):
        yield f"w:{word}:{traits.type}"


def _lasting_marks(traits: Traits, marks: Sequence[str], rules: Reconciling) -> Iterator[str]:
    """What brings together claims that are apart in time, as far as their dates tell.

    A place does so for good with a rare type or a number; a small place, and what else is rare
    about a claim, within half a year: or every undated claim would meet all that ever befell its
    village, and time would grow with the square of the years.
    """
    names, seasons = _own_names(traits), _seasons(traits)
    small = traits.where is not None and traits.where.size in ("small", "town")
    for name in names:
        if traits.type not in rules.types.common:
            yield f"t:{name}:{traits.type}"
        for mark in marks:
            if mark[0] != "w":
                yield f"n:{name}:{mark}"
        for season in seasons if small else ():
            yield f"n:{name}:{season}"
    for season in seasons:
        for mark in marks:
            yield f"{mark}:{season}"


def _own_names(traits: Traits) -> tuple[str, ...]:
    """The words for a claim's place, where that is nearer than a country."""
    return () if traits.where is None or _is_placeless(traits) else traits.where.skeletons


def _alike(traits: Traits, rules: Reconciling) -> Iterator[str]:
    """What brings loosely dated or placed claims together with others such, not with all."""
    if not _is_timeless(traits) and not _is_placeless(traits):
        return
    names = _own_names(traits)
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
