"""Who a mention of an actor is: registry id, typed description, affiliation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import pycountry

from tacitus.knowledge.actors import (
    fold,
    load_kinds,
    load_nouns,
    load_registry,
)
from tacitus.knowledge.states import load_countries
from tacitus.records import ActorRef
from tacitus.resolve.actor_choice import Choice, by_sound, choose_actor
from tacitus.resolve.actor_class import ActorClass, classify, head_kind
from tacitus.resolve.mentions import Mention, singulars, take_apart
from tacitus.resolve.state_organs import organ_of

if TYPE_CHECKING:
    from tacitus.parse.document import Parsed

__all__ = ["ActorClass", "acronyms", "classify", "country_name", "resolve_actor"]

_ACRONYM = re.compile(r"\(\s*([A-Z][A-Za-z]?[A-Z/&-]{1,7}[A-Za-z]?)\s*\)")
_WORDS = re.compile(r"[^\s(),;:\"“”]+")
_LONGEST_EXPANSION = 9
# What an organ of a state scores that country and noun name; it has no rivals by name.
ORGAN = 1.0


def acronyms(parsed: Parsed) -> dict[str, str]:
    """The abbreviations that a report introduces in brackets, with their full names.

    "the Farabundo Marti National Liberation Front (FMLN)" gives FMLN. The words before the
    bracket are taken back to the one with the first letter, as in Schwartz and Hearst 2003.

    Args:
        parsed: the report; its text as parsed is read, so that capitals are restored.

    """
    text = parsed.view.text
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        before = text[max(0, match.start() - 120) : match.start()]
        full = _expansion(match.group(1), before)
        if full:
            found.setdefault(match.group(1), full)
    return found


def _expansion(short: str, before: str) -> str | None:
    """The shortest run of words before the bracket whose initials give the abbreviation."""
    small = load_nouns().lists.unabbreviated
    letters = [c for c in short.lower() if c.isalpha()]
    spots = list(_WORDS.finditer(before))[-_LONGEST_EXPANSION:]
    for i in range(len(spots) - 2, -1, -1):
        words = [part for m in spots[i:] for part in m.group().lower().split("-") if part]
        if words[0][0] != letters[0] or words[0] in small:
            continue
        initials = [w[0] for w in words]
        strong = [w[0] for w in words if w not in small]
        if initials == letters or strong == letters:
            return before[spots[i].start() :].strip()
    return None


def resolve_actor(
    mention: str,
    *,
    day: date | None = None,
    countries: Sequence[str] = (),
    home: str | None = None,
    context: Mapping[str, str] | None = None,
) -> ActorRef:
    """Who a mention of an actor is.

    Args:
        mention: the words of the report.
        day: day of the event or of the report; names out of use by then are left aside.
        countries: ISO codes of the countries that the report names, weightiest first.
        home: the one that it is chiefly about, whose army "the army" is; a single one is.
        context: abbreviations the report introduces, as ``acronyms`` gives them.

    Returns:
        The actor, or a typed description with ``actor`` None where no registry entry is meant. A
        backer is never taken for the actor: "Iranian-backed fighters" are not Iran.

    """
    where = (tuple(countries), home)
    short = tuple(sorted((context or {}).items()))
    return _resolve(mention, day.year if day else None, where, short)


@lru_cache(maxsize=512)
def _resolve(
    mention: str,
    year: int | None,
    where: tuple[tuple[str, ...], str | None],
    context: tuple[tuple[str, str], ...],
) -> ActorRef:
    countries, home = where
    parts = take_apart(mention)
    kind = classify(mention).kind
    ties = tuple((relation, country_name(name)) for relation, name in parts.ties)
    full = dict(context).get(mention.strip())
    names = _names(parts, full)
    first: Choice | None = None
    for words, how in names:
        choice = choose_actor(words, year, countries, told=full is not None)
        if choice.actor is not None:
            return _chosen(mention, choice, kind, ties, f"{how} {' '.join(words)!r}")
        first = first or choice
    if first is not None:
        return _chosen(mention, first, kind, ties, "")
    organ = organ_of(parts, kind, countries, home)
    if organ is not None:
        if organ.actor is not None:
            scores = ((organ.actor, ORGAN), *((other, 0.0) for other in organ.others))
            return _known(mention, organ.actor, kind, ties, organ.why, scores)
        label = load_kinds()[kind].label
        none = (0.0,) * len(organ.others)
        return ActorRef(mention, None, label, kind, None, ties, organ.why, organ.others, none)
    like = by_sound(fold(" ".join(parts.core))) if _is_name(mention) else None
    if like is not None:
        words, likeness = like
        choice = choose_actor(words, year, countries, likeness=likeness)
        if choice.actor is not None:
            return _chosen(mention, choice, kind, ties, f"sounds like {' '.join(words)!r}")
    if full and kind == "person":
        kind = classify(full).kind
    name = full or (mention if kind in ("person", "political") else load_kinds()[kind].label)
    return ActorRef(mention, None, name, kind, None, ties, "no registry entry is named")


def _is_name(mention: str) -> bool:
    """Whether a mention is written as a name, with capitals beyond its first letter."""
    return any(word[:1].isupper() for word in mention.split()) and not mention.isupper()


_Ties = tuple[tuple[str, str], ...]


def _chosen(mention: str, choice: Choice, kind: str, ties: _Ties, reason: str) -> ActorRef:
    """The reference for a name of the registry, or for one that fits none or several."""
    if choice.actor is not None:
        return _known(mention, choice.actor, kind, ties, reason, choice.scores)
    ids = tuple(key for key, _ in choice.scores)
    scores = tuple(score for _, score in choice.scores)
    named = mention if len(ids) == 1 else None
    return ActorRef(mention, None, named, kind, None, ties, choice.why, ids, scores)


def _known(
    mention: str,
    key: str,
    kind: str,
    ties: _Ties,
    reason: str,
    scores: tuple[tuple[str, float], ...] = (),
) -> ActorRef:
    actor = load_registry().actors[key]
    country = actor.countries[0] if actor.countries else None
    thing = load_kinds()[kind].object
    return ActorRef(
        mention,
        actor.id,
        actor.name,
        kind if thing else actor.kind,
        country,
        ties,
        reason,
        tuple(other for other, _ in scores if other != key),
        tuple(score for _, score in scores),
    )


def _names(parts: Mention, full: str | None) -> list[tuple[tuple[str, ...], str]]:
    """The stretches of a mention that may name the actor, best first."""
    registry = load_registry()
    found: list[tuple[tuple[str, ...], str]] = []
    whole = fold(parts.text)
    if whole in registry.aliases:
        found.append((whole, "name"))
    if full and fold(full) in registry.aliases:
        found.append((fold(full), "abbreviation of"))
    core = parts.core
    for first in range(len(core)):
        if core[first:] in registry.aliases and (
            len(core) - first > 1 or core[first:] not in load_nouns().heads
        ):
            found.append((core[first:], "name"))
            break
    if _is_generic(core) or _is_position(core):
        for stop in range(len(core) - 1, 0, -1):
            named = next(
                (core[i:stop] for i in range(stop) if core[i:stop] in registry.aliases), None
            )
            if named:
                found.append((named, "named before the noun:"))
                break
    inner = _after_count(parts)
    if inner:
        found.append((inner, "named after the noun:"))
    return found


def _after_count(parts: Mention) -> tuple[str, ...] | None:
    """The name that ends "members of the Shining Path"."""
    if (
        not parts.core
        or parts.tail[:1] not in (("of",), ("belonging",))
        or not _counts(parts.core[-1])
    ):
        return None
    inner = parts.tail[2 if parts.tail[0] == "belonging" else 1 :]
    ends = (inner[first:] for first in range(len(inner)))
    return next((end for end in ends if end in load_registry().aliases), None)


def _is_generic(core: tuple[str, ...]) -> bool:
    """Whether the head only says "fighters", "members": not "Houthi missile", "IS leader"."""
    lists = load_nouns().lists
    if len(core) < 2:
        return False
    return any(form in lists.neutral for form in singulars(core[-1], lists.irregular)) or any(
        load_nouns().heads.get((form,)) in ("rebels", "militia", "unknown_armed")
        for form in singulars(core[-1], lists.irregular)
    )


def _is_position(core: tuple[str, ...]) -> bool:
    """Whether the head is a thing of an armed side: who hits FMLN positions hits the FMLN."""
    found = head_kind(core) if len(core) > 1 else None
    return found is not None and found[0] == "military_object"


def _counts(word: str) -> bool:
    lists = load_nouns().lists
    return any(form in lists.transparent for form in singulars(word, lists.irregular))


def country_name(name: str) -> str:
    """The other side of an affiliation or relation: the country's name for its demonym or seat.

    Args:
        name: as written; returned as it is where it names no state.

    """
    registry = load_registry()
    words = fold(name)
    code = registry.adjectives.get(words) or registry.nations.get(words)
    if code is None:
        known = registry.aliases.get(words) if name.islower() else None
        return registry.actors[known[0].actor].name if known else name
    names = load_countries().countries[code].names
    return names[0] if names else pycountry.countries.lookup(code).name
