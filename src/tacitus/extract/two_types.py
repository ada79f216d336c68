"""The type of an event that both engines read, by Bayes' rule.

What the learned reader says is a probability of each type. What the rules say is evidence on top of
it, as strong as it is rare for another type: "set up a base" hardly ever tells of anything but a
base, while many a clash is read as an attack. How often the rules give which type was counted on
reports coded by hand (knowledge/ruled_types.yaml). For a type that is rare in those reports the
rules thus decide where they know its words, since the reader has seldom seen it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tacitus.knowledge.learned import load_ruled_types
from tacitus.learned.labels import TYPES
from tacitus.records import Grounded
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tacitus.extract.tellings import Proposal
    from tacitus.records import Claim, Count, Span

# counts that each type is given beforehand: that the rules are right as often as over all types,
# and that what else they give is spread as over all events
_PRIOR = 5.0
_TINY = 1e-6
# by whom a place is taken decides between the two types of taking one
_BY_STATE, _BY_OTHERS = "Government regains territory", "Non-state actor overtakes territory"
_STATE = frozenset({"state_forces", "government"})
_MOB = "Mob violence"
_CLASH, _ATTACK = "Armed clash", "Attack"
_UNARMED = frozenset({"civilians", "person"})
# types of protests at which nobody dies, and of crowds' events at which people may
_BLOODLESS = frozenset({"Peaceful protest", "Protest with intervention"})
# what is done to a crowd by those who have arms
FORCE = "Excessive force against protesters"
_BLOODY = frozenset({FORCE, "Violent demonstration", "Mob violence"})
# what the reader often takes for less than the words say: ground taken, violence at a protest
_PLAIN = {
    _CLASH: frozenset({_BY_STATE, _BY_OTHERS}),
    "Peaceful protest": frozenset({"Violent demonstration"}),
    "Protest with intervention": frozenset({"Violent demonstration"}),
}
_AGAINST = frozenset({"rebels", "criminal"})


@cache
def _table() -> tuple[np.ndarray, np.ndarray]:
    """Chances of the rules' types for each type of event, and over all events."""
    counts = load_ruled_types().counts
    seen = np.array([[counts.get(told, {}).get(given, 0) for given in TYPES] for told in TYPES])
    usual = (seen.sum(0) + 1) / (seen.sum() + len(TYPES))
    right = seen.trace() / seen.sum()
    before = right * np.eye(len(TYPES)) + (1 - right) * usual
    return (seen + _PRIOR * before) / (seen.sum(1, keepdims=True) + _PRIOR), usual


def settled_type(
    mine: Grounded[str],
    proposal: Proposal,
    words: Sequence[Span],
    ruled: Sequence[Claim],
    stray: Mapping[str, float],
) -> Grounded[str]:
    """The likeliest type of an event after what both engines say.

    Args:
        mine: the model's.
        proposal: the event as the model sees it.
        words: of its tellings, in the report.
        ruled: the rules' claims. For every telling those count that were read from its words, else
            those that quote them.
        stray: how often such a claim is about something else, so that its type says nothing, where
            it was read from the words and where it quotes them.
    """
    chances, usual = _table()
    told = np.zeros(len(TYPES))
    given: dict[int, Claim] = {}
    for telling, span in zip(proposal.tellings, words, strict=True):
        read = [c for c in ruled if any(q.overlaps(span) for q in c.type.spans)]
        about = read or [c for c in ruled if any(q.overlaps(span) for q in c.evidence)]
        noise = stray["read" if read else "quoted"]
        for claim in about:
            n = TYPES.index(claim.type.value)
            told += telling.score * ((1 - noise) * chances[:, n] + noise * usual[n]) / len(about)
            given.setdefault(n, claim)
    if not given:
        return mine
    likely = np.maximum(proposal.heads["type"], _TINY) * told
    best = int(likely.argmax())
    score = likely[best] / likely.sum()
    if best in given:
        theirs = given[best].type
        by = mine.by if mine.value == theirs.value else theirs.by
        return Grounded(TYPES[best], mine.spans, by, f"{score:.2f}, rules too")
    names = ", ".join(TYPES[n] for n in given)
    return Grounded(TYPES[best], mine.spans, mine.by, f"{score:.2f}; rules: {names}")


