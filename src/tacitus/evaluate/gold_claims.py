"""Gold events as claims: their words found in the report, their places and actors resolved.

So claims that are right in every field can be put together into events, and what is measured is
the putting together alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tacitus.evaluate.clusters_files import with_ids
from tacitus.evaluate.quality import gold_reports
from tacitus.evaluate.score import COUNTS, Event
from tacitus.export.jsonread import read_forms
from tacitus.extract.reading import Reading, read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.parse.grounding import Ground
from tacitus.parse.places import find_places
from tacitus.records import (
    Account,
    Claim,
    Count,
    Grounded,
    Report,
    Span,
    TacitusError,
    Telling,
    claim_key,
)
from tacitus.resolve.places import resolve_places
from tacitus.resolving import resolve_claims

if TYPE_CHECKING:
    from tacitus.parse.places import PlaceMention
    from tacitus.records import PlaceRef

BY = "gold"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Reports and what coders read out of them.

    Attributes:
        reports: by id, in the order of their file.
        events: gold events of each report, each with an id.
    """

    reports: Mapping[str, Report]
    events: Mapping[str, Sequence[Event]]

    @property
    def keys(self) -> list[str]:
        """The keys of all gold events."""
        return [claim_key(r, e["id"]) for r, many in self.events.items() for e in many]

    def forms(self) -> dict[str, dict[str, Any]]:
        """The events by report, as ``compare_forms`` takes them."""
        return {report: {"id": report, "events": list(e)} for report, e in self.events.items()}


def read_gold(gold: Path, docs: Path) -> GoldSet:
    """The reports of a gold file.

    Args:
        gold: the coded events (.jsonl).
        docs: the reports' texts, as ``tacitus code`` takes them.

    Raises:
        TacitusError: ``no-gold`` when a report cannot be read or has no text; as ``read_forms``.
    """
    reports = {report.id: report for report in gold_reports(docs)}
    events = {form["id"]: with_ids(form["events"]) for _, form in read_forms(gold)}
    lacking = next((report for report in events if report not in reports), None)
    if lacking is not None:
        raise TacitusError("no-gold", f"{docs}: report {lacking} of {gold} is not in it.")
    return GoldSet({report: reports[report] for report in events}, events)


def joined(sets: Iterable[GoldSet]) -> GoldSet:
    """Several gold sets as one."""
    reports: dict[str, Report] = {}
    events: dict[str, Sequence[Event]] = {}
    for one in sets:
        reports |= one.reports
        events |= one.events
    return GoldSet(reports, events)


def gold_parts(folder: Path, parts: Iterable[str] = ("dev", "train")) -> GoldSet:
    """Parts of a gold folder as one set.

    Args:
        folder: holds PART.jsonl and PART.docs.jsonl.
        parts: which.

    Raises:
        TacitusError: as ``read_gold``.
    """
    return joined(
        read_gold(folder / f"{part}.jsonl", folder / f"{part}.docs.jsonl") for part in parts
    )


def read_out_report(report: Report) -> Reading:
    """A report as the finders see it, with the packaged codebook."""
    return read_out(parse(report), load_codebook(), load_index(), open_gazetteer())


def gold_tellings(reading: Reading, events: Sequence[Event]) -> tuple[Telling, ...]:
    """The gold events of a report as claims, resolved as the program resolves its own.

    Evidence that stands in the headline only, which is no part of the text, rests on the first
    characters of the text.

    Args:
        reading: the report.
        events: the codebook's fields, and ids.
    """
    report = reading.parsed.report
    maker = _Maker(report)
    claims = [maker.claim(event) for event in events]
    placed, reading = _with_places(claims, reading)
    return tuple(Telling(report, claim) for claim in resolve_claims(placed, reading))


