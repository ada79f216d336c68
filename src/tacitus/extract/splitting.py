"""One clause that tells of several happenings: tolls place by place, or two days and two places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tacitus.extract.mentions import Toll

if TYPE_CHECKING:
    from tacitus.extract.mentions import Mention
    from tacitus.extract.reading import Reading
    from tacitus.parse.quantities import Quantity

_LOCAL = frozenset({"settlement", "district", "site", "unknown"})
# tokens between a figure and its place: "9 in the neighbourhood of X"
_NEAR = 7
# tokens of the noun between a figure and its preposition: "5 others in X"
_NOUN = 3


def split(mention: Mention, reading: Reading) -> list[Mention]:
    """The happenings that a mention tells: usually one, the mention itself.

    Tolls told place by place ("9 in X, 8 in Y") make a mention each. Two days told with two
    places ("on June 19 and June 21 in X and Y") make a mention for each place, over both days
    and with the whole toll, since the words divide neither (house rule 6).

    Args:
        mention: an event mention.
        reading: the report.
    """
    return _by_toll(mention, reading) or _by_day(mention, reading) or [mention]


def _by_toll(mention: Mention, reading: Reading) -> list[Mention]:
    """A mention for each place that a figure of its own is told for, or none."""
    sentence = reading.sentences[mention.sentence]
    own = {i: t for t in mention.tolls for i in range(t.first, t.stop)}
    if not own:
        return []
    model: Toll | None = mention.tolls[0]
    pending: list[Toll] = []
    parts: list[tuple[list[Toll], int]] = []
    for quantity in reading.tolls.counts:
        if not sentence.start <= quantity.start < sentence.end:
            continue
        places = _places_of(quantity, reading, sentence.end)
        toll = own.get(quantity.start)
        # the verb is left out ("8 in Y"), or stands before all of them
        implied = parts or _bare(quantity, reading)
        if toll is None and places and implied and model is not None:
            toll = replace(
                model,
                count=quantity.count,
                first=quantity.start,
                stop=quantity.stop,
                how=None,
                total=False,
            )
        if toll is None:
            continue
        model = toll
        if not places:
            pending.append(toll)
        for place in places:
            if all(place != known for _, known in parts):
                parts.append(([toll], place))
    if len(parts) < 2:
        return []
    kinds = {t.kind for tolls, _ in parts for t in tolls}
    rest = [t for t in mention.tolls if t.how is not None or t in pending]
    first = [t for t in rest if t.kind not in kinds]  # "killing a woman and wounding 19 in X"
    parts[0][0].extend(first)
    return [replace(mention, tolls=tolls, places=[place]) for tolls, place in parts]


def _bare(quantity: Quantity, reading: Reading) -> bool:
    """Whether a preposition follows the figure at once, so that no noun of its own is counted."""
    doc = reading.parsed.doc
    return quantity.stop < len(doc) and doc[quantity.stop].lower_ in ("in", "at")


def _places_of(quantity: Quantity, reading: Reading, end: int) -> list[int]:
    """Indexes of the local places of a figure: one, or several after "in each of"."""
    doc, at = reading.parsed.doc, quantity.stop
    if quantity.head is not None and at <= quantity.head < at + _NOUN:
        at = quantity.head + 1
    if at + 1 >= end or doc[at].lower_ not in ("in", "at"):
        return []
    each = doc[at + 1].lower_ == "each"
    following = [q.start for q in reading.tolls.counts if q.start > at]
    stop = min([end, *following]) if each else min(end, at + _NEAR + 1)
    found = [n for n, p in enumerate(reading.places) if at < p.start < stop and p.kind in _LOCAL]
    return found if each else found[:1]


def _by_day(mention: Mention, reading: Reading) -> list[Mention]:
    sentence = reading.sentences[mention.sentence]
    days = [
        t
        for t in reading.times
        if sentence.start <= t.start < sentence.end
        and t.kind == "point"
        and t.precision == "day"
        and t.first
    ]
    if len({t.first for t in days}) != 2 or mention.time not in days:
        return []
    local = [n for n in mention.places if reading.places[n].kind in _LOCAL]
    inner = [n for n in local if not any(reading.places[m].inside == n for m in local)]
    inner = [n for n in inner if reading.places[n].cue not in ("near", "from", "to")]
    if len(inner) != 2:
        return []
    first, *_, last = sorted(days, key=lambda t: t.first or "")
    time = replace(
        first,
        last=last.last,
        precision="days",
        how="two days told for two places; the words do not say which belongs to which",
    )
    rest = [n for n in mention.places if n not in inner]
    return [replace(mention, places=[n, *rest], time=time) for n in sorted(inner)]
