"""Noun phrases: which words name a participant, and what its real head is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

    from tacitus.knowledge.syntax import Syntax

#: How a word stands that describes the noun behind it.
DESCRIBING = frozenset({"amod", "compound", "nmod"})
_LEFT = {
    "amod",
    "compound",
    "nmod",
    "poss",
    "nummod",
    "quantmod",
    "punct",
    "npadvmod",
    "advmod",
    "case",
}
# how far behind a count the words stand that say whom it counts, in tokens
_BESIDE = 7
# modifiers that may name a side of their own, and the labels that say they do
_SHARING = ("amod", "compound", "nmod")
_SIDES = frozenset({"NORP", "GPE", "ORG"})
_DASHES = frozenset("-–—")
_TRIM_FIRST = {
    "DT",
    "PRP$",
    "CD",
    "PDT",
    "``",
    "''",
    ",",
    ":",
    "-LRB-",
    "-RRB-",
    "IN",
    "CC",
    ".",
    "RB",
    "RBR",
    "POS",
    "WDT",
}


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


# parts of speech that are joined as nouns are
_JOINED = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB")
_INDEFINITE = frozenset({"a", "an"})


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and the nouns coordinated with it, in order."""
    yield token
    for child in token.children:
        joined = child.dep_ == "conj" and child.pos_ in _JOINED
        if joined or (child.dep_ == "appos" and _goes_on(token, child)):
            yield from conjuncts(child)


def _goes_on(noun: Token, other: Token) -> bool:
    """Whether what the parser holds for another name of a noun goes on a list.

    In "a father, a mother and a son were killed" each has its article, the list an end, and the
    verb is that of many.
    """
    articles = [any(c.lower_ in _INDEFINITE for c in n.children) for n in (noun, other)]
    ends = any(c.dep_ == "conj" for c in other.children)
    alone = any(
        c.dep_ in ("aux", "auxpass") and "Number=Sing" in str(c.morph) for c in noun.head.children
    )
    return all(articles) and ends and not (noun.dep_ in ("nsubj", "nsubjpass") and alone)


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
    """The mention around a noun: modifiers on the left, "of ..." and "loyal to ..." on the right.

    Args:
        token: the noun as it stands in its clause.
        partitives: lemmas that only count or measure what follows their "of".
    """
    head = real_head(token, partitives)
    doc = token.doc
    first = _left_end(head, doc)
    for i in range(head.i - 1, first - 1, -1):  # "at least 19 civilians": the figure is no name
        if doc[i].tag_ == "CD" or (
            doc[i].dep_ != "compound" and doc[i].lemma_.lower() in partitives
        ):
            first = _past_age(i, head.i, doc)
            break
    while first < head.i and (
        doc[first].tag_ in _TRIM_FIRST or doc[first].like_num or doc[first].lower_ in partitives
    ):
        first += 1
    if first + 2 <= head.i and doc[first].text in _DASHES and not doc[first - 1].whitespace_:
        first += 2  # "so-called safety zone", of which "so" is gone
    first = _past_day(first, head.i, doc)
    stop = _right_end(head, doc)
    if head.pos_ == "PROPN":
        first, stop = _name_run(first, stop, head.sent, doc)
    for i in range(first, head.i):  # "Beirut- Warplanes": a dateline runs into the sentence
        if doc[i].text[-1] in _DASHES and doc[i].whitespace_:
            first = i + 1
    for i in range(head.i + 1, stop):  # "Customs Enforcement (ICE": a bracket cut in half
        if doc[i].text == "(" and all(t.text != ")" for t in doc[i:stop]):
            stop = i
            break
    return Phrase(head.i, token.i, first, stop)


def _past_day(first: int, head: int, doc: Doc) -> int:
    """Past a time that a lost comma glued on: "On Thursday mobs", "last year regime forces"."""
    if first < head and doc[first].ent_type_ == "DATE" and doc[first].tag_ == "JJ":
        while first < head and doc[first].ent_type_ == "DATE":
            first += 1
    glued = first < head and doc[first].ent_type_ in ("DATE", "TIME") and doc[first].is_title
    # "On Monday Kurdish fighters", where the preposition has lost its day to them
    behind = first > 0 and doc[first - 1].dep_ == "prep" and doc[first - 1].head.i >= head
    return first + 1 if glued and (doc[first + 1].is_lower or behind) else first


def _name_run(first: int, stop: int, sentence: Span, doc: Doc) -> tuple[int, int]:
    """A name cut at its hyphens, made whole: "Jamaat-ul-Ahrar", "Abu Omar al-Shami"."""
    while (
        stop + 1 < sentence.end
        and doc[stop].text == "-"
        and not doc[stop - 1].whitespace_ + doc[stop].whitespace_
    ):
        if doc[stop + 1].pos_ not in ("PROPN", "X"):
            break
        stop += 2
    while (
        first - 2 >= sentence.start
        and doc[first - 1].text == "-"
        and not doc[first - 2].whitespace_
    ):
        if doc[first - 2].pos_ not in ("PROPN", "X", "DET", "ADP"):
            break
        first -= 2
        while (
            first > sentence.start
            and doc[first - 1].pos_ == "PROPN"
            and doc[first - 1].whitespace_
            and (doc[first].pos_ == "PROPN" or doc[first].lower_ in ("al", "el", "ul"))
        ):
            first -= 1
    return first, stop


