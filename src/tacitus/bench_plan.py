"""The command that plans for very many reports by what was measured of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tacitus.records import TacitusError

if TYPE_CHECKING:
    from tacitus.evaluate.plan import Assumptions


def plan(
    figures: Annotated[
        Path | None,
        typer.Option(help="Unit costs, as `tacitus bench scale` writes them; else those shipped."),
    ] = None,
    assumptions: Annotated[
        Path | None, typer.Option(help="A file of assumptions of one's own (.yaml).")
    ] = None,
    core_hour: Annotated[
        float | None, typer.Option(min=0, help="Price of a core for an hour, in US dollars.")
    ] = None,
    gb_month: Annotated[
        float | None, typer.Option(min=0, help="Price of a GB for a month, in US dollars.")
    ] = None,
    day_articles: Annotated[
        int | None, typer.Option(min=1, help="English articles that come in on a day.")
    ] = None,
    crawl_english: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Share of the crawl that is in English.")
    ] = None,
    crawl_days: Annotated[
        float | None, typer.Option(min=0.01, help="Days in which the crawl is to be read.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the simulated day.")] = 1,
    write: Annotated[
        Path | None,
        typer.Option(help="Page to write it into, between its marks; by default it is shown."),
    ] = None,
) -> None:
    """Work out what a day of news and ten years of Common Crawl News take, from measured costs.

    Cores, hours, storage and money at a stated price, and how long articles wait for a worker.
    """
    from tacitus.evaluate.markdown import joined, with_part
    from tacitus.evaluate.plan import PART, plan_blocks
    from tacitus.evaluate.unit_costs import read_costs, shipped_costs

    costs = read_costs(figures) if figures else shipped_costs()
    options = {
        "core_hour": core_hour,
        "gb_month": gb_month,
        "day_articles": day_articles,
        "crawl_english": crawl_english,
        "crawl_days": crawl_days,
    }
    assumed = _assumed(assumptions, {k: v for k, v in options.items() if v is not None})
    text = joined(plan_blocks(costs, assumed, seed, "tacitus bench plan"))
    if write is None:
        typer.echo(text)
        return
    try:
        page = write.read_text(encoding="utf-8") if write.exists() else ""
        write.write_text(with_part(page, PART, text), encoding="utf-8")
    except OSError as error:
        raise TacitusError("cannot-write", f"{write}: cannot be written ({error}).") from error
    typer.echo(f"{write}: written")


def _assumed(path: Path | None, options: dict[str, float | int]) -> Assumptions:
    """What is assumed, options first; a price by option is told as such."""
    from pydantic import ValidationError

    from tacitus.evaluate.plan import Assumptions, packaged_assumptions
    from tacitus.knowledge.load import read_yaml

    assumed = read_yaml(path, Assumptions) if path else packaged_assumptions()
    told = {"core_hour": "core_told", "gb_month": "gb_told", "crawl_english": "crawl_english_told"}
    words = {told[name]: "as given" for name in options if name in told}
    try:
        return Assumptions.model_validate({**assumed.model_dump(), **options, **words})
    except ValidationError as error:
        raise TacitusError(
            "bad-option", f"The assumptions do not hold together ({error}).", "Give other figures."
        ) from error
