"""The command that measures reading, coding and storing many reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tacitus.bench_events import JUDGED, JudgedOption, WriteOption, write_section


def ingest(
    data: Annotated[Path, typer.Argument(help="Folder of the public sets.")],
    reports: Annotated[
        list[int] | None,
        typer.Option(
            "--reports",
            min=100,
            help="How many made reports; repeatable, by default 1000 and 10000.",
        ),
    ] = None,
    engine: Annotated[str, typer.Option(help="Engine: both, model or rules.")] = "both",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes that code; by default as many as cores.")
    ] = None,
    judged: JudgedOption = JUDGED,
    seed: Annotated[int, typer.Option(help="Seed of chance.")] = 1,
    write: WriteOption = None,
) -> None:
    """Run `tacitus ingest` on made reports, few of conflict: speed, memory, size of the store.

    The exit code is 1 when a process of a run of 10,000 or more holds more than 1.1 times the
    memory in its last tenth that it held in its second.
    """
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.made_reports import read_sources
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.speed_ingest import Ingested, ingest_blocks, measure_ingest
    from tacitus.scale.executors import cores

    def told(one: Ingested) -> None:
        typer.echo(
            f"{one.reports} reports: {one.reading + one.rest:.0f} s, {one.coded} coded, memory"
            f" {', '.join(f'{mb:.0f}' for mb in one.memory)} MB, of one that codes"
            f" {one.workers[-1]:.0f}",
            err=True,
        )

    sources = read_sources(data, judged)
    found = measure_ingest(sources, reports or [1_000, 10_000], engine, jobs or cores(), seed, told)
    section = joined(ingest_blocks(found, measured_with()))
    if write is None:
        typer.echo(section)
    else:
        write_section(write, section)
    raise typer.Exit(int(not all(one.flat for one in found)))
