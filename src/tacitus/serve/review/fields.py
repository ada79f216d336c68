"""The fields of an event that a reviewer can set: as they are told, and as a form brings them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tacitus.export.jsonform import plain
from tacitus.knowledge.codebook import load_codebook
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.gazetteer_search import search_places
from tacitus.reconcile.versions import KINDS
from tacitus.records import Event, Party, PlaceRef, TacitusError
from tacitus.resolve.place_refs import PRECISION

# Fields in the order of the form. Losses by side and support are set on the command line.
TEXTS = ("type", "start", "end", "date_precision", "factuality")
SIDES = ("initiators", "targets")
FIELDS = (
    "type",
    *SIDES,
    "place",
    "start",
    "end",
    "date_precision",
    *KINDS,
    "weapons",
    "factuality",
    "aggregate",
)
PRECISIONS = ("day", "days", "week", "month", "season", "year", "span")
FACTUALITIES = ("asserted", "hedged", "denied", "prospective")
#: What a name of a place may be, at the most.
MOST_PLACES = 8
_LONGEST = 2000
# likeness of the very name
_VERY_NAME = 100.0


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that a reviewer can choose.

    Attributes:
        id: of the gazetteer.
        words: its name, division and country.
    """

    id: str
    words: str


def values_of(event: Event) -> dict[str, Any]:
    """The fields of an event as plain values, by which reviewers are compared.

    Args:
        event: the event.

    Returns:
        Names for parties and places; low, best and high for losses; None for what is not told.
    """
    return {
        "type": event.type,
        "initiators": _names(event.initiators),
        "targets": _names(event.targets),
        "place": _place_words(event.place),
        "start": event.start,
        "end": event.end,
        "date_precision": event.date_precision,
        **{kind: _figure(event, kind) for kind in KINDS},
        "weapons": list(event.weapons),
        "factuality": event.factuality,
        "aggregate": event.aggregate,
    }


def edits_in(event: Event, form: Mapping[str, str]) -> dict[str, Any]:
    """What a form changes of an event.

    Args:
        event: as it is told.
        form: the fields of the form by name; those that it lacks stay as they are. Parties and
            weapons stand in lines; a loss has ``_low``, ``_best`` and ``_high``; a place has a name
            and, where one of the gazetteer's was chosen, ``place_id``, or ``lat`` and ``lon``.

    Returns:
        By field the new value in the JSON form of edits.

    Raises:
        TacitusError: ``bad-value`` for what is no number.
    """
    found: dict[str, Any] = {}
    now = values_of(event)
    for name in TEXTS:
        if name in form and (form[name].strip() or None) != now[name]:
            found[name] = form[name].strip() or None
    for name in SIDES:
        if name in form and _lines(form[name]) != now[name]:
            found[name] = _parties(getattr(event, name), _lines(form[name]))
    if "weapons" in form and _lines(form["weapons"]) != now["weapons"]:
        found["weapons"] = _lines(form["weapons"])
    if "aggregate" in form and (form["aggregate"] == "true") != event.aggregate:
        found["aggregate"] = form["aggregate"] == "true"
    for kind in KINDS:
        if f"{kind}_best" in form:
            told = _numbers(kind, form)
            if told != now[kind]:
                found[kind] = told
    if "place" in form:
        found |= _place_edit(event, form)
    return found


