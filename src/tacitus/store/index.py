"""Claims at rest, found by the blocks that they are filed under."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from tacitus.reconcile.traits import Traits
from tacitus.store.reading import component_of, parts
from tacitus.store.reckoning import block_number, traits_from_json
from tacitus.store.schema import claim_blocks, claims, event_claims


class StoredIndex:
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
        return self.of_keys(component_of(self._connection, key))

    def of_keys(self, keys: Iterable[str]) -> list[Traits]:
        """The traits of claims, by key; those that are no more are passed over."""
        wanted = sorted(set(keys))
        for part in parts([key for key in wanted if key not in self._known]):
            asked = sa.select(claims.c.key, claims.c.traits).where(claims.c.key.in_(part))
            for key, form in self._connection.execute(asked):
                self._known[key] = traits_from_json(form)
        return [self._known[key] for key in wanted if key in self._known]
