"""Figures as files: CSV of the numbers, SVG and PNG of the plot."""

from __future__ import annotations

import csv
import io
from functools import cache

import resvg_py

from tacitus import __version__
from tacitus.export.cells import text_cell
from tacitus.records import TacitusError
from tacitus.serve.figures.records import Cell, FigureData, Options
from tacitus.serve.filters import Filter
from tacitus.serve.plots.svg import NAMESPACE, Drawing

#: Pixels of a PNG for a unit of the drawing.
ZOOM = 2
# that of plot.css, for one machine's fonts or another's
_SANS = "DejaVu Sans"


def forms() -> tuple[str, ...]:
    """The forms of file that a figure can be taken along in here: no PNG without fonts."""
    return ("svg", "png", "csv") if _has_fonts() else ("svg", "csv")


def csv_of(data: FigureData) -> str:
    """The rows of a figure as CSV, names of columns first; what is not known is empty.

    Args:
        data: the figure.

    Returns:
        RFC 4180, in UTF-8 once encoded; text that a spreadsheet would run begins with an
        apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in data.columns])
    writer.writerows([[_cell(cell) for cell in row] for row in data.rows])
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}"
    return text_cell(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def notes_of(data: FigureData, asked: Filter, options: Options, *, filtered: bool) -> list[str]:
    """What stands below the plot of a file, which leaves the page that explains it.

    Args:
        data: the figure.
        asked: the filter that it is of.
        options: how it is cut.
        filtered: whether it heeds the filter.
    """
    given = asked.pairs(order=None, offset=None, limit=None) if filtered else []
    pairs = [f"{name}={value}" for name, value in (*given, *options.pairs())]
    told = f"Filter: {', '.join(pairs) or 'none'}. " if filtered else ""
    return [data.says, *data.notes, f"{told}Tacitus {__version__}."]


def svg_of(drawing: Drawing, data: FigureData, notes: list[str]) -> str:
    """A plot as an SVG file.

    Args:
        drawing: the plot.
        data: the figure that it is of.
        notes: what stands below it.
    """
    return drawing.file(data.title, notes)


def png_of(svg: str) -> bytes:
    """An SVG file as PNG, twice as large.

    Args:
        svg: as ``svg_of`` gives it.

    Raises:
        TacitusError: ``no-fonts`` where this machine has none to write the words in.
    """
    if not _has_fonts():
        raise TacitusError(
            "no-fonts",
            "this machine has no fonts, so a picture would have no words.",
            "Take the plot as SVG, or install fonts (Debian: apt install fonts-dejavu-core).",
        )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM, sans_serif_family=_SANS))


@cache
def _has_fonts() -> bool:
    """Whether a word leaves any trace in a picture."""

    def picture(words: str) -> bytes:
        text = f'<text x="2" y="16">{words}</text>'
        svg = f'<svg xmlns="{NAMESPACE}" width="40" height="20">{text}</svg>'
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, sans_serif_family=_SANS))

    return picture("word") != picture("")
