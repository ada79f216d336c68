"""Participants of an event noun: "an attack by X on Y", "X's shelling of Y", "launched a raid"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.clauses import (
    Roles,
    both_sides,
    by_agent,
    child_of,
    is_passive,
    verb_subject,
)
from tacitus.knowledge.codebook import Act
from tacitus.knowledge.syntax import Syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from tacitus.extract.triggers import Trigger

_MODIFIERS = ("compound", "nmod", "amod", "nummod")


def noun_roles(
    trigger: Trigger, noun: Token, act: Act, name: str, syntax: Syntax, roles: Roles
) -> None:
    """Put the participants of an event noun on their sides.

    Args:
        trigger: the trigger.
        noun: its head word.
        act: its entry in the codebook.
        name: its key there.
        syntax: word lists.
        roles: what was found; added to.
    """
    done_to = name in syntax.object_genitive
    of_it = done_to or noun.lemma_.lower() in syntax.object_genitive_nouns
    covered = set(range(trigger.first, trigger.stop))
    around = [c for i in sorted(covered) for c in noun.doc[i].children if c.i not in covered]
    for child in around:
        if child.dep_ in ("prep", "agent"):
            if child.head.i == noun.i and _blamed(child, noun):
                roles.put("initiator", child_of(child, "pobj"))
            elif child.head.i == noun.i:
                _preposition(child, act, syntax, roles, done_to=of_it)
        elif child.dep_ in ("acl", "relcl"):
            _clause(child, act, syntax, roles)
        elif child.dep_ == "poss" and child.tag_ == "PRP$" and not done_to:
            roles.put("initiator", child)
        elif child.dep_ == "poss":
            suffered = done_to and name not in syntax.doer_possessive
            roles.put(_object(act) if suffered else "initiator", child)
        elif child.dep_ in _MODIFIERS and child.i < noun.i and not _stance(child, syntax):
            roles.put("initiator", child)
    if noun.tag_ == "VBG":  # "bombed a market in Idlib killing 21 civilians", without its comma
        roles.put(_object(act), child_of(noun, "dobj"))
        before = noun.nbor(-1) if noun.i else None
        # "in army shelling of a market", which the parser takes for what the army did then
        if before is not None and before.dep_ == "pobj" and noun.dep_ in ("advcl", "acl"):
            roles.put("initiator", before)
    _governing_verb(noun, act, syntax, roles)
    if not roles.initiators and act.family in ("attack", "battle", "remote"):
        _frame_subject(noun, syntax, roles)


def _object(act: Act) -> str:
    return act.object if act.object != "none" else "target"


def _stance(modifier: Token, syntax: Syntax) -> bool:
    """Whether a modifier is part of "anti-X" or "X-backed": X takes no part in the event."""
    doc, i = modifier.doc, modifier.i
    word = modifier.lower_
    if not word[0].isalnum() or word in syntax.stance_prefixes or word in syntax.backing:
        return True
    if (
        word.partition("-")[0] in syntax.stance_prefixes
        or word.rpartition("-")[2] in syntax.backing
    ):
        return True
    return i > 1 and doc[i - 1].text == "-" and doc[i - 2].lower_ in syntax.stance_prefixes


def _blamed(prep: Token, noun: Token) -> bool:
    """Whether "on X" names the culprit, though it hangs on the attack: "blamed the attack on X"."""
    return prep.lower_ == "on" and noun.dep_ == "dobj" and noun.head.lemma_.lower() == "blame"


def _preposition(prep: Token, act: Act, syntax: Syntax, roles: Roles, *, done_to: bool) -> None:
    inner = child_of(prep, "pobj")
    if inner is None:
        return
    sides, word = syntax.noun_prepositions, prep.lower_
    if word in sides["both"]:
        both_sides(inner, roles)
    elif word in sides["agent"]:
        roles.put("initiator", inner)
    elif word in sides["object"]:
        roles.put(_object(act), inner)
    elif word in sides["other_side"]:
        roles.put("target", inner)
    elif word == "of":
        roles.put(_object(act) if done_to else "initiator", inner)
    for below in inner.children:  # "the shelling of a school by the army", hung on the school
        if below.dep_ in ("prep", "agent") and below.lower_ == "by":
            roles.put("initiator", child_of(below, "pobj"))


def _frame_subject(noun: Token, syntax: Syntax, roles: Roles) -> None:
    """Who acts in the main clause acted before: "Following the attack on the army, X stormed"."""
    prep = noun.head
    if (
        noun.dep_ == "pobj"
        and prep.lower_ in syntax.temporal
        and prep.head.pos_ == "VERB"
        and prep.i < prep.head.i
    ):
        subject = child_of(prep.head, "nsubj")
        if subject is not None and prep.i < subject.i:
            roles.put("initiator", subject)


def _clause(verb: Token, act: Act, syntax: Syntax, roles: Roles) -> None:
    """ "an attack carried out by X", "a bombing blamed on X", "a strike targeting Y"."""
    word = verb.lemma_.lower()
    if word in syntax.brokering:
        return
    told = child_of(verb, "xcomp") if word in syntax.believing else None
    if told is not None:  # "the attack, believed to have been carried out by X"
        roles.put("initiator", by_agent(told))
    elif word in syntax.striking and not is_passive(verb):
        roles.put(_object(act), child_of(verb, "dobj"))
    elif is_passive(verb):
        roles.put("initiator", by_agent(verb))
        if word in syntax.blaming:
            for inner in _objects(verb, "on", "to"):
                roles.put("initiator", inner)


def _objects(verb: Token, *words: str) -> Iterator[Token]:
    """The nouns below some prepositions of a verb."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in words:
            inner = child_of(child, "pobj")
            if inner is not None:
                yield inner


