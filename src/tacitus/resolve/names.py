"""Whether two mentions can be names of one thing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z0-9]+")


@lru_cache(maxsize=4_096)
def content_words(mention: str) -> frozenset[str]:
    """The words of a mention in lower case and plain letters, short function words left out."""
    plain = unicodedata.normalize("NFKD", mention).encode("ascii", "ignore").decode()
    return frozenset(
        w for word in _WORD.findall(plain) if len(w := word.lower()) > 2 or word.isupper()
    )


@lru_cache(maxsize=4_096)
def initials(mention: str) -> str:
    """The first letters of a mention's capitalised words ("Syrian Democratic Forces": "SDF")."""
    return "".join(word[0] for word in _WORD.findall(mention) if word[0].isupper())


def same_name(a: str, b: str) -> bool:
    """Whether one mention's words hold or mostly share the other's, or are its initials."""
    x, y = content_words(a), content_words(b)
    if x and y and (x <= y or y <= x or 2 * len(x & y) >= len(x | y)):
        return True
    return (a.isupper() and 2 <= len(a) <= 6 and a == initials(b)) or (
        b.isupper() and 2 <= len(b) <= 6 and b == initials(a)
    )
