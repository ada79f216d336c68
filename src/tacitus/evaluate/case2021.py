"""Typing the main event of the snippets of CASE 2021 task 2 (Haneczok et al. 2021)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tacitus.evaluate.benchmark import Interval, draws, percentiles
from tacitus.evaluate.score import Tally
from tacitus.knowledge.load import Entry, read_yaml
from tacitus.read import make_report
from tacitus.records import Claim, Coded, Report, TacitusError

NO_EVENT = "None"
_COLUMNS = {"id", "EventSnippet", "SubType"}
# The first claim speaks of the main event unless it is only feared, planned or denied.
_RANK = {"asserted": 0, "hedged": 0, "denied": 1, "prospective": 1}


class _Labels(Entry):
    types: dict[str, str]
    beside: list[str]


@dataclass(frozen=True, slots=True)
class Snippet:
    """One labelled snippet.

    Attributes:
        id: its number in the file.
        text: the snippet.
        label: its sub-event type, or the task's label where no type answers to it.
    """

    id: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Typing:
    """How well main events were typed.

    Attributes:
        snippets: how many were scored.
        by_type: tally of each sub-event type that occurs.
        confusions: (label, given type) with how often, right ones left out, most frequent first.
        pairs: (label, given type) of each snippet.
    """

    snippets: int
    by_type: Mapping[str, Tally]
    confusions: tuple[tuple[tuple[str, str], int], ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def weighted_f1(self) -> float:
        """F1 of each type weighed by how many snippets bear it."""
        weighed = sum(tally.f1 * tally.gold for tally in self.by_type.values())
        return weighed / self.snippets if self.snippets else 0.0

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the weighted F1 over snippets drawn with replacement."""
        return percentiles([_score(sample).weighted_f1 for sample in draws(self.pairs)])


def read_snippets(path: Path) -> Iterator[Snippet]:
    """The snippets of a task file, tab-separated with a heading line.

    Raises:
        TacitusError: ``bad-case-file`` when it cannot be read or is of another form.
    """
    labels = read_yaml(Path(str(files("tacitus.evaluate") / "case2021.yaml")), _Labels)
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not set(rows.fieldnames or ()) >= _COLUMNS:
                raise TacitusError("bad-case-file", f"{path}: lacks columns {sorted(_COLUMNS)}.")
            for row in rows:
                label = row["SubType"]
                if label not in labels.types and label not in labels.beside:
                    raise TacitusError("bad-case-file", f"{path}: unknown label {label!r}.")
                yield Snippet(row["id"], row["EventSnippet"], labels.types.get(label, label))
    except (OSError, UnicodeDecodeError) as error:
        raise TacitusError("bad-case-file", f"{path}: cannot be read ({error}).") from error


def scored_types() -> frozenset[str]:
    """The sub-event types that labels of the task stand for; other labels are not of conflict."""
    labels = read_yaml(Path(str(files("tacitus.evaluate") / "case2021.yaml")), _Labels)
    return frozenset(labels.types.values())


def main_claim(coded: Coded) -> Claim | None:
    """The claim of the main event of a short text.

    Returns:
        The first in the text among those told as having happened, else the first; None where
        there is none.
    """
    return min(
        coded.claims,
        key=lambda claim: (_RANK[claim.factuality.value], claim.evidence[0].start),
        default=None,
    )


def type_snippets(path: Path, code: Callable[[Report], Coded]) -> Typing:
    """Code the snippets of a task file and compare the types of their main events.

    Args:
        path: the task's file.
        code: the function under test.

    Only snippets labelled with one of the 25 sub-event types count, as in the figures published
    for the 25 types of the task.
    """
    types = scored_types()
    given = [
        (snippet.label, _main_type(snippet, code))
        for snippet in read_snippets(path)
        if snippet.label in types
    ]
    return _score(given)


def _main_type(snippet: Snippet, code: Callable[[Report], Coded]) -> str:
    try:
        report = make_report(snippet.text, id=snippet.id)
    except TacitusError:
        return NO_EVENT
    claim = main_claim(code(report))
    return claim.type.value if claim else NO_EVENT


def _score(given: Iterable[tuple[str, str]]) -> Typing:
    pairs = list(given)
    gold = Counter(label for label, _ in pairs)
    coded = Counter(found for _, found in pairs)
    right = Counter(label for label, found in pairs if label == found)
    wrong = Counter(pair for pair in pairs if pair[0] != pair[1])
    return Typing(
        snippets=len(pairs),
        by_type={name: Tally(right[name], coded[name], gold[name]) for name in sorted(gold)},
        confusions=tuple(sorted(wrong.items(), key=lambda item: (-item[1], item[0]))),
        pairs=tuple(pairs),
    )
