"""Draws how sure the model is beside how often it is right, as docs/reliability.svg.

    python -m training.reliability --model build/model --out docs/reliability.svg

One panel for each output: on the diagonal the model is as sure as it may be. Hollow marks are the
answers as the net gives them, full ones after scaling; a mark's area grows with its answers.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

#: Side of a panel's square, and the room left, above, right and below it.
SIDE, LEFT, ABOVE, RIGHT, BELOW = 140, 34, 24, 12, 44
_NAMES = {
    "valid": "tells of an event",
    "type": "type of the event",
    "factuality": "factuality",
    "trigger": "words that tell of one",
}
# ink and paper follow the reader's setting; the page's own colour shows through
_STYLE = """
  text { font: 11px system-ui, sans-serif; fill: #333 }
  .name { font-weight: 600 }
  .frame, .even { fill: none; stroke: #999 }
  .even { stroke-dasharray: 3 3 }
  .before { fill: none; stroke: #b35900; stroke-width: 1.5 }
  .after { fill: #1f6fb4; fill-opacity: .8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd }
    .frame, .even { stroke: #777 }
    .before { stroke: #f0a050 }
    .after { fill: #6db3f2 }
  }
"""


def picture(facts: dict[str, Any]) -> str:
    """The drawing.

    Args:
        facts: as `training.calibrate` writes them.
    """
    heads = facts["heads"]
    wide, high = LEFT + SIDE + RIGHT, ABOVE + SIDE + BELOW
    panels = "\n".join(
        f'<g transform="translate({n * wide + LEFT} {ABOVE})">\n{_panel(name, head)}\n</g>'
        for n, (name, head) in enumerate(heads.items())
    )
    told = "; ".join(
        f"{_NAMES.get(name, name)}: expected calibration error {head['before']['ece']:.3f} before, "
        f"{head['after']['ece']:.3f} after"
        for name, head in heads.items()
    )
    size = f"{len(heads) * wide} {high + 18}"
    at = high + 8
    key = (
        f'<circle class="before" cx="{LEFT + 5}" cy="{at - 4}" r="4"/>'
        f'<text x="{LEFT + 14}" y="{at}">before scaling</text>'
        f'<circle class="after" cx="{LEFT + 115}" cy="{at - 4}" r="4"/>'
        f'<text x="{LEFT + 124}" y="{at}">after; across: how sure, upwards: share right</text>'
    )
    width, height = size.split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{width}" '
        f'height="{height}" role="img">\n<title>How sure the model is and how often it is right'
        f"</title>\n<desc>{told}</desc>\n<style>{_STYLE}</style>\n{panels}\n{key}\n</svg>\n"
    )


def _panel(name: str, head: dict[str, Any]) -> str:
    before, after = head["before"], head["after"]
    most = max((row["count"] for row in (*before["bins"], *after["bins"])), default=0)
    lines = [
        f'<text class="name" x="0" y="-8">{_NAMES.get(name, name)}</text>',
        f'<rect class="frame" width="{SIDE}" height="{SIDE}"/>',
        f'<path class="even" d="M0 {SIDE}L{SIDE} 0"/>',
        *_marks(after, "after", most),
        *_marks(before, "before", most),
    ]
    for share in (0.0, 0.5, 1.0):
        along = round(share * SIDE)
        lines.append(f'<text x="{along}" y="{SIDE + 14}" text-anchor="middle">{share:g}</text>')
        lines.append(f'<text x="-6" y="{SIDE - along + 4}" text-anchor="end">{share:g}</text>')
    lines.append(
        f'<text x="0" y="{SIDE + 32}">error {before["ece"]:.3f} → {after["ece"]:.3f}, '
        f"n = {head['answers']}</text>"
    )
    return "\n".join(lines)


def _marks(figures: dict[str, Any], kind: str, most: int) -> list[str]:
    return [
        f'<circle class="{kind}" cx="{row["confidence"] * SIDE:.1f}" '
        f'cy="{SIDE - row["right"] * SIDE:.1f}" r="{2 + 6 * (row["count"] / most) ** 0.5:.1f}"/>'
        for row in figures["bins"]
        if row["count"]
    ]


def main() -> None:
    """Draw what was measured."""
    parser = argparse.ArgumentParser(description="Draws the reliability of the trained reader.")
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    parser.add_argument("--out", type=Path, default=Path("docs/reliability.svg"))
    asked = parser.parse_args()
    facts = json.loads((asked.model / "reliability.json").read_text(encoding="utf-8"))
    asked.out.write_text(picture(facts), encoding="utf-8")


if __name__ == "__main__":
    main()
