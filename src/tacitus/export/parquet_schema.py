"""Columns and types of events and claims in Parquet.

Needs pyarrow; ``parquet`` sees to it that it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tacitus.export.jsonform import COUNT_FIELDS, Json

TEXT, TRUTH, DAY, DEGREES = pa.string(), pa.bool_(), pa.date32(), pa.float64()
NUMBER, LEVEL = pa.int64(), pa.int8()
TEXTS = pa.list_(TEXT)


def _many(**fields: Any) -> Any:
    return pa.list_(pa.struct(fields))


_PLACE = pa.struct(
    {
        "mention": TEXT,
        "name": TEXT,
        "gazetteer_id": TEXT,
        "lat": DEGREES,
        "lon": DEGREES,
        "country": TEXT,
        "admin1": TEXT,
        "feature": TEXT,
        "acled_precision": LEVEL,
        "ucdp_precision": LEVEL,
        "radius_km": DEGREES,
        "reason": TEXT,
        "candidates": TEXTS,
        "scores": pa.list_(DEGREES),
        "disputed": TEXT,
    }
)
_PARTIES = _many(actor=TEXT, name=TEXT, kind=TEXT, country=TEXT, mentions=TEXTS, claims=TEXTS)
_QUOTES = _many(text=TEXT, start=NUMBER, end=NUMBER)
_COUNT = pa.struct({"low": NUMBER, "high": NUMBER})

EVENT_TYPES: dict[str, Any] = {
    "id": TEXT,
    "event_type": TEXT,
    "type": TEXT,
    "start": DAY,
    "end": DAY,
    "date_precision": TEXT,
    "initiators": _PARTIES,
    "targets": _PARTIES,
    "place": _PLACE,
    "lat": DEGREES,
    "lon": DEGREES,
    "country": TEXT,
    **{f"{kind}_{part}": NUMBER for kind in COUNT_FIELDS for part in ("low", "best", "high")},
    "figures": _many(
        kind=TEXT,
        side=TEXT,
        low=NUMBER,
        best=NUMBER,
        high=NUMBER,
        rule=TEXT,
        claims=TEXTS,
        set_aside=_many(claim=TEXT, why=TEXT),
        how=TEXT,
    ),
    "weapons": TEXTS,
    "factuality": TEXT,
    "aggregate": TRUTH,
    "contested": _many(
        field=TEXT, positions=_many(value=TEXT, claims=TEXTS, sources=TEXTS, stances=TEXTS)
    ),
    "support": TEXT,
    "support_reasons": TEXTS,
    "reports": TEXTS,
    "outlets": TEXTS,
    "sources": _many(
        id=TEXT, name=TEXT, kind=TEXT, stance=TEXT, claims=TEXTS, outlets=TEXTS, why=TEXTS
    ),
    "claims": TEXTS,
    "rests_on": _many(field=TEXT, claims=TEXTS),
    "bonds": _many(a=TEXT, b=TEXT, score=DEGREES, reasons=TEXTS),
    "decisions": TEXTS,
    "edited": TEXTS,
    "rejected": TRUTH,
}
CLAIM_TYPES: dict[str, Any] = {
    "claim": TEXT,
    "event": TEXT,
    "report": TEXT,
    "outlet": TEXT,
    "published": DAY,
    "title": TEXT,
    "url": TEXT,
    "language": TEXT,
    "syndicated_from": TEXT,
    "type": TEXT,
    "factuality": TEXT,
    "aggregate": TRUTH,
    "initiators": TEXTS,
    "targets": TEXTS,
    "actors": _many(
        mention=TEXT,
        actor=TEXT,
        name=TEXT,
        kind=TEXT,
        country=TEXT,
        affiliation=_many(relation=TEXT, side=TEXT),
        reason=TEXT,
        candidates=TEXTS,
        scores=pa.list_(DEGREES),
    ),
    "place": TEXT,
    "within": TEXTS,
    "place_ref": _PLACE,
    "start": DAY,
    "end": DAY,
    "date_precision": TEXT,
    **{f"{kind}_{part}": NUMBER for kind in COUNT_FIELDS for part in ("low", "high")},
    "sides": _many(side=TEXT, kind=TEXT, low=NUMBER, high=NUMBER, mention=TEXT),
    "weapon": TEXT,
    "attribution": TEXTS,
    "sources": _many(mention=TEXT, source=TEXT, kind=TEXT, stance=TEXT, reason=TEXT),
    "accounts": _many(
        attribution=TEXTS,
        killed=_COUNT,
        injured=_COUNT,
        captured=_COUNT,
        factuality=TEXT,
        quotes=_QUOTES,
    ),
    "quotes": _QUOTES,
    "grounds": _many(field=TEXT, value=NUMBER, start=NUMBER, end=NUMBER, by=TEXT, how=TEXT),
    "why": TEXTS,
}


@contextmanager
def opened(
    path: Path, types: Mapping[str, Any], about: Mapping[str, str]
) -> Iterator[Callable[[list[Json]], None]]:
    """A Parquet file, opened for writing.

    Args:
        path: of the file.
        types: by column.
        about: metadata of the file.

    Yields:
        A function that adds rows; of each row it takes the values of the columns.
    """
    schema = pa.schema(list(types.items()), metadata=dict(about))
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield lambda rows: writer.write_table(pa.Table.from_pylist(rows, schema=schema))
