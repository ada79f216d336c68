"""Which of the codebook's sub-event types an event is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.parties import in_group

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tacitus.extract.mentions import Mention, Party
    from tacitus.knowledge.codebook import Codebook, TypeRule


# how much more the first telling counts
_FIRST = 1.5


def vote_type(
    mentions: Sequence[Mention],
    initiators: Sequence[Party],
    targets: Sequence[Party],
    book: Codebook,
) -> tuple[str, int] | None:
    """The type that most of an event's tellings give, the first counting more, plain ones less.

    Args:
        mentions: the event's mentions, in order.
        initiators: who acted, over all mentions.
        targets: who suffered it.
        book: the codebook in force.
    """
    if any(book.acts[act].family == "crowd" for act in mentions[0].acts):
        # what a crowd did and what was done to it stand in sentences of their own
        acts = [act for m in mentions for act in m.acts]
        return choose_type(
            acts, [name for m in mentions for name in m.means], initiators, targets, book
        )
    told_means = {name for m in mentions for name in m.means}
    votes: dict[str, tuple[float, int]] = {}
    for n, mention in enumerate(mentions):
        # a headline's bare "strike" was done with what the sentences below name
        means = mention.means or told_means
        chosen = choose_type(mention.acts, means, initiators, targets, book)
        if chosen is None:
            continue
        name, rule = chosen
        weight = (_FIRST if n == 0 else 1.0) * book.type_weights.get(name, 1.0)
        total, first = votes.get(name, (0.0, rule))
        votes[name] = (total + weight, first)
    if not votes:
        return None
    best = max(votes, key=lambda name: votes[name][0])
    return best, votes[best][1]


def choose_type(
    acts: Sequence[str],
    means: Collection[str],
    initiators: Sequence[Party],
    targets: Sequence[Party],
    book: Codebook,
) -> tuple[str, int] | None:
    """The sub-event type and the number of the rule that gave it, or None where none fits.

    Args:
        acts: acts told of the event, in order.
        means: what it was done with.
        initiators: who acted.
        targets: who suffered it.
        book: the codebook in force.
    """
    families = {book.acts[act].family for act in acts}
    for number, rule in enumerate(book.types):
        if _holds(rule, set(acts), families, set(means), initiators, targets, book):
            return rule.type, number
    return None


def _holds(
    rule: TypeRule,
    acts: set[str],
    families: set[str],
    means: set[str],
    initiators: Sequence[Party],
    targets: Sequence[Party],
    book: Codebook,
) -> bool:
    if rule.acts is not None and not acts & set(rule.acts):
        return False
    if rule.any_acts is not None and not acts & set(rule.any_acts):
        return False
    if rule.not_acts is not None and acts & set(rule.not_acts):
        return False
    if rule.means is not None and not means & set(rule.means):
        return False
    if rule.not_means is not None and means & set(rule.not_means):
        return False
    if rule.families is not None and not families & set(rule.families):
        return False
    if rule.not_target is not None and targets and _side(rule.not_target, targets, book):
        return False
    if rule.initiator_all is not None and not (
        initiators
        and all(
            in_group(p, rule.initiator_all, book)
            for p in initiators
            if not p.generic or len(initiators) == 1
        )
    ):
        return False
    return _side(rule.initiator, initiators, book) and _side(rule.target, targets, book)


def _side(names: list[str] | None, parties: Sequence[Party], book: Codebook) -> bool:
    if names is None:
        return True
    if not parties:
        return "none" in names
    return any(in_group(party, names, book) for party in parties)
