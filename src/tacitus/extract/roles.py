"""Who did it and to whom: the participants of one trigger, by the parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tacitus.extract.phrases import conjuncts
from tacitus.knowledge.codebook import Act
from tacitus.knowledge.syntax import Syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.triggers import Trigger

# how many clauses up a missing subject is looked for
_CLIMB = 4


@dataclass(slots=True)
class Roles:
    """Heads of the noun phrases around a trigger.

    Attributes:
        initiators, targets: who acts and who is acted upon.
        places: nouns that the verb itself takes as its place ("captured the town").
        means: nouns that name what it was done with ("a bomb exploded").
    """

    initiators: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    places: list[Token] = field(default_factory=list)
    means: list[Token] = field(default_factory=list)

    def put(self, side: str, token: Token | None) -> None:
        """Add a noun and what is coordinated with it to a side of the codebook."""
        if token is None:
            return
        into = {"initiator": self.initiators, "target": self.targets, "place": self.places,
                "means": self.means, "site": self.targets}.get(side)
        if into is not None:
            into.extend(t for t in conjuncts(token) if t.i not in {seen.i for seen in into})


def child_of(token: Token, *deps: str) -> Token | None:
    """The first child with one of the dependency labels."""
    return next((child for child in token.children if child.dep_ in deps), None)


def antecedent(token: Token | None) -> Token | None:
    """For a relative pronoun the noun its clause qualifies, otherwise the token itself."""
    if token is None or token.tag_ not in ("WDT", "WP", "WP$"):
        return token
    verb = token.head
    for _ in range(_CLIMB):
        if verb.dep_ in ("relcl", "acl"):
            return verb.head
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, as a clause or as a bare participle after a noun."""
    if child_of(verb, "nsubjpass", "auxpass") is not None:
        return True
    if child_of(verb, "dobj") is not None and child_of(verb, "agent") is None:
        return False  # "rebels killed 13 soldiers", taken for a participle
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return True
    return verb.tag_ == "VBN" and verb.dep_ == "conj" and is_passive(verb.head) and child_of(verb, "nsubj", "aux") is None


