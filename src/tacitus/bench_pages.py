"""The command that measures how web pages are read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tacitus.bench_events import deliver

PAGES = Path("quality/pages")
FLOORS = Path("quality/floors-pages.yaml")


def pages(
    folder: Annotated[
        Path, typer.Argument(help="Folder of pages, beside each what is wanted of it (.yaml).")
    ] = PAGES,
    floors: Annotated[Path, typer.Option(help="File of floors.")] = FLOORS,
    update: Annotated[bool, typer.Option(help="Raise floors to today's figures.")] = False,
    write: Annotated[
        Path | None, typer.Option(help="Page to write; by default the figures are shown.")
    ] = None,
) -> None:
    """Read web pages of our own: story and metadata, beside the bare library.

    The exit code is 1 when a figure is below its floor.
    """
    from importlib.metadata import version

    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.page_blocks import page_blocks, page_lines
    from tacitus.evaluate.page_reading import (
        PageFloors,
        measure_pages,
        page_shortfalls,
        raised_floors,
        write_page_floors,
    )
    from tacitus.knowledge.load import read_yaml

    wanted = read_yaml(floors, PageFloors)
    measured = measure_pages(folder)
    if update:
        write_page_floors(raised_floors(measured, wanted), floors)
    if write is None:
        for line in page_lines(measured):
            typer.echo(line)
    else:
        head = f"{measured_with()} trafilatura {version('trafilatura')}."
        deliver(joined(page_blocks(measured, head)), write)
    short = page_shortfalls(measured, wanted)
    for one in short:
        typer.echo(f"below its floor: {one.name} {one.figure:.4f}, floor {one.floor:.3f}", err=True)
    raise typer.Exit(int(bool(short)))