def with_edits(values: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of fields with edits applied.

    Args:
        values: as ``values_of`` gives them.
        edits: as ``edits_in`` gives them.
    """
    return {**values, **{field: plain_value(field, value) for field, value in edits.items()}}


def plain_value(field: str, value: Any) -> Any:
    """A value in the JSON form of edits as a plain one.

    Args:
        field: the field.
        value: its value.
    """
    if field in SIDES and isinstance(value, list):
        return [one["name"] if isinstance(one, dict) else one for one in value]
    if field == "place" and isinstance(value, dict):
        return value.get("name") or value.get("mention")
    return value


def place_choices(event: Event, words: str = "") -> list[PlaceChoice]:
    """Places that the one of an event could be: those considered, or those of a name.

    Args:
        event: the event.
        words: a name that the reviewer typed or marked.
    """
    gazetteer = open_gazetteer()
    if words.strip():
        hits = search_places(gazetteer, words.strip()[:_LONGEST], most=MOST_PLACES)
        entries = [hit.entry for hit in hits]
    else:
        held = event.place.candidates if event.place else ()
        found = (gazetteer.entry(name) for name in held[:MOST_PLACES])
        entries = [entry for entry in found if entry is not None]
    return [
        PlaceChoice(e.id, ", ".join(filter(None, (e.name, e.admin1, e.country, e.feature))))
        for e in entries
    ]


def place_value(gazetteer_id: str, mention: str) -> dict[str, Any]:
    """A place of the gazetteer in the JSON form of edits.

    Raises:
        TacitusError: ``no-such-place``.
    """
    entry = open_gazetteer().entry(gazetteer_id)
    if entry is None:
        raise TacitusError("no-such-place", f"The gazetteer has no {gazetteer_id!r}.")
    acled, ucdp = PRECISION[entry.feature]
    return {
        "mention": mention or entry.name,
        "name": entry.name,
        "gazetteer_id": entry.id,
        "lat": entry.lat,
        "lon": entry.lon,
        "country": entry.country,
        "admin1": entry.admin1,
        "feature": entry.feature,
        "acled_precision": acled,
        "ucdp_precision": ucdp,
        "radius_km": round(entry.radius_km, 1),
    }


def types() -> dict[str, tuple[str, ...]]:
    """The sub-event types by event type."""
    return {kind: tuple(names) for kind, names in load_codebook().event_types.items()}


def _names(parties: tuple[Party, ...]) -> list[str]:
    return [party.name for party in parties]


def _place_words(place: PlaceRef | None) -> str | None:
    if place is None:
        return None
    return place.name or place.mention


def _figure(event: Event, kind: str) -> dict[str, int | None] | None:
    figure = event.figure(kind)
    if figure is None:
        return None
    return {"low": figure.low, "best": figure.best, "high": figure.high}


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text[:_LONGEST].splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _parties(before: tuple[Party, ...], names: list[str]) -> list[Any]:
    """Parties that were there as they are, new ones by their names."""
    known = {party.name: plain(party) for party in before}
    return [known.get(name, name) for name in names]


def _numbers(kind: str, form: Mapping[str, str]) -> dict[str, int | None] | None:
    """Low, best and high; an empty best alone means that all three are one, all empty nothing."""
    given = {name: form.get(f"{kind}_{name}", "").strip() for name in ("low", "best", "high")}
    if not any(given.values()):
        return None
    read: dict[str, int | None] = {}
    for name, text in given.items():
        if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise TacitusError(
                "bad-value", f"{kind}: {text[:40]!r} is no number of persons.", "Give digits alone."
            )
        read[name] = int(text) if text else None
    best = read["best"] if read["best"] is not None else read["low"]
    if best is None:
        raise TacitusError("bad-value", f"{kind}: low and best are lacking.", "Give both.")
    low = read["low"] if read["low"] is not None else best
    open_top = form.get(f"{kind}_open") == "true"
    high = read["high"] if read["high"] is not None else (None if open_top else best)
    return {"low": low, "best": best, "high": high}


def _place_edit(event: Event, form: Mapping[str, str]) -> dict[str, Any]:
    name = " ".join(form["place"].split())[:_LONGEST]
    chosen = form.get("place_id", "").strip()
    now = event.place
    if chosen:
        same = now is not None and now.gazetteer_id == chosen
        return {} if same else {"place": place_value(chosen, name)}
    lat, lon = form.get("lat", "").strip(), form.get("lon", "").strip()
    if name == (_place_words(now) or "") and not (lat or lon):
        return {}
    if not name:
        return {"place": None}
    if lat or lon:
        return {"place": {"name": name, "lat": _degrees(lat), "lon": _degrees(lon)}}
    country = now.country if now else None
    hits = search_places(open_gazetteer(), name, country=country, most=1)
    if hits and hits[0].likeness == _VERY_NAME:
        return {"place": place_value(hits[0].entry.id, name)}
    return {"place": {"name": name}}


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise TacitusError(
            "bad-value", f"{text[:40]!r} is no number of degrees.", "Write it as 35.52."
        ) from error
