"""How a clause is built around its verb: who its subject is, whether it is passive, by whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tacitus.extract.phrases import conjuncts, sharers
from tacitus.knowledge.syntax import load_syntax
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

# how many clauses up a missing subject is looked for
_CLIMB = 4
_HOLDING = frozenset({"hold", "control", "occupy", "seize", "capture", "overrun"})


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
        owner = child_of(token, "poss")
        if owner is not None and owner.tag_ == "WP$":  # "the coalition whose planes ..."
            token = antecedent(owner) or token
        into = {
            "initiator": self.initiators,
            "target": self.targets,
            "place": self.places,
            "means": self.means,
            "site": self.targets,
        }.get(side)
        if into is not None:
            for each in conjuncts(token):
                for side_of in (*sharers(each), each):
                    if all(side_of.i != seen.i for seen in into):
                        into.append(side_of)


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
            return _described(verb.head) if token.lower_ == "who" else verb.head
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return None


def doer_told_apart(deed: Token) -> Token | None:
    """Who did what a relative clause tells, where the clause around it does something to them.

    Args:
        deed: "shot" in "police killed the gunmen who had shot two officers".

    Returns:
        "gunmen"; None where the word does not stand so.
    """
    subject = child_of(deed, "nsubj") if deed.dep_ == "relcl" else None
    if subject is None or subject.tag_ not in ("WDT", "WP"):
        return None
    noun = deed.head
    # "planted the mine that killed a farmer" is one
    befallen = noun.dep_ in ("dobj", "nsubjpass") and classify(noun.text).person
    return noun if befallen else None


def _described(noun: Token) -> Token:
    """In "X, head of the committee, who was arrested" the clause is about X."""
    role = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return role.head if role.dep_ == "appos" and role.head.pos_ == "PROPN" else noun


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, as a clause or as a bare participle after a noun."""
    if child_of(verb, "nsubjpass", "auxpass") is not None:
        return True
    if child_of(verb, "dobj") is not None and child_of(verb, "agent") is None:
        return False  # "rebels killed 13 soldiers", taken for a participle
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return True
    return (
        verb.tag_ == "VBN"
        and verb.dep_ == "conj"
        and is_passive(verb.head)
        and child_of(verb, "nsubj", "aux") is None
    )


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
        if own is not None and not (verb.dep_ == "advcl" and own == object_before(verb)):
            return antecedent(own)
        if verb.dep_ in ("acl", "relcl"):
            return verb.head
        above = verb.head
        if above.i == verb.i:
            return None
        if verb.dep_ in ("conj", "xcomp", "ccomp", "advcl", "dep", "prep", "pcomp"):
            if (
                above.pos_ in ("VERB", "AUX")
                and verb.dep_ in ("advcl", "pcomp", "prep")
                and is_passive(above)
            ):
                agent = by_agent(above)
                if agent is not None:
                    return agent
            verb = above
            continue
        return None
    return None


def object_before(result: Token) -> Token | None:
    """The object of a verb that the parser takes for the subject of a participle behind it.

    "Shells hit the village killing two", where the comma is lost: no village kills.

    Args:
        result: the participle.
    """
    if result.tag_ != "VBG" or result.dep_ not in ("advcl", "ccomp"):
        return None
    noun, verb = child_of(result, "nsubj"), result.head
    if noun is None or child_of(result, "aux", "mark") or child_of(verb, "dobj"):
        return None
    follows = verb.i < noun.i < result.i
    return noun if follows and (result.dep_ == "ccomp" or noun.left_edge.i == verb.i + 1) else None


def holder(place: Token) -> Token | None:
    """Who holds a place, by the words on it: "positions held by X", "X-held town"."""
    for child in place.children:
        if child.dep_ in ("acl", "relcl", "amod") and child.lemma_.lower() in _HOLDING:
            agent = by_agent(child) or child_of(child, "npadvmod")
            if agent is not None:
                return agent
        if child.dep_ == "prep" and child.lower_ == "from":  # "seized the airport from X"
            return child_of(child, "pobj")
    return None


def both_sides(inner: Token, roles: Roles) -> None:
    """Put the first of several joined nouns on one side and the rest on the other.

    Where the words say who stands on one side ("between A and B on one side and C on the other"),
    all of those before them do.

    Args:
        inner: the first noun of "between A and B".
        roles: the sides; added to.
    """
    sides = [side for each in conjuncts(inner) for side in (*sharers(each), each)]
    side = _one_side(inner)
    if side is None:
        roles.initiators.append(sides[0])
        roles.targets.extend(sides[1:])
        return
    roles.initiators.extend(t for t in sides if t.i < side.i)
    others = [t for t in sides if t.i > side.i]
    roles.targets.extend(others or _other_side(side))


def sides_behind_place(event: Token) -> Token | None:
    """The first noun of "between A and B" where the parse hangs it on a place of the event.

    "Clashes broke out in the hills of Hama between rebels and the army" tells no hills between
    rebels. What lies between two places ("the border between India and Pakistan") is none.

    Args:
        event: the word that tells of it.
    """
    ends = {event.i, event.head.i} if event.pos_ == "NOUN" else {event.i}
    for token in event.doc[event.i + 1 : event.sent.end]:
        inner = child_of(token, "pobj") if token.lower_ == "between" else None
        if inner is None or not any(_fights(noun) for noun in conjuncts(inner)):
            continue
        above = token.head
        while above.i not in ends and above.dep_ in ("pobj", "prep"):
            above = above.head
        if above.i in ends:
            return inner
    return None


def _fights(noun: Token) -> bool:
    return bool(classify(noun.doc[noun.left_edge.i : noun.i + 1].text).armed)


def arrayed(doc: Doc) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where those on either side are named, by words that say so: "on one side", "on the other".

    Args:
        doc: the report's parse.

    Returns:
        Token ranges of the first sides and of the other ones.
    """
    first, second = [], []
    for token in doc:
        inner = child_of(token, "pobj") if token.lower_ == "between" else None
        side = _one_side(inner) if inner is not None else None
        if side is not None:
            behind = doc[side.i + 1 : side.sent.end]
            other = next((t.i for t in behind if t.lower_ == "other"), side.sent.end)
            first.append((token.i + 1, side.i))
            second.append((side.i + 1, other))
    return first, second


def _one_side(inner: Token) -> Token | None:
    """The noun of "on one side" or "on the one hand", where "on the other" comes behind it."""
    words, rest = load_syntax().one_side, inner.doc[inner.i + 1 : inner.sent.end]
    if not any(t.lower_ == "other" and t.nbor(-1).lower_ == "the" for t in rest):
        return None
    for token in rest:
        before = [t.lower_ for t in inner.doc[max(inner.i, token.i - 3) : token.i]]
        if token.lower_ in words and before[-1:] == ["one"] and "on" in before:
            return token
    return None


def _other_side(side: Token) -> Iterator[Token]:
    """The nouns behind "on one side" up to "on the other", where the parser cut the list there."""
    found: list[Token] = []
    doc = side.doc
    for token in doc[side.i + 1 : side.sent.end]:
        if token.lower_ == "other" or (token.dep_ == "ROOT" and found):
            break
        if token.lower_ == "the" and token.nbor(-1).lower_ == "on":
            break
        found.append(token)
    inside = {t.i for t in found}
    for token in found:
        top = token.pos_ in ("NOUN", "PROPN") and token.head.i not in inside
        if top:
            yield from (t for t in conjuncts(token) if t.i in inside)
