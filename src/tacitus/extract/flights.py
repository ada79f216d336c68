"""Air strikes by those who have no aircraft, which a report cannot mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.means import means_at
from tacitus.records import Grounded
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.reading import Reading
    from tacitus.records import Claim

_STRIKE, _FIRE = "Air/drone strike", "Shelling/artillery/missile attack"
_AIR = "air"
# classes of groups that fight states and have drones at the most
_GROUNDED = frozenset({"rebels", "criminal"})


def flown_by_fliers(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """Claims, no armed group without aircraft among those who bomb from the air.

    Where the words tell of aircraft, such a group is another party of the report, as in "air raids
    since rebels launched an offensive"; where they do not, what it did was no air strike ("rebels
    fired rockets"). Drones are left to whoever is told to have sent them.

    Args:
        claims: of one report.
        reading: the report.
    """
    return [_flown(claim, reading) if claim.type.value == _STRIKE else claim for claim in claims]


def _flown(claim: Claim, reading: Reading) -> Claim:
    grounded = [g for g in claim.initiators if _has_no_aircraft(g, reading)]
    if not grounded:
        return claim
    words = [t for span in claim.evidence for t in reading.parsed.tokens(span)]
    unmanned = reading.book.means[_AIR].unmanned
    if any(t.lemma_.lower() in unmanned or t.lower_ in unmanned for t in words):
        return claim
    if any(means_at(t, reading) == _AIR for t in words):
        fliers = tuple(g for g in claim.initiators if g not in grounded)
        return replace(claim, initiators=fliers)
    if len(grounded) < len(claim.initiators):
        return claim
    how = "those who did it have no aircraft, and none is told of"
    if claim.type.how:
        how = f"{how}; {claim.type.how}"
    return replace(claim, type=Grounded(_FIRE, claim.type.spans, "initiators:aircraft", how))


def _has_no_aircraft(name: Grounded[str], reading: Reading) -> bool:
    if classify(name.value).kind not in _GROUNDED:
        return False
    words = (t for span in name.spans for t in reading.parsed.tokens(span))
    return not any(means_at(t, reading) == _AIR for t in words)
