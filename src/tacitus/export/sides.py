"""The two sides of an event: who has a name of its own, and who fights beside whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tacitus.export.losses import Losses
from tacitus.knowledge.acled import load_acled
from tacitus.knowledge.actors import Registry, fold, load_nouns, load_registry
from tacitus.records import Event, Party

_WORDS = re.compile(r"[^\s,;()]+")
_LONGEST_NATION = 3


def home_of(party: Party, event: Event, local: Sequence[str]) -> str | None:
    """The country an actor belongs to: its own, or the event's for classes that are local.

    Args:
        party: one of the event's actors.
        event: the event.
        local: classes of actor that belong to the country of the event where theirs is not known.
    """
    if party.country is not None:
        return party.country
    if party.kind in local and event.place is not None:
        return event.place.country
    return None


def of_a_state(party: Party) -> bool:
    """Whether an actor is an organ of a state that countries.yaml names, or of an unnamed one."""
    return party.actor is None or party.actor.startswith("state:")


def called_by(party: Party, words: Sequence[str]) -> bool:
    """Whether one of some words stands in the names of an actor, in any form.

    Args:
        party: an actor.
        words: in small letters; "rebel" stands in "Rebels" too.
    """
    said = " ".join((*party.mentions, party.name)).lower()
    return any(word in said for word in words)


def own_name(party: Party) -> str | None:
    """The name of an actor, or None for one that is only described ("Syrian rebels", "gunmen").

    Args:
        party: an actor; one of the registry has a name, another where all words of a mention are
            those of a name ("Harlan Brigade"). Of communities one such word is enough ("Yarran
            herders").
    """
    if party.actor is not None:
        return party.name
    return next(
        (said for said in (*party.mentions, party.name) if _names(said, party.kind == "identity")),
        None,
    )


@lru_cache(maxsize=16_384)
def _names(said: str, by_one_word: bool) -> bool:
    """Whether words are a name and no description."""
    words = _WORDS.findall(said)
    joints = load_nouns().lists.name_joints | set(load_acled().actors.joints)
    proper = [word for word in words if word[:1].isupper() or word[:3] in ("al-", "el-")]
    whole = all(word in proper or word.lower() in joints for word in words)
    if not proper or not (whole or by_one_word):
        return False
    registry, nouns = load_registry(), load_nouns()
    folded = [part for word in proper for part in fold(word)]
    rest = _without_nations(folded, registry)
    known = nouns.heads.keys() | nouns.modifiers.keys()
    own = [w for w in rest if (w,) not in known and (w.removesuffix("s"),) not in known]
    # two nouns make a name where all of it is in capitals: "Islamic Movement"
    return bool(own) or (whole and len(rest) > 1 and not by_one_word)


def _without_nations(words: list[str], registry: Registry) -> list[str]:
    rest, at = [], 0
    while at < len(words):
        for size in range(_LONGEST_NATION, 0, -1):
            run = tuple(words[at : at + size])
            if run in registry.adjectives or run in registry.nations or run in registry.plurals:
                at += len(run)
                break
        else:
            rest.append(words[at])
            at += 1
    return rest


def told_most(event: Event, side: str, losses: Losses) -> tuple[Party, ...]:
    """A side of an event; where accounts of it differ, as the best supported of them has it.

    Args:
        event: the event.
        side: "initiators" or "targets".
        losses: where those are counted whom other accounts name.
    """
    parties: tuple[Party, ...] = getattr(event, side)
    contest = next((c for c in event.contested if c.field == side), None)
    if contest is None or side in event.edited:
        return parties
    leading = set(contest.positions[0].claims)
    held = tuple(party for party in parties if leading.intersection(party.claims))
    if not held or len(held) == len(parties):
        return parties
    losses.add("dropped", side, "contested: those of the best supported account stand", event.id)
    return held


def opposed(
    doers: Sequence[Party],
    hit: Sequence[Party],
    not_allied: Sequence[Sequence[str]],
    country: str | None,
    *,
    mutual: bool = False,
) -> list[tuple[tuple[Party, ...], tuple[Party, ...]]]:
    """Who stands against whom: the camps of one side with those of the other.

    Args:
        doers: the initiators of an event.
        hit: its targets.
        not_allied: as for ``camps``.
        country: as for ``camps``.
        mutual: whether those of a side that stands alone act on one another, as in clashes and
            pacts whose parties are all initiators: the first of them on the others.

    Returns:
        Pairs of camps, at least one; a camp may be empty.
    """
    if mutual and not hit and len(doers) > 1:
        return [(tuple(doers[:1]), tuple(doers[1:]))]
    if doers and hit:
        return [
            (one, other)
            for one in camps(doers, not_allied, country)
            for other in camps(hit, not_allied, country)
        ]
    return [(tuple(doers), tuple(hit))]


def camps(
    parties: Sequence[Party], not_allied: Sequence[Sequence[str]], country: str | None
) -> list[tuple[Party, ...]]:
    """One side of an event, taken apart where it holds actors that are not on one side.

    Args:
        parties: the side.
        not_allied: groups of classes that do not fight side by side, those of states first.
        country: where the event is; the forces of another state may fight beside anybody.

    Returns:
        At least one camp, in the order of the parties; who is of no group is in the first.
    """
    group_of: list[int | None] = []
    for party in parties:
        found = next((n for n, kinds in enumerate(not_allied) if party.kind in kinds), None)
        foreign = found == 0 and party.country not in (None, country)
        group_of.append(None if foreign else found)
    order = list(dict.fromkeys(group for group in group_of if group is not None))
    if len(order) < 2:
        return [tuple(parties)]
    return [
        tuple(
            party
            for party, group in zip(parties, group_of, strict=True)
            if group == camp or (group is None and camp == order[0])
        )
        for camp in order
    ]
