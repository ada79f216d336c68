"""Whether what a word tells of happened: UDS-IH2, event factuality in English web text.

White et al. 2016 and Rudinger et al. 2018: people said of predicates whether they happened and how
sure they were; the values run from -3 (surely did not) to 3 (surely did).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tacitus.evaluate.benchmark import Benchmark, set_lines
from tacitus.evaluate.pieces import Label, under
from tacitus.evaluate.running import running
from tacitus.evaluate.score import Tally
from tacitus.records import TacitusError

#: Values from -SUREST to SUREST.
SUREST = 3.0
CLASSES = ("happened", "did not", "uncertain")
_SURE = 1.0
#: Gold value and given value of each target of a sentence.
Pairs = tuple[tuple[float, float], ...]
Values = Callable[[str, Sequence[tuple[int, int]]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence.

    Attributes:
        id: its number in the set.
        words: words and punctuation marks.
        targets: number of a word that tells of something, and the value of whether it happened.
    """

    id: str
    words: tuple[str, ...]
    targets: tuple[tuple[int, float], ...]


def sentences(path: Path) -> Iterator[Judged]:
    """The sentences of a file, one JSON object a line.

    Raises:
        TacitusError: ``bad-set-file`` when it cannot be read or is of another form.
    """
    for number, line in enumerate(set_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            words = tuple(row["text"].split(" "))
            targets = tuple((int(t["span1"][0]), float(t["label"])) for t in row["targets"])
            if any(not 0 <= at < len(words) for at, _ in targets):
                raise ValueError("a target outside the sentence")
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise TacitusError("bad-set-file", f"{path}, line {number}: {error!r}.") from error
        yield Judged(str(row.get("idx", number)), words, targets)


def measure(folder: Path, label: Label, part: str = "dev") -> Benchmark[Pairs]:
    """How well a model tells what happened, at the first piece of each target.

    Args:
        folder: holds ``factuality/UDS_IH2/<part>.jsonl``.
        label: the model under test.
        part: which part.

    Returns:
        Pairs of each sentence; figures are "pearson r", "MAE", "macro-F1" and the F1 of "happened",
        "did not" and "uncertain": values above 1, below -1 and between.
    """

    def values(text: str, targets: Sequence[tuple[int, int]]) -> list[float]:
        given = label(text)
        scores = given.heads["happened"].reshape(len(given.offsets))
        pieces = under(targets, given.offsets)
        return [float(scores[own.start]) if len(own) else 0.0 for own in pieces]

    return measure_by(folder, values, part)


def measure_by(folder: Path, values: Values, part: str = "dev") -> Benchmark[Pairs]:
    """The same for any function that gives the values of stretches of a text.

    Args:
        folder: as in ``measure``.
        values: gives one value for each stretch; those beyond -3 and 3 are taken as -3 and 3.
        part: which part.
    """
    units = []
    for sentence in sentences(folder / "factuality" / "UDS_IH2" / f"{part}.jsonl"):
        text, at = running(sentence.words)
        given = values(text, [at[word] for word, _ in sentence.targets])
        gold = [value for _, value in sentence.targets]
        pairs = zip(gold, given, strict=True)
        units.append(tuple((g, max(-SUREST, min(SUREST, v))) for g, v in pairs))
    return Benchmark(tuple(units), _score)


def _score(units: Sequence[Pairs]) -> dict[str, float]:
    pairs = [pair for unit in units for pair in unit]
    if not pairs:
        return {}
    gold, given = np.array(pairs, dtype=float).T
    spread = float(gold.std() * given.std())
    covariance = float(np.mean((gold - gold.mean()) * (given - given.mean())))
    figures = {
        "pearson r": covariance / spread if spread else 0.0,
        "MAE": float(np.abs(gold - given).mean()),
    }
    ours, theirs = (np.where(np.abs(v) <= _SURE, 0, np.sign(v)) for v in (gold, given))
    f1 = {}
    for name, sign in zip(CLASSES, (1, -1, 0), strict=True):
        in_gold, in_given = ours == sign, theirs == sign
        f1[f"{name} F1"] = Tally(
            int((in_gold & in_given).sum()), int(in_given.sum()), int(in_gold.sum())
        ).f1
    return figures | {"macro-F1": sum(f1.values()) / len(f1)} | f1