def _governing_verb(noun: Token, act: Act, syntax: Syntax, roles: Roles) -> None:
    """The verb that the event noun depends on: "launched an attack", "suffered an attack"."""
    verb, dep = noun.head, noun.dep_
    while dep == "conj" and verb.pos_ in ("NOUN", "PROPN"):
        verb, dep = verb.head, verb.dep_
    if dep == "pobj" and verb.lower_ == "of" and verb.head.lemma_.lower() in syntax.partitives:
        verb, dep = verb.head.head, verb.head.dep_  # "continued a series of attacks"
    if dep == "pobj":
        _above_preposition(verb, noun, act, syntax, roles)
    elif verb.pos_ not in ("VERB", "AUX"):
        return
    elif dep == "dobj" and not is_passive(verb):
        _as_object(verb, act, syntax, roles)
    elif dep == "nsubjpass":
        _as_passive_subject(verb, syntax, roles)
    elif dep == "nsubj" and not is_passive(verb):
        _as_subject(verb, act, syntax, roles)


def _above_preposition(prep: Token, noun: Token, act: Act, syntax: Syntax, roles: Roles) -> None:
    """ "responded with air strikes", "claimed responsibility for the attack", "was behind it"."""
    above, word = prep.head, prep.lower_
    # "blocked a road in protest"
    crowd = word == "in" and act.family == "crowd" and child_of(noun, "det") is None
    if (word == "with" or crowd) and above.pos_ == "VERB":
        roles.put("initiator", verb_subject(above))
    elif word not in ("for", "of", "behind", "in"):
        return
    elif above.pos_ in ("NOUN", "ADJ"):
        if above.lemma_.lower() in syntax.answering:
            governor = above.head
            if governor.lemma_.lower() in syntax.claiming or above.pos_ == "ADJ":
                roles.put("initiator", verb_subject(governor))
    elif _answers(above, syntax):  # "claimed credit on Thursday for the attack"
        roles.put("initiator", verb_subject(above))
    elif above.lemma_.lower() in syntax.blaming:
        roles.put(
            "initiator",
            child_of(above, "nsubjpass") if is_passive(above) else child_of(above, "dobj"),
        )
    elif above.lemma_.lower() == "be" and word == "behind":
        roles.put("initiator", verb_subject(above))


def _answers(verb: Token, syntax: Syntax) -> bool:
    """Whether a clause is a claim of responsibility."""
    said = child_of(verb, "dobj")
    claims = verb.lemma_.lower() in syntax.claiming and not is_passive(verb)
    return claims and said is not None and said.lemma_.lower() in syntax.answering


def _as_object(verb: Token, act: Act, syntax: Syntax, roles: Roles) -> None:
    word = verb.lemma_.lower()
    if word in syntax.doing or word in syntax.claiming:
        roles.put("initiator", verb_subject(verb))
    elif word in syntax.suffering:
        roles.put("target", verb_subject(verb))
    elif word in syntax.blaming:
        for inner in _objects(verb, "on", "to"):
            roles.put("initiator", inner)
        return
    for inner in _objects(verb, "on", "against", "with"):
        roles.put(_object(act), inner)


def _as_passive_subject(verb: Token, syntax: Syntax, roles: Roles) -> None:
    word = verb.lemma_.lower()
    told = child_of(verb, "xcomp") if word in syntax.believing else None
    if told is not None:
        roles.put("initiator", by_agent(told))
    elif word in syntax.doing or word in syntax.claiming:
        roles.put("initiator", by_agent(verb))
    elif word in syntax.suffering:
        roles.put("target", by_agent(verb))
    elif word in syntax.blaming:
        for inner in _objects(verb, "on", "to"):
            roles.put("initiator", inner)


def _as_subject(verb: Token, act: Act, syntax: Syntax, roles: Roles) -> None:
    word = verb.lemma_.lower()
    if word in syntax.striking:
        roles.put(_object(act), child_of(verb, "dobj"))
    elif word in syntax.opposing:
        roles.put("initiator", child_of(verb, "dobj"))
        for inner in _objects(verb, "against"):
            roles.put("target", inner)
    elif word in syntax.breaking_out:
        for inner in _objects(verb, "between"):
            both_sides(inner, roles)
