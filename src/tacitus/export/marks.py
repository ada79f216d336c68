"""Where the text of a report carries evidence: the text cut into pieces, each with its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tacitus.records import Claim, Coded, Grounded, Span

VALUE_FIELDS = (
    "type",
    "initiators",
    "targets",
    "place",
    "within",
    "start",
    "end",
    "killed",
    "injured",
    "captured",
    "weapon",
    "attribution",
    "factuality",
    "aggregate",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a report in which nothing begins or ends.

    Attributes:
        start, end: offsets in the report's text.
        evidence: ids of the claims that it is evidence of.
        values: (claim id, field) of the values that rest on it.
        opens: ids of the claims whose evidence begins here.
        cut: kind of what was cut here as no story, or None.
    """

    start: int
    end: int
    evidence: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    opens: tuple[str, ...] = ()
    cut: str | None = None


def grounds(claim: Claim) -> Iterator[tuple[str, Grounded[Any]]]:
    """Every value of a claim with the name of its field, fields in the codebook's order."""
    for name in VALUE_FIELDS:
        value = getattr(claim, name)
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None:
                yield name, one


def all_spans(coded: Coded) -> Iterator[Span]:
    """Every span of a coded report: of values, evidence, accounts, sides, relations and cuts."""
    for claim in coded.claims:
        yield from claim.evidence
        for _, value in grounds(claim):
            yield from value.spans
        for side in claim.sides:
            yield from side.toll.spans
        for account in claim.accounts:
            yield from account.spans
            for source in account.attribution:
                yield from source.spans
            for toll in (account.killed, account.injured, account.captured):
                yield from toll.spans if toll is not None else ()
    for relation in coded.relations:
        yield relation.evidence
        sure = (relation.factuality,) if relation.factuality else ()
        for part in (relation.subject, relation.object, *relation.attribution, *sure):
            yield from part.spans
    yield from (cut.span for cut in coded.report.cuts)


def pieces(coded: Coded) -> list[Piece]:
    """The whole text of a report in pieces, in order and without gaps.

    Returns:
        Pieces that together are the text; an empty list for an empty text.
    """
    text = coded.report.text
    layers = sorted(_layers(coded), key=lambda layer: (layer[0].start, layer[0].end))
    edges = {0, len(text)}
    for span, *_ in layers:
        edges |= {span.start, span.end}
    cuts = sorted(edge for edge in edges if edge <= len(text))

    found: list[Piece] = []
    open_layers: list[tuple[Span, str, str]] = []
    coming = iter(layers)
    pending = next(coming, None)
    for start, end in pairwise(cuts):
        open_layers = [layer for layer in open_layers if layer[0].end > start]
        while pending is not None and pending[0].start <= start:
            open_layers.append(pending)
            pending = next(coming, None)
        found.append(_piece(start, end, open_layers))
    return found


def _layers(coded: Coded) -> Iterator[tuple[Span, str, str]]:
    """Spans with the claim (empty for a cut) and the field, "evidence", or the kind of cut."""
    for claim in coded.claims:
        for span in claim.evidence:
            yield span, claim.id, "evidence"
        for name, value in grounds(claim):
            for span in value.spans:
                yield span, claim.id, name
    for cut in coded.report.cuts:
        yield cut.span, "", cut.kind


def _piece(start: int, end: int, layers: Iterable[tuple[Span, str, str]]) -> Piece:
    evidence: dict[str, None] = {}
    values: dict[tuple[str, str], None] = {}
    opens: dict[str, None] = {}
    cut = None
    for span, claim, name in layers:
        if not claim:
            cut = cut or name
        elif name == "evidence":
            evidence[claim] = None
            if span.start == start:
                opens[claim] = None
        else:
            values[claim, name] = None
    return Piece(start, end, tuple(evidence), tuple(values), tuple(opens), cut)
