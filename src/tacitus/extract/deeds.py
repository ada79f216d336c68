"""Which words of a sentence tell of two deeds, done by two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.clauses import by_agent, child_of, doer_told_apart, is_passive, verb_subject
from tacitus.knowledge.syntax import load_syntax
from tacitus.knowledge.tolls import toll_words
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from spacy.tokens import Token

# clauses that tell what came of the one above them, or what it was done for
_OF_CLAUSE = frozenset({"advcl", "xcomp", "acl", "pcomp"})


def two_deeds(one: Token, other: Token) -> bool:
    """Whether one of two words tells of a deed that the other one is about, answers or follows.

    "Police killed the gunmen who had shot two officers", "an operation to pursue the group that
    killed five", "mortars killed five, and the army shelled the hills in response", "bombed the
    camp after rocket attacks by Hamas": two happenings, with other doers.

    Args:
        one: a word that tells of an event.
        other: another of the same sentence.
    """
    if is_reply(one) is not is_reply(other):
        return True
    return any(_deed_apart(a, b) or _came_before(a, b) for a, b in ((one, other), (other, one)))


def is_reply(deed: Token) -> bool:
    """Whether a deed is told as the answer to another one: "shelled targets in response".

    Args:
        deed: the word that tells of it, or of what came of it ("killing ten").
    """
    replies = load_syntax().replies
    while True:
        for child in deed.children:
            inner = child_of(child, "pobj") if child.lower_ == "in" else None
            if inner is not None and inner.lemma_.lower() in replies:
                return True
        if deed.dep_ not in _OF_CLAUSE:
            return False
        deed = deed.head


def _deed_apart(deed: Token, other: Token) -> bool:
    noun = doer_told_apart(deed)
    return noun is not None and noun.i != other.i and not noun.is_ancestor(other)


def _came_before(deed: Token, other: Token) -> bool:
    """Whether a deed of the other side is told as what came first: "after the rebels attacked".

    Those who were killed, or lost men, after an attack are its victims, and what police and a crowd
    do to each other is one event: there the other word tells of the same.

    Args:
        deed: a verb or noun with who did it, or what is told of such a noun.
        other: the verb that comes after it, or the noun that this verb has as its object.
    """
    earlier = load_syntax().earlier
    if deed.dep_ in ("relcl", "acl"):
        deed = deed.head  # "attacks by Hamas that wounded three"
    elif deed.dep_ in ("conj", "advcl") and deed.head.dep_ == "advcl":
        deed = deed.head  # "attacked a checkpoint, killing two"
    if deed.dep_ == "advcl":
        mark = child_of(deed, "mark")
        told, doer = mark is not None and mark.lower_ in earlier, child_of(deed, "nsubj")
    else:
        # "following" may be read as a verb
        told = deed.dep_ in ("pobj", "dobj") and deed.head.lower_ in earlier
        doer = by_agent(deed) or child_of(deed, "poss")
    if not told or doer is None or other.i == deed.i or deed.is_ancestor(other):
        return False
    verb = other if other.pos_ == "VERB" else other.head
    if not verb.is_ancestor(deed) or (other.i != verb.i and other.dep_ != "dobj"):
        return False
    subject, lost = verb_subject(verb), verb.lemma_.lower() in toll_words().own_losses
    if subject is None or lost or is_passive(verb):
        return False
    return _opposed(subject, doer)


def _opposed(one: Token, other: Token) -> bool:
    """Whether two nouns name those who fight, one of them of no state and the other of one."""
    kinds = [classify(noun.doc[noun.left_edge.i : noun.i + 1].text) for noun in (one, other)]
    fighting = [kind for kind in kinds if kind.armed or kind.state]
    return len(fighting) == len(kinds) and [k.state for k in fighting].count(False) == 1
