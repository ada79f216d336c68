"""Outlets in a list."""

from __future__ import annotations

from tacitus.resolve.sources import resolve_source
from tacitus.serve.caching import kept
from tacitus.serve.views.lists import OutletRow
from tacitus.store import Store, shelves


@kept(1)
def outlet_list(store: Store) -> tuple[OutletRow, ...]:
    """All outlets of stored reports, those of most reports first.

    Args:
        store: which.
    """
    with store.reading() as connection:
        found = shelves.outlet_counts(connection)
    rows = []
    for one in found:
        known = resolve_source(one.name) if one.name else None
        held = known if known is not None and known.source is not None else None
        rows.append(
            OutletRow(
                name=one.name,
                reports=one.reports,
                claims=one.claims,
                events=one.events,
                alone=one.alone,
                contested=one.contested,
                kind=held.kind if held else None,
                stance=held.stance if held else None,
                latest=one.latest,
            )
        )
    return tuple(rows)
