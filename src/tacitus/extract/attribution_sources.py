"""The words of a source: how far its name goes, and whom "he", "it", "the group" stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tacitus.extract.attribution_cues import cues
from tacitus.extract.segments import segment
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.resolve.sources import is_registered, named_sources, resolve_source

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tacitus.parse.document import Parsed

_BEFORE = frozenset({"det", "poss", "predet", "cc", "punct", "advmod", "case", "preconj", "dep"})
_TAIL_PREPS = frozenset({"of", "for", "at", "in", "from", "close", "to", "with", "on", "within"})
_MEN = frozenset({"he", "she"})
_LONGEST_LEFT = 9
# How far back a pronoun looks for the one it stands for, in tokens.
_REACH = 260
_WHERE = frozenset({"in", "near", "at", "outside", "inside", "around"})
_DASHES = frozenset({"-", "—", "–", "--", "]", ")", ":", '"', ","})


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """The tokens of a source.

    Attributes:
        start, stop: tokens as written (determiners left out).
        head: index of its head noun.
        anaphor: whether it was found by way of a pronoun or a definite noun.
        resolved: whether it names somebody; False for a pronoun that points at nothing.
    """

    start: int
    stop: int
    head: int
    anaphor: bool = False
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A cue with its source before anaphora is resolved."""

    source: SourceSpan
    cue: int
    content: tuple[tuple[int, int], ...]
    verb_class: str
    by: str
    relayed_by: SourceSpan | None = None
    responsibility: bool = False


def source_span(head: Token, limit: int | None = None) -> SourceSpan:
    """The source whose head noun is ``head``, as the codebook writes it.

    Args:
        head: head noun of the source in the parse.
        limit: first token that cannot belong to it (the saying verb after it).

    Returns:
        The name or phrase without its article, cut before relative clauses and appositions;
        a name that stands in apposition to a role ("the head of the monitor, X Y") in its stead.
    """
    named = next(
        (
            c
            for c in head.children
            if c.dep_ == "appos" and c.pos_ == "PROPN" and head.pos_ == "NOUN" and c.i > head.i
        ),
        None,
    )
    if named is not None and (limit is None or named.i < limit):
        head = named
    if limit is not None and head.i + 1 < limit:
        after = [t.text for t in head.doc[head.i + 1 : limit]]
        if is_registered(after):
            return SourceSpan(head.i + 1, limit, limit - 1)
    start = _clean_start(head)
    stop = head.i + 1
    ends = cues().book.source_ends
    for child in head.rights:
        if limit is not None and child.i >= limit:
            break
        word = child.lower_
        if child.dep_ == "case" and child.i == stop:
            stop = child.i + 1
            continue
        fits = (child.dep_ == "prep" or word == "close") and word in _TAIL_PREPS
        if not fits or child.i != stop or word in ends:
            break
        stop = _tail_end(child, limit)
    return SourceSpan(start, stop, head.i)


def _clean_start(head: Token) -> int:
    """First token of the phrase before ``head``: after articles, line ends, dashes and dates.

    Where commas were lost, the parser gives the words of the clause before to the phrase
    ("the bastion of Raqqa a monitor said"): an article inside it starts it anew.
    """
    doc = head.doc
    first = max(head.left_edge.i, segment(head).start, head.i - _LONGEST_LEFT)
    start = head.i
    for i in range(head.i - 1, first - 1, -1):
        token = doc[i]
        breaks = token.is_space or token.pos_ in {"DET", "VERB", "AUX", "ADP", "SCONJ", "CCONJ"}
        if token.dep_ in {"relcl", "acl"} or token.tag_ in {"DT", "PRP$", "WDT"}:
            breaks = True
        if breaks and token.tag_ in {"VBN", "VBG"} and token.dep_ in {"amod", "compound"}:
            breaks = False
        if breaks and token.lower_ in {"for", "of"} and token.dep_ == "prep":
            breaks = False
        inside = token.text == "-" and not token.whitespace_ and i and not doc[i - 1].whitespace_
        if inside:
            start = i
            continue
        if breaks and i + 1 < len(doc) and doc[i + 1].text == "-" and not token.whitespace_:
            breaks = False
        if breaks or token.ent_type_ in {"DATE", "TIME"} or token.text in _DASHES:
            break
        start = i
    while start < head.i and (doc[start].is_punct or doc[start].dep_ in _BEFORE):
        start += 1
    return _name_start(_past_place(start, head), head)


