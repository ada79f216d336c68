"""The store: coded reports, reviewers' decisions and the events computed from both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from tacitus.records import Coded, Decision, Report, TacitusError
from tacitus.store import forms, review
from tacitus.store.asking import Asking
from tacitus.store.asof import fill_view, read_day, read_moment, view_path
from tacitus.store.connect import Database
from tacitus.store.migrate import HEAD, prepare
from tacitus.store.reckoning import Reckoning
from tacitus.store.refresh import Refreshed, is_stale, rebuild, refresh, set_computed_by
from tacitus.store.relating import RELATED_SINCE, put_all_relations
from tacitus.store.schema import reports
from tacitus.store.write import Added, Prepared, add_report, log, prepare_report


def open_store(
    target: str | Path,
    *,
    create: bool = True,
    reckoning: Reckoning | None = None,
    clock: Callable[[], str] = forms.now,
) -> Store:
    """Open a store, make it where there is none, bring one of an earlier version up to date.

    Args:
        target: path of an SQLite file, or URL: ``sqlite:///FILE`` or
            ``postgresql://USER@HOST/BASE``; ``?schema=NAME`` puts the tables elsewhere than into
            the schema "tacitus".
        create: whether a store is made where there is none.
        reckoning: how events are computed; by default as this version of Tacitus does.
        clock: gives the moment, as ``forms.now`` does.

    Raises:
        TacitusError: ``bad-store-url``, ``no-driver``, ``no-store``, ``not-a-store``,
            ``newer-store``, ``no-postgis``, or as ``faults.told`` where the database fails.
    """
    database = Database(target)
    reckoning = reckoning or Reckoning()

    def begun(connection: sa.Connection, before: str | None) -> None:
        if before is None:
            set_computed_by(connection, reckoning.version)
        elif before < RELATED_SINCE:
            put_all_relations(connection)
        log(
            connection,
            clock(),
            "migrate" if before else "create",
            None,
            {"from": before, "to": HEAD},
        )

    try:
        prepare(database, create=create, begun=begun)
    except BaseException:
        database.close()
        raise
    return Store(database, reckoning, clock)


class Store(Asking):
    """Coded reports, decisions and events at rest; opened with ``open_store``.

    What a method that changes something returns is committed. Methods raise ``TacitusError`` as
    ``faults.told`` where the database fails.
    """

    def __init__(
        self,
        database: Database,
        reckoning: Reckoning,
        clock: Callable[[], str],
        view_of: str | None = None,
        *,
        fresh: bool = True,
    ) -> None:
        super().__init__(database, reckoning)
        self._fresh = fresh
        self._clock = clock
        self._view_of = view_of

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Path or URL, without a password."""
        return self._view_of or super().name

    @property
    def reckoning(self) -> Reckoning:
        """How its events are computed."""
        return self._reckoning

    def close(self) -> None:
        """Give up the connections; of a view, take its file away."""
        self._database.close()
        if self._view_of is not None and self._database.path is not None:
            for end in ("", "-wal", "-shm"):
                Path(f"{self._database.path}{end}").unlink(missing_ok=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection for questions of other modules, which see the store as it is now.

        Events are computed first where the store is stale.
        """
        self._ready()
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[tuple[sa.Connection, str]]:
        """A connection that alone may write, and this moment; for tables of other modules.

        Raises:
            TacitusError: ``view-only`` where the store is what was known at another time.
        """
        self._may_change()
        with self._database.writing() as connection:
            yield connection, self._clock()

    # Putting in

    def add(self, coded: Coded) -> Added:
        """Put a coded report in, wholly or not at all; the same again changes nothing.

        A report coded anew takes the place of its earlier coding, which stays in the audit log.
        Claims whose evidence overlaps keep their ids, so that decisions on them hold.

        Args:
            coded: the report with its claims.

        Raises:
            TacitusError: ``bad-report-id``, ``report-id-taken`` where the store has another report
                of that id.
        """
        self._may_change()
        prepared = prepare_report(coded, self._reckoning)
        with self._database.writing() as connection:
            return add_report(connection, prepared, self._reckoning, self._clock())

    def add_all(self, coded: Iterable[Coded], group: int = 1) -> Iterator[Added]:
        """Put many coded reports in; one that is refused does not stop the others.

        Args:
            coded: the reports, in any order.
            group: how many are committed at once: more are faster, and lost together when the
                machine fails before they are acknowledged.

        Yields:
            For each report, in order, what became of it, once that is committed.
        """
        self._may_change()
        lot: list[Prepared | Added] = []
        for report in coded:
            try:
                lot.append(prepare_report(report, self._reckoning))
            except TacitusError as error:
                lot.append(Added(report.report.id, "refused", problem=error.problem))
            if len(lot) >= group:
                yield from self._add_lot(lot)
                lot = []
        yield from self._add_lot(lot)

    def _add_lot(self, lot: list[Prepared | Added]) -> list[Added]:
        done: list[Added] = []
        if not lot:
            return done
        with self._database.writing() as connection:
            for item in lot:
                if isinstance(item, Added):
                    done.append(item)
                    continue
                try:
                    done.append(add_report(connection, item, self._reckoning, self._clock()))
                except TacitusError as error:
                    # it was refused before anything was written
                    name = item.coded.report.id
                    done.append(Added(name, "refused", problem=error.problem))
        return done

    def holds(self, report: Report, versions: Mapping[str, str]) -> bool:
        """Whether a report is stored as these versions code it, so that it need not be coded again.

        Args:
            report: as read.
            versions: as ``pipeline.versions`` gives them.
        """
        asked = sa.select(reports.c.form, reports.c.text).where(reports.c.id == report.id)
        with self._database.reading() as connection:
            row = connection.execute(asked).one_or_none()
        if row is None or row.form["versions"] != dict(versions):
            return False
        return forms.text_of(row.form, row.text) == report.text and all(
            row.form[name] == getattr(report, name) for name in ("source", "title", "url")
        )

    def _may_change(self) -> None:
        if self._view_of is not None:
            raise TacitusError(
                "view-only",
                f"{self._view_of}: what was known at another time cannot be changed.",
                "Change the store itself.",
            )

    # Events made of claims

    def as_it_stands(self) -> Store:
        """The same store, whose events are asked for as they were computed last.

        Nothing that only asks writes then, or waits for reports to be put together. Deciding
        computes what it touches as ever. Its connections are those of this one.
        """
        return Store(self._database, self._reckoning, self._clock, self._view_of, fresh=False)

    def _ready(self) -> None:
        if self._fresh:
            self.refresh()

    @property
    def stale(self) -> bool:
        """Whether claims or decisions changed since events were computed."""
        with self._database.reading() as connection:
            return is_stale(connection, self._reckoning)

    def refresh(self) -> Refreshed:
        """Compute the events that new claims and decisions touch; nothing where nothing changed."""
        if not self.stale:
            return Refreshed()
        with self._database.writing() as connection:
            return refresh(connection, self._reckoning, self._clock())

    def rebuild(self) -> Refreshed:
        """Compute all events anew, and what claims and reports are compared by."""
        with self._database.writing() as connection:
            return rebuild(connection, self._reckoning, self._clock())

    # Reviewing

    def decide(self, decision: Decision) -> bool:
        """Write a reviewer's decision down for good, and compute the events that it touches.

        Args:
            decision: see ``review.new_decision``.

        Returns:
            Whether it was new; the same decision again changes nothing.

        Raises:
            TacitusError: as ``review.write_decision``; ``unknown-field`` and ``bad-value`` for an
                edit that cannot be made. Nothing is written then.
        """
        return bool(self.decide_all((decision,)))

    def decide_all(
        self,
        decided: Sequence[Decision],
        also: Callable[[sa.Connection, str], None] | None = None,
    ) -> int:
        """Write decisions down that belong together: all of them, or none.

        Args:
            decided: in order; a later one may be about what an earlier one made.
            also: writes what belongs to them, given the connection and this moment.

        Returns:
            How many were new.

        Raises:
            TacitusError: as ``decide``.
        """
        self._may_change()
        self.refresh()
        with self._database.writing() as connection:
            at = self._clock()
            new = sum(review.write_decision(connection, decision, at) for decision in decided)
            if also is not None:
                also(connection, at)
            if new:
                refresh(connection, self._reckoning, at, only_sound=True)
            return new

    # Looking back

    def as_of(
        self, day: date | str | None = None, *, recorded_by: datetime | str | None = None
    ) -> Store:
        """The store as it would be with what was known on a day, or as it stood at a moment.

        Args:
            day: only reports published by that day count, undated ones from the day they were
                stored. Merges, splits and rejections are about reading and hold; an edit holds
                where its value was known by then.
            recorded_by: only what was stored and decided by then counts, reports as they were coded
                then; a moment without a zone is in UTC.

        Returns:
            A store of its own that can be asked but not changed, in a temporary file until it is
            closed. Its events are computed when it is first asked for them.

        Raises:
            TacitusError: ``bad-query`` for a day or a moment that is none.
        """
        until = read_day(day)
        moment = read_moment(recorded_by)
        view = Database(view_path())
        made = Store(view, self._reckoning, self._clock, view_of=self.name)
        try:
            prepare(view)
            with self._database.reading() as here, view.writing() as there:
                fill_view(here, there, self._reckoning, until, moment)
        except BaseException:
            made.close()
            raise
        return made
