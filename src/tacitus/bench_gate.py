"""The command that measures the gate before coding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tacitus.bench_events import JUDGED, JudgedOption, write_section

ANNOTATIONS = Path("training/annotations")
HELD_OUT = Path("training/held_out.txt")


def kept_and_skipped(gold: Path, data: Path, judged: Path) -> dict[str, float]:
    """The gate's figures by the names of their floors.

    Args:
        gold: folder of the gold files.
        data: folder of the public sets.
        judged: which of their reports tell of conflict.

    Raises:
        TacitusError: ``bad-set-file`` when a file is missing or of another form.
    """
    from tacitus.evaluate.relevance import floor_figures, judged_sets, measure_gate
    from tacitus.learned.gate import load_gate

    sets = judged_sets(gold, data, judged, HELD_OUT, ANNOTATIONS)
    return floor_figures(measure_gate(sets, load_gate().relevant))


def relevance(
    gold: Annotated[Path, typer.Option(help="Folder of gold files; dev is used.")],
    data: Annotated[Path, typer.Option(help="Folder of the public sets.")],
    judged: JudgedOption = JUDGED,
    annotations: Annotated[
        Path, typer.Option(help="Folder of the invented reports.")
    ] = ANNOTATIONS,
    held_out: Annotated[
        Path, typer.Option(help="Ids of the reports that are never trained on.")
    ] = HELD_OUT,
    misses: Annotated[
        bool, typer.Option(help="List the reports of conflict that are skipped.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option(help="Page to write the figures into; by default they are shown.")
    ] = None,
    write_speed: Annotated[
        Path | None, typer.Option(help="Page to write the speed into; by default it is shown.")
    ] = None,
) -> None:
    """Measure the gate: what it keeps and skips of reports judged by hand, and what it costs."""
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.relevance import (
        gate_blocks,
        judged_sets,
        measure_gate,
        measure_otherwise,
        speed_blocks,
        time_gate,
    )
    from tacitus.learned.gate import load_gate

    gate = load_gate()
    sets = judged_sets(gold, data, judged, held_out, annotations)
    if misses:
        for name, reports in sets.items():
            for one in reports:
                found = gate.relevant(one.report)
                if one.relevant and not found.keep:
                    opening = " ".join(one.report.text[:120].split())
                    typer.echo(f"{name}: {one.report.id} {found.score:.3f} {opening}")
    head = f"{measured_with()} Gate: {gate.version}."
    found_in_sets = measure_gate(sets, gate.relevant)
    otherwise = measure_otherwise(sets, gate.relevant)
    speed = time_gate([one.report for one in sets["FA-KES"]], gate)
    for section, page in (
        (joined(gate_blocks(found_in_sets, otherwise, head)), write),
        (joined(speed_blocks(speed, head)), write_speed),
    ):
        if page is None:
            typer.echo(section)
        else:
            write_section(page, section)
