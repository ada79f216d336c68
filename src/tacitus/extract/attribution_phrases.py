"""Attributions without a saying verb of the source's own, such as "according to X"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.attribution_cues import Cues
from tacitus.extract.attribution_sources import Found, SourceSpan, source_span
from tacitus.extract.attribution_verbs import (
    agent_of,
    can_speak,
    content_before,
    is_document,
    partners_of,
    subject_of,
    withheld,
)
from tacitus.extract.segments import segment
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


def responsibility(verb: Token, known: Cues) -> Found | None:
    """ "The group claimed responsibility for ..."."""
    doc = verb.doc
    noun = next(
        (
            t
            for t in doc[verb.i + 1 : min(verb.i + 6, segment(verb).end)]
            if t.lower_ in known.book.responsibility.nouns
        ),
        None,
    )
    passive = False
    if noun is None:
        passive = any(
            c.dep_ == "nsubjpass" and c.lower_ in known.book.responsibility.nouns
            for c in verb.children
        )
        if not passive:
            return None
    hit = agent_of(verb) if passive else subject_of(verb)
    if hit is None or withheld(verb, known) or not can_speak(hit[0], known):
        return None
    source = source_span(hit[0], verb.i if hit[0].i < verb.i else None)
    first = segment(verb).start if passive or noun is None else noun.i + 1
    last = segment(verb).end if not passive else verb.i
    content = ((first, last),) if first < last else ()
    return Found(source, verb.i, content, "responsibility", "responsibility", None, True)


def relay(token: Token, known: Cues) -> Iterator[Found]:
    """ "X quoted Y as saying", "Y was quoted by X as saying", "citing Y"."""
    if token.pos_ not in {"VERB", "ADP", "SCONJ", "ADJ"} and not token.is_upper:
        return
    passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    if passive is not None:
        agent = agent_of(token)
        relay = source_span(agent[0]) if agent else None
        source = source_span(passive, token.i)
        # "..., the army was quoted as saying by local media": the account stands before.
        left = content_before(token, source)
        after = _after_as(token)
        told = any(t.pos_ in {"VERB", "AUX"} for t in token.doc[slice(*after)])
        content = after if told or left is None else left
        if relay is None and (by := _saying_agent(token)):
            relay = source_span(by)
        yield Found(source, token.i, (content,), "says", "quoted", relay)
        return
    quoted = next((c for c in token.rights if c.dep_ in {"dobj", "pobj"}), None)
    if quoted is None or not can_speak(quoted, known):
        return
    source = source_span(quoted)
    if token.tag_ == "VBG" or token.lower_ in known.book.relays.participles:
        sent = segment(token)
        yield Found(source, token.i, ((sent.start, token.i),), "says", "citing", None)
        return
    hit = subject_of(token)
    relay = source_span(hit[0], token.i) if hit and can_speak(hit[0], known) else None
    yield Found(source, token.i, (_after_as(token),), "says", "quoted", relay)


def _saying_agent(verb: Token) -> Token | None:
    """The outlet in "was quoted as saying by local media"."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 5, segment(verb).end)]:
        if token.lower_ == "by":
            return next((c for c in token.children if c.dep_ == "pobj"), None)
    return None


def _after_as(verb: Token) -> tuple[int, int]:
    """The clause after "as saying" or, without one, the rest of the sentence."""
    for token in verb.doc[verb.i + 1 : segment(verb).end - 1]:
        if token.lower_ == "as":
            return min(token.i + 2, segment(verb).end - 1), segment(verb).end
    return verb.i + 1, max(segment(verb).end, verb.i + 2)


def according_to(token: Token) -> Iterator[Found]:
    """ "According to X": the rest of the sentence is X's."""
    doc, sent = token.doc, segment(token)
    if token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return
    to = doc[token.i + 1]
    head = next((c for c in to.children if c.dep_ == "pobj"), None)
    if head is None:
        head = next((t for t in doc[to.i + 1 : sent.end] if t.pos_ in _NOMINAL), None)
        while head is not None and head.dep_ == "compound" and head.head.i > head.i:
            head = head.head
    if head is None:
        return
    # Where the comma after it was lost, the parser runs "an X statement" into what follows.
    paper = (t for t in doc[to.i + 1 : head.i] if t.dep_ == "compound" and is_document(t))
    head = next(paper, head)
    head = _issuer(head) or head
    source = source_span(head)
    content = []
    if token.i > sent.start:
        content.append((sent.start, token.i))
    if source.stop < sent.end - 1:
        content.append((source.stop, sent.end))
    for one in (head, *partners_of(head)):
        span = source if one.i == head.i else source_span(one)
        yield Found(span, token.i, tuple(content), "according", "according-to")


def _issuer(head: Token) -> Token | None:
    """Who issued a report or statement: "a report issued today by the ministry"."""
    if not is_document(head):
        return None
    sent = segment(head)
    for token in head.doc[head.i + 1 : min(head.i + 6, sent.end)]:
        if token.is_punct:
            return None
        if token.lower_ in {"by", "from"}:
            return next((c for c in token.children if c.dep_ == "pobj"), None)
        if token.lower_ == "of" and token.i == head.i + 1:
            body = next((c for c in token.children if c.dep_ == "pobj"), None)
            fits = body is not None and resolve_source(body.text).kind not in {"unnamed", "person"}
            return body if fits else None
    return None


def noun_attributions(token: Token, known: Cues) -> Iterator[Found]:
    """ "Claims by rights groups of abuses", "reports of a blast", "X's statement that ..."."""
    row = known.nouns[token.lower_]
    content: tuple[int, int] | None = None
    source: SourceSpan | None = None
    for child in token.children:
        if child.dep_ == "poss" and child.pos_ in {"PROPN", "NOUN"}:
            source = source_span(child, token.i)
        elif child.i < token.i:
            continue
        elif child.dep_ in {"acl", "ccomp", "relcl"} and any(
            c.lower_ == "that" and c.tag_ != "WDT" for c in child.subtree
        ):
            content = (child.left_edge.i, child.right_edge.i + 1)
        elif child.lower_ in {"of", "about"} and child.dep_ == "prep":
            content = (child.i + 1, child.right_edge.i + 1)
        elif child.lower_ in {"by", "from"}:
            body = next((c for c in child.children if c.dep_ == "pobj"), None)
            if body is not None:
                source = source_span(body)
                inner = next((c for c in body.rights if c.lower_ == "of"), None)
                if inner is not None and content is None:
                    source = replace(source, stop=min(source.stop, inner.i))
                    content = (inner.i + 1, inner.right_edge.i + 1)
    if content is None or content[0] >= content[1]:
        return
    denied = any(child.dep_ == "det" and child.lower_ == "no" for child in token.children)
    if source is None and row.alone and token.tag_ == "NNS" and not denied:
        source = source_span(token, token.i + 1)
    if source is not None and source.start < source.stop:
        yield Found(source, token.i, (content,), row.class_, f"noun:{row.lemma}")
