"""Noun phrases: which words name a participant, and what its real head is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_LEFT = {"amod", "compound", "nmod", "poss", "nummod", "quantmod", "punct", "npadvmod", "advmod", "case"}
_TRIM_FIRST = {"DT", "PRP$", "CD", "PDT", "``", "''", ",", ":", "-LRB-", "-RRB-", "IN", "CC", ".", "RB", "RBR", "POS", "WDT"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may name a participant.

    Attributes:
        head: index of the token that says what it is ("fighters" in "dozens of fighters").
        top: index of the token that stands in the clause ("dozens").
        first, stop: tokens of the mention as a coder would write it.
    """

    head: int
    top: int
    first: int
    stop: int


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and the nouns coordinated with it, in order."""
    yield token
    for child in token.children:
        if child.dep_ in ("conj", "appos") and child.dep_ == "conj" and child.pos_ in (
            "NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB"
        ):
            yield from conjuncts(child)


def of_object(token: Token) -> Token | None:
    """The noun below the token's "of", if any."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    return inner
    return None


def real_head(token: Token, partitives: frozenset[str]) -> Token:
    """Past "dozens of", "a number of", "some of": the noun that says who or what it is."""
    seen = 0
    while (
        token.lemma_.lower() in partitives or token.pos_ in ("NUM", "DET") or token.tag_ == "CD"
    ) and seen < 3:
        inner = of_object(token)
        if inner is None:
            break
        token, seen = inner, seen + 1
    return token


def phrase(token: Token, partitives: frozenset[str]) -> Phrase:
    """The mention around a noun: its modifiers on the left, "of ..." and "loyal to ..." on the right.

    Args:
        token: the noun as it stands in its clause.
        partitives: lemmas that only count or measure what follows their "of".
    """
    head = real_head(token, partitives)
    doc = token.doc
    first = head.i
    changed = True
    while changed:
        changed = False
        for child in doc[first].lefts if doc[first].i != head.i else head.lefts:
            if child.dep_ in _LEFT and child.i < first and child.left_edge.i >= head.sent.start:
                first, changed = child.left_edge.i, True
                break
    for i in range(head.i - 1, first - 1, -1):  # "at least 19 civilians": the figure is no name
        if doc[i].tag_ == "CD" or doc[i].lemma_.lower() in partitives:
            first = i + 1
            break
    while first < head.i and (doc[first].tag_ in _TRIM_FIRST or doc[first].lower_ in partitives):
        first += 1
    return Phrase(head.i, token.i, first, _right_end(head, doc))


def _right_end(head: Token, doc) -> int:
    """One past the last token of the mention."""
    stop = head.i + 1
    for child in head.rights:
        if child.i > stop + 1:
            break
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == stop:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is None:
                break
            stop = _right_end(inner, doc)
        elif child.dep_ == "amod" and child.i == stop:  # "fighters loyal to the president"
            stop = child.right_edge.i + 1 if child.right_edge.i - child.i <= 7 else stop
            break
        elif child.dep_ in ("case", "nummod") and child.i == stop and child.tag_ != "POS":
            stop = child.i + 1
        else:
            break
    return stop


def governing_noun(verb: Token) -> Token | None:
    """The noun that a relative or participial clause qualifies, or None."""
    return verb.head if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None
