"""From a text, and what came with it, to a report."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from tacitus.read.boilerplate import Found, find_boilerplate
from tacitus.read.dates import read_day
from tacitus.read.language import detect
from tacitus.records import Problem, Report, Span, TacitusError

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
    """A report from a text and what came with it.

    Args:
        text: as decoded; it stays as it is.
        id: the id it came with; without one its content gives it.
        option: day of publication that the user gave, which goes before all others.
        published: day of publication by the metadata.
        source: outlet, from the metadata.
        title: headline, from the metadata.
        url: address, from the metadata.
        path: the file it was read from.
        problems: what was odd so far.

    Returns:
        The report with its cuts, language and day of publication.

    Raises:
        TacitusError: ``empty-text`` where there is nothing to read, ``not-english`` where it is
            in another language.

    """
    name = path or id or "report"
    if not any(map(str.isalnum, text)):
        raise TacitusError("empty-text", f"{name}: has no text.", "Leave it out.")
    language = detect(text)
    if not language.english:
        raise TacitusError(
            "not-english",
            f"{name}: is in another language than English ({language.code or 'script unknown'}).",
            "Only English is read so far: give a translation.",
        )
    found = find_boilerplate(text)
    notes = list(problems)
    day, by, span = _published(found, option, published, name, notes)
    return Report(
        id=id or content_id(text),
        text=text,
        source=source,
        title=title,
        published=day,
        published_by=by,
        published_span=span,
        url=url,
        language=language.code,
        syndicated_from=found.outlet if found.outlet != source else None,
        cuts=found.cuts,
        path=path,
        problems=tuple(notes),
    )


def _published(
    found: Found, option: date | None, metadata: object, name: str, notes: list[Problem]
) -> tuple[date | None, str | None, Span | None]:
    """The day of publication: the user's, else the text's own, else the metadata's.

    The text goes before the metadata by house rule 1 of the codebook: archives often carry the
    day of a later upload.
    """
    if option is not None:
        return option, "option", None
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
            "Give --published YYYY-MM-DD.",
        )
    )
    return None, None, None
