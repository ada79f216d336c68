"""The gazetteer for people: what was added, places found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer_added import Source
    from tacitus.knowledge.gazetteer_search import PlaceHit


def hits_table(hits: Sequence[PlaceHit]) -> Table:
    """Places found, one a line."""
    near = any(hit.km is not None for hit in hits)
    table = Table(box=None)
    for label in ("id", "name", "feature", "in", "people", "point", "km", "found as"):
        if near or label != "km":
            # an id or a point that is cut or folded is of no use
            table.add_column(label, no_wrap=label in ("id", "feature", "point"), overflow="fold")
    for hit in hits:
        entry = hit.entry
        within = ", ".join(
            part
            for part in (entry.admin1, " ".join(entry.countries))
            if part and part != entry.name
        )
        table.add_row(
            entry.id,
            entry.name,
            entry.feature,
            within,
            f"{entry.population:,}" if entry.population else "",
            f"{entry.lat:.4f},{entry.lon:.4f}",
            *([f"{hit.km:.1f}"] if hit.km is not None else []),
            f"{hit.name} ({hit.likeness:.0f})",
        )
    return table


def source_lines(source: Source) -> Iterator[str]:
    """What is recorded of one thing that was added, a line each."""
    yield f"added    {source.name} ({source.form}), {source.places:,} places, {source.added}"
    yield f"  from     {source.origin}"
    yield f"  file     {source.size:,} bytes, sha256 {source.sha256}"
    if source.etag or source.modified:
        yield f"  version  {', '.join(filter(None, (source.etag, source.modified)))}"
    yield f"  left out {source.left_out:,} of other classes, {source.bad:,} bad lines"
    yield f"  content  {source.content}"
