"""Ids of events, and the order in which its claims are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from ulid import ULID

from tacitus.records import Telling

_EPOCH = date(1970, 1, 1)
# of a ULID's 16 bytes, the first 6 tell the time
_TIME_BYTES, _OTHER_BYTES = 6, 10


def event_id(telling: Telling) -> str:
    """The id that an event has when this claim founds it; the same whenever it is made.

    A ULID (https://github.com/ulid/spec) of which the time is midnight, UTC, of the day of
    publication, so that ids sort by it; what is random in other ULIDs is here a hash of the claim's
    key. Days before 1970 and reports without a day have the time 0, since a ULID holds no other.

    Args:
        telling: a claim with its report.

    Returns:
        26 characters.
    """
    day = max(telling.report.published or _EPOCH, _EPOCH)
    moment = int(datetime.combine(day, time(), UTC).timestamp() * 1000)
    digest = hashlib.blake2b(telling.key.encode("utf-8", "surrogatepass"), digest_size=_OTHER_BYTES)
    return str(ULID(moment.to_bytes(_TIME_BYTES, "big") + digest.digest()))


def telling_order(telling: Telling) -> tuple[bool, date, str]:
    """Sorts claims by publication, then key; those of reports without a day come last."""
    day = telling.report.published
    return day is None, day or _EPOCH, telling.key


def in_order(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    """Claims in order of publication, each once; the first is the one that founds their event."""
    return tuple(sorted({t.key: t for t in tellings}.values(), key=telling_order))
