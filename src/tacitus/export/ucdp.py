"""Events as UCDP's Georeferenced Event Dataset (``ucdp.csv``): a row an event and dyad.

What the columns hold stands in knowledge/ucdp.yaml, how UCDP's rules are applied in
docs/exports.md.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from tacitus.export.cells import listed, text_cell
from tacitus.export.claim_form import event_type, reports_of, tellings_of
from tacitus.export.coding import lack_of_days, no_happening
from tacitus.export.folder import writing
from tacitus.export.losses import Losses
from tacitus.export.ruled import told_by
from tacitus.export.ucdp_deaths import Deaths, deaths_of, divided
from tacitus.export.ucdp_dyads import Dyad, dyads_of
from tacitus.export.wording import one_line
from tacitus.knowledge.gazetteer import open_gazetteer
from tacitus.knowledge.iso import alpha3
from tacitus.knowledge.ucdp import Ucdp, load_ucdp
from tacitus.records import Event, PlaceRef, Report, Telling

FILE = "ucdp.csv"
RULE = "ucdp"
# cells of half a degree in a row of PRIO-GRID, which counts from the south-west from 1 on
_PER_DEGREE, _IN_A_ROW, _ROWS = 2, 720, 360
# bits of an id: whole numbers of that size survive in programs that count in floating point
_BITS = 52
_CLEAR = "Clear"

Row = dict[str, str]


def write_ucdp(
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    *,
    totals: bool = False,
    by_last_day: bool = False,
) -> Losses:
    """Write events as UCDP's data.

    Args:
        events: what to write; what UCDP does not code is left out and counted as a loss.
        tellings: their claims with their reports, by key; figures are worked out anew from them
            by the rule "ucdp".
        out: the folder for ``ucdp.csv`` and ``losses.json``.
        totals: whether sums over many unnamed events are written, with event_clarity 2. Their dead
            may be those of other rows.
        by_last_day: whether to write events of which only the last possible day is told, on that
            day with date_prec 2.

    Returns:
        What was lost. Each row beyond an event's first is counted as one split, so that rows are
        events less those dropped and more those splits.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    losses = Losses("ucdp")
    rows: list[Row] = []
    for event in events:
        losses.events += 1
        rows += ucdp_rows(event, tellings, losses, totals=totals, by_last_day=by_last_day)
    losses.rows = len(rows)
    with writing(out, FILE) as stream:
        writer = csv.DictWriter(stream, load_ucdp().columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_finished(rows))
    losses.write(out)
    return losses


def _finished(rows: list[Row]) -> list[Row]:
    """Rows with what hangs on the others: whether a dyad's year is active, and ids each once."""
    deaths: Counter[tuple[str, str]] = Counter()
    for row in rows:
        deaths[row["dyad_name"], row["year"]] += int(row["best"])
    used: set[int] = set()
    done = []
    for row in rows:
        number = int(row["id"])
        while number in used:
            number += 1
        used.add(number)
        active = deaths[row["dyad_name"], row["year"]] >= load_ucdp().active
        done.append(row | {"id": str(number), "active_year": str(int(active))})
    return done


def ucdp_rows(
    event: Event,
    tellings: Mapping[str, Telling],
    losses: Losses,
    *,
    totals: bool = False,
    by_last_day: bool = False,
) -> list[Row]:
    """The rows of an event in UCDP's data.

    Args:
        event: the event.
        tellings: its claims with their reports, by key.
        losses: where what is lost is counted.
        totals: as for ``write_ucdp``.
        by_last_day: as for ``write_ucdp``.

    Returns:
        Rows with the columns of ucdp.yaml; none for an event that UCDP does not code.
        ``active_year`` is that of the event alone.
    """
    book = load_ucdp()
    dates = _dates(event, book, by_last_day)
    why = _uncoded(event, book, totals)
    if why is not None or isinstance(dates, str):
        losses.add("dropped", "event", why or str(dates), event.id)
        return []
    event = told_by(event, tellings, RULE, losses)
    killed = event.figure("killed")
    if killed is None or max(killed.low, killed.best, killed.high or 0) < 1:
        losses.add("dropped", "event", "no death is told, and UCDP's events have one", event.id)
        return []
    dyads, lack = dyads_of(event, losses)
    if not dyads:
        losses.add("dropped", "event", lack, event.id)
        return []
    deaths = divided(deaths_of(event, dyads[0], losses), dyads)
    pairs = [(d, n) for d, n in zip(dyads, deaths, strict=True) if n.high > 0]
    _count_losses(event, pairs, len(dyads), losses)
    shared = _place(event.place, book) | _sources(event, tellings, losses)
    return [
        _row(event, dyad, toll, number if len(pairs) > 1 else 0, dates, shared, book)
        for number, (dyad, toll) in enumerate(pairs, 1)
    ]


