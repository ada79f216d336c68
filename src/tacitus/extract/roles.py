"""Who did it and to whom: the participants of one trigger, by the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.clauses import (
    Roles,
    antecedent,
    both_sides,
    by_agent,
    child_of,
    holder,
    is_passive,
    object_before,
    sides_behind_place,
    verb_subject,
)
from tacitus.extract.nominal import noun_roles
from tacitus.knowledge.codebook import Act
from tacitus.knowledge.syntax import Syntax
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.tokens import Doc, Token

    from tacitus.extract.triggers import Trigger

# where a bomb goes off is what it was meant for
_SCENES = frozenset({"at", "outside", "inside", "in", "near", "on"})
_BLASTS = frozenset({"explosive", "suicide", "grenade"})
# what the name tagger calls the times in "clashed on Monday"
_TIMES = frozenset({"DATE", "TIME"})
# families of what two sides do with each other
_OF_TWO = frozenset({"battle", "deal"})
# pronouns that in "the army said it had killed ..." mean the one who says so
_SELF = frozenset({"it", "we"})


def _verb_roles(trigger: Trigger, verb: Token, act: Act, syntax: Syntax, roles: Roles) -> None:
    others = set(trigger.others)
    if is_passive(verb):
        _passive(verb, act, others, roles)
    else:
        subject = _subject(verb, syntax)
        if subject is not None and subject.i not in others:
            roles.put(act.subject, subject)
        for second in _second_subjects(verb):
            roles.put(act.subject, second)
        for token in (verb, subject, child_of(verb, "dobj")):
            for ally in (
                allies(token, syntax) if token is not None and act.subject == "initiator" else ()
            ):
                roles.put("initiator", ally)
        if subject is None:  # "shelling by the army hit a school"
            roles.put(act.subject, by_agent(verb))
        thing = _object(verb, others)
        if thing is not None:
            roles.put(act.object, antecedent(thing))
    _verb_prepositions(verb, act, others, roles)
    for i in sorted(others):  # "opened fire on mourners", "took control of the town"
        _prepositions(verb.doc[i], act, others, roles, of=True)
        inner = child_of(verb.doc[i], "pobj") if act.family == "territory" else None
        if inner is not None:  # "pushed towards the town held by X"
            roles.put("target", holder(inner))
    for place in list(roles.places):
        roles.put("target", holder(place))


def _second_subjects(verb: Token) -> Iterator[Token]:
    """Subjects behind an "and" that the parser did not join to the first: "A and the B agreed"."""
    first, *more = [child for child in verb.children if child.dep_ == "nsubj"] or [verb]
    for second in more:
        if any(word.dep_ == "cc" for word in verb.doc[first.i : second.i]):
            yield second


def _object(verb: Token, others: set[int]) -> Token | None:
    """What an active verb is done to; of "shot and killed" that of the second verb.

    Args:
        verb: the head of the trigger.
        others: the trigger's other tokens.
    """
    if not others:
        own = child_of(verb, "dobj", "dative", "oprd")
        result = child_of(verb, "ccomp", "advcl") if own is None else None
        return object_before(result) if result is not None else own
    verbs = [verb, *(verb.doc[i] for i in sorted(others) if verb.doc[i].head.i == verb.i)]
    things = (child for v in verbs if v.pos_ == "VERB" for child in v.children)
    return next((c for c in things if c.dep_ in ("dobj", "dative") and c.i not in others), None)


def _passive(verb: Token, act: Act, others: set[int], roles: Roles) -> None:
    patient = child_of(verb, "nsubjpass")
    if patient is None and verb.dep_ in ("acl", "relcl"):
        patient = verb.head
    if patient is None and verb.dep_ == "conj":
        patient = child_of(verb.head, "nsubjpass") or child_of(verb.head, "nsubj")
    patient = antecedent(patient)
    if patient is not None and patient.i not in others:
        roles.put(act.object if act.object != "none" else act.subject, patient)
    for child in verb.children:  # "was detained along with other members"
        if child.dep_ == "prep" and child.lower_ in ("along", "together"):
            inner = child_of(child, "prep")
            roles.put(act.object, child_of(inner, "pobj") if inner is not None else None)
    roles.put(act.subject if act.object != "none" else "none", by_agent(verb))


def _subject(verb: Token, syntax: Syntax) -> Token | None:
    """Who does what a verb says: Y in "X accused Y of attacking", and in "the army said it" it."""
    moved = _accused(verb, syntax) or _made_to(verb, syntax)
    if moved is not None:
        return moved
    subject = verb_subject(verb)
    if subject is None or subject.lower_ not in _SELF or verb.dep_ != "ccomp":
        return subject
    sayer = child_of(verb.head, "nsubj")
    return sayer if sayer is not None and sayer.pos_ in ("NOUN", "PROPN") else subject


def allies(token: Token, syntax: Syntax) -> Iterator[Token]:
    """Who acted with the subject: "alongside X", "in cooperation with X", "in a joint raid with X".

    Args:
        token: the verb or its subject.
        syntax: word lists.
    """
    for child in token.children:
        if child.dep_ not in ("prep", "advmod"):
            continue
        word = child.lower_
        inner = child_of(child, "pobj")
        if word == "alongside" and inner is not None:
            yield inner
        elif inner is not None and _shared(inner, syntax):
            for prep in inner.children:
                if prep.dep_ == "prep" and prep.lower_ in ("with", "of", "from"):
                    ally = child_of(prep, "pobj")
                    if ally is not None:
                        yield ally


def _shared(noun: Token, syntax: Syntax) -> bool:
    """Whether a noun tells of what is done together: "in cooperation", "in a joint operation"."""
    if noun.lemma_.lower() in syntax.joining:
        return True
    return any(child.dep_ == "amod" and child.lower_ in syntax.joint for child in noun.children)


def _made_to(verb: Token, syntax: Syntax) -> Token | None:
    """In "the raid prompted X to attack" it is X who attacks."""
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in syntax.controlling:
        return child_of(verb.head, "dobj")
    return None


def _accused(verb: Token, syntax: Syntax) -> Token | None:
    if verb.dep_ != "pcomp" or verb.head.lower_ not in ("of", "for", "with"):
        return None
    above = verb.head.head
    if (
        above.pos_ in ("NOUN", "PROPN")
        and above.dep_ == "dobj"
        and above.head.lemma_.lower() in syntax.blaming
    ):
        return above  # "accused X of attacking", the "of" hung on X
    if above.lemma_.lower() not in syntax.blaming:
        return None
    if above.dep_ in ("acl", "relcl"):
        return above.head
    return child_of(above, "nsubjpass") if is_passive(above) else child_of(above, "dobj")


def _verb_prepositions(verb: Token, act: Act, others: set[int], roles: Roles) -> None:
    """What stands after the verb's own prepositions."""
    settled = bool(roles.targets or roles.places)
    for child in verb.children:
        if child.dep_ not in ("prep", "agent") or child.i in others:
            continue
        inner = child_of(child, "pobj")
        if inner is None or inner.i in others or inner.ent_type_ in _TIMES:
            continue
        word = child.lower_
        if word == "from" and act.family == "territory":
            roles.put("target", inner)
        elif word == "to" and _gives_way(act):
            roles.put("initiator", inner)  # "the town fell to the rebels"
        elif word == "against" and act.family == "crowd":
            roles.put("target", inner)
        elif not settled and word in _SCENES and act.means in _BLASTS and inner.pos_ == "NOUN":
            roles.put(act.object, inner)  # "exploded outside a police station"
        elif not settled:
            _preposition(word, inner, act, roles, of=False)


