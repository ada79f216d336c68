"""The command line: each command calls one public function and shows what it gave.

What is costly to import is imported by the command that needs it, so that ``--help`` and
``--version`` answer at once.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tacitus import __version__
from tacitus.actor_commands import actors_app
from tacitus.bench import bench_app
from tacitus.compare_commands import compare_app
from tacitus.copy_commands import copy_app
from tacitus.event_commands import event_app
from tacitus.fetch_commands import fetch_app
from tacitus.gazetteer_commands import gazetteer_app
from tacitus.llm.commands import llm_app
from tacitus.options import (
    AddressOption,
    CodebookOption,
    ColumnsOption,
    EngineOption,
    ExecutorOption,
    FormatOption,
    JobsOption,
    OutputOption,
    PublishedOption,
    ReportsArgument,
    SourceOption,
    ViewOption,
)
from tacitus.output import complain, console, stream_to, write_file
from tacitus.publish_commands import publish_app
from tacitus.reconcile_commands import reconcile_app
from tacitus.records import TacitusError
from tacitus.review_commands import review_app
from tacitus.serve_commands import serve_app
from tacitus.store_commands import store_app
from tacitus.users_commands import users_app

app = typer.Typer(
    name="tacitus",
    help="Reads conflict reports and says what they say happened, with source, doubt and evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(actors_app, name="actors")
app.add_typer(bench_app, name="bench")
app.add_typer(llm_app, name="llm")
app.add_typer(store_app)
app.add_typer(reconcile_app)
app.add_typer(event_app)
app.add_typer(copy_app)
app.add_typer(compare_app)
app.add_typer(fetch_app)
app.add_typer(serve_app)
app.add_typer(publish_app)
app.add_typer(users_app, name="users")
app.add_typer(review_app, name="review")
model_app = typer.Typer(help="The learned reader that ships with Tacitus.", no_args_is_help=True)
app.add_typer(model_app, name="model")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"tacitus {__version__}")
        raise typer.Exit


@app.callback()
def tacitus(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Reads conflict reports and says what they say happened, with source, doubt and evidence."""


@app.command()
def code(
    paths: ReportsArgument,
    published: PublishedOption = None,
    source: SourceOption = None,
    columns: ColumnsOption = None,
    output: OutputOption = None,
    form: FormatOption = None,
    explain: Annotated[
        bool, typer.Option(help="Say for each field which rule, model or entry gave it (table).")
    ] = False,
    text: Annotated[bool, typer.Option(help="Write the reports' text along (jsonl).")] = True,
    codebook: CodebookOption = None,
    engine: EngineOption = "both",
    view: ViewOption = None,
    executor: ExecutorOption = "processes",
    jobs: JobsOption = None,
    address: AddressOption = None,
    partitions: Annotated[
        str | None,
        typer.Option(
            help="Folder for parts in Parquet (extra: parquet), of this machine or of a store"
            " (s3://, gs://), for large runs: the same command goes on after the last part that was"
            " finished."
        ),
    ] = None,
    partition_size: Annotated[
        int, typer.Option(min=1, help="Reports in a part.", show_default=True)
    ] = 1000,
) -> None:
    """Code reports: print or write the events they tell of.

    Ends with counts on stderr; the exit code is 1 when a report was skipped or failed, 2 when
    none could be coded.
    """
    from tacitus.export.write import format_of, make_writer
    from tacitus.knowledge.codebook import load_codebook
    from tacitus.knowledge.world_view import choose_view
    from tacitus.pipeline import Engine
    from tacitus.read import Columns, Skipped, read_paths
    from tacitus.scale.counts import RunCounts
    from tacitus.scale.executors import chosen_executor
    from tacitus.scale.run import code_all

    chosen = format_of(output, form)
    load_codebook(codebook)
    choose_view(view)
    workers = chosen_executor(executor, jobs, address, paths)
    day: date | None = published.date() if published else None
    counts = RunCounts()
    named = Columns.parse(columns) if columns else None
    if partitions is not None:
        from tacitus.pipeline import versions
        from tacitus.read.remote_path import any_path
        from tacitus.scale.partitions import Partitions

        if output is not None or form is not None or explain:
            raise TacitusError(
                "bad-options",
                "--partitions writes Parquet alone.",
                "Leave out -o, --format and --explain.",
            )
        how = {
            "published": str(day),
            "source": source,
            "columns": columns,
            "text": str(text),
            **versions(codebook, Engine(engine)),
        }
        run = Partitions(
            any_path(partitions),
            how,
            partition_size,
            lambda problem: complain(problem.message, problem.fix),
            complain,
            with_text=text,
        )
        run.run(
            paths,
            codebook=codebook,
            engine=Engine(engine),
            executor=workers,
            published=day,
            source=source,
            columns=named,
        )
        typer.echo(
            f"{run.counts.summary()}; {run.made} parts made, {run.stood} stood already", err=True
        )
        raise typer.Exit(run.counts.exit_code)
    with stream_to(output) as stream:
        write = make_writer(chosen, stream, explain=explain, with_text=text)
        inputs = read_paths(paths, published=day, source=source, columns=named)
        for outcome in code_all(inputs, codebook=codebook, engine=Engine(engine), executor=workers):
            counts.add(outcome)
            if isinstance(outcome, Skipped):
                complain(outcome.problem.message, outcome.problem.fix)
            else:
                write(outcome)
    typer.echo(counts.summary(), err=True)
    raise typer.Exit(counts.exit_code)


