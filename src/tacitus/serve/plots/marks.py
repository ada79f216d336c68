"""What plots are made of: bars in parts, ranges on them, axes, and the words beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.serve.plots.scales import Linear
from tacitus.serve.plots.svg import Drawing, way

#: Forms of parts: full, hatched, hollow.
FULL, LINED, HOLLOW = "main", "lined", "hollow"
_CAP = 3.5
# a bar of less is too thin for caps on its range
_WIDE = 7.0


@dataclass(frozen=True, slots=True)
class Range:
    """From the lowest figure to the highest.

    Attributes:
        low: the lowest.
        high: the highest.
        open: whether it may be higher still.
    """

    low: float
    high: float
    open: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar.

    Attributes:
        parts: their forms and lengths, from the axis outwards.
        told: what it stands for, in words.
        range: drawn over it, or None.
    """

    parts: tuple[tuple[str, float], ...]
    told: str
    range: Range | None = None

    @property
    def most(self) -> float:
        """The greatest number of it."""
        length = sum(value for _, value in self.parts)
        return max(length, self.range.high) if self.range else length


@dataclass(frozen=True, slots=True)
class Sign:
    """A line of the legend.

    Attributes:
        kind: a form of parts, or "range".
        words: what it stands for.
    """

    kind: str
    words: str


def legend(
    drawing: Drawing, x: float, y: float, signs: Sequence[Sign], *, round_signs: bool = False
) -> None:
    """Signs with their words, in a row.

    Args:
        drawing: what they are put into.
        x: where the row begins.
        y: of the line of the words.
        signs: in order.
        round_signs: whether they stand for dots.
    """
    for sign in signs:
        if sign.kind == "range":
            _whisker(drawing, [(x + 1, y - 4), (x + 15, y - 4)], upright=False, caps=True)
        elif round_signs:
            drawing.circle(x + 9, y - 4, 4, sign.kind)
        else:
            drawing.rect(x, y - 9, 14, 10, sign.kind)
        drawing.text(x + 20, y, sign.words, "soft")
        x += 20 + 5.9 * len(sign.words) + 18


def standing(drawing: Drawing, bar: Bar, x: float, width: float, scale: Linear) -> None:
    """A bar that stands on the axis.

    Args:
        drawing: what it is put into.
        bar: the bar.
        x: of its left edge.
        width: of it.
        scale: upwards.
    """
    at = 0.0
    for kind, value in bar.parts:
        if value > 0:
            top, foot = scale(at + value), scale(at)
            drawing.rect(x, top, width, max(foot - top, 0.5), kind, bar.told)
        at += value
    if bar.range is not None and bar.range.high > 0:
        middle = x + width / 2
        ends = [(middle, scale(bar.range.low)), (middle, scale(bar.range.high))]
        _whisker(drawing, ends, upright=True, caps=width >= _WIDE, told=bar.told)
        if bar.range.open:
            peak, y = 4.0, ends[1][1]
            drawing.path(way((middle - 3, y), (middle, y - peak), (middle + 3, y)), "whisker")


def lying(drawing: Drawing, bar: Bar, y: float, height: float, scale: Linear) -> None:
    """A bar that lies beside its name.

    Args:
        drawing: what it is put into.
        bar: the bar.
        y: of its upper edge.
        height: of it.
        scale: to the right.
    """
    at = 0.0
    for kind, value in bar.parts:
        if value > 0:
            start, end = scale(at), scale(at + value)
            drawing.rect(start, y, max(end - start, 0.5), height, kind, bar.told)
        at += value
    if bar.range is not None and bar.range.high > 0:
        middle = y + height / 2
        ends = [(scale(bar.range.low), middle), (scale(bar.range.high), middle)]
        _whisker(drawing, ends, upright=False, caps=True, told=bar.told)
        if bar.range.open:
            x = ends[1][0]
            drawing.path(way((x, middle - 3), (x + 4, middle), (x, middle + 3)), "whisker")


def _whisker(
    drawing: Drawing,
    ends: Sequence[tuple[float, float]],
    *,
    upright: bool,
    caps: bool,
    told: str = "",
) -> None:
    """A line between two points with a rim, so that it is seen on any bar."""
    ways = [way(*ends)]
    for x, y in ends if caps else ():
        across = ((x - _CAP, y), (x + _CAP, y)) if upright else ((x, y - _CAP), (x, y + _CAP))
        ways.append(way(*across))
    drawing.path("".join(ways), "range")
    drawing.path("".join(ways), "whisker", told)


def number(value: float) -> str:
    """A number of an axis: 12,000; 0.5."""
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"
