"""When two verbatim mentions name the same thing, as the codebook's scoring defines it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z0-9]+")
# "U.S." and "U.S.A." count as one word.
_DOTTED = re.compile(r"\b([A-Z])\.(?:([A-Z])\.)(?:([A-Z])\.)?")
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_EMPTY = frozenset(
    "a an the of in on at by to from near and or for with its his her their were was is are has"
    " have had been s".split()
)
SAME_SHARE = 0.5


@lru_cache(maxsize=65536)
def content_words(text: str) -> frozenset[str]:
    """The words of a mention that carry meaning, lower case and without accents.

    Args:
        text: the mention. In mixed case a word in capitals of more than one letter counts even
            where its lower-case form is a preposition or article ("IS", "US" beside "is").
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = _DOTTED.sub(r"\1\2\3", plain)
    mixed = plain != plain.upper()
    return frozenset(
        word.lower()
        for word in _WORD.findall(plain)
        if word.lower() not in _EMPTY or (mixed and word.isupper() and len(word) > 1)
    )


def is_acronym(short: str, long: str) -> bool:
    """Whether ``short`` is made of the first letters of the capitalised words of ``long``."""
    letters = short.replace(".", "").strip()
    initials = "".join(word[0] for word in _WORD.findall(long) if word[0].isupper())
    return bool(_ACRONYM.fullmatch(letters)) and letters == initials


@lru_cache(maxsize=65536)
def same_mention(one: str, other: str) -> bool:
    """Whether two mentions name the same thing.

    They do when the content words of one hold those of the other, when they share half of their
    words together (Jaccard), or when one is the other's acronym.
    """
    left, right = content_words(one), content_words(other)
    if left and right:
        shared = len(left & right)
        if shared in (len(left), len(right)) or shared / len(left | right) >= SAME_SHARE:
            return True
    return is_acronym(one, other) or is_acronym(other, one)


def matched(gold: Sequence[str], coded: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of indices of mentions that are the same, each mention used once, first come first."""
    left = list(range(len(coded)))
    pairs = []
    for i, mention in enumerate(gold):
        hit = next((j for j in left if same_mention(coded[j], mention)), None)
        if hit is not None:
            left.remove(hit)
            pairs.append((i, hit))
    return pairs


def quotes_overlap(gold: Sequence[str], coded: Sequence[str]) -> bool:
    """Whether some pair of quotes shares at least half of the shorter one's content words."""
    return any(
        len(left & right) / min(len(left), len(right)) >= SAME_SHARE
        for left in map(content_words, gold)
        for right in map(content_words, coded)
        if left and right
    )
