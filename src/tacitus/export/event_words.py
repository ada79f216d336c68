"""How the values of an event read to a person."""

from __future__ import annotations

from collections.abc import Sequence

from tacitus.export.wording import one_line
from tacitus.records import Contest, Event, Figure, Party, Position, Source


def figure_words(figure: Figure) -> str:
    """A figure in words: "89 killed", "72 to 100 killed, best 89", "13 or more killed".

    Args:
        figure: losses of one kind on one side.
    """
    whose = "" if figure.side == "all" else f" ({figure.side})"
    if figure.high is None:
        low = f"{figure.low} or more"
        told = low if figure.best == figure.low else f"{low}, best {figure.best}"
    elif figure.low == figure.high:
        told = str(figure.low)
    else:
        told = f"{figure.low} to {figure.high}, best {figure.best}"
    head, comma, tail = told.partition(",")
    return f"{head} {figure.kind}{whose}{comma}{tail}"


def days_words(event: Event) -> str:
    """When it was: "2017-04-04", "2017-04-04 to 2017-04-06", "by 2017-04-06", "undated"."""
    if event.start and event.end:
        return event.start if event.start == event.end else f"{event.start} to {event.end}"
    if event.end:
        return f"by {event.end}"
    return f"from {event.start}" if event.start else "undated"


def spot_words(event: Event) -> str:
    """Where it was: place, first-order division, country; empty where no claim is placed."""
    place = event.place
    if place is None:
        return ""
    name = place.name or place.mention
    division = place.admin1 if place.admin1 != name else None
    return one_line(", ".join(part for part in (name, division, place.country) if part))


def party_words(parties: Sequence[Party], most: int | None = None) -> str:
    """The names of one side, those that most claims name first.

    Args:
        parties: the side.
        most: how many are named; the others are counted. All of them by default.
    """
    named = [one_line(party.name) for party in parties[:most]]
    left = len(parties) - len(named)
    return "; ".join([*named, f"{left} more"] if left else named)


def backing_words(event: Event) -> str:
    """What it rests on: "5 reports, 4 outlets, 3 sources"."""
    return ", ".join(
        _counted(number, noun)
        for number, noun in (
            (len(event.reports), "report"),
            (len(event.outlets), "outlet"),
            (len(event.sources), "source"),
        )
    )


def source_words(source: Source) -> str:
    """A source with its kind and the side it speaks for."""
    stance = f", for {source.stance}" if source.stance else ""
    return one_line(f"{source.name} ({source.kind.replace('_', ' ')}{stance})")


def position_words(position: Position, event: Event) -> str:
    """One answer to a contested question, with who gives it.

    Args:
        position: the answer.
        event: the event, which holds the names of its sources.
    """
    names = {source.id: source_words(source) for source in event.sources}
    who = "; ".join(names.get(source, source) for source in position.sources)
    return f"{one_line(position.value)} – {who}" if who else one_line(position.value)


def contest_words(contests: Sequence[Contest]) -> str:
    """The contested fields in a row: "contested: initiators, killed"; empty where none is."""
    return f"contested: {', '.join(c.field for c in contests)}" if contests else ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
