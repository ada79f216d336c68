"""How the clause of a word of loss is built: its victims, whether it is negated, what it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.clauses import child_of
from tacitus.extract.phrases import conjuncts
from tacitus.knowledge.tolls import toll_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token


def all_subjects(verb: Token, victims: Sequence[Token]) -> list[Token]:
    """The victims with those of further subjects, into which the parser cuts up long lists."""
    known = {v.i for v in victims}
    alone = verb.lemma_.lower() in toll_words().intransitive
    more = [c for c in verb.children if c.dep_ == "nsubjpass" or (alone and c.dep_ == "nsubj")]
    if len(more) < 2 or not known & {c.i for c in more}:
        return list(victims)
    if alone:  # of two subjects the nearer is the verb's own
        return list(conjuncts(max(more, key=lambda c: c.i)))
    return [*victims, *(t for c in more for t in conjuncts(c) if t.i not in known)]


def coordinated(victim: Token) -> list[Token]:
    """A victim and what is joined to its apposition ("1,853 NLF guerrillas and 457 soldiers")."""
    named = (c for c in victim.children if c.dep_ == "appos" and c.i > victim.i)
    return [
        victim,
        *(c for a in named for c in a.children if c.dep_ == "conj" and c.tag_ in ("NNS", "NNPS")),
    ]


def to_death(verb: Token) -> bool:
    """ "shot dead", "stabbed to death", "shot and killed"."""
    for child in verb.children:
        if (
            child.dep_ == "prep"
            and child.lower_ == "to"
            and any(c.lower_ == "death" for c in child.children)
        ):
            return True
        if child.lower_ == "dead" and child.i > verb.i:
            return True
    return False


def negated(verb: Token) -> bool:
    """Whether a verb of loss is told as not having happened ("was not hurt")."""
    return any(child.dep_ == "neg" and child.lower_ != "only" for child in verb.children)


def has_perfect(verb: Token) -> bool:
    """An active perfect: "have wounded"."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return any(c.lower_ in ("have", "has", "had") for c in auxiliaries) and all(
        c.lemma_ != "be" for c in auxiliaries
    )


def shares_figure(verb: Token) -> bool:
    """ "40 were killed and injured": the second verb has no victims of its own."""
    head = verb.head
    if verb.dep_ != "conj" or head.pos_ != "VERB" or verb.i - head.i != 2:
        return False
    own = child_of(verb, "nsubj", "nsubjpass", "dobj")
    return own is None or (
        own.dep_ == "dobj"
        and child_of(head, "dobj", "nsubjpass") is None
        and head.tag_ == verb.tag_
    )