def _uncoded(event: Event, book: Ucdp, totals: bool) -> str | None:
    """Why UCDP has no place for an event, apart from its days, deaths and actors."""
    why = no_happening(event)
    if why is not None and not (totals and event.aggregate and _happened(event)):
        return why
    if event.type not in book.types and event_type(event.type) not in book.types:
        return "it is no use of armed force by its type"
    place = event.place
    if place is None or place.lat is None or place.lon is None or place.ucdp_precision is None:
        return "its place is not known, and UCDP's events have a point"
    return None


def _happened(event: Event) -> bool:
    return not event.rejected and event.factuality in ("asserted", "hedged")


def _dates(event: Event, book: Ucdp, by_last_day: bool) -> tuple[str, str, int] | str:
    """First and last day and date_prec of an event, or why it is not coded."""
    if event.start is None or event.end is None:
        if event.end is not None and by_last_day:
            return event.end, event.end, 2
        return f"{lack_of_days(event)}, and UCDP's events have a first and a last day"
    days = (date.fromisoformat(event.end) - date.fromisoformat(event.start)).days + 1
    if days < 1:
        return "its last day is told to be before its first"
    if days == 1:
        return event.start, event.end, 1
    for precision, most in sorted(book.date.items()):
        if days <= most:
            return event.start, event.end, precision
    return "its date is vaguer than a year, and UCDP does not code it"


def _row(
    event: Event,
    dyad: Dyad,
    deaths: Deaths,
    number: int,
    dates: tuple[str, str, int],
    shared: Row,
    book: Ucdp,
) -> Row:
    place = event.place
    start, end, precision = dates
    year = int(start[:4])
    code = str(place.country) if place and place.country else ""
    own = f"{event.id}-{number}" if number else event.id
    state = book.number(code, year) if code else None
    whole = shared | {
        "id": str(_number(own)),
        "relid": f"{alpha3(code) or 'XXX'}-{year}-{dyad.violence}-{own}",
        "year": str(year),
        "active_year": str(int(deaths.best >= book.active)),
        "code_status": _CLEAR,
        "type_of_violence": str(dyad.violence),
        # a state-based conflict is named for what it is fought over, which no event tells
        "conflict_name": "" if dyad.violence == 1 else text_cell(dyad.name),
        "dyad_name": text_cell(dyad.name),
        "country": book.country(code) if code else "",
        "country_id": "" if state is None else str(state),
        "region": book.region(state),
        "event_clarity": "2" if event.aggregate else "1",
        "date_prec": str(precision),
        "date_start": start,
        "date_end": end,
        "deaths_a": str(deaths.a),
        "deaths_b": str(deaths.b),
        "deaths_civilians": str(deaths.civilians),
        "deaths_unknown": str(deaths.unknown),
        "best": str(deaths.best),
        "high": str(deaths.high),
        "low": str(deaths.low),
    }
    for letter, side in (("a", dyad.a), ("b", dyad.b)):
        known = "" if side.id is None else str(side.id)
        gw = book.number(side.state, year) if side.state else None
        whole |= {
            f"side_{letter}": text_cell(side.name),
            f"side_{letter}_new_id": known,
            f"side_{letter}_dset_id": known,
            f"gwno{letter}": "" if gw is None else str(gw),
        }
    return {column: whole.get(column, "") for column in book.columns}


