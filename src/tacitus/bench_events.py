"""Commands that measure how claims are put together into events."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.records import TacitusError

if TYPE_CHECKING:
    from tacitus.evaluate.gold_claims import GoldSet
    from tacitus.evaluate.reconciling import Method
    from tacitus.evaluate.reconciling_news import News

CLUSTERS = Path("quality/event-clusters-gold.jsonl")
NEWS = Path("quality/event-clusters-news.jsonl")
JUDGED = Path("quality/relevance.jsonl")
_PARTS = ("dev", "train")
JudgedOption = Annotated[
    Path, typer.Option(help="Which reports of the sets tell of conflict (.jsonl).")
]
WriteOption = Annotated[
    Path | None,
    typer.Option(help="Page to write the section into; by default it is shown."),
]


def clusters(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of gold files (PART.jsonl, PART.docs.jsonl).")
    ] = None,
    clusters: Annotated[
        Path, typer.Option(help="Which gold events tell one event (.jsonl).")
    ] = CLUSTERS,
    part: Annotated[
        list[str] | None,
        typer.Option(help="Part of the folder; repeatable, by default dev and train."),
    ] = None,
    gold: Annotated[Path | None, typer.Option(help="Gold events of one's own (.jsonl).")] = None,
    docs: Annotated[Path | None, typer.Option(help="The reports of `--gold`.")] = None,
    engine: Annotated[
        str, typer.Option(help="Engine of the program's own claims: both, model, rules or none.")
    ] = "both",
    news: Annotated[
        Path | None, typer.Option(help="Reports in which the events of `--named` are looked for.")
    ] = None,
    coded: Annotated[
        bool, typer.Option(help="The reports of `--news` are coded already (.jsonl).")
    ] = False,
    named: Annotated[Path, typer.Option(help="Events named in `--news` (.jsonl).")] = NEWS,
    ecb: Annotated[Path | None, typer.Option(help="Folder of ECB+, to measure there too.")] = None,
    write: WriteOption = None,
) -> None:
    """Measure which claims are put together, against groups made by hand, beside baselines.

    On gold events as claims, and on the program's own claims of the same reports.
    """
    from tacitus.evaluate.clusters_files import read_groups
    from tacitus.evaluate.ecb import ecb_blocks
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.reconciling import measure_reconciling
    from tacitus.evaluate.reconciling_news import news_blocks, news_lines
    from tacitus.evaluate.reconciling_section import section_blocks, terminal_lines
    from tacitus.pipeline import code_report

    groups = read_groups(clusters)
    # cached, since parts are measured alone and together
    code = None if engine == "none" else cache(partial(code_report, engine=engine))
    measured = {}
    for name, sets in _gold_sets(folder, part, gold, docs):
        measured[name] = measure_reconciling(sets, groups, code)
        for line in terminal_lines(name, measured[name]):
            typer.echo(line)
    blocks = list(section_blocks(measured, measured_with()))
    if news is not None:
        by_method, reports = _news(news, named, engine, coded)
        for line in news_lines(by_method):
            typer.echo(line)
        blocks += news_blocks(by_method, reports)
    if ecb is not None:
        found = list(ecb_blocks(ecb))
        typer.echo(found[-1])  # the table
        blocks += found
    if write is not None:
        write_section(write, joined(blocks))


def _news(path: Path, named: Path, engine: str, coded: bool) -> tuple[dict[str, News], int]:
    """How the named events come out by each method, and among how many reports."""
    from tacitus.evaluate.reconciling import BY_TYPE, RECONCILER, by_type, reconciled
    from tacitus.evaluate.reconciling_news import measure_news, read_named, tellings_of
    from tacitus.evaluate.speed import read_all
    from tacitus.export.jsonread import read_coded
    from tacitus.pipeline import code_report

    events = read_named(named)
    if coded:
        reports = list(read_coded(path))
    else:
        reports = [code_report(report, engine=engine) for report in read_all(path)[0]]
    tellings = tellings_of(reports)
    methods: dict[str, Method] = {RECONCILER: reconciled, BY_TYPE: by_type}
    return (
        {name: measure_news(tellings, events, method) for name, method in methods.items()},
        len(reports),
    )


def deliver(page: str, path: Path | None) -> None:
    """Write a page, or show it where no file is named.

    Raises:
        TacitusError: ``cannot-write`` when the page cannot be written.
    """
    if path is None:
        typer.echo(page)
        return
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be written ({error}).") from error
    typer.echo(f"{path}: written")


def deliver_page(page: str, path: Path | None) -> None:
    """Write a page with the sections of the old one that other commands wrote, or show it.

    Raises:
        TacitusError: ``cannot-write`` when the page cannot be read or written.
    """
    from tacitus.evaluate.markdown import with_others

    deliver(with_others(page, _page_of(path) if path is not None else ""), path)


def _page_of(path: Path) -> str:
    """A page as it stands, empty where there is none."""
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except OSError as error:
        raise TacitusError("cannot-write", f"{path}: cannot be read ({error}).") from error


def write_section(path: Path, section: str) -> None:
    """Put a section into a page, in place of the one of the same heading.

    Args:
        path: the page; made where there is none.
        section: begins with its heading.

    Raises:
        TacitusError: ``cannot-write`` when the page cannot be read or written.
    """
    from tacitus.evaluate.markdown import with_section

    deliver(with_section(_page_of(path), section), path)


def _gold_sets(
    folder: Path | None, parts: list[str] | None, gold: Path | None, docs: Path | None
) -> Iterator[tuple[str, GoldSet]]:
    """Gold sets by name: each part, and all together where there are several."""
    from tacitus.evaluate.gold_claims import gold_parts, read_gold

    if gold is not None and docs is not None and folder is None:
        yield gold.stem, read_gold(gold, docs)
        return
    if folder is None or gold is not None or docs is not None:
        raise TacitusError(
            "bad-option",
            "It is not clear what to measure on.",
            "Give a folder of gold files, or both --gold and --docs.",
        )
    names = parts or list(_PARTS)
    for name in names:
        yield name, gold_parts(folder, [name])
    if len(names) > 1:
        yield " and ".join(names), gold_parts(folder, names)


def reconcile(
    claims: Annotated[
        int, typer.Option(min=100, help="How many made claims; a tenth of them is measured beside.")
    ] = 100_000,
    seed: Annotated[int, typer.Option(help="Seed of chance.")] = 1,
    blocks: Annotated[
        bool, typer.Option(help="Put them together by blocks in several processes, too.")
    ] = True,
    jobs: Annotated[
        int | None, typer.Option(min=2, help="Blocks: processes; by default one a core.")
    ] = None,
    block_size: Annotated[int, typer.Option(min=1, help="Blocks: claims of one.")] = 5000,
    write: WriteOption = None,
) -> None:
    """Time putting made claims together, with its memory and how well it is done.

    In one process, and block by block as `tacitus reconcile` does it. The exit code is 1 when ten
    times the claims take more than 13 times the time of one process.
    """
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.speed_reconciling import (
        MOST_TIMES,
        growth,
        measure_together,
        together_blocks,
    )

    sizes = [claims // 10, claims]
    found = measure_together(sizes, seed)
    sections = [joined(together_blocks(found, measured_with()))]
    if blocks:
        from tacitus.bench_blocks import blocks_section, measure_blocks
        from tacitus.scale.executors import cores

        by_blocks = measure_blocks(sizes, jobs or max(2, cores()), block_size, seed)
        sections.append(joined(blocks_section(by_blocks, found, measured_with())))
    for section in sections:
        if write is None:
            typer.echo(section)
        else:
            write_section(write, section)
    raise typer.Exit(1 if growth(found) > MOST_TIMES else 0)


def store(
    claims: Annotated[int, typer.Option(min=100, help="How many made claims.")] = 5000,
    seed: Annotated[int, typer.Option(help="Seed of chance.")] = 1,
    write: WriteOption = None,
) -> None:
    """Time putting made claims into a store, asking it for events and writing them out."""
    from tacitus.evaluate.machine import measured_with
    from tacitus.evaluate.markdown import joined
    from tacitus.evaluate.speed_store import measure_store, store_blocks

    section = joined(store_blocks(measure_store(claims, seed), measured_with()))
    if write is None:
        typer.echo(section)
    else:
        write_section(write, section)