def by_agent(verb: Token) -> Token | None:
    """The noun of the by-phrase of a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return child_of(child, "pobj")
    return None


def verb_subject(verb: Token) -> Token | None:
    """The subject of an active verb, its own or the one it shares with the clause above."""
    for _ in range(_CLIMB):
        own = child_of(verb, "nsubj", "csubj", "nsubjpass")
        if own is not None:
            return antecedent(own)
        if verb.dep_ in ("acl", "relcl"):
            return verb.head
        above = verb.head
        if above.i == verb.i:
            return None
        if verb.dep_ in ("conj", "xcomp", "ccomp", "advcl", "dep", "prep", "pcomp"):
            if above.pos_ in ("VERB", "AUX") and verb.dep_ in ("advcl", "pcomp", "prep") and is_passive(above):
                agent = by_agent(above)
                if agent is not None:
                    return agent
            verb = above
            continue
        return None
    return None


def _verb_roles(trigger: Trigger, verb: Token, act: Act, roles: Roles) -> None:
    passive = is_passive(verb)
    others = set(trigger.others)
    if passive:
        patient = child_of(verb, "nsubjpass")
        if patient is None and verb.dep_ in ("acl", "relcl"):
            patient = verb.head
        if patient is None and verb.dep_ == "conj":
            patient = child_of(verb.head, "nsubjpass") or child_of(verb.head, "nsubj")
        patient = antecedent(patient)
        if patient is not None and patient.i not in others:
            roles.put(act.object if act.object != "none" else act.subject, patient)
        roles.put(act.subject if act.object != "none" else "none", by_agent(verb))
    else:
        subject = verb_subject(verb)
        if subject is not None and subject.i not in others:
            roles.put(act.subject, subject)
        thing = child_of(verb, "dobj", "dative", "oprd") if not others else next(
            (c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i not in others), None)
        if thing is not None:
            roles.put(act.object, antecedent(thing))
    if not roles.targets and not roles.places:
        _prepositions(verb, act, others, roles)
    for i in others:  # "opened fire on mourners", "took control of the town"
        _prepositions(verb.doc[i], act, others, roles, of=True)


def _prepositions(token: Token, act: Act, others: set[int], roles: Roles, of: bool = False) -> None:
    for child in token.children:
        if child.dep_ not in ("prep", "agent") or child.i in others:
            continue
        inner = child_of(child, "pobj")
        if inner is None or inner.i in others:
            continue
        word = child.lower_
        if word in ("on", "at", "against", "upon") or (word == "of" and of):
            roles.put(act.object, inner)
        elif word == "with" and act.family == "battle":
            roles.put("target", inner)
        elif word == "between":
            _both_sides(inner, roles)
        elif word == "from" and act.family == "territory":
            roles.put("target", inner)
        elif word in ("with", "using"):
            roles.put("means", inner)


def _both_sides(inner: Token, roles: Roles) -> None:
    sides = list(conjuncts(inner))
    roles.initiators.append(sides[0])
    roles.targets.extend(sides[1:])


def _noun_roles(trigger: Trigger, noun: Token, act: Act, name: str, syntax: Syntax, roles: Roles) -> None:
    passive_noun = name in syntax.object_genitive
    preps = syntax.noun_prepositions
    covered = set(range(trigger.first, trigger.stop))
    around = [c for i in sorted(covered) for c in noun.doc[i].children if c.i not in covered]
    for child in around:
        if child.dep_ in ("prep", "agent"):
            inner = child_of(child, "pobj")
            if inner is None or child.head.i != noun.i:
                continue
            word = child.lower_
            if word in preps["both"]:
                _both_sides(inner, roles)
            elif word in preps["agent"]:
                roles.put("initiator", inner)
            elif word in preps["object"]:
                roles.put(act.object if act.object != "none" else "target", inner)
            elif word in preps["other_side"]:
                roles.put("target", inner)
            elif word == "of":
                roles.put((act.object if act.object != "none" else "target") if passive_noun else "initiator", inner)
        elif child.dep_ in ("acl", "relcl"):
            _noun_clause(child, act, syntax, roles)
        elif child.dep_ == "poss" and child.tag_ == "PRP$" and not passive_noun:
            roles.put("initiator", child)
        elif child.dep_ == "poss":
            roles.put((act.object if act.object != "none" else "target") if passive_noun and name not in ("explode", "take", "bombard", "shell", "shoot_down", "repress", "disrupt") else "initiator", child)
        elif child.dep_ in ("compound", "nmod", "amod", "nummod") and child.i < noun.i:
            roles.put("initiator", child)
    _noun_verb(noun, act, name, syntax, roles)
    if not roles.initiators and act.family in ("attack", "battle", "remote"):
        _frame_subject(noun, syntax, roles)


def _frame_subject(noun: Token, syntax: Syntax, roles: Roles) -> None:
    """"Following the attack on the army, X stormed ...": who acts in the main clause acted before."""
    prep = noun.head
    if noun.dep_ == "pobj" and prep.lower_ in syntax.temporal and prep.head.pos_ == "VERB" and prep.i < prep.head.i:
        subject = child_of(prep.head, "nsubj")
        if subject is not None and prep.i < subject.i:
            roles.put("initiator", subject)


def _noun_clause(verb: Token, act: Act, syntax: Syntax, roles: Roles) -> None:
    """"an attack carried out by X", "a bombing blamed on X", "a strike targeting Y"."""
    word = verb.lemma_.lower()
    if word in syntax.brokering:
        return
    if is_passive(verb):
        roles.put("initiator", by_agent(verb))
        if word in syntax.blaming:
            for child in verb.children:
                if child.dep_ == "prep" and child.lower_ in ("on", "to"):
                    roles.put("initiator", child_of(child, "pobj"))
    elif word in ("target", "hit", "strike", "pit"):
        roles.put(act.object if act.object != "none" else "target", child_of(verb, "dobj"))


def _noun_verb(noun: Token, act: Act, name: str, syntax: Syntax, roles: Roles) -> None:
    """The verb that the event noun depends on: "launched an attack", "suffered an attack"."""
    verb, dep = noun.head, noun.dep_
    while dep == "conj" and verb.pos_ in ("NOUN", "PROPN"):
        verb, dep = verb.head, verb.dep_
    via_for = dep == "pobj" and verb.lower_ in ("for", "of", "behind", "in")
    if via_for:
        above = verb.head
        if above.pos_ in ("NOUN", "ADJ"):  # "claimed responsibility for", "responsible for"
            if above.lemma_.lower() in ("responsibility", "credit", "responsible", "blame"):
                verb_above = above.head
                word = verb_above.lemma_.lower()
                if word in syntax.claiming or above.pos_ == "ADJ":
                    roles.put("initiator", verb_subject(verb_above))
            return
        word = above.lemma_.lower()
        if word in syntax.blaming:
            patient = child_of(above, "nsubjpass") if is_passive(above) else child_of(above, "dobj")
            roles.put("initiator", patient)
        elif word in ("be",) and verb.lower_ == "behind":
            roles.put("initiator", verb_subject(above))
        return
    if dep == "pobj" and verb.lower_ == "with" and verb.head.pos_ == "VERB":
        roles.put("initiator", verb_subject(verb.head))  # "responded with air strikes"
        return
    if verb.pos_ not in ("VERB", "AUX"):
        return
    word = verb.lemma_.lower()
    if dep in ("dobj",) and not is_passive(verb):
        if word in syntax.doing:
            roles.put("initiator", verb_subject(verb))
        elif word in syntax.suffering:
            roles.put("target", verb_subject(verb))
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ in ("on", "against", "with"):
                roles.put(act.object if act.object != "none" else "target", child_of(child, "pobj"))
    elif dep == "nsubjpass" and word in syntax.doing:
        roles.put("initiator", by_agent(verb))
    elif dep == "nsubj" and not is_passive(verb) and word in ("hit", "target", "strike", "rock", "destroy", "shake", "level", "devastate"):
        roles.put(act.object if act.object != "none" else "target", child_of(verb, "dobj"))
    elif dep == "nsubj" and word in ("erupt", "break", "take", "occur", "ensue", "start", "begin"):
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ == "between":
                inner = child_of(child, "pobj")
                if inner is not None:
                    _both_sides(inner, roles)


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
        _verb_roles(trigger, token, act, roles)
    elif trigger.form == "noun":
        _noun_roles(trigger, token, act, trigger.act, syntax, roles)
    else:  # "left 28 militants dead": the subject of the small clause
        subject = child_of(token, "nsubj") or (
            child_of(token.head, "nsubj") if token.dep_ in ("acomp", "attr") else child_of(token.head, "dobj")
        )
        roles.put(act.subject, antecedent(subject))
    return roles
