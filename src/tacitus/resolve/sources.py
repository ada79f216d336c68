"""Who a source is: its entry in the registry, its kind, and the side it speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from tacitus.knowledge.load import Entry, packaged
from tacitus.records import SourceRef

_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f][\w.'’&/-]*", re.UNICODE)
_LONGEST_NAME = 8
_ARTICLES = frozenset({"the", "a", "an"})


class KindRule(Entry):
    """Words that make an unnamed source one of a kind: all of ``all`` and one of ``any``."""

    kind: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()


class SideWords(Entry):
    """Affixes that tie a source to a side, or set it against one."""

    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    against: tuple[str, ...]


class SourceBook(Entry):
    """Schema of knowledge/sources.yaml; each row of ``named`` is id, kind, stance, names."""

    named: tuple[tuple[str | None, ...], ...]
    kinds: tuple[KindRule, ...]
    for_a_side: SideWords
    near: tuple[str, ...]
    tails: tuple[str, ...]
    sides: dict[str, str]
    governments: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Named:
    """One row of the registry."""

    id: str
    kind: str
    stance: str | None


def _fold(word: str) -> str:
    """A word as the registry compares it: lower case, no possessive, plain apostrophe."""
    word = word.replace("’", "'").rstrip(".,")
    if word.lower().endswith("'s"):
        word = word[:-2]
    return word.lower()


@cache
def _registry() -> dict[tuple[str, ...], _Named]:
    """Names of the registry by their folded words."""
    found: dict[tuple[str, ...], _Named] = {}
    for row in packaged("sources.yaml", SourceBook).named:
        ident, kind, stance, *names = row
        entry = _Named(str(ident), str(kind), stance)
        for name in names:
            words = tuple(_fold(w) for w in _WORD.findall(str(name)))
            words = words[1:] if len(words) > 1 and words[0] in _ARTICLES else words
            found.setdefault(words, entry)
    return found


@cache
def _kind_rules() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    rules = packaged("sources.yaml", SourceBook).kinds
    return tuple((r.kind, frozenset(r.all), frozenset(r.any)) for r in rules)


def _find_named(words: list[str], raw: list[str]) -> tuple[_Named, int, int] | None:
    """The longest registered name among ``words``, leftmost first, with its place.

    Short acronyms that are also common words ("IS", "AP", "WHO") count only as capitals.
    """
    registry = _registry()
    for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            entry = registry.get(tuple(words[at : at + size]))
            if entry is None:
                continue
            if size == 1 and len(words[at]) <= 3 and not raw[at].replace(".", "").isupper():
                continue
            return entry, at, at + size
    return None


def _side(words: list[str]) -> tuple[str | None, bool]:
    """The side that the words tie a source to, and whether by an affix ("pro-X", "X-backed")."""
    book = packaged("sources.yaml", SourceBook)
    plain: str | None = None
    for word in words:
        for prefix in book.for_a_side.prefixes:
            if word.startswith(prefix) and len(word) > len(prefix):
                side = word[len(prefix) :]
                return book.sides.get(side, side), True
        for prefix in book.for_a_side.against:
            if word.startswith(prefix) and len(word) > len(prefix):
                side = word[len(prefix) :]
                return f"against {book.sides.get(side, side)}", True
        for suffix in book.for_a_side.suffixes:
            if word.endswith(suffix) and len(word) > len(suffix):
                side = word[: -len(suffix)]
                return book.sides.get(side, side), True
        if plain is None and word in book.sides:
            plain = book.sides[word]
    return plain, False


def _generic_kind(words: list[str]) -> str | None:
    """Kind by the first rule whose words the mention holds."""
    bag = set(words)
    bag.update(part for word in words if "-" in word for part in word.split("-"))
    for kind, every, some in _kind_rules():
        if every <= bag and (not some or not some.isdisjoint(bag)):
            return kind
    return None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words[0] for words in _registry())


def is_registered(words: list[str]) -> bool:
    """Whether the words are, together, a name of the registry."""
    return tuple(_fold(w) for w in words) in _registry()


def named_sources(words: list[str]) -> list[tuple[int, int, str]]:
    """All registered names in a text, leftmost and longest first.

    Args:
        words: the text's tokens.

    Returns:
        First token, token after the last, and kind of each.
    """
    folded = [_fold(w) for w in words]
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        if folded[at] in _first_words() and not words[at].islower():
            for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
                entry = _registry().get(tuple(folded[at : at + size]))
                short = size == 1 and len(words[at]) <= 3 and not words[at].isupper()
                if entry is not None and not short:
                    found.append((at, at + size, entry.kind))
                    at += size - 1
                    break
        at += 1
    return found


@lru_cache(maxsize=1_024)
def resolve_source(mention: str) -> SourceRef:
    """Say who a credited source is.

    Args:
        mention: the source as the report writes it.

    Returns:
        The registry's entry, kind and stance; or, for one that is in no registry, the kind by its
        words ("activists", "a hospital source") and the side by words such as "pro-X", "X-backed".
        A name that fits nothing is kind ``person``; words that fit nothing are ``unnamed``.
    """
    book = packaged("sources.yaml", SourceBook)
    raw = [w for w in _WORD.findall(mention) if w.lower() not in _ARTICLES]
    words = [_fold(w) for w in raw]
    if not words:
        return SourceRef(mention, None, "unnamed", None, "no words")
    tail = next((i for i, w in enumerate(words) if i and w in book.tails), len(words))
    side, by_affix = _side(words)
    hit = _find_named(words, raw)
    if hit is not None and not by_affix:
        entry, start, _ = hit
        if start < tail:
            return SourceRef(mention, entry.id, entry.kind, entry.stance, f"name:{entry.id}")
        if words[tail] in book.near:
            stance = entry.stance or entry.id
            return SourceRef(mention, None, "pro_party", stance, f"close to name:{entry.id}")
        return SourceRef(mention, entry.id, entry.kind, entry.stance, f"of name:{entry.id}")
    government = book.governments.get("-".join(words))
    if government is not None:
        stance = f"{government} government"
        return SourceRef(mention, None, "official", stance, "country or capital by itself")
    kind = _generic_kind(words[:tail]) or _generic_kind(words)
    if by_affix:
        return SourceRef(mention, None, "pro_party", side, "words: tied to a side")
    if kind == "local" and side in {"opposition", "rebels", "government"}:
        return SourceRef(mention, None, "pro_party", side, "words: side and kind")
    if kind is not None:
        return SourceRef(mention, None, kind, side, f"words:{kind}")
    if raw[-1][:1].isupper() and not side:
        return SourceRef(mention, None, "person", None, "a name in no registry")
    return SourceRef(mention, None, "unnamed", side, "nothing fits")
