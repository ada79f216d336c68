"""Entities in documents on Syria and Iraq: the re3d set (Dstl 2017) as token classification.

The split and the measure are those of ConfliBERT (Hu et al. 2022): sentences with every word and
mark apart, labels in BIO; a span is right when kind, first and last word are those of gold;
precision, recall and F1 are taken over all kinds together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tacitus.evaluate.benchmark import Benchmark, prf, set_lines, summed
from tacitus.evaluate.bio import best_path, chunks, word_scores
from tacitus.evaluate.pieces import Label, under
from tacitus.evaluate.running import running
from tacitus.evaluate.score import Tally
from tacitus.learned.piece_labels import ENTITIES, bio
from tacitus.records import TacitusError

LABELS = bio(ENTITIES)
ALL = "all"
Counts = dict[str, Tally]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        words: words and punctuation marks.
        labels: label of each in BIO.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]


def sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a file in CoNLL form: word, tab, label; an empty line between sentences.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read or holds other labels.
    """
    rows: list[tuple[str, str]] = []
    for line in [*set_lines(path), ""]:
        if line.strip():
            word, _, label = line.rpartition("\t")
            if label not in LABELS:
                raise TacitusError("bad-set-file", f"{path}: no label known in {line!r}.")
            rows.append((word, label))
        elif rows:
            yield Sentence(tuple(word for word, _ in rows), tuple(label for _, label in rows))
            rows = []


def measure(folder: Path, label: Label, part: str = "dev") -> Benchmark[Counts]:
    """How well entities are found.

    Args:
        folder: holds ``re3d/<part>.txt``.
        label: the model under test.
        part: which part.

    Returns:
        Tallies of each sentence by kind and over all; figures are named "<kind> F1" and so on.
        The set does not tell which sentences are of one document.
    """
    return Benchmark(
        tuple(
            compare(sentence.labels, predict(sentence.words, label))
            for sentence in sentences(folder / "re3d" / f"{part}.txt")
        ),
        _score,
    )


def predict(words: Sequence[str], label: Label) -> list[str]:
    """The labels that a model gives to words, which it reads as running text."""
    text, spans = running(words)
    given = label(text)
    scores = word_scores(given.heads["entity"], under(spans, given.offsets))
    return [LABELS[number] for number in best_path(scores)]


def compare(gold: Sequence[str], given: Sequence[str]) -> Counts:
    """Tallies of the spans that labels mark, by kind and over all."""
    ours, theirs = set(chunks(gold)), set(chunks(given))
    counts = {
        kind: Tally(
            *(sum(c.kind == kind for c in found) for found in (ours & theirs, theirs, ours))
        )
        for kind in ENTITIES
    }
    counts[ALL] = Tally(len(ours & theirs), len(theirs), len(ours))
    return counts


def _score(units: Sequence[Counts]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, tally in summed(units).items():
        figures |= prf(name, tally)
    return figures
