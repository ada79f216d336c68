"""Event coreference across documents on ECB+ (Cybulska and Vossen 2014), its development topics.

Given are the mentions of events; asked is which of them tell one event. Mentions are compared
within a topic only, as is usual; with topics as they are in the corpus (two seminal events of a
kind each), and with subtopics, which is what sorting the documents perfectly would give.

The mentions are words of any verb or noun, of sport and business too; most have no day, no place
and no report date. So that the program's scoring can be asked at all, each mention is made a claim
of a report of its own: its type is the codebook's where the codebook knows the word, else its
lemma; its sides, place and time are those that its sentence ties to it; its evidence is the words
below it in the parse. That tells how far scoring made for claims carries, and no more.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.evaluate.benchmark import Benchmark, set_lines, set_text
from tacitus.evaluate.clusters import Share, added, ceaf_e, conll, counts, muc
from tacitus.evaluate.gold_claims import read_out_report
from tacitus.evaluate.markdown import decimals, spread, table
from tacitus.evaluate.reconciling import RECONCILER, Method, reconciled
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
LEMMA = "same lemma"
_ACTORS = frozenset({"nsubj", "agent"})
_HIT = frozenset({"dobj", "nsubjpass"})
_PARTS = ("ECB_Dev_corpus.txt", "ECB_Dev_Event_gold_mentions.json")


@dataclass(frozen=True, slots=True)
class EventMention:
    """One mention.

    Attributes:
        key: "document#number", the number that of its line in the file.
        document: id ("5_10ecb").
        sentence: number of its sentence.
        tokens: numbers of its words there.
        chain: the event it tells.
    """

    key: str
    document: str
    sentence: int
    tokens: tuple[int, ...]
    chain: str

    @property
    def topic(self) -> str:
        """The corpus' topic: two events of a kind."""
        return self.document.split("_")[0]

    @property
    def subtopic(self) -> str:
        """One of the two: "5ecb" or "5ecbplus"."""
        return self.topic + self.document.split("_")[1].lstrip("0123456789")


@dataclass(frozen=True, slots=True)
class TopicScore:
    """The sums of one topic."""

    muc: Share
    b_cubed: Share
    linked: Share
    ceaf_e: Share


