"""Who says what in the news: sources and cues of PolNeAR (Newell et al. 2018).

A source ("police officials") or a cue ("said") is right when it covers exactly the words that a
person marked: a word is a run of letters and digits, or one punctuation mark, and counts as
covered when some of its characters are. White space is left aside, and which source belongs to
which cue is not asked. Two marks of one kind that share a word count once, the one that starts
first. Figures are over all articles: precision, recall and F1 of sources and of cues, "both" with
the two added up (micro), and "mean F1", halfway between the F1 of sources and that of cues.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tacitus.evaluate.benchmark import Benchmark, prf, summed
from tacitus.evaluate.bio import best_path, chunks
from tacitus.evaluate.brat import Span, articles
from tacitus.evaluate.pieces import Label, Labels, Offsets, Scores, sigmoid, under, words
from tacitus.evaluate.score import Tally
from tacitus.learned.piece_labels import ATTRIBUTION

Counts = dict[str, Tally]
BOTH = "both"
#: Kinds scored, as the articles name them, with the name they have in the model's output.
KINDS = {"Source": "source", "Cue": "cue"}
#: Added to the score of "outside" of every word, in natural logarithms; best on the training part.
LEAN = -1.0
_TINY = 1e-9


def measure(folder: Path, label: Label, part: str = "dev") -> Benchmark[Counts]:
    """How well sources and cues are found.

    Args:
        folder: holds ``polnear/<part>``.
        label: the model under test.
        part: which part.

    Returns:
        Tallies of each article for "source", "cue" and "both".
    """
    units = []
    for article in articles(folder / "polnear", part):
        given = spans(article.text, label(article.text))
        counts = {
            name: compare(words(article.text), article.spans[kind], given[name])
            for kind, name in KINDS.items()
        }
        units.append(counts | {BOTH: sum(counts.values(), Tally())})
    return Benchmark(tuple(units), _score)


def spans(text: str, labels: Labels) -> dict[str, list[Span]]:
    """The stretches of a text that a model takes for sources and for cues."""
    at = words(text)
    pieces = under(at, labels.offsets)
    shares = sigmoid(labels.heads["attribution"])
    found = {}
    for name in KINDS.values():
        start, inside = (ATTRIBUTION.index(f"{name} {place}") for place in ("start", "inside"))
        scores = _word_scores(shares[:, [start, inside]], pieces)
        scores[:, 0] += LEAN
        marks = ["OBI"[number] for number in best_path(scores)]
        found[name] = [(at[c.start][0], at[c.stop - 1][1]) for c in chunks(_named(marks))]
    return found


def _named(marks: Sequence[str]) -> list[str]:
    return ["O" if mark == "O" else f"{mark}-span" for mark in marks]


def _word_scores(shares: Scores, pieces: Sequence[range]) -> Scores:
    """Logarithms of how likely each word is outside, starts a span, goes on with one.

    Args:
        shares: pieces x 2, how likely each starts a span and is inside one.
        pieces: the pieces of each word; a word starts a span where its first piece does.
    """
    out = np.zeros((len(pieces), 3))
    for row, own in zip(out, pieces, strict=True):
        if len(own):
            inside = float(shares[own.start : own.stop, 1].mean())
            start = float(shares[own.start, 0])
            row[:] = 1.0 - inside, inside * start, inside * (1.0 - start)
        else:
            row[:] = 1.0, 0.0, 1.0
    logged: Scores = np.log(np.maximum(out, _TINY))
    return logged


def compare(at: Offsets, gold: Sequence[Span], given: Sequence[Span]) -> Tally:
    """The tally of spans of one kind.

    Args:
        at: where the words of the text stand.
        gold: what was marked by hand.
        given: what was found.
    """
    ours, theirs = _on_words(at, gold), _on_words(at, given)
    return Tally(len(ours & theirs), len(theirs), len(ours))


def _on_words(at: Offsets, marked: Sequence[Span]) -> set[tuple[int, int]]:
    kept: set[tuple[int, int]] = set()
    stop = 0
    for own in under(sorted(marked), at):
        if len(own) and own.start >= stop:
            kept.add((own.start, own.stop))
            stop = own.stop
    return kept


def _score(units: Sequence[Counts]) -> dict[str, float]:
    tallies = summed(units)
    figures: dict[str, float] = {}
    for name, tally in tallies.items():
        figures |= prf(name, tally)
    if tallies:
        figures["mean F1"] = sum(tallies[name].f1 for name in KINDS.values()) / len(KINDS)
    return figures
