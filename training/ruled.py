"""Counts which types the rules give to events of each type: `python -m training.ruled --write`.

Both engines' readings of an event's type are put together by Bayes' rule, in
tacitus.extract.two_types; how often the rules give a type is counted on the reports coded by hand,
those held out of training left out. To be run again when the codebook's words or types change.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tacitus.evaluate.compare import parents
from tacitus.evaluate.score import score_report
from tacitus.export.jsonform import coded_to_json
from tacitus.learned.labels import TYPES
from tacitus.pipeline import code_report
from tacitus.read import make_report
from tacitus.records import TacitusError
from training.golds import as_form
from training.sources import held_out, reports

WHERE = Path("src/tacitus/knowledge/ruled_types.yaml")
_HEAD = """\
# How often the rules give a type (inner name) to an event that coders gave another or the same one
# (outer name), by `python -m training.ruled --write` on the reports that the reader is trained on.
"""


def counted(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Counts of the rules' types by the coders', both in the order of the codebook.

    Args:
        pairs: the coders' type and the rules' of each event that both found.
    """
    seen = Counter(pairs)
    return {
        told: row
        for told in TYPES
        if (row := {given: seen[told, given] for given in TYPES if seen[told, given]})
    }


def pairs_of(form: dict[str, Any], coded: dict[str, Any]) -> list[tuple[str, str]]:
    """The coders' type and the rules' of the events of a report that both found."""
    score = score_report(form["id"], form["events"], coded["events"], parents())
    return [(pair.gold["type"], pair.coded["type"]) for pair in score.pairs]


def main() -> None:
    """Count over the reports that the recipe trains on."""
    parser = argparse.ArgumentParser(description="Counts the types that the rules give.")
    parser.add_argument("--config", type=Path, default=Path("training/config.yaml"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", action="store_true", help=f"write {WHERE}")
    asked = parser.parse_args()
    config = yaml.safe_load(asked.config.read_text(encoding="utf-8"))
    names, left_out = ["fakes", "muc", "inv"], held_out()
    pairs: list[tuple[str, str]] = []
    for text, events in reports(names, ["train"], asked.shared, Path(config["folder"])):
        if text.id in left_out:
            continue
        try:
            day = date.fromisoformat(text.published) if text.published else None
            report = make_report(text.text, id=text.id, published=day, source=text.source)
            coded = coded_to_json(code_report(report, engine="rules"))
        except TacitusError as error:
            print(f"left out: {error}", flush=True)
            continue
        pairs += pairs_of(as_form(text, events), coded)
    table = yaml.safe_dump({"counts": counted(pairs)}, sort_keys=False, width=100)
    right = sum(told == given for told, given in pairs)
    print(f"{len(pairs)} events that both found, {right} of one type")
    if asked.write:
        WHERE.write_text(_HEAD + table, encoding="utf-8")
    else:
        print(table)


if __name__ == "__main__":
    main()