def _past_place(start: int, head: Token) -> int:
    """Past a place that a lost comma glued to a name: "killed two in Hama Abdel Rahman said"."""
    doc = head.doc
    words = doc[start : head.i + 1]
    if start == 0 or doc[start - 1].lower_ not in _WHERE or any(t.pos_ != "PROPN" for t in words):
        return start
    for at in range(head.i, start, -1):
        if "settlement" in open_gazetteer().brief(doc[start:at].text).kinds:
            rest = [t.text for t in doc[at : head.i + 1]]
            person = resolve_source(" ".join(rest)).kind == "person"
            return at if person or is_registered(rest) else start
    return start


def _name_start(start: int, head: Token) -> int:
    """Where the name proper begins in words that a lost comma glued together.

    "possible exposure to gas Turkeys health ministry", "recaptured the street FNA": small words
    that tell of no kind of source do not belong to the name with a capital behind them.
    """
    doc = head.doc
    if doc[head.i].is_upper and head.i - start and is_registered([head.text]):
        before = doc[start : head.i]
        if resolve_source(before.text).kind == "unnamed":
            return head.i
    first = next((t.i for t in doc[start : head.i + 1] if t.text[0].isupper()), start)
    small = doc[start:first]
    # "claiming 10 killed and 15 injured Channel 7 reported"
    figures = all(t.pos_ == "NUM" for t in small)
    if figures or any(t.pos_ not in {"NOUN", "VERB", "NUM"} and t.tag_ != "VBN" for t in small):
        return start
    people = cues().book.person_nouns
    if any(t.lower_ in people for t in small) or resolve_source(small.text).kind != "unnamed":
        return start
    return first


def joined_before(span: SourceSpan, doc: Doc) -> SourceSpan | None:
    """A source joined by "and" before ``span`` that the parser read as part of it."""
    at = span.start - 1
    if at > 0 and doc[at].pos_ == "DET":
        at -= 1
    if at < 1 or doc[at].lower_ != "and":
        return None
    for first in range(max(0, at - _LONGEST_LEFT), at):
        if is_registered([t.text for t in doc[first:at]]) and not doc[first].is_lower:
            return SourceSpan(first, at, at - 1)
    if doc[at - 1].dep_ not in {"compound", "nmod"}:
        return None
    other = doc[at - 1]
    if resolve_source(other.text).kind in {"unnamed", "person"} and not other.is_upper:
        return None
    start = _clean_start(other)
    return SourceSpan(start, other.i + 1, other.i)


def surface_span(verb: Token) -> SourceSpan:
    """The source right before a verb whose subject the parse does not give.

    The longest registered name that ends there; else the noun with the words that belong to it
    back to its article.
    """
    doc = verb.doc
    last = verb.i
    first = max(segment(verb).start, last - _LONGEST_LEFT)
    for at in range(first, last - 1):
        if doc[at].is_title or doc[at].is_upper:
            words = [t.text for t in doc[at:last] if not t.is_space]
            if is_registered(words):
                return SourceSpan(at, last, last - 1)
    start = last - 1
    for i in range(last - 2, first - 1, -1):
        token = doc[i]
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.ent_type_ in {"DATE", "TIME"}:
            break
        if token.dep_ == "pobj" or token.tag_ == "VBN":
            break
        start = i
    return SourceSpan(_past_place(start, doc[last - 1]), last, last - 1)


def _tail_end(prep: Token, limit: int | None) -> int:
    """Where a source's "of ...", "at ..." ends; before time words, clauses and brackets."""
    stop = prep.i + 1
    last = prep.right_edge.i + 1
    if limit is not None:
        last = min(last, limit)
    for token in prep.doc[prep.i + 1 : last]:
        if token.is_punct and token.text not in {"-", "'", ".", "/"}:
            break
        if token.dep_ in {"relcl", "acl", "appos", "advcl", "npadvmod"} or token.is_space:
            break
        if token.lower_ in cues().book.source_ends or token.ent_type_ in {"DATE", "TIME"}:
            break
        stop = token.i + 1
    while stop > prep.i and prep.doc[stop - 1].pos_ in {"DET", "ADP", "CCONJ", "PUNCT"}:
        stop -= 1
    return max(stop, prep.i)


