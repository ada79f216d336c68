"""The command that measures where time goes and how costs grow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.bench_events import JUDGED, JudgedOption, WriteOption, write_section
from tacitus.options import EngineName
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from tacitus.evaluate.made_reports import Sources
    from tacitus.evaluate.stopwatch import Step
    from tacitus.evaluate.unit_costs import UnitCosts
    from tacitus.scale.run import Coding
    from tacitus.serve.plots.svg import Drawing

    Pictures = list[tuple[str, str, Callable[[], Drawing]]]


class ExecutorName(StrEnum):
    """As ``options.ExecutorName``, of which an option cannot take several."""

    SERIAL = "serial"
    PROCESSES = "processes"
    RAY = "ray"


class Part(StrEnum):
    """What can be measured, in the order in which it is."""

    NUMBERS = "numbers"
    STAGES = "stages"
    UNITS = "units"
    LENGTHS = "lengths"
    EXECUTORS = "executors"


def scale(
    data: Annotated[Path, typer.Argument(help="Folder of the public sets.")],
    part: Annotated[
        list[Part] | None, typer.Option(help="Only this one; repeatable, by default all.")
    ] = None,
    sample: Annotated[
        int, typer.Option(min=1, help="Stages: how many of the reports on Syria.")
    ] = 60,
    reports: Annotated[
        int, typer.Option(min=10, help="Executors: how many reports each run codes.")
    ] = 400,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Executors: most workers; by default one a core.")
    ] = None,
    executor: Annotated[
        list[ExecutorName] | None,
        typer.Option(help="Executors: only this one; repeatable, by default all there are."),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="Executors and memory by length: what reads the events.")
    ] = "both",
    words: Annotated[
        list[int] | None,
        typer.Option(min=50, help="Lengths: words of a report; repeatable, by default to 100,000."),
    ] = None,
    numbers: Annotated[
        int, typer.Option(min=10, help="Numbers: how many reports of the mix with other news.")
    ] = 10_000,
    of_conflict: Annotated[
        int | None,
        typer.Option(min=10, help="Numbers: how many of conflict alone; by default a tenth."),
    ] = None,
    median: Annotated[
        int, typer.Option(min=10, help="Numbers: words of a report, at the middle.")
    ] = 120,
    numbers_engine: Annotated[
        EngineName, typer.Option(help="Numbers: what reads the events behind the gate.")
    ] = "rules",
    articles: Annotated[
        int, typer.Option(min=50, help="Unit costs: how many made articles.")
    ] = 1_000,
    figures: Annotated[
        Path | None,
        typer.Option(help="File for the unit costs (.json); without it they are not kept."),
    ] = None,
    judged: JudgedOption = JUDGED,
    seed: Annotated[int, typer.Option(help="Seed of chance.")] = 1,
    write: WriteOption = None,
) -> None:
    """Measure speed by stage, executor, length and number of reports, beside bare spaCy.

    Writes a section and pictures for each part. The exit code is 1 when time grows faster than what
    is given to the power of 1.1, when memory is not flat, when executors give other bytes, or when
    a part cannot be measured; the others are all the same.
    """
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.made_reports import Sources, read_sources

    read = read_sources(data, judged)
    # of the reports of conflict those on Syria alone: MUC-4's are in capitals
    run = _Scale(Sources(read.conflict[:1], read.others), seed, measured_with(), write, figures)
    wanted = set(part or Part)
    todo: dict[Part, Callable[[], None]] = {
        # first, while nothing else has left room that growth could hide in
        Part.NUMBERS: lambda: run.numbers(numbers, of_conflict, numbers_engine, median),
        Part.STAGES: lambda: run.stages(data / "syria_news" / "reports.jsonl", sample),
        Part.UNITS: lambda: run.units(articles),
        Part.LENGTHS: lambda: run.lengths(words, engine),
        Part.EXECUTORS: lambda: run.executors(reports, engine, jobs, executor or []),
    }
    for name, measure in todo.items():
        if name in wanted:
            typer.echo(f"{name} ...", err=True)
            try:
                measure()
            except TacitusError as error:  # the other parts are worth having all the same
                run.faults.append(f"{name}: {error.problem.message}")
    for fault in run.faults:
        typer.echo(f"not as it should be: {fault}", err=True)
    raise typer.Exit(int(bool(run.faults)))


class _Scale:
    """One run of the command.

    Args:
        sources: what reports are made of.
        seed: of chance.
        measured: when, at which commit and on which machine.
        page: what sections are written into, or None to show them.
        figures: what unit costs are written into, or None.

    Attributes:
        faults: what was not as it should be, in words.
    """

    def __init__(
        self, sources: Sources, seed: int, measured: str, page: Path | None, figures: Path | None
    ) -> None:
        self._sources, self._seed, self._measured = sources, seed, measured
        self._page, self._figures = page, figures
        self.faults: list[str] = []

    def numbers(self, most: int, of_conflict: int | None, engine: str, median: int) -> None:
        """Many reports, with other news among them and without."""
        from tacitus import bench_pictures as pictures
        from tacitus.evaluate.scale_section import number_blocks
        from tacitus.evaluate.speed_numbers import MIXES, measure_numbers, number_faults

        counts = (most, of_conflict or max(10, most // 10))
        found = [
            measure_numbers(
                self._sources,
                count,
                engine,
                _coder(engine),
                mix,
                median,
                self._seed,
                lambda p: _tell(f"{p.reports:,} reports, {p.seconds:.0f} s, {p.held_mb:.0f} MB"),
            )
            for mix, count in zip(MIXES, counts, strict=True)
        ]
        self.faults += number_faults(found)
        self._deliver(
            Part.NUMBERS,
            number_blocks(found, median),
            [
                (
                    Part.NUMBERS,
                    "Seconds by the number of reports",
                    partial(pictures.numbers_picture, found),
                ),
                (
                    "numbers-memory",
                    "Memory by the number of reports",
                    partial(pictures.numbers_memory, found),
                ),
            ],
        )

    def stages(self, path: Path, sample: int) -> None:
        """Where the time of a report goes."""
        from tacitus import bench_pictures as pictures
        from tacitus.evaluate.scale_section import stage_blocks
        from tacitus.evaluate.speed_stages import measure_stages

        coders = {name: _coder(name) for name in ("rules", "both")}
        found = measure_stages(path, sample, coders, _pipeline_steps())
        self._deliver(
            Part.STAGES,
            stage_blocks(found),
            [(Part.STAGES, "Time by stage", partial(pictures.stages_picture, found))],
        )

    def units(self, articles: int) -> None:
        """What one article costs; kept in the file of figures."""
        from tacitus.evaluate.unit_costs import measure_units, write_costs

        coders = {name: _coder(name) for name in ("rules", "both")}
        found = measure_units(self._sources, articles, coders, self._measured, self._seed, _tell)
        if self._figures is None:
            each = {"engines": {"__all__": {"seconds"}}}
            typer.echo(found.model_dump_json(indent=1, exclude=each))
            return
        before = self._costs()
        if before is not None:
            found = found.model_copy(update={"workers": before.workers})
        write_costs(found, self._figures)
        typer.echo(f"{self._figures}: written")

    def lengths(self, words: Sequence[int] | None, engine: str) -> None:
        """What a report costs by its length."""
        from tacitus import bench_pictures as pictures
        from tacitus.evaluate.scale_section import length_blocks
        from tacitus.evaluate.speed_lengths import LENGTHS, length_faults, measure_lengths

        coders = {name: _coder(name) for name in ("rules", "both")}
        found = measure_lengths(
            self._sources.conflict[0],
            words or LENGTHS,
            coders,
            engine,
            self._seed,
            lambda one: _tell(f"{one.words:,.0f} words, {one.seconds['both']:.2f} s"),
        )
        self.faults += length_faults(found)
        seconds = partial(pictures.lengths_picture, found)
        drawn: Pictures = [(Part.LENGTHS, "Seconds by the length of a report", seconds)]
        if any(one.peak_mb is not None for one in found):
            memory = partial(pictures.lengths_memory, found)
            drawn.append(("lengths-memory", "Memory by the length of a report", memory))
        self._deliver(
            Part.LENGTHS,
            length_blocks(found),
            drawn,
        )

    def executors(self, reports: int, engine: str, jobs: int | None, wanted: Sequence[str]) -> None:
        """The same reports by each executor."""
        from tacitus import bench_pictures as pictures
        from tacitus.evaluate.scale_section import executor_blocks
        from tacitus.evaluate.speed_executors import agree, measure_executors, settings
        from tacitus.evaluate.unit_costs import worker_costs, write_costs
        from tacitus.scale.executors import cores

        found = measure_executors(
            self._sources,
            reports,
            engine,
            settings(jobs or cores(), wanted),
            self._seed,
            lambda one: _tell(f"{one.executor}, {one.jobs}: {one.rate:.2f} reports a second"),
        )
        if not agree(found):
            self.faults.append("executors gave other bytes")
        workers, before = worker_costs(found, self._measured), self._costs()
        if workers is not None and before is not None and self._figures is not None:
            write_costs(before.model_copy(update={"workers": workers}), self._figures)
            typer.echo(f"{self._figures}: written")
        self._deliver(
            Part.EXECUTORS,
            executor_blocks(found),
            [
                (
                    Part.EXECUTORS,
                    "Speed and memory by executor",
                    partial(pictures.executors_picture, found),
                )
            ],
        )

    def _costs(self) -> UnitCosts | None:
        """Unit costs that were kept before, or None."""
        from tacitus.evaluate.unit_costs import read_costs

        if self._figures is None or not self._figures.exists():
            return None
        return read_costs(self._figures)

    def _deliver(self, part: Part, blocks: Iterator[str], drawn: Pictures) -> None:
        """Write the section of a part with its pictures, or show it without them."""
        from tacitus.bench_pictures import write_pictures
        from tacitus.evaluate.markdown import joined
        from tacitus.evaluate.scale_section import head, picture

        told = [*head(part, self._measured), *blocks]
        if self._page is None:
            typer.echo(joined(told))
            return
        written = write_pictures(self._page, drawn, self._measured)
        told += [picture(name, title) for name, title in written]
        write_section(self._page, joined(told))


def _tell(words: str) -> None:
    typer.echo(f"  {words}", err=True)


def _coder(engine: str) -> Coding:
    """What codes with an engine, as `tacitus code` does."""
    from tacitus.pipeline import Engine
    from tacitus.scale.run import Coding

    return Coding(engine=Engine(engine))


def _pipeline_steps() -> list[Step]:
    """The pipeline's functions that are timed, where it calls them."""
    from tacitus import pipeline
    from tacitus.evaluate.speed_stages import FINDERS, JOINING, PARSE, RELATIONS, RESOLVING
    from tacitus.evaluate.stopwatch import Step

    return [
        Step(PARSE, pipeline, "parse"),
        Step(FINDERS, pipeline, "read_out"),
        Step(RESOLVING, pipeline, "resolve_claims"),
        Step(JOINING, pipeline, "claims_of"),
        Step(RELATIONS, pipeline, "find_relations"),
        Step(RELATIONS, pipeline, "credit_relations"),
    ]
