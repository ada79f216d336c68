"""From the lines of a PDF's pages to paragraphs, with what is on every page marked as no story."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tacitus.records import Cut, Span

EDGE = 3
"""Lines at the top and at the bottom of a page among which running heads are looked for."""
SHARE = 0.4
"""Share of the pages on which a running head stands: heads of left and right pages differ."""
OFTEN = 4
"""Pages that a line must open or close to be a running head of a part of the document."""
SHORT = 0.75
"""Part of a page's line width below which a line with a full stop ends a paragraph."""
HEADING = 0.6
"""Part of the line width below which a line without one is a heading or an item of a list."""

_FIGURES = re.compile(r"\d+")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_PAGE_NUMBER = re.compile(r"[-–—\[(|. ]*(?:\d{1,4}|[ivxlc]{1,6})[-–—\])|. ]*")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD_START = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(r"(?:[-*•·▪●–—]|\(?\d{1,2}[.)])\s")
_CLOSED = tuple(".!?:;…")
_CLOSERS = "\"'”’»)]"


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    width: int
    blank_before: bool
    running: bool


def lay_out(pages: Sequence[str]) -> tuple[str, tuple[Cut, ...]]:
    """Put the lines of pages together to paragraphs.

    Lines of a paragraph are joined, words broken at a line's end are put together, ligatures are
    resolved, and paragraphs stand apart by a blank line. Running heads and page numbers stay in
    the text where they stood, as paragraphs of their own, and are cut.

    Args:
        pages: the text layer of each page.

    Returns:
        The text, and the cuts, with offsets in it.
    """
    lines = _lines(pages)
    inside = {word.casefold() for line in lines for word in re.findall(r"[^\W\d_]+", line.text)}
    dashed = {
        word.casefold() for line in lines for word in re.findall(r"[^\W\d_]+-[^\W\d_]+", line.text)
    }
    parts: list[str] = []
    cuts: list[Cut] = []
    length = 0

    def put(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    previous: _Line | None = None
    for line in lines:
        if previous is not None:
            broken = _broken(previous, line)
            if broken:
                tail, head = broken
                if not _keeps_dash(tail, head, inside, dashed):
                    parts[-1] = parts[-1][:-1]
                    length -= 1
            else:
                put(_between(previous, line))
        if line.running:
            cuts.append(Cut(Span(length, length + len(line.text)), "running-head", "pdf:edge"))
        put(line.text)
        previous = line
    return "".join(parts), tuple(cuts)


def _lines(pages: Sequence[str]) -> list[_Line]:
    """The lines of all pages that hold anything."""
    split = [[_plain(line) for line in page.splitlines()] for page in pages]
    heads = _running(split)
    lines: list[_Line] = []
    for page in split:
        filled = [at for at, line in enumerate(page) if line]
        edges = {*filled[:EDGE], *filled[-EDGE:]}
        width = _width(len(page[at]) for at in filled)
        ends = {*filled[:1], *filled[-1:]}
        before = -1
        for at in filled:
            line = page[at]
            running = at in edges and _key(line) in heads
            running = running or (at in ends and bool(_PAGE_NUMBER.fullmatch(line)))
            lines.append(_Line(line, width, before >= 0 and at > before + 1, running))
            before = at
    return lines


def _plain(line: str) -> str:
    """A line with its blanks made one, and without ligatures, which are one character for many."""
    plain = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), line)
    return _BLANKS.sub(" ", plain.replace("\0", "")).strip()


def _key(line: str) -> str:
    return _FIGURES.sub("#", line).casefold()


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """What stands at the edges of many pages, but for its figures."""
    counts: Counter[str] = Counter()
    outermost: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line]
        counts.update({_key(line) for line in (*filled[:EDGE], *filled[-EDGE:])})
        outermost.update({_key(line) for line in (*filled[:1], *filled[-1:])})
    most = max(2.0, SHARE * len(pages))
    return frozenset(
        key for key, count in counts.items() if count >= most or outermost[key] >= OFTEN
    )


def _width(lengths: Iterable[int]) -> int:
    """How long the full lines of a page are; the longest tenth may be headings over columns."""
    ordered = sorted(lengths)
    return ordered[-(-9 * (len(ordered) - 1) // 10)] if ordered else 0


def _broken(line: _Line, following: _Line) -> tuple[str, str] | None:
    """The two parts of a word that is broken between two lines."""
    if line.running or following.running or following.blank_before:
        return None
    tail, head = _BROKEN_WORD.search(line.text), _WORD_START.match(following.text)
    return None if tail is None or head is None else (tail[1], head.group())


def _keeps_dash(tail: str, head: str, inside: set[str], dashed: set[str]) -> bool:
    """Whether the dash belongs to the word: by how the document writes it elsewhere.

    A name keeps it ("al-Shabaab"): printers break words, but not before a capital.
    """
    if not tail[-1].islower() or not head[0].islower():
        return True
    if (tail + head).casefold() in inside:
        return False
    return f"{tail}-{head}".casefold() in dashed


def _closed(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_CLOSED)


def _between(line: _Line, following: _Line) -> str:
    """What is to stand between two lines: a blank within a paragraph, or a blank line."""
    length, closed = len(line.text), _closed(line.text)
    starts = following.text[0]
    if line.running or following.running or _BULLET.match(following.text):
        return "\n\n"
    if following.blank_before:
        # some PDFs set every line as a paragraph of its own
        return " " if not closed and starts.islower() else "\n\n"
    if closed:
        return "\n\n" if length < SHORT * line.width else " "
    if length < HEADING * line.width and not starts.islower() and line.text[-1] not in ",-–":
        return "\n\n"
    return " "
