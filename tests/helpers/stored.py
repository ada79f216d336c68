"""Coded reports made of tellings, and stores with a clock of their own."""

from __future__ import annotations

from dataclasses import replace

from helpers.tellings import telling
from tacitus.records import Coded, Decision, Span


class Clock:
    """Gives a moment later at each call, or the one it was set to."""

    def __init__(self, day: str = "2020-01-01") -> None:
        self.day, self.ticks = day, 0

    def __call__(self) -> str:
        self.ticks += 1
        return f"{self.day}T00:{self.ticks // 60:02d}:{self.ticks % 60:02d}.000000Z"


def coded(*tellings, version: str = "1", **report) -> Coded:
    """A coded report of claims that were made for one report."""
    return Coded(
        replace(tellings[0].report, **report),
        tuple(t.claim for t in tellings),
        (),
        (),
        {"code": version},
    )


def shelling(report: str = "r1", claim: str = "e1", **fields) -> Coded:
    """A report with one claim of shelling."""
    kind = {"kind": "Shelling/artillery/missile attack", "killed": (3, 3)}
    return coded(telling(report, claim, **kind | fields))


def at_words(made, text: str, quote: str, claim: str = "e1"):
    """A telling whose report has the text and whose evidence is the quote, by the id given."""
    start = text.index(quote)
    span = Span(start, start + len(quote))
    return replace(
        made,
        report=replace(made.report, text=text),
        claim=replace(made.claim, id=claim, evidence=(span,)),
    )


def decision(number: int, kind: str, *claims: str, **about) -> Decision:
    """The decision with a number as its id, later the higher."""
    name = f"01BX5ZZKBKACTAV9WEVG{number:06d}"
    given = {"author": "ann", "at": "2017-05-01T09:00:00Z", "why": "read again"} | about
    return Decision(name, kind, claims=claims, **given)
