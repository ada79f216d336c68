"""The claims that an event rests on, as exports of events tell them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tacitus.export.jsonform import COUNT_FIELDS, Json, coded_to_json
from tacitus.export.losses import Losses
from tacitus.knowledge.codebook import load_codebook
from tacitus.records import Coded, Event, Report, Telling


@cache
def event_type(sub_event_type: str) -> str | None:
    """The event type that a sub-event type belongs to; None for one of another codebook."""
    types = load_codebook().event_types.items()
    return next((name for name, members in types if sub_event_type in members), None)


def tellings_of(event: Event, tellings: Mapping[str, Telling], losses: Losses) -> list[Telling]:
    """The claims of an event that are at hand, in its order; the others are counted as lost.

    Args:
        event: the event.
        tellings: claims with their reports, by key.
        losses: where a claim that is not at hand is counted.
    """
    held = [tellings[key] for key in event.claims if key in tellings]
    if len(held) < len(event.claims):
        losses.add("dropped", "claims", "a claim was not given to the export", event.id)
    return held


def reports_of(held: list[Telling]) -> list[Report]:
    """The reports of some claims, each once, in the order of the claims."""
    return list({told.report.id: told.report for told in held}.values())


def figure_columns(event: Event) -> Json:
    """The figures over all sides by column ("killed_low"); None where nothing is told."""
    told = {name: event.figure(name) for name in COUNT_FIELDS}
    return {
        f"{name}_{part}": getattr(figure, part) if figure else None
        for name, figure in told.items()
        for part in ("low", "best", "high")
    }


def claim_json(telling: Telling) -> Json:
    """A claim in the JSON form of coded reports (``jsonform``), without its report."""
    whole = coded_to_json(Coded(telling.report, (telling.claim,), (), ()), with_text=False)
    form: Json = whole["events"][0]
    return form


def claim_summary(telling: Telling) -> Json:
    """The main facts of a claim: report, source, what it says, its words and where they stand.

    Args:
        telling: the claim with its report.

    Returns:
        Plain JSON values; ``quotes`` hold text, start and end in characters of the report.
    """
    report, claim = telling.report, telling.claim
    tolls = {name: getattr(claim, name) for name in COUNT_FIELDS}
    return {
        "claim": telling.key,
        "report": report.id,
        "outlet": report.source,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "type": claim.type.value,
        "factuality": claim.factuality.value,
        "attribution": [value.value for value in claim.attribution],
        "stances": [source.stance for source in claim.sources if source.stance],
        **{
            name: {"low": toll.value.low, "high": toll.value.high} if toll else None
            for name, toll in tolls.items()
        },
        "quotes": [
            {"text": span.quote(report.text), "start": span.start, "end": span.end}
            for span in claim.evidence
        ],
    }
