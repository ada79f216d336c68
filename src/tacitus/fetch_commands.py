"""Commands that read the web: ``tacitus fetch|watch|sources|verify``."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tacitus.fetch_desk import Desk, How
from tacitus.kept_bytes import beside, bytes_folder
from tacitus.options import (
    BytesOption,
    CodebookOption,
    CollectorOption,
    EngineOption,
    GateOption,
    JsonOption,
    PublishedOption,
    SourceOption,
    ViewOption,
)
from tacitus.output import complain, console
from tacitus.records import TacitusError
from tacitus.showing import bar, ended_by_signals
from tacitus.store_commands import STORE, StoreOption, viewed

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from tacitus.fetch.collect import Outcome
    from tacitus.fetch.registry import Source
    from tacitus.fetch.tally import Tally

fetch_app = typer.Typer()

# characters in a line of a table that goes to a file
_WIDTH = 160

ContactOption = Annotated[
    str | None,
    typer.Option(
        envvar="TACITUS_CONTACT",
        help="E-mail address or page that servers are told, where their owners can ask about it.",
    ),
]
LoopbackOption = Annotated[
    bool,
    typer.Option("--allow-loopback", help="Let this machine itself be asked; for tests."),
]
DelayOption = Annotated[
    float, typer.Option(min=0, help="Seconds between two requests to one host, at the least.")
]
SizeOption = Annotated[
    float, typer.Option("--max-size", min=0.001, help="Megabytes of the longest content.")
]
SecondsOption = Annotated[
    float, typer.Option("--timeout", min=0.1, help="Seconds until a request is given up.")
]


@fetch_app.command()
def fetch(
    urls: Annotated[list[str], typer.Argument(help="Addresses of pages and PDF documents.")],
    store: StoreOption = STORE,
    published: PublishedOption = None,
    source: SourceOption = None,
    kept: BytesOption = None,
    contact: ContactOption = None,
    collector: CollectorOption = None,
    delay: DelayOption = 1.0,
    size: SizeOption = 20.0,
    seconds: SecondsOption = 60.0,
    allow_loopback: LoopbackOption = False,
    codebook: CodebookOption = None,
    engine: EngineOption = "both",
    view: ViewOption = None,
    as_json: JsonOption = False,
) -> None:
    """Get pages and documents from the web, keep their bytes, code and store their reports.

    Robots.txt is kept to, and only addresses of the public internet are asked. Safe to repeat: what
    has not changed is not sent again, what is stored is passed over. Ends with counts; the exit
    code is 1 when a page failed, was skipped or refused, 2 when all were.
    """
    from tacitus.fetch.reading import Hints

    how = How(contact, collector, delay, size, seconds, allow_loopback, codebook, engine, view)
    hints = Hints(published=published.date() if published else None, source=source)
    with Desk.open(store, kept, how, threading.Event()) as desk, _shown(as_json) as show:
        show.expect(len(urls))
        for url in dict.fromkeys(urls):
            show.begin(url)
            show.end(desk.collector.collect(url, hints))
        desk.store.refresh()
    show.finish()


@fetch_app.command()
def watch(
    feeds: Annotated[list[str], typer.Argument(help="OPML files and addresses of RSS or Atom.")],
    store: StoreOption = STORE,
    once: Annotated[
        bool, typer.Option("--once", help="One round over the feeds that are due; for cron.")
    ] = False,
    kept: BytesOption = None,
    contact: ContactOption = None,
    collector: CollectorOption = None,
    delay: DelayOption = 1.0,
    size: SizeOption = 20.0,
    seconds: SecondsOption = 60.0,
    allow_loopback: LoopbackOption = False,
    codebook: CodebookOption = None,
    engine: EngineOption = "both",
    view: ViewOption = None,
    gate: GateOption = True,
    as_json: JsonOption = False,
) -> None:
    """Watch feeds: each new item is fetched, its bytes kept, its report coded and stored.

    Goes on until it is asked to end (Ctrl-C, SIGTERM): what is at hand is ended, the rest waits for
    the next run. How often a feed is asked goes by what it asks for and how often it has news.
    Ends with counts; the exit code is 1 when a feed or item failed, 2 when all did.
    """
    from tacitus.fetch.feeds import feeds_of
    from tacitus.fetch.watch import Watch

    how = How(
        contact, collector, delay, size, seconds, allow_loopback, codebook, engine, view, gate
    )
    wanted = feeds_of(feeds)
    stop = threading.Event()
    with (
        Desk.open(store, kept, how, stop, alone=True) as desk,
        _shown(as_json) as show,
        ended_by_signals(lambda _: stop.set(), stop.is_set),
    ):
        show.expect(None)
        Watch(wanted, desk.client, desk.collector, desk.state, show.end).run(
            once=once, after_round=lambda: _refresh(desk)
        )
    show.finish()


def _refresh(desk: Desk) -> None:
    """Compute the events; where that fails, the reports are stored, and it is tried again later."""
    try:
        desk.store.refresh()
    except TacitusError as error:
        complain(error.problem.message, error.problem.fix)


@fetch_app.command()
def sources(
    store: StoreOption = STORE,
    known: Annotated[
        bool, typer.Option("--all", help="Outlets of the registry that nothing was read of, too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line.")] = False,
) -> None:
    """List outlets: kind, stance, country, languages, reports stored, last read, failures."""
    from tacitus.fetch.registry import Seen, reports_of_hosts
    from tacitus.fetch.registry import sources as listed
    from tacitus.fetch.state import State
    from tacitus.store.store import open_store

    path = beside(store, "fetched.db")
    seen = Seen()
    with open_store(store, create=False) as opened:
        stored = opened.outlets()
        if path is not None and path.exists():
            with State(path) as state:
                feeds, items, pages = state.feeds(), list(state.items()), list(state.pages())
            by_host = reports_of_hosts(pages)
            texts = opened.texts(name for names in by_host.values() for name in names)
            named = {
                host: outlet
                for host, names in by_host.items()
                for name in reversed(names)
                if name in texts and (outlet := texts[name].source)
            }
            seen = Seen(feeds, items, pages, named)
    found = listed(stored, seen, known=known)
    if as_json:
        for one in found:
            typer.echo(json.dumps(one.as_json(), ensure_ascii=False))
    else:
        _show_sources(found)
    failed = sum(one.failures for one in found)
    reports = sum(one.reports for one in found)
    counts = ((len(found), "outlet"), (reports, "report"), (failed, "failure"))
    told = (f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    typer.echo(", ".join(told), err=True)


def _show_sources(found: list[Source]) -> None:
    from rich import box
    from rich.table import Table

    shown = console()
    if not shown.is_terminal:
        shown.width = _WIDTH
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in "outlet kind stance country reports latest read failures".split():
        right = name in ("reports", "failures")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for one in found:
        table.add_row(
            one.name,
            one.kind.replace("_", " "),
            one.stance or "",
            " ".join(filter(None, (one.country, *one.languages))),
            str(one.reports or ""),
            one.published or "",
            (one.read or "")[:16].replace("T", " "),
            f"{one.failures} ({one.failure})" if one.failures else "",
        )
    shown.print(table)


@fetch_app.command("verify")
def verify_bytes(
    store: StoreOption = STORE,
    kept: BytesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> None:
    """Hold kept bytes against their hashes, and records of captures and reports against them.

    Lists what is missing, changed or extra; the exit code is 1 where there is any.
    """
    from tacitus.fetch.verify import verify

    folder = bytes_folder(store, kept)
    with ExitStack() as open_:
        reports: Iterable[tuple[str, str | None]] = ()
        # bytes can be verified where the store is not at hand
        if beside(store, "db") is None or Path(store).exists():
            reports = open_.enter_context(viewed(store)).originals()
        done = verify(folder, reports)
    if as_json:
        findings = [
            {"kind": one.kind, "path": one.path, "message": one.message} for one in done.findings
        ]
        told: dict[str, Any] = {
            "captures": done.captures,
            "contents": done.contents,
            "reports": {
                "linked": done.linked,
                "unkept": done.unkept,
                "silent": done.silent,
            },
            "head": done.head,
            "findings": findings,
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in done.findings:
            typer.echo(f"{one.kind:8} {one.path}: {one.message}")
    kinds = [one.kind for one in done.findings]
    typer.echo(
        f"{done.captures} captures, {done.contents} contents as kept,"
        f" {kinds.count('missing')} missing, {kinds.count('changed')} changed,"
        f" {kinds.count('extra')} extra; {done.linked} reports were read from kept bytes,"
        f" {done.unkept} from bytes that were not kept, {done.silent} name none;"
        f" last record {done.head or 'none'}",
        err=True,
    )
    raise typer.Exit(int(bool(done.findings)))


# Showing


@dataclass(slots=True)
class _Show:
    """Tells outcomes, as JSON lines or in words, with a bar where somebody looks on."""

    as_json: bool
    tally: Tally
    bar: Progress | None = None
    task: TaskID | None = None

    def expect(self, number: int | None) -> None:
        """Say how many pages there are to be; None where that is open."""
        if self.bar is not None:
            self.task = self.bar.add_task("", total=number)

    def begin(self, url: str) -> None:
        """Say which page is at hand."""
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, description=url[-60:])

    def end(self, outcome: Outcome) -> None:
        """Tell what became of a page or feed."""
        self.tally.add(outcome)
        if self.bar is None or self.task is None:
            self._tell(outcome)
            return
        # taken away while a line is written, which may go to the same terminal or elsewhere
        self.bar.stop()
        self._tell(outcome)
        self.bar.start()
        self.bar.update(self.task, advance=1, description=outcome.url[-60:])

    def _tell(self, outcome: Outcome) -> None:
        if self.as_json:
            typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False))
        elif outcome.outcome in ("failed", "skipped", "refused") and outcome.problem is not None:
            complain(outcome.problem.message, outcome.problem.fix)
        else:
            typer.echo(_words(outcome))

    def finish(self) -> None:
        """Tell the counts and end with the exit code that they give.

        Raises:
            typer.Exit: always.
        """
        if self.as_json:
            typer.echo(json.dumps(self.tally.as_json(), ensure_ascii=False))
        typer.echo(self.tally.told(), err=True)
        raise typer.Exit(self.tally.exit_code)


def _words(outcome: Outcome) -> str:
    """An outcome on one line."""
    if outcome.about == "feed":
        return f"{outcome.outcome:9} {outcome.url}: {outcome.items} new items"
    claims = f", {outcome.claims} claims" if outcome.claims else ""
    odd = f" ({outcome.problem.code})" if outcome.problem else ""
    before = f", a later version of {outcome.updates}" if outcome.updates else ""
    return f"{outcome.outcome:9} {outcome.url}: report {outcome.report}{before}{claims}{odd}"


@contextmanager
def _shown(as_json: bool) -> Iterator[_Show]:
    """Where outcomes are told; a bar only where somebody looks on."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

    from tacitus.fetch.tally import Tally

    columns = (BarColumn(20), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with bar(*columns) as line:
        yield _Show(as_json, Tally(), line)
