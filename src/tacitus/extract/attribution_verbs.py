"""Attributions by a saying verb: its subject, and how far what it says reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.attribution_cues import Cues, VerbCue, cues
from tacitus.extract.attribution_sources import (
    Found,
    SourceSpan,
    joined_before,
    source_span,
    surface_span,
)
from tacitus.extract.segments import segment
from tacitus.resolve.sources import resolve_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj"})
_CLAUSES = frozenset({"ccomp", "xcomp"})
_SEEING_KINDS = frozenset(
    {"media", "agency", "witness", "local", "medical", "monitor", "ngo", "un"}
)
_CONTRAST = frozenset({"but", "while", "although", "though", "whereas", "however"})
_TELLING = frozenset({"VERB", "AUX", "NOUN", "PROPN"})
_WITHIN = frozenset({"DET", "ADJ", "ADP"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
# How far after the verb a "that", a colon or an opening quotation mark still belongs to it.
_NEAR = 9


def is_verb(token: Token) -> bool:
    """Whether the parse, which errs on capitals, may have a verb here."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    past = token.lower_.endswith(("ed", "id", "ld"))
    return token.is_upper and past and token.pos_ in {"PROPN", "NOUN", "ADJ"}


def withheld(verb: Token, known: Cues) -> bool:
    """Whether nothing is told: "did not confirm", "declined to say", "if they say"."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in {"not", "never"}:
            return True
        if child.dep_ == "mark" and child.lower_ in {"if", "unless"}:
            return True
    head = verb.head
    return verb.dep_ == "xcomp" and head.lemma_.lower() in known.book.withheld


def subject_of(verb: Token) -> tuple[Token, str] | None:
    """Head of the verb's subject and how it was found; None when there is none."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if subjects:
        relative = next((s for s in subjects if s.tag_ in {"WDT", "WP"}), None)
        if relative is not None:
            fits = verb.dep_ == "relcl" and verb.head.pos_ in _NOMINAL
            return (verb.head, "relative") if fits else None
        subject = subjects[-1]
        return subject, "inverted" if subject.i > verb.i else "subject"
    if reported_that(verb) and verb.head.pos_ in _NOMINAL:
        return verb.head, "subject"
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.pos_ in _NOMINAL:
        if resolve_source(verb.head.text).kind != "unnamed" or is_document(verb.head):
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
    may_invert = verb.lower_ in cues().book.may_invert and verb.i > segment(verb).start
    if inverted is not None and may_invert:
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
    return agent_of(verb) or _name_before(verb)


def reported_that(verb: Token) -> bool:
    """Whether a verb hung on its noun is the main one: "sources today reported that ..."."""
    if (
        verb.dep_ != "acl"
        or verb.tag_ not in {"VBD", "VBN"}
        or not verb.lower_.endswith(("ed", "id", "ld"))
    ):
        return False
    near = verb.doc[verb.i + 1 : min(verb.i + 4, segment(verb).end)]
    return any(t.lower_ == "that" and t.tag_ not in {"DT", "WDT"} for t in near)


def is_document(token: Token) -> bool:
    """Whether a noun names a paper or a broadcast that speaks for whoever issued it."""
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
    """The noun right before a "said" whose subject the parser gave to the clause before."""
    if verb.lower_ not in cues().book.after_the_fact or verb.i == 0:
        return None
    before = verb.doc[verb.i - 1]
    if before.pos_ not in {"NOUN", "PROPN"} or before.ent_type_ in {"DATE", "TIME"}:
        return None
    return before, "surface"


def _closing_name(verb: Token, subject: Token) -> tuple[Token, str] | None:
    """The source right before a "said" that closes its sentence and was given the event as subject.

    "A bomb blast killed at least 16 people in the city on Tuesday the monitoring group said."
    """
    sent = segment(verb)
    rest = verb.doc[verb.i + 1 : sent.end]
    if subject.pos_ == "PROPN" or verb.i - subject.i < 5 or any(t.pos_ in _TELLING for t in rest):
        return None
    if _plausible(subject, source_span(subject, subject.i + 1)):
        return None
    found = _name_before(verb)
    if found is None:
        return None
    span = surface_span(verb)
    known = resolve_source(verb.doc[span.start : span.stop].text).kind != "unnamed"
    return found if known else None


