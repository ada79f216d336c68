"""Events computed from claims and decisions: those that changes touch, or all of them.

Events are a cache. Whatever adds or changes claims or decisions notes, in the same transaction,
which claims are touched (``pending``); until their events are computed again the store is stale,
and says so, also after a crash in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.reconcile.cluster import Cluster, MemoryIndex
from tacitus.reconcile.traits import Traits
from tacitus.records import Decision, TacitusError, Telling
from tacitus.store.forms import tellings_of
from tacitus.store.index import StoredIndex
from tacitus.store.linking import link_all
from tacitus.store.reading import all_decisions, component_of, lots, parts, present
from tacitus.store.reckoning import Reckoning, by_claim, traits_from_json, traits_to_json
from tacitus.store.relating import put_all_relations
from tacitus.store.schema import (
    aliases,
    claim_blocks,
    claims,
    event_claims,
    events,
    meta,
    pending,
    reports,
)
from tacitus.store.telling import put_events
from tacitus.store.write import block_rows, log

# Name, in ``meta``, of the version that computed the events.
_COMPUTED_BY = "computed_by"
# From which share of claims touched on all are computed at once, which takes less for each.
_MOST_TOUCHED = 0.3


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What computing events came to.

    Attributes:
        claims: claims that were added, changed, taken away or decided on.
        made: events that are new or told anew.
        kept: events looked at that stayed as they were.
        gone: events that are no more, or were told anew.
        everything: whether all events were computed.
        unsound: why decisions were passed over: edits that this version cannot make.
    """

    claims: int = 0
    made: int = 0
    kept: int = 0
    gone: int = 0
    everything: bool = False
    unsound: tuple[str, ...] = ()


def is_stale(connection: sa.Connection, reckoning: Reckoning) -> bool:
    """Whether events are not what claims and decisions say."""
    return (
        connection.execute(sa.select(pending.c.claim).limit(1)).first() is not None
        or computed_by(connection) != reckoning.version
    )


def set_computed_by(connection: sa.Connection, version: str) -> None:
    """Note whose ways traits and events follow (see ``Reckoning.version``)."""
    connection.execute(sa.delete(meta).where(meta.c.name == _COMPUTED_BY))
    connection.execute(sa.insert(meta), {"name": _COMPUTED_BY, "value": version})


def computed_by(connection: sa.Connection) -> str | None:
    """Whose ways traits and events follow; None in a store of an early version."""
    asked = sa.select(meta.c.value).where(meta.c.name == _COMPUTED_BY)
    found: str | None = connection.execute(asked).scalar()
    return found


def refresh(
    connection: sa.Connection, reckoning: Reckoning, at: str, *, only_sound: bool = False
) -> Refreshed:
    """Compute the events that changes touch; all where another version computed them.

    Args:
        connection: writes to the store.
        reckoning: how events are computed.
        at: this moment.
        only_sound: whether a decision that cannot be carried out is an error; otherwise it is
            passed over and told.

    Raises:
        TacitusError: for such a decision, as ``reconcile.edits.decided``.
    """
    if computed_by(connection) != reckoning.version:
        return rebuild(connection, reckoning, at)
    touched = list(connection.execute(sa.select(pending.c.claim)).scalars())
    if not touched:
        return Refreshed()
    known = connection.execute(sa.select(sa.func.count()).select_from(claims)).scalar() or 0
    decided = all_decisions(connection)
    if len(touched) > _MOST_TOUCHED * known:
        everything = _all_traits(connection)
        components = reckoning.reconciler.affected(everything, MemoryIndex(), decided)
        old = set(connection.execute(sa.select(event_claims.c.claim)).scalars())
    else:
        index = StoredIndex(connection)
        found = index.of_keys({*touched, *_left_behind(connection, touched)})
        components = reckoning.reconciler.affected(found, index, decided)
        old = set(touched)
    done = _settle(connection, reckoning, components, decided, set(touched), old)
    if only_sound and done.unsound:
        raise done.unsound[0]
    connection.execute(sa.delete(pending))
    told = {"claims": len(touched), "made": done.made, "kept": done.kept, "gone": done.gone}
    unsound = tuple(map(str, done.unsound))
    log(connection, at, "refresh", None, told | {"unsound": list(unsound)})
    return Refreshed(len(touched), done.made, done.kept, done.gone, False, unsound)


def rebuild(connection: sa.Connection, reckoning: Reckoning, at: str) -> Refreshed:
    """Compute everything anew: what claims and reports are compared by, links, events.

    Args:
        connection: writes to the store.
        reckoning: how events are computed.
        at: this moment.
    """
    work_out_anew(connection, reckoning)
    gone = connection.execute(sa.delete(events)).rowcount
    decided = all_decisions(connection)
    everything = _all_traits(connection)
    components = reckoning.reconciler.affected(everything, MemoryIndex(), decided)
    done = _settle(connection, reckoning, components, decided, set(), set())
    connection.execute(sa.delete(pending))
    set_computed_by(connection, reckoning.version)
    total = sum(map(len, components))
    unsound = tuple(map(str, done.unsound))
    told = {"claims": total, "made": done.made, "gone": gone, "version": reckoning.version}
    log(connection, at, "rebuild", None, told | {"unsound": list(unsound)})
    return Refreshed(total, done.made, 0, gone, True, unsound)


