"""Events as GeoJSON (RFC 7946): one feature an event, in a collection and line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tacitus.export.areas import area_of
from tacitus.export.claim_form import claim_summary, event_type, figure_columns, tellings_of
from tacitus.export.eventform import event_to_json
from tacitus.export.folder import writing
from tacitus.export.jsonform import Json, json_text
from tacitus.export.losses import Losses
from tacitus.records import Event, Telling

FILE, LINES = "events.geojson", "events.geojsonl"


def write_geojson(
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    *,
    quotes: bool = True,
    areas: bool = True,
) -> Losses:
    """Write events as GeoJSON.

    Args:
        events: what to write; those that a reviewer rejected are left out and counted.
        tellings: their claims with their reports, by key.
        out: the folder for ``events.geojson`` (one FeatureCollection), ``events.geojsonl`` (the
            same features, one a line) and ``losses.json``.
        quotes: whether the words of the reports go along; their offsets always do.
        areas: whether an event known by its division or country alone gets that area as its
            geometry; otherwise it gets the point in its middle.

    Returns:
        What was lost.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    losses = Losses("geojson")
    with writing(out, FILE) as whole, writing(out, LINES) as lines:
        whole.write('{"type": "FeatureCollection", "features": [')
        for event in events:
            losses.events += 1
            feature = geojson_feature(event, tellings, losses, quotes=quotes, areas=areas)
            if feature is None:
                continue
            text = json_text(feature)
            whole.write(f"{',' if losses.rows else ''}\n{text}")
            lines.write(f"{text}\n")
            losses.rows += 1
        whole.write("\n]}\n")
    losses.write(out)
    return losses


def geojson_feature(
    event: Event,
    tellings: Mapping[str, Telling],
    losses: Losses,
    *,
    quotes: bool = True,
    areas: bool = True,
) -> Json | None:
    """The feature of an event.

    Args:
        event: the event.
        tellings: its claims with their reports, by key.
        losses: where what is lost is counted.
        quotes: whether the words of the reports go along.
        areas: whether divisions and countries stand as polygons.

    Returns:
        None for an event that a reviewer rejected. The geometry is null where no point is known.
    """
    if event.rejected:
        losses.add("dropped", "event", "a reviewer rejected it", event.id)
        return None
    kind, geometry = _geometry(event, areas)
    if geometry is None:
        losses.add("dropped", "geometry", "no point is known: its geometry is null", event.id)
    if event.bonds:
        losses.add("dropped", "bonds", "why claims were put together is left out", event.id)
    claims = [claim_summary(told) for told in tellings_of(event, tellings, losses)]
    if not quotes:
        for claim in claims:
            claim["quotes"] = [{k: q[k] for k in ("start", "end")} for q in claim["quotes"]]
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": geometry,
        "properties": _properties(event, kind) | {"claims": claims},
    }


def _geometry(event: Event, areas: bool) -> tuple[str | None, Json | None]:
    place = event.place
    if place is None or place.lat is None or place.lon is None:
        return None, None
    area = area_of(place) if areas else None
    if area is not None:
        return area
    return "point", {"type": "Point", "coordinates": [place.lon, place.lat]}


def _properties(event: Event, kind: str | None) -> Json:
    form, place = event_to_json(event), event.place
    return {
        "type": event.type,
        "event_type": event_type(event.type),
        "initiators": [party.name for party in event.initiators],
        "targets": [party.name for party in event.targets],
        "parties": {"initiators": form["initiators"], "targets": form["targets"]},
        "place": (place.name or place.mention) if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "disputed": place.disputed if place else None,
        "geometry_is": kind,
        "acled_precision": place.acled_precision if place else None,
        "ucdp_precision": place.ucdp_precision if place else None,
        "radius_km": place.radius_km if place else None,
        "gazetteer_id": place.gazetteer_id if place else None,
        "start": event.start,
        "end": event.end,
        "date_precision": event.date_precision,
        **figure_columns(event),
        "figures": form["figures"],
        "weapons": form["weapons"],
        "factuality": event.factuality,
        "aggregate": event.aggregate,
        "support": event.support.grade,
        "support_reasons": form["support"]["reasons"],
        "contested": form["contested"],
        "sources": form["sources"],
        "outlets": form["outlets"],
        "reports": form["reports"],
        "edited": form["edited"],
    }
