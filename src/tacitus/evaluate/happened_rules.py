"""What the rules of Tacitus say of whether something happened, in the terms of UDS-IH2."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from tacitus.evaluate.benchmark import Benchmark
from tacitus.evaluate.happened import Pairs, measure_by
from tacitus.extract.factuality import judge
from tacitus.knowledge.load import Entry, read_yaml
from tacitus.parse.document import Parsed, parse
from tacitus.read import make_report
from tacitus.records import TacitusError


class _Values(Entry):
    values: dict[str, float]


@cache
def _values() -> dict[str, float]:
    return read_yaml(Path(str(files("tacitus.evaluate") / "happened.yaml")), _Values).values


def measure_rules(folder: Path, part: str = "dev") -> Benchmark[Pairs]:
    """How well the rules tell what happened: a baseline without learning.

    Args:
        folder: holds ``factuality/UDS_IH2/<part>.jsonl``.
        part: which part.

    Returns:
        As ``happened.measure``.
    """
    return measure_by(folder, values, part)


def values(text: str, targets: Sequence[tuple[int, int]]) -> list[float]:
    """The value of each judgement of the rules.

    Args:
        text: a sentence.
        targets: where the words stand that tell of something.

    Returns:
        A value each by happened.yaml; that of "asserted" where the sentence cannot be read.
    """
    known = _values()
    try:
        parsed = parse(make_report(text))
    except TacitusError:
        return [known["asserted"]] * len(targets)
    return [known[_judged(parsed, start)] for start, _ in targets]


def _judged(parsed: Parsed, start: int) -> str:
    """The value of the judgement on the word that holds a character of the report."""
    place = bisect_right(parsed.view.end, start)
    word = next((t for t in parsed.doc if t.idx <= place < t.idx + len(t)), None)
    return judge(word.i, parsed).value if word is not None else "asserted"
