"""Events told of clusters of claims, and written with all by which they are found."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from tacitus.export.eventform import event_to_json
from tacitus.export.jsonform import Json
from tacitus.reconcile.cluster import Cluster
from tacitus.reconcile.copies import Copies
from tacitus.records import Decision, Event, TacitusError, Telling
from tacitus.store.forms import actor_rows, event_row, stances_of, storable
from tacitus.store.linking import read_copies
from tacitus.store.queue import review_row
from tacitus.store.reading import read_tellings
from tacitus.store.reckoning import Reckoning
from tacitus.store.schema import (
    event_actors,
    event_claims,
    event_forms,
    event_outlets,
    event_review,
    event_stances,
    events,
)
from tacitus.store.search import index_places

# What ``reconcile.edits.decided`` says of an edit that cannot be made.
_UNSOUND = ("unknown-field", "bad-value")
# Claims whose reports are held in memory at once.
_AT_ONCE = 500


def put_events(
    connection: sa.Connection,
    reckoning: Reckoning,
    told: Sequence[tuple[str, Cluster]],
    decided: dict[str, list[Decision]],
) -> list[TacitusError]:
    """Tell the events of clusters and write them.

    Args:
        connection: writes to the store.
        reckoning: how events are computed.
        told: clusters, each with the name of its component.
        decided: decisions in force by claim.

    Returns:
        Why decisions were passed over: they cannot be carried out.
    """
    unsound: list[TacitusError] = []
    lot: list[tuple[str, Cluster]] = []
    size = 0
    for at, (name, cluster) in enumerate(told, start=1):
        lot.append((name, cluster))
        size += len(cluster.keys)
        if size >= _AT_ONCE or at == len(told):
            unsound += _put_lot(connection, reckoning, lot, decided)
            lot, size = [], 0
    return unsound


def _put_lot(
    connection: sa.Connection,
    reckoning: Reckoning,
    lot: Sequence[tuple[str, Cluster]],
    decided: dict[str, list[Decision]],
) -> list[TacitusError]:
    keys = [key for _, cluster in lot for key in cluster.keys]
    found = read_tellings(connection, keys)
    copies = read_copies(connection, {t.report.id for t in found.values()})
    unsound: list[TacitusError] = []
    rows = _Rows()
    # only one writes at a time, so that numbers can be given here
    last = connection.execute(sa.select(sa.func.max(events.c.serial))).scalar() or 0
    for number, (name, cluster) in enumerate(lot, start=last + 1):
        event, failed = sound_event(reckoning, cluster, found, decided, copies)
        unsound += failed
        rows.add(number, name, event, review_row(event, found, decided))
    rows.put(connection)
    return unsound


class _Rows:
    """Rows of events, gathered to be written at once."""

    def __init__(self) -> None:
        self._of: dict[sa.Table, list[Json]] = {
            table: []
            for table in (
                events,
                event_forms,
                event_claims,
                event_actors,
                event_outlets,
                event_stances,
                event_review,
            )
        }
        self._points: list[tuple[int, float, float]] = []

    def add(self, number: int, component: str, event: Event, review: Json) -> None:
        """Take an event in."""
        mine = {"event": number}
        self._of[events].append(event_row(event) | {"serial": number})
        self._of[event_forms].append({"form": event_to_json(event)} | mine)
        self._of[event_claims] += [
            {"claim": key, "component": component} | mine for key in event.claims
        ]
        self._of[event_actors] += [row | mine for row in actor_rows(event)]
        self._of[event_outlets] += [
            {"outlet": storable(outlet).casefold(), "name": storable(outlet)} | mine
            for outlet in event.outlets
        ]
        self._of[event_stances] += [{"stance": stance} | mine for stance in stances_of(event)]
        self._of[event_review].append(review | mine)
        place = event.place
        # A country's middle is near to nothing.
        if place and place.lat is not None and place.lon is not None and place.acled_precision:
            self._points.append((number, place.lat, place.lon))

    def put(self, connection: sa.Connection) -> None:
        """Write them."""
        for table, rows in self._of.items():
            if rows:
                connection.execute(sa.insert(table), rows)
        index_places(connection, self._points)


def sound_event(
    reckoning: Reckoning,
    cluster: Cluster,
    found: dict[str, Telling],
    decided: dict[str, list[Decision]],
    copies: Copies,
) -> tuple[Event, list[TacitusError]]:
    """The event of a cluster, and why decisions were passed over that cannot be carried out.

    Args:
        reckoning: how events are computed.
        cluster: keys of the claims, and why they are together.
        found: the claims by key.
        decided: decisions in force by claim.
        copies: which reports are copies of each other.
    """
    try:
        return compute(reckoning, cluster, found, decided, copies), []
    except TacitusError as error:
        _only_unsound(error)
    unsound: list[TacitusError] = []
    kept: dict[str, list[Decision]] = {}
    concerned = {d.id: d for key in cluster.keys for d in decided.get(key, ())}
    for name in sorted(concerned):
        decision = concerned[name]
        tried = {key: [*kept.get(key, ()), decision] for key in cluster.keys}
        try:
            compute(reckoning, cluster, found, tried, copies)
        except TacitusError as error:
            _only_unsound(error)
            unsound.append(error)
        else:
            kept = tried
    return compute(reckoning, cluster, found, kept, copies), unsound


def _only_unsound(error: TacitusError) -> None:
    """Raise an error again that is not of an edit."""
    if error.problem.code not in _UNSOUND:
        raise error


def compute(
    reckoning: Reckoning,
    cluster: Cluster,
    found: dict[str, Telling],
    decided: dict[str, list[Decision]],
    copies: Copies,
    **options: str,
) -> Event:
    """The event of a cluster.

    Args:
        reckoning: how events are computed.
        cluster: keys of the claims, and why they are together.
        found: the claims by key.
        decided: decisions in force by claim.
        copies: which reports are copies of each other.
        options: a rule for figures other than the store's.
    """
    tellings = [found[key] for key in cluster.keys]
    concerned = {d.id: d for key in cluster.keys for d in decided.get(key, ())}
    ordered = [concerned[name] for name in sorted(concerned)]
    mine = copies.among(telling.report.id for telling in tellings)
    return reckoning.event(tellings, cluster, ordered, mine, **options)
