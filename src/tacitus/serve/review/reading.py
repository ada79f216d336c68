"""Values read out of words that a reviewer marked in a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tacitus.reconcile.versions import KINDS
from tacitus.records import Report, Span, TacitusError

if TYPE_CHECKING:
    from tacitus.parse.document import Parsed

# characters that a reviewer may mark
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Marked:
    """What words say of a field.

    Attributes:
        field: the field.
        quote: the words.
        report: id of their report.
        start, end: their offsets.
        inputs: what the inputs of the form get, by name; empty where nothing could be read.
        how: how it was read.
    """

    field: str
    quote: str
    report: str
    start: int
    end: int
    inputs: dict[str, str]
    how: str


def ground(report: Report, quote: str, near: int) -> Span:
    """Where marked words stand: a browser shows white space otherwise than a report has it.

    Args:
        report: the report.
        quote: the words.
        near: about where they begin.

    Raises:
        TacitusError: ``no-such-words``.
    """
    words = quote[:_LONGEST].split()
    if not words:
        raise TacitusError("no-such-words", "No words were marked.", "Mark some in the report.")
    found = list(_stretches(report.text, words))
    if not found:
        raise TacitusError("no-such-words", "The report has no such words.", "Mark them again.")
    return min(found, key=lambda span: abs(span.start - near))


def _stretches(text: str, words: list[str]) -> list[Span]:
    found: list[Span] = []
    at = text.find(words[0])
    while at >= 0:
        end: int | None = at + len(words[0])
        for word in words[1:]:
            rest = text[end:]
            skipped = len(rest) - len(rest.lstrip())
            if end is None or not rest.lstrip().startswith(word):
                end = None
                break
            end += skipped + len(word)
        if end is not None:
            found.append(Span(at, end))
        at = text.find(words[0], at + 1)
    return found


def read_words(report: Report, field: str, quote: str, near: int) -> Marked:
    """What marked words say of a field, as the program reads such words.

    Args:
        report: the report.
        field: what is to be read.
        quote: the words.
        near: about where they begin.

    Raises:
        TacitusError: ``no-such-words``; ``unknown-field`` for a field that is not read from words.
    """
    span = ground(report, quote, near)
    told = " ".join(span.quote(report.text).split())
    if field in KINDS:
        inputs, how = _count(_parsed(report), span, field)
    elif field in ("start", "end"):
        inputs, how = _days(_parsed(report), span)
    elif field in ("initiators", "targets", "weapons", "place"):
        inputs, how = {field: told}, "as it stands"
    else:
        raise TacitusError("unknown-field", f"{field!r} is not read from words.", "Choose it.")
    return Marked(field, told, report.id, span.start, span.end, inputs, how)


def _parsed(report: Report) -> Parsed:
    # the parser takes seconds to load: a desk on which nobody marks words never does
    from tacitus.parse.document import parse

    return parse(report)


def _count(parsed: Parsed, span: Span, field: str) -> tuple[dict[str, str], str]:
    from tacitus.parse.quantities import find_quantities

    for amount in find_quantities(parsed, indefinite=True):
        if parsed.span(amount.start, amount.stop).overlaps(span):
            low, high = amount.count.low, amount.count.high
            told: dict[str, Any] = {"low": low, "best": low, "high": "" if high is None else high}
            inputs = {f"{field}_{name}": str(value) for name, value in told.items()}
            return inputs | {f"{field}_open": "true" if high is None else ""}, amount.by
    return {}, "no number was read in these words"


def _days(parsed: Parsed, span: Span) -> tuple[dict[str, str], str]:
    from tacitus.resolve.dates import find_times

    for time in find_times(parsed):
        if parsed.span(time.start, time.stop).overlaps(span) and (time.first or time.last):
            inputs = {"start": time.first or "", "end": time.last or ""}
            return inputs | {"date_precision": time.precision}, time.how
    return {}, "no day was read in these words"
