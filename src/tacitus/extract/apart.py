"""Which tellings of a report cannot be of one event, by the days and towns that stand with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tacitus.knowledge.geometry import kilometres
from tacitus.learned.labels import LOSSES
from tacitus.resolve.actor_class import of_state
from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tacitus.records import Claim, PlaceRef, Span
    from tacitus.resolve.dates import TimeMention

# between two times of which one is no day, up to which they may be one
_LOOSE = timedelta(weeks=2)
# kilometres between two towns beyond which what is told of each is not one event
_FAR_KM = 50.0


def lent(
    times: Sequence[TimeMention | None],
    towns: Sequence[PlaceRef | None],
    paragraphs: Sequence[int],
) -> tuple[list[TimeMention | None], list[PlaceRef | None]]:
    """Day and town of each telling; one that has neither has those told before in its paragraph.

    Args:
        times: what stands by each telling, None for nothing.
        towns: the only town named beside each telling, None for none or several.
        paragraphs: number of the paragraph of each.
    """
    days, spots = list(times), list(towns)
    for n in range(1, len(days)):
        told = days[n] is not None or spots[n] is not None
        if not told and paragraphs[n] == paragraphs[n - 1]:
            days[n], spots[n] = days[n - 1], spots[n - 1]
    return days, spots


def days_apart(times: Sequence[TimeMention | None]) -> np.ndarray:
    """Pairs of tellings of which each has a time of its own, and the two are not one.

    "This week" is told loosely, so only days, and times weeks from each other, are told apart.

    Args:
        times: what stands by each telling, None for nothing.

    Returns:
        Tellings x tellings, true where they are of two days, months or years.
    """
    own = [t if t and t.kind == "point" and t.first and t.last else None for t in times]
    return np.array(
        [[a is not None and b is not None and _two_times(a, b) for b in own] for a in own]
    )


def _two_times(one: TimeMention, other: TimeMention) -> bool:
    """Whether two times, both known, are two days or lie far from each other."""
    if one.precision == other.precision == "day":
        return one.first != other.first
    first, second = sorted((one, other), key=lambda t: (t.first or "", t.last or ""))
    between = date.fromisoformat(second.first or "") - date.fromisoformat(first.last or "")
    return between > _LOOSE


def towns_apart(towns: Sequence[PlaceRef | None]) -> np.ndarray:
    """Pairs of tellings that each stand with one town, and the towns lie far from each other.

    Args:
        towns: the only town named beside each telling, None for none or several.

    Returns:
        Tellings x tellings, true where they are of two towns.
    """
    return np.array(
        [[a is not None and b is not None and _far(a, b) for b in towns] for a in towns]
    )


def stories_apart(
    claims: Sequence[Claim | None], small: Collection[str], another: Sequence[bool]
) -> np.ndarray:
    """Pairs of tellings that the rules read as two events of two places.

    Each has a toll of its own, or the later is told as another: "a bomb on Taduf killed five",
    "eight were killed in Daret Izza" are two, however alike, and so are "rebels shelled Adra",
    "earlier that day mortar shells fell on Harasta".

    Args:
        claims: the rules' claim that each telling stands in, None for none.
        small: names of places that are no more than a town.
        another: whether each telling is told as another happening than those before it.

    Returns:
        Tellings x tellings, true where they are of two events.
    """
    return np.array(
        [
            [
                a is not None
                and b is not None
                and _two_places(a, b, small)
                and (_two_tolls(a, b) or another[max(here, there)])
                for there, b in enumerate(claims)
            ]
            for here, a in enumerate(claims)
        ]
    )


def blame_apart(claims: Sequence[Claim | None], returned: Collection[str]) -> np.ndarray:
    """Pairs of tellings of which a state does one and those who fight it the other.

    "Guerrillas fired rockets from the camp; the army's guns answered and killed twenty" are two,
    or the dead would be laid at the wrong door. Where two sources blame each other's side for one
    deed it is one event, and where both sides fight it is one clash.

    Args:
        claims: the rules' claim that each telling stands in, None for none.
        returned: types of fire that is answered by fire of the other side.

    Returns:
        Tellings x tellings, true where they are of two events.
    """
    sides = [
        of_state(doer.value for doer in c.initiators)
        if c is not None and c.type.value in returned
        else None
        for c in claims
    ]
    voices = [{s.value for s in c.attribution} if c is not None else set() for c in claims]
    return np.array(
        [
            [
                side is not None
                and other is not None
                and side != other
                and not (voice and theirs and voice.isdisjoint(theirs))
                for other, theirs in zip(sides, voices, strict=True)
            ]
            for side, voice in zip(sides, voices, strict=True)
        ]
    )


def words_of(claims: Iterable[Claim | None], role: str) -> set[Span]:
    """The words that fill a role in some claims.

    Args:
        claims: of the rules, None for none.
        role: "targets", "killed" and so on.
    """
    found: set[Span] = set()
    for claim in claims:
        held = getattr(claim, role) if claim is not None else None
        for value in held if isinstance(held, tuple) else [held]:
            found.update(value.spans if value is not None else ())
    return found


def sums_apart(tellings: Sequence[tuple[int, int, int]], verbs: Collection[int]) -> np.ndarray:
    """Pairs of tellings of two sentences of which one sums up a whole conflict.

    Args:
        tellings: first token, the one after the last, and the number of the sentence of each.
        verbs: tokens that say what became of those whom such a sum counts.

    Returns:
        Tellings x tellings, true where they are of two events.
    """
    sums = [any(first <= verb < stop for verb in verbs) for first, stop, _ in tellings]
    return np.array(
        [
            [a != b and here[2] != there[2] for b, there in zip(sums, tellings, strict=True)]
            for a, here in zip(sums, tellings, strict=True)
        ]
    )


def _two_places(a: Claim, b: Claim, small: Collection[str]) -> bool:
    if a is b or a.place is None or b.place is None:
        return False
    here, there = a.place.value, b.place.value
    if here not in small or there not in small or same_name(here, there):
        return False
    return not any(same_name(there, w.value) for w in a.within) and not any(
        same_name(here, w.value) for w in b.within
    )


def _two_tolls(a: Claim, b: Claim) -> bool:
    return any(
        mine is not None and theirs is not None and mine.value != theirs.value
        for mine, theirs in ((getattr(a, kind), getattr(b, kind)) for kind in LOSSES)
    )


def _far(a: PlaceRef | None, b: PlaceRef | None) -> bool:
    if a is None or b is None:
        return False
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return kilometres(a.lat, a.lon, b.lat, b.lon) > _FAR_KM
