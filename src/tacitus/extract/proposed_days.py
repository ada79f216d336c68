"""When what the learned reader proposes happened, as an interval of days with its precision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tacitus.extract.when import days_told, tells_when
from tacitus.learned.labels import DATINGS, FACTUALITIES
from tacitus.records import Grounded
from tacitus.resolve.dates import time_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.reading import Reading
    from tacitus.extract.tellings import Part, Proposal
    from tacitus.resolve.dates import TimeMention

# sentences from what tells of an event to a day that is likely its own, and what farther ones need
_NEAR, _LIKELY = 2, 0.5
# how long before the report's day what is told of in passing ended, and what a day needs that
# stands where such a thing is told and the event is not
_BEFORE, _SURELY = timedelta(days=7), 0.65


def told_as(proposal: Proposal) -> str:
    """How sure the report is of an event, as the model sees it."""
    return FACTUALITIES[int(proposal.heads["factuality"].argmax())]


def days_of(
    proposal: Proposal, parts: Sequence[Part], reading: Reading, by: str, *, alone: bool
) -> tuple[Grounded[str] | None, Grounded[str] | None, str | None]:
    """First and last possible day and the precision.

    Args:
        proposal: the event.
        parts: words that may tell when, likeliest first.
        reading: the report.
        by: the model, as values name what gave them.
        alone: whether nothing else says when it happened.
    """
    chances = proposal.heads["dating"]
    dating = DATINGS[int(chances.argmax())]
    if dating == "told":
        time = _time(proposal, parts, reading, alone=alone)
        if time is not None:
            return days_told(time, reading)
    if dating == "news" and reading.day is not None:
        trigger = proposal.tellings[0]
        span = reading.parsed.span(trigger.first, trigger.stop)
        how = f"told as news, so no later than the report's day; {float(chances.max()):.2f}"
        return None, Grounded(reading.day.isoformat(), (span,), by, how), "span"
    return None, None, None


def _time(
    proposal: Proposal, parts: Sequence[Part], reading: Reading, *, alone: bool
) -> TimeMention | None:
    """The time that the model points at, else the one that stands by the event's words."""
    stance = told_as(proposal)
    useful = [t for t in reading.times if tells_when(t, stance)]
    for part in parts:
        if proposal.away(reading.sentence_of[part.first]) > _NEAR and part.score < _LIKELY:
            continue
        for time in useful:
            if time.start < part.stop and part.first < time.stop:
                if not alone and _in_passing(time, part, proposal, reading):
                    break
                return time
    doc = reading.parsed.doc
    for telling in proposal.tellings:
        root = doc[telling.first : telling.stop].root
        found = time_for(root, reading.times, reading.parsed)
        if found is not None and tells_when(found, stance):
            return found
    return None


def _in_passing(time: TimeMention, part: Part, proposal: Proposal, reading: Reading) -> bool:
    """Whether a time is that of an earlier event which is told of in passing."""
    others = reading.sentence_of[part.first] in proposal.others
    if not others or part.score >= _SURELY or reading.day is None or not time.last:
        return False
    return date.fromisoformat(time.last) < reading.day - _BEFORE