class Antecedents:
    """The sources met so far in a report, in order, for what points back at them."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._seen: list[tuple[SourceSpan, str, bool]] = []
        self._named: list[tuple[int, int, str]] | None = None

    def note(self, source: SourceSpan) -> None:
        """Remember a source that the report names."""
        kind = resolve_source(self._text(source)).kind
        head = self._parsed.doc[source.head]
        many = head.tag_ in {"NNS", "NNPS"}
        self._seen.append((source, kind, many))

    def _text(self, source: SourceSpan) -> str:
        return self._parsed.doc[source.start : source.stop].text

    def resolve(self, source: SourceSpan) -> SourceSpan:
        """``source`` itself, or the named source that it stands for.

        A pronoun that points at nobody comes back with ``resolved=False``.
        """
        doc = self._parsed.doc
        head = doc[source.head]
        word = head.lower_
        if head.pos_ == "PRON" or word in {"he", "she", "it", "they"}:
            found = self._for_pronoun(source, word)
            if found is None:
                return SourceSpan(source.start, source.stop, source.head, True, False)
            return _pointing(found)
        book = cues().book
        definite = source.start > 0 and doc[head.left_edge.i].lower_ in {"the", "this", "that"}
        bare = head.is_lower or doc[max(0, head.i - 1)].is_upper
        # "the interior ministry bulletin" says itself whose it is
        own = any(
            t.pos_ in {"NOUN", "PROPN"} and t.i < source.head
            for t in doc[source.start : source.stop]
        )
        if definite and word in book.definites and bare and not (own and word in book.documents):
            found = self._for_definite(source, word, book.definites[word])
            if found is not None:
                return _pointing(found)
        self.note(source)
        return source

    def _for_pronoun(self, source: SourceSpan, word: str) -> SourceSpan | None:
        """Last source that fits the pronoun; for a person, else the last named subject."""
        for seen, kind, many in reversed(self._seen):
            if source.head - seen.head > _REACH or seen.head > source.head:
                continue
            person = self._is_person(seen, kind)
            if word in _MEN and not many and person:
                return seen
            if word == "it" and not many and not person:
                return seen
            if word == "they" and (many or not person):
                return seen
        if word not in _MEN:
            return None
        people = cues().book.person_nouns
        for token in reversed(self._parsed.doc[max(0, source.head - 150) : source.head]):
            if token.dep_ not in {"nsubj", "nsubjpass", "agent", "pobj", "appos"}:
                continue
            if token.ent_type_ == "PERSON" or token.lower_ in people:
                return source_span(token, token.head.i if token.head.i > token.i else None)
        single = [seen for seen, _, many in self._seen if not many and seen.head < source.head]
        return single[-1] if single else None

    def _is_person(self, seen: SourceSpan, kind: str) -> bool:
        head = self._parsed.doc[seen.head]
        people = cues().book.person_nouns
        if head.pos_ == "PROPN" or head.is_upper:
            titled = any(t.lower_ in people for t in self._parsed.doc[seen.start : seen.stop])
            return head.ent_type_ == "PERSON" or kind == "person" or titled
        return head.lower_ in people

    def _for_definite(
        self, source: SourceSpan, word: str, kinds: tuple[str, ...]
    ) -> SourceSpan | None:
        """Last source of a fitting kind, nearest first; one with the same noun is itself."""
        for seen, kind, _ in reversed(self._seen):
            if seen.head >= source.head or source.head - seen.head > _REACH:
                continue
            if not kinds or kind in kinds or self._parsed.doc[seen.head].lower_ == word:
                return seen
        return None

    def spelled_out(self, source: SourceSpan) -> SourceSpan | None:
        """The one named source that an unnamed kind ("a monitor") turns out to be, if any."""
        doc = self._parsed.doc
        kinds = cues().book.spelled_out_later.get(doc[source.head].lower_)
        if kinds is None or any(t.pos_ == "PROPN" for t in doc[source.start : source.stop]):
            return None
        watching = source.stop < len(doc) and doc[source.stop].lower_ in cues().book.watching
        watching = watching or any(
            t.lower_ in ("based", "monitoring") or t.lower_.endswith("-based")
            for t in doc[source.start : source.stop]
        )
        if resolve_source(self._text(source)).kind not in kinds and not watching:
            return None
        if self._named is None:
            self._named = named_sources([t.text for t in doc])
        named = [SourceSpan(a, b, b - 1, True) for a, b, kind in self._named if kind in kinds]
        return max(named, key=lambda s: (s.stop - s.start, -s.start), default=None)


def _pointing(found: SourceSpan) -> SourceSpan:
    return SourceSpan(found.start, found.stop, found.head, True)
