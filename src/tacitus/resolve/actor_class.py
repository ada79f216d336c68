"""The class of an actor or target mention, from its words alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tacitus.knowledge.actors import load_kinds, load_nouns, load_registry
from tacitus.resolve.mentions import Mention, singulars, take_apart

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# longest head phrase looked up, in words ("improvised explosive device")
_LONGEST_HEAD = 4
_ARMED_HEADS = frozenset({"rebels", "militia", "unknown_armed", "criminal", "identity"})


@dataclass(frozen=True, slots=True)
class ActorClass:
    """What kind of actor or thing a mention names.

    Attributes:
        kind: class from actor_classes.yaml.
        armed, state: None where the words do not say.
        person: whether it can act (people and their organisations).
        object: whether it is a thing that can be hit.
        platform: whether it is a machine that stands for the force that runs it.
        by: the rule that decided, as ``kind:word``.

    """

    kind: str
    armed: bool | None
    state: bool | None
    person: bool
    object: bool
    platform: bool
    by: str


def classify(mention: str | Span | Sequence[Token]) -> ActorClass:
    """The class of an actor or target mention.

    Args:
        mention: the words, as text or as spaCy tokens; tokens add what the name tagger says.

    Returns:
        The class; kind "unknown" where no rule says.

    """
    if isinstance(mention, str):
        return _classify(mention, "")
    tokens = list(mention)
    text = "".join(token.text_with_ws for token in tokens).strip()
    return _classify(text, tokens[-1].ent_type_ if tokens else "")


def of_state(mentions: Iterable[str]) -> bool | None:
    """Which of two fighting sides some mentions are on.

    Args:
        mentions: the words for those who act.

    Returns:
        True where all are of a state, False where all are armed and of none, else None.

    """
    kinds = [classify(mention) for mention in mentions]
    told = {kind.state if kind.armed or kind.state else None for kind in kinds}
    return told.pop() if len(told) == 1 else None


@lru_cache(maxsize=4_096)
def _classify(text: str, label: str) -> ActorClass:
    mention = take_apart(text)
    kind, by = kind_of(mention)
    if kind == "unknown":
        kind, by = _unlisted(mention, label)
    entry = load_kinds()[kind]
    platform = _is_platform(mention.core)
    return ActorClass(
        kind, entry.armed, entry.state, entry.person, entry.object or platform, platform, by
    )


def _is_platform(core: Sequence[str]) -> bool:
    index = load_nouns()
    irregular = index.lists.irregular
    return bool(core) and any(
        (*core[len(core) - n : -1], form) in index.platforms
        for n in (1, 2)
        if len(core) >= n
        for form in singulars(core[-1], irregular)
    )


def kind_of(mention: Mention, depth: int = 0) -> tuple[str, str]:
    """The class of a mention taken apart, and the rule that gave it."""
    core = mention.core
    if not core:
        return "unknown", "rule:no-words"
    return (
        _by_quantity(mention, depth)
        or _by_name(core)
        or _by_long_nation(core)
        or _by_platform(core)
        or _by_head(mention)
        or _by_title(mention)
        or _by_nation(core)
        or _by_affiliation(mention)
        or ("unknown", "rule:none")
    )


def _by_quantity(mention: Mention, depth: int) -> tuple[str, str] | None:
    """As in "Members of X", "dozens of X": the class of X."""
    lists = load_nouns().lists
    tail = mention.tail
    opener = 1 if tail[:1] == ("of",) else 2 if tail[:2] == ("belonging", "to") else 0
    if not opener or len(tail) <= opener or depth > 2:
        return None
    if not any(form in lists.transparent for form in singulars(mention.core[-1], lists.irregular)):
        return None
    # depth bounds "members of a group of a faction of ..."
    inner = take_apart(" ".join(tail[opener:]))
    kind, by = kind_of(inner, depth + 1)
    if kind in ("unknown", "government", "civil_object", "non_actor"):
        return None
    return kind, by


def _by_name(core: tuple[str, ...]) -> tuple[str, str] | None:
    """A name of the registry that makes up the mention or ends it."""
    registry = load_registry()
    for first in range(len(core)):
        found = registry.aliases.get(core[first:])
        if found and (
            first == 0 or len(core) - first > 1 or core[first:] not in load_nouns().heads
        ):
            actor = registry.actors[found[0].actor]
            return actor.kind, f"registry:{actor.id}"
    return None


def _by_long_nation(core: tuple[str, ...]) -> tuple[str, str] | None:
    """A state whose name ends in a common noun: the Soviet Union is no trade union."""
    code = load_registry().nations.get(core) if len(core) > 1 else None
    return ("government", f"country:{code}") if code else None


def _by_platform(core: tuple[str, ...]) -> tuple[str, str] | None:
    """A warplane acts for the force that flies it; a plane may be anyone's."""
    if not _is_platform(core):
        return None
    found = head_kind(core)
    owned = _nation_in(core[:-1]) or _state_modifier(core[:-1])
    if found and found[0] in ("civil_object", "weapon") and not owned:
        return None
    named = _named_before(core[:-1])
    return named or ("state_forces", f"platform:{core[-1]}")


