"""Writes docs/gate-card.md out of what the gate's recipe read and what the gate does."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tacitus.evaluate.relevance import (
    gate_table,
    judged_sets,
    measure_gate,
    measure_otherwise,
    otherwise_table,
)
from tacitus.learned.gate import HEADLINE, LONG, WEIGHTS, WINDOW, Gate
from tacitus.read.language import SHORT
from training.check_data import load_sets
from training.gate_sets import ANNOTATIONS, settings
from training.sources import HELD_OUT

HERE = Path(__file__).parent
JUDGED = Path("quality/relevance.jsonl")
#: The sets of `data.sha256.yaml` that the gate learns from.
_LEARNED = (
    "Gold reports, training part",
    "MUC-4, texts of 1992",
    "MUC-4, incidents",
    "PolNeAR",
    "ECB+",
    "WikiEvents",
)


def card(shared: Path, folder: Path) -> str:
    """The card of the gate in a folder, measured as it is written.

    Raises:
        TacitusError: when a set is missing or the folder holds no gate.
    """
    gate = Gate(folder)
    sets = judged_sets(shared / "gold", shared / "data", JUDGED, HELD_OUT, ANNOTATIONS)
    otherwise = measure_otherwise(sets, gate.relevant)
    known = {one.name: one for one in load_sets()}
    environment = Environment(  # noqa: S701 Markdown, not HTML
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("gate-card.md.j2").render(
        version=gate.version,
        window=WINDOW,
        long=LONG,
        headline=HEADLINE,
        kilobytes=round((folder / WEIGHTS).stat().st_size / 1000),
        threshold=gate.threshold,
        short_threshold=gate.short_threshold,
        rows=gate.facts["out_of_fold"],
        licences=[known[name] for name in _LEARNED],
        fit=asdict(settings())["fit"],
        figures=gate_table(measure_gate(sets, gate.relevant)),
        otherwise=otherwise_table(otherwise),
        least_letters=SHORT,
    )
