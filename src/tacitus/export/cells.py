"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from tacitus.export.wording import one_line, visible

# A spreadsheet takes a cell that begins so for a formula; text from a report must not run.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def text_cell(text: str | None) -> str:
    """Text as a cell: control characters visible, no formula for a spreadsheet to run.

    Args:
        text: what stands in the cell; None gives an empty cell.

    Returns:
        The text; one that a spreadsheet would take for a formula begins with an apostrophe.
    """
    shown = visible(text or "")
    return "'" + shown if shown.startswith(_FORMULA) else shown


def list_cell(values: Iterable[str | None]) -> str:
    """Several texts as one cell, joined by "; "."""
    return text_cell("; ".join(value or "" for value in values))


def listed(names: Iterable[str]) -> str:
    """Names in a row, each once, joined by "; " so that they can be parted again.

    Args:
        names: in one line each afterwards; a semicolon within one becomes a comma.
    """
    return "; ".join(dict.fromkeys(one_line(name).replace(";", ",") for name in names))


def number_cell(value: float | int | None) -> str:
    """A number as a cell; None gives an empty one."""
    return "" if value is None else str(value)


def truth_cell(value: bool) -> str:
    """ "true" or "false"."""
    return "true" if value else "false"
