"""Whether a trigger's words tell of their act here: the conditions that the codebook sets."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tacitus.extract.parties import in_group
from tacitus.extract.phrases import real_head
from tacitus.extract.roles import Roles, find_roles

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.reading import Reading
    from tacitus.extract.triggers import Trigger
    from tacitus.knowledge.codebook import Act

_DESCRIBING = frozenset({"amod", "compound", "nmod", "nummod"})
_CROWDS = frozenset({"people", "crowd", "unarmed"})


def fitting(trigger: Trigger, reading: Reading) -> tuple[Trigger, Roles] | None:
    """The first reading of a trigger's words whose conditions hold, with its participants.

    Args:
        trigger: the trigger, with its other readings.
        reading: the report.
    """
    token = reading.parsed.doc[trigger.token]
    for each in (trigger, *trigger.alternatives):
        act = reading.book.acts[each.act]
        roles = find_roles(each, act, token, reading.syntax)
        if _meets(act, roles, reading) and not _describes(each, act, token, reading):
            return each, roles
    return None


def _describes(trigger: Trigger, act: Act, token: Token, reading: Reading) -> bool:
    """Whether the words only say what somebody does or is said to have done.

    As "rebels fighting in the north", "two men accused of stealing cattle".
    """
    if trigger.form != "verb":
        return False
    if act.family == "battle":
        return bool(token.dep_ == "acl" and token.tag_ == "VBG")
    accused = token.head.head if token.dep_ == "pcomp" else token
    return (
        act.family == "property"
        and accused.dep_ == "acl"
        and accused.lemma_.lower() in reading.syntax.blaming
    )


def _meets(act: Act, roles: Roles, reading: Reading) -> bool:
    """Whether a trigger's participants are of the classes that its act asks for."""
    needs = act.needs
    if needs is None:
        return True
    if needs.not_object is not None:
        symbols = {word for group in needs.not_object for word in reading.book.groups[group]}
        if any(t.lemma_.lower() in symbols for t in roles.targets):
            return False
    subject = {"place": roles.places, "target": roles.targets}.get(act.subject, roles.initiators)
    done_to = roles.initiators if act.object == "initiator" else roles.targets + roles.places
    wanted = (
        (needs.subject, subject),
        (needs.object, done_to),
        (needs.initiator, roles.initiators),
    )
    return all(names is None or _fit(names, tokens, reading) for names, tokens in wanted)


def _fit(names: list[str], tokens: list[Token], reading: Reading) -> bool:
    """Whether one of the nouns is of one of the classes, or none is asked for and there is none."""
    tokens = [t for t in tokens if not _stands_aside(t, reading)]
    if not tokens:
        return "none" in names
    partitives = reading.syntax.partitives
    if "place" in names and any(_is_place(real_head(t, partitives).i, reading) for t in tokens):
        return True
    if _CROWDS & set(names) and any(t.lemma_.lower() in partitives or t.like_num for t in tokens):
        return True  # "thousands protested": people, though no noun says so
    if "weapon" in names and any(_is_weapon(t, reading) for t in tokens):
        return True
    parties = [p for t in tokens if (p := reading.party(t))]
    return any(in_group(p, names, reading.book) for p in parties)


def _is_weapon(token: Token, reading: Reading) -> bool:
    """Whether a noun, or what its "of" measures, names a weapon."""
    head = real_head(token, reading.syntax.partitives)
    words = reading.index.means
    return any(
        (weapon or means == "arms") and not before
        for t in (token, head, *islice(head.subtree, 6))
        for means, before, weapon in words.get(t.lemma_.lower(), ())
    )


def _stands_aside(token: Token, reading: Reading) -> bool:
    """Whether a noun takes no part, whatever it is.

    As times ("clashed on Monday") and words that only describe an event noun ("mass protests").
    """
    if token.dep_ == "pobj" and any(t.start <= token.i < t.stop for t in reading.times):
        return True
    return token.dep_ in _DESCRIBING and reading.party(token) is None


def _is_place(i: int, reading: Reading) -> bool:
    return any(p.start <= i < p.stop and p.kind != "metonym" for p in reading.places) or (
        reading.parsed.doc[i].lemma_.lower() in reading.book.groups.get("place_nouns", ())
    )
