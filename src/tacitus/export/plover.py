"""Events as PLOVER records, one JSON object a line (``plover.jsonl``).

The form is that of the PLOVER manual of 2024 (Open Event Data Alliance); what an event is in it
stands in knowledge/plover.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tacitus import __version__
from tacitus.export.claim_form import reports_of, tellings_of
from tacitus.export.coding import (
    Facts,
    actor_code,
    codings_of,
    facts_of,
    holds,
    no_dated_happening,
)
from tacitus.export.event_words import contest_words
from tacitus.export.folder import writing
from tacitus.export.jsonform import Json, json_text
from tacitus.export.losses import Losses
from tacitus.export.wording import one_line
from tacitus.knowledge.event_maps import Plover, PloverCoding, load_plover
from tacitus.knowledge.iso import alpha3, country_name
from tacitus.records import Event, Party, PlaceRef, Report, Telling

FILE = "plover.jsonl"
_SIZES = {"killed": "dead", "injured": "injured", "captured": "arrested"}


def write_plover(
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    *,
    quotes: bool = True,
) -> Losses:
    """Write events as PLOVER records.

    Args:
        events: what to write; those that did not happen by the reports, totals, undated and
            rejected ones have no place in PLOVER and are counted as losses.
        tellings: their claims with their reports, by key.
        out: the folder for ``plover.jsonl`` and ``losses.json``.
        quotes: whether the words of the reports go along as ``event_text``; their offsets always
            do.

    Returns:
        What was lost.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    losses = Losses("plover")
    with writing(out, FILE) as stream:
        for event in events:
            losses.events += 1
            for record in plover_records(event, tellings, losses, quotes=quotes):
                losses.rows += 1
                stream.write(json_text(record) + "\n")
    losses.write(out)
    return losses


def plover_records(
    event: Event, tellings: Mapping[str, Telling], losses: Losses, *, quotes: bool = True
) -> list[Json]:
    """The PLOVER records of an event, mostly one.

    Args:
        event: the event.
        tellings: its claims with their reports, by key.
        losses: where what is lost is counted.
        quotes: whether the words of the reports go along.

    Returns:
        None for an event that PLOVER has no place for; several, tied by ``link``, for one that is
        several in PLOVER: a protest, and the force used against it.
    """
    book = load_plover()
    why = no_dated_happening(event, "record")
    if why is not None:
        losses.add("dropped", "event", why, event.id)
        return []
    facts = facts_of(event, tellings)
    codings = codings_of(event, facts, book.types)
    if not codings:
        losses.add("dropped", "event", "PLOVER has no category for it", event.id)
        return []
    made = [_coded(coding, event, facts, book, losses) for coding in codings]
    coded = [record for record in made if record is not None]
    if not coded:
        return []
    shared = _shared(event, tellings, book, losses, quotes=quotes)
    _count_losses(event, losses)
    if len(codings) > 1:
        losses.add("split", "event", "it is several events in PLOVER, tied by link", event.id)
    return [_ordered(record | shared, number, len(coded)) for number, record in enumerate(coded, 1)]


def _ordered(record: Json, number: int, of: int) -> Json:
    """A record with its id first and no empty fields."""
    key = str(record.pop("event_id"))
    ids = {"id": key} if of == 1 else {"id": f"{key}-{number}", "link": key}
    return ids | {name: value for name, value in record.items() if value not in (None, [], {}, "")}


def _coded(
    coding: PloverCoding, event: Event, facts: Facts, book: Plover, losses: Losses
) -> Json | None:
    category = book.events[coding.event]
    doers, done_to = event.initiators, event.targets
    if coding.reversed:
        doers, done_to = done_to, doers
    elif coding.together and doers and done_to:
        doers, done_to = (*doers, *done_to), ()
        losses.add(
            "changed",
            "targets",
            "force used on both sides: PLOVER has both as actors, so who began is not told",
            event.id,
        )
    if category.recipient and not done_to:
        losses.add("dropped", "event", "its category needs a recipient, and none is told", event.id)
        return None
    if not doers:
        losses.add(
            "changed",
            "initiators",
            "none is told: an actor of unknown sector stands for it",
            event.id,
        )
    modes, contexts = list(coding.modes), list(coding.contexts)
    for addition in book.additions:
        if (
            event.type in (addition.types or [event.type])
            and coding.event in (addition.events or [coding.event])
            and not set(addition.not_with) & set(modes)
            and holds(addition.when, facts)
        ):
            modes += addition.modes
            contexts += addition.contexts
    modes, contexts = list(dict.fromkeys(modes)), list(dict.fromkeys(contexts))
    return {
        "event_id": event.id,
        "actor": [_actor(p, event, book) for p in doers] or [{"sector": book.unknown}],
        "recipient": [_actor(party, event, book) for party in done_to],
        "event": [coding.event],
        "mode": modes,
        "context": contexts,
        "quad_code": category.quad,
        "event_scale": _scale(category.score, [category.modes[mode] for mode in modes]),
        "size": _size(event) if coding.toll else {},
    }


