"""Event mentions of ECB+ as claims, so that the program's scoring can be asked about them.

Each mention is made a claim of a report of its own: its type is the codebook's where the codebook
knows the word, else its lemma; its sides, place and time are those that its sentence ties to it;
its evidence is the words below it in the parse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.evaluate.ecb_files import EventMention, read_mentions, read_words
from tacitus.evaluate.gold_claims import read_out_report
from tacitus.evaluate.running import running
from tacitus.extract.typing import choose_type
from tacitus.read import make_report
from tacitus.records import Claim, Grounded, Span, TacitusError, Telling
from tacitus.resolving import resolve_claims

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tacitus.extract.mentions import Party
    from tacitus.extract.reading import Reading

BY = "ecb"
_ACTORS = frozenset({"nsubj", "agent"})
_HIT = frozenset({"dobj", "nsubjpass"})


def read_claims(folder: Path) -> tuple[list[EventMention], list[Telling], dict[str, str]]:
    """Mentions, each as a claim, and the lemma of each.

    Args:
        folder: the files of ECB+.

    Raises:
        TacitusError: ``bad-set-file`` when a file is missing or does not fit.
    """
    mentions, words = read_mentions(folder), read_words(folder)
    by_document: dict[str, list[EventMention]] = defaultdict(list)
    for mention in mentions:
        by_document[mention.document].append(mention)
    tellings: list[Telling] = []
    lemmas: dict[str, str] = {}
    for document, own in by_document.items():
        if document not in words:
            raise TacitusError("bad-set-file", f"{folder}: {document} has mentions and no words.")
        maker = _Document(document, words[document])
        for telling, lemma in maker.claims(own):
            tellings.append(telling)
            lemmas[telling.key] = lemma
    return mentions, tellings, lemmas


class _Document:
    """Makes claims of one document's mentions."""

    def __init__(self, name: str, sentences: Sequence[Sequence[str]]) -> None:
        text = ""
        self.at: dict[tuple[int, int], Span] = {}
        for number, words in enumerate(sentences):
            line, spans = running([word for word in words if word])
            held = iter(spans)
            for token, word in enumerate(words):
                if word:
                    start, end = next(held)
                    self.at[number, token] = Span(len(text) + start, len(text) + end)
            text += line + "\n"
        self.reading: Reading = read_out_report(make_report(text, id=name))
        self.parsed = self.reading.parsed
        self.spans = {
            t.i: self.parsed.span(t.i, t.i + 1) for t in self.parsed.doc if not t.is_space
        }

    def claims(self, mentions: Sequence[EventMention]) -> Iterator[tuple[Telling, str]]:
        """Each mention as a claim of a report of its own, and its lemma."""
        heads = {mention.key: self._head(mention) for mention in mentions}
        events = {token.i for token in heads.values() if token is not None}
        for mention in mentions:
            head = heads[mention.key]
            report = replace(self.parsed.report, id=mention.key.replace("#", "."))
            words = self._words(mention)
            lemma = head.lemma_.lower() if head is not None else words[0].quote(report.text).lower()
            claim = self._claim(head, words, lemma, events)
            yield Telling(report, claim), lemma

    def _words(self, mention: EventMention) -> tuple[Span, ...]:
        found = [
            self.at[mention.sentence, t] for t in mention.tokens if (mention.sentence, t) in self.at
        ]
        if not found:
            raise TacitusError(
                "bad-set-file", f"{mention.document}: a mention's words are not in the text."
            )
        return tuple(found)

    def _head(self, mention: EventMention) -> Token | None:
        """The word of the mention that is highest in the parse."""
        spans = self._words(mention)
        tokens = [
            self.parsed.doc[i]
            for i, span in self.spans.items()
            if any(span.overlaps(word) for word in spans)
        ]
        return min(tokens, key=lambda t: (sum(1 for _ in t.ancestors), t.i), default=None)

    def _claim(
        self, head: Token | None, words: tuple[Span, ...], lemma: str, events: Collection[int]
    ) -> Claim:
        if head is None:
            return Claim("e1", Grounded(lemma, words, BY), words, Grounded("asserted", words, BY))
        mine = [t for t in _below(head, events) if t.i in self.spans]
        sides = {
            name: self._parties(t for t in mine if t.dep_ in links and t.head == head)
            for name, links in (("by", _ACTORS), ("to", _HIT))
        }
        others = sorted(self.spans[t.i] for t in mine)
        claim = Claim(
            id="e1",
            type=Grounded(self._type(head, sides) or lemma, words, BY),
            evidence=tuple(dict.fromkeys((*words, *others))),
            factuality=Grounded("asserted", words, BY),
            initiators=self._mentions(sides["by"]),
            targets=self._mentions(sides["to"]),
        )
        claim = self._dated(self._placed(claim, mine), mine)
        return resolve_claims((claim,), self.reading)[0]

    def _parties(self, tokens: Iterable[Token]) -> list[Party]:
        found = (self.reading.party(token) for token in tokens)
        return [party for party in found if party is not None]

    def _mentions(self, parties: Sequence[Party]) -> tuple[Grounded[str], ...]:
        return tuple(
            Grounded(party.text, (self.spans[party.phrase.head],), BY) for party in parties
        )

    def _type(self, head: Token, sides: Mapping[str, list[Party]]) -> str | None:
        act = next((t.act for t in self.reading.triggers if t.token == head.i), None)
        if act is None:
            return None
        chosen = choose_type([act], [], sides["by"], sides["to"], self.reading.book)
        return chosen[0] if chosen else None

    def _placed(self, claim: Claim, mine: Sequence[Token]) -> Claim:
        inside = {t.i for t in mine}
        for place in self.reading.places:
            if place.start in inside and place.kind != "metonym":
                span = self.parsed.span(place.start, place.stop)
                words = span.quote(self.parsed.report.text)
                return replace(claim, place=Grounded(words, (span,), BY))
        return claim

    def _dated(self, claim: Claim, mine: Sequence[Token]) -> Claim:
        inside = {t.i for t in mine}
        for when in self.reading.times:
            if when.start in inside and when.last:
                span = (self.parsed.span(when.start, when.stop),)
                return replace(
                    claim,
                    start=Grounded(when.first, span, BY) if when.first else None,
                    end=Grounded(when.last, span, BY),
                    date_precision=when.precision,
                )
        return claim


def _below(head: Token, events: Collection[int]) -> Iterator[Token]:
    """A word and those below it in the parse, without other events and what is below these."""
    yield head
    for child in head.children:
        if child.i not in events:
            yield from _below(child, events)
