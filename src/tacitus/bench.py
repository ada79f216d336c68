"""Commands that measure Tacitus itself: accuracy, floors, public sets, speed."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache, partial
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.bench_copies import copies as copies_command
from tacitus.bench_desk import desk
from tacitus.bench_events import clusters as clusters_command
from tacitus.bench_events import deliver, deliver_page, reconcile, store
from tacitus.bench_gate import kept_and_skipped
from tacitus.bench_gate import relevance as relevance_command
from tacitus.bench_ingest import ingest
from tacitus.bench_pages import pages
from tacitus.bench_plan import plan
from tacitus.bench_scale import scale
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from tacitus.evaluate.benchmark import Benchmark
    from tacitus.evaluate.quality import Coder

bench_app = typer.Typer(
    help="Measure Tacitus itself: accuracy on gold, floors of quality, speed.",
    no_args_is_help=True,
)

bench_app.command("clusters")(clusters_command)
bench_app.command()(reconcile)
bench_app.command()(store)
bench_app.command("relevance")(relevance_command)
bench_app.command()(ingest)
bench_app.command()(desk)
bench_app.command()(pages)
bench_app.command("copies")(copies_command)
bench_app.command()(scale)
bench_app.command()(plan)

GoldOption = Annotated[
    Path, typer.Option(help="Folder with dev, train and seed (.jsonl, .docs.jsonl).")
]
CaseOption = Annotated[Path | None, typer.Option(help="Snippets of CASE 2021 task 2 (.tsv).")]
DataOption = Annotated[
    Path | None, typer.Option(help="Folder of the public sets; without it they are left out.")
]
MENTIONS = Path("quality/actors.jsonl")
MentionsOption = Annotated[
    Path, typer.Option(help="Mentions of actors decided by hand (.jsonl), for `--data`.")
]
WriteOption = Annotated[Path | None, typer.Option(help="Page to write; by default it is shown.")]


@bench_app.command()
def accuracy(
    gold: GoldOption,
    case: CaseOption = None,
    data: DataOption = None,
    mentions: MentionsOption = MENTIONS,
    write: WriteOption = None,
    figures: Annotated[
        Path | None, typer.Option(help="File for the same figures as they ship (.json).")
    ] = None,
) -> None:
    """Code the gold reports with every engine and write the page of figures."""
    from tacitus.evaluate.by_engine import measure_engines
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.measured import figures_of, write_figures
    from tacitus.evaluate.pages import accuracy_page
    from tacitus.evaluate.public_sets import measure_sets
    from tacitus.evaluate.resolution import measure_resolution
    from tacitus.learned.model import load_model
    from tacitus.resolving import resolve_mention

    default, coders = _engines()
    model = load_model()
    sets = measure_sets(data, model.label) if data else None
    resolution = measure_resolution(data, mentions, resolve_mention, every=1) if data else None
    engines = measure_engines(gold, case, coders)
    with_what = measured_with()
    head = f"{with_what} Default engine: {default}. Learned reader: {model.version}."
    mine = engines[default]
    if figures:
        found = figures_of(engines, measured=with_what, engine=default, model=model.version)
        write_figures(found, figures)
    page = accuracy_page(
        mine.quality, mine.typing, head, engines=engines, sets=sets, resolution=resolution
    )
    deliver_page(page, write)


@bench_app.command()
def gate(
    gold: GoldOption,
    case: CaseOption = None,
    data: DataOption = None,
    engine: Annotated[str, typer.Option(help="Engine to measure: both, model or rules.")] = "both",
    floors: Annotated[Path, typer.Option(help="File of floors.")] = Path("quality/floors.yaml"),
    mentions: MentionsOption = MENTIONS,
    clusters: Annotated[
        Path | None, typer.Option(help="Which gold events tell one event (.jsonl).")
    ] = None,
    copies: Annotated[
        Path | None, typer.Option(help="Pairs of reports of `--data` as judged (.jsonl).")
    ] = None,
    relevance: Annotated[
        Path | None, typer.Option(help="Which reports of `--data` tell of conflict (.jsonl).")
    ] = None,
    update: Annotated[bool, typer.Option(help="Raise floors to today's figures.")] = False,
) -> None:
    """Fail with exit code 1 when a figure is below its floor; each engine has a file of floors."""
    from tacitus.evaluate.case2021 import type_snippets
    from tacitus.evaluate.clusters_files import read_groups
    from tacitus.evaluate.gate import raised, read_floors, shortfalls, write_floors
    from tacitus.evaluate.gold_claims import gold_parts
    from tacitus.evaluate.near_copies import floor_figures as copy_figures
    from tacitus.evaluate.near_copies import read_judged
    from tacitus.evaluate.public_sets import floor_figures, measure_sets
    from tacitus.evaluate.quality import measure_quality
    from tacitus.evaluate.reconciling import measure_reconciling
    from tacitus.evaluate.reconciling_section import floor_figures as reconciling_figures
    from tacitus.evaluate.resolution import measure_resolution, resolution_figures
    from tacitus.evaluate.speed import read_all
    from tacitus.learned.model import load_model
    from tacitus.pipeline import code_report
    from tacitus.resolving import resolve_mention

    wanted = read_floors(floors)
    code = cache(partial(code_report, engine=engine))  # gold reports are coded for two figures
    quality = measure_quality(gold, code)
    together = (
        reconciling_figures(measure_reconciling(gold_parts(gold), read_groups(clusters), code))
        if clusters
        else {}
    )
    if data and copies:
        read = read_all(data / "syria_news" / "reports.jsonl")[0]
        together |= copy_figures(read, read_judged(copies))
    typing = type_snippets(case, code) if case else None
    sets = measure_sets(data, load_model().label, baselines=False) if data else {}
    benchmarks = floor_figures(sets)
    resolution = (
        resolution_figures(measure_resolution(data, mentions, resolve_mention)) if data else {}
    )
    groups = {"benchmarks": benchmarks, "resolution": resolution, "together": together}
    if data and relevance:
        groups["relevance"] = kept_and_skipped(gold, data, relevance)
    if update:
        write_floors(raised(quality, typing, wanted, groups), floors)
    short = shortfalls(quality, typing, wanted, groups)
    for one in short:
        typer.echo(f"below its floor: {one.name} {one.figure:.4f}, floor {one.floor:.3f}", err=True)
    figures, dev = quality.whole.overall, quality.sets["dev"].overall
    typer.echo(f"events F1 {figures.events.f1:.3f}, slots F1 {figures.slots.f1:.3f}")
    typer.echo(f"on dev: events F1 {dev.events.f1:.3f}, slots F1 {dev.slots.f1:.3f}")
    if typing:
        typer.echo(f"CASE 2021 weighted F1 {typing.weighted_f1:.3f}")
    for found in groups.values():
        for name, figure in found.items():
            typer.echo(f"{name} {figure:.3f}")
    raise typer.Exit(1 if short else 0)


@bench_app.command()
def sets(
    data: Annotated[Path, typer.Argument(help="Folder of the public sets.")],
    only: Annotated[
        list[str] | None,
        typer.Option("--set", help="Only this one: re3d, muc4, polnear or happened; repeatable."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
) -> None:
    """Measure the learned reader on the development parts of four public sets."""
    from tacitus.evaluate.public_sets import SETS, measure_sets, sets_json
    from tacitus.evaluate.set_section import set_lines
    from tacitus.learned.model import load_model

    model = load_model()
    results = measure_sets(data, model.label, only or SETS)
    if as_json:
        typer.echo(json.dumps({"model": model.version, "sets": sets_json(results)}))
        return
    typer.echo(model.version)
    for line in set_lines(results):
        typer.echo(line)


@bench_app.command()
def actors(
    data: Annotated[Path, typer.Argument(help="Folder of the public sets.")],
    table: Annotated[Path, typer.Option(help="Mentions decided by hand (.jsonl).")] = Path(
        "quality/actors.jsonl"
    ),
    misses: Annotated[
        bool, typer.Option(help="List the mentions that are resolved wrong.")
    ] = False,
) -> None:
    """Resolve the mentions of a table decided by hand: share that is right."""
    from tacitus.evaluate.actor_table import measure
    from tacitus.resolving import resolve_mention

    found = measure(table, data, resolve_mention)
    if misses:
        for one in found.units:
            if not one.right:
                wanted = ", ".join(sorted(actor or "nobody" for actor in one.decided.actors))
                typer.echo(f"{one.words!r} is {wanted}, taken for {one.ref.actor or 'nobody'}")
    _tell(found)


@bench_app.command()
def registry(
    conflicts: Annotated[Path, typer.Option(help="Conflicts with their sides (.yaml).")] = Path(
        "quality/conflicts.yaml"
    ),
    countries: Annotated[bool, typer.Option(help="Count the actors of each country.")] = False,
) -> None:
    """Count what is known of the actors, and look up both sides of known conflicts.

    The exit code is 1 when a side is not found under a name that reporters use.
    """
    from tacitus.evaluate.actor_coverage import by_country, coverage, look_up, read_conflicts
    from tacitus.knowledge.actors import load_registry

    actors = load_registry()
    for name, (written, organs) in coverage(actors).items():
        typer.echo(f"{name:26} {written:5} written actors {organs:5} organs of states")
    if countries:
        for code, times in by_country(actors).most_common():
            typer.echo(f"{code} {times}")
    listed = read_conflicts(conflicts)
    sides = list(look_up(listed, datetime.now().year))
    missed = [side for side in sides if not side.found]
    for side in missed:
        given = ", ".join(sorted(side.given)) or "nobody"
        typer.echo(f"{side.conflict.name}: {side.name!r} is {side.wanted}, taken for {given}")
    typer.echo(
        f"{len(listed.conflicts)} conflicts, {len(sides)} names of sides, {len(missed)} not found"
    )
    raise typer.Exit(1 if missed else 0)


@bench_app.command()
def places(
    data: Annotated[Path, typer.Argument(help="Folder of the public sets, with geoparsing.")],
) -> None:
    """Find and resolve the places of LGL: ids and distances, names given and names found."""
    from tacitus.evaluate.geoparsing import measure

    _tell(measure(data))


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
    fp32: Annotated[
        Path | None, typer.Option(help="Folder of the learned reader in fp32, to time beside.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(help="Only about this many of them, evenly spread over the file.")
    ] = None,
    write: WriteOption = None,
) -> None:
    """Time every engine beside bare spaCy, the learned reader alone and resolution, on one core.

    Checks every span: the exit code is 1 when one does not slice back.
    """
    from tacitus import pipeline
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.pages import speed_page
    from tacitus.evaluate.speed import measure_speed, read_all
    from tacitus.evaluate.speed_reader import start_readers, time_readers
    from tacitus.evaluate.speed_resolving import measure_resolving
    from tacitus.extract import reading
    from tacitus.learned.model import FOLDER, Model

    read, skipped = read_all(reports)
    whole = len(read)
    if sample:
        read = read[:: max(1, whole // sample)]
    default, coders = _engines()
    folders = {"int8, as shipped": FOLDER} | ({"fp32": fp32} if fp32 else {})
    starts = start_readers(read, folders)
    # before the engines, whose work leaves names and places looked up
    steps = ((pipeline, "resolve_claims"), (reading, "resolve_places"))
    resolving = measure_resolving(read, coders[default], steps)
    engines = measure_speed(read, coders, skipped)
    models = {name: Model(folder) for name, folder in folders.items()}
    readers = time_readers(read, models)
    version = models["int8, as shipped"].version
    head = f"{measured_with()} Default engine: {default}. Learned reader: {version}."
    if len(read) < whole:
        head += f" Timed on {len(read)} of the {whole} reports, evenly spread over the file."
    page = speed_page(
        engines[default],
        head,
        engines=engines,
        readers=readers,
        starts=starts,
        resolving=resolving,
    )
    deliver_page(page, write)
    raise typer.Exit(1 if any(one.broken_spans for one in engines.values()) else 0)


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
        deliver(terminal_picture(code_report(item), f"tacitus code {Path(report).name}"), write)


def _tell(found: Benchmark[Any]) -> None:
    """Show the figures of a benchmark with their intervals."""
    for name, figure in found.figures.items():
        interval = found.intervals[name]
        typer.echo(f"{name:32} {figure:.3f}  {interval.low:.3f}-{interval.high:.3f}")


def _engines() -> tuple[str, dict[str, Coder]]:
    """The default engine and what codes with each, by name."""
    from tacitus.pipeline import Engine, code_report

    # asked of the pipeline itself, so that pages and gate speak of what it does
    default = Engine(signature(code_report).parameters["engine"].default)
    return default.value, {e.value: partial(code_report, engine=e) for e in Engine}
