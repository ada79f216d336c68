"""The command that writes a read-only site of a store's events: ``tacitus publish``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qsl, urlsplit

import typer

from tacitus.records import TacitusError
from tacitus.store_commands import STORE, AsOfOption, RecordedByOption, StoreOption, viewed

if TYPE_CHECKING:
    from tacitus.serve.filters import Filter
    from tacitus.serve.publish.site import Published

publish_app = typer.Typer()

_DAY = ["%Y-%m-%d"]


@publish_app.command()
def publish(
    out: Annotated[
        Path, typer.Argument(help="Folder of the site: missing, empty, or published before.")
    ],
    store: StoreOption = STORE,
    title: Annotated[str, typer.Option(help="Title of the site.")] = "Tacitus",
    terms: Annotated[
        str, typer.Option(help='Terms on which others may use your data ("CC BY 4.0").')
    ] = "",
    texts: Annotated[
        str,
        typer.Option(
            help="How much of the reports' words: none, quotes (those that values rest on) or full."
        ),
    ] = "quotes",
    reviewers: Annotated[
        bool, typer.Option("--reviewers", help="Tell names and reasons of reviewers.")
    ] = False,
    without: Annotated[
        list[str] | None, typer.Option(help="Leave out: actors or figures (repeatable).")
    ] = None,
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="A format to offer the events in, as for export (repeatable); csv and geojson"
            " by default, all for every one.",
        ),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            help="Address of the desk's overview: its filter is taken; other options change it."
        ),
    ] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last day.")] = None,
    bbox: Annotated[
        str | None, typer.Option(help="Area: west,south,east,north in degrees.")
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="Name or ISO code of a country (repeatable).")
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(help="Who takes part, by any name; branches count (repeatable)."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", help="Event type or sub-event type (repeatable)."),
    ] = None,
    min_killed: Annotated[
        int | None, typer.Option(min=0, help="Killed at the least, best figure.")
    ] = None,
    max_killed: Annotated[
        int | None, typer.Option(min=0, help="Killed at the most, best figure.")
    ] = None,
    contested: Annotated[
        str | None, typer.Option(help="any, none, or the field of which claims differ.")
    ] = None,
    support: Annotated[
        list[str] | None,
        typer.Option(help="Grade: confirmed, fair, weak, contested, discounted (repeatable)."),
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option(help="One that published it (repeatable).")
    ] = None,
    stance: Annotated[
        list[str] | None,
        typer.Option(help="Side that a source speaks for, or none (repeatable)."),
    ] = None,
    factuality: Annotated[
        list[str] | None,
        typer.Option(help="asserted, hedged, denied or prospective (repeatable)."),
    ] = None,
    text: Annotated[str | None, typer.Option(help="Words of their reports.")] = None,
    order: Annotated[
        str | None, typer.Option(help="Of the list: start, -start, killed, -killed, -reports, id.")
    ] = None,
    as_of: AsOfOption = None,
    recorded_by: RecordedByOption = None,
) -> None:
    """Write a read-only site of the events asked for, which any web server serves.

    Events that a reviewer rejected are left out. Ends with counts.
    """
    try:
        from tacitus.serve.figures.files import forms
        from tacitus.serve.publish.selection import FORMATS, Options
        from tacitus.serve.publish.site import publish as write_site
    except ImportError as error:
        raise TacitusError(
            "no-serve",
            f"what the pages need is not installed ({error}).",
            "pip install 'tacitus[serve]'",
        ) from error

    given: dict[str, Any] = {
        "since": since.date().isoformat() if since else None,
        "until": until.date().isoformat() if until else None,
        "bbox": bbox,
        "country": country,
        "actor": actor,
        "type": kind,
        "min_killed": min_killed,
        "max_killed": max_killed,
        "contested": contested,
        "grade": support,
        "outlet": outlet,
        "stance": stance,
        "factuality": factuality,
        "q": text,
        "order": order,
    }
    asked = _filter(like, {name: value for name, value in given.items() if value is not None})
    options = Options(
        title=title,
        terms=terms,
        texts=texts,  # type: ignore[arg-type]
        reviewers=reviewers,
        without=tuple(without or ()),
        formats=_formats(form) if form else FORMATS,
    )
    with viewed(store, as_of, recorded_by) as opened:
        done = write_site(opened, asked, out, options)
    typer.echo(f"{out}: {_counted(done)}", err=True)
    if "figures" not in options.without and "png" not in forms():
        typer.echo(
            f"{out}: holds no figures as PNG, since this machine has no fonts to write their words"
            " in (Debian: apt install fonts-dejavu-core); they are there as SVG.",
            err=True,
        )


def _filter(like: str | None, changes: dict[str, Any]) -> Filter:
    """The filter of an address, changed."""
    from tacitus.serve.filters import Filter

    parts = urlsplit(like or "")
    query = parts.query or ("" if parts.scheme or "=" not in parts.path else parts.path)
    return Filter.from_query(parse_qsl(query)).changed(**changes, offset=None, limit=None)


def _formats(names: list[str]) -> tuple[str, ...]:
    from tacitus.export.formats import FORMATS

    return tuple(FORMATS) if "all" in names else tuple(dict.fromkeys(names))


def _counted(done: Published) -> str:
    files = done.installed
    pages = ", ".join(f"{number} {name}" for name, number in done.pages.items() if number)
    return (
        f"{done.events} events ({done.unplaced} not on the map) of {done.reports} reports;"
        f" pages: {pages}; {files.files} files of {files.size / 1e6:.1f} MB,"
        f" {files.written} of them new or changed, {files.removed} removed"
    )
