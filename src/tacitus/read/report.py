"""From a text, and what came with it, to a report."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime

from tacitus.read.boilerplate import Found, find_boilerplate
from tacitus.read.dates import read_day
from tacitus.read.language import declared, detect
from tacitus.read.outlets import outlet_name
from tacitus.records import Cut, Problem, Report, Span, TacitusError

_CLOCK = re.compile(r"\d[T ]\d\d:?\d\d")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:$|[T ])")


def content_id(text: str) -> str:
    """The id of a report that came without one: the start of its text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:16]


def given_day(written: object) -> date | None:
    """A day as options and metadata write it ("2020-06-23", "2020-06-23T10:00Z", "23 Jun 2020").

    Returns:
        The day; None where it is none.

    """
    if isinstance(written, date):
        return date(written.year, written.month, written.day)
    if not isinstance(written, str):
        return None
    iso = _ISO.match(written.strip())
    if iso is None:
        return read_day(written)
    try:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Told:
    """What came with a text, from the metadata of whatever held it; all of it may be lacking.

    Attributes:
        id: the id it came with.
        published: day or moment of publication, as written or read.
        updated: day or moment of the last change, as written or read.
        source: outlet.
        title: headline.
        author: who wrote or sent it.
        url: address.
        language: as the metadata name it; counts only where the text is too short to tell.
        syndicated_from: outlet or agency that is credited with it.
        cuts: what is known not to be story, with offsets in the text.
        dated: what else gives a day ("its file was made on 2021-03-04"), for the message that says
            that nothing tells when it was published.

    """

    id: str | None = None
    published: object = None
    updated: object = None
    source: str | None = None
    title: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    syndicated_from: str | None = None
    cuts: tuple[Cut, ...] = field(default=())
    dated: str | None = None


def told_report(
    text: str,
    told: Told,
    *,
    option: date | None = None,
    source: str | None = None,
    path: str | None = None,
    sha256: str | None = None,
    problems: tuple[Problem, ...] = (),
) -> Report:
    """A report from a text and what came with it.

    Args:
        text: as decoded; it stays as it is.
        told: what the metadata say.
        option: day of publication that the user gave, which goes before all others.
        source: outlet where the metadata name none.
        path: the file it was read from.
        sha256: hash of the bytes it was read from.
        problems: what was odd so far.

    Returns:
        The report with its cuts, language and day of publication. One in another language than
        English bears that language's code, "und" where it is not known.

    Raises:
        TacitusError: ``empty-text`` where there is nothing to read.

    """
    name = path or told.id or "report"
    if not any(map(str.isalnum, text)):
        raise TacitusError("empty-text", f"{name}: has no text.", "Leave it out.")
    language = detect(text)
    code = language.code or declared(told.language)
    found = find_boilerplate(text)
    notes = list(problems)
    day, by, span = _published(found, option, told, name, notes)
    moment = _moment(told.published)
    outlet = told.source or source
    credit = told.syndicated_from or found.outlet
    return Report(
        id=told.id or content_id(text),
        text=text,
        source=outlet,
        title=told.title,
        published=day,
        published_by=by,
        published_span=span,
        url=told.url,
        language=code,
        syndicated_from=credit if credit != (outlet and outlet_name(outlet)) else None,
        cuts=_merged(found.cuts, (*told.cuts, *language.cuts)),
        author=told.author,
        published_at=moment if moment and day and moment[:10] == day.isoformat() else None,
        updated=_moment(told.updated) or _iso(given_day(told.updated)),
        path=path,
        sha256=sha256,
        problems=tuple(notes),
    )


def make_report(
    text: str,
    *,
    id: str | None = None,
    option: date | None = None,
    published: object = None,
    source: str | None = None,
    title: str | None = None,
    url: str | None = None,
    path: str | None = None,
    problems: tuple[Problem, ...] = (),
) -> Report:
    """``told_report`` for what most callers know of a text; see there."""
    told = Told(id=id, published=published, source=source, title=title, url=url)
    return told_report(text, told, option=option, path=path, problems=problems)


def _merged(found: tuple[Cut, ...], known: tuple[Cut, ...]) -> tuple[Cut, ...]:
    """All cuts in order; those that overlap one known before are left out."""
    kept: list[Cut] = []
    for cut in (*known, *found):
        at = bisect_left(kept, cut.span.start, key=lambda other: other.span.start)
        # those kept lie apart and in order, so only the two beside it can overlap
        if not any(cut.span.overlaps(other.span) for other in kept[max(at - 1, 0) : at + 1]):
            kept.insert(at, cut)
    return tuple(kept)


def _moment(written: object) -> str | None:
    """A moment in ISO 8601, with its zone where one is told; None where no time of day is."""
    if isinstance(written, datetime):
        return written.isoformat(timespec="seconds")
    if not isinstance(written, str) or not _CLOCK.search(written):
        return None
    try:
        return datetime.fromisoformat(written.strip()).isoformat(timespec="seconds")
    except ValueError:
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _published(
    found: Found, option: date | None, told: Told, name: str, notes: list[Problem]
) -> tuple[date | None, str | None, Span | None]:
    """The day of publication: the user's, else the text's own, else the metadata's.

    The text goes before the metadata by house rule 1 of the codebook: archives often carry the
    day of a later upload.
    """
    if option is not None:
        return option, "option", None
    metadata = told.published
    given = given_day(metadata)
    if given is None and metadata not in (None, ""):
        notes.append(
            Problem(
                "bad-date",
                f"{name}: its published date {metadata!r} is no day.",
                "Write it as YYYY-MM-DD.",
            )
        )
    if found.day is not None:
        if given is not None and given != found.day:
            notes.append(
                Problem(
                    "date-conflict",
                    f"{name}: says {found.day} in its text, {given} in its metadata; "
                    "the text is believed.",
                    "Give --published to settle it.",
                )
            )
        return found.day, "dateline" if found.day_kind == "dateline" else "text", found.day_span
    if given is not None:
        return given, "metadata", None
    notes.append(
        Problem(
            "no-date",
            f"{name}: nothing says when it was published; dates such as “on Monday” stay open.",
            f"Give --published YYYY-MM-DD{f'; {told.dated}' if told.dated else ''}.",
        )
    )
    return None, None, None
