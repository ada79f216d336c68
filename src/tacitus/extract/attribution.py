"""According to whom: sources, what they are credited with, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tacitus.extract.attribution_cues import Cues, VerbCue, cues
from tacitus.extract.attribution_sources import (
    Antecedents,
    SourceSpan,
    joined_before,
    source_span,
    surface_span,
)
from tacitus.extract.quotes import quotations
from tacitus.extract.segments import segment
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from tacitus.parse.document import Parsed

_SUBJECTS = frozenset({"nsubj"})
_CLAUSES = frozenset({"ccomp", "xcomp"})
_SEEING_KINDS = frozenset({"media", "agency", "witness", "local", "medical", "monitor", "ngo", "un"})
_CONTRAST = frozenset({"but", "while", "although", "though", "whereas", "however"})
_TELLING = frozenset({"VERB", "AUX", "NOUN", "PROPN"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# How far after the verb a "that", a colon or an opening quotation mark still belongs to it.
_NEAR = 9


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue with its source before anaphora is resolved."""

    source: SourceSpan
    cue: int
    content: tuple[tuple[int, int], ...]
    verb_class: str
    by: str
    relayed_by: SourceSpan | None = None
    responsibility: bool = False


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
    found: list[_Found] = []
    for token in doc:
        word = token.lower_
        verb = known.verbs.get(word)
        if word in known.claiming and (claim := _responsibility(token, known)):
            found.append(claim)
        elif word in known.relays:
            found.extend(_relay(token, known))
        elif verb is not None and _is_verb(token):
            found.extend(_verb(token, verb, known))
        elif word == "according":
            found.extend(_according(token))
        elif word in known.nouns and token.pos_ in {"NOUN", "PROPN"}:
            found.extend(_noun(token, known))
    quotes = quotations(doc)
    antecedents = Antecedents(parsed)
    mentions: list[AttributionMention] = []
    for item in found:
        relay: tuple[int, ...] = ()
        content = _with_quotes(item, quotes)
        factual = known.book.classes[item.verb_class].factual
        if item.relayed_by is not None:
            passing = antecedents.resolve(item.relayed_by)
            relay = (len(mentions),)
            mentions.append(_mention(passing, item, content, factual, "relay"))
        source = antecedents.resolve(item.source)
        made = _mention(source, item, content, factual, item.by)
        mentions.append(replace(made, chain=relay))
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
    item: _Found,
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


# --- verbs


def _is_verb(token: Token) -> bool:
    """Whether the parse, which errs on capitals, may have a verb here."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    past = token.lower_.endswith(("ed", "id", "ld"))
    return token.is_upper and past and token.pos_ in {"PROPN", "NOUN", "ADJ"}


def _withheld(verb: Token, known: Cues) -> bool:
    """Whether nothing is told: "did not confirm", "declined to say", "if they say"."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in {"not", "never"}:
            return True
        if child.dep_ == "mark" and child.lower_ in {"if", "unless"}:
            return True
    head = verb.head
    return verb.dep_ == "xcomp" and head.lemma_.lower() in known.book.withheld


