"""Events computed from claims and decisions: those that changes touch, or all of them.

Events are a cache. Whatever adds or changes claims or decisions notes, in the same transaction,
which claims are touched (``pending``); until their events are computed again the store is stale,
and says so, also after a crash in between.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.export.eventform import event_to_json
from tacitus.export.jsonform import Json
from tacitus.reconcile.cluster import Cluster, MemoryIndex
from tacitus.reconcile.traits import Traits
from tacitus.records import Decision, Event, TacitusError, Telling
from tacitus.store.forms import actor_rows, decision_from_json, event_row, storable, tellings_of
from tacitus.store.reckoning import (
    Reckoning,
    block_number,
    by_claim,
    traits_from_json,
    traits_to_json,
)
from tacitus.store.schema import (
    aliases,
    claim_blocks,
    claims,
    decisions,
    event_actors,
    event_claims,
    event_outlets,
    events,
    meta,
    pending,
    reports,
)
from tacitus.store.search import index_places
from tacitus.store.write import MANY, block_rows, log

# Name, in ``meta``, of the version that computed the events.
_COMPUTED_BY = "computed_by"
# From which share of claims touched on all are computed at once, which takes less for each.
_MOST_TOUCHED = 0.3
# What ``reconcile.edits.decided`` says of an edit that cannot be made.
_UNSOUND = ("unknown-field", "bad-value")
# Claims whose reports are held in memory at once.
_AT_ONCE = 500


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
        index = _Index(connection)
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
    """Compute everything anew: what claims are compared by, signatures, events.

    Args:
        connection: writes to the store.
        reckoning: how events are computed.
        at: this moment.
    """
    _work_out_anew(connection, reckoning)
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


def all_decisions(connection: sa.Connection) -> tuple[Decision, ...]:
    """All decisions, in order of their ids."""
    forms = connection.execute(sa.select(decisions.c.form).order_by(decisions.c.id)).scalars()
    return tuple(map(decision_from_json, forms))


@dataclass(frozen=True, slots=True)
class _Settled:
    """How many events were told, stayed and went, and what could not be carried out."""

    made: int
    kept: int
    gone: int
    unsound: list[TacitusError]


class _Index:
    """Claims at rest whose events are computed, see ``reconcile.cluster.Index``.

    Args:
        connection: reads the store.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._known: dict[str, Traits] = {}

    def near(self, blocks: Collection[str]) -> list[Traits]:
        """See ``reconcile.cluster.Index``."""
        keys: set[str] = set()
        for part in parts(sorted(map(block_number, blocks))):
            found = (
                sa.select(claims.c.key)
                .join(claim_blocks, claim_blocks.c.claim == claims.c.serial)
                .join(event_claims, event_claims.c.claim == claims.c.key)
                .where(claim_blocks.c.block.in_(part))
            )
            keys.update(self._connection.execute(found).scalars())
        return self.of_keys(keys)

    def component(self, key: str) -> list[Traits]:
        """See ``reconcile.cluster.Index``."""
        return self.of_keys(_component(self._connection, key))

    def of_keys(self, keys: Iterable[str]) -> list[Traits]:
        """The traits of claims, by key; those that are no more are passed over."""
        wanted = sorted(set(keys))
        for part in parts([key for key in wanted if key not in self._known]):
            asked = sa.select(claims.c.key, claims.c.traits).where(claims.c.key.in_(part))
            for key, form in self._connection.execute(asked):
                self._known[key] = traits_from_json(form)
        return [self._known[key] for key in wanted if key in self._known]


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Values in lots that one statement takes."""
    return (values[at : at + MANY] for at in range(0, len(values), MANY))


def _all_traits(connection: sa.Connection) -> list[Traits]:
    return [traits_from_json(f) for f in connection.execute(sa.select(claims.c.traits)).scalars()]


def _component(connection: sa.Connection, key: str) -> Sequence[str]:
    mine = sa.select(event_claims.c.component).where(event_claims.c.claim == key)
    asked = sa.select(event_claims.c.claim).where(
        event_claims.c.component == mine.scalar_subquery()
    )
    return connection.execute(asked).scalars().all()


def _present(connection: sa.Connection, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for part in parts(keys):
        asked = sa.select(claims.c.key).where(claims.c.key.in_(part))
        found.update(connection.execute(asked).scalars())
    return found


def _left_behind(connection: sa.Connection, touched: Sequence[str]) -> set[str]:
    """The claims of components from which a claim was taken away: they may fall apart."""
    gone = set(touched) - _present(connection, touched)
    return {other for key in sorted(gone) for other in _component(connection, key)} - gone


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
    unsound = _put_events(connection, reckoning, told, by_claim(decided))
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
        left = _present(connection, sorted(members))
        lost = sorted(members - left)
        if lost and left:
            connection.execute(
                sa.update(aliases).where(aliases.c.claim.in_(lost)).values(claim=min(left))
            )


def _put_events(
    connection: sa.Connection,
    reckoning: Reckoning,
    told: Sequence[tuple[str, Cluster]],
    decided: dict[str, list[Decision]],
) -> list[TacitusError]:
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
    found = {telling.key: telling for telling in read_tellings(connection, keys)}
    signatures = read_signatures(connection, {t.report.id for t in found.values()})
    unsound: list[TacitusError] = []
    rows = _Rows()
    # only one writes at a time, so that numbers can be given here
    last = connection.execute(sa.select(sa.func.max(events.c.serial))).scalar() or 0
    for number, (name, cluster) in enumerate(lot, start=last + 1):
        event, failed = _sound(reckoning, cluster, found, decided, signatures)
        unsound += failed
        rows.add(number, name, event)
    rows.put(connection)
    return unsound


class _Rows:
    """Rows of events, gathered to be written at once."""

    def __init__(self) -> None:
        self._of: dict[sa.Table, list[Json]] = {
            table: [] for table in (events, event_claims, event_actors, event_outlets)
        }
        self._points: list[tuple[int, float, float]] = []

    def add(self, number: int, component: str, event: Event) -> None:
        """Take an event in."""
        mine = {"event": number}
        self._of[events].append(event_row(event, event_to_json(event)) | {"serial": number})
        self._of[event_claims] += [
            {"claim": key, "component": component} | mine for key in event.claims
        ]
        self._of[event_actors] += [row | mine for row in actor_rows(event)]
        self._of[event_outlets] += [
            {"outlet": storable(outlet).casefold()} | mine for outlet in event.outlets
        ]
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


def _sound(
    reckoning: Reckoning,
    cluster: Cluster,
    found: dict[str, Telling],
    decided: dict[str, list[Decision]],
    signatures: dict[str, Any],
) -> tuple[Event, list[TacitusError]]:
    """The event of a cluster, and why decisions were passed over that cannot be carried out."""
    try:
        return compute(reckoning, cluster, found, decided, signatures), []
    except TacitusError as error:
        _only_unsound(error)
    unsound: list[TacitusError] = []
    kept: dict[str, list[Decision]] = {}
    concerned = {d.id: d for key in cluster.keys for d in decided.get(key, ())}
    for name in sorted(concerned):
        decision = concerned[name]
        tried = {key: [*kept.get(key, ()), decision] for key in cluster.keys}
        try:
            compute(reckoning, cluster, found, tried, signatures)
        except TacitusError as error:
            _only_unsound(error)
            unsound.append(error)
        else:
            kept = tried
    return compute(reckoning, cluster, found, kept, signatures), unsound


def _only_unsound(error: TacitusError) -> None:
    """Raise an error again that is not of an edit."""
    if error.problem.code not in _UNSOUND:
        raise error


def compute(
    reckoning: Reckoning,
    cluster: Cluster,
    found: dict[str, Telling],
    decided: dict[str, list[Decision]],
    signatures: dict[str, Any],
    **options: str,
) -> Event:
    """The event of a cluster.

    Args:
        reckoning: how events are computed.
        cluster: keys of the claims, and why they are together.
        found: the claims by key.
        decided: decisions in force by claim.
        signatures: of the reports by id.
        options: a rule for figures other than the store's.
    """
    tellings = [found[key] for key in cluster.keys]
    concerned = {d.id: d for key in cluster.keys for d in decided.get(key, ())}
    mine = {t.report.id: signatures.get(t.report.id) for t in tellings}
    ordered = [concerned[name] for name in sorted(concerned)]
    return reckoning.event(tellings, cluster, ordered, mine, **options)


def read_tellings(connection: sa.Connection, keys: Iterable[str]) -> Iterator[Telling]:
    """Claims with their reports, by report; those that are not there are passed over.

    Args:
        connection: reads the store.
        keys: of the claims.
    """
    wanted = sorted(set(keys))
    for part in parts(wanted):
        asked = (
            sa.select(claims.c.report, claims.c.form)
            .where(claims.c.key.in_(part))
            .order_by(claims.c.report, claims.c.position)
        )
        by_report: dict[int, list[Any]] = {}
        for number, form in connection.execute(asked):
            by_report.setdefault(number, []).append(form)
        for lot in _lots(sorted(by_report)):
            rows = sa.select(reports.c.serial, reports.c.form, reports.c.text)
            for number, form, text in connection.execute(rows.where(reports.c.serial.in_(lot))):
                yield from tellings_of(form, text, by_report[number])


def _lots(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))


def read_signatures(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Any]:
    """The signatures of reports, by id."""
    found: dict[str, Any] = {}
    for part in parts(sorted(ids)):
        asked = sa.select(reports.c.id, reports.c.signature).where(reports.c.id.in_(part))
        found.update((name, form) for name, form in connection.execute(asked))
    return found


def _work_out_anew(connection: sa.Connection, reckoning: Reckoning) -> None:
    """Signatures, traits and blocks as this version has them."""
    connection.execute(sa.delete(claim_blocks))
    numbers = list(connection.execute(sa.select(reports.c.serial)).scalars())
    for lot in _lots(numbers):
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
            _put_traits(connection, reckoning, number, tellings, serials)


def _put_traits(
    connection: sa.Connection,
    reckoning: Reckoning,
    number: int,
    tellings: Sequence[Telling],
    serials: dict[str, int],
) -> None:
    if not tellings:
        return
    sign = reckoning.signature(tellings[0].report)
    mine = reports.c.serial == number
    connection.execute(sa.update(reports).where(mine).values(signature=sign))
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
