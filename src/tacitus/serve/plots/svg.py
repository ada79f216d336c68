"""An SVG in the making: shapes with classes, words escaped, styles inside where it is a file."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree as ET

from tacitus.export.wording import visible

NAMESPACE = "http://www.w3.org/2000/svg"
#: Width of every plot, in its own units.
WIDTH = 760.0
_MARGIN = 14.0
_LINE = 15.0
# characters of a note that fit into a line of 11 units
_NOTE = 122
# "var(--ink, #191b1d)" of the style sheet, with the colour of a file in it
_COLOUR = re.compile(r"var\(--[\w-]+, (#[0-9a-f]{6})\)")
# no XML may hold these, even escaped: halves of pairs, and what is no character
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@cache
def styles() -> str:
    """The style sheet of a file: that of the pages, with colours of its own."""
    sheet = (files("tacitus.serve.plots") / "plot.css").read_text(encoding="utf-8")
    return _COLOUR.sub(r"\1", sheet)


class Drawing:
    """A plot.

    Args:
        name: begins the ids in it, so that several can stand in one page.
        height: in its own units; the width is ``WIDTH``.
        label: what it shows, for those who do not see it.
    """

    def __init__(self, name: str, height: float, label: str) -> None:
        self.name = name
        self.height = height
        self.label = label
        self._body = ET.Element("g")

    def rect(
        self, x: float, y: float, width: float, height: float, kind: str, told: str = ""
    ) -> None:
        """A bar or a cell.

        Args:
            x: of its left edge.
            y: of its upper edge.
            width: of it.
            height: of it.
            kind: its classes; "lined" is hatched.
            told: what it stands for, shown where it is pointed at.
        """
        place = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
        shape = ET.SubElement(self._body, "rect", place | {"class": kind})
        _titled(shape, told)
        if kind == "lined":
            hatched = ET.SubElement(self._body, "rect", place)
            hatched.set("fill", f"url(#{self.name}-hatch)")
            _titled(hatched, told)

    def path(self, way: str, kind: str, told: str = "") -> None:
        """A line.

        Args:
            way: as the "d" of SVG; see ``way``.
            kind: its classes.
            told: as for ``rect``.
        """
        _titled(ET.SubElement(self._body, "path", {"d": way, "class": kind}), told)

    def circle(self, x: float, y: float, radius: float, kind: str, told: str = "") -> None:
        """A dot.

        Args:
            x: of its middle.
            y: of its middle.
            radius: of it.
            kind: its classes.
            told: as for ``rect``.
        """
        place = {"cx": _n(x), "cy": _n(y), "r": _n(radius), "class": kind}
        _titled(ET.SubElement(self._body, "circle", place), told)

    def text(
        self, x: float, y: float, words: str, kind: str = "", anchor: str = "start", told: str = ""
    ) -> None:
        """Words.

        Args:
            x: where they begin, end or have their middle.
            y: of their line.
            words: any; what could reorder or break them is made visible.
            kind: their classes.
            anchor: "start", "middle" or "end".
            told: the same words in full, where they were cut.
        """
        made = ET.SubElement(self._body, "text", {"x": _n(x), "y": _n(y)})
        if kind:
            made.set("class", kind)
        if anchor != "start":
            made.set("text-anchor", anchor)
        made.text = printable(words)
        _titled(made, told)

    def inline(self) -> str:
        """The plot to stand in a page, which has the styles."""
        root = self._root(0, self.height)
        root.set("role", "img")
        root.set("aria-label", printable(self.label))
        root.append(self._body)
        return ET.tostring(root, encoding="unicode")

    def file(self, title: str, notes: Iterable[str] = ()) -> str:
        """The plot as a file: with its title above, notes below, and the styles inside.

        Args:
            title: what it shows.
            notes: what must be known to read it, each from a line of its own on.
        """
        lines = [line for note in notes for line in textwrap.wrap(printable(note), _NOTE)]
        top = _MARGIN + 22
        height = top + self.height + _LINE * len(lines) + _MARGIN
        root = self._root(-top, height, _MARGIN)
        root.set("width", _n(WIDTH + 2 * _MARGIN))
        root.set("height", _n(height))
        ET.SubElement(root, "title").text = printable(title)
        ET.SubElement(root, "desc").text = printable(self.label)
        ET.SubElement(root, "style").text = styles()
        ET.SubElement(
            root,
            "rect",
            {
                "x": _n(-_MARGIN),
                "y": _n(-top),
                "width": _n(WIDTH + 2 * _MARGIN),
                "height": _n(height),
                "class": "ground",
            },
        )
        head = ET.SubElement(root, "text", {"x": "0", "y": _n(_MARGIN + 8 - top), "class": "title"})
        head.text = printable(title)
        root.append(self._body)
        for number, line in enumerate(lines, 1):
            y = _n(self.height + _LINE * number)
            ET.SubElement(root, "text", {"x": "0", "y": y, "class": "soft"}).text = line
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'

    def _root(self, top: float, height: float, margin: float = 0) -> ET.Element:
        box = f"{_n(-margin)} {_n(top)} {_n(WIDTH + 2 * margin)} {_n(height)}"
        root = ET.Element("svg", {"xmlns": NAMESPACE, "viewBox": box, "class": "plot"})
        pattern = ET.SubElement(
            ET.SubElement(root, "defs"),
            "pattern",
            {
                "id": f"{self.name}-hatch",
                "width": "5",
                "height": "5",
                "patternUnits": "userSpaceOnUse",
            },
        )
        ET.SubElement(pattern, "path", {"d": "M-1 6L6 -1M4 6L6 4M-1 1L1 -1", "class": "hatch"})
        return root


def printable(words: str) -> str:
    """Words as an SVG can hold them: what would reorder or break them is made visible."""
    return _NO_XML.sub("\ufffd", visible(words))


def cut(words: str, most: int) -> str:
    """Words of so many characters at the most, with a sign that they go on.

    Args:
        words: any.
        most: how many characters.
    """
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def way(*points: tuple[float, float]) -> str:
    """The way of a line through points, as the "d" of SVG has it."""
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _titled(shape: ET.Element, told: str) -> None:
    if told:
        ET.SubElement(shape, "title").text = printable(told)


def _n(value: float) -> str:
    """A number with one decimal at the most."""
    return f"{value:.1f}".removesuffix(".0")
