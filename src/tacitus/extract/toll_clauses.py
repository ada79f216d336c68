"""How the clause of a word of loss is built: its victims, whether it is negated, what it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.clauses import child_of
from tacitus.extract.phrases import conjuncts
from tacitus.knowledge.actors import load_kinds
from tacitus.knowledge.tolls import toll_words
from tacitus.resolve.actor_class import classify

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
    near = max(more, key=lambda c: c.i)
    before = near.doc[near.left_edge.i - 1] if near.left_edge.i > verb.sent.start else None
    if alone and (before is None or before.dep_ != "cc"):  # the nearer is the verb's own
        return list(conjuncts(near))
    return [*victims, *(t for c in more for t in conjuncts(c) if t.i not in known)]


def is_thing(noun: Token) -> bool:
    """Whether a noun names things, which are fired, seized or burned but not lost as people are."""
    if noun.lemma_.lower() in toll_words().things:
        return True
    return noun.pos_ == "NOUN" and load_kinds()[classify(noun.text).kind].object


def is_part(noun: Token, figure: int) -> bool:
    """Whether only some of those counted are meant: "half of the 30 passengers".

    Args:
        noun: that is counted.
        figure: the first token of the number; "a quarter of a million" is one.
    """
    of = noun.head
    if of.lower_ != "of" or of.dep_ != "prep" or of.head.i >= figure:
        return False
    return of.head.lemma_.lower() in toll_words().parts


def overtaken(figure: Token) -> bool:
    """Whether a figure is told as one given before: "initially put at 75", "up from 75"."""
    words, ahead = toll_words(), _ahead(figure)
    return ahead.endswith(words.up_from) or any(said in ahead for said in words.said_before)


def among_them(figure: Token) -> bool:
    """Whether a figure tells who some of those counted before were: "among them seven women"."""
    return _ahead(figure).endswith(toll_words().among_them)


def _ahead(figure: Token) -> str:
    """The words of a sentence before a token, in small letters between blanks."""
    return " " + " ".join(t.lower_ for t in figure.sent if t.i < figure.i) + " "


def total_noun(verb: Token, nouns: frozenset[str]) -> Token | None:
    """The noun of a toll that a verb says more of: "the number of people killed stands at 101"."""
    if verb.dep_ not in ("acl", "relcl"):
        return None
    people = verb.head
    above = people.head.head if people.dep_ == "pobj" and people.head.lower_ == "of" else None
    return above if above is not None and above.lemma_.lower() in nouns else None


def subject_verb(noun: Token) -> Token | None:
    """The active verb of which a noun, or what is made up of it, is the subject."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head  # "a column of 30 rebels"
    return noun.head if noun.dep_ == "nsubj" and noun.head.pos_ == "VERB" else None


def does_to_others(verb: Token) -> bool:
    """Whether the subject of a verb does something to somebody: not in "lost their lives"."""
    done_to = child_of(verb, "dobj")
    return done_to is not None and done_to.lemma_.lower() not in toll_words().own


def one_list(nouns: Sequence[Token]) -> bool:
    """Whether nouns are told in one list: "two soldiers and an interpreter"."""
    listed = {t.i for t in conjuncts(nouns[0])}
    return all(noun.i in listed for noun in nouns)


def coordinated(victim: Token) -> list[Token]:
    """A victim and what is joined to its apposition ("1,853 NLF guerrillas and 457 soldiers").

    Of "nuns Maureen Connaly and Teresa Rosales" it is the names.
    """
    names = named_beside(victim) if victim.tag_ == "NNS" else []
    if len(names) > 1:
        return names
    named = (c for c in victim.children if c.dep_ == "appos" and c.i > victim.i)
    return [
        victim,
        *(c for a in named for c in a.children if c.dep_ == "conj" and c.tag_ in ("NNS", "NNPS")),
    ]


def named_beside(noun: Token) -> list[Token]:
    """The names in apposition to a noun: "nuns Maureen Connaly and Teresa Rosales"."""
    names = (c for c in noun.children if c.dep_ == "appos" and c.pos_ == "PROPN")
    return [each for name in names for each in conjuncts(name) if each.pos_ == "PROPN"]


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
