"""What doubt and denial do not reach: "caused no casualties", "in response to an attack"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.factuality_cues import fact_cues
from tacitus.knowledge.syntax import load_syntax
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from spacy.tokens import Token


def harmless(negation: Token) -> bool:
    """Whether a word negates nothing: "not only", "no fewer than".

    Args:
        negation: such as "not".
    """
    after = negation.i + 1
    stop = after < len(negation.doc)
    return stop and negation.doc[after].lower_ in fact_cues().book.no_negation_before


def hurt_nobody(verb: Token) -> bool:
    """Whether a verb's object is losses: "the blast did not cause any casualties" is no denial.

    Args:
        verb: that is negated.
    """
    losses = fact_cues().book.losses
    hurt = (c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in losses)
    # "did not cause the deaths of civilians" denies who did it
    return any(all(c.lower_ == "any" or c.dep_ == "amod" for c in noun.children) for noun in hurt)


def taken_as_given(noun: Token) -> bool:
    """Whether an event noun follows words that take it as given: "in response to an attack".

    Args:
        noun: that tells of an event.
    """
    while noun.dep_ in ("compound", "amod", "nmod", "nummod"):
        noun = noun.head
    doc, prep = noun.doc, noun.head.i
    if noun.dep_ != "pobj" or prep < 2:
        return False
    reply = doc[prep - 1].lemma_.lower() in load_syntax().replies
    return reply and doc[prep - 2].lower_ == "in"


def left_undone(word: Token) -> bool:
    """Whether a word tells only of what was not done along with something else.

    Args:
        word: such as "firing" or "shot" of "captured the leader without firing a shot"; "killing"
            of "without killing anyone" tells of losses.
    """
    deed = word.head if word.dep_ == "dobj" else word
    if deed.dep_ != "pcomp" or deed.head.lower_ not in load_syntax().lacking:
        return False
    done_to = next((c for c in deed.children if c.dep_ == "dobj"), None)
    return done_to is None or not (done_to.pos_ == "PRON" or classify(done_to.text).person)
