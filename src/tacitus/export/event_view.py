"""Events on the terminal: many in a list, one with all that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tacitus.export.event_words import (
    backing_words,
    contest_words,
    days_words,
    figure_words,
    party_words,
    position_words,
    source_words,
    spot_words,
)
from tacitus.export.link_view import links_lines
from tacitus.export.table import SURE_STYLES
from tacitus.export.wording import (
    mentions,
    one_line,
    report_words,
    sure_words,
    toll_words,
    when_words,
    where_words,
)
from tacitus.reconcile.links import Link
from tacitus.records import Bond, Decision, Event, Telling

_GRADE_STYLES = {
    "confirmed": "green",
    "fair": "green",
    "weak": "yellow",
    "contested": "red",
    "discounted": "dim",
}
# characters of a line from which on events are shown as a table
_TABLE_WIDTH = 120
# parties of a side that a list names
_PARTIES = 4
# evidence longer than this is cut on the terminal; the whole stands in the report
_LONGEST_QUOTE = 300


def events_view(events: Iterable[Event], width: int) -> RenderableType:
    """Events in the order given: a table where there is room for one, else a few lines each.

    Args:
        events: what to show.
        width: characters in a line of the terminal.
    """
    if width < _TABLE_WIDTH:
        return Group(*(_brief(event) for event in events))
    table = Table(show_lines=True, expand=True, header_style="bold")
    table.add_column("Event", no_wrap=True)
    table.add_column("When, where", ratio=3, overflow="fold")
    table.add_column("What", ratio=3, overflow="fold")
    table.add_column("Who, against whom", ratio=5, overflow="fold")
    table.add_column("Toll", ratio=3, overflow="fold")
    table.add_column("Told by", ratio=3, overflow="fold")
    for event in events:
        against = party_words(event.targets, _PARTIES)
        table.add_row(
            Text(event.id, style="dim" if event.rejected else ""),
            _lines(days_words(event), spot_words(event)),
            _what(event),
            _lines(party_words(event.initiators, _PARTIES), against and f"→ {against}"),
            _lines(*_tolls(event)),
            _backing(event),
        )
    return table


def _brief(event: Event) -> Text:
    """An event in a few lines."""
    where = spot_words(event)
    head = Text.assemble((event.id, "dim"), " ", days_words(event), f" {where}" if where else "")
    head.append("\n  ").append_text(_what(event, "; "))
    parties = (party_words(side, _PARTIES) for side in (event.initiators, event.targets))
    sides = " → ".join(filter(None, parties))
    head.append("".join(f"\n  {line}" for line in (sides, "; ".join(_tolls(event))) if line))
    return head.append("\n  ").append_text(_backing(event, "; ")).append("\n")


def _tolls(event: Event) -> list[str]:
    return [figure_words(figure) for figure in event.figures if figure.side == "all"]


def event_view(
    event: Event,
    tellings: Mapping[str, Telling],
    history: Sequence[Decision] = (),
    links: Sequence[Link] = (),
) -> RenderableType:
    """One event: what is held to have happened, who says what, why it was put together.

    Args:
        event: the event.
        tellings: its claims with their reports, by key.
        history: the reviewers' decisions that touch it, oldest first.
        links: how its reports hang together, as copies and later versions.
    """
    parts: list[RenderableType] = [_head(event), _facts(event)]
    if event.contested:
        parts += [Text("\nContested", style="bold"), _contests(event)]
    parts += [Text("\nSources", style="bold"), _sources(event)]
    copied = links_lines(links, {told.report.id: told.report for told in tellings.values()})
    if copied:
        parts += [Text("\nCopies", style="bold"), *copied]
    parts += [Text("\nClaims", style="bold")]
    parts += [_claim(tellings[key], event) for key in event.claims if key in tellings]
    if event.bonds:
        parts += [Text("\nPut together because", style="bold"), *map(_bond, event.bonds)]
    if history:
        parts += [Text("\nDecisions", style="bold"), *map(_decision, history)]
    return Group(*parts)


def _head(event: Event) -> Text:
    head = Text.assemble((event.type, "bold"), " · ", days_words(event))
    where = spot_words(event)
    if where:
        head.append(f" · {where}")
    head.append(f"\n{event.id} · {backing_words(event)}", style="dim")
    if event.rejected:
        head.append("\nrejected by a reviewer: not counted", style="red")
    return head


def _facts(event: Event) -> Table:
    table = Table(box=None, show_header=False, expand=True)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    rows = [
        ("initiators", party_words(event.initiators)),
        ("targets", party_words(event.targets)),
        ("weapons", one_line("; ".join(event.weapons))),
        ("factuality", event.factuality + (", a total" if event.aggregate else "")),
    ]
    for figure in event.figures:
        rows.append((figure.kind, f"{figure_words(figure)} [{figure.rule}: {figure.how}]"))
        rows += [("", f"not counted: {key}, {why}") for key, why in figure.set_aside]
    rows.append(("support", f"{event.support.grade}: {' '.join(event.support.reasons)}"))
    if event.edited:
        rows.append(("set by a reviewer", ", ".join(event.edited)))
    for name, value in rows:
        if value:
            table.add_row(name, Text(one_line(value)))
    return table


def _contests(event: Event) -> Table:
    table = Table(box=None, show_header=False, expand=True)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for contest in event.contested:
        for number, position in enumerate(contest.positions):
            name = "" if number else contest.field
            table.add_row(name, Text(position_words(position, event)))
    return table


def _sources(event: Event) -> Table:
    table = Table(box=None, show_header=False, expand=True)
    table.add_column(ratio=2, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=3, overflow="fold", style="dim")
    for source in event.sources:
        table.add_row(
            Text(source_words(source)),
            Text(one_line(", ".join(source.outlets))),
            Text(one_line("; ".join(source.why))),
        )
    return table


def _claim(telling: Telling, event: Event) -> Text:
    claim, report = telling.claim, telling.report
    sure = claim.factuality.value
    line = Text.assemble((f"{telling.key}  ", "dim"), (report_words(report), "dim"), "\n  ")
    line.append(claim.type.value, style="" if claim.type.value == event.type else "magenta")
    said = [where_words(claim), when_words(claim), *toll_words(claim)]
    sides = " → ".join(filter(None, (mentions(claim.initiators), mentions(claim.targets))))
    line.append("".join(f" · {part}" for part in (sides, *said) if part))
    if sure != "asserted":
        line.append(f" · {sure_words(claim)}", style=SURE_STYLES.get(sure, "dim"))
    if claim.attribution:
        line.append(f"\n  according to {mentions(claim.attribution)}")
    for span in claim.evidence:
        quote = one_line(span.quote(report.text))
        short = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
        line.append(f"\n  “{short}”", style="italic")
    return line


def _bond(bond: Bond) -> Text:
    reasons = "; ".join(bond.reasons)
    return Text.assemble((f"{bond.a} – {bond.b} ", "dim"), f"{bond.score:.2f} ", one_line(reasons))


def _decision(decision: Decision) -> Text:
    what = decision.kind
    if decision.field is not None:
        what += f" {decision.field}={decision.value}"
    if decision.undoes is not None:
        what += f" {decision.undoes}"
    return Text.assemble(
        (f"{decision.id} ", "dim"),
        one_line(f"{decision.at} {decision.author}: {what}, because {decision.why}"),
    )


def _what(event: Event, apart: str = "\n") -> Text:
    what = Text(event.type, style="bold")
    sure = f"{event.factuality}, a total" if event.aggregate else event.factuality
    if sure != "asserted":
        what.append(f"{apart}{sure}", style=SURE_STYLES.get(event.factuality, "dim"))
    if event.weapons:
        what.append(f"{apart}with {one_line(event.weapons[0])}", style="dim")
    return what


def _backing(event: Event, apart: str = "\n") -> Text:
    told = Text(backing_words(event))
    grade = event.support.grade
    told.append(f"{apart}support ").append(grade, style=_GRADE_STYLES.get(grade, ""))
    contested = contest_words(event.contested)
    if contested:
        told.append(apart).append(contested, style="red")
    return told


def _lines(*lines: str) -> Text:
    return Text("\n".join(line for line in lines if line))
