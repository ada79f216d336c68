"""All events of a store computed of clusters that were made elsewhere, as by many processes.

What is needed for that is read without holding the store, and written only if nothing changed
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import sqlalchemy as sa

from tacitus.reconcile.cluster import Cluster
from tacitus.reconcile.traits import Traits
from tacitus.records import Decision, TacitusError
from tacitus.store.reading import all_decisions
from tacitus.store.reckoning import by_claim, traits_from_json
from tacitus.store.refresh import Refreshed, computed_by, set_computed_by, work_out_anew
from tacitus.store.schema import audit, claims, events, pending
from tacitus.store.store import Store
from tacitus.store.telling import put_events
from tacitus.store.write import log

#: Gives clusters with the names of their components, of claims and decisions.
Clustering = Callable[[Iterable[Traits], tuple[Decision, ...]], Iterator[tuple[str, Cluster]]]
# Claims read at once, and clusters told at once.
_CLAIMS, _CLUSTERS = 2000, 500
# Kinds of lines of the audit log of what changes events.
_CHANGES = ("ingest", "recode", "decide")


def rebuild_by(store: Store, clustering: Clustering) -> Refreshed:
    """Compute all events anew of clusters that are made elsewhere.

    Args:
        store: the store, which others may read meanwhile.
        clustering: makes the clusters, each once, of all claims.

    Raises:
        TacitusError: ``store-changed`` where claims or decisions were put in meanwhile: nothing is
            written then; ``view-only`` and as ``faults.told``.
    """
    reckoning = store.reckoning
    with store.writing() as (connection, _):
        if computed_by(connection) != reckoning.version:
            # until all events are computed it stays stale
            work_out_anew(connection, reckoning)
        last = _last(connection)
        decided = all_decisions(connection)
    clusters = clustering(_traits(store), decided)
    first = list(islice(clusters, _CLUSTERS))
    with store.writing() as (connection, at):
        if _last(connection) != last:
            raise TacitusError(
                "store-changed",
                f"{store.name}: claims or decisions were put in while events were computed.",
                "Run it again when nothing else writes to the store.",
            )
        gone = connection.execute(sa.delete(events)).rowcount
        total, made, unsound = 0, 0, []
        lot = first
        while lot:
            unsound += put_events(connection, reckoning, lot, by_claim(decided))
            made += len(lot)
            total += sum(len(cluster.keys) for _, cluster in lot)
            lot = list(islice(clusters, _CLUSTERS))
        connection.execute(sa.delete(pending))
        set_computed_by(connection, reckoning.version)
        why = tuple(map(str, unsound))
        told = {"claims": total, "made": made, "gone": gone, "version": reckoning.version}
        log(connection, at, "rebuild", None, told | {"unsound": list(why)})
    return Refreshed(total, made, 0, gone, True, why)


def _last(connection: sa.Connection) -> int:
    """The last line of the audit log of what events hang on."""
    asked = sa.select(sa.func.max(audit.c.serial)).where(audit.c.kind.in_(_CHANGES))
    found: int | None = connection.execute(asked).scalar()
    return found or 0


def _traits(store: Store) -> Iterator[Traits]:
    """What claims are compared by, in lots."""
    asked = sa.select(claims.c.serial, claims.c.traits).order_by(claims.c.serial).limit(_CLAIMS)
    after = 0
    while True:
        with store.as_it_stands().reading() as connection:
            rows = connection.execute(asked.where(claims.c.serial > after)).all()
        if not rows:
            return
        after = rows[-1].serial
        for row in rows:
            yield traits_from_json(row.traits)
