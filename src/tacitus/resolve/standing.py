"""Which actors stand on their own: states, organisations, named groups, and classes as a whole.

Lists, networks and pages of actors are of these alone. A name of which it is not certain that it
is that of a group may be that of a person, and leads nowhere; who bears it counts with the class.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tacitus.knowledge.actor_pages import load_actor_pages
from tacitus.knowledge.actors import fold, load_nouns, load_registry
from tacitus.knowledge.iso import country_name
from tacitus.resolve.actor_class import classify
from tacitus.resolve.mentions import singulars

_CLASS, _NAME = "class:", "name:"


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor that stands on its own.

    Attributes:
        id: of the registry; "name:free-suma-army" of a group that it does not have; of a class
            "class:rebels:SY", or "class:rebels" where no country is known.
        name: as printed.
        kind: class of actor.
        country: ISO 3166 alpha-2 code of the first country it acts in, or None.
        sort: "registry", "group" (in no registry) or "class".
    """

    id: str
    name: str
    kind: str
    country: str | None
    sort: Literal["registry", "group", "class"]


@lru_cache(maxsize=4_096)
def standing(actor: str | None, kind: str, country: str | None, name: str) -> Standing | None:
    """Under what an actor of an event or of a relation stands.

    Args:
        actor: id in the registry, or None.
        kind: class of actor.
        country: ISO 3166 alpha-2 code, or None.
        name: as the reports write it.

    Returns:
        None for single persons, for things, and for what is neither.
    """
    classes = load_actor_pages().classes
    if actor is not None:
        return registered(actor)
    if kind not in classes:
        return None
    if classes[kind].page == "named" and is_group_name(name):
        return Standing(_NAME + "-".join(fold(name)), name, kind, country, "group")
    return whole_class(kind, country)


def registered(actor: str) -> Standing | None:
    """An actor of the registry; None for one that it lacks, or of a class that has no page.

    Args:
        actor: its id.
    """
    known = load_registry().actors.get(actor)
    if known is None or known.kind not in load_actor_pages().classes:
        return None
    home = known.countries[0] if known.countries else None
    return Standing(known.id, known.name, known.kind, home, "registry")


def whole_class(kind: str, country: str | None) -> Standing:
    """All those of a class, and of a country where it is known, whom nothing tells apart.

    Args:
        kind: one of the classes of actor_pages.yaml.
        country: ISO 3166 alpha-2 code, or None.
    """
    label = load_actor_pages().classes[kind].label
    where = country_name(country) if country else None
    name = f"{label}, {where or country}" if country else label
    key = ":".join(filter(None, (kind, country)))
    return Standing(_CLASS + key, name, kind, country, "class")


@lru_cache(maxsize=4_096)
def is_group_name(name: str) -> bool:
    """Whether words are the name of a group for certain.

    They are where all are written with capitals, small ones aside, a noun for groups and not for
    people begins or ends what stands before any "of" ("Suma Liberation Front"), and no title stands
    before a name.

    Args:
        name: as written.
    """
    pages = load_actor_pages()
    words = name.split()
    weighty = [word for word in words if word.lower() not in pages.small]
    if len(weighty) < 2 or not all(word[:1].isupper() or word[:3] == "al-" for word in weighty):
        return False
    if words[0] not in weighty or words[-1] not in weighty:
        return False
    joint = next((n for n, word in enumerate(words) if word.lower() in pages.joints), len(words))
    ends = {form for word in (words[0], words[joint - 1]) for form in fold(word)}
    nouns = ends | {form for end in ends for form in singulars(end, load_nouns().lists.irregular)}
    return not nouns.isdisjoint(pages.collectives) and not classify(name).by.startswith("title:")


@lru_cache(maxsize=4_096)
def names_nobody(wording: tuple[str, ...], actor: str | None = None) -> bool:
    """Whether no word of a wording can be the name of a person.

    Args:
        wording: its words, folded.
        actor: id of the registry's actor that it is a wording for, whose names may stand in it.
    """
    registry, nouns, pages = load_registry(), load_nouns(), load_actor_pages()
    if any(alias.actor == actor for alias in registry.aliases.get(wording, ())):
        return True
    known = registry.actors.get(actor or "")
    own = {
        word
        for spelling in (known.entry.spellings() if known and known.entry else ())
        for word in fold(spelling.name)
    }
    lists = nouns.lists
    for word in wording:
        forms = {(form,) for form in singulars(word, lists.irregular)}
        told = (
            word in own
            or word in pages.plain
            or word in pages.small
            or any(form in nouns.heads or form in nouns.modifiers for form in forms)
            or any(form[0] in lists.neutral or form[0] in lists.transparent for form in forms)
            or any(
                form in registry.adjectives or form in registry.nations or form in registry.plurals
                for form in forms
            )
        )
        if not told:
            return False
    return bool(wording)
