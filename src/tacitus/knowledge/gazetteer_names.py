"""Spellings of place names brought together: exact keys, loose forms and consonant skeletons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d",
        "þ": "th",
        "ə": "a", "'": None, "’": None, "‘": None, "ʻ": None, "ʼ": None, "`": None, "´": None,
        "ʿ": None, "ʾ": None, "′": None,
    }
)  # fmt: skip
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Letters beyond Latin and its marks and punctuation.
OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\U0010ffff]")
_NOT_LETTER = re.compile(r"[\W_]+")
# Letters of one sound or shape that spellings of Arabic, Persian and Kurdish exchange; tatweel
# only stretches.
_ARABIC = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ە": "ه", "ک": "ك", "ـ": None}
)
_INITIALS = re.compile(r"\b([a-z]) (?=[a-z]\b)")

ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ad",
        "ed",
        "ud",
        "ar",
        "er",
        "ur",
        "as",
        "es",
        "us",
        "ash",
        "esh",
        "at",
        "et",
        "ath",
        "adh",
        "az",
        "ez",
        "uz",
        "an",
        "en",
        "ıl",
        "il",
    ]
)
# An Arabic article written onto its noun: "Alsaliheen", "Ezzor", "Arraqqah".
_GLUED = re.compile(
    r"^(?:al(?=[bcdfghjkmnpqrstvwxz][a-z]{3})|[aeiu](?=(zz|ss|dd|nn|rr|tt)[a-z]{2}))"
)

# Romanisations of one sound, longest first; the right side is this module's own alphabet.
_WITH_H = (
    ("tch", "S"), ("sch", "S"), ("sh", "S"), ("ch", "S"), ("kh", "X"), ("gh", "g"), ("th", "t"),
    ("dh", "d"), ("ph", "f"), ("zh", "j"),
)  # fmt: skip
_WITH_C = (("ck", "k"), ("cz", "S"), ("ce", "se"), ("ci", "si"), ("c", "k"))
_OTHERS = (("dj", "j"), ("q", "k"), ("x", "ks"), ("X", "x"), ("tz", "ts"))
_VOWEL_RUN = re.compile(r"[aeiouyw]+")
_VOWELS = (
    (re.compile(r"(?:ou|oo|au|aw|ow|uw|o|u)(?![aeiouwy])|(?:ou|oo|o|u)"), "u"),
    (re.compile(r"[aeiuy]*?(?:ee|ei|ey|ay|ai|ie|iy|ea|e|y)(?=[^aeiuy]|$)|[ey]"), "i"),
    (re.compile(r"ii+"), "i"),
)
_TAIL = re.compile(r"(?:ia|a|i)?h?$")
_DOUBLE = re.compile(r"(.)\1+")
_DROPPED = re.compile(r"[aiu]|(?<!^)[hw]")


@lru_cache(maxsize=4_096)
def fold(name: str) -> str:
    """A name in lower-case ASCII letters and single spaces: the key for exact look-up.

    Apostrophes go without a trace, other punctuation becomes a space, initials close up
    ("U.S." is "us"). Names in other scripts fold to an empty string.
    """
    text = name.lower().translate(_PLAIN)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _NOT_WORD.sub(" ", text).strip()
    return _INITIALS.sub(r"\1", text) if " " in text else text


def latin(names: Iterable[str]) -> list[str]:
    """Names in Latin letters; those without a capital are machine-made and left out."""
    return [n for n in names if n != n.lower() and (n.isascii() or not OTHER_SCRIPT.search(n))]


def other_scripts(names: Iterable[str]) -> list[str]:
    """Names with letters of other scripts than the Latin one."""
    return [n for n in names if not n.isascii() and OTHER_SCRIPT.search(n)]


def script_key(name: str) -> str:
    """A name in any script as the finder compares it: no case, no marks, single spaces.

    Vowel points and hamzas of Arabic, points of Hebrew and accents of Cyrillic go; letters that
    writers of Arabic script exchange become one. Latin names give what ``fold`` gives.
    """
    if name.isascii() or not OTHER_SCRIPT.search(name):
        return fold(name)
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_ARABIC)
    return _NOT_LETTER.sub(" ", text).strip()


@lru_cache(maxsize=4_096)
def loose(name: str) -> str:
    """A name as it sounds, for comparison: articles dropped, one letter for each sound.

    "Deir ez-Zor", "Dayr az Zawr" and "Deir Ezzor" come out alike or nearly so. The equations are
    the usual ones between the Arabic, French and English ways to romanise (kh, q/k, ou/oo/u,
    ee/i, trailing h); they are meant for comparing, not for printing.
    """
    words = [_GLUED.sub("", w) if w[0] in "aeiu" else w for w in fold(name).split()]
    kept = [w for w in words if w not in ARTICLES] or words
    return "".join(map(_sound, kept))


@lru_cache(maxsize=4_096)
def _sound(word: str) -> str:
    for letter, pairs in (("h", _WITH_H), ("c", _WITH_C), ("", _OTHERS)):
        if letter in word:
            for old, new in pairs:
                word = word.replace(old, new)
    word = _VOWEL_RUN.sub(_vowels, word)
    word = _DOUBLE.sub(r"\1", word)
    if len(word) > 3:
        word = _TAIL.sub(lambda m: "a" if m.group() else "", word)
    return word


def _vowels(match: re.Match[str]) -> str:
    return _vowel_class(match.group())


@lru_cache(maxsize=2000)
def _vowel_class(run: str) -> str:
    for pattern, new in _VOWELS:
        run = pattern.sub(new, run)
    return run


def skeleton(loose_name: str) -> str:
    """The consonants of a loose form, with "a" for a vowel at its head.

    Args:
        loose_name: what ``loose`` gave.
    """
    head = "a" if loose_name[:1] in ("a", "i", "u") else ""
    return head + _DOUBLE.sub(r"\1", _DROPPED.sub("", loose_name))
