"""Looking for actors by any of their names, misspelt or in part."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from tacitus.knowledge.actors import Actor, Registry, fold

#: Least likeness (RapidFuzz, 0 to 100) of a name that is shown.
LIKE = 75.0
#: Likeness of a name that holds all the words that are sought.
HELD = 95.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An actor found.

    Attributes:
        actor: the actor.
        name: the name that fits best, folded to its words.
        likeness: 100 for the very name, less for one that holds or resembles the words.
    """

    actor: Actor
    name: str
    likeness: float


def search_actors(registry: Registry, words: str, most: int = 20) -> list[Hit]:
    """The actors with a name like some words, likeliest first.

    Args:
        registry: the actors in force.
        words: an id, a name or a part of one; case, marks and articles do not matter.
        most: how many at the most.
    """
    if words in registry.actors:
        return [Hit(registry.actors[words], words, 100.0)]
    sought = fold(words)
    wanted, each = " ".join(sought), frozenset(sought)
    best: dict[str, Hit] = {}
    for key, aliases in registry.aliases.items():
        name = " ".join(key)
        likeness = _likeness(each, wanted, key, name)
        if likeness < LIKE:
            continue
        for alias in aliases:
            known = best.get(alias.actor)
            if known is None or likeness > known.likeness:
                best[alias.actor] = Hit(registry.actors[alias.actor], name, likeness)
    return sorted(best.values(), key=lambda hit: (-hit.likeness, hit.actor.id))[:most]


def _likeness(sought: frozenset[str], wanted: str, words: tuple[str, ...], name: str) -> float:
    """100 for the very name, 95 for one that holds the words, else as letters are alike."""
    if name == wanted:
        return 100.0
    if sought and sought <= set(words):
        return HELD
    # what differs so much in length cannot be alike
    if 200 * min(len(name), len(wanted)) < LIKE * (len(name) + len(wanted)):
        return 0.0
    alike = max(
        fuzz.ratio(wanted, name, score_cutoff=LIKE),
        fuzz.token_sort_ratio(wanted, name, score_cutoff=LIKE),
    )
    return min(99.0, alike)
