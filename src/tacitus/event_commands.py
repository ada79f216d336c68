"""Commands on events: ``tacitus events|event|merge|split|edit|accept|reject|undo``."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.output import console, stream_to
from tacitus.records import TacitusError
from tacitus.store_commands import (
    STORE,
    AsOfOption,
    RecordedByOption,
    RuleOption,
    StoreOption,
    author_of,
    viewed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from tacitus.records import Event

event_app = typer.Typer()

WhyOption = Annotated[str, typer.Option("--why", help="The reason, in words.")]
AuthorOption = Annotated[
    str | None, typer.Option(help="Who decides; else TACITUS_AUTHOR, else your user name.")
]
_DAY = ["%Y-%m-%d"]
# characters in a line of a table that goes to a file
_WIDTH = 160


@event_app.command()
def events(
    store: StoreOption = STORE,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last day.")] = None,
    near: Annotated[
        str | None, typer.Option(help='A place, or its "latitude,longitude" in degrees.')
    ] = None,
    within: Annotated[float, typer.Option("--within", help="Kilometres from it.")] = 25.0,
    country: Annotated[str | None, typer.Option(help="Name or ISO code of a country.")] = None,
    actor: Annotated[
        str | None, typer.Option(help="Who takes part, by any name; branches count.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--type", help="Event type or sub-event type.")
    ] = None,
    min_killed: Annotated[int | None, typer.Option(min=0, help="Killed at the least.")] = None,
    contested: Annotated[
        bool, typer.Option("--contested", help="Only those of which claims differ.")
    ] = False,
    support: Annotated[
        list[str] | None,
        typer.Option(help="Grade: confirmed, fair, weak, contested, discounted; may be repeated."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Only those that it published.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of their reports.")] = None,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Those that reviewers rejected, too.")
    ] = False,
    order: Annotated[
        str, typer.Option(help="start, -start, killed, -killed, -reports or id.")
    ] = "start",
    limit: Annotated[int | None, typer.Option(min=1, help="How many at the most.")] = None,
    offset: Annotated[int, typer.Option(min=0, help="How many to pass over.")] = 0,
    rule: RuleOption = None,
    as_of: AsOfOption = None,
    recorded_by: RecordedByOption = None,
    form: Annotated[
        str, typer.Option("--format", help="table (the default), csv or jsonl.")
    ] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output if none.")
    ] = None,
) -> None:
    """List events of a store."""
    from tacitus.store.query import EventQuery

    if form not in ("table", "csv", "jsonl"):
        raise TacitusError("unknown-format", f"{form!r} is no format.", "Use table, csv or jsonl.")
    query = EventQuery(
        since=since.date().isoformat() if since else None,
        until=until.date().isoformat() if until else None,
        near=_spot(near),
        within_km=within,
        country=country,
        actor=actor,
        type=kind,
        min_killed=min_killed,
        contested=contested or None,
        support=tuple(support or ()),
        outlet=outlet,
        text=text,
        rejected=None if rejected else False,
        limit=limit,
        offset=offset,
        order=order,
    )
    with viewed(store, as_of, recorded_by) as opened:
        total = opened.count(query)
        with stream_to(output) as stream:
            shown = _write(form, opened.events(query, rule=rule), stream, on_file=bool(output))
    typer.echo(f"{shown} of {total} events", err=True)


def _write(form: str, found: Iterator[Event], stream: TextIO, *, on_file: bool) -> int:
    """Write events; how many there were."""
    number = 0
    if form == "jsonl":
        from tacitus.export.eventform import event_to_line

        for event in found:
            stream.write(event_to_line(event) + "\n")
            number += 1
        return number
    if form == "csv":
        from tacitus.export.events_csv import EVENT_COLUMNS, event_row

        table = csv.DictWriter(stream, EVENT_COLUMNS, lineterminator="\n")
        table.writeheader()
        for event in found:
            table.writerow(event_row(event))
            number += 1
        return number
    from rich.console import Console

    from tacitus.export.event_view import events_view

    listed = list(found)
    shown = Console(file=stream, width=_WIDTH, highlight=False) if on_file else console()
    shown.print(events_view(listed, shown.width))
    return len(listed)


def _spot(near: str | None) -> str | tuple[float, float] | None:
    """A place by name, or its latitude and longitude."""
    if near is None:
        return None
    lat, comma, lon = near.partition(",")
    try:
        return (float(lat), float(lon)) if comma else near
    except ValueError:
        return near


@event_app.command("event")
def show_event(
    event: Annotated[str, typer.Argument(help="Its id, the head of it, or the key of a claim.")],
    store: StoreOption = STORE,
    rule: RuleOption = None,
    as_of: AsOfOption = None,
    recorded_by: RecordedByOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="The event as JSON.")] = False,
) -> None:
    """Show one event: its claims, who says what, why they were put together, what is contested."""
    from tacitus.export.event_view import event_view
    from tacitus.export.eventform import event_to_json

    with viewed(store, as_of, recorded_by) as opened:
        found = opened.event(event)
        if rule is not None:
            found = opened.told_by(found, rule)
        if as_json:
            typer.echo(json.dumps(event_to_json(found), ensure_ascii=False, indent=2))
            return
        links = opened.links(among=found.reports)
        tellings, history = opened.tellings(found.claims), opened.history(found.id)
        console().print(event_view(found, tellings, history, links))


@event_app.command()
def merge(
    events: Annotated[list[str], typer.Argument(help="Two events or more, by id.")],
    why: WhyOption,
    store: StoreOption = STORE,
    author: AuthorOption = None,
) -> None:
    """Decide that events are one."""
    with viewed(store) as opened:
        found = [opened.event(name) for name in events]
        keys = tuple(dict.fromkeys(key for event in found for key in event.claims))
        if len({event.id for event in found}) < 2:
            raise TacitusError(
                "one-event", f"{', '.join(events)}: is one event already.", "Name two."
            )
    _decide(store, "merge", author, why, claims=keys)


@event_app.command()
def split(
    event: Annotated[str, typer.Argument(help="The event, by id.")],
    claims: Annotated[list[str], typer.Argument(help="Keys of the claims to take out of it.")],
    why: WhyOption,
    store: StoreOption = STORE,
    author: AuthorOption = None,
) -> None:
    """Decide that claims of an event tell of another one."""
    with viewed(store) as opened:
        found = opened.event(event)
    strange = [key for key in claims if key not in found.claims]
    if strange:
        raise TacitusError(
            "no-such-claim",
            f"event {found.id} has no claim {strange[0]!r}.",
            f"It has {', '.join(found.claims)}.",
        )
    apart = tuple(key for key in found.claims if key not in claims)
    if not apart:
        raise TacitusError(
            "nothing-left", f"event {found.id} would have no claim left.", "Leave one in it."
        )
    _decide(store, "split", author, why, claims=tuple(dict.fromkeys(claims)), apart=apart)


@event_app.command()
def edit(
    event: Annotated[str, typer.Argument(help="The event, by id.")],
    change: Annotated[str, typer.Argument(help="FIELD=VALUE, the value as text or JSON.")],
    why: WhyOption,
    store: StoreOption = STORE,
    author: AuthorOption = None,
    known: Annotated[
        datetime | None,
        typer.Option(
            formats=_DAY,
            help="Day from which the value was known to the world; none for a misreading mended.",
        ),
    ] = None,
) -> None:
    """Decide the value of a field: killed=89, place=Douma, "type=Chemical weapon"."""
    field, equals, value = change.partition("=")
    if not equals or not field.strip():
        raise TacitusError("bad-edit", f"{change!r} is no FIELD=VALUE.", "Write it as killed=89.")
    with viewed(store) as opened:
        keys = opened.event(event).claims
    _decide(
        store,
        "edit",
        author,
        why,
        claims=keys,
        field=field.strip(),
        value=_json_of(value.strip()),
        known=known.date().isoformat() if known else None,
    )


@event_app.command()
def accept(
    event: Annotated[str, typer.Argument(help="The event, by id.")],
    why: WhyOption = "as it is told",
    store: StoreOption = STORE,
    author: AuthorOption = None,
) -> None:
    """Decide that an event is right as it is told; it no longer waits for a reviewer."""
    with viewed(store) as opened:
        found = opened.event(event)
    _decide(store, "accept", author, why, claims=found.claims)


@event_app.command()
def reject(
    event: Annotated[str, typer.Argument(help="The event, by id.")],
    why: WhyOption,
    store: StoreOption = STORE,
    author: AuthorOption = None,
) -> None:
    """Decide that what is told is no event that should be counted."""
    with viewed(store) as opened:
        keys = opened.event(event).claims
    _decide(store, "reject", author, why, claims=keys)


@event_app.command()
def undo(
    decision: Annotated[str, typer.Argument(help="The decision, by id.")],
    why: WhyOption,
    store: StoreOption = STORE,
    author: AuthorOption = None,
) -> None:
    """Take a decision back; an undo can be undone."""
    _decide(store, "undo", author, why, undoes=decision)


def _json_of(value: str) -> str:
    """A value as JSON: as it stands where it is JSON, else as a string."""
    try:
        json.loads(value)
    except ValueError:
        return json.dumps(value, ensure_ascii=False)
    return value


def _decide(store: str, kind: str, author: str | None, why: str, **about: object) -> None:
    """Write a decision down, and say which events came of it."""
    from tacitus.store.review import new_decision

    decision = new_decision(kind, author=author_of(author), why=why, **about)
    with viewed(store) as opened:
        opened.decide(decision)
        keys = (*decision.claims, *decision.apart)
        made = list(dict.fromkeys(opened.event(key).id for key in keys))
    typer.echo(f"decision {decision.id}" + (f": events {', '.join(made)}" if made else ""))
