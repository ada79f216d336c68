"""Events and their claims as Parquet with nested types, by pyarrow (``tacitus[parquet]``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from tacitus import __version__
from tacitus.export.claim_form import claim_json, event_type, figure_columns, tellings_of
from tacitus.export.eventform import event_to_json
from tacitus.export.folder import making
from tacitus.export.jsonform import COUNT_FIELDS, LIST_FIELDS, Json
from tacitus.export.losses import Losses
from tacitus.read.parquet import need_pyarrow
from tacitus.records import Event, Telling

EVENTS, CLAIMS = "events.parquet", "claims.parquet"
# Rows that are held before they are written.
_BATCH = 5000
# Columns of a claim that hold what its JSON form holds.
_AS_THEY_ARE = (
    "type",
    "factuality",
    "aggregate",
    "initiators",
    "targets",
    "place",
    "within",
    "place_ref",
    "weapon",
    "attribution",
    "sources",
    "why",
)


def write_parquet(
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    *,
    versions: Mapping[str, str] | None = None,
    quotes: bool = True,
) -> Losses:
    """Write events and their claims as Parquet.

    Args:
        events: what to write, those that a reviewer rejected too: a column tells them.
        tellings: their claims with their reports, by key.
        out: the folder for ``events.parquet``, ``claims.parquet`` and ``losses.json``.
        versions: of codebook, model, gazetteer and so on, as ``Coded.versions`` has them; they
            stand in the metadata of both files beside the version of Tacitus.
        quotes: whether the words of the reports go along; their offsets always do.

    Returns:
        What was lost; its rows are those of ``events.parquet``.

    Raises:
        TacitusError: ``no-pyarrow`` when pyarrow is not installed, ``cannot-write`` when a file
            cannot be written.
    """
    need_pyarrow(str(out))
    from tacitus.export.parquet_schema import CLAIM_TYPES, EVENT_TYPES, opened

    losses = Losses("parquet")
    about = {"tacitus": __version__} | {f"tacitus.{k}": v for k, v in (versions or {}).items()}
    with (
        making(out, EVENTS) as of_events,
        making(out, CLAIMS) as of_claims,
        opened(of_events, EVENT_TYPES, about) as add_events,
        opened(of_claims, CLAIM_TYPES, about) as add_claims,
    ):
        rest = iter(events)
        while some := list(islice(rest, _BATCH)):
            losses.events += len(some)
            losses.rows += len(some)
            add_events([event_values(event) for event in some])
            add_claims(
                [
                    claim_values(told, event, quotes=quotes)
                    for event in some
                    for told in tellings_of(event, tellings, losses)
                ]
            )
            for event in some:
                losses.add("dropped", "reports", "their texts stay where they are", event.id)
    losses.write(out)
    return losses


def event_values(event: Event) -> Json:
    """The values of an event by column, as ``parquet_schema.EVENT_TYPES`` types them."""
    form, place = event_to_json(event), event.place
    return form | {
        "event_type": event_type(event.type),
        "start": _day(event.start),
        "end": _day(event.end),
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
        **figure_columns(event),
        "figures": [
            figure | {"set_aside": [{"claim": key, "why": why} for key, why in figure["set_aside"]]}
            for figure in form["figures"]
        ],
        "support": event.support.grade,
        "support_reasons": list(event.support.reasons),
        "rests_on": [
            {"field": name, "claims": list(keys)} for name, keys in event.rests_on.items()
        ],
    }


def claim_values(telling: Telling, event: Event, *, quotes: bool = True) -> Json:
    """The values of a claim by column, as ``parquet_schema.CLAIM_TYPES`` types them.

    Args:
        telling: the claim with its report.
        event: the event that it tells.
        quotes: whether the words of the report go along.
    """
    report, claim, form = telling.report, telling.claim, claim_json(telling)
    return {
        "claim": telling.key,
        "event": event.id,
        "report": report.id,
        "outlet": report.source,
        "published": report.published,
        "title": report.title,
        "url": report.url,
        "language": report.language,
        "syndicated_from": report.syndicated_from,
        **{name: form[name] for name in _AS_THEY_ARE},
        "actors": [
            actor
            | {"affiliation": [{"relation": how, "side": who} for how, who in actor["affiliation"]]}
            for actor in form["actors"]
        ],
        "start": _day(form["start"]),
        "end": _day(form["end"]),
        "date_precision": claim.date_precision,
        **{
            f"{name}_{part}": form[name][part] if form[name] else None
            for name in COUNT_FIELDS
            for part in ("low", "high")
        },
        "sides": [
            {"side": s["side"], "kind": s["kind"], **s["toll"], "mention": s["mention"]}
            for s in form["sides"]
        ],
        "accounts": [
            {name: told[name] for name in ("attribution", *COUNT_FIELDS, "factuality")}
            | {"quotes": _quotes(told, quotes)}
            for told in form["accounts"]
        ],
        "quotes": _quotes(form, quotes),
        "grounds": list(_grounds(form)),
    }


def _quotes(form: Json, with_text: bool) -> list[Json]:
    return [
        {"text": text if with_text else None, "start": start, "end": end}
        for text, (start, end) in zip(form["evidence"], form["spans"]["evidence"], strict=True)
    ]


def _grounds(form: Json) -> Iterator[Json]:
    """For each value of a claim the characters that it rests on and what gave it.

    ``value`` counts the values of a field that holds several, from nought.
    """
    for name, spans in form["spans"].items():
        if name == "evidence":
            continue
        several = name in LIST_FIELDS or name == "sides"
        values = (
            zip(spans, form["by"][name], strict=True) if several else [(spans, form["by"][name])]
        )
        for number, (pairs, given) in enumerate(values):
            for start, end in pairs:
                yield {"field": name, "value": number, "start": start, "end": end, **given}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
