"""The stages in order: one report in, its claims out, the same function at any scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.extract.credits import credit_relations
from tacitus.extract.engines import Engine, chosen, claims_of
from tacitus.extract.reading import read_out
from tacitus.extract.relations import find_relations
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.world_view import world_view
from tacitus.learned.model import load_model
from tacitus.parse.document import MODEL, parse
from tacitus.parse.stretches import stretches
from tacitus.read.language import not_coded
from tacitus.records import Coded, Problem
from tacitus.resolving import resolve_claims

if TYPE_CHECKING:
    from tacitus.records import Claim, Relation, Report, Span


_RULES_ONLY = Problem(
    "rules-only",
    "The codebook has other types than the learned reader knows: the rules alone read the report.",
    "Give --engine rules to say that this is meant.",
)

__all__ = ["Engine", "code_report", "problems_of", "versions"]


def versions(codebook: Path | None = None, engine: Engine = Engine.BOTH) -> dict[str, str]:
    """Versions of code, codebook, models, gazetteer and world view that give a result."""
    return {**_versions(codebook, engine), "world_view": world_view().version}


@cache
def _versions(codebook: Path | None, engine: Engine) -> dict[str, str]:
    import spacy

    from tacitus import __version__

    told = {
        "tacitus": __version__,
        "engine": engine.value,
        "codebook": load_codebook(codebook).version,
        "parser": f"{MODEL} {spacy.util.get_package_version(MODEL)}",
        "spacy": spacy.__version__,
        "gazetteer": open_gazetteer().version,
    }
    if engine is not Engine.RULES:
        told["model"] = load_model().version
    return told


def code_report(
    report: Report, *, codebook: Path | None = None, engine: Engine | str = Engine.BOTH
) -> Coded:
    """Read one report out into claims.

    A long report is read in stretches, one after another, so that time and memory for it stay in
    hand; an event told in two of them is found twice, which ``problems`` says. A report in
    another language than English is not coded, which ``problems`` says too.

    Args:
        report: what ``tacitus.read`` gave.
        codebook: a codebook file of one's own, or None for the packaged one.
        engine: what reads the events: "rules", "model" or "both".

    Raises:
        TacitusError: when the codebook or the model cannot be read.
    """
    book, index, gazetteer = load_codebook(codebook), load_index(codebook), open_gazetteer()
    asked = Engine(engine)
    engine = chosen(asked, book)
    foreign = not_coded(report)
    if foreign is not None:
        problems = (*report.problems, foreign)
        return Coded(report, (), (), problems, versions(codebook, engine))
    claims: list[Claim] = []
    relations: dict[tuple[str, str, str], Relation] = {}
    parts = stretches(report.text)
    for part in parts:
        reading = read_out(parse(report, part), book, index, gazetteer)
        claims.extend(resolve_claims(claims_of(reading, engine), reading))
        for found in credit_relations(find_relations(reading.parsed), reading):
            relations.setdefault((found.subject.value, found.relation, found.object.value), found)
    numbered = tuple(replace(claim, id=f"e{n}") for n, claim in enumerate(claims, 1))
    problems = problems_of(report, parts, numbered)
    if engine is not asked:
        problems = (*problems, _RULES_ONLY)
    return Coded(report, numbered, tuple(relations.values()), problems, versions(codebook, engine))


def problems_of(
    report: Report, parts: tuple[Span, ...], claims: tuple[Claim, ...]
) -> tuple[Problem, ...]:
    """What was odd about a report, its reading and its claims.

    Args:
        report: the report.
        parts: the stretches it was read in.
        claims: what was read out of it.
    """
    return (*report.problems, *_of_reading(report, parts), *_of_claims(claims))


def _of_reading(report: Report, parts: tuple[Span, ...]) -> Iterator[Problem]:
    """What a long text leads to."""
    read, length = parts[-1].end if parts else 0, len(report.text)
    if read < length:
        yield Problem(
            "text-cut",
            f"The text has {length} characters; what follows character {read} was not read.",
            "Split the report.",
        )
    if len(parts) > 1:
        yield Problem(
            "read-in-parts",
            f"The text is long and was read in {len(parts)} parts; an event that several of them "
            "tell of is listed once for each.",
            "Split the report where another story begins.",
        )


def _of_claims(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    """What the claims leave open, counted."""
    if not claims:
        yield Problem("no-events", "No event of the codebook was found in it.")
        return
    told = f"of {len(claims)} events"
    undated = [c.id for c in claims if c.end is None and c.factuality.value != "prospective"]
    unplaced = [c.id for c in claims if c.place is None]
    unlocated = [
        c.id for c in claims if c.place and (c.place_ref is None or c.place_ref.lat is None)
    ]
    for code, ids, what in (
        ("undated-events", undated, "have no day"),
        ("unplaced-events", unplaced, "have no place"),
        ("unlocated-places", unlocated, "are at a place without coordinates"),
    ):
        if ids:
            yield Problem(code, f"{len(ids)} {told} {what} ({', '.join(ids)}).")
