"""Commands of the gazetteer: ``tacitus gazetteer build|info|add|remove|search``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.output import complain, console
from tacitus.records import TacitusError

if TYPE_CHECKING:
    from tacitus.knowledge.gazetteer import Gazetteer
    from tacitus.knowledge.gazetteer_added import Added
    from tacitus.knowledge.gazetteer_forms import Form

gazetteer_app = typer.Typer(
    help="The gazetteer that places are looked up in.", no_args_is_help=True
)
# Faults of a file that are shown one by one.
_SHOWN = 5
# Kilometres around a point where none are told.
_AROUND_KM = 50.0
_CODE = re.compile(r"[A-Za-z]{2}")


@gazetteer_app.command("build")
def build() -> None:
    """Build the gazetteer's file, which the first use otherwise does."""
    from tacitus.knowledge.gazetteer import Gazetteer

    typer.echo(Gazetteer().path)


@gazetteer_app.command("info")
def info() -> None:
    """Show where the gazetteer lies, what it was built from and what was added."""
    from tacitus.export.gazetteer import source_lines
    from tacitus.knowledge.gazetteer import Gazetteer

    gazetteer = Gazetteer()
    typer.echo(f"file     {gazetteer.path} ({gazetteer.path.stat().st_size / 1e6:.0f} MB)")
    typer.echo(f"version  {gazetteer.version}")
    typer.echo(f"content  {gazetteer.content}")
    typer.echo(f"places   {gazetteer.places:,}")
    for source in gazetteer.sources:
        for line in source_lines(source):
            typer.echo(line)
    typer.echo("GeoNames data: CC BY 4.0, https://www.geonames.org")


@gazetteer_app.command("add")
def add(
    what: Annotated[
        list[str],
        typer.Argument(
            help="Countries by ISO code (SY IQ), whose GeoNames dumps are downloaded, or files: "
            "a GeoNames table, OCHA's p-codes (CSV), a CSV with name, lat, lon; also zipped."
        ),
    ],
    url: Annotated[
        str | None,
        typer.Option(
            help="Where the dumps are, with {country} for the code; a mirror, for one.",
            envvar="TACITUS_GEONAMES_URL",
            show_envvar=True,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--form", help="geonames, pcodes or plain; without it the file's head tells."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="What a file is called from then on; its own name if not given."),
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="Country (ISO code) of lines that name none.")
    ] = None,
) -> None:
    """Add places: whole countries from GeoNames, or tables of your own.

    They lie in a file each beside the built gazetteer (or in the folder TACITUS_GAZETTEER). A
    table with a few bad lines is loaded without them, and the exit code is then 1; one with many
    is refused.
    """
    from tacitus.knowledge.gazetteer import Gazetteer

    known = _form(form)
    land = _country(country) if country else ""
    if name is not None and len(what) > 1:
        raise TacitusError("bad-option", "--name goes with one file only.", "Add them one by one.")
    gazetteer, bad, failed = Gazetteer(), 0, 0
    for told in what:
        try:
            bad += _add(told, gazetteer, name, known, land, url).source.bad
        except TacitusError as error:
            failed += 1
            if len(what) == 1:
                raise
            complain(error.problem.message, error.problem.fix)
    if len(what) > 1:
        typer.echo(f"{len(what)} asked for, {len(what) - failed} added, {failed} not", err=True)
    if failed:
        raise typer.Exit(2)
    if bad:
        raise typer.Exit(1)


@gazetteer_app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="As `tacitus gazetteer info` lists it.")],
) -> None:
    """Take out what was added under a name."""
    from tacitus.knowledge.gazetteer_added import added_folder, remove_added

    remove_added(added_folder(), name)
    typer.echo(f"{name} removed")


@gazetteer_app.command("search")
def search(
    words: Annotated[str, typer.Argument(help="A name in any script, or a part of one.")],
    country: Annotated[str | None, typer.Option(help="Only in this country (ISO code).")] = None,
    near: Annotated[
        str | None,
        typer.Option(metavar="LAT,LON[,KM]", help="Only around this point; 50 km if not told."),
    ] = None,
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="How many at the most.")] = 20,
) -> None:
    """Find places by any of their names, also misspelt or in part."""
    from tacitus.export.gazetteer import hits_table
    from tacitus.knowledge.gazetteer import Gazetteer
    from tacitus.knowledge.gazetteer_search import search_places

    land = _country(country) if country else None
    around = _around(near) if near else None
    hits = search_places(Gazetteer(), words, country=land, around=around, most=most)
    if not hits:
        raise TacitusError(
            "no-such-place",
            f"no place has a name like {words!r}" + (" there." if land or around else "."),
            "More places: `tacitus gazetteer add` with the code of a country.",
        )
    console().print(hits_table(hits))


