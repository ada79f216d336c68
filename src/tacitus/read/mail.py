"""Mails (RFC 5322): the body is a report, and so is each attachment that can be read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath

from tacitus.read.html_text import html_text
from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness, name_within
from tacitus.read.report import Told
from tacitus.read.streams import buffered
from tacitus.read.text import characters, doubts
from tacitus.records import Cut, Problem, Report, Span, TacitusError

_MAIL = "message/rfc822"
_HEADERS = re.compile(
    rb"(?:(?:return-path|received|delivered-to|message-id|from|date|subject|mime-version|to"
    rb"|dkim-signature|x-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?\r?\n.*\Z", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"(?:^>[^\n]*\n?)+", re.MULTILINE)
_MOST_PARTS = 1_000
"""Parts of one mail that are looked at."""


class MailReader(Reader):
    """A mail as a mail program saves it."""

    name = "a mail"
    suffixes = frozenset({".eml"})
    media = frozenset({_MAIL})

    def looks(self, opening: bytes) -> Sureness:
        """Whether it opens with three lines of a mail's head."""
        return Sureness.LOOKS if _HEADERS.match(opening) else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """The body, then the attachments in their order."""
        data = piece.whole(run.limits.document)
        if not data.strip():
            raise TacitusError("empty-file", f"{piece.name}: is empty.", "Leave it out.")
        # by the older policy, which passes over broken heads that the newer one fails on
        mail = message_from_bytes(data)
        parts, attached = _sorted_parts(mail)
        sender = _sender(mail)
        sent = _sent(mail)
        told = Told(
            published=sent,
            title=_words(mail, "Subject"),
            author=sender,
            source=run.options.source or sender,
        )
        if parts or not attached:
            try:
                yield _body(parts, told, piece, run)
            except TacitusError as error:
                yield Skipped(piece.name, None, error.problem)
        day = f"the mail it came with is of {sent:%Y-%m-%d}" if sent else None
        for number, part in enumerate(attached, start=1):
            yield from _attachment(part, number, Told(dated=day), piece, run)


def _sorted_parts(mail: Message) -> tuple[list[Message], list[Message]]:
    """The parts that are the mail's own words, and those that came with it."""
    own: list[Message] = []
    attached: list[Message] = []
    waiting = [mail]
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop()
        kind = part.get_content_type()
        disposition = str(part.get("Content-Disposition", "")).strip().lower()
        payload = part.get_payload()
        if disposition.startswith("attachment") or (kind == _MAIL and part is not mail):
            attached.append(part)
        elif isinstance(payload, list):
            waiting.extend(reversed([one for one in payload if isinstance(one, Message)]))
        elif kind in ("text/plain", "text/html") and part.get_filename() is None:
            own.append(part)
        elif part.get_filename() is not None and not kind.startswith("image/"):
            attached.append(part)
    return own, attached


def _body(parts: list[Message], told: Told, piece: Piece, run: Run) -> Report:
    """The mail's own words: the plain form, or the other's text where that is empty."""
    for kind in ("text/plain", "text/html"):
        texts: list[str] = []
        problems: list[Problem] = []
        for part in parts:
            data = _bytes(part)
            if part.get_content_type() != kind or not data.strip():
                continue
            found = characters(data, piece.name, _charset(part))
            problems.extend(doubts(found))
            texts.append(found.text if kind == "text/plain" else html_text(found.text))
        text = "\n\n".join(filter(str.strip, texts))
        if text:
            told = replace(told, cuts=tuple(_cuts(text)))
            return run.report(text, told, piece, problems=tuple(problems))
    raise TacitusError("empty-text", f"{piece.name}: the mail has no words.", "Leave it out.")


def _cuts(text: str) -> Iterator[Cut]:
    """What of a mail was written by others or on every mail."""
    signature = _SIGNATURE.search(text)
    end = signature.start() if signature else len(text)
    for match in _QUOTED.finditer(text, 0, end):
        span = Span(match.start(), match.start() + len(match.group().rstrip()))
        yield Cut(span, "quoted", "mail:quoted")
    if signature:
        span = Span(signature.start(), len(text.rstrip()))
        yield Cut(span, "signature", "mail:signature")


def _attachment(part: Message, number: int, told: Told, piece: Piece, run: Run) -> Iterator[Item]:
    """What came with a mail, as a piece of its own."""
    kind = part.get_content_type()
    given = _words_of(part.get_filename() or "") or f"attachment {number}"
    payload = part.get_payload()
    if kind == _MAIL and isinstance(payload, list):
        data = b"".join(one.as_bytes() for one in payload[:1] if isinstance(one, Message))
    else:
        data = _bytes(part)
    yield from run.read(
        Piece(
            name_within(piece, given),
            buffered(io.BytesIO(data)),
            suffix=PurePosixPath(given).suffix.lower(),
            # mail programs call what they do not know plain text or a stream of bytes
            media=kind if kind not in ("text/plain", "application/octet-stream") else None,
            charset=_charset(part),
            told=told,
            depth=piece.depth + 1,
        )
    )


def _bytes(part: Message) -> bytes:
    """A part's content without its transfer encoding."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    # a parameter broken as RFC 2231 allows can raise
    except (ValueError, LookupError, TypeError):
        return None


def _words(mail: Message, header: str) -> str | None:
    """A header as words, None where there is none."""
    return _words_of(str(mail.get(header, "")))


def _words_of(written: str) -> str | None:
    """Words in which other letters than ASCII may be encoded (RFC 2047)."""
    try:
        decoded = str(make_header(decode_header(written)))
    # broken encodings raise several kinds
    except (ValueError, LookupError, HeaderParseError):
        decoded = written
    return " ".join(decoded.split()) or None


def _sender(mail: Message) -> str | None:
    """The name of who sent it, or the address."""
    name, address = (getaddresses([str(mail.get("From", ""))]) or [("", "")])[0]
    return _words_of(name) or address or None


def _sent(mail: Message) -> datetime | None:
    """When it was sent."""
    try:
        return parsedate_to_datetime(str(mail.get("Date", "")))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
