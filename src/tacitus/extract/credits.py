"""Whom the report credits with an event: the sources of its mentions, each once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.attribution import AttributionMention, attributions_for
from tacitus.extract.attribution_cues import cues
from tacitus.extract.factuality import judge
from tacitus.records import Grounded, Span
from tacitus.resolve.names import same_name
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading
    from tacitus.records import Relation

# what is told of something yet to come
_ANNOUNCING = frozenset({"warns", "threatens", "orders"})
# an event told by more sources than this is told by the report itself
_MOST = 3
# a source so many sentences after the event's first telling speaks of something else
_NEAR = 6
# sentences at the top that the one after them may credit
_LEAD = 1
# "unverified reports" is as vague as "reports"; "state media" says more than "media"
_ACCOUNTS = frozenset({"report", "reports"})
# the head of a monitored broadcast or message: "-- [STATEMENT] [JOINT COMMAND] [TEXT]"
_HEAD = re.compile(r"--\s*(?:\[[^\]]{2,120}\]\s*)+")
_BRACKET = re.compile(r"\[([^\]]{2,120})\]")
_HEAD_LENGTH = 500
#: What gives the sender of a whole message as the source of all that it tells.
SENDER = "attribution:sender"
# reason that the source registry gives for words that are no source at all
_NO_SOURCE = "nothing fits"


def credited(mention: Mention, reading: Reading) -> list[Grounded[str]]:
    """The sources that a mention's words are credited to, the most original first.

    Args:
        mention: an event mention.
        reading: the report.
    """
    also = _ANNOUNCING if mention.factuality == "prospective" else frozenset()
    return _at(mention.main.token, reading, also)


def _at(token: int, reading: Reading, also: frozenset[str] = frozenset()) -> list[Grounded[str]]:
    classes = reading.syntax.crediting | also
    said = attributions_for(token, reading.attributions, reading.parsed)
    made = (_grounded(a, reading) for a in said if a.verb_class in classes)
    return [source for source in made if source is not None]


def _grounded(said: AttributionMention, reading: Reading) -> Grounded[str] | None:
    first, stop = said.source_start, said.source_stop
    name = reading.parsed.quote(first, stop)
    if resolve_source(name).reason == _NO_SOURCE:
        return None
    cue = reading.parsed.span(said.cue, said.cue + 1)
    return Grounded(name, (reading.parsed.span(first, stop), cue), said.by)


def _beside(mention: Mention, reading: Reading) -> list[Grounded[str]]:
    """Who speaks in an event's sentence; for the head and the lead also in the next one.

    On the gold reports half of the sources so found are right. What is said as part of the event
    ("the rebels seized the town, proclaiming a republic") is no telling of it.
    """
    number, event = mention.sentence, reading.parsed.doc[mention.main.token]
    last = number + 1 if number <= _LEAD else number
    for said in reading.attributions:
        if not said.resolved or not number <= reading.sentence_of[said.cue] <= last:
            continue
        cue = reading.parsed.doc[said.cue]
        if cue.dep_ in ("advcl", "acl") and event.is_ancestor(cue):
            continue
        if said.verb_class in reading.syntax.crediting:
            source = _grounded(said, reading)
            if source is not None:
                return [replace(source, how="speaks right beside the event")]
    return []


def credit(draft: Draft, reading: Reading) -> tuple[Grounded[str], ...]:
    """Whom the report credits with what an event's mentions tell.

    A body and the person who speaks for it count once; so do two names of one registry entry, and
    a kind of source ("reports", "a monitor") beside a named one. An event without a source of its
    own in a message that one body sent in whole is that body's.

    Args:
        draft: the event.
        reading: the report.
    """
    first = draft.mentions[0].sentence
    near = [m for m in draft.mentions if m.sentence - first <= _NEAR]
    found = _each_once([s for m in near for s in credited(m, reading)])
    found = found or _beside(draft.mentions[0], reading)
    if not found and (sender := sender_of(reading)) is not None:
        found = [sender]
    return tuple(_telling(found)[:_MOST])


def _each_once(sources: Sequence[Grounded[str]]) -> list[Grounded[str]]:
    found: list[Grounded[str]] = []
    ids: set[str] = set()
    for source in sources:
        ref = resolve_source(source.value)
        if ref.source is not None and ref.source in ids:
            continue
        if any(same_name(source.value, other.value) for other in found):
            continue
        if ref.source is not None:
            ids.add(ref.source)
        found.append(source)
    return found


def _telling(found: list[Grounded[str]]) -> list[Grounded[str]]:
    """The sources without those that say less than another one: "reports" beside an agency."""
    named = [s for s in found if not _is_vague(s.value)]
    return named if named and len(named) < len(found) else found


def _is_vague(name: str) -> bool:
    """Whether a source is named by its kind alone, and in no more than a common noun or two."""
    ref = resolve_source(name)
    if ref.kind == "unnamed":
        return True
    words = name.lower().split()
    plain = len(words) == 1 or words[-1] in _ACCOUNTS or "based" in words[0]
    return ref.source is None and words[-1] in cues().book.vague and plain


def sender_of(reading: Reading) -> Grounded[str] | None:
    """Who sent the whole text, where its head says so: "[SPEECH] [PRESIDENT X] [TEXT]"."""
    text = reading.parsed.report.text
    found = _HEAD.search(text[:_HEAD_LENGTH])
    if found is None:
        return None
    kinds = cues().book.message_kinds
    for part in _BRACKET.finditer(text, found.start(), found.end()):
        name = " ".join(part.group(1).split())
        if not kinds.isdisjoint(name.lower().split()) or not name:
            continue
        span = Span(part.start(1), part.end(1))
        return Grounded(part.group(1), (span,), SENDER, "the head of the message names its sender")
    return None


def credit_relations(relations: Sequence[Relation], reading: Reading) -> tuple[Relation, ...]:
    """Relations with the sources that the report credits them to, and how sure it is of them.

    Args:
        relations: as found.
        reading: the report.
    """
    out = []
    for relation in relations:
        span = relation.evidence
        tokens = [t for t in reading.parsed.doc if _begins_in(t, span, reading)]
        if tokens:
            said = tuple(_at(tokens[0].i, reading))
            relation = replace(
                relation, attribution=said, factuality=_how_sure(relation, tokens, reading)
            )
        out.append(relation)
    return tuple(out)


def _begins_in(token: Token, span: Span, reading: Reading) -> bool:
    return span.start <= reading.parsed.span(token.i, token.i + 1).start < span.end


def _how_sure(relation: Relation, tokens: Sequence[Token], reading: Reading) -> Grounded[str]:
    """How sure the report is of what the word says on which the others of a relation hang."""
    inside = {token.i for token in tokens}
    head = next((t for t in tokens if t.head.i == t.i or t.head.i not in inside), tokens[0])
    judged = judge(head.i, reading.parsed, reading.attributions)
    cues = tuple(reading.parsed.span(first, stop) for first, stop in judged.cues)
    return Grounded(judged.value, cues or (relation.evidence,), judged.by)
