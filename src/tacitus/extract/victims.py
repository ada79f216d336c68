"""Who was hit, where the report only says that they were some of the victims told of before."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.knowledge.actors import load_kinds
from tacitus.resolve.actor_class import classify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.reading import Reading
    from tacitus.records import Claim, Count, Grounded


def victims_of_before(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """Claims, those of "14 of the victims" with the people that an earlier claim names as hit.

    Args:
        claims: of one report, in order of appearance.
        reading: the report.
    """
    out: list[Claim] = []
    for claim in claims:
        toll = claim.killed
        if toll is not None and not claim.targets and _some_of_them(toll, reading):
            named = next(filter(None, (_people(c, toll) for c in reversed(out))), ())
            how = "the victims that an earlier event was told of"
            given = tuple(replace(g, by="syntax:victims", how=how) for g in named)
            claim = replace(claim, targets=given)
        out.append(claim)
    return out


def _some_of_them(toll: Grounded[Count], reading: Reading) -> bool:
    """Whether a figure counts some of those that were lost: "14 of the victims"."""
    doc, view = reading.parsed.doc, reading.parsed.view
    at = bisect_left(view.begin, toll.spans[0].start)
    number = doc.char_span(at, at + 1, alignment_mode="expand")
    if number is None:
        return False
    whole = number.root.head if number.root.dep_ == "appos" else number.root
    return any(
        inner.lemma_.lower() in reading.syntax.lost_before and inner.dep_ == "pobj"
        for child in whole.children
        if child.lower_ == "of"
        for inner in child.children
    )


def _people(claim: Claim, toll: Grounded[Count]) -> tuple[Grounded[str], ...]:
    """The people that a claim with a toll as high names as hit."""
    if claim.killed is None or claim.killed.value.low < toll.value.low:
        return ()
    kinds = load_kinds()
    return tuple(t for t in claim.targets if kinds[classify(t.value).kind].person)
