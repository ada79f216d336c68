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
from tacitus.records.errors import Problem, TacitusError
from tacitus.records.report import Cut, Report
from tacitus.records.spans import Count, Grounded, Span

__all__ = [
    "Account",
    "ActorRef",
    "Claim",
    "Coded",
    "Count",
    "Cut",
    "Grounded",
    "PlaceRef",
    "Problem",
    "Relation",
    "Report",
    "SideToll",
    "SourceRef",
    "Span",
    "TacitusError",
]
