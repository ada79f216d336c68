"""Bars beside names, and shares with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.serve.plots.marks import FULL, HOLLOW, Bar, Sign, legend, lying, number
from tacitus.serve.plots.scales import Linear, steps
from tacitus.serve.plots.svg import WIDTH, Drawing, cut, way

_NAMES, _GAP, _RIGHT = 196.0, 30.0, 14.0
_HEAD, _FOOT = 42.0, 22.0
_ROW, _THICK = 22.0, 13.0
# characters of a name that fit beside the bars
_NAME = 26


@dataclass(frozen=True, slots=True)
class Side:
    """One set of bars beside the same names as the others.

    Attributes:
        axis: what their length counts.
        bars: one for each name.
        signs: the legend.
    """

    axis: str
    bars: Sequence[Bar]
    signs: Sequence[Sign]


@dataclass(frozen=True, slots=True)
class Dot:
    """A share.

    Attributes:
        kind: "main" (full) or "hollow".
        value: from 0 to 1.
        low: end of its interval, or None where it has none.
        high: the other end.
        told: in words.
    """

    kind: str
    value: float
    low: float | None
    high: float | None
    told: str


def rows(name: str, label: str, names: Sequence[str], sides: Sequence[Side]) -> Drawing:
    """Bars beside names, one set beside the other.

    Args:
        name: as for ``Drawing``.
        label: as for ``Drawing``.
        names: what the rows are of.
        sides: each with a bar for every name.
    """
    drawing = Drawing(name, _HEAD + _ROW * max(1, len(names)) + _FOOT, label)
    _names(drawing, names)
    inner = (WIDTH - _NAMES - _RIGHT - _GAP * (len(sides) - 1)) / len(sides)
    for place, side in enumerate(sides):
        left = _NAMES + (inner + _GAP) * place
        # few numbers, so that they do not run into each other
        marks = steps(max((bar.most for bar in side.bars), default=0), 3)
        scale = Linear(marks[-1], left, left + inner)
        drawing.text(left, 12, side.axis)
        legend(drawing, left, 30, side.signs)
        _axis(drawing, scale, marks, len(names))
        for at, bar in enumerate(side.bars):
            lying(drawing, bar, _HEAD + _ROW * at + (_ROW - _THICK) / 2, _THICK, scale)
    return drawing


def dots(
    name: str,
    label: str,
    names: Sequence[str],
    found: Sequence[Sequence[Dot]],
    signs: Sequence[Sign],
    axis: str,
) -> Drawing:
    """Shares from 0 to 1 with their intervals, beside names.

    Args:
        name: as for ``Drawing``.
        label: as for ``Drawing``.
        names: what the rows are of.
        found: the shares of each row, from above.
        signs: the legend.
        axis: what the shares are.
    """
    drawing = Drawing(name, _HEAD + _ROW * max(1, len(names)) + _FOOT, label)
    _names(drawing, names)
    scale = Linear(1, _NAMES, WIDTH - _RIGHT)
    drawing.text(_NAMES, 12, axis)
    legend(drawing, _NAMES, 30, signs, round_signs=True)
    _axis(drawing, scale, (0, 0.25, 0.5, 0.75, 1), len(names))
    for at, shares in enumerate(found):
        for place, dot in enumerate(shares):
            y = _HEAD + _ROW * (at + (place + 1) / (len(shares) + 1))
            if dot.low is not None and dot.high is not None:
                low, high = scale(dot.low), scale(dot.high)
                ends = way((low, y - 3), (low, y + 3)) + way((high, y - 3), (high, y + 3))
                drawing.path(way((low, y), (high, y)) + ends, "whisker", dot.told)
            kind = dot.kind if dot.kind == HOLLOW else FULL
            drawing.circle(scale(dot.value), y, 4, kind, dot.told)
    return drawing


def _names(drawing: Drawing, names: Sequence[str]) -> None:
    for at, words in enumerate(names):
        short = cut(words, _NAME)
        y = _HEAD + _ROW * at + _ROW / 2 + 4
        drawing.text(_NAMES - 8, y, short, "", "end", "" if short == words else words)


def _anchor(last: bool) -> str:
    return "end" if last else "middle"


def _axis(drawing: Drawing, scale: Linear, marks: Sequence[float], count: int) -> None:
    foot = _HEAD + _ROW * max(1, count)
    for mark in marks:
        x = scale(mark)
        drawing.path(way((x, _HEAD - 4), (x, foot)), "axis" if mark == 0 else "grid")
        last = x > WIDTH - 24
        drawing.text(WIDTH if last else x, foot + 15, number(mark), "soft", _anchor(last))
