"""The words of an actor mention taken apart: head, modifiers, affiliations, what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tacitus.knowledge.actors import ActorNouns, Registry, fold, load_nouns, load_registry

_CHUNK = re.compile(r"[^\s,;()\[\]\"“”]+")
_DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor mention taken apart.

    Attributes:
        text: the mention as written.
        core: folded words up to and with the head, without articles and numbers.
        tail: folded words after the head.
        lead: words before the core that were left out of it ("our", "some").
        ties: relation and the party named, for each affiliation the words state.
        capital: whether the head is written with a capital.

    """

    text: str
    core: tuple[str, ...]
    tail: tuple[str, ...]
    lead: tuple[str, ...]
    ties: tuple[tuple[str, str], ...]
    capital: bool


def singulars(word: str, irregular: dict[str, str]) -> tuple[str, ...]:
    """The forms under which a noun may be listed, as written first."""
    if word in irregular:
        return (word, irregular[word])
    if word.endswith("ies") and len(word) > 4:
        return (word, word[:-3] + "y", word[:-1])
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return (word, word[:-2], word[:-1])
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        return (word, word[:-1])
    return (word,)


@lru_cache(maxsize=4_096)
def take_apart(text: str) -> Mention:
    """Read an actor mention.

    Args:
        text: the mention, such as "Iranian-backed fighters loyal to the government".

    """
    lists = load_nouns().lists
    words: list[str] = []
    ties: list[tuple[str, str]] = []
    capital = False
    for chunk in _CHUNK.findall(text.replace("–", "-").replace("‑", "-")):
        first, dash, last = chunk.rpartition("-")
        if dash and first and last.lower() in lists.affiliation_suffixes:
            party, trim = _party_before(words, first)
            del words[len(words) - trim :]
            ties.append((lists.affiliation_suffixes[last.lower()], party))
            continue
        first, dash, last = chunk.partition("-")
        listed = load_nouns().modifiers.get(fold(chunk)) if dash else None
        sided = listed is None or listed in lists.sided.values()
        if dash and last and sided and first.lower() in lists.affiliation_prefixes:
            ties.append((lists.affiliation_prefixes[first.lower()], _bare(last)))
            continue
        if _DIGITS.fullmatch(chunk):
            continue
        words.extend(fold(chunk))
        capital = chunk[:1].isupper()
    words = _unhyphenated(words, lists, ties)
    core, tail = _split(words, lists, load_registry())
    ties.extend(_tail_ties(tail, lists))
    lead = 0
    while len(core) > lead + 1 and core[lead] in lists.dropped:
        lead += 1
    return Mention(text, tuple(core[lead:]), tuple(tail), tuple(core[:lead]), tuple(ties), capital)


def _bare(text: str) -> str:
    return re.sub(r"['’]s?$", "", text)


def _party_before(words: list[str], first: str) -> tuple[str, int]:
    """The party before "-backed", and how many words before the chunk belong to it."""
    registry = load_registry()
    for size in (3, 2, 1):
        if len(words) >= size:
            key = (*words[-size:], *fold(first))
            if key in registry.aliases or key in registry.nations:
                actor = registry.aliases.get(key)
                name = registry.actors[actor[0].actor].name if actor else " ".join(key)
                return name, size
    return first, 0


def _unhyphenated(words: list[str], lists: ActorNouns, ties: list[tuple[str, str]]) -> list[str]:
    """Take out "Turkish backed" before a noun, where the text lost its hyphens."""
    registry = load_registry()
    for i in range(1, len(words) - 1):
        if words[i] not in lists.unhyphenated or words[i + 1] in lists.after_head:
            continue
        for first in range(max(0, i - 3), i):
            key = tuple(words[first:i])
            if key in registry.adjectives or key in registry.nations or key in registry.aliases:
                ties.append((lists.affiliation_suffixes[words[i]], " ".join(key)))
                return words[:first] + words[i + 1 :]
    return words


def _split(words: list[str], lists: ActorNouns, registry: Registry) -> tuple[list[str], list[str]]:
    """Cut before the first word that only follows heads and is no part of a name."""
    opened = next((i for i, word in enumerate(words) if word not in lists.dropped), 0)
    named = alias_at_start(registry, words[opened:])
    covered = opened + named if named else 0
    heads = load_nouns().heads
    for i in range(max(1, covered), len(words)):
        # "Lebanese armed forces" is one head, "rebels armed with rifles" is not
        if tuple(words[i : i + 2]) in heads:
            continue
        if words[i] in lists.after_head and words[i - 1] not in lists.dropped:
            return words[:i], words[i:]
    return words, []


def alias_at_start(registry: Registry, words: Sequence[str]) -> int:
    """How many words from the start make the longest known name; 0 for none."""
    for length in range(min(registry.longest, len(words)), 1, -1):
        if tuple(words[:length]) in registry.aliases:
            return length
    return 0


def _tail_ties(tail: Sequence[str], lists: ActorNouns) -> list[tuple[str, str]]:
    if len(tail) < 2:
        return []
    relation = lists.affiliation_phrases.get(" ".join(tail[:2]))
    rest = tail[2:]
    if relation is None or not rest:
        return []
    stop = next((i for i, w in enumerate(rest) if i and w in lists.after_head), len(rest))
    return [(relation, " ".join(rest[:stop]))]