def _subject(verb: Token) -> tuple[Token, str] | None:
    """Head of the verb's subject and how it was found; None when there is none."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if subjects:
        relative = next((s for s in subjects if s.tag_ in {"WDT", "WP"}), None)
        if relative is not None:
            fits = verb.dep_ == "relcl" and verb.head.pos_ in _NOMINAL
            return (verb.head, "relative") if fits else None
        subject = subjects[-1]
        return subject, "inverted" if subject.i > verb.i else "subject"
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.pos_ in _NOMINAL:
        if resolve_source(verb.head.text).kind != "unnamed" or _is_document(verb.head):
            return verb.head, "participle"
        return _main_subject(verb)
    inverted = next(
        (
            c
            for c in verb.rights
            if c.dep_ in {"dobj", "attr", "oprd", "npadvmod", "dep"} and c.left_edge.i == verb.i + 1
        ),
        None,
    )
    if inverted is not None and verb.lower_ in cues().book.may_invert and verb.i > segment(verb).start:
        return inverted, "inverted"
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)
    if not passive and verb.dep_ in {"conj", "advcl", "xcomp", "pcomp", "ccomp"}:
        head = verb.head
        if verb.dep_ == "ccomp" and verb.tag_ != "VBG":
            return None
        if head.dep_ == "prep":
            head = head.head
        if head.pos_ in {"VERB", "AUX"} and head.i < verb.i:
            inherited = [c for c in head.children if c.dep_ in _SUBJECTS and c.i < verb.i]
            if inherited and inherited[-1].tag_ not in {"WDT", "WP"}:
                return inherited[-1], "shared"
    return _agent(verb) or _name_before(verb)


def _is_document(token: Token) -> bool:
    known = cues().book.documents
    return token.lower_ in known or token.lower_.removesuffix("s") in known


def _main_subject(verb: Token) -> tuple[Token, str] | None:
    """Subject of the clause that a participle belongs to: "updated the toll ..., saying"."""
    for above in verb.ancestors:
        if above.pos_ in {"VERB", "AUX"}:
            subjects = [c for c in above.children if c.dep_ in _SUBJECTS and c.i < above.i]
            return (subjects[-1], "shared") if subjects else None
    return None


def _name_before(verb: Token) -> tuple[Token, str] | None:
    """The noun right before a past "said" whose subject the parser gave to the clause before it."""
    if verb.lower_ not in cues().book.after_the_fact or verb.i == 0:
        return None
    before = verb.doc[verb.i - 1]
    if before.pos_ not in {"NOUN", "PROPN"} or before.ent_type_ in {"DATE", "TIME"}:
        return None
    return before, "surface"


def _agent(verb: Token) -> tuple[Token, str] | None:
    """The by-phrase of a passive: "reported by state radio"."""
    if verb.tag_ != "VBN":
        return None
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            agent = next((c for c in child.children if c.dep_ == "pobj"), None)
            if agent is not None:
                return agent, "agent"
    return None


def _verb(verb: Token, cue: VerbCue, known: Cues) -> Iterator[_Found]:
    """Attributions by a saying verb."""
    if _withheld(verb, known) or (verb.dep_ == "pcomp" and verb.nbor(-1).lower_ == "as"):
        return
    hit = _subject(verb)
    if hit is None:
        return
    subject, how = hit
    if not _can_speak(subject, known):
        return
    # For a verb that another one stands before ("said ... adding"), the source ends at the first.
    limit = verb.i if subject.i < verb.i else None
    if how == "shared" and subject.head.i > subject.i:
        limit = subject.head.i
    source = surface_span(verb) if how == "surface" else source_span(subject, limit)
    clause = _clause_after(verb, source)
    objects = [c for c in verb.rights if c.dep_ == "dobj" and c.i != subject.i]
    nouns = {o.lemma_.lower() for o in objects} | {o.lower_ for o in objects}
    if not nouns.isdisjoint(cue.not_objects):
        return
    reading = _reading(cue, verb, subject, source, clause, objects, how, known)
    if reading is None:
        return
    verb_class, content, by = reading
    owned = verb_class == "claims" and not clause and _is_deed(verb, subject, objects, how, known)
    if owned:
        verb_class = "responsibility"
    partners = () if how == "surface" else _partners(subject)
    if (other := joined_before(source, verb.doc)) is not None:
        yield _Found(other, verb.i, content, verb_class, f"{by}:{cue.lemma}", None, owned)
    for head in (subject, *partners):
        span = source if head.i == subject.i else source_span(head, limit)
        if span.start >= span.stop:
            continue
        yield _Found(span, verb.i, content, verb_class, f"{by}:{cue.lemma}", None, owned)


def _partners(subject: Token) -> list[Token]:
    """Further sources joined to the subject by "and"."""
    found = []
    for child in subject.rights:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"}:
            found.append(child)
            found.extend(_partners(child))
    return found


def _can_speak(subject: Token, known: Cues) -> bool:
    """Whether a subject is somebody rather than nobody, a time or an event."""
    if subject.lower_ in known.book.nobody or subject.pos_ in {"NUM", "DET"}:
        return False
    if any(c.dep_ in {"det", "neg"} and c.lower_ == "no" for c in subject.children):
        return False
    return subject.ent_type_ not in {"DATE", "TIME"} and subject.pos_ in _NOMINAL


def _clause_after(verb: Token, source: SourceSpan) -> tuple[int, int] | None:
    """Range of the verb's own clause or quotation after it, or None."""
    doc, sent = verb.doc, segment(verb)
    first = max(verb.i + 1, source.stop if source.start > verb.i else 0)
    clause = next((c for c in verb.rights if c.dep_ in _CLAUSES), None)
    if clause is None:
        for token in doc[first : min(first + _NEAR, sent.end)]:
            if token.lower_ == "that" and token.tag_ not in {"DT", "WDT"}:
                clause = token
                break
            if token.text in {":", '"', "“", "``"} and token.i < sent.end - 2:
                clause = token
                break
    if clause is None:
        return None
    nested = verb.dep_ in {"relcl", "advcl", "acl", "ccomp", "pcomp"}
    last = min(verb.right_edge.i + 1, sent.end) if nested else sent.end
    for child in verb.rights:
        if child.dep_ == "conj" and child.i > clause.i and _own_subject(child):
            before = doc[child.left_edge.i - 1].lower_
            if before in _CONTRAST or child.lower_ in cues().verbs:
                last = min(last, child.left_edge.i)
    told = any(t.pos_ in _TELLING for t in doc[first:last])
    return (first, last) if first < last and told else None


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _reading(
    cue: VerbCue,
    verb: Token,
    subject: Token,
    source: SourceSpan,
    clause: tuple[int, int] | None,
    objects: list[Token],
    how: str,
    known: Cues,
) -> tuple[str, tuple[tuple[int, int], ...], str] | None:
    """Class, content and rule of the first reading of a verb whose needs are met."""
    for verb_class, needs in cue.readings:
        if needs == "witness" and not _is_source(subject, known):
            continue
        if how == "subject" and needs != "strict" and (sides := _between_commas(verb, source)):
            return verb_class, sides, "verb-inserted"
        if clause is not None:
            around = _around(verb, source) if needs != "strict" else ()
            return verb_class, (*around, clause), "verb-clause"
        recipient = cue.lemma in {"tell", "inform", "brief"}
        free = [o for o in objects if not recipient]
        if needs in {"object", "witness"}:
            if how == "agent" or (how == "participle" and not free):
                return verb_class, _passive(verb, source), "verb-passive"
            if (free or _prep_object(verb, verb_class)) and _plausible(subject):
                last = min(verb.right_edge.i + 1, segment(verb).end)
                return verb_class, ((verb.i + 1, max(last, verb.i + 2)),), "verb-object"
        if needs in {"clause", "object"} and not free and (left := _before(verb, source)):
            return verb_class, (left,), "verb-after"
    return None


