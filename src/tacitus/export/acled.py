"""Events as ACLED's table (``acled.csv``): a row a day, place and pair of actors.

What ACLED's columns mean and hold stands in knowledge/acled.yaml, how its rules are applied in
docs/exports.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from tacitus.export.acled_actors import Pair, pairs_of
from tacitus.export.acled_sources import notes_of, publishers, scale_of
from tacitus.export.acled_when import When, when_of
from tacitus.export.acled_where import Where, where_of
from tacitus.export.cells import listed, text_cell
from tacitus.export.coding import no_happening
from tacitus.export.folder import writing
from tacitus.export.losses import Losses
from tacitus.export.ruled import shares, told_by
from tacitus.knowledge.acled import Acled, load_acled
from tacitus.knowledge.iso import alpha3
from tacitus.records import Event, Telling

FILE = "acled.csv"
RULE = "acled-lowest"

Row = dict[str, str]


def write_acled(
    events: Iterable[Event],
    tellings: Mapping[str, Telling],
    out: Path,
    *,
    timestamp: int | None = None,
    by_last_day: bool = False,
) -> Losses:
    """Write events as ACLED's table.

    Args:
        events: what to write; what ACLED does not code is left out and counted as a loss.
        tellings: their claims with their reports, by key; figures are worked out anew from them
            by the rule "acled-lowest".
        out: the folder for ``acled.csv`` and ``losses.json``.
        timestamp: for the column of that name, seconds since 1970 in UTC; by default the start of
            the day on which the last report of an event was published.
        by_last_day: whether to write events of which only the last possible day is told, on that
            day with time_precision 2.

    Returns:
        What was lost. Each row beyond an event's first is counted as one split, so that rows are
        events less those dropped and more those splits.

    Raises:
        TacitusError: ``cannot-write`` when a file cannot be written.
    """
    losses = Losses("acled")
    with writing(out, FILE) as stream:
        writer = csv.DictWriter(stream, load_acled().columns, lineterminator="\n")
        writer.writeheader()
        for event in events:
            losses.events += 1
            rows = acled_rows(event, tellings, losses, timestamp=timestamp, by_last_day=by_last_day)
            losses.rows += len(rows)
            writer.writerows(rows)
    losses.write(out)
    return losses


def acled_rows(
    event: Event,
    tellings: Mapping[str, Telling],
    losses: Losses,
    *,
    timestamp: int | None = None,
    by_last_day: bool = False,
) -> list[Row]:
    """The rows of an event in ACLED's table.

    Args:
        event: the event.
        tellings: its claims with their reports, by key.
        losses: where what is lost is counted.
        timestamp: as for ``write_acled``.
        by_last_day: as for ``write_acled``.

    Returns:
        Rows with the columns of acled.yaml; none for an event that ACLED does not code.
    """
    book = load_acled()
    why = no_happening(event)
    if why is None and book.event_type(event.type) is None:
        why = "ACLED has no such type of event"
    where = where_of(event.place)
    when = when_of(event, tellings, by_last_day=by_last_day)
    why = why or where.why or when.why
    if why:
        losses.add("dropped", "event", why, event.id)
        return []
    pairs = pairs_of(event, losses)
    if not pairs:
        losses.add("dropped", "event", "no actor is told, and a row needs one", event.id)
        return []
    event = told_by(event, tellings, RULE, losses)
    _count_losses(event, when, where, len(pairs), losses)
    killed = event.figure("killed")
    tolls = iter(shares(killed.best if killed else 0, len(when.days) * len(pairs)))
    remarks = _remarks(event, when, where, len(pairs))
    shared = _shared(event, where, book) | {
        "time_precision": str(when.precision),
        "timestamp": _timestamp(event, tellings, timestamp, losses),
    }
    rows = []
    for number, (day, pair) in enumerate(product(when.days, pairs), 1):
        own = {
            "event_id_cnty": _row_id(event, number, len(when.days) * len(pairs)),
            "event_date": day,
            "year": day[:4],
            "fatalities": str(next(tolls)),
            "notes": text_cell(notes_of(event, where.location, day, remarks)),
        }
        whole = shared | _actors(pair, event, book) | own
        rows.append({column: whole[column] for column in book.columns})
    return rows


def _row_id(event: Event, number: int, of: int) -> str:
    """Letters of the country and our event's id; of several rows with their number."""
    code = alpha3(event.place.country if event.place else None) or ""
    return f"{code}{event.id}" if of == 1 else f"{code}{event.id}-{number}"


