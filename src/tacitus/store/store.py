"""The store: coded reports, reviewers' decisions and the events computed from both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from tacitus.export.eventform import event_from_json
from tacitus.reconcile.changes import Changes, changes
from tacitus.reconcile.cluster import Cluster
from tacitus.reconcile.links import Link
from tacitus.reconcile.sources import Heard, hear
from tacitus.records import Coded, Decision, Event, Report, TacitusError, Telling
from tacitus.store import forms, review
from tacitus.store.asof import fill_view, read_day, read_moment, view_path
from tacitus.store.connect import Database
from tacitus.store.finding import find_event
from tacitus.store.linking import read_copies, read_links
from tacitus.store.migrate import HEAD, prepare
from tacitus.store.query import EventQuery, counted, selected
from tacitus.store.reading import (
    all_decisions,
    lots,
    read_coded,
    read_events_of,
    read_reports,
    read_tellings,
)
from tacitus.store.reckoning import Reckoning, by_claim
from tacitus.store.refresh import Refreshed, is_stale, rebuild, refresh, set_computed_by
from tacitus.store.relating import RELATED_SINCE, put_all_relations
from tacitus.store.schema import event_forms, reports
from tacitus.store.summary import Counts, LogEntry, counts_of, entry_of, logged, outlets_of
from tacitus.store.telling import compute
from tacitus.store.write import Added, Prepared, add_report, log, prepare_report

# Events read at once while others are handed out.
_PAGE = 500


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


class Store:
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
        self._database = database
        self._fresh = fresh
        self._reckoning = reckoning
        self._clock = clock
        self._view_of = view_of

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Path or URL, without a password."""
        return self._view_of or self._database.name

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

    def history(self, event: str) -> tuple[Decision, ...]:
        """The decisions that touch an event, undone ones and undos among them, oldest first.

        Args:
            event: as for ``event``.
        """
        keys = self.event(event).claims
        with self._database.reading() as connection:
            return review.history_of(connection, keys)

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, oldest first."""
        with self._database.reading() as connection:
            return all_decisions(connection)

    def log(self, subject: str | None = None) -> Iterator[LogEntry]:
        """The audit log, oldest first.

        Args:
            subject: id of a report or decision, to see only what is about it.
        """
        return map(entry_of, self._rows(logged(subject)))

    # Asking

    def events(
        self, query: EventQuery | None = None, *, rule: str | None = None
    ) -> Iterator[Event]:
        """The events asked for, in order; computed first where the store is stale.

        Args:
            query: what is asked; all but rejected ones by default.
            rule: key of knowledge/figure_rules.yaml by which figures are given, where not by the
                store's own rule; what is asked of figures is asked of the store's.

        Raises:
            TacitusError: as ``query.selected``; ``unknown-figure-rule``.
        """
        asked = selected(query or EventQuery(), self._database.engine.dialect.name)
        self._ready()
        for row in self._rows(asked):
            event = event_from_json(row["form"])
            yield event if rule is None else self.told_by(event, rule)

    def count(self, query: EventQuery | None = None) -> int:
        """How many events are asked for, limit and offset left aside.

        Raises:
            TacitusError: as ``events``.
        """
        asked = counted(query or EventQuery(), self._database.engine.dialect.name)
        self._ready()
        with self._database.reading() as connection:
            return int(connection.execute(asked).scalar_one())

    def event(self, name: str) -> Event:
        """One event.

        Args:
            name: its id, an id that it had or that one of its claims would give it, the head of one
                where no other id begins so, or the key of one of its claims.

        Raises:
            TacitusError: ``no-such-event`` where there is none, ``several-events`` where the head
                fits more than one.
        """
        self._ready()
        with self._database.reading() as connection:
            number = find_event(connection, name)
            asked = sa.select(event_forms.c.form).where(event_forms.c.event == number)
            return event_from_json(connection.execute(asked).scalar_one())

    def told_by(self, event: Event, rule: str) -> Event:
        """An event with its figures by another rule.

        Args:
            event: of this store.
            rule: key of knowledge/figure_rules.yaml.

        Raises:
            TacitusError: ``unknown-figure-rule``.
        """
        with self._database.reading() as connection:
            found = read_tellings(connection, event.claims)
            copies = read_copies(connection, event.reports)
            decided = by_claim(all_decisions(connection))
        cluster = Cluster(event.claims, event.bonds)
        return compute(self._reckoning, cluster, found, decided, copies, rule=rule)

    def heard(self, event: Event) -> Heard:
        """What each account of an event tells, and the independent sources that they rest on.

        Args:
            event: of this store.
        """
        with self._database.reading() as connection:
            found = read_tellings(connection, event.claims)
            copies = read_copies(connection, event.reports)
        return hear(found.values(), copies)

    def tellings(self, keys: Iterable[str]) -> dict[str, Telling]:
        """Claims with their reports, by key and in order of the keys.

        Args:
            keys: keys of claims; those that the store does not have are left out.
        """
        wanted = list(dict.fromkeys(keys))
        with self._database.reading() as connection:
            found = read_tellings(connection, wanted)
        return {key: found[key] for key in wanted if key in found}

    def report(self, report: str) -> Coded:
        """A report with all that was read out of it, its claims by the ids that the store gave.

        Raises:
            TacitusError: ``no-such-report``.
        """
        for coded in self._coded(reports.c.id == report):
            return coded
        raise TacitusError(
            "no-such-report",
            f"{self.name}: there is no report {report!r}.",
            "Ids of reports are shown with their events: `tacitus events ID`.",
        )

    def reports(self, outlet: str | None = None) -> Iterator[Coded]:
        """All reports in the order in which they were stored.

        Args:
            outlet: the outlet whose reports are wanted.
        """
        return self._coded(sa.true() if outlet is None else reports.c.outlet == outlet)

    def originals(self) -> Iterator[tuple[str, str | None]]:
        """The id of each report, and the hash of the bytes it was read from where it tells it."""
        asked = sa.select(reports.c.id, reports.c.form["sha256"].as_string().label("sha256"))
        for row in self._rows(asked.order_by(reports.c.serial)):
            yield row["id"], row["sha256"]

    def links(self, report: str | None = None, *, among: Iterable[str] = ()) -> list[Link]:
        """Reports that are copies or later versions of others, in order of their coming.

        Args:
            report: id of a report, to see only what it is linked to.
            among: ids of reports, to see only links between two of them.

        Raises:
            TacitusError: ``no-such-report``.
        """
        self._ready()
        if report is not None:
            self.report(report)
        wanted = [report] if report is not None else list(among) or None
        with self._database.reading() as connection:
            return read_links(connection, wanted, among=report is None)

    def texts(self, ids: Iterable[str]) -> dict[str, Report]:
        """Reports without what was read out of them, by id; those not there are passed over."""
        with self._database.reading() as connection:
            return read_reports(connection, ids)

    def changes(self, link: Link) -> Changes:
        """What a report has otherwise than one that it is linked to: paragraphs and claims.

        Claims of one event are taken for one another.

        Args:
            link: of this store.
        """
        self._ready()
        earlier, later = self.report(link.earlier), self.report(link.later)
        keys = [Telling(c.report, claim).key for c in (earlier, later) for claim in c.claims]
        with self._database.reading() as connection:
            events_of = read_events_of(connection, keys)
        return changes(earlier, later, events_of)

    def outlets(self) -> list[tuple[str | None, int, str | None]]:
        """The outlets of the stored reports, None for those that name none, in order of storing.

        Returns:
            Each with the number of its reports and the latest day of publication, ISO 8601.
        """
        with self._database.reading() as connection:
            return outlets_of(connection)

    def _coded(self, condition: sa.ColumnElement[bool]) -> Iterator[Coded]:
        with self._database.reading() as connection:
            numbers = list(
                connection.execute(
                    sa.select(reports.c.serial).where(condition).order_by(reports.c.serial)
                ).scalars()
            )
        for lot in lots(numbers):
            with self._database.reading() as connection:
                page = read_coded(connection, lot)
            yield from page

    def counts(self) -> Counts:
        """What the store holds."""
        with self._database.reading() as connection:
            return counts_of(connection, self._reckoning)

    def _rows(self, asked: sa.Select[Any]) -> Iterator[Mapping[Any, Any]]:
        """The rows of a select, as they are when the first is asked for."""
        with self._database.reading() as connection:
            streamed = connection.execution_options(yield_per=_PAGE).execute(asked)
            yield from streamed.mappings()

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
