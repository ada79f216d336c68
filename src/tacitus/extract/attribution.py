"""According to whom: sources, what they are credited with, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tacitus.extract.attribution_cues import cues
from tacitus.extract.attribution_phrases import (
    according_to,
    noun_attributions,
    relay,
    responsibility,
)
from tacitus.extract.attribution_sources import Antecedents, Found, SourceSpan
from tacitus.extract.attribution_verbs import is_verb, verb_attributions
from tacitus.extract.quotes import quotations
from tacitus.extract.segments import segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tacitus.parse.document import Parsed


@dataclass(frozen=True, slots=True)
class AttributionMention:
    """A source, credited with part of a report.

    Attributes:
        source_start, source_stop: tokens of the source as the codebook writes it.
        cue: token of the saying verb, noun or "according".
        content: token ranges that the source is credited with, in order.
        verb_class: what the source does with it, from knowledge/attribution.yaml ("says", ...).
        by: the rule that found it.
        factual: whether the class tells its content as something that happened.
        chain: indexes, in the list, of further sources that pass the account on.
        responsibility: whether the source claims the deed as its own.
        anaphor: whether the report had a pronoun or a definite noun in the place of the source.
        resolved: whether the source names somebody; False for a pronoun that points at nobody.
    """

    source_start: int
    source_stop: int
    cue: int
    content: tuple[tuple[int, int], ...]
    verb_class: str
    by: str
    factual: bool = True
    chain: tuple[int, ...] = ()
    responsibility: bool = False
    anaphor: bool = False
    resolved: bool = True

    def covers(self, token: int) -> bool:
        """Whether ``token`` lies in the content."""
        return any(start <= token < stop for start, stop in self.content)

    def names(self, first: int, stop: int) -> bool:
        """Whether some of the tokens from ``first`` to before ``stop`` name the source."""
        return self.source_start < stop and first < self.source_stop


def find_attributions(parsed: Parsed) -> list[AttributionMention]:
    """All sources that a report credits with something, in the order of their cues.

    Args:
        parsed: the report, parsed.

    Returns:
        One mention a source and cue; a source that passes on another ("the agency quoted an
        officer as saying") is a mention of its own, listed in the other's ``chain``.
    """
    known = cues()
    doc = parsed.doc
    found: list[Found] = []
    for token in doc:
        word = token.lower_
        verb = known.verbs.get(word)
        if word in known.claiming and (claim := responsibility(token, known)):
            found.append(claim)
        elif word in known.relays:
            found.extend(relay(token, known))
        elif verb is not None and is_verb(token):
            found.extend(verb_attributions(token, verb, known))
        elif word == "according":
            found.extend(according_to(token))
        elif word in known.nouns and token.pos_ in {"NOUN", "PROPN"}:
            found.extend(noun_attributions(token, known))
    quotes = quotations(doc)
    antecedents = Antecedents(parsed)
    mentions: list[AttributionMention] = []
    for item in found:
        chain: tuple[int, ...] = ()
        content = _with_quotes(item, quotes)
        factual = known.book.classes[item.verb_class].factual
        if item.relayed_by is not None:
            passing = antecedents.resolve(item.relayed_by)
            chain = (len(mentions),)
            mentions.append(_mention(passing, item, content, factual, "relay"))
        source = antecedents.resolve(item.source)
        made = _mention(source, item, content, factual, item.by)
        mentions.append(replace(made, chain=chain))
    mentions = [_spelled_out(m, antecedents) for m in mentions]
    mentions.extend(_carried(parsed, mentions, quotes))
    return mentions


def attributions_for(
    trigger: int, attributions: list[AttributionMention], parsed: Parsed
) -> list[AttributionMention]:
    """The sources credited with what the token ``trigger`` tells.

    Args:
        trigger: token of the event's verb or noun.
        attributions: what ``find_attributions`` gave for the report.
        parsed: the report, parsed.

    Returns:
        Those whose content covers the trigger, the most original (innermost) first, one for each
        source; pronouns that point at nobody are left out.
    """
    hits = [a for a in attributions if a.resolved and a.covers(trigger)]

    def closeness(mention: AttributionMention) -> tuple[int, int]:
        size = min(e - s for s, e in mention.content if s <= trigger < e)
        relays = mention.by.startswith("relay")
        return size + relays, abs(mention.cue - trigger)

    best: dict[str, AttributionMention] = {}
    for mention in sorted(hits, key=closeness):
        name = parsed.doc[mention.source_start : mention.source_stop].text.lower()
        best.setdefault(name, mention)
    return list(best.values())


def _mention(
    source: SourceSpan,
    item: Found,
    content: tuple[tuple[int, int], ...],
    factual: bool,
    by: str,
) -> AttributionMention:
    return AttributionMention(
        source.start,
        source.stop,
        item.cue,
        content,
        item.verb_class,
        by,
        factual,
        (),
        item.responsibility,
        source.anaphor,
        source.resolved,
    )


def _spelled_out(mention: AttributionMention, antecedents: Antecedents) -> AttributionMention:
    """A mention of "a monitor" with the name that the report gives it elsewhere."""
    head = mention.source_stop - 1
    named = antecedents.spelled_out(SourceSpan(mention.source_start, mention.source_stop, head))
    if named is None:
        return mention
    return replace(mention, source_start=named.start, source_stop=named.stop, anaphor=True)


def _with_quotes(item: Found, quotes: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The content with every quotation that it touches taken in whole."""
    if not quotes or not item.content:
        return item.content
    grown = []
    for start, stop in item.content:
        for first, last in quotes:
            if first < stop and start < last and not first < item.cue < last:
                start, stop = min(start, first), max(stop, last)
        grown.append((start, stop))
    return tuple(grown)


def _carried(
    parsed: Parsed, mentions: list[AttributionMention], quotes: tuple[tuple[int, int], ...]
) -> Iterator[AttributionMention]:
    """Quotations that stand as sentences of their own: the speaker before goes on speaking."""
    doc = parsed.doc
    for first, last in quotes:
        sentence = segment(doc[first])
        whole = first - sentence.start <= 1 and last - first > 5
        if not whole or any(m.covers(first + 1) for m in mentions):
            continue
        said = [m for m in mentions if m.cue < first and m.verb_class in {"says", "according"}]
        if not said or first - said[-1].cue > 80 or not said[-1].resolved:
            continue
        yield replace(said[-1], content=((first, last),), by="quote-carried", anaphor=True)
