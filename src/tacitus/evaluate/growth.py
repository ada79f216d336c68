"""How costs grow with what is given: the exponent of a power law through measured points."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Exponent up to which growth counts as linear, noise allowed for.
MOST_SLOPE = 1.1
#: How many times the memory of a fifth of the way may be held at the end, which counts as flat.
MOST_TIMES = 1.1


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of a straight line through the logarithms, by least squares.

    Args:
        sizes: what was given, above 0.
        costs: what it cost.

    Returns:
        1.0 for costs that grow as the size, 2.0 for its square; 0.0 where fewer than two different
        sizes have a cost.
    """
    points = [
        (math.log(size), math.log(cost))
        for size, cost in zip(sizes, costs, strict=True)
        if size > 0 and cost > 0
    ]
    if len({x for x, _ in points}) < 2:
        return 0.0
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    along = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / along


def series(first: int, last: int) -> list[int]:
    """1, 2, 5, 10, 20 and so on times a power of ten, from a number to another, that one included.

    Args:
        first: where it begins.
        last: where it ends.
    """
    found, power = [], 1
    while power <= last:
        found += [step * power for step in (1, 2, 5) if first <= step * power < last]
        power *= 10
    return [*found, last]
