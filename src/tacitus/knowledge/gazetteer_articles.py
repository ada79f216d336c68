"""The Arabic article in names of places, as it is written and as it sounds."""

from __future__ import annotations

# beginnings of a word before which the article sounds like them: "al-Nabk" is spoken "an-Nabk"
_SOUNDING = ("sh", "th", "dh", "t", "d", "r", "z", "s", "n")
_WRITTEN = ("al", "el")


def article_keys(key: str) -> tuple[str, ...]:
    """Other keys of a name that begins with an Arabic article: "al nabk" is "an nabk" too.

    Args:
        key: what ``gazetteer_names.fold`` gave.
    """
    article, _, noun = key.partition(" ")
    sound = next((s for s in _SOUNDING if noun.startswith(s)), None)
    forms = (*_WRITTEN, *(vowel + sound for vowel in "ae")) if sound else ()
    return tuple(f"{form} {noun}" for form in forms if form != article) if article in forms else ()