def _prep_object(verb: Token, verb_class: str) -> bool:
    """"blamed for", "accused of", "reported on": an object behind a preposition."""
    return verb_class in {"accuses", "condemns"} and any(c.dep_ == "prep" for c in verb.rights)


def _is_source(subject: Token, known: Cues) -> bool:
    """Whether the subject is a kind of source, so that what it saw or shows counts."""
    if _is_document(subject):
        return True
    if subject.pos_ == "PROPN":
        span = source_span(subject)
        return resolve_source(subject.doc[span.start : span.stop].text).kind in _SEEING_KINDS
    return resolve_source(subject.lower_).kind in _SEEING_KINDS


def _is_deed(
    verb: Token, subject: Token, objects: list[Token], how: str, known: Cues
) -> bool:
    """"claimed the attack", "a bomb claimed by X": a deed owned by the bare verb."""
    deeds = known.book.responsibility.deeds
    if how == "agent":
        return any(
            t.lemma_.lower() in deeds
            for t in (verb.head, *(c for c in verb.children if c.dep_ == "nsubjpass"))
        )
    return any(o.lemma_.lower() in deeds for o in objects)


def _passive(verb: Token, source: SourceSpan) -> tuple[tuple[int, int], ...]:
    """Both sides of "reported by X": "a bomb claimed by X tore apart a bus"."""
    sent = segment(verb)
    before = (sent.start, max(sent.start + 1, min(verb.i, source.start)))
    after = (max(verb.i + 1, source.stop), sent.end)
    beside = verb.dep_ == "acl" and after[0] < after[1]
    return (before, after) if beside else (before,)


def _plausible(head: Token) -> bool:
    """Whether a noun can be who speaks: a name, a paper, or words of some kind of source."""
    if head.pos_ != "NOUN" or _is_document(head) or head.lower_ in cues().book.definites:
        return True
    people = cues().book.person_nouns
    return head.lower_ in people or resolve_source(head.text).kind != "unnamed"


def _before(verb: Token, source: SourceSpan) -> tuple[int, int] | None:
    """What stands before a trailing "X said", where it holds a verb; or the sentence before."""
    doc, sent = verb.doc, segment(verb)
    stop = min(verb.i, source.start)
    if not _plausible(doc[source.head]):
        return None
    if any(t.pos_ in {"VERB", "AUX"} for t in doc[sent.start : stop]):
        return sent.start, stop
    # Quoted speech that the parser cut off before "X said": the quotation is taken in whole.
    first = max(0, sent.start - 1)
    if any(t.is_quote for t in doc[first:stop]):
        return first, max(stop, first + 1)
    # A sentence cut off before "X said" by the parser: the one before has no end mark.
    before = doc[first]
    if stop - sent.start <= 3 and sent.start > 0 and before.text not in {".", "!", "?"}:
        return segment(before).start, sent.start
    return None