def _add(
    told: str, gazetteer: Gazetteer, name: str | None, form: Form | None, land: str, url: str | None
) -> Added:
    """Load one country or file, and say what came of it."""
    from tacitus.knowledge.gazetteer_added import add_file

    path = Path(told)
    if not path.exists() and _CODE.fullmatch(told):
        added = _download(told.upper(), gazetteer, url)
    elif not path.exists():
        raise TacitusError(
            "no-such-file",
            f"{told}: there is no such file, and it is no ISO code of a country.",
            "Give a code such as SY, or the path of a table.",
        )
    else:
        with _bar(f"{path.stem} load") as step:
            added = add_file(
                path, gazetteer, name=name or path.stem, form=form, country=land, progress=step
            )
    for problem in added.problems[:_SHOWN]:
        complain(problem.message, problem.fix)
    source = added.source
    typer.echo(
        f"{source.name}: {source.places} places from {source.good} lines"
        f" ({source.form}), {source.left_out} of other classes left out, {source.bad} bad lines"
    )
    if added.replaced is not None:
        typer.echo(f"{source.name}: takes the place of {added.replaced.origin}", err=True)
    return added


def _download(code: str, gazetteer: Gazetteer, url: str | None) -> Added:
    from tacitus.knowledge.downloads import fetch
    from tacitus.knowledge.gazetteer_added import Source, add_file
    from tacitus.knowledge.gazetteer_forms import forms

    rules = forms()
    template = url or rules.url
    if "{country}" not in template:
        raise TacitusError(
            "bad-url", f"{template}: has no {{country}} in it.", "Put it where the code stands."
        )
    address = template.replace("{country}", _country(code))
    path = gazetteer.added_folder / "downloads" / f"{code}{os.path.splitext(address)[1]}"
    with _bar(f"{code} download") as step:

        def begin(size: int | None, done: int) -> None:
            length = f"{size / 1e6:.1f} MB" if size is not None else "size not told"
            kept = f", {done / 1e6:.1f} MB of them are there" if done else ""
            typer.echo(f"{code}: {length} from {address}{kept}", err=True)
            step(done, size)

        got = fetch(
            address, path, timeout=rules.timeout, attempts=rules.attempts, begin=begin, step=step
        )
    try:
        with _bar(f"{code} load") as step:
            return add_file(
                path,
                gazetteer,
                name=code,
                country=code,
                told=Source(code, "geonames", got.url, etag=got.etag, modified=got.modified),
                progress=step,
            )
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _bar(label: str) -> Iterator[Callable[..., None]]:
    """A bar on a terminal, nothing elsewhere; gives what moves it: bytes done, whole size."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=screen, disable=not screen.is_terminal
    ) as bar:
        task = bar.add_task(label, total=None, visible=False)

        def step(done: int, whole: int | None = None) -> None:
            bar.update(task, completed=done, total=whole, visible=True)

        yield step


def _form(told: str | None) -> Form | None:
    from tacitus.knowledge.gazetteer_forms import FORMS

    for form in FORMS:
        if told == form:
            return form
    if told is not None:
        raise TacitusError("unknown-form", f"{told!r} is no form.", f"Use {', '.join(FORMS)}.")
    return None


def _country(told: str) -> str:
    from tacitus.knowledge.gazetteer_forms import country_code

    code = country_code(told)
    if code is None:
        raise TacitusError(
            "no-such-country", f"{told!r} is no country.", "Give its ISO 3166 code, such as SY."
        )
    return code


def _around(told: str) -> tuple[float, float, float]:
    try:
        lat, lon, *rest = (float(part) for part in told.split(","))
        km = rest[0] if rest else _AROUND_KM
    except ValueError:
        lat = lon = km = -1000.0
        rest = []
    if len(rest) > 1 or not (abs(lat) <= 90 and abs(lon) <= 180 and 0 < km <= 20_100):
        raise TacitusError(
            "bad-point", f"{told!r} is no point.", "Give latitude,longitude or with ,kilometres."
        )
    return lat, lon, km
