"""Reviewed events of a store as gold."""

from __future__ import annotations

from collections.abc import Iterator

from tacitus.export.gold import GoldReport, LeftOut, gold_of
from tacitus.reconcile.decisions import in_force
from tacitus.store.query import EventQuery
from tacitus.store.queue import accepted_ids
from tacitus.store.store import Store


def gold_in(store: Store) -> Iterator[GoldReport | LeftOut]:
    """The reports of a store as reviewers decided on what they tell.

    Args:
        store: which.

    Yields:
        Each report that has claims, in order of storing.
    """
    with store.reading() as connection:
        accepted = set(accepted_ids(connection))
    events = {
        key: event for event in store.events(EventQuery(rejected=None)) for key in event.claims
    }
    yield from gold_of(store.reports(), events, accepted, in_force(store.decisions()))
