"""A report's text on the terminal, with the evidence of each claim marked."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from tacitus.export.marks import pieces
from tacitus.export.table import SURE_STYLES, explanation
from tacitus.export.wording import (
    headline,
    mentions,
    one_line,
    point_words,
    report_words,
    sure_words,
    toll_words,
    visible,
    when_words,
    where_words,
)
from tacitus.records import Claim, Coded

# Colours that stand out on black and on white; claims take them in turn.
_COLOURS = ("green", "magenta", "cyan", "red", "blue", "yellow")


def report_view(coded: Coded, *, explain: bool = False) -> RenderableType:
    """A coded report: heading, text with marked evidence, then its claims one by one.

    Args:
        coded: what was read out of a report.
        explain: whether to say for every field which rule, model or registry entry gave it.
    """
    heading = Text.assemble(
        (headline(coded.report), "bold"), "\n", (report_words(coded.report), "dim")
    )
    colours = _colours(coded)
    parts: list[RenderableType] = [heading, Text(), marked_text(coded), Text()]
    for claim in coded.claims:
        parts.append(claim_lines(claim, colours[claim.id]))
        if explain:
            parts.append(explanation(claim))
    for relation in coded.relations:
        said = f" (according to {mentions(relation.attribution)})" if relation.attribution else ""
        name = relation.relation.replace("_", " ")
        line = one_line(f"{relation.subject.value} {name} {relation.object.value}{said}")
        parts.append(Text(f"relation: {line}"))
    return Group(*parts)


def _colours(coded: Coded) -> dict[str, str]:
    return {claim.id: _COLOURS[i % len(_COLOURS)] for i, claim in enumerate(coded.claims)}


def marked_text(coded: Coded) -> Text:
    """The text: evidence underlined and opened by its claim's id, values bold, cuts dim."""
    colours = _colours(coded)
    shown = Text()
    text = visible(coded.report.text)
    for piece in pieces(coded):
        for claim in piece.opens:
            shown.append(f"[{claim}]", style=f"bold {colours[claim]}")
        style = "dim strike" if piece.cut else ""
        if piece.evidence:
            style = f"underline {colours[piece.evidence[0]]}"
        if piece.values:
            style = f"bold {style}"
        shown.append(text[piece.start : piece.end], style=style)
    return shown


def claim_lines(claim: Claim, colour: str) -> Text:
    """One claim in a few lines: what, who, where, when, toll, according to whom, how sure."""
    sure = claim.factuality.value
    lines = Text.assemble(
        (f"[{claim.id}] {claim.type.value}", f"bold {colour}"),
        " · ",
        (sure_words(claim), SURE_STYLES.get(sure, "")),
    )
    where = where_words(claim)
    if where and claim.place_ref is not None:
        where = f"{where}: {one_line(point_words(claim.place_ref))}"
    told = (
        ("who", mentions(claim.initiators)),
        ("against whom", mentions(claim.targets)),
        ("with", one_line(claim.weapon.value) if claim.weapon else ""),
        ("where", where),
        ("when", when_words(claim)),
        ("toll", ", ".join(toll_words(claim))),
        ("according to", mentions(claim.attribution)),
    )
    for name, value in told:
        if value:
            lines.append(f"\n     {name}: ", style="dim")
            lines.append(value)
    for account in claim.accounts:
        lines.append(f"\n     account: {mentions(account.attribution) or 'the report'}")
        lines.append(f", {account.factuality}", style="dim")
    return lines
