"""How often a mention of an actor is resolved right, on a table decided by hand.

The table holds mentions of initiators and targets, drawn at random from those marked in reports on
Syria and in MUC-4, as report, offsets and what a reader took each for: an actor of the registry, or
nobody in it, and its class. Where two answers are defensible, "also" holds the other one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.evaluate.benchmark import Benchmark, set_lines
from tacitus.evaluate.set_reports import Text, muc, syria
from tacitus.extract.reading import read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.read import make_report
from tacitus.records import ActorRef, TacitusError

if TYPE_CHECKING:
    from tacitus.extract.reading import Reading


@dataclass(frozen=True, slots=True)
class Decided:
    """A mention as a reader took it.

    Attributes:
        report: id of the report.
        start, end: offsets of the mention in its text.
        actors: ids that are right; None among them for nobody of the registry.
        kind: class.
    """

    report: str
    start: int
    end: int
    actors: frozenset[str | None]
    kind: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mention, the words of it, what it was taken for and whether that is right."""

    decided: Decided
    words: str
    ref: ActorRef

    @property
    def right(self) -> bool:
        """Whether the actor, or that there is none, is right."""
        return self.ref.actor in self.decided.actors

    @property
    def typed(self) -> bool:
        """Whether the class is right."""
        return self.ref.kind == self.decided.kind


def read_table(path: Path) -> tuple[Decided, ...]:
    """The mentions of a table.

    Raises:
        TacitusError: ``bad-set-file`` when a line does not fit.
    """
    rows = []
    for number, line in enumerate(filter(None, set_lines(path)), 1):
        try:
            row = json.loads(line)
            also = [row["also"]] if "also" in row else []
            actors = frozenset([row["actor"], *also])
            rows.append(Decided(row["report"], row["start"], row["end"], actors, row["kind"]))
        except (ValueError, KeyError, TypeError) as error:
            raise TacitusError(
                "bad-set-file", f"{path}: line {number} does not fit ({error})."
            ) from error
    return tuple(rows)


#: Resolves a mention in a report.
Resolve = Callable[[str, "Reading"], ActorRef]


def measure(table: Path, data: Path, resolve: Resolve) -> Benchmark[Resolved]:
    """How many mentions are resolved right.

    Args:
        table: decided mentions.
        data: folder of the public sets, with `syria_news` and `muc4`.
        resolve: under test.
    """
    known = {text.id: text for reader in (syria, muc) for text in reader(data)}
    return Benchmark(tuple(resolved(read_table(table), known, resolve)), figures)


def resolved(
    rows: Sequence[Decided], texts: Mapping[str, Text], resolve: Resolve
) -> Iterator[Resolved]:
    """The mentions, resolved as the pipeline does with those it finds.

    Args:
        rows: decided mentions.
        texts: reports by id.
        resolve: under test.

    Raises:
        TacitusError: ``bad-set-file`` when a report is not there.
    """
    for name, group in groupby(sorted(rows, key=lambda row: row.report), lambda row: row.report):
        if name not in texts:
            raise TacitusError("bad-set-file", f"the table names {name}, which is in no set.")
        text = texts[name]
        day = date.fromisoformat(text.published) if text.published else None
        report = make_report(text.text, id=name, published=day, title=text.title)
        reading = read_out(parse(report), load_codebook(None), load_index(None), open_gazetteer())
        for row in group:
            words = " ".join(text.text[row.start : row.end].split())
            yield Resolved(row, words, resolve(words, reading))


def figures(units: Sequence[Resolved]) -> dict[str, float]:
    """The shares that are right, by name."""
    named = [u for u in units if None not in u.decided.actors]
    nobody = [u for u in units if u.decided.actors == {None}]
    return {
        "right": _share([u.right for u in units]),
        "right where named": _share([u.right for u in named]),
        "right where nobody": _share([u.right for u in nobody]),
        "class right": _share([u.typed for u in units]),
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
