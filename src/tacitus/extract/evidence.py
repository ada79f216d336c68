"""The words of the report that tell an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading
    from tacitus.records import Span

# a side or a figure at most so many words off is taken along
_NEAR = 10
# a quote of more words is cut to its parts, with some room at both ends
_LONG, _ROOM = 45, 8
_CLAUSE = frozenset({"conj", "advcl", "relcl", "ccomp", "parataxis", "acl", "dep"})


def evidence_of(draft: Draft, reading: Reading) -> tuple[Span, ...]:
    """One quote for each mention, the main one first; quotes that lie inside another left out."""
    spans: list[Span] = []
    for mention in draft.mentions:
        first, stop = quote_range(mention, reading)
        span = reading.parsed.span(first, stop)
        if not any(kept.covers(span) for kept in spans):
            spans.append(span)
    return tuple(spans)


def quote_range(mention: Mention, reading: Reading) -> tuple[int, int]:
    """The clause around a mention's triggers, as a range of tokens."""
    doc = reading.parsed.doc
    tokens = {t.token for t in mention.triggers}
    node = doc[mention.main.token]
    others = {t.token for t in reading.triggers} - tokens
    node = _clause(node, others)
    keep = _own(node, tokens, others)
    first = last = mention.main.token
    while first - 1 in keep:
        first -= 1
    while last + 1 in keep:
        last += 1
    first = min([first, *(t.first for t in mention.triggers if t.first in keep)])
    for trigger in mention.triggers:  # one quote for the whole mention, also past a bad parse
        first, last = min(first, trigger.first), max(last, trigger.stop - 1)
    first, last = _with_parts(mention, first, last, reading)
    while first < mention.main.token and (
        doc[first].is_punct or doc[first].pos_ in ("CCONJ", "SCONJ") or doc[first].is_space
    ):
        first += 1
    while last > mention.main.token and (
        doc[last].is_punct or doc[last].is_space or doc[last].pos_ in ("CCONJ",)
    ):
        last -= 1
    return first, last + 1


def _with_parts(mention: Mention, first: int, last: int, reading: Reading) -> tuple[int, int]:
    """The quote stretched to the sides and figures that stand near it, and cut where it runs on."""
    sentence = reading.sentences[mention.sentence]
    parts = [(p.phrase.first, p.phrase.stop) for p in (*mention.initiators, *mention.targets)]
    parts += [(t.first, t.stop) for t in mention.tolls]
    parts += [(t.first, t.stop) for t in mention.triggers]
    parts = [(a, b) for a, b in parts if sentence.start <= a and b <= sentence.end]
    if last - first >= _LONG:
        first = max(first, min(a for a, _ in parts) - _ROOM)
        last = min(last, max(b for _, b in parts) + _ROOM)
    for a, b in parts:
        if 0 < first - a <= _NEAR:
            first = a
        if 0 < b - 1 - last <= _NEAR:
            last = b - 1
    return first, last


def _clause(node: Token, others: set[int]) -> Token:
    """The verb that a noun trigger depends on, as long as it tells of nothing else."""
    while node.pos_ not in ("VERB", "AUX") and node.head.i != node.i and node.head.i not in others:
        node = node.head
    return node


def _own(node: Token, tokens: set[int], others: set[int]) -> set[int]:
    """Tokens below a clause's head, clauses that tell of something else left out."""
    keep, stack = set(), [node]
    while stack:
        at = stack.pop()
        keep.add(at.i)
        for child in at.children:
            if child.dep_ in _CLAUSE:
                below = {t.i for t in child.subtree}
                if below & others and not below & tokens:
                    continue
            stack.append(child)
    return keep
