"""What is written down of each capture: what was asked, who answered, what was kept."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tacitus import __version__
from tacitus.fetch.client import Answer, Hop, header_of
from tacitus.records import TacitusError

FORM = 1
"""Version of the form of the records."""


@dataclass(frozen=True, slots=True)
class Capture:
    """A record of one capture, written once and never changed.

    Of a file that was read here (``tacitus ingest``) it tells less: ``asked`` is the file, ``url``
    the document in it, ``status`` 0, for no server answered, and ``sent_sha256`` and ``sent_size``
    are those of the file, in which the document may lie packed or among others.

    It holds what the Berkeley Protocol on Digital Open Source Investigations (OHCHR 2020,
    section VI.C) asks to be kept with a collected item: its address, when it was collected, by
    whom and with what, how the server answered, and the hash of the content.

    Attributes:
        number: captures of a folder are numbered from 1.
        asked: the address that was asked for.
        url: the address that gave the content, after redirects.
        hops: the redirects that led there.
        at: when the request was begun, ISO 8601 in UTC.
        seconds: how long it took.
        status: what the server answered; 304 means that the content kept earlier still held.
        request: headers that were sent.
        headers: headers that were answered, in order.
        address: the IP address that answered.
        sha256: hash of the content, unpacked from gzip where it was sent so.
        size: bytes of it.
        sent_sha256: hash of the content as it was sent; None for 304.
        sent_size: bytes as sent.
        collector: who had it collected, where they say.
        tools: versions of what collected it.
        previous: hash of the record before this one; None for the first.
        form: version of this form.
    """

    number: int
    asked: str
    url: str
    hops: tuple[Hop, ...]
    at: str
    seconds: float
    status: int
    request: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    address: str
    sha256: str
    size: int
    sent_sha256: str | None
    sent_size: int
    collector: str | None
    tools: dict[str, str] = field(hash=False)
    previous: str | None
    form: int = FORM

    def header(self, name: str) -> str | None:
        """The value of a header of the answer, the first where there are several."""
        return header_of(self.headers, name)


def make_capture(
    answer: Answer,
    *,
    number: int,
    sha256: str,
    size: int,
    previous: str | None,
    collector: str | None,
) -> Capture:
    """The record of an answer.

    Args:
        answer: as the client gave it.
        number: of the record.
        sha256: hash of the content, which for an answer of 304 is the one kept earlier.
        size: bytes of it.
        previous: hash of the record before.
        collector: who had it collected.
    """
    changed = answer.status != 304
    return Capture(
        number=number,
        asked=answer.asked,
        url=answer.url,
        hops=answer.hops,
        at=answer.begun.astimezone(UTC).isoformat(timespec="milliseconds"),
        seconds=round(answer.seconds, 3),
        status=answer.status,
        request=answer.request,
        headers=answer.headers,
        address=answer.address,
        sha256=sha256,
        size=size,
        sent_sha256=answer.body.sent_sha256 if changed else None,
        sent_size=answer.body.sent_size,
        collector=collector,
        tools=_tools(),
        previous=previous,
    )


def make_file_capture(
    content: bytes,
    document: str,
    *,
    file: Path | None,
    file_sha256: str | None,
    number: int,
    previous: str | None,
    collector: str | None,
) -> Capture:
    """The record of a document that was read from a file.

    Args:
        content: the document's bytes.
        document: its name, as its report has it: that of the file, with what lies in it after that.
        file: the file; None for standard input.
        file_sha256: hash of the file.
        number: of the record.
        previous: hash of the record before.
        collector: who had it collected.

    Raises:
        OSError: where the file is gone.
    """
    place = file.absolute() if file else None
    own = digest(content)
    return Capture(
        number=number,
        asked=place.as_uri() if place else "-",
        url=place.as_uri() + document.removeprefix(str(file)) if place else document,
        hops=(),
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        seconds=0.0,
        status=0,
        request=(),
        headers=(),
        address="",
        sha256=own,
        size=len(content),
        sent_sha256=file_sha256 or own,
        sent_size=place.stat().st_size if place else len(content),
        collector=collector,
        tools=_tools(),
        previous=previous,
    )


def _tools() -> dict[str, str]:
    from importlib.metadata import version

    return {
        "tacitus": __version__,
        "httpcore": version("httpcore"),
        "python": platform.python_version(),
    }


def to_bytes(capture: Capture) -> bytes:
    """A record as it is written: JSON, the same bytes for the same record."""
    form = json.dumps(asdict(capture), ensure_ascii=False, indent=1)
    # a header may hold half of a surrogate pair only where it was made by hand
    return (form + "\n").encode("utf-8", "backslashreplace")


def from_bytes(data: bytes, name: str) -> Capture:
    """A record as it was written.

    Args:
        data: the content of its file.
        name: of the file, for messages.

    Raises:
        TacitusError: ``bad-capture`` where it is none.
    """
    try:
        form: dict[str, Any] = json.loads(data)
        if set(form) != {f.name for f in fields(Capture)}:
            raise ValueError("its fields are others")
        form["hops"] = tuple(Hop(**hop) for hop in form["hops"])
        for pairs in ("request", "headers"):
            form[pairs] = tuple((str(key), str(value)) for key, value in form[pairs])
        datetime.fromisoformat(form["at"])
        if not (isinstance(form["number"], int) and _is_hash(form["sha256"])):
            raise ValueError("its number or hash is none")
        return Capture(**form)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise TacitusError(
            "bad-capture",
            f"{name}: is no record of a capture ({error}).",
            "Put it back from a copy.",
        ) from error


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
