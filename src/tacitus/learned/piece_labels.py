"""What the outputs for every piece stand for that are learned from public sets, in order."""

from __future__ import annotations

from collections.abc import Sequence

#: Kinds of entities of re3d; the output "entity" is `bio` of them.
ENTITIES = (
    "DocumentReference",
    "Location",
    "MilitaryPlatform",
    "Money",
    "Nationality",
    "Organisation",
    "Person",
    "Quantity",
    "Temporal",
    "Weapon",
)
#: Roles in the incidents that MUC-4 codes, as GTT names them; the output "muc" is `bio` of them.
MUC_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
#: The output "attribution", after PolNeAR: every piece of a span is inside it, its first piece
#: starts it too.
ATTRIBUTION = ("source start", "source inside", "cue start", "cue inside", "content inside")


def bio(kinds: Sequence[str]) -> tuple[str, ...]:
    """The labels of pieces for spans of some kinds: none, then first piece and others of each.

    Args:
        kinds: names of the kinds.

    Returns:
        "O", "B-" and "I-" of the first kind, "B-" and "I-" of the second, and so on.
    """
    return ("O", *(f"{mark}-{kind}" for kind in kinds for mark in "BI"))