def by_words(kind: Grounded[str], words: Sequence[Span], ruled: Claim) -> Grounded[str]:
    """The type of an event whose words say more than the learned reader saw in them.

    "Troops pushed the rebels out of the town" is no mere clash, "a protest turned very violent" no
    peaceful one.

    Args:
        kind: the type so far.
        words: that tell of the event, in the report.
        ruled: the rules' claim about it.

    Returns:
        That of the rules where they read it from half of those words or more.
    """
    read = sum(any(q.overlaps(w) for q in ruled.type.spans) for w in words)
    if ruled.type.value not in _PLAIN.get(kind.value, ()) or read * 2 < len(words):
        return kind
    return Grounded(ruled.type.value, kind.spans, ruled.type.by, "the words say so")


def by_taker(
    kind: Grounded[str], initiators: Sequence[Grounded[str]], targets: Sequence[Grounded[str]]
) -> Grounded[str]:
    """The type of an event in which a place is taken, by who took it.

    Args:
        kind: the type so far.
        initiators: who acted.
        targets: who lost it.

    Returns:
        The type for others than a state where such groups alone are named as fight states, or where
        a state alone lost it and nobody is named who took it; that for a state where its forces
        are named, with others or alone: a militia may fight on a state's side; else the same.
    """
    by_state = any(classify(i.value).kind in _STATE for i in initiators)
    if kind.value == _BY_OTHERS and by_state:
        return Grounded(_BY_STATE, kind.spans, "initiators:class", "it was a state that took it")
    if kind.value != _BY_STATE:
        return kind
    if initiators and all(classify(name.value).kind in _AGAINST for name in initiators):
        return Grounded(
            _BY_OTHERS, kind.spans, "initiators:class", "no state is among those who took it"
        )
    if not initiators and targets and all(classify(t.value).kind in _STATE for t in targets):
        return Grounded(_BY_OTHERS, kind.spans, "targets:class", "it was a state that lost it")
    return kind


def by_doers(
    kind: Grounded[str], initiators: Sequence[Grounded[str]], ruled: Grounded[str]
) -> Grounded[str]:
    """The type of what armed men did, who are no mob.

    Args:
        kind: the type so far.
        initiators: who acted.
        ruled: the type that the rules give it.

    Returns:
        That of the rules where all who acted have arms and it was held for the deed of a mob.
    """
    armed = bool(initiators) and all(classify(name.value).armed for name in initiators)
    if kind.value != _MOB or not armed or ruled.value == _MOB:
        return kind
    return Grounded(ruled.value, kind.spans, "initiators:class", "those who did it have arms")


def by_victims(
    kind: Grounded[str], targets: Sequence[Grounded[str]], ruled: Grounded[str]
) -> Grounded[str]:
    """The type of what was done to people who do not fight, where the rules know it as such.

    The learned reader holds many a killing for a clash: "a boy was shot dead". An ambush or a raid
    is one by the codebook whoever is hit.

    Args:
        kind: the type so far.
        targets: who was acted upon.
        ruled: the type that the rules give it.

    Returns:
        That of the rules where it is violence against civilians, those hit are unarmed people and
        the type so far is one of two armed sides.
    """
    if kind.value != _CLASH or ruled.value != _ATTACK or not targets:
        return kind
    classes = [classify(target.value) for target in targets]
    if any(c.armed for c in classes) or not any(c.kind in _UNARMED for c in classes):
        return kind
    return Grounded(_ATTACK, kind.spans, "targets:class", "those hit do not fight")


def by_toll(
    kind: Grounded[str], killed: Grounded[Count] | None, ruled: Grounded[str]
) -> Grounded[str]:
    """The type of a protest at which people were killed: it was not a peaceful one.

    Args:
        kind: the type so far.
        killed: how many were killed, or None.
        ruled: the type that the rules give it.

    Returns:
        That of the rules where it is another type of crowd's event, else one of deadly force.
    """
    if kind.value not in _BLOODLESS or killed is None or not killed.value.low:
        return kind
    name = ruled.value if ruled.value in _BLOODY else FORCE
    return Grounded(name, kind.spans, "killed:any", "people were killed at it")
