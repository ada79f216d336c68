"""From what was captured to a report."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import httpx

from tacitus.fetch.capture import Capture
from tacitus.knowledge.outlet_homes import home_of
from tacitus.read.outlets import outlet_name
from tacitus.read.reading import Options, Piece, Run, Skipped
from tacitus.read.registry import readers
from tacitus.read.report import Told
from tacitus.read.served import content_type, suffix_of
from tacitus.read.streams import buffered
from tacitus.records import Problem, Report

_XML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_OPENING = 4_096
# What servers call a content that they know nothing of.
_UNKNOWN = ("application/octet-stream", "binary/octet-stream", "application/unknown")


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a page apart from itself, used where the page does not say.

    Attributes:
        published: day of publication as the user gives it, which goes before all others.
        dated: day or moment of publication as a feed gives it.
        source: outlet.
        title: headline.
    """

    published: date | None = None
    dated: str | None = None
    source: str | None = None
    title: str | None = None


_NONE = Hints()


def report_of(capture: Capture, data: bytes, path: Path, hints: Hints = _NONE) -> Report | Skipped:
    """Read a capture, by the reader of its form (see ``tacitus.read.registry``).

    The outlet is the one whose domain the address is on; else as the page's metadata name it, else
    as given, else the host's name. The address is the page's own canonical one where that is on the
    same host, so that one article under several addresses is one; else the one it was got from.

    Args:
        capture: the record.
        data: the content.
        path: where the content is kept, which becomes the report's ``path``.
        hints: what is known apart from the content.

    Returns:
        The report, or why there is none: what ``tacitus.read`` says, ``a-feed``,
        ``several-reports``.
    """
    if _XML.match(data[:_OPENING]):
        told, fix = "is a feed.", "Give it to `tacitus watch`."
        return _skipped(capture, "a-feed", told, fix)
    items = Run(Options(published=hints.published), readers()[0], lambda: len(data)).read(
        _piece(capture, data, hints)
    )
    item = next(items, None)
    if item is None:
        return _skipped(capture, "empty-file", "holds no report.", "Leave it out.")
    if isinstance(item, Skipped):
        return item
    if next(items, None) is not None:
        told, fix = "holds several reports.", "Save it and give the file to `tacitus ingest`."
        return _skipped(capture, "several-reports", told, fix)
    source = _outlet(capture, item.source, hints.source)
    agency = item.syndicated_from
    return replace(
        item,
        source=source,
        syndicated_from=None if agency == source else agency,
        url=_address(capture, item.url),
        path=str(path),
        sha256=capture.sha256,
    )


def _skipped(capture: Capture, code: str, told: str, fix: str) -> Skipped:
    return Skipped(capture.url, None, Problem(code, f"{capture.url}: {told}", fix))


def _piece(capture: Capture, data: bytes, hints: Hints) -> Piece:
    media, charset = content_type(capture.header("Content-Type"))
    return Piece(
        name=capture.url,
        stream=buffered(io.BytesIO(data), seeks=True),
        suffix=suffix_of(capture.url),
        media=None if media in _UNKNOWN else media,
        charset=charset,
        told=Told(published=hints.dated, source=hints.source, title=hints.title, url=capture.url),
    )


def _outlet(capture: Capture, told: str | None, hinted: str | None) -> str:
    host = httpx.URL(capture.url).host
    home = home_of(host)
    if home is not None:
        return home.name
    plain = host.removeprefix("www.")
    # where a page names no outlet, its host may be given for one: a name is better
    if told is None or told.casefold() in (host, plain):
        told = hinted or plain
    return outlet_name(told)


def _address(capture: Capture, told: str | None) -> str:
    """The canonical address where the page may speak for it, which is on its own host."""
    if not told:
        return capture.url
    try:
        own, other = httpx.URL(capture.url), httpx.URL(told)
    except httpx.InvalidURL:
        return capture.url
    same = own.host.removeprefix("www.") == other.host.removeprefix("www.")
    # a canonical address without a path is a site's fault: it would make one of all its pages
    return told if same and other.scheme in ("http", "https") and len(other.path) > 1 else str(own)
