"""The command that measures the desk."""

from __future__ import annotations

from typing import Annotated

import typer

from tacitus.bench_events import WriteOption, write_section


def desk(
    events: Annotated[int, typer.Option(min=100, help="How many made events.")] = 20_000,
    users: Annotated[int, typer.Option(min=1, max=500, help="Who ask at once.")] = 50,
    seconds: Annotated[float, typer.Option(min=1, help="For how long they ask.")] = 60.0,
    seed: Annotated[int, typer.Option(help="Seed of chance.")] = 1,
    write: WriteOption = None,
) -> None:
    """Run the desk on made events and ask it: alone with new filters, then as many users at once.

    The exit code is 1 when any answer was an error.
    """
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.speed_desk import desk_blocks, measure_desk

    found = measure_desk(events, users, seconds, seed)
    section = joined(desk_blocks(found, measured_with()))
    if write is None:
        typer.echo(section)
    else:
        write_section(write, section)
    raise typer.Exit(int(bool(found.errors)))
