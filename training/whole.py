"""The whole pipeline measured on gold reports, with a model of choice and texts made harder.

    python -m training.whole --data build/ablation/x/data --engine both

Prints one JSON object. A process of its own for each model, since the pipeline loads one once.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tacitus import pipeline
from tacitus.evaluate.compare import compare_forms
from tacitus.export.jsonform import coded_to_json
from tacitus.export.jsonread import read_forms
from tacitus.extract import engines
from tacitus.extract.engines import Engine
from tacitus.learned.model import FOLDER, Model
from tacitus.read import Skipped, read_paths

#: Ways in which other outlets, agencies and collections write the same words.
CHANGES: dict[str, Callable[[str], str]] = {
    "as published": lambda text: text,
    "all capitals": str.upper,
    "all lower case": str.lower,
    "commas removed": lambda text: text.replace(",", ""),
}
_TEXTS = ("initiators", "targets", "within", "attribution", "evidence", "place", "weapon")


def changed_gold(form: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """A gold report's coding with its verbatim words changed as its text is."""
    return form | {"events": [_changed(event, change) for event in form["events"]]}


def _changed(event: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    out = dict(event)
    for key in _TEXTS:
        value = event.get(key)
        if isinstance(value, str):
            out[key] = change(value)
        elif value:
            out[key] = [change(item) for item in value]
    return out


def measure(gold: Path, part: str, engine: str, change: str = "as published") -> dict[str, float]:
    """Figures of the pipeline on a gold part.

    Args:
        gold: the folder of gold files.
        part: "dev".
        engine: "rules", "model" or "both".
        change: one of CHANGES.

    Raises:
        ValueError: when a report cannot be read.
    """
    make = CHANGES[change]
    wanted = {
        form["id"]: changed_gold(form, make) for _, form in read_forms(gold / f"{part}.jsonl")
    }
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{part}.docs.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for line in (gold / path.name).open(encoding="utf-8"):
                row = json.loads(line)
                row |= {k: make(row[k]) for k in ("title", "text") if row.get(k)}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        for item in read_paths([path]):
            if isinstance(item, Skipped):
                raise ValueError(f"{path}: {item.problem.message}")
            form = coded_to_json(pipeline.code_report(item, engine=engine))
            found[form["id"]] = json.loads(json.dumps(form))
    figures = compare_forms(wanted, found).overall
    return {
        "events P": round(figures.events.precision, 4),
        "events R": round(figures.events.recall, 4),
        "events F1": round(figures.events.f1, 4),
        "slots F1": round(figures.slots.f1, 4),
    }


def use(folder: Path) -> None:
    """Let this process code with another model than the packaged one."""
    model = Model(folder)
    for module in (engines, pipeline):
        setattr(module, "load_model", lambda: model)  # noqa: B010 a name of another module


def main() -> None:
    """Print figures for one model, one engine, one way of writing."""
    parser = argparse.ArgumentParser(description="Measures the pipeline on gold reports.")
    parser.add_argument("--data", type=Path, default=FOLDER, help="folder of an exported model")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", default="dev")
    parser.add_argument("--engine", choices=[e.value for e in Engine], default="both")
    parser.add_argument("--change", choices=list(CHANGES), default="as published")
    asked = parser.parse_args()
    if asked.data != FOLDER:
        use(asked.data)
    print(json.dumps(measure(asked.shared / "gold", asked.part, asked.engine, asked.change)))


if __name__ == "__main__":
    main()
