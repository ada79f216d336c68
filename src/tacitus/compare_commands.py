"""Comparing a store's events with what others coded: ``tacitus compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.output import complain
from tacitus.store_commands import viewed

if TYPE_CHECKING:
    from tacitus.read.dataset_rows import DatasetRow
    from tacitus.records import Problem

compare_app = typer.Typer()

# faults of a file that are shown one by one
_SHOWN = 10


@compare_app.command()
def compare(
    own: Annotated[str, typer.Argument(help="A store, or an ACLED or UCDP export of one (.csv).")],
    theirs: Annotated[Path, typer.Argument(help="A table of ACLED or UCDP GED (.csv).")],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for the table (CSV), the map (GeoJSON) and the counts."),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything", help="Rows on days and in countries that the other side lacks, too."
        ),
    ] = False,
) -> None:
    """Compare events with a data set of others: matched, missing on either side, differing.

    Rows that lie on days or in countries that the other side does not cover are left out and
    counted. Ends with counts; the exit code is 1 when a row could not be read.
    """
    from tacitus.evaluate.datasets import compare_datasets
    from tacitus.evaluate.datasets_files import write_comparison
    from tacitus.read.datasets import read_dataset

    other = read_dataset(theirs)
    mine, faults = _own_rows(own, other.form)
    for problem in [*faults, *other.problems][:_SHOWN]:
        complain(problem.message, problem.fix)
    found = compare_datasets(mine, other.rows, everything=everything)
    if out is not None:
        write_comparison(found, out)
    told = found.summary()
    differs = ", ".join(f"{name} {count}" for name, count in told["differs"].items())
    typer.echo(
        f"{told['own']} own rows, {told['theirs']} of theirs: {told['matched']} matched"
        f" ({told['without_a_difference']} without a difference), {told['own_only']} ours alone,"
        f" {told['theirs_only']} theirs alone"
    )
    if differs:
        typer.echo(f"differing among the matched: {differs}")
    typer.echo(f"deaths: {told['deaths_own']} by ours, {told['deaths_theirs']} by theirs")
    if told["outside_own"] or told["outside_theirs"]:
        typer.echo(
            f"left out, on days or in countries that the other side lacks:"
            f" {told['outside_own']} of ours, {told['outside_theirs']} of theirs"
        )
    if out is not None:
        typer.echo(f"row by row: {out}", err=True)
    raise typer.Exit(int(bool(faults or other.problems)))


def _own_rows(own: str, form: str) -> tuple[list[DatasetRow], tuple[Problem, ...]]:
    """Our rows in the form of the other data set: of a store, or of an export of one."""
    from tacitus.evaluate.datasets import rows_of_events
    from tacitus.read.datasets import read_dataset

    if own.endswith(".csv"):
        read = read_dataset(Path(own))
        return list(read.rows), read.problems
    with viewed(own) as opened:
        events = list(opened.events())
        keys = (key for event in events for key in event.claims)
        return rows_of_events(events, opened.tellings(keys), form), ()