def _shared(event: Event, where: Where, book: Acled) -> Row:
    """What all rows of an event hold."""
    code = str(event.place.country) if event.place else ""
    number = book.number(code)
    return {
        "disorder_type": book.disorder_type(event.type),
        "event_type": str(book.event_type(event.type)),
        "sub_event_type": event.type,
        "iso": "" if number is None else str(number),
        "region": book.region(code),
        "country": book.country(code),
        "admin1": text_cell(where.admin1),
        "admin2": text_cell(where.admin2),
        "admin3": "",
        "location": text_cell(where.location),
        "latitude": f"{where.lat:.4f}",
        "longitude": f"{where.lon:.4f}",
        "geo_precision": str(where.precision),
        "source": text_cell(listed(publishers(event))),
        "source_scale": scale_of(event),
        "tags": _tags(event, book),
    }


def _tags(event: Event, book: Acled) -> str:
    crowd = ["crowd size=no report"] if book.event_type(event.type) in book.actors.crowds else []
    ours = [f"tacitus event={event.id}", f"tacitus support={event.support.grade}"]
    contested = [contest.field for contest in event.contested]
    if contested:
        ours.append(f"tacitus contested={','.join(contested)}")
    return "; ".join([*crowd, *ours])


def _actors(pair: Pair, event: Event, book: Acled) -> Row:
    one, other = pair.one, pair.other
    rule = book.civilian
    targeted = event.type in rule.always or (
        other is not None
        and book.event_type(event.type) in rule.if_target
        and other.inter in rule.targets
    )
    return {
        "actor1": text_cell(one.name),
        "assoc_actor_1": text_cell(listed(pair.with_one)),
        "inter1": book.inter[one.inter],
        "actor2": text_cell(other.name if other else None),
        "assoc_actor_2": text_cell(listed(pair.with_other)),
        "inter2": book.inter[other.inter] if other else "",
        "interaction": book.interaction(one.inter, other.inter if other else None),
        "civilian_targeting": rule.text if targeted else "",
    }


def _timestamp(
    event: Event, tellings: Mapping[str, Telling], given: int | None, losses: Losses
) -> str:
    if given is not None:
        return str(given)
    days = [
        told.report.published
        for key in event.claims
        if (told := tellings.get(key)) is not None and told.report.published is not None
    ]
    if not days:
        losses.add("dropped", "timestamp", "no report of the event tells its day", event.id)
        return ""
    newest = max(days)
    return str(int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp()))


def _remarks(event: Event, when: When, where: Where, pairs: int) -> list[str]:
    """Sentences on how the rows were made of the event."""
    remarks = []
    killed = event.figure("killed")
    rows = len(when.days) * pairs
    if rows > 1:
        over = " and ".join(
            words
            for words in (
                f"{len(when.days)} days" if len(when.days) > 1 else "",
                f"{pairs} pairs of actors" if pairs > 1 else "",
            )
            if words
        )
        toll = f" {killed.best} killed are divided evenly" if killed else " No toll is told"
        remarks.append(f"One of {rows} rows, over {over}.{toll}; a remainder is with the first.")
        if killed is None or killed.best == 0:
            remarks[-1] = f"One of {rows} rows, over {over}."
    if when.precision > 1:
        span = f"between {event.start} and {event.end}" if event.start else f"by {event.end}"
        remarks.append(f"Told to be {span}.")
    if where.moved:
        remarks.append("Only the division is told: its largest town stands for its capital.")
    return remarks


def _count_losses(event: Event, when: When, where: Where, pairs: int, losses: Losses) -> None:
    days = len(when.days)
    for _ in range(days - 1):
        losses.add("split", "event", "a row more: a row is one day", event.id)
    for _ in range(days * (pairs - 1)):
        losses.add("split", "event", "a row more: a row is one pair of actors", event.id)
    killed = event.figure("killed")
    if days * pairs > 1 and killed is not None and killed.best:
        losses.add("split", "figures", "a toll divided evenly over the event's rows", event.id)
    if when.precision > 1:
        losses.add("changed", "start", "the days it may have been on are one day", event.id)
    if where.moved:
        losses.add("changed", "place", "the largest town of its division stands for it", event.id)
    lost = (
        (killed is not None and killed.low != killed.high, "figures",
         "ACLED has one number of killed: low and high stand in the notes"),
        (any(f.side != "all" for f in event.figures), "figures", "ACLED has no losses by side"),
        (any(f.kind != "killed" for f in event.figures), "figures",
         "ACLED has no column for injured and captured: notes tell them"),
        (bool(event.contested), "contested", "who says what stands in the notes alone"),
        (any(s.stance for s in event.sources), "sources", "ACLED has no column for their stance"),
        (not scale_of(event), "source_scale", "how far its outlets reach is not known"),
        (event.factuality == "hedged", "factuality", "notes alone tell of the doubt"),
        (bool(event.weapons), "weapons", "they stand in the notes alone"),
        (bool(event.bonds), "bonds", "ACLED does not tell why reports were put together"),
    )  # fmt: skip
    losses.drop_where(event.id, lost)
