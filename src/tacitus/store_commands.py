"""Commands that fill a store and hand on what it holds: ``tacitus ingest|export``."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.options import (
    CodebookOption,
    ColumnsOption,
    EngineOption,
    GateOption,
    PublishedOption,
    SourceOption,
    ViewOption,
)
from tacitus.output import complain
from tacitus.records import Coded, Report, TacitusError

if TYPE_CHECKING:
    from tacitus.export.losses import Losses
    from tacitus.read import Skipped
    from tacitus.records import Event, Telling
    from tacitus.store.query import EventQuery
    from tacitus.store.store import Store

store_app = typer.Typer()

# reports committed at once: few are lost when the machine fails, and each costs little
_GROUP = 8
# losses of an export that are shown; the file has them all
_SHOWN = 8

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="TACITUS_STORE",
        help="SQLite file or URL of a PostgreSQL database (postgresql://USER@HOST/BASE).",
    ),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="With what had been published by this day."),
]
RecordedByOption = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"],
        help="As the store stood at this moment (UTC).",
    ),
]
RuleOption = Annotated[
    str | None, typer.Option(help="Rule of the figures: acled-lowest, ucdp or range.")
]
#: Where events are kept when nothing else is said.
STORE = "tacitus.db"


@store_app.command()
def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Reports: text, web pages, PDF, Word, mail, tables, JSON lines, web archives,"
            ' packed files; folders, patterns, "-" for stdin. With --coded files that'
            " `tacitus code -o` wrote."
        ),
    ],
    store: StoreOption = STORE,
    coded: Annotated[
        bool, typer.Option("--coded", help="The files hold coded reports; nothing is read anew.")
    ] = False,
    published: PublishedOption = None,
    source: SourceOption = None,
    columns: ColumnsOption = None,
    codebook: CodebookOption = None,
    engine: EngineOption = "both",
    view: ViewOption = None,
    gate: GateOption = True,
    list_passed: Annotated[
        bool, typer.Option("--list-passed", help="Name each report that is passed over so.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Processes to use.")] = 1,
) -> None:
    """Code reports and store them; put what they tell together into events.

    Safe to repeat: what is stored already is passed over. A report that an earlier version coded
    is coded anew, and what was decided about its claims holds. Ends with counts; the exit code is
    1 when a report was skipped or refused, 2 when none could be read.
    """
    from tacitus.knowledge.codebook import load_codebook
    from tacitus.knowledge.world_view import choose_view
    from tacitus.read import Columns, read_paths
    from tacitus.store.store import open_store

    load_codebook(codebook)
    choose_view(view)
    tally: Counter[str] = Counter()
    with open_store(store) as opened:
        if coded:
            reports = _coded(paths)
        else:
            inputs = read_paths(
                paths,
                published=published.date() if published else None,
                source=source,
                columns=Columns.parse(columns) if columns else None,
            )
            if gate:
                inputs = _through_gate(inputs, tally, told=list_passed)
            reports = _read(opened, inputs, tally, codebook, engine, jobs)
        for added in opened.add_all(reports, group=_GROUP):
            tally[added.outcome] += 1
            tally["claims"] += len(added.claims) if added.outcome != "same" else 0
            if added.problem is not None:
                complain(added.problem.message, added.problem.fix)
        refreshed = opened.refresh()
        counts = opened.counts()
    typer.echo(
        f"{tally['new']} stored, {tally['same']} stored before, {tally['recoded']} coded anew,"
        f" {tally['skipped']} skipped, {tally['refused']} refused,"
        f" {tally['passed']} passed over as not of conflict; {tally['claims']} claims put in,"
        f" {refreshed.made} events made or told anew; {store} holds {counts.reports} reports,"
        f" {counts.claims} claims, {counts.events} events, {counts.decisions} decisions",
        err=True,
    )
    taken = tally["new"] + tally["same"] + tally["recoded"] + tally["passed"]
    raise typer.Exit(2 if not taken else int(bool(tally["skipped"] + tally["refused"])))


def _coded(paths: list[str]) -> Iterator[Coded]:
    """Reports that were coded before."""
    from tacitus.export.jsonread import read_coded

    for path in paths:
        yield from read_coded(Path(path))


def _through_gate(
    inputs: Iterable[Report | Skipped], tally: Counter[str], *, told: bool
) -> Iterator[Report | Skipped]:
    """The reports that may tell of conflict; the others are counted, and named where asked."""
    from tacitus.learned.gate import not_relevant, relevant

    for item in inputs:
        if isinstance(item, Report) and not (found := relevant(item)).keep:
            tally["passed"] += 1
            if told:
                complain(not_relevant(item, found).message)
        else:
            yield item


def _read(
    opened: Store,
    inputs: Iterable[Report | Skipped],
    tally: Counter[str],
    codebook: Path | None,
    engine: str,
    jobs: int,
) -> Iterator[Coded]:
    """Reports as coded now; those that are stored as these versions code them are passed over."""
    from tacitus.pipeline import Engine, versions
    from tacitus.read import Skipped
    from tacitus.scale.run import code_all

    now = versions(codebook, Engine(engine))

    def new(inputs: Iterable[Report | Skipped]) -> Iterator[Report | Skipped]:
        for item in inputs:
            if isinstance(item, Report) and opened.holds(item, now):
                tally["same"] += 1
            else:
                yield item

    for outcome in code_all(new(inputs), codebook=codebook, engine=Engine(engine), jobs=jobs):
        if isinstance(outcome, Skipped):
            tally["skipped"] += 1
            complain(outcome.problem.message, outcome.problem.fix)
        else:
            yield outcome


@store_app.command("export")
def export_events(
    out: Annotated[Path, typer.Option("--out", help="Folder for the files; made if need be.")],
    form: Annotated[
        str,
        typer.Option(
            "--format", help="acled, ucdp, plover, cameo, geojson, timemap, csv or parquet."
        ),
    ],
    store: StoreOption = STORE,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the events.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the events.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Only of this country (name or ISO code).")
    ] = None,
    by_last_day: Annotated[
        bool,
        typer.Option(
            "--by-last-day",
            help="acled, ucdp: events of which only the last possible day is told, by that day.",
        ),
    ] = False,
    totals: Annotated[
        bool, typer.Option("--totals", help="ucdp: sums over many unnamed events, too.")
    ] = False,
    rule: RuleOption = None,
    as_of: AsOfOption = None,
    recorded_by: RecordedByOption = None,
) -> None:
    """Write the events of a store in a format of others, with a report of what it cannot hold.

    Events that a reviewer rejected are left out.
    """
    from tacitus.export.formats import write_events
    from tacitus.store.query import EventQuery

    query = EventQuery(
        since=since.date().isoformat() if since else None,
        until=until.date().isoformat() if until else None,
        country=country,
    )
    asked = {"by_last_day": by_last_day, "totals": totals}
    options = {name: True for name, wanted in asked.items() if wanted}
    with viewed(store, as_of, recorded_by) as opened:
        events, tellings = _loaded(opened, query, rule)
        losses = write_events(form, events, tellings, out, **options)
    _tell(losses, out)


def _loaded(
    opened: Store, query: EventQuery, rule: str | None
) -> tuple[list[Event], dict[str, Telling]]:
    events = list(opened.events(query, rule=rule))
    keys = (key for event in events for key in event.claims)
    return events, opened.tellings(keys)


def _tell(losses: Losses, out: Path) -> None:
    told = losses.as_json()
    typer.echo(f"{out}: {losses.events} events, {losses.rows} rows of {losses.form}", err=True)
    for loss in told["losses"][:_SHOWN]:
        typer.echo(f"  {loss['count']} × {loss['field']} {loss['kind']}: {loss['why']}", err=True)
    left = len(told["losses"]) - _SHOWN
    more = f"  and {left} more kinds of loss in" if left > 0 else "  all of it in"
    typer.echo(f"{more} {out / 'losses.json'}", err=True)


def viewed(store: str, as_of: datetime | None = None, recorded_by: datetime | None = None) -> Store:
    """A store that is there, or what it would be with what was known at another time.

    Args:
        store: its file or URL.
        as_of: day of what had been published.
        recorded_by: moment of what had been stored and decided.

    Raises:
        TacitusError: as ``open_store`` and ``Store.as_of``.
    """
    from tacitus.store.store import open_store

    opened = open_store(store, create=False)
    if as_of is None and recorded_by is None:
        return opened
    with opened:
        return opened.as_of(as_of.date() if as_of else None, recorded_by=recorded_by)


def author_of(given: str | None) -> str:
    """Who decides: as given, else TACITUS_AUTHOR, else the user's name on this machine.

    Raises:
        TacitusError: ``no-author`` where nothing says.
    """
    import getpass

    try:
        return given or os.environ.get("TACITUS_AUTHOR") or getpass.getuser()
    except (OSError, KeyError) as error:
        raise TacitusError(
            "no-author", "nothing says who decides.", "Give --author NAME."
        ) from error
