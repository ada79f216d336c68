"""Versions of an event, where the sources that the report credits differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.extract.credits import credited
from tacitus.extract.evidence import quote_range
from tacitus.records import Account, Count, Grounded

if TYPE_CHECKING:
    from tacitus.extract.joining import Draft
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading


def find_accounts(draft: Draft, reading: Reading) -> tuple[Account, ...]:
    """One account a source, where figures or factuality differ between sources; else none."""
    by_source: dict[str, list[Mention]] = {}
    said: dict[str, tuple[Grounded[str], ...]] = {}
    for mention in draft.mentions:
        grounded = tuple(credited(mention, reading)[:1])
        name = grounded[0].value.lower() if grounded else ""
        by_source.setdefault(name, []).append(mention)
        said.setdefault(name, grounded)
    if len(by_source) < 2:
        return ()
    accounts = [_account(said[name], mentions, reading) for name, mentions in by_source.items()]
    return tuple(accounts) if _differ(accounts) else ()


def _differ(accounts: list[Account]) -> bool:
    for kind in ("killed", "injured", "captured"):
        values = {g.value for a in accounts if (g := getattr(a, kind)) is not None}
        if len(values) > 1:
            return True
    return len({a.factuality for a in accounts}) > 1


def _account(attribution: tuple[Grounded[str], ...], mentions: list[Mention], reading: Reading) -> Account:
    def toll(kind: str) -> Grounded[Count] | None:
        for mention in mentions:
            for t in mention.tolls:
                if t.kind == kind:
                    return Grounded(t.count, (reading.parsed.span(t.first, t.stop),), "tolls:words", t.how)
        return None

    spans = tuple(reading.parsed.span(*quote_range(m, reading)) for m in mentions)
    return Account(
        attribution, toll("killed"), toll("injured"), toll("captured"), mentions[0].factuality, spans
    )