@dataclass(frozen=True, slots=True)
class _Settled:
    """How many events were told, stayed and went, and what could not be carried out."""

    made: int
    kept: int
    gone: int
    unsound: list[TacitusError]


def _all_traits(connection: sa.Connection) -> list[Traits]:
    return [traits_from_json(f) for f in connection.execute(sa.select(claims.c.traits)).scalars()]


def _left_behind(connection: sa.Connection, touched: Sequence[str]) -> set[str]:
    """The claims of components from which a claim was taken away: they may fall apart."""
    gone = set(touched) - present(connection, touched)
    return {other for key in sorted(gone) for other in component_of(connection, key)} - gone


def _settle(
    connection: sa.Connection,
    reckoning: Reckoning,
    components: Sequence[Sequence[Traits]],
    decided: Sequence[Decision],
    touched: set[str],
    old: set[str],
) -> _Settled:
    """Put the events of some components in place of those that their claims were of.

    Args:
        connection: writes to the store.
        reckoning: how events are computed.
        components: all claims of them.
        decided: all decisions.
        touched: claims whose events must be told anew even if no claim came or went.
        old: further claims whose events are to be replaced.
    """
    settled = [
        (component[0].key, cluster)
        for component in components
        for cluster in reckoning.reconciler.cluster(component, decided)
    ]
    keys = {key for _, cluster in settled for key in cluster.keys} | old
    before = _events_of(connection, keys)
    kept: dict[frozenset[str], int] = {
        frozenset(members): event for event, members in before.items() if not members & touched
    }
    told: list[tuple[str, Cluster]] = []
    staying: set[int] = set()
    for name, cluster in settled:
        same = kept.get(frozenset(cluster.keys))
        if same is None:
            told.append((name, cluster))
        else:
            staying.add(same)
            _set_component(connection, same, name)
    gone = sorted(set(before) - staying)
    _follow_aliases(connection, [before[event] for event in gone])
    for part in parts(gone):
        connection.execute(sa.delete(events).where(events.c.serial.in_(part)))
    unsound = put_events(connection, reckoning, told, by_claim(decided))
    return _Settled(len(told), len(staying), len(gone), unsound)


def _events_of(connection: sa.Connection, keys: set[str]) -> dict[int, set[str]]:
    """The events that some claims are of, each with all its claims."""
    numbers: set[int] = set()
    for part in parts(sorted(keys)):
        asked = sa.select(event_claims.c.event).where(event_claims.c.claim.in_(part)).distinct()
        numbers.update(connection.execute(asked).scalars())
    found: dict[int, set[str]] = {number: set() for number in numbers}
    for part in parts(sorted(numbers)):
        rows = sa.select(event_claims.c.event, event_claims.c.claim).where(
            event_claims.c.event.in_(part)
        )
        for number, key in connection.execute(rows):
            found[number].add(key)
    return found


def _set_component(connection: sa.Connection, event: int, name: str) -> None:
    connection.execute(
        sa.update(event_claims)
        .where(event_claims.c.event == event, event_claims.c.component != name)
        .values(component=name)
    )


def _follow_aliases(connection: sa.Connection, gone: Iterable[set[str]]) -> None:
    """Ids made from claims that are no more lead to a claim that was of one event with them."""
    for members in gone:
        left = present(connection, sorted(members))
        lost = sorted(members - left)
        if lost and left:
            connection.execute(
                sa.update(aliases).where(aliases.c.claim.in_(lost)).values(claim=min(left))
            )


def work_out_anew(connection: sa.Connection, reckoning: Reckoning) -> None:
    """Links and relations of reports, traits and blocks of claims as this version has them."""
    link_all(connection, reckoning)
    put_all_relations(connection)
    connection.execute(sa.delete(claim_blocks))
    numbers = list(connection.execute(sa.select(reports.c.serial)).scalars())
    for lot in lots(numbers):
        mine = sa.select(claims.c.serial, claims.c.key, claims.c.report, claims.c.form)
        held: dict[int, list[Any]] = {}
        serials: dict[str, int] = {}
        for serial, key, report, form in connection.execute(
            mine.where(claims.c.report.in_(lot)).order_by(claims.c.position)
        ):
            held.setdefault(report, []).append(form)
            serials[key] = serial
        rows = sa.select(reports.c.serial, reports.c.form, reports.c.text)
        for number, form, text in connection.execute(rows.where(reports.c.serial.in_(lot))).all():
            tellings = tellings_of(form, text, held.get(number, ()))
            _put_traits(connection, reckoning, tellings, serials)


def _put_traits(
    connection: sa.Connection,
    reckoning: Reckoning,
    tellings: Sequence[Telling],
    serials: dict[str, int],
) -> None:
    if not tellings:
        return
    found = {serials[telling.key]: reckoning.traits(telling) for telling in tellings}
    change = (
        sa.update(claims)
        .where(claims.c.serial == sa.bindparam("number"))
        .values(traits=sa.bindparam("found"))
    )
    values = [{"number": n, "found": traits_to_json(t)} for n, t in found.items()]
    connection.execute(change, values)
    blocks = [row for n, t in found.items() for row in block_rows(n, reckoning.blocks(t))]
    if blocks:
        connection.execute(sa.insert(claim_blocks), blocks)
