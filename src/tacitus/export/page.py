"""Coded reports as one self-contained HTML page: the text, its claims, what rests on what."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from tacitus.export.marks import Piece, grounds, pieces
from tacitus.export.wording import (
    headline,
    point_words,
    report_words,
    sure_words,
    visible,
    web_address,
    when_words,
)
from tacitus.records import Claim, Coded, Count, Grounded, Relation

_LABELS = {
    "initiators": "Who",
    "targets": "Against whom",
    "place": "Where",
    "within": "Within",
    "start": "From",
    "end": "To",
    "killed": "Killed",
    "injured": "Injured",
    "captured": "Captured",
    "weapon": "With",
    "attribution": "According to",
    "factuality": "How sure",
    "aggregate": "A total",
}
COLOURS = 6


def html_page(reports: Iterable[Coded]) -> str:
    """A page that shows reports with the evidence of each claim marked.

    The page loads nothing: style and script stand in it and a content policy admits only those.
    It reads as a plain document without the script, which adds that pointing at a claim lights up
    what it rests on, and the other way round.

    Args:
        reports: what was coded, with text.

    Returns:
        The HTML document, the same for the same reports.
    """
    style, script = _packaged("page.css"), _packaged("page.js")
    return _template().render(
        reports=[_report(number, coded) for number, coded in enumerate(reports, start=1)],
        style=Markup(style),  # noqa: S704 our own file
        script=Markup(script),  # noqa: S704 our own file
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_packaged("page.html"))


def _packaged(name: str) -> str:
    return (files("tacitus.export") / "templates" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """The value by which a content security policy knows an inline style or script."""
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"sha256-{digest}"


def _report(number: int, coded: Coded) -> dict[str, Any]:
    prefix = f"r{number}"
    colours = {claim.id: i % COLOURS for i, claim in enumerate(coded.claims)}
    text = visible(coded.report.text)
    return {
        "key": prefix,
        "title": headline(coded.report),
        "about": report_words(coded.report),
        "language": coded.report.language or "en",
        "url": web_address(coded.report.url),
        "pieces": [_piece(prefix, piece, text, colours) for piece in pieces(coded)],
        "claims": [_claim(prefix, claim, coded, colours[claim.id]) for claim in coded.claims],
        "relations": [_relation(relation) for relation in coded.relations],
        "problems": coded.problems,
        "versions": coded.versions,
    }


def _piece(prefix: str, piece: Piece, text: str, colours: dict[str, int]) -> dict[str, Any]:
    keys = [f"{prefix}-{claim}" for claim in piece.evidence]
    keys += [f"{prefix}-{claim}:{name}" for claim, name in piece.values]
    return {
        "text": text[piece.start : piece.end],
        "tokens": " ".join(dict.fromkeys(keys)),
        "evidence": bool(piece.evidence),
        "value": bool(piece.values),
        "cut": piece.cut,
        "colour": colours[piece.evidence[0]] if piece.evidence else None,
        "opens": [
            {"claim": claim, "key": f"{prefix}-{claim}", "colour": colours[claim]}
            for claim in piece.opens
        ],
    }


def _claim(prefix: str, claim: Claim, coded: Coded, colour: int) -> dict[str, Any]:
    key = f"{prefix}-{claim.id}"
    fields: dict[str, dict[str, Any]] = {}
    for name, value in grounds(claim):
        if name in _LABELS and not (name == "aggregate" and not value.value):
            row = fields.setdefault(
                name, {"label": _LABELS[name], "key": f"{key}:{name}", "values": []}
            )
            row["values"].append(_value(value))
    return {
        "id": claim.id,
        "key": key,
        "colour": colour,
        "type": claim.type.value,
        "type_key": f"{key}:type",
        "why_type": _value(claim.type),
        "sure": sure_words(claim),
        "sureness": claim.factuality.value,
        "when": when_words(claim),
        "fields": list(fields.values()),
        "point": point_words(claim.place_ref) if claim.place_ref else None,
        "actors": claim.actors,
        "accounts": [
            {
                "who": [visible(source.value) for source in account.attribution],
                "sure": account.factuality,
                "tolls": [
                    f"{toll.value.words} {name}"
                    for name, toll in (
                        ("killed", account.killed),
                        ("injured", account.injured),
                        ("captured", account.captured),
                    )
                    if toll is not None
                ],
            }
            for account in claim.accounts
        ],
        "evidence": [visible(span.quote(coded.report.text)) for span in claim.evidence],
        "why": claim.why,
    }


def _value(value: Grounded[Any]) -> dict[str, str | None]:
    shown = value.value
    if isinstance(shown, bool):
        words = "yes" if shown else "no"
    else:
        words = shown.words if isinstance(shown, Count) else visible(str(shown))
    return {"words": words, "by": value.by, "how": value.how}


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "subject": visible(relation.subject.value),
        "name": relation.relation.replace("_", " "),
        "object": visible(relation.object.value),
        "who": [visible(source.value) for source in relation.attribution],
    }
