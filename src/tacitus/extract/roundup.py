"""Details of what a report's opening sums up, dated by it.

Agencies open with what happened over the day in several places ("on Friday shells hit Damascus,
Aleppo and Fouaa") and go on place by place without naming the day again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tacitus.resolve.names import same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tacitus.extract.reading import Reading
    from tacitus.records import Claim, Grounded, Span

# sentences that can open a report: the headline, which the text often repeats, and the first two
_OPENING = 3
# an opening that names one place tells of one event; what follows may be another day's
_PLACES = 2
_HAPPENED = ("asserted", "hedged")
_NO_SPOT = ("country", "metonym")
# kinds of words of time that leave the day open
_NO_DAY = ("clock", "dateline", "duration")


def dated_by_opening(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """Claims with the opening's day where they are details of it.

    A detail is told as news up to that very day, has the event type of what the opening tells,
    lies at one of the places named there, and has no day in its own sentences.

    Args:
        claims: of one report, in order of appearance.
        reading: the report.
    """
    found = (_opening(claim, reading) for claim in claims)
    opening = next((told for told in found if told is not None), None)
    if opening is None:
        return list(claims)
    return [
        replace(claim, **opening.days) if opening.holds_for(claim, reading) else claim
        for claim in claims
    ]


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a report opens with.

    Attributes:
        kind: its event type.
        last: its last day.
        days: ``start``, ``end`` and ``date_precision`` of its details.
        places: names of the places that it lists.
    """

    kind: str
    last: str
    days: dict[str, Any]
    places: tuple[str, ...]

    def holds_for(self, claim: Claim, reading: Reading) -> bool:
        """Whether a claim tells a detail of it."""
        return (
            claim.start is None
            and claim.end is not None
            and claim.end.value == self.last
            and claim.factuality.value in _HAPPENED
            and reading.book.event_type(claim.type.value) == self.kind
            and any(same_name(place, own) for place in self.places for own in _where(claim))
            and not any(_dated(span, reading) for span in claim.evidence)
        )


def _opening(claim: Claim, reading: Reading) -> _Opening | None:
    """A claim as an opening, where one of the first sentences tells it of several places."""
    if (
        claim.start is None
        or claim.end is None
        or claim.date_precision != "day"
        or claim.factuality.value not in _HAPPENED
    ):
        return None
    numbers = {n for span in claim.evidence for n in _sentences(span, reading)}
    if min(numbers, default=_OPENING) >= _OPENING:
        return None
    places = {
        place.name
        for place in reading.places
        if reading.sentence_of[place.start] in numbers and place.kind not in _NO_SPOT
    }
    if len(places) < _PLACES:
        return None
    days = {"start": _carried(claim.start), "end": _carried(claim.end), "date_precision": "day"}
    kind = reading.book.event_type(claim.type.value)
    return _Opening(kind, claim.end.value, days, tuple(sorted(places)))


def _where(claim: Claim) -> Iterator[str]:
    for value in (claim.place, *claim.within):
        if value is not None:
            yield value.value


def _carried(value: Grounded[str]) -> Grounded[str]:
    told = "the day of the opening, which sums up what is told here"
    return replace(value, by="time:opening", how=f"{told}; {value.how}" if value.how else told)


def _sentences(span: Span, reading: Reading) -> Iterator[int]:
    for n, sentence in enumerate(reading.sentences):
        whole = reading.parsed.span(sentence.start, sentence.end)
        if whole.overlaps(span):
            yield n


def _dated(span: Span, reading: Reading) -> bool:
    """Whether a sentence that tells of an event has a day of its own."""
    numbers = set(_sentences(span, reading))
    return any(
        reading.sentence_of[time.start] in numbers and time.kind not in _NO_DAY
        for time in reading.times
    )