def read_mentions(folder: Path) -> list[EventMention]:
    """The gold mentions of the development topics.

    Raises:
        TacitusError: ``bad-set-file`` when the file is missing or of another form.
    """
    path = folder / _PARTS[1]
    try:
        rows = json.loads(set_text(path))
        return [
            EventMention(
                f"{row['doc_id']}#{number}",
                row["doc_id"],
                row["sent_id"],
                tuple(row["tokens_number"]),
                row["coref_chain"],
            )
            for number, row in enumerate(rows)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise TacitusError("bad-set-file", f"{path}: is of another form ({error}).") from error


def read_words(folder: Path) -> dict[str, list[list[str]]]:
    """The words of each document, by sentence and number; sentences left out are empty.

    Raises:
        TacitusError: ``bad-set-file`` when the file is missing or of another form.
    """
    path = folder / _PARTS[0]
    documents: dict[str, list[list[str]]] = defaultdict(list)
    for number, line in enumerate(set_lines(path), 1):
        if not line.strip():
            continue
        try:
            document, sentence, token, word = line.split("\t")[:4]
            at, place = int(sentence), int(token)
        except ValueError as error:
            raise TacitusError(
                "bad-set-file", f"{path}, line {number}: is of another form ({error})."
            ) from error
        sentences = documents[document]
        while len(sentences) <= at:
            sentences.append([])
        while len(sentences[at]) < place:
            sentences[at].append("")
        sentences[at].append(word)
    return dict(documents)


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


def score(
    mentions: Sequence[EventMention],
    tellings: Sequence[Telling],
    lemmas: Mapping[str, str],
    by: Callable[[EventMention], str],
    methods: Sequence[str] = (LEMMA, RECONCILER),
) -> dict[str, Benchmark[TopicScore]]:
    """The figures of methods.

    Args:
        mentions: as ``read_claims`` gives them, with their claims and lemmas.
        tellings: see there.
        lemmas: see there.
        by: gives the part within which a mention is compared: its topic or subtopic.
        methods: which of "same lemma" and the program's own.
    """
    known: dict[str, Method] = {
        LEMMA: lambda some: _same_lemma(some, lemmas),
        RECONCILER: reconciled,
    }
    parts: dict[str, list[tuple[EventMention, Telling]]] = defaultdict(list)
    for mention, telling in _paired(mentions, tellings):
        parts[by(mention)].append((mention, telling))
    found = {}
    for name in methods:
        units: dict[str, TopicScore] = {}
        for pairs in parts.values():
            topic = pairs[0][0].topic
            chains: dict[str, list[str]] = defaultdict(list)
            for mention, telling in pairs:
                chains[mention.chain].append(telling.key)
            given = [tuple(keys) for keys in known[name]([t for _, t in pairs])]
            one = _score(list(chains.values()), given)
            units[topic] = _sum(units[topic], one) if topic in units else one
        found[name] = Benchmark(tuple(units.values()), figures)
    return found


def _paired(
    mentions: Sequence[EventMention], tellings: Sequence[Telling]
) -> Iterator[tuple[EventMention, Telling]]:
    by_key = {telling.report.id: telling for telling in tellings}
    for mention in mentions:
        yield mention, by_key[mention.key.replace("#", ".")]


def _same_lemma(tellings: Iterable[Telling], lemmas: Mapping[str, str]) -> list[list[str]]:
    events: dict[str, list[str]] = defaultdict(list)
    for telling in tellings:
        events[lemmas[telling.key]].append(telling.key)
    return list(events.values())


def _score(gold: Sequence[Collection[str]], given: Sequence[Collection[str]]) -> TopicScore:
    total = added(counts(gold, given))
    return TopicScore(muc(gold, given), total.b_cubed, total.linked, ceaf_e(gold, given))


def _sum(one: TopicScore, other: TopicScore) -> TopicScore:
    return TopicScore(
        one.muc + other.muc,
        one.b_cubed + other.b_cubed,
        one.linked + other.linked,
        one.ceaf_e + other.ceaf_e,
    )


def figures(units: Sequence[TopicScore]) -> dict[str, float]:
    """The figures over topics, by name."""
    total = units[0]
    for unit in units[1:]:
        total = _sum(total, unit)
    return {
        "MUC F1": total.muc.f1,
        "B3 precision": total.b_cubed.precision,
        "B3 recall": total.b_cubed.recall,
        "B3 F1": total.b_cubed.f1,
        "B3 linked F1": total.linked.f1,
        "CEAF-e F1": total.ceaf_e.f1,
        "CoNLL F1": conll(total.muc, total.b_cubed, total.ceaf_e),
    }


def ecb_blocks(folder: Path) -> Iterator[str]:
    """The part of the page of accuracy, measured as it is written.

    Args:
        folder: the files of ECB+.

    Raises:
        TacitusError: ``bad-set-file`` when a file is missing or does not fit.
    """
    mentions, tellings, lemmas = read_claims(folder)
    settings = {
        "topic": lambda mention: mention.topic,
        "subtopic": lambda mention: mention.subtopic,
    }
    rows = []
    for setting, by in settings.items():
        for name, benchmark in score(mentions, tellings, lemmas, by).items():
            told, interval = benchmark.figures, benchmark.intervals["CoNLL F1"]
            rows.append(
                [
                    setting,
                    name,
                    *(decimals(told[k]) for k in ("MUC F1", "B3 precision", "B3 recall")),
                    *(decimals(told[k]) for k in ("B3 F1", "CEAF-e F1")),
                    f"**{decimals(told['CoNLL F1'])}**",
                    spread(interval),
                    decimals(told["B3 linked F1"]),
                ]
            )
    yield "### ECB+, for reference"
    topics = len({mention.topic for mention in mentions})
    yield (
        f"Event coreference across documents, {len(mentions)} gold mentions of the {topics}"
        " development topics, singletons included. Mentions are compared within the corpus' topics"
        " (two like events each), or within its subtopics, as if documents had been sorted"
        " perfectly; no sorting of documents of our own is measured. The set is not of this field:"
        " any word can be an event, of sport and business too, most without day or place. Each"
        " mention is made a claim of a report of its own, as far as its sentence tells what claims"
        " hold; the program's scoring is used as it is, not fitted to the set: it compares only"
        " claims that share a day, a place or rare words, and without those it leaves them apart."
        " Intervals are 95 % bootstraps over topics."
    )
    yield table(
        (
            "within",
            "method",
            "MUC F1",
            "B-cubed P",
            "R",
            "F1",
            "CEAF-e F1",
            "CoNLL F1",
            "95 %",
            "B-cubed F1 without singletons",
        ),
        rows,
    )
