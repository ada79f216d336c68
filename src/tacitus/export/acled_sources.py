"""What ACLED's columns say of sources: names, scale, and notes in prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from tacitus.export.event_words import party_words, position_words
from tacitus.export.wording import one_line
from tacitus.knowledge.acled import load_acled
from tacitus.knowledge.load import packaged
from tacitus.records import Event, Figure, Source
from tacitus.resolve.sources import SourceBook, resolve_source

_UNKNOWN = "unknown"


def publishers(event: Event) -> list[str]:
    """Who published an event: its outlets, and sources of its reports that publish themselves.

    Args:
        event: the event.
    """
    kinds = load_acled().publishers
    outlets = [outlet for outlet in event.outlets if outlet != _UNKNOWN]
    cited = [_printed(s) for s in event.sources if s.kind in kinds and _registered(s)]
    return list(dict.fromkeys([*outlets, *cited])) or [s.name for s in event.sources]


def scale_of(event: Event) -> str:
    """How far an event's sources reach; of several scales the nearest and the farthest.

    Args:
        event: the event.

    Returns:
        "National-International"; empty where no source's scale is known.
    """
    book = load_acled().scale
    found = set()
    for source in event.sources:
        kind, key = source.kind, source.id
        if not _registered(source):
            known = resolve_source(source.name) if source.id.startswith("outlet:") else None
            kind, key = (known.kind, known.source or "") if known else (kind, "")
        scale = book.ids.get(key) or book.kinds.get(kind)
        if scale:
            found.add(scale)
    order = [scale for scale in book.order if scale in found]
    return "-".join(dict.fromkeys([order[0], order[-1]])) if order else ""


def _registered(source: Source) -> bool:
    return ":" not in source.id


def _printed(source: Source) -> str:
    """The registry's name of a source ("SOHR" for "Observatory")."""
    return _names().get(source.id, source.name)


@cache
def _names() -> dict[str, str]:
    rows = packaged("sources.yaml", SourceBook).named
    return {str(row[0]): str(row[3]) for row in rows}


def notes_of(event: Event, where: str, day: str, remarks: Sequence[str]) -> str:
    """Short prose on an event: what, where, when, who says what, and how to find it again.

    Args:
        event: the event, its figures by ACLED's rule.
        where: the place coded.
        day: the row's day.
        remarks: sentences on how the row was made.
    """
    sides = " against ".join(
        words for words in (party_words(event.initiators), party_words(event.targets)) if words
    )
    parts = [f"{event.type} at {where} on {_day(day)}{f': {sides}' if sides else ''}."]
    if event.place is not None and event.place.mention not in where:
        parts.append(f"Place as told: {one_line(event.place.mention)}.")
    if event.weapons:
        parts.append(f"Weapons: {one_line(', '.join(event.weapons))}.")
    parts += [
        f"{figure.kind.capitalize()}: {_numbers(figure)} ({_how(figure, event)})."
        for figure in event.figures
        if figure.side == "all"
    ]
    if event.factuality == "hedged":
        parts.append("The reports tell it with doubt.")
    for contest in event.contested:
        answers = ", against ".join(position_words(p, event) for p in contest.positions)
        parts.append(f"Contested {contest.field}: {answers}.")
    parts += remarks
    parts.append(f"Support: {event.support.grade}. Tacitus event {event.id}.")
    return one_line(" ".join(parts))


def _how(figure: Figure, event: Event) -> str:
    """How a figure follows, with the names of sources in place of their ids."""
    names = {source.id: source.name for source in event.sources}
    if not names:
        return figure.how
    ids = "|".join(re.escape(key) for key in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w:])(?:{ids})(?![\w:])", lambda m: names[m.group()], figure.how)


def _numbers(figure: Figure) -> str:
    low, best, high = figure.low, figure.best, figure.high
    if high is None:
        return f"{best} (at least {low}, open above)"
    return str(best) if low == best == high else f"{best} ({low} to {high})"


def _day(day: str) -> str:
    known = date.fromisoformat(day)
    return f"{known.day} {known:%B} {known.year}"