def _left_end(head: Token, doc: Doc) -> int:
    """First token of the modifiers before a head.

    Of two sides coordinated before one head ("Russian and Syrian warplanes") only the nearer is
    part of the mention; ``sharers`` gives the other.
    """
    first = head.i
    start = head.sent.start
    changed = True
    while changed:
        changed = False
        for child in doc[first].lefts:
            if child.dep_ not in _LEFT or child.i >= first or child.left_edge.i < start:
                continue
            joined = _last_joined(child) if child.dep_ in _SHARING else None
            first, changed = joined if joined is not None else child.left_edge.i, True
            break
        if first != head.i and doc[first].dep_ == "conj":
            break
    if head.dep_ in _SHARING and head.head.i > head.i:
        first = _siblings(head, first, doc)
    return first


def _siblings(head: Token, first: int, doc: Doc) -> int:
    """The name of a modifier goes on to the left over the modifiers of the same noun.

    As in "Sudanese army helicopters", "US-led coalition air strike": each word hangs on the last,
    or, as in "Sudanese army air strike", on one before it.
    """
    noun, nouns = head.head, {head.head.i}
    while noun.dep_ in _SHARING and noun.head.i > noun.i:
        noun = noun.head
        nouns.add(noun.i)
    while first > noun.left_edge.i:
        before = doc[first - 1]
        if before.text == "-":
            break
        led = before.tag_ == "VBN" and before.i > 1 and doc[before.i - 1].text == "-"
        if before.head.i not in nouns or not (before.ent_type_ in _SIDES or led):
            break
        first = before.left_edge.i
    return first


def _last_joined(modifier: Token) -> int | None:
    """Where the last of several coordinated sides before a noun begins: "army and M23 rebels"."""
    named = modifier.ent_type_ in _SIDES and modifier.tag_ != "NN"
    kind = classify(modifier.text)
    if not named and not (kind.armed and modifier.tag_ == "NN"):
        return None
    last = None
    for child in modifier.rights:
        # "army and police units" are one side, and two names never are
        if child.dep_ == "conj" and (named or classify(child.text).state is not kind.state):
            last = _last_joined(child) or child.left_edge.i
    return last


def sharers(token: Token) -> Iterator[Token]:
    """The sides that share a noun: "Russian" in "Russian and Syrian warplanes"."""
    for child in token.lefts:
        if child.dep_ in _SHARING and _last_joined(child) is not None:
            last = _last_joined(child)
            node: Token | None = child
            while node is not None and (last is None or node.i < last):
                yield node
                node = next((c for c in node.rights if c.dep_ == "conj"), None)


def _past_age(figure: int, head: int, doc: Doc) -> int:
    """The first token after a figure, and after the rest of "11-year-old" where it is an age."""
    i = figure + 1
    while i < head and (doc[i].text in ("-", "–") or doc[i].lower_ in ("year", "years", "old")):
        i += 1
    return i


def _right_end(head: Token, doc: Doc) -> int:
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


def told_apart(victim: Token, syntax: Syntax) -> Iterator[Token]:
    """Who the people were that a toll counts, where the words beside it say so.

    "18 people, mostly children", "dozens including women", "six civilians were among 22 people
    killed".
    """
    if real_head(victim, syntax.partitives).lemma_.lower() in syntax.no_side | syntax.partitives:
        doc, stop = victim.doc, min(victim.sent.end, victim.i + _BESIDE)
        for i in range(victim.i + 1, stop):
            if doc[i].lower_ in syntax.singling_out:
                inner = next((t for t in doc[i + 1 : i + 5] if t.pos_ in ("NOUN", "PROPN")), None)
                while inner is not None and inner.dep_ == "compound" and inner.head.i > inner.i:
                    inner = inner.head
                if inner is not None:
                    yield from conjuncts(inner)
                return
    prep = victim.head
    if prep.dep_ == "prep" and prep.lower_ == "among" and prep.head.lemma_ == "be":
        yield from (c for c in prep.head.children if c.dep_ == "nsubj")


def disguises(word: Token, syntax: Syntax) -> bool:
    """Whether a noun, or the first word of one, says what others looked like.

    As in "gunmen dressed as soldiers": the soldiers take no part.
    """
    doc, i = word.doc, word.i - 1
    while i > 0 and doc[i].pos_ in ("DET", "ADJ", "PROPN"):
        i -= 1
    return i > 0 and doc[i].lower_ == "as" and doc[i - 1].lemma_.lower() in syntax.disguising
