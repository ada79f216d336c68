"""What the commands that fetch work with: the store, the kept bytes, the memory, the client."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.kept_bytes import beside, bytes_folder
from tacitus.records import Report, TacitusError

if TYPE_CHECKING:
    from tacitus.fetch.client import Client
    from tacitus.fetch.collect import Collector, Stored
    from tacitus.fetch.state import State
    from tacitus.store.store import Store


@dataclass(frozen=True, slots=True)
class How:
    """How servers are asked and reports coded, as the options say.

    Attributes:
        contact: whom servers are told to ask.
        collector: who collects, for the records.
        delay: seconds between two requests to one host.
        size: megabytes of the longest content.
        seconds: until a request is given up.
        allow_loopback: whether this machine itself may be asked.
        codebook, engine, view: as for ``tacitus ingest``.
        gate: whether reports that tell of no conflict are passed over.
    """

    contact: str | None
    collector: str | None
    delay: float
    size: float
    seconds: float
    allow_loopback: bool
    codebook: Path | None
    engine: str
    view: str | None
    gate: bool = False


@dataclass(slots=True)
class Desk:
    """All that is needed to fetch, open.

    Attributes:
        store: where reports go.
        state: what is remembered of feeds and pages.
        client: asks servers.
        collector: gets, keeps and stores pages.
    """

    store: Store
    state: State
    client: Client
    collector: Collector

    @classmethod
    @contextmanager
    def open(
        cls,
        store: str,
        kept: Path | None,
        how: How,
        stop: threading.Event,
        *,
        alone: bool = False,
    ) -> Iterator[Desk]:
        """Open store, kept bytes and memory, and end in good order with them.

        Args:
            store: file or URL of the store.
            kept: folder of kept bytes, if not beside the store.
            how: what the options say.
            stop: ends waits.
            alone: whether no other run may do the same at the same time.

        Raises:
            TacitusError: ``watch-running``; as ``open_store``, ``State``, ``Client``.
        """
        from filelock import FileLock, Timeout

        from tacitus.fetch.client import Client, Limits
        from tacitus.fetch.collect import Collector
        from tacitus.fetch.keep import Keep
        from tacitus.fetch.state import State
        from tacitus.fetch.waiting import Clock
        from tacitus.store.store import open_store

        folder = bytes_folder(store, kept)
        memory = beside(store, "fetched.db") or folder.with_suffix(".fetched.db")
        with ExitStack() as open_:
            opened = open_.enter_context(open_store(store))
            if alone:
                try:
                    open_.enter_context(FileLock(f"{memory}.lock", timeout=0))
                except Timeout as error:
                    raise TacitusError(
                        "watch-running",
                        f"{memory}: another `tacitus watch` is at work with it.",
                        "Wait for it to end.",
                    ) from error
            state = open_.enter_context(State(memory))
            client = open_.enter_context(
                Client(
                    contact=how.contact,
                    limits=Limits(size=int(how.size * 1e6), seconds=how.seconds),
                    delay=how.delay,
                    clock=Clock(stop),
                    allow_loopback=how.allow_loopback,
                )
            )
            coder = Coder(opened, how)
            yield cls(
                opened, state, client, Collector(client, Keep(folder), state, coder, how.collector)
            )


class Coder:
    """Codes reports and stores them; those that are stored as coded now are passed over."""

    def __init__(self, store: Store, how: How) -> None:
        from tacitus.knowledge.codebook import load_codebook
        from tacitus.knowledge.world_view import choose_view
        from tacitus.pipeline import Engine, versions

        load_codebook(how.codebook)
        choose_view(how.view)
        self._store = store
        self._codebook, self._engine, self._gate = how.codebook, Engine(how.engine), how.gate
        self._versions = versions(how.codebook, self._engine)

    def __call__(self, report: Report) -> Stored:
        """Code and store one; as ``collect.OnReport``."""
        from tacitus.fetch.collect import Stored
        from tacitus.learned.gate import not_relevant, relevant
        from tacitus.parse.document import passing_words
        from tacitus.pipeline import code_report
        from tacitus.read.language import not_coded

        if self._store.holds(report, self._versions):
            return Stored("same")
        if self._gate and not (found := relevant(report)).keep:
            return Stored("passed", 0, not_relevant(report, found))
        with passing_words():
            coded = code_report(report, codebook=self._codebook, engine=self._engine)
        added = self._store.add(coded)
        claims = len(added.claims) if added.outcome != "same" else 0
        return Stored(added.outcome, claims, added.problem or not_coded(report))
