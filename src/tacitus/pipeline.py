"""The stages in order: one report in, its claims out, the same function at any scale."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tacitus.extract.credits import credit_relations
from tacitus.extract.extractor import extract_claims
from tacitus.extract.reading import read_out
from tacitus.extract.relations import find_relations
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import MODEL, parse
from tacitus.records import Coded, Problem
from tacitus.resolving import resolve_claims

if TYPE_CHECKING:
    from tacitus.records import Report


@cache
def versions(codebook: Path | None = None) -> dict[str, str]:
    """Versions of code, codebook, model and gazetteer that give a result."""
    import spacy  # noqa: PLC0415

    from tacitus import __version__  # noqa: PLC0415

    return {
        "tacitus": __version__,
        "codebook": load_codebook(codebook).version,
        "model": f"{MODEL} {spacy.util.get_package_version(MODEL)}",
        "spacy": spacy.__version__,
        "gazetteer": open_gazetteer().version,
    }


def code_report(report: Report, *, codebook: Path | None = None) -> Coded:
    """Read one report out into claims.

    Args:
        report: what ``tacitus.read`` gave.
        codebook: a codebook file of one's own, or None for the packaged one.

    Raises:
        TacitusError: when the codebook cannot be read.
    """
    gazetteer = open_gazetteer()
    parsed = parse(report)
    reading = read_out(parsed, load_codebook(codebook), load_index(codebook), gazetteer)
    claims = resolve_claims(extract_claims(reading), reading)
    problems = list(report.problems)
    if parsed.view.truncated:
        problems.append(
            Problem("text-cut", "The text is longer than the bound; its end was not read.", "Split it.")
        )
    return Coded(report, claims, credit_relations(find_relations(parsed), reading), tuple(problems), versions(codebook))
