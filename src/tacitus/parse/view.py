"""A report's text made fit for parsing, with a way back to the characters as published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.parse.casing import truecase
from tacitus.parse.lines import layout_of, separator
from tacitus.parse.mend import Edit, edits
from tacitus.records import Report, Span


@dataclass(frozen=True, slots=True)
class View:
    """Text for the parser and, for each of its characters, the report's characters behind it.

    Attributes:
        text: what the parser reads.
        begin: for each character of ``text``, the offset in ``Report.text`` where it starts.
        end: for each character of ``text``, the offset in ``Report.text`` where it ends.
        recased: whether the capitals of ``text`` were worked out, not read.

    """

    text: str
    begin: tuple[int, ...]
    end: tuple[int, ...]
    recased: bool = False

    def span(self, start: int, end: int) -> Span:
        """The report's characters behind ``text[start:end]``."""
        return Span(self.begin[start], self.end[end - 1])


def make_view(report: Report, within: Span | None = None) -> View:
    """The report's story text, mended for the parser.

    Cuts are left out, mojibake and entities repaired, invisible characters dropped, wrapped
    lines joined, lines that end without a full stop closed with one, headings that run into the
    text set apart, and the case of texts in capitals or in small letters restored.

    Args:
        report: what was read.
        within: the stretch of its text to take, or None for the whole.

    Returns:
        A view in which offsets never run backwards and every character has a source.

    """
    text = report.text
    start, stop = (within.start, within.end) if within else (0, len(text))
    layout = layout_of(text[start:stop])
    chars: list[str] = []
    begin: list[int] = []
    end: list[int] = []

    def copy(first: int, last: int) -> None:
        chars.append(text[first:last])
        begin.extend(range(first, last))
        end.extend(range(first + 1, last + 1))

    def put(edit: Edit) -> None:
        chars.append(edit.text)
        begin.extend([edit.start] * len(edit.text))
        end.extend([edit.end] * len(edit.text))

    previous: int | None = None
    for first, last in _story(report, start, stop):
        if previous is not None:
            put(Edit(previous, first, separator(text, previous, first, layout, cut=True)))
        at = first
        for edit in edits(text, first, last, layout, report.title):
            copy(at, edit.start)
            put(edit)
            at = edit.end
        copy(at, last)
        previous = last
    view_text = "".join(chars)
    cased = truecase(view_text)
    return View(cased, tuple(begin), tuple(end), cased != view_text)


def _story(report: Report, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The stretches between the cuts, without white space at either end, that hold anything."""
    text = report.text
    at = start
    for cut in (*sorted(cut.span for cut in report.cuts), None):
        last = stop if cut is None else max(at, min(cut.start, stop))
        piece = text[at:last]
        if piece.strip():
            yield at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
        if cut is None:
            return
        at = max(at, cut.end)
