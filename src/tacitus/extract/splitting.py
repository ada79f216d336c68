"""One clause that tells of several happenings: tolls place by place, or two days and two places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tacitus.extract.mentions import Mention, Toll
    from tacitus.extract.reading import Reading

_LOCAL = frozenset({"settlement", "district", "site", "unknown"})
# tokens between a figure and its place: "9 in the neighbourhood of X"
_NEAR = 7


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
    doc, sentence = reading.parsed.doc, reading.sentences[mention.sentence]
    kind = next((t.kind for t in mention.tolls), None)
    if kind is None:
        return []
    parts: list[tuple[Toll, int]] = []
    for quantity in reading.tolls.counts:
        if not sentence.start <= quantity.start < sentence.end:
            continue
        at = quantity.stop
        if at >= sentence.end or doc[at].lower_ not in ("in", "at"):
            continue
        place = next(
            (n for n, p in enumerate(reading.places) if at < p.start <= at + _NEAR and p.kind in _LOCAL), None
        )
        if place is not None and place not in {p for _, p in parts}:
            toll = replace(mention.tolls[0], kind=kind, count=quantity.count, first=quantity.start,
                           stop=quantity.stop, how=None, total=False)
            parts.append((toll, place))
    if len(parts) < 2:
        return []
    return [replace(mention, tolls=[toll], places=[place]) for toll, place in parts]


def _by_day(mention: Mention, reading: Reading) -> list[Mention]:
    sentence = reading.sentences[mention.sentence]
    days = [
        t for t in reading.times
        if sentence.start <= t.start < sentence.end and t.kind == "point" and t.precision == "day" and t.first
    ]
    if len({t.first for t in days}) != 2 or mention.time not in days:
        return []
    local = [n for n in mention.places if reading.places[n].kind in _LOCAL]
    inner = [n for n in local if not any(reading.places[m].inside == n for m in local)]
    inner = [n for n in inner if reading.places[n].cue not in ("near", "from", "to")]
    if len(inner) != 2:
        return []
    first, last = sorted(days, key=lambda t: t.first or "")
    time = replace(
        first, last=last.last, precision="days",
        how="two days told for two places; the words do not say which belongs to which",
    )
    rest = [n for n in mention.places if n not in inner]
    return [replace(mention, places=[n, *rest], time=time) for n in sorted(inner)]
