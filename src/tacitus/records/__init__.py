"""The records that every part of Tacitus passes on; imports nothing else of the package."""

from tacitus.records.claim import (
    Account,
    ActorRef,
    Claim,
    Coded,
    PlaceRef,
    Relation,
    SideToll,
    SourceRef,
)
from tacitus.records.decision import Decision
from tacitus.records.errors import Problem, TacitusError
from tacitus.records.event import (
    Bond,
    Contest,
    Event,
    Figure,
    Party,
    Position,
    Source,
    Support,
    Telling,
    claim_key,
)
from tacitus.records.report import Cut, Report
from tacitus.records.spans import Count, Grounded, Span

__all__ = [
    "Account",
    "ActorRef",
    "Bond",
    "Claim",
    "Coded",
    "Contest",
    "Count",
    "Cut",
    "Decision",
    "Event",
    "Figure",
    "Grounded",
    "Party",
    "PlaceRef",
    "Position",
    "Problem",
    "Relation",
    "Report",
    "SideToll",
    "Source",
    "SourceRef",
    "Span",
    "Support",
    "TacitusError",
    "Telling",
    "claim_key",
]
