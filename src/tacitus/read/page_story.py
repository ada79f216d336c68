"""What of the text that was taken out of a web page is no story, by where it stands on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tacitus.records import Cut, Span

HEADLINE_WITHIN = 1_000
"""Characters in which an article's own headline is looked for."""
_LONGEST_ABOVE = 120
"""Characters of a line above a headline; a longer one is story."""
_LINES = re.compile(r"[^\n]+")
_BULLET = re.compile(r"^\s*(?:[-•*]\s+)?")
_SENTENCE = re.compile(r"\w[.!?]['\"’”)]?$")
_BETWEEN = re.compile(r"\s+(?:[-–—|/:·•»«>]|::)\s+|\s*\|\s*|:\s+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def page_cuts(tree: Any, text: str, title: str | None) -> tuple[Cut, ...]:
    """What stands above the headline, and lines that are the words of one link each.

    A paragraph of a story holds links, and is none: a line that is a link from end to end leads to
    another story or is a button. Headings may be links to themselves.

    Args:
        tree: the page, as lxml gives it.
        text: the article that was taken from it.
        title: its headline.
    """
    links = _links(tree)
    lines = list(_lines(text))
    above = _above(text, lines, title)
    return tuple(
        Cut(
            span, "header" if at < above else "related", f"page:{'above' if at < above else 'link'}"
        )
        for at, span in enumerate(lines)
        if at < above or (_plain(span.quote(text)) in links and span.quote(text) != title)
    )


def parts_of_title(written: str | None) -> list[str]:
    """What the title element of a page is made of: "Headline - Outlet" is two parts."""
    return [part for part in map(str.strip, _BETWEEN.split(written or "")) if part]


def outlet_of_title(written: str | None, headline: str | None) -> str | None:
    """The outlet that a title element names before or after the headline; None where none is."""
    whole, head = " ".join((written or "").split()), " ".join((headline or "").split())
    if not head or whole == head:
        return None
    if whole.startswith(head):
        rest, parts = whole[len(head) :], parts_of_title("x" + whole[len(head) :])
        return parts[1] if len(parts) == 2 and _BETWEEN.match(rest) else None
    if whole.endswith(head):
        parts = parts_of_title(whole[: -len(head)] + "x")
        return parts[0] if len(parts) == 2 else None
    return None


def _lines(text: str) -> Iterator[Span]:
    for match in _LINES.finditer(text):
        line = match.group()
        first = len(line) - len(line.lstrip())
        if line.strip():
            yield Span(match.start() + first, match.start() + len(line.rstrip()))


def _above(text: str, lines: list[Span], title: str | None) -> int:
    """How many lines stand above the headline; none where it is not there or a sentence is."""
    for at, span in enumerate(lines):
        if span.start > HEADLINE_WITHIN:
            return 0
        line = span.quote(text)
        if line == title:
            return at
        if len(line) > _LONGEST_ABOVE or _SENTENCE.search(line):
            return 0
    return 0


def _links(tree: Any) -> frozenset[str]:
    """The words of all links that are more than one word and stand in no heading."""
    found = (
        _plain("".join(link.itertext()))
        for link in tree.iter("a")
        if not any(parent.tag in _HEADINGS for parent in link.iterancestors())
    )
    return frozenset(words for words in found if " " in words)


def _plain(words: str) -> str:
    return " ".join(_BULLET.sub("", words).split())