@app.command()
def show(
    claims: Annotated[Path, typer.Argument(help="A file that `tacitus code -o` wrote (.jsonl).")],
    report: Annotated[str | None, typer.Option("--id", help="Only the report of this id.")] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write one self-contained web page instead.")
    ] = None,
    explain: Annotated[
        bool, typer.Option(help="Say for each field which rule, model or entry gave it.")
    ] = False,
) -> None:
    """Show the reports' text with the evidence of each claim marked."""
    from tacitus.export.jsonread import read_coded
    from tacitus.export.page import html_page
    from tacitus.export.terminal import report_view

    chosen = [coded for coded in read_coded(claims) if report in (None, coded.report.id)]
    if not chosen:
        wanted = f"no report {report!r}" if report else "no report"
        raise TacitusError("no-such-report", f"{claims}: holds {wanted}.")
    if html is not None:
        write_file(html, html_page(chosen))
        typer.echo(f"{html}: {len(chosen)} reports", err=True)
        return
    for coded in chosen:
        console().print(report_view(coded, explain=explain))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Reports coded by hand (.jsonl).")],
    coded: Annotated[Path, typer.Argument(help="The same reports as coded (.jsonl).")],
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
    per_report: Annotated[bool, typer.Option(help="Figures of each report.")] = False,
    misses: Annotated[
        bool, typer.Option(help="List missed and spurious events and fields that differ.")
    ] = False,
) -> None:
    """Compare coded reports with gold ones: events, slots, fields, sources."""
    from tacitus.evaluate.compare import compare_files
    from tacitus.evaluate.figures import comparison_json, comparison_view

    comparison = compare_files(gold, coded)
    if as_json:
        typer.echo(json.dumps(comparison_json(comparison, per_report=per_report)))
        return
    console().print(comparison_view(comparison, per_report=per_report, misses=misses))


@app.command()
def codebook(
    file: Annotated[Path | None, typer.Option("--file", help="A codebook of your own.")] = None,
    form: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Show the codebook in force: event types, trigger words, fields."""
    from tacitus.export.codebook import codebook_view
    from tacitus.knowledge.codebook import load_codebook

    book = load_codebook(file)
    if form == "json":
        typer.echo(book.model_dump_json(indent=2))
    elif form == "table":
        console().print(codebook_view(book))
    else:
        raise TacitusError("unknown-format", f"{form!r} is no format.", "Use table or json.")


@app.command("world-view")
def show_world_view(
    area: Annotated[str | None, typer.Argument(help="Id of one area, to show all of it.")] = None,
    view: ViewOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
) -> None:
    """Show the view of disputed areas in force: who claims and holds each, what country it gets."""
    from tacitus.export.world_view import area_lines, view_form, view_table
    from tacitus.knowledge.world_view import choose_view

    chosen = choose_view(view)
    areas = [known for known in chosen.areas if area in (None, known.id)]
    if not areas:
        raise TacitusError(
            "no-such-area", f"no area is called {area!r}.", "`tacitus world-view` lists them."
        )
    if as_json:
        typer.echo(json.dumps(view_form(chosen, areas), indent=2, ensure_ascii=False))
    elif area is not None:
        for line in area_lines(chosen, areas[0]):
            typer.echo(line)
    else:
        console().print(view_table(chosen))


@model_app.command("info")
def model_info(
    as_json: Annotated[bool, typer.Option("--json", help="All facts as JSON.")] = False,
) -> None:
    """Show what the learned reader is, where it lies and what it was trained on."""
    from tacitus.learned.gate import load_gate
    from tacitus.learned.model import FOLDER, load_model

    model = load_model()
    if as_json:
        typer.echo(json.dumps(model.facts, indent=2))
        return
    size = sum(path.stat().st_size for path in FOLDER.iterdir()) / 1e6
    typer.echo(f"version   {model.version}")
    typer.echo(f"files     {FOLDER} ({size:.1f} MB)")
    for key, value in model.facts["about"].items():
        typer.echo(f"{key:9} {value}")
    typer.echo("card      docs/model-card.md")
    gate = load_gate()
    typer.echo(f"gate      {gate.version}, threshold {gate.threshold} (docs/gate-card.md)")


def main() -> None:
    """Run the command line; faults that users can mend end with a message and exit code 2."""
    try:
        app()
    except TacitusError as error:
        complain(error.problem.message, error.problem.fix)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing more to say, and the interpreter
        # must not fail when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)
