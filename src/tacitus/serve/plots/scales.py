"""Numbers as places on an axis."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

#: How many shades counts are drawn in.
SHADES = 5


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight scale from 0.

    Attributes:
        top: the number at its end.
        start: where 0 is, in units of the drawing.
        end: where ``top`` is.
    """

    top: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a number is; one beyond the end is at the end."""
        share = min(max(value, 0.0), self.top) / self.top
        return self.start + (self.end - self.start) * share


def steps(most: float, wanted: int = 4) -> list[float]:
    """Round numbers from 0 to the first that is not below the most.

    Args:
        most: the greatest number shown.
        wanted: about how many steps.
    """
    if most <= 0:
        return [0, 1]
    rough = most / wanted
    power = 10.0 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough)
    # events and persons are whole
    step = max(1.0, ceil(step) if step < 10 else step)
    return [step * number for number in range(ceil(most / step) + 1)]


def limits(most: int) -> list[int]:
    """The greatest count of each shade, the palest first; fewer shades for few counts.

    Shades grow with the square of the count: most cells hold few events.

    Args:
        most: the greatest count.
    """
    found = [ceil(most * (number / SHADES) ** 2) for number in range(1, SHADES + 1)]
    return sorted(set(found))


def shade(count: int, bounds: Sequence[int]) -> int:
    """The number of a count's shade, from 1; the strongest is ``SHADES``.

    Args:
        count: 1 or more.
        bounds: as ``limits`` gives them.
    """
    return SHADES - len(bounds) + 1 + min(bisect_left(bounds, count), len(bounds) - 1)