class _Maker:
    """Makes claims of one report's gold events."""

    def __init__(self, report: Report) -> None:
        self.ground = Ground(report, Span(0, len(report.text)))

    def claim(self, event: Event) -> Claim:
        found = [self.ground.find(quote) for quote in event["evidence"]]
        evidence = tuple(dict.fromkeys(filter(None, found))) or (Span(0, 1),)
        tolls = {name: _count(event.get(name), evidence) for name in COUNTS}
        start, end = event.get("start"), event.get("end")
        place = event.get("place")
        return Claim(
            id=event["id"],
            type=Grounded(event["type"], evidence[:1], BY),
            evidence=evidence,
            factuality=Grounded(event["factuality"], evidence[:1], BY),
            initiators=self._many(event["initiators"], evidence),
            targets=self._many(event["targets"], evidence),
            place=self._words(place, evidence) if place else None,
            within=self._many(event.get("within") or (), evidence),
            start=Grounded(start, evidence[:1], BY) if start else None,
            end=Grounded(end, evidence[:1], BY) if end else None,
            date_precision=_precision(start, end),
            killed=tolls["killed"],
            injured=tolls["injured"],
            captured=tolls["captured"],
            weapon=self._words(event["weapon"], evidence) if event.get("weapon") else None,
            attribution=self._many(event.get("attribution") or (), evidence),
            aggregate=Grounded(True, evidence[:1], BY) if event.get("aggregate") else None,
            accounts=tuple(self._account(a, evidence) for a in event.get("accounts") or ()),
        )

    def _words(self, words: str, near: tuple[Span, ...]) -> Grounded[str]:
        return Grounded(words, (self.ground.find(words, near) or near[0],), BY)

    def _many(self, many: Iterable[str], near: tuple[Span, ...]) -> tuple[Grounded[str], ...]:
        return tuple(self._words(words, near) for words in many)

    def _account(self, form: Mapping[str, Any], near: tuple[Span, ...]) -> Account:
        tolls = {name: _count(form.get(name), near) for name in COUNTS}
        return Account(
            self._many(form.get("attribution") or (), near),
            tolls["killed"],
            tolls["injured"],
            tolls["captured"],
            form.get("factuality") or "asserted",
            near,
        )


def _count(form: Mapping[str, Any] | None, spans: tuple[Span, ...]) -> Grounded[Count] | None:
    return None if form is None else Grounded(Count(form["low"], form["high"]), spans[:1], BY)


def _precision(start: str | None, end: str | None) -> str | None:
    if start is None and end is None:
        return None
    if start is None or end is None:
        return "span"
    return "day" if start == end else "days"


def _with_places(claims: Sequence[Claim], reading: Reading) -> tuple[tuple[Claim, ...], Reading]:
    """Claims whose places are mentions of the reading, which gains those that it had not found."""
    parsed = reading.parsed
    lacking = set()
    for claim in claims:
        if claim.place is not None and _mention(claim.place, reading) is None:
            span = claim.place.spans[0]
            tokens = [
                t.i
                for t in parsed.doc
                if not t.is_space and parsed.span(t.i, t.i + 1).overlaps(span)
            ]
            if tokens:
                lacking.add((tokens[0], tokens[-1] + 1))
    if lacking:
        own = {(m.start, m.stop) for m in reading.places}
        ranges = _apart(sorted(own | lacking))
        mentions = find_places(parsed, open_gazetteer(), ranges)
        refs = resolve_places(mentions, parsed, open_gazetteer())
        new = [
            pair
            for pair in zip(mentions, refs, strict=True)
            if (pair[0].start, pair[0].stop) in lacking
        ]
        reading = replace(
            reading,
            places=[*reading.places, *(mention for mention, _ in new)],
            refs=[*reading.refs, *(ref for _, ref in new)],
        )
    return tuple(_at_mention(claim, reading) for claim in claims), reading


def _apart(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, without those that begin inside the one before."""
    kept: list[tuple[int, int]] = []
    for start, stop in ranges:
        if not kept or start >= kept[-1][1]:
            kept.append((start, stop))
    return kept


def _mention(place: Grounded[str], reading: Reading) -> tuple[PlaceMention, PlaceRef] | None:
    """The mention found in the report that covers a gold place or lies in it, the longest."""
    span = place.spans[0]
    met = [
        (m, ref)
        for m, ref in zip(reading.places, reading.refs, strict=True)
        if reading.parsed.span(m.start, m.stop).overlaps(span)
    ]
    return max(met, key=lambda pair: pair[0].stop - pair[0].start, default=None)


def _at_mention(claim: Claim, reading: Reading) -> Claim:
    if claim.place is None or (met := _mention(claim.place, reading)) is None:
        return claim
    span = reading.parsed.span(met[0].start, met[0].stop)
    return replace(claim, place=Grounded(claim.place.value, (span,), BY))