def agent_of(verb: Token) -> tuple[Token, str] | None:
    """The by-phrase of a passive: "reported by state radio"."""
    if verb.tag_ != "VBN":
        return None
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            agent = next((c for c in child.children if c.dep_ == "pobj"), None)
            if agent is not None:
                return agent, "agent"
    return None


def verb_attributions(verb: Token, cue: VerbCue, known: Cues) -> Iterator[Found]:
    """Attributions by a saying verb."""
    if withheld(verb, known) or (verb.dep_ == "pcomp" and verb.nbor(-1).lower_ == "as"):
        return
    hit = subject_of(verb)
    if hit is None:
        return
    subject, how = hit
    if how == "subject" and (named := _closing_name(verb, subject)):
        subject, how = named
    if not can_speak(subject, known):
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
    partners = () if how == "surface" else partners_of(subject)
    if (other := joined_before(source, verb.doc)) is not None:
        yield Found(other, verb.i, content, verb_class, f"{by}:{cue.lemma}", None, owned)
    for head in (subject, *partners):
        span = source if head.i == subject.i else source_span(head, limit)
        if span.start >= span.stop:
            continue
        yield Found(span, verb.i, content, verb_class, f"{by}:{cue.lemma}", None, owned)


def partners_of(subject: Token) -> list[Token]:
    """Further sources joined to the subject by "and"."""
    found = []
    for child in subject.rights:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"}:
            found.append(child)
            found.extend(partners_of(child))
    return found


def can_speak(subject: Token, known: Cues) -> bool:
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
            if token.i >= sent.end - 2 or token.text not in {":", '"', "“", "``"}:
                continue
            # "said despite a "ceasefire" in place": words in quotation marks are no quotation
            if token.text == ":" or doc[token.i - 1].pos_ not in _WITHIN:
                clause = token
            break
    if clause is None:
        return None
    nested = verb.dep_ in {"relcl", "advcl", "acl", "ccomp", "pcomp"} and not reported_that(verb)
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
            if (free or _prep_object(verb, verb_class)) and _plausible(subject, source):
                last = min(verb.right_edge.i + 1, segment(verb).end)
                return verb_class, ((verb.i + 1, max(last, verb.i + 2)),), "verb-object"
        if needs in {"clause", "object"} and not free and (left := content_before(verb, source)):
            return verb_class, (left,), "verb-after"
    return None


def _prep_object(verb: Token, verb_class: str) -> bool:
    """ "blamed for", "accused of", "reported on": an object behind a preposition."""
    return verb_class in {"accuses", "condemns"} and any(c.dep_ == "prep" for c in verb.rights)


def _is_source(subject: Token, known: Cues) -> bool:
    """Whether the subject is a kind of source, so that what it saw or shows counts."""
    if is_document(subject):
        return True
    if subject.pos_ == "PROPN":
        span = source_span(subject)
        return resolve_source(subject.doc[span.start : span.stop].text).kind in _SEEING_KINDS
    return resolve_source(subject.lower_).kind in _SEEING_KINDS


def _is_deed(verb: Token, subject: Token, objects: list[Token], how: str, known: Cues) -> bool:
    """ "claimed the attack", "a bomb claimed by X": a deed owned by the bare verb."""
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


def _plausible(head: Token, source: SourceSpan) -> bool:
    """Whether a noun can be who speaks: a name, a paper, or words of some kind of source."""
    if head.pos_ != "NOUN" or is_document(head) or head.lower_ in cues().book.definites:
        return True
    people = cues().book.person_nouns
    text = head.doc[source.start : source.stop].text
    return head.lower_ in people or resolve_source(text).kind != "unnamed"


def content_before(verb: Token, source: SourceSpan) -> tuple[int, int] | None:
    """What stands before a trailing "X said", where it holds a verb; or the sentence before."""
    doc, sent = verb.doc, segment(verb)
    stop = min(verb.i, source.start)
    if not _plausible(doc[source.head], source):
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
