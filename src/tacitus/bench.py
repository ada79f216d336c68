"""Commands that measure Tacitus itself: accuracy, floors, CASE 2021, speed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tacitus.records import TacitusError

bench_app = typer.Typer(
    help="Measure Tacitus itself: accuracy on gold, floors of quality, speed.",
    no_args_is_help=True,
)

GoldOption = Annotated[
    Path, typer.Option(help="Folder with dev, train and seed (.jsonl, .docs.jsonl).")
]
CaseOption = Annotated[Path | None, typer.Option(help="Snippets of CASE 2021 task 2 (.tsv).")]
WriteOption = Annotated[Path | None, typer.Option(help="Page to write; by default it is shown.")]


@bench_app.command()
def accuracy(gold: GoldOption, case: CaseOption = None, write: WriteOption = None) -> None:
    """Code the gold reports and write the page of figures."""
    from tacitus.evaluate.case2021 import type_snippets
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.pages import accuracy_page
    from tacitus.evaluate.quality import measure_quality
    from tacitus.pipeline import code_report

    quality = measure_quality(gold, code_report)
    typing = type_snippets(case, code_report) if case else None
    _deliver(accuracy_page(quality, typing, measured_with()), write)


@bench_app.command()
def gate(
    gold: GoldOption,
    case: CaseOption = None,
    floors: Annotated[Path, typer.Option(help="File of floors.")] = Path("quality/floors.yaml"),
    update: Annotated[bool, typer.Option(help="Raise floors to today's figures.")] = False,
) -> None:
    """Fail with exit code 1 when a figure is below its floor."""
    from tacitus.evaluate.case2021 import type_snippets
    from tacitus.evaluate.gate import raised, read_floors, shortfalls, write_floors
    from tacitus.evaluate.quality import measure_quality
    from tacitus.pipeline import code_report

    wanted = read_floors(floors)
    quality = measure_quality(gold, code_report)
    typing = type_snippets(case, code_report) if case else None
    if update:
        write_floors(raised(quality, typing, wanted), floors)
    short = shortfalls(quality, typing, wanted)
    for one in short:
        typer.echo(f"below its floor: {one.name} {one.figure:.4f}, floor {one.floor:.3f}", err=True)
    figures = quality.whole.overall
    typer.echo(f"events F1 {figures.events.f1:.3f}, slots F1 {figures.slots.f1:.3f}")
    if typing:
        typer.echo(f"CASE 2021 weighted F1 {typing.weighted_f1:.3f}")
    raise typer.Exit(1 if short else 0)


@bench_app.command()
def case2021(
    snippets: Annotated[Path, typer.Argument(help="Snippets of CASE 2021 task 2 (.tsv).")],
) -> None:
    """Type the main event of each snippet: weighted F1 over the 25 types, confusions."""
    from tacitus.evaluate.case2021 import type_snippets
    from tacitus.pipeline import code_report

    typing = type_snippets(snippets, code_report)
    typer.echo(f"weighted F1 {typing.weighted_f1:.3f} over {typing.snippets} snippets")
    for name, tally in typing.by_type.items():
        typer.echo(
            f"{name:40} P {tally.precision:.2f}  R {tally.recall:.2f}  F1 {tally.f1:.2f}"
            f"  ({tally.gold})"
        )
    for (label, given), times in typing.confusions:
        typer.echo(f"{times:3} {label} given as {given}")


@bench_app.command()
def speed(
    reports: Annotated[Path, typer.Argument(help="Reports, as for `tacitus code`.")],
    write: WriteOption = None,
) -> None:
    """Time the pipeline beside bare spaCy on one core and check every span."""
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.pages import speed_page
    from tacitus.evaluate.speed import measure_speed
    from tacitus.pipeline import code_report

    figures = measure_speed(reports, code_report)
    _deliver(speed_page(figures, measured_with()), write)
    raise typer.Exit(1 if figures.broken_spans else 0)


@bench_app.command()
def docs(
    folder: Annotated[Path, typer.Argument(help="The docs folder.")],
    check: Annotated[bool, typer.Option(help="Only say which pages are out of date.")] = False,
) -> None:
    """Write the pages that are made from the program: commands and codebook."""
    from tacitus.docs import stale_pages, write_pages

    if not check:
        for path in write_pages(folder):
            typer.echo(f"{path}: written")
        return
    stale = stale_pages(folder)
    for path in stale:
        typer.echo(f"{path}: out of date, run `make docs`", err=True)
    raise typer.Exit(1 if stale else 0)


@bench_app.command()
def picture(
    report: Annotated[str, typer.Argument(help="A report to code.")],
    write: Annotated[Path, typer.Argument(help="The picture to write (.svg).")],
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication.")
    ] = None,
) -> None:
    """Draw what the terminal shows for a report, for the README."""
    from tacitus.export.picture import terminal_picture
    from tacitus.pipeline import code_report
    from tacitus.read import Skipped, read_paths

    day = published.date() if published else None
    for item in read_paths([report], published=day):
        if isinstance(item, Skipped):
            raise TacitusError(item.problem.code, item.problem.message, item.problem.fix)
        _deliver(terminal_picture(code_report(item), f"tacitus code {Path(report).name}"), write)


def _deliver(page: str, path: Path | None) -> None:
    if path is None:
        typer.echo(page)
        return
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error
    typer.echo(f"{path}: written")
