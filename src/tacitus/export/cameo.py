"""Events as CAMEO rows, one a pair of actors, in a tab-separated table (``cameo.tsv``).

Quad classes are those of GDELT; what an event is in CAMEO stands in knowledge/cameo.yaml. The
fields are those of GDELT's and Phoenix's tables that Tacitus can fill, under a header, with our
event's id.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from itertools import permutations, product
from pathlib import Path

from tacitus.export.cells import list_cell, number_cell, text_cell
from tacitus.export.claim_form import reports_of, tellings_of
from tacitus.export.coding import actor_code, codings_of, facts_of, no_dated_happening
from tacitus.export.folder import writing
from tacitus.export.losses import Losses
from tacitus.export.wording import one_line
from tacitus.knowledge.event_maps import Cameo, CameoCoding, load_cameo
from tacitus.knowledge.iso import alpha3
from tacitus.records import Event, Party, Telling

FILE = "cameo.tsv"
COLUMNS = (
    "id",
    "event_id",
    "date",
    "end_date",
    "date_precision",
    "source_code",
    "source_country",
    "source_sector",
    "source_name",
    "target_code",
    "target_country",
    "target_sector",
    "target_name",
    "event_code",
    "event_name",
    "event_root_code",
    "quad_class",
    "goldstein",
    "place",
    "admin1",
    "country",
    "lat",
    "lon",
    "where_prec",
    "num_claims",
    "num_sources",
    "num_articles",
    "factuality",
    "support",
    "urls",
)

Row = dict[str, str]


def write_cameo(events: Iterable[Event], tellings: Mapping[str, Telling], out: Path) -> Losses:
    """Write events as CAMEO rows.

    Args:
        events: what to write; those that did not happen by the reports, totals, undated and
            rejected ones have no place in CAMEO and are counted as losses.
        tellings: their claims with their reports, by key.
        out: the folder for ``cameo.tsv`` and ``losses.json``.

    Returns:
        What was lost.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    losses = Losses("cameo")
    with writing(out, FILE) as stream:
        writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for event in events:
            losses.events += 1
            rows = cameo_rows(event, tellings, losses)
            losses.rows += len(rows)
            writer.writerows(rows)
    losses.write(out)
    return losses


def cameo_rows(event: Event, tellings: Mapping[str, Telling], losses: Losses) -> list[Row]:
    """The CAMEO rows of an event: one for each pair of a source and a target.

    Args:
        event: the event.
        tellings: its claims with their reports, by key.
        losses: where what is lost is counted.

    Returns:
        Rows with the keys of ``COLUMNS``; none for an event that CAMEO has no place for.
    """
    book = load_cameo()
    why = no_dated_happening(event, "row")
    if why is not None:
        losses.add("dropped", "event", why, event.id)
        return []
    codings = codings_of(event, facts_of(event, tellings), book.types)
    if not codings:
        losses.add("dropped", "event", "CAMEO has no code for it", event.id)
        return []
    pairs = [
        (coding, source, target) for coding in codings for source, target in _pairs(coding, event)
    ]
    if not pairs:
        losses.add("dropped", "event", "no actor is told, and a row needs one", event.id)
        return []
    _count_losses(event, len(pairs), losses)
    shared = _shared(event, tellings, book, losses)
    return [
        {
            "id": event.id if len(pairs) == 1 else f"{event.id}-{number}",
            **shared,
            **_party("source", source, event, book),
            **_party("target", target, event, book),
            **_code(coding, book),
        }
        for number, (coding, source, target) in enumerate(pairs, 1)
    ]


def _pairs(coding: CameoCoding, event: Event) -> list[tuple[Party | None, Party | None]]:
    sources: tuple[Party | None, ...] = event.initiators
    targets: tuple[Party | None, ...] = event.targets
    if coding.reversed:
        sources, targets = targets, sources
    if coding.mutual and not targets and len(sources) > 1:
        return list(permutations(sources, 2))
    if not sources and not targets:
        return []
    return list(product(sources or (None,), targets or (None,)))


def _code(coding: CameoCoding, book: Cameo) -> Row:
    code = book.codes[coding.code]
    return {
        "event_code": coding.code,
        "event_name": code.name,
        "event_root_code": coding.code[:2],
        "quad_class": str(book.quad(coding.code)),
        "goldstein": number_cell(code.goldstein),
    }


def _party(side: str, party: Party | None, event: Event, book: Cameo) -> Row:
    if party is None:
        return {f"{side}_{part}": "" for part in ("code", "country", "sector", "name")}
    code = actor_code(party, event, book.actors)
    return {
        f"{side}_code": code.whole or f"{code.country or ''}{code.sector or ''}",
        f"{side}_country": code.country or "",
        f"{side}_sector": code.sector or "",
        f"{side}_name": text_cell(one_line(party.name)),
    }


def _shared(event: Event, tellings: Mapping[str, Telling], book: Cameo, losses: Losses) -> Row:
    held = tellings_of(event, tellings, losses)
    place = event.place
    country = alpha3(place.country) if place else None
    if place and place.country and country is None:
        losses.add("dropped", "place", "its country has no ISO 3166 alpha-3 code", event.id)
    if event.start is None:
        losses.add(
            "changed", "start", "only the last possible day is told: it is the date", event.id
        )
    return {
        "event_id": event.id,
        "date": event.start or event.end or "",
        "end_date": event.end or "",
        "date_precision": event.date_precision or "",
        "place": text_cell(one_line(place.name or place.mention) if place else None),
        "admin1": text_cell(one_line(place.admin1 or "") if place else None),
        "country": country or "",
        "lat": number_cell(place.lat if place else None),
        "lon": number_cell(place.lon if place else None),
        "where_prec": number_cell(place.ucdp_precision if place else None),
        "num_claims": str(len(event.claims)),
        "num_sources": str(len(event.sources)),
        "num_articles": str(len(event.reports)),
        "factuality": event.factuality,
        "support": event.support.grade,
        "urls": list_cell(one_line(r.url) for r in reports_of(held) if r.url),
    }


def _count_losses(event: Event, rows: int, losses: Losses) -> None:
    if rows > 1:
        losses.add("split", "event", "a row is one pair of actors and one code", event.id)
    lost = (
        (bool(event.figures), "figures", "CAMEO tells no losses"),
        (bool(event.contested), "contested", "CAMEO takes one answer"),
        (bool(event.weapons), "weapons", "CAMEO tells them by its code alone"),
        (bool(event.claims), "evidence", "CAMEO holds no words of reports"),
        (any(s.stance for s in event.sources), "sources", "CAMEO does not tell their stance"),
        (bool(event.bonds), "bonds", "CAMEO does not tell why reports were put together"),
    )
    losses.drop_where(event.id, lost)
