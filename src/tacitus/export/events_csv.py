"""Events as CSV: a row an event (``events.csv``) and a row a claim (``claims.csv``).

Both tables together hold all that an event rests on but the texts of the reports. Simple lists are
joined by "; ", what has parts of its own is JSON.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from tacitus.export.cells import list_cell, number_cell, text_cell, truth_cell
from tacitus.export.claim_form import claim_json, event_type, tellings_of
from tacitus.export.eventform import event_to_json
from tacitus.export.folder import writing
from tacitus.export.jsonform import COUNT_FIELDS, Json, json_text
from tacitus.export.losses import Losses
from tacitus.records import Event, Party, PlaceRef, Telling

EVENTS, CLAIMS = "events.csv", "claims.csv"
SIDES = ("all", "initiators", "targets", "civilians", "unknown")
PARTS = ("low", "best", "high")
_PARTY = ("", "_ids", "_kinds", "_countries")
_PLACE = (
    "place",
    "place_name",
    "admin1",
    "country",
    "disputed",
    "lat",
    "lon",
    "radius_km",
    "feature",
    "gazetteer_id",
    "acled_precision",
    "ucdp_precision",
)


def _figure_column(kind: str, side: str, part: str) -> str:
    return f"{kind}_{part}" if side == "all" else f"{kind}_{side}_{part}"


EVENT_COLUMNS = (
    "id",
    "event_type",
    "type",
    "start",
    "end",
    "date_precision",
    *_PLACE,
    *(f"{side}{part}" for side in ("initiators", "targets") for part in _PARTY),
    "weapons",
    *(_figure_column(*which) for which in product(COUNT_FIELDS, SIDES, PARTS)),
    "figure_rule",
    "factuality",
    "aggregate",
    "support",
    "support_reasons",
    "contested",
    "num_claims",
    "num_reports",
    "num_sources",
    "outlets",
    "reports",
    "claims",
    "sources",
    "positions",
    "figures",
    "parties",
    "rests_on",
    "bonds",
    "decisions",
    "edited",
    "rejected",
)
CLAIM_COLUMNS = (
    "claim",
    "event",
    "report",
    "outlet",
    "published",
    "title",
    "url",
    "language",
    "syndicated_from",
    "type",
    "factuality",
    "aggregate",
    "initiators",
    "targets",
    "actors",
    "start",
    "end",
    "date_precision",
    "within",
    *_PLACE,
    *(f"{kind}_{part}" for kind, part in product(COUNT_FIELDS, ("low", "high"))),
    "sides",
    "weapon",
    "attribution",
    "sources",
    "stances",
    "accounts",
    "evidence",
    "evidence_spans",
    "spans",
)

Row = dict[str, str]


def write_events_csv(
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    *,
    quotes: bool = True,
) -> Losses:
    """Write events and their claims as CSV.

    Args:
        events: what to write, those that a reviewer rejected too: a column tells them.
        tellings: their claims with their reports, by key.
        out: the folder for ``events.csv``, ``claims.csv`` and ``losses.json``.
        quotes: whether the words of the reports go along; their offsets always do.

    Returns:
        What was lost; its rows are those of ``events.csv``.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    losses = Losses("csv")
    with writing(out, EVENTS) as of_events, writing(out, CLAIMS) as of_claims:
        table = csv.DictWriter(of_events, EVENT_COLUMNS, lineterminator="\n")
        claims = csv.DictWriter(of_claims, CLAIM_COLUMNS, lineterminator="\n")
        table.writeheader()
        claims.writeheader()
        for event in events:
            losses.events += 1
            losses.rows += 1
            table.writerow(event_row(event))
            for told in tellings_of(event, tellings, losses):
                claims.writerow(claim_row(told, event, quotes=quotes))
            losses.add("dropped", "reports", "their texts stay where they are", event.id)
            losses.add("dropped", "claims", "the rule behind each value is left out", event.id)
    losses.write(out)
    return losses