def _state_modifier(words: Sequence[str]) -> bool:
    modifiers = load_nouns().modifiers
    return any(modifiers.get((word,)) == "state_forces" for word in words)


def head_kind(core: tuple[str, ...]) -> tuple[str, int] | None:
    """The class of the longest listed head that ends the words, and its length in words."""
    index = load_nouns()
    forms = singulars(core[-1], index.lists.irregular)
    for length in range(min(_LONGEST_HEAD, len(core)), 0, -1):
        before = core[len(core) - length : -1]
        for form in forms:
            kind = index.heads.get((*before, form))
            if kind is not None:
                return kind, length
    return None


def _by_head(mention: Mention) -> tuple[str, str] | None:
    core = mention.core
    lists = load_nouns().lists
    found = head_kind(core)
    neutral = next(
        (form for form in singulars(core[-1], lists.irregular) if form in lists.neutral), None
    )
    if neutral is not None and (found is None or found[1] == 1):
        return _by_modifier(mention, neutral)
    if found is None:
        return None
    kind, length = found
    if kind == "unknown_armed" or kind == "political":
        better = _named_before(core[: len(core) - length])
        if better:
            return better
    return kind, f"noun:{' '.join(core[len(core) - length :])}"


def _named_before(words: tuple[str, ...]) -> tuple[str, str] | None:
    """The armed actor or organ named before a neutral head ("ISIL militants")."""
    registry = load_registry()
    for stop in range(len(words), 0, -1):
        for first in range(stop):
            found = registry.aliases.get(words[first:stop])
            if found:
                actor = registry.actors[found[0].actor]
                return actor.kind, f"registry:{actor.id}"
    return None


def _by_modifier(mention: Mention, neutral: str) -> tuple[str, str]:
    """A neutral head: affiliations, names and modifiers decide, the nearest first."""
    lists = load_nouns().lists
    fallback = lists.neutral[neutral]
    sided = _by_side(mention, fallback)
    if sided:
        return sided
    words = mention.core[:-1]
    named = _named_before(words)
    if named:
        return named
    listed = _modifier_kind(words)
    if listed:
        return _fit(listed[0], neutral, fallback), f"modifier:{listed[1]}"
    if mention.ties and fallback in ("state_forces", "unknown_armed"):
        relation, party = mention.ties[0]
        if fold_is_nation(party):
            kind = "international" if relation == "led_by" else "rebels"
            return kind, f"affiliation:{relation} {party}"
    if neutral in lists.numbered and words and _ordinal(words[-1]):
        return "state_forces", f"numbered:{words[-1]} {neutral}"
    nation = _nation_in(words)
    if nation and fallback in ("state_forces", "rebels") and neutral in lists.of_states:
        return "state_forces", f"country:{nation}"
    if mention.tail[:1] == ("of",) and _nation_in(mention.tail[1:]) and fallback == "state_forces":
        return "state_forces", f"country:{_nation_in(mention.tail[1:])}"
    if nation and fallback == "unknown":
        return "government", f"country:{nation}"
    return fallback, f"noun:{neutral}"


