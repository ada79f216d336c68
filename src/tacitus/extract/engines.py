"""From a parsed report to its claims, by rules, by the learned reader, or by both."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tacitus.extract.aggregates import as_totals
from tacitus.extract.blending import blend
from tacitus.extract.claimants import by_claimants
from tacitus.extract.extractor import extract_claims
from tacitus.extract.flights import flown_by_fliers
from tacitus.extract.proposals import Proposer
from tacitus.extract.proposed import Assembler
from tacitus.extract.roundup import dated_by_opening
from tacitus.extract.victims import victims_of_before
from tacitus.extract.where import larger_places
from tacitus.knowledge.learned import load_trust
from tacitus.learned.labels import TYPES
from tacitus.learned.model import load_model
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.reading import Reading
    from tacitus.knowledge.codebook import Codebook
    from tacitus.records import Claim


class Engine(StrEnum):
    """What reads the events of a report.

    Attributes:
        RULES: the codebook's words and the parse alone.
        MODEL: the learned reader; rules only work out figures, days and places from its words.
        BOTH: the learned reader, with the rules' answers where it has none or the weaker ones.
    """

    RULES = "rules"
    MODEL = "model"
    BOTH = "both"


def chosen(engine: Engine, book: Codebook) -> Engine:
    """The engine that can read by a codebook: the model knows the packaged types alone.

    Raises:
        TacitusError: ``other-types`` when the model alone is asked for and cannot.
    """
    if {name for members in book.event_types.values() for name in members} == set(TYPES):
        return engine
    if engine is Engine.MODEL:
        raise TacitusError(
            "other-types",
            "The learned reader knows the types of the packaged codebook only.",
            "Code with --engine rules.",
        )
    return Engine.RULES


def claims_of(reading: Reading, engine: Engine) -> tuple[Claim, ...]:
    """All claims of a report, numbered in order of appearance.

    Args:
        reading: the report with what the finders found in it.
        engine: what reads them.

    Raises:
        TacitusError: ``no-model`` or ``other-model`` when the model's files are missing or not
            those of this version.
    """
    if engine is Engine.RULES:
        return tuple(_completed(extract_claims(reading), reading))
    model, trust = load_model(), load_trust()
    assembler = Assembler(reading, model.version)
    if engine is Engine.MODEL:
        proposals = Proposer(reading, model, trust).proposals()
        claims = [assembler.claim(p) for p in proposals if p.score >= trust.event]
    else:
        ruled = extract_claims(reading)
        claims = blend(Proposer(reading, model, trust, ruled), assembler, ruled)
    claims.sort(key=lambda claim: claim.evidence[0].start)
    return tuple(
        replace(claim, id=f"e{n}", within=larger_places(claim, reading))
        for n, claim in enumerate(_completed(claims, reading), 1)
    )


def _completed(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """Claims in order, with what they leave to what was told before them, and as it can be."""
    told = victims_of_before(dated_by_opening(claims, reading), reading)
    return as_totals(flown_by_fliers(by_claimants(told, reading), reading), reading)
