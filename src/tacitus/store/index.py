"""Claims at rest, found by the blocks that they are filed under."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from tacitus.reconcile.traits import Traits
from tacitus.store.reading import component_of, parts
from tacitus.store.reckoning import block_number, traits_from_json
from tacitus.store.schema import claim_blocks, claims, event_claims

# traits that are kept in memory, some 2 KB each
_AT_HAND = 5_000


class StoredIndex:
    """Claims at rest whose events are computed, see ``reconcile.cluster.Index``.

    Args:
        connection: reads the store.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._known: OrderedDict[str, Traits] = OrderedDict()

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
        found = {key: self._known[key] for key in wanted if key in self._known}
        for part in parts([key for key in wanted if key not in found]):
            asked = sa.select(claims.c.key, claims.c.traits).where(claims.c.key.in_(part))
            for key, form in self._connection.execute(asked):
                found[key] = traits_from_json(form)
        self._keep(found)
        return [found[key] for key in wanted if key in found]

    def _keep(self, found: Mapping[str, Traits]) -> None:
        """Have those looked at last at hand: claims that arrive together have neighbours in common.

        All that a day's claims may be of one event with are more than a process should hold.
        """
        for key, traits in found.items():
            self._known[key] = traits
            self._known.move_to_end(key)
        while len(self._known) > _AT_HAND:
            self._known.popitem(last=False)
