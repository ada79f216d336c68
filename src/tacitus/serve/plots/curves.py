"""Lines through measured points, both axes by powers of ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from tacitus.serve.plots.marks import FULL, HOLLOW, Sign, legend, number
from tacitus.serve.plots.svg import WIDTH, Drawing, way

_LEFT, _RIGHT = 70.0, 14.0
_HEAD, _FOOT = 42.0, 40.0
_TALL = 230.0
# the least room between the words of two marks of the axis
_APART = 40.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Points that belong together.

    Attributes:
        name: what they are of.
        points: along and upwards, all above 0.
        kind: of their dots: "main", "lined" or "hollow".
    """

    name: str
    points: Sequence[tuple[float, float]]
    kind: str = FULL


@dataclass(frozen=True, slots=True)
class Log:
    """A scale by powers of ten.

    Attributes:
        low, high: powers at its ends.
        start, end: where these are, in units of the drawing.
    """

    low: int
    high: int
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a number above 0 is."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * share

    def marks(self) -> list[float]:
        """The powers of ten on it, fewer where they would stand too near."""
        step = max(1, ceil((self.high - self.low) * _APART / abs(self.end - self.start)))
        return [10.0**power for power in range(self.low, self.high + 1, step)]


def _log(values: Sequence[float], start: float, end: float) -> Log:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return Log(low, max(high, low + 1), start, end)


def curves(name: str, label: str, across: str, upwards: str, found: Sequence[Curve]) -> Drawing:
    """Lines with their points.

    Args:
        name: as for ``Drawing``.
        label: as for ``Drawing``.
        across: what is along the foot.
        upwards: what is upwards.
        found: the lines; those without a point are left out.
    """
    shown = [one for one in found if one.points]
    drawing = Drawing(name, _HEAD + _TALL + _FOOT, label)
    drawing.text(0, 12, upwards)
    if not shown:
        return drawing
    foot = _HEAD + _TALL
    along = _log([x for one in shown for x, _ in one.points], _LEFT, WIDTH - _RIGHT)
    up = _log([y for one in shown for _, y in one.points], foot, _HEAD)
    for mark in up.marks():
        y = up(mark)
        drawing.path(way((_LEFT, y), (WIDTH - _RIGHT, y)), "axis" if y == foot else "grid")
        drawing.text(_LEFT - 6, y + 4, number(mark), "soft", "end")
    for mark in along.marks():
        x = along(mark)
        drawing.path(way((x, _HEAD), (x, foot)), "axis" if x == _LEFT else "grid")
        last = x > WIDTH - 36
        drawing.text(
            WIDTH if last else x, foot + 16, number(mark), "soft", "end" if last else "middle"
        )
    drawing.text((_LEFT + WIDTH) / 2, foot + 34, across, "", "middle")
    legend(drawing, _LEFT, 30, [Sign(one.kind, one.name) for one in shown], round_signs=True)
    for one in shown:
        placed = [(along(x), up(y)) for x, y in one.points]
        drawing.path(way(*placed), "whisker" if one.kind == HOLLOW else "axis")
        for (x, y), (x_told, y_told) in zip(placed, one.points, strict=True):
            told = f"{one.name}: {number(x_told)}, {y_told:.4g}"
            drawing.circle(x, y, 4, one.kind, told)
    return drawing
