"""Organs of states: which one a mention names, by its country and its noun."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tacitus.knowledge.actors import load_kinds, load_nouns, load_registry
from tacitus.resolve.actor_class import head_kind
from tacitus.resolve.mentions import Mention, singulars

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|d)?")
# the organ that stands for a class where the noun names none of its own
_BY_CLASS = {"state_forces": "armed_forces", "police": "police", "government": "government"}


@dataclass(frozen=True, slots=True)
class Organ:
    """What a mention of a state's organ means.

    Attributes:
        actor: its id, or None where the words do not say whose it is.
        why: in words.
        others: ids of organs that it could be too, or names beside it.
    """

    actor: str | None
    why: str
    others: tuple[str, ...] = ()


def organ_of(
    parts: Mention, kind: str, countries: tuple[str, ...], home: str | None
) -> Organ | None:
    """The organ of a state that a mention names, or None for no such thing.

    Args:
        parts: the mention.
        kind: its class.
        countries: ISO codes of the countries that the report names, weightiest first.
        home: the one that it is chiefly about.
    """
    core = parts.core
    if not core or any(relation != "loyal_to" for relation, _ in parts.ties):
        return None
    code, rest = _country_before(core)
    code = _namesake(code, core, rest, countries, home)
    if code and not rest:
        if kind != "government":
            return None
        return Organ(f"state:{code}:government", f"country {code} stands for its government")
    rest = _without_object(rest)
    named = _branch(rest)
    branch = named or _BY_CLASS.get(kind)
    if branch is None or (parts.ties and not code):
        return None
    if code is None and parts.tail[:1] == ("of",) and named:
        code, _left = _country_before(tuple(parts.tail[1:]))
    if code is not None:
        beside = _beside(rest, branch, code)
        return Organ(f"state:{code}:{branch}", f"{branch} of country {code}", beside)
    if not (_plain(rest, named) or (kind in ("state_forces", "police") and _all_listed(rest))):
        return None
    return _unmarked(parts, branch, countries, home)


def _plain(rest: tuple[str, ...], named: str | None) -> bool:
    """Whether the words are those of an organ, with nothing else before them."""
    registry = load_registry()
    return named is not None and (
        rest in registry.branches or (len(rest) > 1 and _state_word(rest[0]))
    )


def _unmarked(parts: Mention, branch: str, countries: tuple[str, ...], home: str | None) -> Organ:
    """The organ that "the army", "military officers" mean by the report's country."""
    if set(parts.lead) & load_nouns().lists.speakers:
        return Organ(None, f"{branch} of whoever speaks")
    known = load_registry().actors  # territories such as Puerto Rico have no organs listed
    options = tuple(key for c in countries if (key := f"state:{c}:{branch}") in known)
    if len(options) == 1 == len(countries):
        return Organ(options[0], f"{branch} of the report's only country {countries[0]}")
    own = f"state:{home}:{branch}"
    if own in known:
        rest_of = tuple(option for option in options if option != own)
        return Organ(own, f"{branch} of {home}, which the report is about", rest_of)
    why = "the report names several countries" if options else "the report's country is not known"
    return Organ(None, f"{branch} of no named country: {why}", options)


def _all_listed(words: tuple[str, ...]) -> bool:
    """Whether words are all common ones: a word in no list may name a rebel brigade."""
    index = load_nouns()
    lists = index.lists
    return bool(words) and all(
        _ORDINAL.fullmatch(word)
        or word in lists.colourless
        or any(
            (form,) in index.modifiers or (form,) in index.heads or form in lists.neutral
            for form in singulars(word, lists.irregular)
        )
        for word in words
    )


def _beside(rest: tuple[str, ...], branch: str, code: str) -> tuple[str, ...]:
    """The same organ of further states that are named: "Russian and Syrian warplanes"."""
    registry = load_registry()
    codes = (registry.adjectives.get((word,)) or registry.nations.get((word,)) for word in rest)
    return tuple(f"state:{c}:{branch}" for c in dict.fromkeys(codes) if c and c != code)


def _without_object(rest: tuple[str, ...]) -> tuple[str, ...]:
    """The owner's words of "army positions"; a thing that is no one's is left as it is."""
    found = head_kind(rest) if len(rest) > 1 else None
    if found and load_kinds()[found[0]].object and found[0] == "military_object":
        return rest[: len(rest) - found[1]] or rest
    return rest


def _namesake(
    code: str | None,
    core: tuple[str, ...],
    rest: tuple[str, ...],
    countries: tuple[str, ...],
    home: str | None,
) -> str | None:
    """Of the countries that share a demonym the one that the report is about or names first."""
    words = core[: len(core) - len(rest)]
    shared = load_registry().namesakes.get(words[-1:], ())
    return next((c for c in (home, *countries) if c in shared), code)


def _state_word(word: str) -> bool:
    kind = load_nouns().modifiers.get((word,))
    return kind in ("state_forces", "police")


def _country_before(words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """A country, demonym or ruler among the first words, and the words after it."""
    registry = load_registry()
    for first in range(min(3, len(words))):
        for size in (3, 2, 1):
            if len(words) < first + size:
                continue
            for form in singulars(words[first + size - 1], {}):
                key = (*words[first : first + size - 1], form)
                code = (
                    registry.adjectives.get(key)
                    or registry.nations.get(key)
                    or registry.rulers.get(
                        words[first : first + size]
                    )  # a man's name has no plural
                )
                if code and key == ("car",):
                    continue
                if code:
                    return code, words[first + size :]
        if words[first : first + 1] and words[first] in load_nouns().lists.colourless:
            continue
        if words[first : first + 1] and load_nouns().heads.get(words[first : first + 1]) is None:
            break
    return None, words


def _branch(rest: tuple[str, ...]) -> str | None:
    """The organ that the words name: their longest listed end, singular or plural."""
    registry = load_registry()
    for first in range(len(rest)):
        for form in singulars(rest[-1], {}):
            branch = registry.branches.get((*rest[first:-1], form))
            if branch:
                return branch
    # "President Ashraf Ghani": a title with a name behind it
    for stop in range(1, len(rest)):
        if rest[:stop] in registry.branches and registry.branches[rest[:stop]] == "government":
            return "government"
    return None
