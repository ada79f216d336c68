"""Names in a sentence: registry names, states, demonyms, people and other capitalised names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tacitus.knowledge.actors import fold, load_nouns, load_registry
from tacitus.parse.document import Parsed


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence.

    Attributes:
        first, stop: its tokens.
        sort: "r" registry actor, "s" state, "a" demonym, "p" person (two words or more,
            unlisted), "n" any other name.

    """

    first: int
    stop: int
    sort: str


@cache
def _openers() -> dict[str, int]:
    """The most words in a registry name or state, by its first word."""
    registry = load_registry()
    sizes: dict[str, int] = {}
    for table in (registry.aliases, registry.nations, registry.adjectives):
        for key in table:
            sizes[key[0]] = max(sizes.get(key[0], 0), len(key))
    return sizes


def names_in(parsed: Parsed, first: int, stop: int) -> list[Name]:
    """The names among the tokens ``first`` to ``stop``, in order, none overlapping."""
    doc = parsed.doc
    names: list[Name] = []
    i = first
    while i < stop:
        token = doc[i]
        text = token.text
        if not (text[0].isupper() or text == "al" or text[0].isdigit()):
            i += 1
            continue
        name = _listed(doc, i, stop) or _capitalised(doc, i, stop, first)
        if name is None:
            i += 1
        else:
            names.append(name)
            i = name.stop
    return names


def _listed(doc, first: int, stop: int) -> Name | None:
    """The longest registry name or state that begins at a token."""
    openers = _openers()
    words: list[str] = []
    best: Name | None = None
    longest = 0
    for i in range(first, min(stop, first + 12)):
        text = doc[i].text
        if i > first and text == "the":
            continue
        if text not in ("-", "'s", "’s", "al", "/") and text[0].isalnum():
            words.extend(fold(text))
            if not longest:
                longest = openers.get(words[0], 0)
                if not longest:
                    return None
        elif i > first and text not in ("al", "-", "/"):
            break
        if text in ("al", "-", "/") or not words:
            continue
        if len(words) > longest:
            break
        best = _match(doc, first, i + 1, stop, tuple(words)) or best
    if best is not None and best.sort == "r":
        return Name(first, _part(doc, best.stop, stop) or best.stop, "r")
    return best


def _match(doc, first: int, end: int, stop: int, key: tuple[str, ...]) -> Name | None:
    """What the folded words of the tokens ``first`` to ``end`` name, if anything listed."""
    registry = load_registry()
    short = len(key) == 1 and (key in load_nouns().heads or len(key[0]) < 3)
    if short and not doc[end - 1].text.isupper():
        return None  # "Force", "Is" at the start of a sentence; "IS" and "US" are names
    if key in registry.aliases:
        return Name(first, end, "r")
    if key in registry.nations:
        return Name(first, end, "s")
    if key in registry.adjectives:
        organ = _organ(doc, end, stop)
        return Name(first, organ, "s") if organ else Name(first, end, "a")
    return None


def _part(doc, first: int, stop: int) -> int:
    """Past a named part of an actor ("Taliban's Helmand Brigade"); 0 where none is named."""
    if first >= stop or doc[first].text not in ("'s", "’s", "'", "’"):
        return 0
    i = first + 1
    while i < stop and doc[i].text[0].isupper():
        i += 1
        if load_nouns().heads.get((doc[i - 1].lower_,)) in ("state_forces", "rebels", "militia"):
            return i if i > first + 2 else 0
    return 0


def _organ(doc, first: int, stop: int) -> int:
    """Past the organ named after a demonym ("Turkish Armed Forces"); 0 where none is."""
    branches = load_registry().branches
    for size in (3, 2, 1):
        last = min(first + size, stop)
        if tuple(w for t in doc[first:last] for w in (t.lower_,)) in branches:
            return last
    return 0


def _capitalised(doc, first: int, stop: int, start: int) -> Name | None:
    """A run of capitalised words, joints and possessives that nothing lists."""
    heads, lists = load_nouns().heads, load_nouns().lists
    i = first
    words = 0
    end = first
    while i < stop:
        token = doc[i]
        text = token.text
        if text[0].isupper() and text.lower() not in lists.not_names:
            if i == start and (token.pos_ not in ("PROPN", "NOUN") or token.is_stop):
                return None
            words += 1
            end = i + 1
        elif text not in lists.name_joints:
            break
        i += 1
    if not words:
        return None
    last = doc[end - 1].lower_
    person = words >= 2 and (last,) not in heads and not doc[first:end].text.isupper()
    return Name(first, end, "p" if person else "n")
