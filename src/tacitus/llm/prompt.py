"""What the model is asked: the codebook in force as instructions, a stretch of a report as text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined, Template

from tacitus.llm.schema import FACTUALITY, Json, answer_schema

if TYPE_CHECKING:
    from tacitus.knowledge.codebook import Codebook
    from tacitus.records import Report, Span


@dataclass(frozen=True, slots=True)
class Prompt:
    """What stays the same over all reports of a run.

    Attributes:
        system: the instructions; first in every request, so that a server can keep them read.
        schema: the form of an answer.
        version: changes with every character of either.
    """

    system: str
    schema: Json
    version: str


def make_prompt(book: Codebook, *, bounded: bool = False) -> Prompt:
    """The instructions for a codebook.

    Args:
        book: the codebook in force.
        bounded: as for ``answer_schema``.
    """
    system = _template("coder.txt").render(book=book, factuality=FACTUALITY).strip()
    schema = answer_schema(book, bounded=bounded)
    # The template of the report is part of what is asked, though not of the instructions.
    parts = [system, schema, _source("report.txt")]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return Prompt(system, schema, digest[:12])


def report_message(report: Report, part: Span) -> str:
    """What is asked about one stretch of a report; boilerplate is left out.

    Args:
        report: the report.
        part: the stretch of its text.
    """
    story = "\n".join(piece for piece in _story(report, part) if piece.strip()).strip()
    return (
        _template("report.txt")
        .render(
            published=report.published.isoformat() if report.published else None,
            source=report.source,
            title=report.title,
            text=story,
        )
        .strip()
    )


def _story(report: Report, part: Span) -> list[str]:
    pieces, at = [], part.start
    for cut in sorted(cut.span for cut in report.cuts if cut.span.overlaps(part)):
        if cut.start > at:
            pieces.append(report.text[at : cut.start])
        at = max(at, cut.end)
    pieces.append(report.text[at : part.end])
    return pieces


def _source(name: str) -> str:
    return (files("tacitus.llm") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template(name: str) -> Template:
    environment = Environment(  # noqa: S701 makes plain text, no HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_source(name))
