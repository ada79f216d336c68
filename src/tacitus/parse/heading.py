"""Where a headline ends that runs into the text without a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tacitus.parse.misread import joining_words

HEAD = 300
"""How far into a text its headline may reach."""

_DASH = re.compile(r"(?<=[\w'’\"”.)])[ \xa0]?-(?=[A-Z\"“'‘])")
LONGEST_PREFIX = 4
"""Letters of the longest word that joins a name by a hyphen: "al-Ruz", "anti-Assad"."""
_PREFIX = re.compile(rf"(?<![\w'’])[A-Za-z][a-z]{{0,{LONGEST_PREFIX - 1}}}$")
_TOWN = re.compile(r"[A-Z]{3}")
"""How a dateline begins, which may follow any word."""
_ALNUM = re.compile(r"\w")
_WORDS = re.compile(r"[A-Za-z][\w'’]*")


def heading_ends(text: str, first: int, last: int, title: str | None) -> Iterator[tuple[int, int]]:
    """Stretches to be read as the end of a headline: at most one a stretch of text.

    Args:
        text: the report's text.
        first: where a stretch of story starts.
        last: where it ends.
        title: the headline as given apart from the text, if it was.

    Yields:
        Offsets of the dash, or of the blank, between headline and text.

    """
    if first > HEAD:
        return
    given = _title_end(text, first, last, title) if title else None
    if given is not None:
        yield given
        return
    for dash in _DASH.finditer(text, first, min(last, first + HEAD)):
        joined = _PREFIX.search(text, max(first, dash.start() - LONGEST_PREFIX), dash.start())
        if joined is not None and _joins(joined.group(), text, dash.end(), last):
            continue
        head = _WORDS.findall(text, first, dash.start())
        body = _WORDS.findall(text, dash.end(), min(last, dash.end() + 120))[:14]
        if _is_headline(head) and _is_prose(body):
            yield dash.start(), dash.end()
            return


def _joins(word: str, text: str, behind: int, last: int) -> bool:
    """Whether a short word before a dash belongs to the name behind it."""
    if _TOWN.match(text, behind, last):
        return False
    return word.islower() or word.lower() in joining_words()


def _title_end(text: str, first: int, last: int, title: str) -> tuple[int, int] | None:
    """The gap after the title, where the text opens with it and goes on without a full stop."""
    wanted = [char.lower() for char in _ALNUM.findall(title)]
    if len(wanted) < 10:
        return None
    at = first
    for char in wanted:
        found = _ALNUM.search(text, at, min(last, at + 4))
        if found is None or found.group().lower() != char:
            return None
        at = found.end()
    gap = re.compile(r"['\"”’)]*(?P<gap>\s*-?\s*)(?=[A-Z\"“'‘\d])").match(text, at, last)
    if gap is None or not gap.group("gap") or "\n" in gap.group("gap"):
        return None
    return gap.span("gap")


def _is_headline(words: list[str]) -> bool:
    """Whether at least three words in four, short ones apart, have a capital."""
    long = [word for word in words if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in long) >= 0.75 * len(long) > 0


def _is_prose(words: list[str]) -> bool:
    """Whether at least two in five of the words have none, a dateline's apart."""
    words = [word for word in words if not word.isupper() or word in ("A", "I")]
    return len(words) >= 4 and sum(word[0].islower() for word in words) >= 0.4 * len(words)
