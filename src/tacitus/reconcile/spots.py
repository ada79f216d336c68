"""Where and when: the place and the days of an event by all its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tacitus.knowledge.actors import fold
from tacitus.knowledge.geometry import kilometres
from tacitus.reconcile.rulebook import support_book
from tacitus.records import PlaceRef, Telling

_COUNTRY = 6
# days of a week and of a month at the most
_WEEK, _MONTH = 7, 31


@dataclass(frozen=True, slots=True)
class Days:
    """When an event was.

    Attributes:
        start, end: first and last possible day, ISO 8601, or None.
        precision: as in ``Claim.date_precision``.
        claims: keys of the claims that the days agree with.
    """

    start: str | None
    end: str | None
    precision: str | None
    claims: tuple[str, ...]


def km_apart(one: PlaceRef, other: PlaceRef) -> float | None:
    """The distance between two places in kilometres, or None where one has no point.

    Args:
        one: a place.
        other: another.
    """
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return kilometres(one.lat, one.lon, other.lat, other.lon)


def same_spot(one: PlaceRef, other: PlaceRef) -> bool:
    """Whether an event can lie at both places: they differ in precision only.

    Args:
        one: a place.
        other: another.
    """
    apart = km_apart(one, other)
    if apart is None:
        return True
    if one.country and other.country and one.country != other.country:
        return apart <= support_book().tolerance.place_km
    if _COUNTRY in (one.ucdp_precision, other.ucdp_precision):
        return True
    coarse = support_book().coarse_places
    vague = {one.ucdp_precision, other.ucdp_precision} & coarse or any(
        map(_of_a_seat, (one, other))
    )
    if vague and one.admin1 == other.admin1:
        return True
    reach = (one.radius_km or 0.0) + (other.radius_km or 0.0)
    return apart <= reach + support_book().tolerance.place_km


def _of_a_seat(place: PlaceRef) -> bool:
    """Whether a town bears its division's name, so that the division can be meant ("in Idlib")."""
    return bool(place.admin1) and fold(place.name or place.mention) == fold(str(place.admin1))


def place_of(told: Sequence[Telling]) -> tuple[PlaceRef | None, tuple[str, ...]]:
    """The most precise place that most claims can agree on.

    Args:
        told: claims, in order of publication.

    Returns:
        The place, and keys of the claims that it agrees with.
    """
    placed = [(t.key, t.claim.place_ref) for t in told if t.claim.place_ref is not None]
    if not placed:
        return None, ()
    options: dict[str, PlaceRef] = {}
    for _, place in placed:
        options.setdefault(_spot_key(place), place)
    agreed = {
        key: tuple(claim for claim, other in placed if same_spot(place, other))
        for key, place in options.items()
    }
    exact = {key: sum(_spot_key(other) == key for _, other in placed) for key in options}

    def rank(key: str) -> tuple[int, int, int, float, str]:
        place = options[key]
        precision = place.ucdp_precision or 9
        return -len(agreed[key]), precision, -exact[key], place.radius_km or 0.0, key

    # a place told once more vaguely agrees with all: of those that nearly as many agree with, the
    # most precise is taken
    most = max(len(claims) for claims in agreed.values())
    near = [key for key in options if 2 * len(agreed[key]) > most]
    best = min(near, key=lambda key: (options[key].ucdp_precision or 9, *rank(key)))
    return options[best], agreed[best]


def _spot_key(place: PlaceRef) -> str:
    return place.gazetteer_id or f"{place.lat} {place.lon} {place.name or place.mention}"


def days_of(told: Sequence[Telling]) -> Days:
    """The days on which most claims can agree.

    The claims' intervals are weighted by their precision; those that can be true together with the
    best supported one are intersected, the weightiest first.

    Args:
        told: claims, in order of publication.
    """
    dated = [
        (t.key, date.fromisoformat(t.claim.start.value), date.fromisoformat(t.claim.end.value), t)
        for t in told
        if t.claim.start is not None and t.claim.end is not None
    ]
    if not dated:
        return _open_days(told)
    weights = support_book().date_weight
    spans: dict[tuple[date, date], float] = {}
    for _, start, end, t in dated:
        weight = weights.get(t.claim.date_precision or "span", 0.1)
        spans[start, end] = spans.get((start, end), 0.0) + weight
    support = {
        (start, end): sum(w for (s, e), w in spans.items() if s <= end and start <= e)
        for start, end in spans
    }
    # rounded, so that the order of a sum of weights decides nothing
    ranked = sorted(
        spans, key=lambda d: (-round(support[d], 6), -round(spans[d], 6), d[1] - d[0], d)
    )
    start, end = ranked[0]
    for first, last in ranked[1:]:
        if first <= end and start <= last:
            start, end = max(start, first), min(end, last)
    agreed = tuple(key for key, first, last, _ in dated if first <= end and start <= last)
    told_so = [t for _, first, last, t in dated if (first, last) == (start, end)]
    precision = min((t.claim.date_precision or "span" for t in told_so), default=None)
    days = (end - start).days + 1
    return Days(start.isoformat(), end.isoformat(), precision or _precision(days), agreed)


def _open_days(told: Sequence[Telling]) -> Days:
    """The days where no claim gives both ends: the latest start and the earliest end told."""
    ends = sorted(t.claim.end.value for t in told if t.claim.end is not None)
    starts = sorted(t.claim.start.value for t in told if t.claim.start is not None)
    if not ends and not starts:
        return Days(None, None, None, ())
    start, end = starts[-1] if starts else None, ends[0] if ends else None
    if start is not None and end is not None and start > end:
        start = None
    bearing = [t for t in told if t.claim.start is not None or t.claim.end is not None]
    labels = sorted(t.claim.date_precision for t in bearing if t.claim.date_precision)
    return Days(start, end, labels[0] if labels else "span", tuple(t.key for t in bearing))


def _precision(days: int) -> str:
    if days == 1:
        return "day"
    if days < _WEEK:
        return "days"
    if days == _WEEK:
        return "week"
    return "month" if days <= _MONTH else "span"
