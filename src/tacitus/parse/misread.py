"""Names that the parser would take for common words, and what it reads instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tacitus.knowledge.load import Entry, packaged


class Misread(Entry):
    """Schema of ``knowledge/misread.yaml``."""

    names: dict[str, str]


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    names = packaged("misread.yaml", Misread).names
    words = "|".join(map(re.escape, names))
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)"), names


_WORD_BEFORE = re.compile(r"(\w+)\W*$")
_WORD_AFTER = re.compile(r"\W*(\w+)")
# characters within which the next word stands
_REACH = 40


def misread_names(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Names in capitals among words that are not, which are common words in small letters.

    Args:
        text: the report's text.
        first: where a stretch of story starts.
        last: where it ends.

    Yields:
        First and last offset (exclusive) of each and the name to read.
    """
    pattern, names = _names()
    for found in pattern.finditer(text, first, last):
        before = _WORD_BEFORE.search(text[max(first, found.start() - _REACH) : found.start()])
        after = _WORD_AFTER.match(text, found.end(), min(last, found.end() + _REACH))
        beside = [match.group(1) for match in (before, after) if match is not None]
        words = [word for word in beside if any(char.isalpha() for char in word)]
        # a line in capitals throughout says nothing; nor do other acronyms beside the name
        if any(not word.isupper() for word in words):
            yield found.start(), found.end(), names[found.group()]
