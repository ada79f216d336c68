"""What can be asked of a store: events, claims, reports, decisions and the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from tacitus.export.eventform import event_from_json
from tacitus.reconcile.changes import Changes, changes
from tacitus.reconcile.cluster import Cluster
from tacitus.reconcile.links import Link
from tacitus.reconcile.sources import Heard, hear
from tacitus.records import Coded, Decision, Event, Report, TacitusError, Telling
from tacitus.store import review
from tacitus.store.connect import Database
from tacitus.store.finding import find_event
from tacitus.store.linking import read_copies, read_links
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
from tacitus.store.schema import event_forms, reports
from tacitus.store.summary import Counts, LogEntry, counts_of, entry_of, logged, outlets_of
from tacitus.store.telling import compute

# Events read at once while others are handed out.
_PAGE = 500


class Asking:
    """The questions of a store, which change nothing.

    Args:
        database: where it lies.
        reckoning: how events are computed.
    """

    def __init__(self, database: Database, reckoning: Reckoning) -> None:
        self._database = database
        self._reckoning = reckoning

    @property
    def name(self) -> str:
        """Path or URL, without a password."""
        return self._database.name

    def _ready(self) -> None:
        """Bring the events up to date before they are asked for."""

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
