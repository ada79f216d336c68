"""The command that puts claims together block by block: ``tacitus reconcile``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.options import AddressOption, ExecutorName
from tacitus.output import complain
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tacitus.reconcile.cluster import Cluster
    from tacitus.reconcile.traits import Traits
    from tacitus.records import Decision
    from tacitus.scale.executors import Executor

reconcile_app = typer.Typer()


@reconcile_app.command()
def reconcile(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            help="Folders of coded reports that `tacitus code --partitions` wrote; of this machine"
            " or of a store (s3://, gs://)."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for parts of events in Parquet (extra: parquet).")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            help="Store (SQLite file or PostgreSQL URL) all of whose events are computed anew;"
            " with --out only its reviewers' decisions are taken."
        ),
    ] = None,
    executor: Annotated[
        ExecutorName,
        typer.Option(
            help="Where blocks are worked on: in this process, in several of this machine, or on a"
            " Ray cluster (extra: ray). The outcome is the same."
        ),
    ] = "processes",
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=4096, show_default=False, help="Workers to use; by default one a core."
        ),
    ] = None,
    address: AddressOption = None,
    block_size: Annotated[
        int, typer.Option(min=1, help="Claims that a process holds at once, about.")
    ] = 5000,
    work: Annotated[
        Path | None,
        typer.Option(
            help="Folder for what is handed on, within reach of all workers; with --out it lies"
            " there, else among temporary files."
        ),
    ] = None,
) -> None:
    """Put claims together into events, block by block, so that no process holds them all.

    From coded reports in parts into parts of events (--out), which the same command goes on with
    after it was broken off; or within a store (--store). The events are the same as those of
    `tacitus ingest`. Ends with counts.
    """
    from tacitus.scale.executors import make_executor

    workers = make_executor(executor, jobs=jobs, address=address)
    if out is not None and folders:
        _into_parts(folders, out, store, workers, block_size)
    elif store is not None and not folders and out is None:
        _within(store, workers, block_size, work)
    else:
        raise TacitusError(
            "bad-options",
            "It is not clear what to put together.",
            "Give folders of coded reports and --out FOLDER, or --store alone.",
        )


def _into_parts(
    folders: list[str], out: Path, store: str | None, workers: Executor, size: int
) -> None:
    from tacitus.read.remote_path import any_path
    from tacitus.scale.event_parts import reconcile_parts
    from tacitus.store.store import open_store

    decisions: tuple[Decision, ...] = ()
    if store is not None:
        with open_store(store, create=False) as opened:
            decisions = opened.decisions()
    counts = reconcile_parts(
        [any_path(folder) for folder in folders],
        out,
        decisions=decisions,
        executor=workers,
        size=size,
        say=complain,
    )
    for why in counts.unsound:
        complain(why)
    typer.echo(f"{counts.summary()}; {out}", err=True)


def _within(store: str, workers: Executor, size: int, work: Path | None) -> None:
    from tacitus.scale.block_clusters import block_clusters
    from tacitus.scale.blocks import BlockCounts
    from tacitus.store.by_clusters import rebuild_by
    from tacitus.store.store import open_store

    counts = BlockCounts()

    def clustering(
        traits: Iterable[Traits], decisions: Iterable[Decision]
    ) -> Iterator[tuple[str, Cluster]]:
        return block_clusters(
            traits,
            decisions,
            executor=workers,
            size=size,
            folder=work,
            say=complain,
            counts=counts,
        )

    with open_store(store, create=False) as opened:
        done = rebuild_by(opened, clustering)
    for why in done.unsound:
        complain(why)
    typer.echo(
        f"{done.claims} claims, {done.made} events; {counts.pairs} pairs compared;"
        f" {len(done.unsound)} decisions passed over; {store}",
        err=True,
    )
