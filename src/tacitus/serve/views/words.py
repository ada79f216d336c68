"""Values of claims with the words of reports that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tacitus.export.wording import one_line, visible
from tacitus.records import Claim, Count, Grounded, Report, Span, Telling
from tacitus.serve.views.pages import FieldRow, Words

# characters shown on each side of the words
_AROUND = 90
#: Fields in the codebook's order, as claims name them, with their labels.
LABELS = {
    "type": "What",
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


def printed(value: Any) -> str:
    """A value as printed: counts as words, yes and no, texts on one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.words if isinstance(value, Count) else one_line(str(value))


def values_of(claim: Claim, field: str) -> Iterator[Grounded[Any]]:
    """The values of a field of a claim, of a toll those of its accounts too.

    Args:
        claim: any.
        field: one of ``LABELS``.
    """
    value = getattr(claim, field)
    for one in value if isinstance(value, tuple) else (value,):
        if one is not None:
            yield one
    if field in ("killed", "injured", "captured"):
        for account in claim.accounts:
            told = getattr(account, field)
            if told is not None and told != value:
                yield told


def words_of(telling: Telling, values: Iterable[Grounded[Any]]) -> Iterator[Words]:
    """The words that values of a claim rest on, each stretch once for each value.

    Args:
        telling: the claim with its report.
        values: of the claim.
    """
    for value in values:
        for span in dict.fromkeys(value.spans):
            yield _words(telling, span, printed(value.value), value.by, value.how)


def evidence_words(telling: Telling) -> tuple[Words, ...]:
    """The words that tell a claim."""
    return tuple(_words(telling, span, "", "evidence", None) for span in telling.claim.evidence)


def _words(telling: Telling, span: Span, value: str, by: str, how: str | None) -> Words:
    report = telling.report
    before, after = around(report, span)
    return Words(
        report=report.id,
        outlet=report.source,
        published=report.published.isoformat() if report.published else None,
        claim=telling.key,
        start=span.start,
        end=span.end,
        before=before,
        quote=visible(span.quote(report.text)),
        after=after,
        value=value,
        by=by,
        how=how,
    )


def around(report: Report, span: Span) -> tuple[str, str]:
    """What stands before and after some words, cut between words and within their paragraph."""
    before = report.text[max(0, span.start - _AROUND) : span.start]
    after = report.text[span.end : span.end + _AROUND]
    before = before.rsplit("\n", 1)[-1]
    after = after.split("\n", 1)[0]
    if len(before) == _AROUND and " " in before:
        before = f"…{before.split(' ', 1)[1]}"
    if len(after) == _AROUND and " " in after:
        after = f"{after.rsplit(' ', 1)[0]}…"
    return visible(before), visible(after)


def claim_fields(telling: Telling) -> tuple[FieldRow, ...]:
    """The fields of a claim that have a value, each with its words."""
    claim = telling.claim
    found = []
    for field, label in LABELS.items():
        values = list(values_of(claim, field))
        if not values or (field == "aggregate" and not values[0].value):
            continue
        found.append(
            FieldRow(
                field=field,
                label=label,
                values=tuple(dict.fromkeys(printed(value.value) for value in values)),
                edited=False,
                contested=False,
                claims=(telling.key,),
                words=tuple(words_of(telling, values)),
            )
        )
    return tuple(found)
