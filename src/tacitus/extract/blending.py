"""What the rules and the learned reader found, put together into one list of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.proposals import Proposal
    from tacitus.extract.proposed import Assembler
    from tacitus.knowledge.learned import Trust
    from tacitus.records import Claim


def blend(
    proposals: Sequence[Proposal], assembler: Assembler, ruled: Sequence[Claim], trust: Trust
) -> list[Claim]:
    """Claims of both engines.

    Args:
        proposals: the model's events.
        assembler: makes claims of them.
        ruled: the rules' claims.
        trust: how far the model is trusted.
    """
    return [assembler.claim(p) for p in proposals if p.score >= trust.event]
