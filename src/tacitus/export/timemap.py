"""Events for timemap, Forensic Architecture's map of events in time.

Three sheets, each as JSON (the form its server serves) and as CSV (the form of its spreadsheet):
events, sources and associations. The forms are written from their description; no code of timemap
is used, whose licence is not an open one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tacitus.export.claim_form import event_type, tellings_of
from tacitus.export.event_words import (
    contest_words,
    days_words,
    figure_words,
    party_words,
    position_words,
    spot_words,
)
from tacitus.export.folder import writing
from tacitus.export.jsonform import Json, json_text
from tacitus.export.losses import Losses
from tacitus.export.timemap_sheets import write_sheets
from tacitus.export.wording import mentions, one_line, report_words, visible
from tacitus.knowledge.actors import load_kinds
from tacitus.knowledge.codebook import load_codebook
from tacitus.records import Event, Party, Report, Telling

EVENTS, SOURCES, ASSOCIATIONS = "events.json", "sources.json", "associations.json"
# UCDP where_prec of a division and of a country
_DIVISION, _COUNTRY = 4, 6

_WEB = ("http://", "https://")


@dataclass
class Sheets:
    """What timemap is given.

    Attributes:
        events: in the order given.
        sources: by id.
        associations: by id, in the order in which events first have them.
    """

    events: list[Json] = field(default_factory=list)
    sources: dict[str, Json] = field(default_factory=dict)
    associations: dict[str, Json] = field(default_factory=dict)


def write_timemap(
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    *,
    quotes: bool = True,
) -> Losses:
    """Write events for timemap.

    Args:
        events: what to write; those that a reviewer rejected, and those with neither a day nor a
            point, have no place in timemap and are counted as losses.
        tellings: their claims with their reports, by key.
        out: the folder for ``events.json``, ``sources.json``, ``associations.json``, the same as
            ``EXPORT_EVENTS.csv``, ``EXPORT_SOURCES.csv`` and ``EXPORT_ASSOCIATIONS.csv``, and
            ``losses.json``.
        quotes: whether the words of the reports stand in the descriptions of the sources.

    Returns:
        What was lost; its rows are events.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    losses = Losses("timemap")
    sheets = Sheets()
    for event in events:
        losses.events += 1
        _add(event, tellings_of(event, tellings, losses), sheets, losses, quotes=quotes)
    losses.rows = len(sheets.events)
    for name, sheet in (
        (EVENTS, sheets.events),
        (SOURCES, sheets.sources),
        (ASSOCIATIONS, list(sheets.associations.values())),
    ):
        with writing(out, name) as stream:
            stream.write(json_text(sheet) + "\n")
    write_sheets(
        sheets.events,
        list(sheets.sources.values()),
        list(sheets.associations.values()),
        out,
    )
    losses.write(out)
    return losses


def _add(
    event: Event, held: Sequence[Telling], sheets: Sheets, losses: Losses, *, quotes: bool
) -> None:
    """Add an event to the sheets with what it points at, or count why it is left out."""
    if event.rejected:
        losses.add("dropped", "event", "a reviewer rejected it", event.id)
        return
    day = event.start or event.end
    lat, lon = _point(event, losses)
    if day is None and not lat:
        losses.add("dropped", "event", "it has neither a day nor a point", event.id)
        return
    _count_losses(event, losses)
    sources = _sources(event, held, losses, quotes=quotes)
    associations = _associations(event)
    sheets.sources |= {source["id"]: source for source in sources}
    for association in associations:
        sheets.associations.setdefault(association["id"], association)
    sheets.events.append(
        {
            "id": event.id,
            "description": _description(event),
            "date": _day(day),
            "time": "",
            "time_precision": event.date_precision or "",
            "time_display": days_words(event),
            "location": spot_words(event),
            # Empty where no point is known: newer versions of timemap stop at a missing one.
            "latitude": lat,
            "longitude": lon,
            "type": event.type,
            "category": event_type(event.type) or event.type,
            "category_full": f"{event_type(event.type) or event.type}: {event.type}",
            "associations": [association["id"] for association in associations],
            "sources": [source["id"] for source in sources],
            "comments": contest_words(event.contested),
        }
    )


def _day(day: str | None) -> str:
    """A day as timemap reads it: month, day, year."""
    return date.fromisoformat(day).strftime("%m/%d/%Y") if day else ""


def _point(event: Event, losses: Losses) -> tuple[str, str]:
    """Latitude and longitude, both empty where the event has no point of its own."""
    place = event.place
    if place is None or place.lat is None or place.lon is None:
        losses.add("dropped", "place", "no point is known: it is on the timeline alone", event.id)
        return "", ""
    if place.ucdp_precision == _COUNTRY:
        losses.add(
            "dropped",
            "place",
            "only its country is known, and timemap has points alone: no point stands for it",
            event.id,
        )
        return "", ""
    if place.ucdp_precision == _DIVISION:
        losses.add("changed", "place", "a division stands as the point in its middle", event.id)
    return str(place.lat), str(place.lon)