def _scale(score: float, of_modes: Sequence[float | None]) -> float:
    """The score farthest from nought among those of the modes; the category's own without one."""
    told = [value for value in of_modes if value is not None]
    return float(max(told, key=abs)) if told else float(score)


def _actor(party: Party, event: Event, book: Plover) -> Json:
    code = actor_code(party, event, book.actors)
    country = code.country
    if code.whole is not None and code.whole[:3] in book.codes:
        country = code.whole[:3]
    entity = {
        "code": country,
        "sector": code.sector if code.sector in book.sectors else None,
        "entity_text": one_line(party.mentions[0] if party.mentions else party.name),
        "identifier_id": code.wikidata,
        "identifier_text": party.name if party.actor else None,
    }
    return {name: value for name, value in entity.items() if value}


def _size(event: Event) -> Json:
    """Losses over all sides; beside PLOVER's numbers their low and high end, and the rule."""
    size: Json = {}
    for kind, name in _SIZES.items():
        figure = event.figure(kind)
        if figure is not None:
            size |= {name: figure.best, f"{name}_low": figure.low, f"{name}_high": figure.high}
            size["rule"] = figure.rule
    return size


def _shared(
    event: Event,
    tellings: Mapping[str, Telling],
    book: Plover,
    losses: Losses,
    *,
    quotes: bool,
) -> Json:
    """What all records of an event hold."""
    held = tellings_of(event, tellings, losses)
    spans = [(told, span) for told in held for span in told.claim.evidence]
    first = event.start or event.end
    if event.start is None:
        losses.add(
            "changed", "start", "only the last possible day is told: it is the date", event.id
        )
    elif event.start != event.end and event.date_precision not in ("days", "day"):
        losses.add("changed", "start", "the first possible day is the date", event.id)
    return {
        "date": first,
        "enddate": event.end if event.end != first else None,
        "date_precision": event.date_precision,
        "event_loc": _location(event.place, book, losses, event.id),
        "event_text": [span.quote(told.report.text) for told, span in spans] if quotes else [],
        "text_info": [
            {
                "start": span.start,
                "end": span.end,
                "citation": told.report.id,
                "claim": told.claim.id,
            }
            for told, span in spans
        ],
        "cite_info": [_citation(report, book) for report in reports_of(held)],
        "coder": f"tacitus {__version__}",
        "factuality": event.factuality,
        "comment": _comment(event),
    }


def _location(place: PlaceRef | None, book: Plover, losses: Losses, event: str) -> Json:
    if place is None:
        return {}
    code = alpha3(place.country)
    if place.country and code is None:
        losses.add("dropped", "place", "its country has no ISO 3166 alpha-3 code", event)
    key = place.gazetteer_id or ""
    whole = {
        "extracted_place": place.mention,
        "resolved_place": place.name,
        "geonameid": int(key[9:]) if key.startswith("geonames:") and key[9:].isdigit() else None,
        "lat": place.lat,
        "lon": place.lon,
        "city": place.name if place.feature == "settlement" else None,
        "district": place.name if place.feature == "admin2" else None,
        "province": place.admin1 or (place.name if place.feature == "admin1" else None),
        "country": country_name(place.country),
        "country_code": code,
        "resolution": book.resolution.get(place.ucdp_precision or 0),
    }
    return {name: value for name, value in whole.items() if value is not None}


def _citation(report: Report, book: Plover) -> Json:
    whole = {
        "citation": report.id,
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "publication": report.source,
        "published": report.published.isoformat() if report.published else None,
        "coder": f"tacitus {__version__}",
        "codebook": f"plover {book.version}",
    }
    return {name: value for name, value in whole.items() if value is not None}


def _comment(event: Event) -> str:
    parts = [
        f"tacitus event {event.id}, {event.type}",
        f"support {event.support.grade}",
        contest_words(event.contested),
    ]
    return "; ".join(part for part in parts if part)


def _count_losses(event: Event, losses: Losses) -> None:
    lost = (
        (any(f.side != "all" for f in event.figures), "figures", "PLOVER tells no losses by side"),
        (
            bool(event.contested),
            "contested",
            "PLOVER takes one answer: the comment names the field, not who says what",
        ),
        (any(s.stance for s in event.sources), "sources", "PLOVER has no field for their stance"),
        (bool(event.bonds), "bonds", "PLOVER does not tell why reports were put together"),
        (
            any(len(p.mentions) > 1 for p in (*event.initiators, *event.targets)),
            "mentions",
            "only the most used name of an actor has a place",
        ),
        (
            event.place is not None and event.place.radius_km is not None,
            "place",
            "PLOVER has levels of resolution, no radius",
        ),
    )
    losses.drop_where(event.id, lost)
