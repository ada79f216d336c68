"""Feeds and lists of feeds: RSS, Atom and OPML."""

from __future__ import annotations

import calendar
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tacitus.fetch.addresses import checked_url
from tacitus.records import Problem, TacitusError

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9,"
    " text/xml;q=0.9, */*;q=0.1"
)
"""What is asked for where feeds are wanted."""
MOST = 1_000
"""Items of one document that are taken."""
_LONGEST_OPML = 20_000_000
_PERIODS = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to watch.

    Attributes:
        url: its address.
        name: what the list calls it.
    """

    url: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed.

    Attributes:
        key: its id, else its address, else a hash of what it says.
        url: address of the page; None where it names none.
        title: headline.
        dated: moment of publication, ISO 8601 in UTC.
        stamp: what changes when the item does.
    """

    key: str
    url: str | None
    title: str | None
    dated: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a feed holds.

    Attributes:
        name: what it calls itself.
        every: seconds that it asks to wait between two readings; None where it does not say.
        items: in its order.
        problem: what was odd about it.
    """

    name: str | None
    every: float | None
    items: tuple[Item, ...]
    problem: Problem | None = None


def read_feed(data: bytes, url: str, content_type: str | None) -> Document:
    """Read a feed with feedparser, which forgives much.

    Args:
        data: the content.
        url: the address it was got from, by which relative ones go.
        content_type: the header of that name.

    Raises:
        TacitusError: ``not-a-feed``.
    """
    import feedparser

    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    try:
        # as a stream: a string could be taken for an address or a file's name
        found = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
        version, fault = found.get("version"), found.get("bozo_exception")
        feed, entries = found.feed, found.entries
        items = tuple(_item(entry) for entry in entries[:MOST])
    # sgmllib, expat and feedparser raise many kinds on broken feeds; none may end a run.
    except Exception as error:
        raise _no_feed(url, str(error)) from error
    if not version and not items:
        raise _no_feed(url, "it has neither the form of RSS nor of Atom")
    return Document(_text(feed.get("title")), _every(feed), items, _odd(url, fault, len(entries)))


def _no_feed(url: str, why: str) -> TacitusError:
    return TacitusError(
        "not-a-feed", f"{url}: is no feed ({why}).", "Give the address of an RSS or Atom feed."
    )


def _odd(url: str, fault: object, number: int) -> Problem | None:
    if number > MOST:
        told = f"{url}: has {number} items; the first {MOST} were taken."
        return Problem("feed-cut", told)
    # an encoding other than the one told is mended by feedparser without loss
    if fault is None or type(fault).__name__ in ("CharacterEncodingOverride", "NonXMLContentType"):
        return None
    told = (
        f"{url}: is not well formed ({' '.join(str(fault).split())[:200]}); read as far as it goes."
    )
    return Problem("malformed-feed", told)


def _item(entry: Any) -> Item:
    url = _text(entry.get("feedburner_origlink")) or _text(entry.get("link"))
    title, dated = _text(entry.get("title")), _moment(entry)
    said = "\n".join(str(part) for part in (title, dated, entry.get("summary")))
    key = (
        _text(entry.get("id")) or url or hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    )
    # asked for by itself, since feedparser gives the other for one that is lacking
    updated = _text(entry["updated"]) if "updated" in entry else None
    stamp = f"{updated or dated or ''}|{title or ''}"
    return Item(key, url, title, dated, stamp)


def _moment(entry: Any) -> str | None:
    names = [name for name in ("published_parsed", "updated_parsed") if name in entry]
    told = next((entry[name] for name in names if entry[name]), None)
    if told is None:
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(told), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return moment.isoformat().replace("+00:00", "Z")


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _every(feed: Any) -> float | None:
    """The longer of the waits that RSS's ttl (minutes) and the syndication module ask for."""
    waits = []
    ttl = _number(feed.get("ttl"))
    if ttl is not None:
        waits.append(ttl * 60)
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if period is not None:
        waits.append(period / max(_number(feed.get("sy_updatefrequency")) or 1.0, 1.0))
    return max(waits, default=None)


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if 0 < number < 1e6 else None


def feeds_of(arguments: Iterable[str]) -> list[Feed]:
    """The feeds that arguments of the command line stand for, each once.

    Args:
        arguments: addresses of feeds and OPML files.

    Raises:
        TacitusError: ``bad-url``, ``bad-opml``, ``no-feeds``.
    """
    found: dict[str, Feed] = {}
    for argument in arguments:
        if argument.lower().startswith(("http://", "https://")):
            url = str(checked_url(argument))
            found.setdefault(url, Feed(url))
        else:
            for feed in read_opml(Path(argument)):
                found.setdefault(feed.url, feed)
    if not found:
        raise TacitusError("no-feeds", "There is no feed to watch.", "Give an OPML file or a URL.")
    return list(found.values())


def read_opml(path: Path) -> list[Feed]:
    """The feeds of an OPML file, in its order, whatever folders they lie in.

    Raises:
        TacitusError: ``bad-opml`` where it cannot be read, is none, names no feed, or names one by
            what is no web address.
    """
    fix = "Export it again from your feed reader."
    try:
        if path.stat().st_size > _LONGEST_OPML:
            raise TacitusError("bad-opml", f"{path}: is too long for a list of feeds.", fix)
        outlines = list(_outlines(path.read_bytes()))
    except OSError as error:
        raise TacitusError("bad-opml", f"{path}: cannot be read ({error}).", fix) from error
    except SyntaxError as error:
        raise TacitusError("bad-opml", f"{path}: is no OPML ({error.msg}).", fix) from error
    if not outlines:
        raise TacitusError("bad-opml", f"{path}: names no feed.", fix)
    try:
        return [Feed(str(checked_url(url)), name) for url, name in outlines]
    except TacitusError as error:
        told = f"{path}: {error.problem.message}"
        raise TacitusError("bad-opml", told, "Mend that outline.") from error


def _outlines(data: bytes) -> Iterator[tuple[str, str | None]]:
    """Addresses and names; lxml's fault on what is no XML is a ``SyntaxError``."""
    from lxml import etree

    # nothing that the file names is opened or unfolded
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for outline in etree.fromstring(data, parser).iter("outline"):
        told = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
        if told.get("xmlurl", "").strip():
            yield told["xmlurl"].strip(), told.get("title") or told.get("text") or None