def _number(own: str) -> int:
    """A whole number for an id of ours, the same each time."""
    return int.from_bytes(hashlib.blake2b(own.encode(), digest_size=8).digest()) >> (64 - _BITS)


def priogrid(lat: float, lon: float) -> int:
    """The cell of PRIO-GRID that a point lies in (Tollefsen, Strand and Buhaug 2012).

    Args:
        lat: degrees north, WGS 84.
        lon: degrees east.

    Returns:
        Cells of half a degree, counted from 1 at the south-western corner eastward, then northward.
    """
    row = min(int((lat + 90) * _PER_DEGREE), _ROWS - 1)
    column = min(int((lon + 180) * _PER_DEGREE), _IN_A_ROW - 1)
    return row * _IN_A_ROW + column + 1


def _place(place: PlaceRef | None, book: Ucdp) -> Row:
    if place is None or place.lat is None or place.lon is None:
        return {}
    entry = open_gazetteer().entry(place.held_at) if place.held_at else None
    name = place.name or (entry.name if entry else place.mention)
    told = "" if place.mention == name else f" (told as {one_line(place.mention)})"
    return {
        "where_prec": str(place.ucdp_precision),
        "where_coordinates": text_cell(one_line(name)),
        "where_description": text_cell(f"{one_line(name)}{told}"),
        "adm_1": text_cell(one_line(place.admin1 or (entry.admin1 if entry else None) or "")),
        "adm_2": text_cell(one_line((entry.admin2 if entry else None) or "")),
        "latitude": f"{place.lat:.6f}",
        "longitude": f"{place.lon:.6f}",
        "geom_wkt": f"POINT ({place.lon:.6f} {place.lat:.6f})",
        "priogrid_gid": str(priogrid(place.lat, place.lon)),
    }


def _sources(event: Event, tellings: Mapping[str, Telling], losses: Losses) -> Row:
    """Where it was published, and whom it goes back to."""
    reports = reports_of(tellings_of(event, tellings, losses))
    originals = [s.name for s in event.sources if not s.id.startswith("outlet:")]
    days = [r.published.isoformat() if r.published else "" for r in reports]
    return {
        "number_of_sources": str(len(event.reports)),
        "source_article": text_cell("; ".join(map(_citation, reports))),
        "source_office": text_cell("; ".join(_plain(r.source or "") for r in reports)),
        "source_date": "; ".join(days),
        "source_headline": text_cell("; ".join(_plain(r.title) for r in reports if r.title)),
        "source_original": text_cell(listed(originals)),
    }


def _citation(report: Report) -> str:
    day = report.published.isoformat() if report.published else "no date"
    told = [_plain(report.source or "unknown outlet"), day, _plain(report.title or report.id)]
    return f'"{",".join(told)}"'


def _plain(text: str) -> str:
    """Text without what parts a cell into several."""
    return one_line(text).replace(";", ",").replace('"', "'")


def _count_losses(
    event: Event, pairs: list[tuple[Dyad, Deaths]], dyads: int, losses: Losses
) -> None:
    for _ in range(len(pairs) - 1):
        losses.add("split", "event", "a row more: a row is one dyad", event.id)
    if dyads > 1:
        losses.add("split", "figures", "a toll divided evenly over the event's dyads", event.id)
    sides = [side for dyad, _ in pairs for side in (dyad.a, dyad.b)]
    lost = (
        (any(side.id is None for side in sides), "actors", "UCDP's id of an actor is not known"),
        (True, "ids", "ids of conflicts and dyads are UCDP's own and stay empty"),
        (any(f.kind != "killed" for f in event.figures), "figures", "UCDP counts deaths alone"),
        (bool(event.contested), "contested", "UCDP takes one answer, and low and high of deaths"),
        (any(s.stance for s in event.sources), "sources", "UCDP has no column for their stance"),
        (event.factuality == "hedged", "factuality", "UCDP has no column for doubt"),
        (bool(event.weapons), "weapons", "UCDP has no column for them"),
        (bool(event.bonds), "bonds", "UCDP does not tell why reports were put together"),
        (True, "type", "UCDP tells no types of attack, three kinds of violence alone"),
    )
    losses.drop_where(event.id, lost)
