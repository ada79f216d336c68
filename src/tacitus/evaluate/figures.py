"""Figures of a comparison for people and programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tacitus.evaluate.compare import Comparison, interval
from tacitus.evaluate.score import FIELDS, Event, Figures, ReportScore, Tally
from tacitus.export.wording import one_line

Json = dict[str, Any]


def tally_json(tally: Tally) -> Json:
    """Precision, recall and F1 to three places, with the numbers behind them."""
    return {
        "p": round(tally.precision, 3),
        "r": round(tally.recall, 3),
        "f1": round(tally.f1, 3),
        "n_gold": tally.gold,
        "n_coded": tally.coded,
    }


def figures_json(figures: Figures) -> Json:
    """Figures over several reports as JSON values."""
    return {
        "events": tally_json(figures.events),
        "slots": tally_json(figures.slots),
        "fields": {
            name: round(tally.f1, 3) if tally.gold or tally.coded else None
            for name, tally in figures.fields.items()
        },
    }


def comparison_json(comparison: Comparison, *, per_report: bool = False) -> Json:
    """A comparison as JSON values.

    Args:
        comparison: what was compared.
        per_report: whether each report's figures go along.
    """
    form = figures_json(comparison.overall)
    form["reports"] = len(comparison.reports)
    if comparison.reports:
        form["interval95"] = {
            name: [round(found.low, 3), round(found.high, 3)]
            for name in ("events", "slots")
            for found in (interval(comparison.reports, name),)
        }
    form["by_source"] = {
        source: figures_json(figures) for source, figures in comparison.by_source.items()
    }
    if per_report:
        form["by_report"] = {
            score.id: {
                "events": tally_json(score.events),
                "slots": tally_json(score.slots),
                "missed": len(score.missed),
                "spurious": len(score.spurious),
            }
            for score in comparison.reports
        }
    return form


def comparison_view(
    comparison: Comparison, *, per_report: bool = False, misses: bool = False
) -> RenderableType:
    """A comparison for the terminal.

    Args:
        comparison: what was compared.
        per_report: whether to show each report's figures.
        misses: whether to list missed and spurious events and the fields that differ.
    """
    parts: list[RenderableType] = [_overall_table(comparison), Text(), _fields_line(comparison)]
    if len(comparison.by_source) > 1:
        rows = comparison.by_source.items()
        parts += [Text(), _rows_table("Source", [(name, f) for name, f in rows])]
    if per_report:
        rows_of = [
            (score.id, Figures(1, score.events, score.slots, score.fields))
            for score in comparison.reports
        ]
        parts += [Text(), _rows_table("Report", rows_of)]
    if misses:
        parts += [Text("\n".join(["", *miss_lines(score)])) for score in comparison.reports]
    return Group(*parts)


def miss_lines(score: ReportScore) -> Iterator[str]:
    """What is missed, spurious or different in a report, line by line."""
    counts = score.events
    yield f"{score.id}: {counts.right} right of {counts.gold} gold and {counts.coded} coded"
    for event in score.missed:
        yield f"  missed    {_event_line(event)}"
    for event in score.spurious:
        yield f"  spurious  {_event_line(event)}"
    for pair in score.pairs:
        if pair.differences:
            yield f"  differs   {_event_line(pair.gold)}"
        for difference in pair.differences:
            gold, coded = _value(difference.gold), _value(difference.coded)
            yield f"            {difference.field}: gold {gold}, coded {coded}"


def _overall_table(comparison: Comparison) -> Table:
    overall = comparison.overall
    table = Table(box=None)
    for name in ("", "P", "R", "F1", "95 %", "gold", "coded"):
        table.add_column(name, justify="left" if not name else "right")
    for name, tally in (("events", overall.events), ("slots", overall.slots)):
        found = interval(comparison.reports, name) if comparison.reports else None
        table.add_row(
            name,
            f"{tally.precision:.3f}",
            f"{tally.recall:.3f}",
            f"{tally.f1:.3f}",
            f"{found.low:.3f}-{found.high:.3f}" if found else "",
            str(tally.gold),
            str(tally.coded),
        )
    return table


def _fields_line(comparison: Comparison) -> Text:
    fields = comparison.overall.fields
    return Text("  ".join(f"{name} {fields[name].f1:.3f}" for name in FIELDS))


def _rows_table(heading: str, rows: list[tuple[str, Figures]]) -> Table:
    table = Table(box=None)
    table.add_column(heading)
    for name in ("reports", "events F1", "slots F1", "gold", "coded"):
        table.add_column(name, justify="right")
    for name, figures in rows:
        table.add_row(
            Text(one_line(name)),
            str(figures.reports),
            f"{figures.events.f1:.3f}",
            f"{figures.slots.f1:.3f}",
            str(figures.events.gold),
            str(figures.events.coded),
        )
    return table


def _event_line(event: Event) -> str:
    quote = one_line((event["evidence"] or ["no evidence"])[0])
    return f"{event.get('id')} {event['type']}: “{quote[:120]}”"


def _value(value: object) -> str:
    if value in (None, [], ""):
        return "nothing"
    if isinstance(value, dict):
        high = value.get("high")
        return f"{value.get('low')}..{'' if high is None else high}"
    if isinstance(value, list):
        return one_line("; ".join(map(str, value)))
    return one_line(str(value))