def _around(verb: Token, source: SourceSpan) -> tuple[tuple[int, int], ...]:
    """What stands before a cue in the middle of its clause: "the bombs, X said, were ..."."""
    sent = segment(verb)
    stop = min(verb.i, source.start)
    if stop > sent.start and (verb.dep_ == "parataxis" and verb.head.i > verb.i):
        return ((sent.start, stop),)
    return ()


def _between_commas(verb: Token, source: SourceSpan) -> tuple[tuple[int, int], ...] | None:
    """Both sides of an inserted "X said": "the bombs, the governor said, were hidden ..."."""
    doc, sent = verb.doc, segment(verb)
    first, last = min(verb.i, source.start), max(verb.i + 1, source.stop)
    if last >= sent.end - 2 or doc[last].text != ",":
        return None
    while first > sent.start and doc[first - 1].pos_ in {"DET", "ADJ"}:
        first -= 1
    if first - sent.start < 2 or doc[first - 1].text != ",":
        return None
    return (sent.start, first), (last, sent.end)


# --- responsibility, relays, "according to", nouns


def _responsibility(verb: Token, known: Cues) -> _Found | None:
    """"The group claimed responsibility for ..."."""
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
    hit = _agent(verb) if passive else _subject(verb)
    if hit is None or _withheld(verb, known) or not _can_speak(hit[0], known):
        return None
    source = source_span(hit[0], verb.i if hit[0].i < verb.i else None)
    first = segment(verb).start if passive or noun is None else noun.i + 1
    last = segment(verb).end if not passive else verb.i
    content = ((first, last),) if first < last else ()
    return _Found(source, verb.i, content, "responsibility", "responsibility", None, True)


def _relay(token: Token, known: Cues) -> Iterator[_Found]:
    """"X quoted Y as saying", "Y was quoted by X as saying", "citing Y"."""
    if token.pos_ not in {"VERB", "ADP", "SCONJ", "ADJ"} and not token.is_upper:
        return
    passive = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    if passive is not None:
        agent = _agent(token)
        relay = source_span(agent[0]) if agent else None
        source = source_span(passive, token.i)
        # "..., the army was quoted as saying by local media": the account stands before.
        left = _before(token, source)
        after = _after_as(token)
        told = any(t.pos_ in {"VERB", "AUX"} for t in token.doc[slice(*after)])
        content = after if told or left is None else left
        if relay is None and (by := _saying_agent(token)):
            relay = source_span(by)
        yield _Found(source, token.i, (content,), "says", "quoted", relay)
        return
    quoted = next((c for c in token.rights if c.dep_ in {"dobj", "pobj"}), None)
    if quoted is None or not _can_speak(quoted, known):
        return
    source = source_span(quoted)
    if token.tag_ == "VBG" or token.lower_ in known.book.relays.participles[:2]:
        sent = segment(token)
        yield _Found(source, token.i, ((sent.start, token.i),), "says", "citing", None)
        return
    hit = _subject(token)
    relay = source_span(hit[0], token.i) if hit and _can_speak(hit[0], known) else None
    yield _Found(source, token.i, (_after_as(token),), "says", "quoted", relay)


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


def _according(token: Token) -> Iterator[_Found]:
    """"According to X": the rest of the sentence is X's."""
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
    paper = (t for t in doc[to.i + 1 : head.i] if t.dep_ == "compound" and _is_document(t))
    head = next(paper, head)
    head = _issuer(head) or head
    source = source_span(head)
    content = []
    if token.i > sent.start:
        content.append((sent.start, token.i))
    if source.stop < sent.end - 1:
        content.append((source.stop, sent.end))
    for one in (head, *_partners(head)):
        span = source if one.i == head.i else source_span(one)
        yield _Found(span, token.i, tuple(content), "according", "according-to")


def _issuer(head: Token) -> Token | None:
    """Who issued a report or statement: "a report issued today by the ministry"."""
    if not _is_document(head):
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


def _noun(token: Token, known: Cues) -> Iterator[_Found]:
    """"Claims by rights groups of abuses", "reports of a blast", "X's statement that ..."."""
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
    if source is None and row.alone and token.tag_ == "NNS":
        source = source_span(token, token.i + 1)
    if source is not None and source.start < source.stop:
        yield _Found(source, token.i, (content,), row.class_, f"noun:{row.lemma}")


# --- quotations


def _with_quotes(
    item: _Found, quotes: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
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
