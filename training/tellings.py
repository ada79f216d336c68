"""Claims as coders marked them, resolved as the pipeline resolves its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from tacitus.extract.reading import Reading, read_out
from tacitus.knowledge.codebook import load_codebook, load_index
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.parse.document import parse
from tacitus.parse.stretches import stretches
from tacitus.records import Claim, Count, Grounded, Report, Span, Telling
from tacitus.resolving import resolve_claims
from training.annotations import Event
from training.texts import Text

_BY = "coder:gold"


def tellings(text: Text, events: Sequence[Event]) -> Iterator[Telling]:
    """The marked events of a report as claims ("e1" is the first), with actors and places found.

    Args:
        text: the report.
        events: its events as marked.
    """
    report = Report(
        id=text.id,
        text=text.text,
        source=text.source,
        title=text.title,
        published=date.fromisoformat(text.published) if text.published else None,
        published_by="metadata" if text.published else None,
        language="en",
    )
    book, index, gazetteer = load_codebook(), load_index(), open_gazetteer()
    claims = [_claim(f"e{n}", event, text.text) for n, event in enumerate(events, 1)]
    for part in stretches(text.text):
        mine = [c for c in claims if part.start <= c.evidence[0].start < part.end]
        if not mine:
            continue
        reading = read_out(parse(report, part), book, index, gazetteer)
        placed = tuple(replace(c, place=_found(c.place, reading)) for c in mine)
        for before, claim in zip(mine, resolve_claims(placed, reading), strict=True):
            yield Telling(report, replace(claim, place=before.place))


def _claim(name: str, event: Event, text: str) -> Claim:
    evidence = tuple(Span(a, b) for a, b in event.evidence)

    def words(kind: str) -> tuple[Grounded[str], ...]:
        return tuple(Grounded(text[a:b], (Span(a, b),), _BY) for a, b in event.spans[kind])

    def day(value: str | None) -> Grounded[str] | None:
        return Grounded(value, evidence[:1], _BY) if value else None

    def count(kind: str) -> Grounded[Count] | None:
        told = event.counts[kind]
        return Grounded(Count(*told), evidence[:1], _BY) if told else None

    return Claim(
        id=name,
        type=Grounded(event.type, evidence[:1], _BY),
        evidence=evidence,
        factuality=Grounded(event.factuality, evidence[:1], _BY),
        initiators=words("initiators"),
        targets=words("targets"),
        place=next(iter(words("place")), None),
        within=words("within"),
        start=day(event.start),
        end=day(event.end),
        date_precision=_precision(event),
        killed=count("killed"),
        injured=count("injured"),
        captured=count("captured"),
        weapon=next(iter(words("weapon")), None),
        attribution=words("attribution"),
        aggregate=Grounded(True, evidence[:1], _BY) if event.aggregate else None,
    )


def _precision(event: Event) -> str | None:
    if event.end is None:
        return None
    return "day" if event.start == event.end else "span"


def _found(place: Grounded[str] | None, reading: Reading) -> Grounded[str] | None:
    """A marked place on the span of the mention that the pipeline found there, if any."""
    if place is None:
        return None
    spans: Iterable[Span] = (reading.parsed.span(p.start, p.stop) for p in reading.places)
    over = [span for span in spans if span.overlaps(place.spans[0])]
    return replace(place, spans=(over[-1],)) if over else place