def _gives_way(act: Act) -> bool:
    """Whether an act tells of ground that somebody else took: "fall to", "lose to"."""
    return act.family == "territory" and act.subject in ("place", "target")


#: A verb and a noun that belongs to it, by their tokens.
Told = tuple[int, tuple[int, int]]


def ground_lost(
    triggers: Iterable[Trigger], doc: Doc, acts: Mapping[str, Act]
) -> tuple[list[Told], list[Told]]:
    """Who took ground and who lost it, where that is told from the loser's side.

    Args:
        triggers: of the report.
        doc: its parse.
        acts: the codebook's.

    Returns:
        Those to whom it was lost ("the town fell to a coalition of rebels") and those who lost it
        ("the army lost control of the town"): the token of the verb, and the tokens of the noun.
    """
    takers, losers = [], []
    for trigger in triggers:
        verb = doc[trigger.token]
        told = [acts[t.act] for t in (trigger, *trigger.alternatives) if _gives_way(acts[t.act])]
        if not told:
            continue
        to = (child_of(child, "pobj") for child in verb.children if child.lower_ == "to")
        takers += [(verb.i, _range(noun)) for noun in to if noun is not None]
        loser = child_of(verb, "nsubj")
        if told[0].subject == "target" and not is_passive(verb) and loser is not None:
            losers.append((verb.i, _range(loser)))
    return takers, losers


