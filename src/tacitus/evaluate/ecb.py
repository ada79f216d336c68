"""Event coreference across documents on ECB+ (Cybulska and Vossen 2014), its development topics.

Given are the mentions of events; asked is which of them tell one event. Mentions are compared
within a topic only, as is usual; with topics as they are in the corpus (two seminal events of a
kind each), and with subtopics, which is what sorting the documents perfectly would give.

The mentions are words of any verb or noun, of sport and business too; most have no day, no place
and no report date. So that the program's scoring can be asked at all, each mention is made a claim
(see ecb_claims.py). That tells how far scoring made for claims carries, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

from tacitus.evaluate.benchmark import Benchmark, prf
from tacitus.evaluate.clusters import Share, added, ceaf_e, conll, counts, muc
from tacitus.evaluate.ecb_claims import read_claims
from tacitus.evaluate.ecb_files import EventMention
from tacitus.evaluate.markdown import decimals, spread, table
from tacitus.evaluate.reconciling import RECONCILER, Method, reconciled
from tacitus.records import Telling

LEMMA = "same lemma"


@dataclass(frozen=True, slots=True)
class TopicScore:
    """The sums of one topic."""

    muc: Share
    b_cubed: Share
    linked: Share
    ceaf_e: Share

    def __add__(self, other: TopicScore) -> TopicScore:
        return TopicScore(
            self.muc + other.muc,
            self.b_cubed + other.b_cubed,
            self.linked + other.linked,
            self.ceaf_e + other.ceaf_e,
        )


def score(
    mentions: Sequence[EventMention],
    tellings: Sequence[Telling],
    lemmas: Mapping[str, str],
    by: Callable[[EventMention], str],
) -> dict[str, Benchmark[TopicScore]]:
    """The figures of "same lemma" and the program's own method.

    Args:
        mentions: as ``read_claims`` gives them, with their claims and lemmas.
        tellings: see there.
        lemmas: see there.
        by: gives the part within which a mention is compared: its topic or subtopic.
    """
    known: dict[str, Method] = {
        LEMMA: lambda some: _same_lemma(some, lemmas),
        RECONCILER: reconciled,
    }
    parts: dict[str, list[tuple[EventMention, Telling]]] = defaultdict(list)
    for mention, telling in _paired(mentions, tellings):
        parts[by(mention)].append((mention, telling))
    found = {}
    for name, method in known.items():
        units: dict[str, list[TopicScore]] = defaultdict(list)
        for pairs in parts.values():
            topic = pairs[0][0].topic
            chains: dict[str, list[str]] = defaultdict(list)
            for mention, telling in pairs:
                chains[mention.chain].append(telling.key)
            given = [tuple(keys) for keys in method([t for _, t in pairs])]
            units[topic].append(_score(list(chains.values()), given))
        found[name] = Benchmark(tuple(reduce(add, some) for some in units.values()), figures)
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


def figures(units: Sequence[TopicScore]) -> dict[str, float]:
    """The figures over topics, by name."""
    total = reduce(add, units)
    return {
        "MUC F1": total.muc.f1,
        **prf("B3", total.b_cubed),
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
