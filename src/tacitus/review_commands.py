"""Commands on reviewing: ``tacitus review queue|agreement|gold``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tacitus.output import console
from tacitus.records import TacitusError
from tacitus.store_commands import STORE, StoreOption, viewed

review_app = typer.Typer(
    help="What waits for reviewers, and what they decided.", no_args_is_help=True
)


@review_app.command()
def queue(
    store: StoreOption = STORE,
    limit: Annotated[int, typer.Option(min=1, help="How many at the most.")] = 20,
    order: Annotated[
        Path | None, typer.Option("--order", help="A YAML file of your own for the order.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the events that wait for a reviewer, the most doubtful and weighty first."""
    from dataclasses import asdict

    from rich.table import Table

    from tacitus.knowledge.review_queue import load_queue_rules
    from tacitus.store.queue import progress, waiting

    rules = load_queue_rules(order)
    with viewed(store) as opened, opened.reading() as connection:
        rows = waiting(connection, limit=limit, rules=rules)
        far = progress(connection)
    if as_json:
        typer.echo(json.dumps({"progress": asdict(far), "waiting": [asdict(r) for r in rows]}))
        return
    table = Table("event", "score", "doubts", "weight")
    for row in rows:
        doubts = "; ".join(f"{words} +{points:g}" for words, points in row.doubts)
        weight = "; ".join(f"{words} ×{factor:g}" for words, factor in row.weights)
        table.add_row(row.event, f"{row.score:.1f}", doubts, weight)
    console().print(table)
    typer.echo(
        f"{far.accepted} accepted, {far.rejected} rejected, {far.apart} assessed by several"
        f" reviewers apart, {far.left} wait",
        err=True,
    )


@review_app.command("agreement")
def show_agreement(
    store: StoreOption = STORE,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show how far reviewers who worked apart agree: Cohen's kappa, Krippendorff's alpha."""
    from dataclasses import asdict

    from rich.table import Table

    try:
        from tacitus.serve.review.apart import agreement_rows
    except ImportError as error:
        raise TacitusError(
            "no-serve",
            f"what the desk needs is not installed ({error}).",
            "pip install 'tacitus[serve]'",
        ) from error
    with viewed(store) as opened:
        rows = agreement_rows(opened)
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows]))
        return
    table = Table("question", "scale", "events", "same", "kappa", "alpha", "95 % of draws")
    for row in rows:
        told = row.figures
        draws = "" if told.low is None else f"{told.low:.2f} to {told.high:.2f}"
        shown = [_number(n) for n in (told.same, told.kappa, told.alpha)]
        table.add_row(row.field, row.scale, str(told.units), *shown, draws)
    console().print(table)


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:.2f}"


@review_app.command()
def gold(
    out: Annotated[Path, typer.Argument(help="Folder for the files; made if need be.")],
    store: StoreOption = STORE,
) -> None:
    """Write the reports of which all events were decided on as gold for `tacitus evaluate`."""
    from tacitus.export.gold import write_gold
    from tacitus.store.reviewed import gold_in

    with viewed(store) as opened:
        told, events, left = write_gold(gold_in(opened), out)
    typer.echo(
        f"{out}: {told} reports with {events} events; {left} reports left out, see"
        f" {out / 'left-out.json'}",
        err=True,
    )