def event_row(event: Event) -> Row:
    """The row of an event, keys as in ``EVENT_COLUMNS``; unknown values are empty cells."""
    form = event_to_json(event)
    told = {(figure.kind, figure.side): figure for figure in event.figures}
    numbers = {
        _figure_column(kind, side, part): number_cell(getattr(told.get((kind, side)), part, None))
        for kind, side, part in product(COUNT_FIELDS, SIDES, PARTS)
    }
    return {
        "id": text_cell(event.id),
        "event_type": event_type(event.type) or "",
        "type": text_cell(event.type),
        "start": event.start or "",
        "end": event.end or "",
        "date_precision": event.date_precision or "",
        **_place(event.place),
        **_parties("initiators", event.initiators),
        **_parties("targets", event.targets),
        "weapons": list_cell(event.weapons),
        **numbers,
        "figure_rule": list_cell(dict.fromkeys(figure.rule for figure in event.figures)),
        "factuality": event.factuality,
        "aggregate": truth_cell(event.aggregate),
        "support": event.support.grade,
        "support_reasons": list_cell(event.support.reasons),
        "contested": list_cell(contest.field for contest in event.contested),
        "num_claims": str(len(event.claims)),
        "num_reports": str(len(event.reports)),
        "num_sources": str(len(event.sources)),
        "outlets": list_cell(event.outlets),
        "reports": list_cell(event.reports),
        "claims": list_cell(event.claims),
        "sources": _json(form["sources"]),
        "positions": _json(form["contested"]),
        "figures": _json(form["figures"]),
        "parties": _json({side: form[side] for side in ("initiators", "targets") if form[side]}),
        "rests_on": _json(form["rests_on"]),
        "bonds": _json(form["bonds"]),
        "decisions": list_cell(event.decisions),
        "edited": list_cell(event.edited),
        "rejected": truth_cell(event.rejected),
    }


def claim_row(telling: Telling, event: Event, *, quotes: bool = True) -> Row:
    """The row of a claim, keys as in ``CLAIM_COLUMNS``; unknown values are empty cells.

    Args:
        telling: the claim with its report.
        event: the event that it tells.
        quotes: whether the words of the report go along.
    """
    report, claim = telling.report, telling.claim
    form = claim_json(telling)
    spans = dict(form["spans"])
    accounts = form["accounts"]
    if not quotes:
        accounts = [{k: v for k, v in told.items() if k != "evidence"} for told in accounts]
    return {
        "claim": text_cell(telling.key),
        "event": text_cell(event.id),
        "report": text_cell(report.id),
        "outlet": text_cell(report.source),
        "published": report.published.isoformat() if report.published else "",
        "title": text_cell(report.title),
        "url": text_cell(report.url),
        "language": report.language or "",
        "syndicated_from": text_cell(report.syndicated_from),
        "type": text_cell(claim.type.value),
        "factuality": claim.factuality.value,
        "aggregate": truth_cell(form["aggregate"]),
        "initiators": list_cell(form["initiators"]),
        "targets": list_cell(form["targets"]),
        "actors": list_cell(actor.actor for actor in claim.actors),
        "start": form["start"] or "",
        "end": form["end"] or "",
        "date_precision": claim.date_precision or "",
        "within": list_cell(form["within"]),
        **_place(claim.place_ref),
        "place": text_cell(form["place"]),
        **{
            f"{kind}_{part}": number_cell(form[kind][part] if form[kind] else None)
            for kind, part in product(COUNT_FIELDS, ("low", "high"))
        },
        "sides": _json(form["sides"]),
        "weapon": text_cell(form["weapon"]),
        "attribution": list_cell(form["attribution"]),
        "sources": list_cell(source.source or source.kind for source in claim.sources),
        "stances": list_cell(source.stance for source in claim.sources),
        "accounts": _json(accounts),
        "evidence": _json(form["evidence"] if quotes else []),
        "evidence_spans": _json(spans.pop("evidence")),
        "spans": _json(spans),
    }


def _place(place: PlaceRef | None) -> Row:
    if place is None:
        return dict.fromkeys(_PLACE, "")
    return {
        "place": text_cell(place.mention),
        "place_name": text_cell(place.name),
        "admin1": text_cell(place.admin1),
        "country": place.country or "",
        "disputed": place.disputed or "",
        "lat": number_cell(place.lat),
        "lon": number_cell(place.lon),
        "radius_km": number_cell(place.radius_km),
        "feature": place.feature or "",
        "gazetteer_id": place.gazetteer_id or "",
        "acled_precision": number_cell(place.acled_precision),
        "ucdp_precision": number_cell(place.ucdp_precision),
    }


def _parties(side: str, parties: Sequence[Party]) -> Row:
    """Names, ids, classes and countries of a side, in the same order in all four cells."""
    return {
        side: list_cell(party.name for party in parties),
        f"{side}_ids": list_cell(party.actor for party in parties),
        f"{side}_kinds": list_cell(party.kind for party in parties),
        f"{side}_countries": list_cell(party.country for party in parties),
    }


def _json(value: Json | list[Any]) -> str:
    """What has parts of its own: it begins with a bracket, so no spreadsheet runs it."""
    return json_text(value) if value else ""
