"""One document as published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tacitus.records.errors import Problem
from tacitus.records.spans import Span


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a report that is not story: a byline, an agency header, a call to subscribe.

    Attributes:
        span: where it stands in ``Report.text``.
        kind: what it is ("byline", "subscribe", "dateline", ...), from knowledge/boilerplate.yaml.
        by: the rule that found it.
    """

    span: Span
    kind: str
    by: str


@dataclass(frozen=True, slots=True)
class Report:
    """One document as published.

    Attributes:
        id: the id it came with, or a hash of its content.
        text: the text exactly as read; every offset in every record counts its characters.
        source: the outlet that published it, or None where nothing says.
        title: its headline where given apart from the text.
        published: day of publication, or None; never guessed.
        published_by: what gave it: "option", "metadata", "dateline", "text"; None without a day.
        published_span: the characters it was read from, where it was read from the text.
        url: where it was published.
        language: ISO 639-1 code found by the language detector.
        syndicated_from: the outlet or agency that the text itself credits with the whole report.
        cuts: what is not story.
        author: who wrote or sent it, as named.
        published_at: moment of publication in ISO 8601, to the second and with its zone where both
            are known ("2024-03-08T07:30:00+02:00"); None where only the day is.
        updated: day or moment of the last change, in ISO 8601, as exact as it was given.
        path: the file it was read from, for messages.
        sha256: hash of the bytes it was read from, in hexadecimal digits: of its own document, else
            of the file that holds it among others; None where it came without either.
        problems: what was odd about it, short of making it unreadable.
    """

    id: str
    text: str
    source: str | None = None
    title: str | None = None
    published: date | None = None
    published_by: str | None = None
    published_span: Span | None = None
    url: str | None = None
    language: str | None = None
    syndicated_from: str | None = None
    cuts: tuple[Cut, ...] = ()
    author: str | None = None
    published_at: str | None = None
    updated: str | None = None
    path: str | None = None
    sha256: str | None = None
    problems: tuple[Problem, ...] = ()
