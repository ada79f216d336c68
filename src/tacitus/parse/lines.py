"""What a line break in a report means: a wrapped line, a new sentence, or a new paragraph."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

WIDEST_WRAP = 110
"""Lines longer than this were not broken by a typewriter, wire or mail program."""

TYPED = 55
"""A line of so many characters that ends without a full stop was broken by a typewriter."""

_WORD = re.compile(r"\S+")
_BULLET = re.compile(r"(?:[-*•·–—]|\(?\d{1,2}[.)])\s")
_CLOSED = frozenset(".!?:;…")
_CLOSERS = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out.

    Attributes:
        width: length of its longest line.
        wrapped: whether its lines were broken to fit a width, not to end a paragraph.
        lower: whether it is written without capitals, so that a small letter tells nothing.

    """

    width: int
    wrapped: bool
    lower: bool


def layout_of(text: str) -> Layout:
    """Tell how a text is laid out.

    A text is wrapped when no line is longer than ``WIDEST_WRAP`` and most lines that are followed
    by another are so long that the next word would not have fitted, give or take ten columns, or
    break off in the middle of a sentence at a typewriter's length.
    """
    lines = text.split("\n")
    width = max(len(line) for line in lines)
    lower = not any(char.isupper() for char in text[:2_000])
    if len(lines) < 2 or width > WIDEST_WRAP or width < 30:
        return Layout(width, wrapped=False, lower=lower)
    full = short = 0
    for line, following in itertools.pairwise(lines):
        if not line.strip() or not following.strip() or following.startswith(("  ", "\t")):
            continue
        word = _WORD.search(following)
        length = len(line.rstrip())
        fitted = word is not None and length + 1 + len(word.group()) >= width - 10
        if fitted or (length >= TYPED and not closed(line, length)):
            full += 1
        else:
            short += 1
    return Layout(width, wrapped=full > short, lower=lower)


def closed(text: str, stop: int) -> bool:
    """Whether ``text[:stop]`` ends a sentence by its punctuation."""
    at = stop - 1
    while at > stop - 5 and at >= 0 and text[at] in _CLOSERS:
        at -= 1
    return at < 0 or text[at] in _CLOSED


def separator(text: str, start: int, end: int, layout: Layout, *, cut: bool = False) -> str:
    """What the parser is to read in place of ``text[start:end]``.

    Args:
        text: the report's text.
        start: where a run of white space with a line break, or a cut, starts.
        end: where it ends.
        layout: the text's layout.
        cut: whether boilerplate was cut here.

    Returns:
        A blank within a sentence; otherwise a line break, two between paragraphs, after a full
        stop where the text before it has none.

    """
    breaks = text.count("\n", start, end)
    if _runs_on(text, start, end, layout, breaks, cut):
        return " "
    stop = "" if closed(text, start) else "."
    return stop + ("\n" if breaks == 1 and not cut else "\n\n")


def _runs_on(text: str, start: int, end: int, layout: Layout, breaks: int, cut: bool) -> bool:
    """Whether the sentence goes on after ``text[start:end]``."""
    if end >= len(text):
        return True
    open_end = not closed(text, start)
    small = text[end].islower() and not layout.lower
    if cut:
        return open_end and small
    if breaks > 1:
        return open_end and small and text[start - 1] != ")"
    if open_end and (small or text[start - 1] in ",-–"):
        return True
    if not layout.wrapped or _BULLET.match(text, end):
        return False
    line = text.rfind("\n", 0, start) + 1
    if text.endswith(("  ", "\t"), start, end):
        return False
    word = _WORD.match(text, end)
    length = start - line + 1 + (len(word.group()) if word else 0)
    return length >= min(layout.width * 0.7, TYPED)