def _description(event: Event) -> str:
    """The event in a few sentences: what, who, losses, doubt, and who says what."""
    against = party_words(event.targets)
    sides = " → ".join(part for part in (party_words(event.initiators), against) if part)
    parts = [
        event.type + (f": {sides}" if sides else ""),
        "; ".join(figure_words(figure) for figure in event.figures),
        f"With {one_line('; '.join(event.weapons))}" if event.weapons else "",
        "" if event.factuality == "asserted" else f"Told as {event.factuality}",
        "A total over many events" if event.aggregate else "",
        f"Support: {event.support.grade}. {' '.join(event.support.reasons)}".rstrip(". "),
        *(
            f"Contested, {contest.field}: "
            + "; ".join(position_words(position, event) for position in contest.positions)
            for contest in event.contested
        ),
    ]
    return visible(" ".join(f"{part}." for part in parts if part))


def _sources(event: Event, held: Sequence[Telling], losses: Losses, *, quotes: bool) -> list[Json]:
    """One source a report, with what it says of this event."""
    by_report: dict[str, list[Telling]] = {}
    for told in held:
        by_report.setdefault(told.report.id, []).append(told)
    return [_source(event, told, losses, quotes=quotes) for told in by_report.values()]


def _source(event: Event, told: Sequence[Telling], losses: Losses, *, quotes: bool) -> Json:
    report = told[0].report
    said = [f"“{one_line(span.quote(report.text))}”" for t in told for span in t.claim.evidence]
    credited = [
        f"according to {mentions(t.claim.attribution)}" for t in told if t.claim.attribution
    ]
    stances = dict.fromkeys(s.stance for t in told for s in t.claim.sources if s.stance)
    for_whom = [f"speaks for {', '.join(stances)}"] if stances else []
    url = _url(report, event, losses)
    return {
        "id": f"{event.id}/{report.id}",
        "title": one_line(report.title) if report.title else report_words(report),
        "thumbnail": "",
        "paths": [url] if url else [],
        "type": "Report",
        "url": url,
        "description": " ".join(said) if quotes else "",
        "parent": report.id,
        "author": one_line(report.source or ""),
        "date": _day(report.published.isoformat() if report.published else None),
        "notes": one_line("; ".join(dict.fromkeys((*credited, *for_whom)))),
    }


def _url(report: Report, event: Event, losses: Losses) -> str:
    """The address of a report; only one of the web, since timemap makes a link of it."""
    if report.url and not report.url.lower().startswith(_WEB):
        losses.add("dropped", "reports", "its address is none of the web", event.id)
        return ""
    return one_line(report.url or "")


def _associations(event: Event) -> list[Json]:
    """By what an event can be filtered, its category first."""
    category = event_type(event.type) or event.type
    about = load_codebook().event_types.get(category, {}).get(event.type, "")
    found = [
        {"id": category, "title": category, "desc": "", "mode": "CATEGORY", "filter_paths": []},
        _filter(f"type:{event.type}", about, "Type", category, event.type),
        *(_actor(party) for party in (*event.initiators, *event.targets)),
        _filter(f"support:{event.support.grade}", "", "Support", event.support.grade),
        _filter(f"told:{event.factuality}", "", "Told as", event.factuality),
        *(_filter(f"contested:{c.field}", "", "Contested", c.field) for c in event.contested),
    ]
    if event.aggregate:
        found.append(_filter("told:total", "A sum over many events", "Told as", "total"))
    return list({association["id"]: association for association in found}.values())


def _actor(party: Party) -> Json:
    kind = party.kind.replace("_", " ")
    about = load_kinds()[party.kind].meaning if party.kind in load_kinds() else ""
    name = one_line(party.name)
    return _filter(f"actor:{party.actor or name}", about, "Actors", kind, name)


def _filter(key: str, about: str, *path: str) -> Json:
    """An association to filter by, with its path in the tree of filters."""
    return {
        "id": key,
        "title": path[-1],
        "desc": about,
        "mode": "FILTER",
        "filter_paths": list(path),
    }


def _count_losses(event: Event, losses: Losses) -> None:
    if event.start is None and event.end is None:
        losses.add(
            "changed", "start", "undated: newer versions of timemap do not show it", event.id
        )
    elif event.start != event.end:
        losses.add("changed", "start", "its date is one day; time_display tells all", event.id)
    if event.figures:
        losses.add("changed", "figures", "told in the words of the description", event.id)
    if event.contested:
        losses.add("changed", "contested", "told in the words of the description", event.id)
    if event.bonds:
        losses.add("dropped", "bonds", "why claims were put together is left out", event.id)
