"""The gold reports coded and compared: how good the program is today."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.evaluate.compare import Comparison, compare_forms
from tacitus.export.jsonform import coded_to_json
from tacitus.export.jsonread import read_forms
from tacitus.read import Skipped, make_report, read_paths
from tacitus.read.report import given_day
from tacitus.records import Coded, Report, TacitusError

Coder = Callable[[Report], Coded]

SETS = ("seed", "dev", "train")


@dataclass(frozen=True, slots=True)
class Quality:
    """Comparisons with the gold sets.

    Attributes:
        sets: comparison of each set by its name ("seed", "dev", "train").
        whole: dev and train together, which the goals speak of.
    """

    sets: Mapping[str, Comparison]
    whole: Comparison


def measure_quality(folder: Path, code: Coder) -> Quality:
    """Code the gold reports in ``folder`` and compare.

    Args:
        folder: holds ``dev.docs.jsonl`` and ``dev.jsonl``, the same for train, and ``seed.jsonl``
            whose ``path`` starts from the folder above.
        code: the function under test.

    Raises:
        TacitusError: ``no-gold`` when files are missing or a gold report cannot be read.
    """
    gold: dict[str, dict[str, dict[str, Any]]] = {}
    coded: dict[str, dict[str, dict[str, Any]]] = {}
    for name in SETS:
        gold[name] = {form["id"]: form for _, form in read_forms(folder / f"{name}.jsonl")}
        forms = (coded_to_json(code(report)) for report in _reports(folder, name))
        # Through JSON, as the command line would: what is scored is what is written.
        coded[name] = {form["id"]: json.loads(json.dumps(form)) for form in forms}
    sets = {name: compare_forms(gold[name], coded[name]) for name in SETS}
    whole = compare_forms(gold["dev"] | gold["train"], coded["dev"] | coded["train"])
    return Quality(sets, whole)


def _reports(folder: Path, name: str) -> Iterator[Report]:
    documents = folder / f"{name}.docs.jsonl"
    if not documents.exists():
        yield from _seed_reports(folder, name)
        return
    yield from gold_reports(documents)


def gold_reports(docs: Path) -> Iterator[Report]:
    """The reports that gold events are of.

    Args:
        docs: their texts, as ``tacitus code`` takes them.

    Raises:
        TacitusError: ``no-gold`` when one cannot be read.
    """
    for item in read_paths([docs]):
        if isinstance(item, Skipped):
            raise TacitusError("no-gold", item.problem.message, item.problem.fix)
        yield item


def _seed_reports(folder: Path, name: str) -> Iterator[Report]:
    """Reports whose gold line names a file and the day to take for their publication."""
    for _, form in read_forms(folder / f"{name}.jsonl"):
        path = folder.parent / form["path"]
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TacitusError("no-gold", f"{path}: cannot be read ({error}).") from error
        yield make_report(
            text,
            id=form["id"],
            option=given_day(form["published"]),
            source=form["source"],
            path=str(path),
        )
