"""Names that the parser would take for common words, and what it reads instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tacitus.knowledge.load import Entry, packaged


class Misread(Entry):
    """Schema of ``knowledge/misread.yaml``."""

    names: dict[str, str]
    articles: dict[str, list[str]]
    joining: list[str]


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    names = packaged("misread.yaml", Misread).names
    words = "|".join(map(re.escape, names))
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)"), names


@cache
def _articles() -> tuple[re.Pattern[str], dict[str, str]]:
    given = packaged("misread.yaml", Misread).articles
    read = {form: article for article, forms in given.items() for form in forms}
    read |= {form.capitalize(): article.capitalize() for form, article in read.items()}
    return re.compile(rf"(?<![\w-])({'|'.join(read)})(?=-[A-Z][a-z])"), read


@cache
def joining_words() -> frozenset[str]:
    """Words that a hyphen joins to a name behind them."""
    return frozenset(packaged("misread.yaml", Misread).joining)


_WORD_BEFORE = re.compile(r"(\w+)\W*$")
_WORD_AFTER = re.compile(r"\W*(\w+)")
# characters within which the next word stands
_REACH = 40


def misread_names(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Names that look like common words: those in capitals, and those with an Arabic article.

    Names in capitals are meant that are common words in small letters, among words that are not in
    capitals.

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
    pattern, articles = _articles()
    for found in pattern.finditer(text, first, last):
        yield found.start(), found.end(), articles[found.group()]