def agents(triggers: Iterable[Trigger], doc: Doc, acts: Mapping[str, Act]) -> list[Told]:
    """Who did what is told in the passive: "the rebels were turned back by soldiers".

    Args:
        triggers: of the report.
        doc: its parse.
        acts: the codebook's.

    Returns:
        The token of the verb, and the tokens of the noun behind its "by".
    """
    found = []
    for trigger in triggers:
        verb = doc[trigger.token]
        if trigger.form == "verb" and acts[trigger.act].subject == "initiator" and is_passive(verb):
            noun = by_agent(verb)
            if noun is not None and classify(noun.text).person:
                found.append((verb.i, _range(noun)))
    return found


def _range(head: Token) -> tuple[int, int]:
    return head.left_edge.i, head.right_edge.i + 1


def _prepositions(token: Token, act: Act, others: set[int], roles: Roles, *, of: bool) -> None:
    for child in token.children:
        if child.dep_ not in ("prep", "agent") or child.i in others:
            continue
        inner = child_of(child, "pobj")
        if inner is not None and inner.i not in others and inner.ent_type_ not in _TIMES:
            _preposition(child.lower_, inner, act, roles, of=of)


def _preposition(word: str, inner: Token, act: Act, roles: Roles, *, of: bool) -> None:
    if act.subject == "target" and not _gives_way(act):
        if word in ("by", "from"):  # "came under attack from X"
            roles.put("initiator", inner)
    elif word == "at" and roles.targets:
        return  # "opened fire on worshippers at a mosque"
    elif word in ("on", "at", "against", "upon") or (word == "of" and of):
        roles.put(act.object, inner)
    elif word == "to" and act.family in ("crowd", "property", "attack"):
        roles.put(act.object, inner)  # "set fire to shops"
    elif word == "with" and act.family == "battle":
        roles.put("target", inner)
    elif word == "between":
        both_sides(inner, roles)
    elif word == "from" and act.family == "territory":
        roles.put("target", inner)
    elif word in ("with", "using"):
        roles.put("means", inner)


def find_roles(trigger: Trigger, act: Act, token: Token, syntax: Syntax) -> Roles:
    """The participants of a trigger, before they are checked for being actors at all.

    Args:
        trigger: the trigger.
        act: its entry in the codebook.
        token: its head word.
        syntax: the word lists that say how clauses are built.
    """
    roles = Roles()
    if trigger.form == "verb":
        _verb_roles(trigger, token, act, syntax, roles)
    elif trigger.form == "noun":
        noun_roles(trigger, token, act, trigger.act, syntax, roles)
    else:  # "left 28 militants dead": the subject of the small clause
        subject = child_of(token, "nsubj") or (
            child_of(token.head, "nsubj")
            if token.dep_ in ("acomp", "attr")
            else child_of(token.head, "dobj")
        )
        roles.put(act.subject, antecedent(subject))
    if act.family in _OF_TWO:
        inner = sides_behind_place(token)
        if inner is not None and all(inner.i != seen.i for seen in roles.initiators):
            both_sides(inner, roles)
    return roles
