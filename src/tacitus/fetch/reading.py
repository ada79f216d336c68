"""From what was captured to a report."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from datetime import date
from email.message import Message
from pathlib import Path

import httpx

from tacitus.fetch.capture import Capture
from tacitus.knowledge.outlet_homes import home_of
from tacitus.read import Skipped, make_report
from tacitus.read.decode import Decoded, decode
from tacitus.read.html import looks_like_html, read_page
from tacitus.read.outlets import outlet_name
from tacitus.records import Report, TacitusError

_HTML = ("text/html", "application/xhtml+xml")
_XML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
# The declaration in a page's head (HTML Living Standard, 13.2.3.2), in either of its two forms.
_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_WITHIN = 4_096
# What pages that say so hold in fact (WHATWG Encoding Standard, section 4.2).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
# Encodings of Python for other ends than text; to decode some takes the square of the length.
_NO_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})


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
    """Read a capture.

    The outlet is the one whose domain the address is on; else as the page's metadata name it, else
    as given, else the host's name. The address is the page's own canonical one where that is on the
    same host, so that one article under several addresses is one; else the one it was got from.

    Args:
        capture: the record.
        data: the content.
        path: where the content is kept, which becomes the report's ``path``.
        hints: what is known apart from the content.

    Returns:
        The report, or why there is none: ``binary-file`` and others of ``tacitus.read``,
        ``a-feed``.
    """
    try:
        return replace(_report(capture, data, hints), path=str(path))
    except TacitusError as error:
        return Skipped(capture.url, None, error.problem)


def _report(capture: Capture, data: bytes, hints: Hints) -> Report:
    name, kind = capture.url, _kind(capture)
    if not data.strip():
        raise TacitusError("empty-file", f"{name}: is empty.", "Leave it out.")
    if _XML.match(data[:_META_WITHIN]):
        raise TacitusError("a-feed", f"{name}: is a feed.", "Give it to `tacitus watch`.")
    decoded = _decoded(capture, data)
    if decoded.refusal is not None:
        refusal = decoded.refusal
        raise TacitusError(refusal.code, refusal.message, refusal.fix)
    problems = () if decoded.doubt is None else (decoded.doubt,)
    if kind in _HTML or looks_like_html(decoded.text):
        page = read_page(decoded.text, name)
        return make_report(
            page.text,
            option=hints.published,
            published=page.published or hints.dated,
            source=_outlet(capture, page.source or hints.source),
            title=page.title or hints.title,
            url=_address(capture, page.url),
            path=name,
            problems=problems,
        )
    return make_report(
        decoded.text,
        option=hints.published,
        published=hints.dated,
        source=_outlet(capture, hints.source),
        title=hints.title,
        url=capture.url,
        path=name,
        problems=problems,
    )


def _outlet(capture: Capture, told: str | None) -> str:
    host = httpx.URL(capture.url).host
    home = home_of(host)
    if home is not None:
        return home.name
    return outlet_name(told) if told else host.removeprefix("www.")


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


def _kind(capture: Capture) -> str:
    return _content_type(capture).get_content_type()


def _content_type(capture: Capture) -> Message:
    message = Message()
    message["Content-Type"] = capture.header("Content-Type") or "application/octet-stream"
    return message


def _decoded(capture: Capture, data: bytes) -> Decoded:
    """A content as text: by its own marks and as UTF-8 first, then as the server or page says.

    Many servers name an encoding for pages that are UTF-8 in fact, and hardly any text that is
    valid UTF-8 is something else; so what they say decides only where it is not.
    """
    decoded = decode(data, capture.url)
    if decoded.refusal is None and decoded.doubt is None:
        return decoded
    meta = _META.search(data[:_META_WITHIN])
    told = (
        _content_type(capture).get_content_charset(),
        meta[1].decode("ascii", "replace") if meta else None,
    )
    for name in filter(None, told):
        try:
            encoding = codecs.lookup(name).name
            if encoding not in _NO_TEXT:
                return Decoded(data.decode(_MEANT.get(encoding, encoding)))
        except (LookupError, UnicodeError, ValueError):
            continue
    return decoded
