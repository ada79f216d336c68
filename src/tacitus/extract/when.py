"""When an event happened, as an interval of days with its precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tacitus.records import Grounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tacitus.extract.joining import Draft
    from tacitus.extract.reading import Reading
    from tacitus.resolve.dates import TimeMention

_TELLING = frozenset({"point", "since", "future"})
# sentences after the first telling in which another one may say the time more exactly
_NEAR = 4
_ORDER = {"day": 0, "days": 1, "week": 2, "span": 3, "month": 4, "season": 5, "year": 6}


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
    time = _own_time(draft)
    if time is not None:
        return days_told(time, reading)
    first = draft.mentions[0]
    carried = _carried(draft, drafts, reading)
    if carried is not None and first.factuality != "prospective":
        span = reading.parsed.span(carried.start, carried.stop)
        how = f"the day of the event told before, which this one is told along with; {carried.how}"
        return (
            Grounded(carried.first or "", (span,), carried.by, how),
            Grounded(carried.last or carried.first or "", (span,), carried.by, how),
            carried.precision,
        )
    if first.factuality == "prospective" or reading.day is None:
        return None, None, None
    if not _is_news(draft, reading):
        return None, None, None
    trigger = first.main
    span = reading.parsed.span(trigger.first, trigger.stop)
    how = "told as news, so no later than the report's day"
    return None, Grounded(reading.day.isoformat(), (span,), "house-rule:1", how), "span"


def days_told(
    time: TimeMention, reading: Reading
) -> tuple[Grounded[str] | None, Grounded[str] | None, str]:
    """First and last possible day that a time gives, on its words, and the precision.

    Args:
        time: of the report.
        reading: the report.
    """
    span = reading.parsed.span(time.start, time.stop)
    start = Grounded(time.first, (span,), time.by, time.how) if time.first else None
    end = Grounded(time.last, (span,), time.by, time.how) if time.last else None
    return start, end, time.precision


def tells_when(time: TimeMention, factuality: str) -> bool:
    """Whether a time can be that of an event: what is told to have happened has no day to come.

    Args:
        time: has a day or none.
        factuality: of the event.
    """
    return bool(time.first or time.last) and (time.kind != "future" or factuality == "prospective")


def _own_time(draft: Draft) -> TimeMention | None:
    """The first time that a telling of the event gives, narrowed by what is told right after."""
    own: TimeMention | None = None
    for mention in draft.mentions:
        time = mention.time
        if time is None or time.kind not in _TELLING:
            continue
        if not tells_when(time, mention.factuality):
            continue
        near = mention.sentence - draft.mentions[0].sentence <= _NEAR
        if own is None or (near and _narrows(time, own)):
            own = time
    return own


def _narrows(time: TimeMention, other: TimeMention) -> bool:
    """Whether a time lies within another and is the more exact one."""
    if _ORDER.get(time.precision, 9) >= _ORDER.get(other.precision, 9):
        return False
    starts = not (time.first and other.first) or time.first >= other.first
    ends = not (time.last and other.last) or time.last <= other.last
    return starts and ends


def _is_news(draft: Draft, reading: Reading) -> bool:
    """Whether an undated event is told as news: no sum over many, and not told as past by then."""
    first = draft.mentions[0]
    if first.aggregate is not None:
        return False
    token = reading.parsed.doc[first.main.token]
    verb = token if first.main.form == "verb" else token.head
    return not any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)


def _carried(draft: Draft, drafts: Sequence[Draft], reading: Reading) -> TimeMention | None:
    """The day of the event told just before, where the report says "also" or "meanwhile"."""
    first = draft.mentions[0]
    sentence = reading.sentences[first.sentence]
    if not any(t.lower_ in reading.syntax.carrying for t in sentence):
        return None
    for other in reversed(drafts):
        if other is draft or not 0 < first.sentence - other.mentions[0].sentence <= 2:
            continue
        times = [
            m.time
            for m in other.mentions
            if m.time is not None and m.time.precision == "day" and m.time.first
        ]
        if times:
            return times[0]
    return None
