"""From a parsed report to its claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.claims import make_claim
from tacitus.extract.grouping import find_mentions
from tacitus.extract.joining import Draft, join
from tacitus.extract.screening import screen
from tacitus.extract.splitting import split
from tacitus.records import Claim

if TYPE_CHECKING:
    from tacitus.extract.reading import Reading


def extract_claims(reading: Reading) -> tuple[Claim, ...]:
    """All claims of a report, numbered in order of appearance.

    Args:
        reading: the report with what the finders found in it.
    """
    mentions = [part for m in screen(find_mentions(reading), reading) for part in split(m, reading)]
    drafts: list[Draft] = join(mentions, reading)
    claims = [claim for draft in drafts if (claim := make_claim(draft, drafts, reading))]
    claims.sort(key=lambda claim: claim.evidence[0].start)
    return tuple(replace(claim, id=f"e{n}") for n, claim in enumerate(claims, 1))