def _ordinal(word: str) -> bool:
    return word in load_nouns().lists.ordinals or (word[:1].isdigit() and not word.isdigit())


def _by_side(mention: Mention, fallback: str) -> tuple[str, str] | None:
    """For or against a government, where the words say so."""
    lists = load_nouns().lists
    for relation, party in mention.ties:
        if relation == "loyal_to" and fallback == "state_forces":
            # an army's own soldiers are called loyal too; irregulars are called fighters
            kind = "militia" if "pro-" in mention.text.lower() else "state_forces"
            return kind, f"affiliation:{relation} {party}"
        if relation in lists.sided and fallback in _ARMED_HEADS | {"state_forces"}:
            return lists.sided[relation], f"affiliation:{relation} {party}"
    return None


def _modifier_kind(words: tuple[str, ...]) -> tuple[str, str] | None:
    """The class of the modifier nearest the head, and the modifier."""
    index = load_nouns()
    for stop in range(len(words), 0, -1):
        for first in range(max(0, stop - 2), stop):
            for form in singulars(words[stop - 1], index.lists.irregular):
                kind = index.modifiers.get((*words[first : stop - 1], form))
                if kind:
                    return kind, " ".join(words[first:stop])
    return None


def _fit(kind: str, neutral: str, fallback: str) -> str:
    """A modifier may not turn people into an organ of the state ("army supporters")."""
    if neutral in load_nouns().lists.followers and kind in ("government", "state_forces"):
        return fallback
    if neutral in load_nouns().lists.posts and kind == "unknown_armed":
        return fallback
    return kind


def _by_title(mention: Mention) -> tuple[str, str] | None:
    """As in "General Miguel Maza", "soldier Khaled": the title says what the named person is."""
    core = mention.core
    for stop in range(len(core) - 1, 0, -1):
        found = head_kind(core[:stop])
        if found and load_kinds()[found[0]].person and found[0] != "identity":
            named = _named_before(core[:stop])
            if named and found[0] in ("civilians", "political"):
                return named
            return found[0], f"title:{core[stop - 1]}"
    return None


def _nation_in(words: Sequence[str]) -> str | None:
    registry = load_registry()
    for i in range(len(words)):
        for stop in (i + 2, i + 1):
            key = tuple(words[i:stop])
            code = registry.nations.get(key) or registry.adjectives.get(key)
            if code:
                return code
    return None


def fold_is_nation(party: str) -> bool:
    """Whether the name of a party is a country, its demonym or its seat of government."""
    return _nation_in(take_apart(party).core) is not None


def _by_nation(core: tuple[str, ...]) -> tuple[str, str] | None:
    """A country, its seat, its demonym or its ruler standing alone."""
    registry = load_registry()
    if core in registry.plurals:
        return "identity", f"country:{registry.plurals[core]}"
    for form in singulars(core[-1], {}):
        whole = (*core[:-1], form)
        code = (
            registry.nations.get(whole)
            or registry.adjectives.get(whole)
            or registry.rulers.get(core)
        )
        if code is None and len(core) > 1:
            code = registry.nations.get(whole[1:])  # "neighbouring Turkey"
        if code:
            return "government", f"country:{code}"
    return None


def _by_affiliation(mention: Mention) -> tuple[str, str] | None:
    lists = load_nouns().lists
    for relation, party in mention.ties:
        if relation in lists.sided:
            return lists.sided[relation], f"affiliation:{relation} {party}"
    return None


def _unlisted(mention: Mention, label: str) -> tuple[str, str]:
    """Words in no list: a name, of a person or a place."""
    if label == "PERSON":
        return "person", "ner:PERSON"
    if label in ("GPE", "LOC", "FAC"):
        return "civil_object", f"ner:{label}"
    if label in ("ORG", "NORP"):
        return "political", f"ner:{label}"
    words = len(mention.core)
    if not mention.tail and ((mention.capital and words >= 1) or words in (2, 3)):
        return "person", "rule:unlisted-name"
    return "unknown", "rule:none"
