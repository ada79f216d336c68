"""Commands that fill a store and hand on what it holds: ``tacitus ingest|export``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.options import (
    AddressOption,
    BytesOption,
    CodebookOption,
    CollectorOption,
    ColumnsOption,
    EngineOption,
    ExecutorOption,
    GateOption,
    JobsOption,
    JsonOption,
    PublishedOption,
    SourceOption,
    ViewOption,
)
from tacitus.output import complain
from tacitus.records import Coded, TacitusError
from tacitus.showing import Stop, counts_shown, stopped_by_signals

if TYPE_CHECKING:
    from tacitus.export.losses import Losses
    from tacitus.kept_bytes import Keeper
    from tacitus.read import Columns
    from tacitus.records import Event, Telling
    from tacitus.scale.executors import Executor
    from tacitus.scale.outcomes import Outcome, Tally
    from tacitus.store.query import EventQuery
    from tacitus.store.store import Store

store_app = typer.Typer()

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
    executor: ExecutorOption = "processes",
    jobs: JobsOption = None,
    address: AddressOption = None,
    keep_bytes: Annotated[
        bool, typer.Option("--keep-bytes", help="Keep the documents themselves, as `fetch` does.")
    ] = False,
    kept: BytesOption = None,
    collector: CollectorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Code reports and store them; put what they tell together into events.

    Safe to repeat: what is stored already is passed over. A report that an earlier version coded
    is coded anew, and what was decided about its claims holds. Safe to break off (Ctrl-C, a loss of
    power): the same command goes on from there. Ends with counts; the exit code is 1 when a report
    was skipped, refused or failed, 2 when none could be read, 130 when Ctrl-C ended it.
    """
    from tacitus.kept_bytes import Keeper, bytes_folder
    from tacitus.knowledge.codebook import load_codebook
    from tacitus.knowledge.world_view import choose_view
    from tacitus.read import Columns
    from tacitus.scale.executors import chosen_executor
    from tacitus.store.store import open_store

    load_codebook(codebook)
    choose_view(view)
    reading = _Reading(
        paths=tuple(paths),
        published=published.date() if published else None,
        source=source,
        columns=Columns.parse(columns) if columns else None,
        codebook=codebook,
        engine=engine,
        gate=gate,
        executor=chosen_executor(executor, jobs, address, paths),
        keeper=Keeper(bytes_folder(store, kept), collector) if keep_bytes or kept else None,
    )
    with open_store(store) as opened, stopped_by_signals() as stop:
        tally = _ingested(opened, store, reading, stop, _Show(as_json, list_passed), coded=coded)
        if not tally.interrupted:
            tally.events += opened.refresh().made
        counts = opened.counts()
    if as_json:
        typer.echo(json.dumps(tally.as_json(), ensure_ascii=False))
    ended = "; broken off: the same command goes on from here" if tally.interrupted else ""
    typer.echo(
        f"{tally.told()}{ended}; {store} holds {counts.reports} reports,"
        f" {counts.claims} claims, {counts.events} events, {counts.decisions} decisions",
        err=True,
    )
    raise typer.Exit(stop.exit_code if tally.interrupted else tally.exit_code)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read and how, as the options say."""

    paths: tuple[str, ...]
    published: date | None
    source: str | None
    columns: Columns | None
    codebook: Path | None
    engine: str
    gate: bool
    executor: Executor
    keeper: Keeper | None

    def bears_on(self) -> dict[str, object]:
        """What the outcome of a report hangs on besides its file and what happens to be stored."""
        from tacitus.learned.gate import load_gate
        from tacitus.pipeline import Engine, versions

        return {
            "published": self.published,
            "source": self.source,
            "columns": repr(self.columns),
            "gate": load_gate().version if self.gate else None,
            "bytes": self.keeper and str(self.keeper.folder),
            **versions(self.codebook, Engine(self.engine)),
        }


@dataclass(frozen=True, slots=True)
class _Show:
    """Tells outcomes: all as JSON lines, or in words what went wrong."""

    as_json: bool
    list_passed: bool

    def told(self, outcome: Outcome) -> bool:
        """Whether there is something to say about it."""
        wanted = ("skipped", "refused", "failed", *(("passed",) if self.list_passed else ()))
        return self.as_json or outcome.outcome in wanted

    def tell(self, outcome: Outcome) -> None:
        """Say it."""
        if self.as_json:
            typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
        elif outcome.problem is not None:
            fix = "" if outcome.outcome == "passed" else outcome.problem.fix
            complain(outcome.problem.message, fix)


def _ingested(
    opened: Store, store: str, reading: _Reading, stop: Stop, show: _Show, *, coded: bool
) -> Tally:
    """Read, code and store; what became of the reports, counted."""
    from tacitus.pipeline import Engine
    from tacitus.read import read_paths
    from tacitus.read.marks import Marks
    from tacitus.scale.ingest import Ingest
    from tacitus.scale.outcomes import Tally
    from tacitus.store.progress import Progress

    tally = Tally()
    with counts_shown() as counts:

        def told(outcome: Outcome) -> None:
            tally.add(outcome)
            counts.count(outcome.outcome)
            if show.told(outcome):
                with counts.aside():
                    show.tell(outcome)

        run = Ingest(
            opened,
            told,
            reading.codebook,
            Engine(reading.engine),
            gate=reading.gate,
            executor=reading.executor,
            keep=reading.keeper,
            stop=stop,
        )
        if coded:
            run.coded(_coded(reading.paths))
        else:
            with closing(Progress(store, reading.bears_on())) as progress:
                run.marks, run.notes = Marks(progress.before), progress
                run.read(
                    read_paths(
                        reading.paths,
                        published=reading.published,
                        source=reading.source,
                        columns=reading.columns,
                        marks=run.marks,
                        originals=reading.keeper.originals if reading.keeper else None,
                    )
                )
                if not stop():
                    progress.forget()
        tally.before, tally.interrupted = run.marks.passed, stop()
        tally.events = run.events
    return tally


def _coded(paths: Iterable[str]) -> Iterator[tuple[str, Coded]]:
    """Reports that were coded before."""
    from tacitus.export.jsonread import read_coded
    from tacitus.export.parts import read_part
    from tacitus.read.remote import is_url
    from tacitus.read.remote_path import any_path
    from tacitus.scale.partitions import read_parts

    for path in paths:
        if is_url(path) or Path(path).is_dir():
            yield from read_parts(any_path(path))
            continue
        read = read_part if Path(path).suffix == ".parquet" else read_coded
        for coded in read(Path(path)):
            yield path, coded


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
