"""Counts over time as shades, a row for each name."""

from __future__ import annotations

from collections.abc import Sequence

from tacitus.serve.plots.scales import limits, shade
from tacitus.serve.plots.svg import WIDTH, Drawing, cut, way

_NAMES, _RIGHT = 196.0, 8.0
_HEAD, _FOOT = 40.0, 22.0
_ROW = 20.0
_NAME = 26
_APART = 84.0


def strip(
    name: str,
    label: str,
    axis: str,
    names: Sequence[str],
    stretches: Sequence[str],
    counts: Sequence[Sequence[int]],
) -> Drawing:
    """Counts over time as shades.

    Args:
        name: as for ``Drawing``.
        label: as for ``Drawing``.
        axis: what is counted.
        names: what the rows are of.
        stretches: what the stretches of time are called, in order.
        counts: of each row, one for each stretch.
    """
    foot = _HEAD + _ROW * max(1, len(names))
    drawing = Drawing(name, foot + _FOOT, label)
    bounds = limits(max((count for row in counts for count in row), default=0) or 1)
    drawing.text(0, 12, axis)
    _shades(drawing, bounds)
    inner = WIDTH - _NAMES - _RIGHT
    step = inner / max(1, len(stretches))
    for at, (words, row) in enumerate(zip(names, counts, strict=True)):
        y = _HEAD + _ROW * at
        short = cut(words, _NAME)
        drawing.text(_NAMES - 8, y + 14, short, "", "end", "" if short == words else words)
        drawing.path(way((_NAMES, y + _ROW - 1), (_NAMES + inner, y + _ROW - 1)), "grid")
        for place, count in enumerate(row):
            if count:
                told = f"{words}, {stretches[place]}: {count:,}"
                kind = f"shade s{shade(count, bounds)}"
                width = max(0.6, step - (1 if step > 4 else 0))
                drawing.rect(_NAMES + place * step, y + 1, width, _ROW - 3, kind, told)
    drawing.path(way((_NAMES, foot), (_NAMES + inner, foot)), "axis")
    every = max(1, round(_APART / step + 0.499))
    for place in range(0, len(stretches), every):
        x = _NAMES + (place + 0.5) * step
        last = x > WIDTH - 36
        drawing.path(way((x, foot), (x, foot + 4)), "axis")
        drawing.text(
            WIDTH if last else x, foot + 16, stretches[place], "soft", "end" if last else "middle"
        )
    return drawing


def _shades(drawing: Drawing, bounds: Sequence[int]) -> None:
    """The legend: each shade with its counts."""
    x, low = _NAMES, 1
    for bound in bounds:
        drawing.rect(x, 17, 14, 10, f"shade s{shade(bound, bounds)}")
        words = f"{bound:,}" if low == bound else f"{low:,}–{bound:,}"
        drawing.text(x + 20, 26, words, "soft")
        x += 20 + 6.5 * len(words) + 16
        low = bound + 1
