"""Bars over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tacitus.serve.plots.marks import Bar, Sign, legend, number, standing
from tacitus.serve.plots.scales import Linear, steps
from tacitus.serve.plots.svg import WIDTH, Drawing, way

_LEFT, _RIGHT = 58.0, 8.0
_HEAD, _FOOT = 42.0, 24.0
_TALL = 180.0
# units between the words below the axis
_APART = 84.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One set of bars over the same time as the others.

    Attributes:
        axis: what their length counts.
        bars: one for each stretch of time.
        signs: the legend.
    """

    axis: str
    bars: Sequence[Bar]
    signs: Sequence[Sign]


def columns(name: str, label: str, stretches: Sequence[str], panels: Sequence[Panel]) -> Drawing:
    """Bars over time, panels one below the other.

    Args:
        name: as for ``Drawing``.
        label: as for ``Drawing``.
        stretches: what the stretches of time are called, in order.
        panels: each with a bar for every stretch.
    """
    tall = _TALL if len(panels) == 1 else _TALL * 0.72
    each = _HEAD + tall + _FOOT
    drawing = Drawing(name, each * len(panels), label)
    for place, panel in enumerate(panels):
        _panel(drawing, panel, stretches, each * place, tall)
    return drawing


def _panel(
    drawing: Drawing, panel: Panel, stretches: Sequence[str], top: float, tall: float
) -> None:
    foot = top + _HEAD + tall
    marks = steps(max((bar.most for bar in panel.bars), default=0))
    scale = Linear(marks[-1], foot, top + _HEAD)
    drawing.text(0, top + 12, panel.axis)
    legend(drawing, _LEFT, top + 30, panel.signs)
    inner = WIDTH - _LEFT - _RIGHT
    for mark in marks:
        y = scale(mark)
        drawing.path(way((_LEFT, y), (_LEFT + inner, y)), "axis" if mark == 0 else "grid")
        drawing.text(_LEFT - 6, y + 4, number(mark), "soft", "end")
    if not stretches:
        return
    step = inner / len(stretches)
    width = max(0.6, step - (2 if step > 8 else 0.6 if step > 2 else 0))
    every = max(1, round(_APART / step + 0.499))
    for at, (words, bar) in enumerate(zip(stretches, panel.bars, strict=True)):
        x = _LEFT + at * step
        standing(drawing, bar, x + (step - width) / 2, width, scale)
        if at % every == 0:
            drawing.path(way((x + step / 2, foot), (x + step / 2, foot + 4)), "axis")
            last = x + step / 2 > WIDTH - 36
            drawing.text(
                WIDTH if last else x + step / 2,
                foot + 16,
                words,
                "soft",
                "end" if last else "middle",
            )
