"""Claims as a table on the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tacitus.export.marks import grounds
from tacitus.export.wording import (
    headline,
    mentions,
    one_line,
    point_words,
    report_words,
    sure_words,
    toll_words,
    when_words,
    where_words,
)
from tacitus.records import ActorRef, Claim, Coded

SURE_STYLES = {"hedged": "yellow", "denied": "red", "prospective": "blue"}


def coded_table(coded: Coded, *, explain: bool = False) -> RenderableType:
    """A coded report as a heading and a table of its claims.

    Args:
        coded: what was read out of a report.
        explain: whether to list under the table, for every field of every claim, which rule,
            model or registry entry gave it.
    """
    heading = Text.assemble(
        (headline(coded.report), "bold"), "\n", (report_words(coded.report), "dim")
    )
    parts: list[RenderableType] = [heading]
    if coded.claims:
        parts.append(_claims_table(coded))
    else:
        parts.append(Text("No event found.", style="italic"))
    if explain:
        parts += [explanation(claim) for claim in coded.claims]
    parts += [
        Text(f"! {one_line(problem.message)} {problem.fix}".rstrip(), style="yellow")
        for problem in coded.problems
    ]
    return Group(*parts, Text())


def _claims_table(coded: Coded) -> Table:
    table = Table(show_lines=True, expand=True, header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column("What", ratio=4, overflow="fold")
    table.add_column("Who, against whom", ratio=5, overflow="fold")
    table.add_column("Where, when", ratio=4, overflow="fold")
    table.add_column("Toll", ratio=3, overflow="fold")
    table.add_column("According to", ratio=4, overflow="fold")
    for claim in coded.claims:
        against = mentions(claim.targets)
        table.add_row(
            Text(claim.id),
            _what(claim),
            _lines(mentions(claim.initiators), against and f"→ {against}"),
            _lines(where_words(claim), when_words(claim)),
            _lines(*toll_words(claim)),
            _lines(mentions(claim.attribution)),
        )
    return table


def _what(claim: Claim) -> Text:
    sure = claim.factuality.value
    what = Text(claim.type.value, style="bold")
    if sure != "asserted" or (claim.aggregate and claim.aggregate.value):
        what.append(f"\n{sure_words(claim)}", style=SURE_STYLES.get(sure, "dim"))
    if claim.weapon:
        what.append(f"\nwith {one_line(claim.weapon.value)}", style="dim")
    return what


def _lines(*lines: str) -> Text:
    return Text("\n".join(line for line in lines if line))


def explanation(claim: Claim) -> RenderableType:
    """Which rule, model or registry entry gave each field of a claim, as a table."""
    table = Table(title=f"{claim.id}: why", title_justify="left", expand=True, box=None)
    table.add_column("Field", style="bold", no_wrap=True)
    table.add_column("Value", ratio=3)
    table.add_column("Given by", ratio=2)
    table.add_column("How", ratio=4, style="dim")
    for name, value in grounds(claim):
        table.add_row(
            name,
            Text(_shown(value.value)),
            Text(one_line(value.by)),
            Text(one_line(value.how or "")),
        )
    for actor in claim.actors:
        table.add_row(
            "actor",
            Text(one_line(f"{actor.mention}: {_known(actor)}")),
            Text(actor.actor or "no entry"),
            Text(one_line("; ".join(filter(None, (actor.reason, _weighed(actor)))))),
        )
    if claim.place_ref is not None:
        place = claim.place_ref
        table.add_row(
            "place",
            Text(one_line(f"{place.mention}: {point_words(place)}")),
            Text(place.gazetteer_id or "no entry"),
            Text(one_line(place.reason)),
        )
    for source in claim.sources:
        table.add_row(
            "source",
            Text(one_line(f"{source.mention}: {source.kind} {source.stance or ''}")),
            Text(source.source or "no entry"),
            Text(one_line(source.reason)),
        )
    for reason in claim.why:
        table.add_row("joined", Text(), Text(), Text(one_line(reason)))
    return table


def _known(actor: ActorRef) -> str:
    """Who an actor is, of which class and country, and what the words say of its ties."""
    ties = "; ".join(f"{tie.replace('_', ' ')} {other}" for tie, other in actor.affiliation)
    parts = (actor.name, f"[{actor.kind}]", actor.country, f"({ties})" if ties else None)
    return " ".join(part for part in parts if part)


def _weighed(actor: ActorRef) -> str:
    """The registry entries that were weighed, with their scores, the chosen one first."""
    chosen = (actor.actor,) if actor.actor else ()
    keys = (*chosen, *actor.candidates)
    weighed = [f"{key} {score:.2f}" for key, score in zip(keys, actor.scores, strict=False)]
    return f"weighed {', '.join(weighed)}" if weighed else ""


def _shown(value: object) -> str:
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    if low is not None:
        return f"{low}..{'' if high is None else high}"
    return one_line(str(value))
