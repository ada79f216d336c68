"""The command that measures how copies and later versions of reports are found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tacitus.bench_events import write_section

NEAR_COPIES = Path("quality/near-copies-news.jsonl")


def copies(
    reports: Annotated[Path, typer.Argument(help="The reports that were judged (.jsonl).")],
    judged: Annotated[Path, typer.Option(help="Pairs of them as judged (.jsonl).")] = NEAR_COPIES,
    stories: Annotated[
        Path, typer.Option(help="Invented stories, to be edited and found again (.jsonl).")
    ] = Path("training/annotations/inv.jsonl"),
    misses: Annotated[
        bool, typer.Option(help="List the pairs that are linked or left apart wrongly.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option(help="Page to write the section into; by default it is shown.")
    ] = None,
) -> None:
    """Measure which reports are linked as copies and versions, against pairs judged by a reader.

    Beside it what MinHash signatures of whole texts could do at best, and how much of an invented
    story may be cut, moved and reworded until it is found no more.
    """
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.near_copies import (
        METHODS,
        measure_links,
        read_judged,
        section_blocks,
        without,
        wrong_pairs,
    )
    from tacitus.evaluate.near_copies_made import made_stories
    from tacitus.evaluate.speed import read_all

    read = read_all(reports)[0]
    pairs = read_judged(judged)
    if misses:
        for a, b, why in wrong_pairs(read, pairs):
            typer.echo(f"{a} {b}: {why}")
    sure = [pair for pair in pairs if pair.sure]
    unsure = [pair for pair in pairs if not pair.sure]
    found = {
        "all": {name: measure_links(read, pairs, method) for name, method in METHODS.items()},
        "sure": {
            name: measure_links(read, sure, without(unsure, method))
            for name, method in METHODS.items()
        },
    }
    made = made_stories(read_all(stories)[0])
    section = joined(section_blocks(found, pairs, made, measured_with()))
    if write is None:
        typer.echo(section)
    else:
        write_section(write, section)
