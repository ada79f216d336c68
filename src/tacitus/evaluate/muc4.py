"""Participants in the incidents of a report: MUC-4 role fillers, scored by CEAF-REE.

CEAF-REE is the measure of Du, Rush and Cardie 2021 (GRIT), after the entity-based CEAF of Luo 2005:
in each report and role coded entities are paired with gold ones, each at most once, so that most
pairs are right; a pair is right when every string coded for the entity is one of gold's strings
for it, both in lower case without punctuation marks and articles. Precision, recall and F1 are
taken over all reports and the five roles. The entities of a report's templates are pooled.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

from tacitus.evaluate.assign import assign
from tacitus.evaluate.benchmark import Benchmark, prf, summed
from tacitus.evaluate.bio import best_path, chunks, word_scores
from tacitus.evaluate.muc4_reports import Entities, Mentions, reports
from tacitus.evaluate.pieces import Label, Labels, under, words
from tacitus.evaluate.score import Tally
from tacitus.knowledge.load import Entry, read_yaml
from tacitus.learned.piece_labels import MUC_ROLES, bio

LABELS = bio(MUC_ROLES)
ALL = "all"
Counts = dict[str, Tally]
_NO_MARKS = str.maketrans("", "", string.punctuation)
_SHORTEST_ACRONYM = 3
#: Added to the score of "no role" of every word, in natural logarithms; best on the training part,
#: where a piece that may fill a role pays, since an entity named several times is found once.
LEAN = -0.5
_OPENING = re.compile(r"\s*\(\s*")


class _Words(Entry):
    articles: frozenset[str]
    skipped: frozenset[str]
    plurals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a report that fills a role.

    Attributes:
        role: which.
        start, end: where it stands.
        weight: how sure the model is, 0 to 1.
    """

    role: str
    start: int
    end: int
    weight: float


def measure(folder: Path, label: Label, part: str = "dev", lean: float = LEAN) -> Benchmark[Counts]:
    """How well the participants of incidents are found.

    Args:
        folder: holds ``muc4/<part>.json``.
        label: the model under test.
        part: which part.
        lean: as in ``mentions``.

    Returns:
        Tallies of each report by role and over all; figures are named "<role> F1" and so on.
    """
    units = []
    for report in reports(folder / "muc4" / f"{part}.json"):
        given = entities(report.text, mentions(report.text, label(report.text), lean))
        units.append(compare(report.entities, given))
    return Benchmark(tuple(units), _score)


def mentions(text: str, labels: Labels, lean: float = LEAN) -> list[Mention]:
    """The stretches of a text that fill roles.

    Args:
        text: the text.
        labels: what the model says of it.
        lean: added to the score of "no role" of every word, in natural logarithms: above 0 fewer
            and surer stretches.
    """
    at = words(text)
    scores = word_scores(labels.heads["muc"], under(at, labels.offsets))
    scores[:, 0] += lean
    path = best_path(scores)
    return [
        Mention(
            chunk.kind,
            at[chunk.start][0],
            at[chunk.stop - 1][1],
            float(np.exp(np.mean([scores[n, path[n]] for n in range(chunk.start, chunk.stop)]))),
        )
        for chunk in chunks([LABELS[number] for number in path])
    ]


def entities(text: str, found: Sequence[Mention]) -> Entities:
    """The entities that stretches stand for, each with the one string it is best known by.

    Args:
        text: the text.
        found: stretches that fill roles.

    Returns:
        For each role the entities in order. Stretches of a role stand for one entity when the words
        of one are among the other's, singular or plural, when one is made of the other's first
        letters, or when one follows the other in brackets. The string given is the one with
        the most weight in the report.
    """
    return {role: _grouped(text, [m for m in found if m.role == role]) for role in MUC_ROLES}


def compare(gold: Mapping[str, Sequence[Mentions]], given: Entities) -> Counts:
    """Tallies of the entities of one report, by role and over all."""
    counts = {
        role: _paired(_plain_entities(gold[role]), _plain_entities(given[role]))
        for role in MUC_ROLES
    }
    return counts | {ALL: sum(counts.values(), Tally())}


def plain(mention: str) -> str:
    """A string as it is compared: lower case, no punctuation marks, no articles."""
    kept = mention.lower().translate(_NO_MARKS).split()
    return " ".join(word for word in kept if word not in _words().articles)


def _plain_entities(found: Sequence[Mentions]) -> list[frozenset[str]]:
    return [frozenset(map(plain, mentions)) for mentions in found]


def _paired(gold: Sequence[frozenset[str]], given: Sequence[frozenset[str]]) -> Tally:
    pairs = assign([[int(theirs <= ours) for theirs in given] for ours in gold])
    return Tally(len(pairs), len(given), len(gold))


def _grouped(text: str, found: Sequence[Mention]) -> tuple[Mentions, ...]:
    weights: dict[str, float] = {}
    for mention in found:
        name = plain(text[mention.start : mention.end])
        if name:
            weights[name] = weights.get(name, 0.0) + mention.weight
    group = {name: name for name in weights}
    ties = [(one, other) for one in weights for other in weights if _same(one, other)]
    for one, other in [*ties, *_bracketed(text, found)]:
        if one in group and other in group and group[one] != group[other]:
            left, right = group[one], group[other]
            group = {name: left if of == right else of for name, of in group.items()}
    best: dict[str, str] = {}
    for name, of in group.items():
        if of not in best or weights[name] > weights[best[of]]:
            best[of] = name
    return tuple((name,) for name in best.values())


def _same(one: str, other: str) -> bool:
    """Whether the words of one string are among the other's, or it is made of their first letters.

    The letters may stand in another order: in Spanish the noun comes first.
    """
    if _singular(one) <= _singular(other):
        return True
    letters = [word[0] for word in other.split() if word not in _words().skipped]
    return len(letters) >= _SHORTEST_ACRONYM and sorted(one) == sorted(letters)


def _singular(name: str) -> set[str]:
    out = set()
    for word in name.split():
        for plural, singular in _words().plurals:
            if word.endswith(plural):
                word = word[: -len(plural)] + singular
                break
        out.add(word)
    return out


def _bracketed(text: str, found: Sequence[Mention]) -> list[tuple[str, str]]:
    """Strings of which the second follows the first in brackets."""
    ordered = sorted(found, key=lambda mention: mention.start)
    return [
        (plain(text[one.start : one.end]), plain(text[other.start : other.end]))
        for one, other in pairwise(ordered)
        if _OPENING.fullmatch(text, one.end, other.start) and text[other.end : other.end + 1] == ")"
    ]


@cache
def _words() -> _Words:
    return read_yaml(Path(str(files("tacitus.evaluate") / "muc4.yaml")), _Words)


def _score(units: Sequence[Counts]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, tally in summed(units).items():
        figures |= prf(name, tally)
    return figures
