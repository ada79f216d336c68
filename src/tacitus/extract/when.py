"""When an event happened, as an interval of days with its precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.records import Grounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.reading import Reading

_ORDER = {"day": 0, "days": 1, "week": 2, "span": 3, "month": 4, "season": 5, "year": 6}
# news stands at the head of a report; further down an undated event may be background
_NEWS_SENTENCES = 5


def choose_days(
    draft: Draft, drafts: Sequence[Draft], reading: Reading
) -> tuple[Grounded[str] | None, Grounded[str] | None, str | None]:
    """First and last possible day and the precision.

    An undated event that the report tells as news ends on the day of publication at the latest;
    an undated background event stays undated (house rule 1).

    Args:
        draft: the event.
        drafts: all events of the report.
        reading: the report.
    """
    times = [
        m.time for m in draft.mentions
        if m.time is not None and (m.time.first or m.time.last) and m.time.kind in ("point", "since", "future")
    ]
    if times:
        time = min(times[:3], key=lambda t: _ORDER.get(t.precision, 9))
        span = reading.parsed.span(time.start, time.stop)
        start = Grounded(time.first, (span,), time.by, time.how) if time.first else None
        end = Grounded(time.last, (span,), time.by, time.how) if time.last else None
        return start, end, time.precision
    first = draft.mentions[0]
    if first.factuality == "prospective" or reading.day is None:
        return None, None, None
    if not _is_news(draft, reading):
        return None, None, None
    trigger = first.main
    span = reading.parsed.span(trigger.first, trigger.stop)
    how = "told as news, so no later than the report's day"
    return None, Grounded(reading.day.isoformat(), (span,), "house-rule:1", how), "span"


def _is_news(draft: Draft, reading: Reading) -> bool:
    first = draft.mentions[0]
    token = reading.parsed.doc[first.main.token]
    if first.main.form == "verb" and any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children):
        return False
    if draft.mentions[0].aggregate is not None:
        return False
    return first.sentence < max(_NEWS_SENTENCES, len(reading.sentences) // 2)
