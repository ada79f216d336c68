"""Web archives (WARC, ISO 28500), as crawlers and Common Crawl's news set have them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness
from tacitus.read.report import Told
from tacitus.read.streams import buffered
from tacitus.records import Problem, TacitusError

_TYPES = ("response", "resource", "conversion")
"""Records that hold what was fetched; all others tell about it."""
_GIVEN = "200"


class WarcReader(Reader):
    """The pages and documents of a web archive, one after the other, in flat memory."""

    name = "a web archive"
    suffixes = frozenset({".warc", ".wet"})
    media = frozenset({"application/warc"})

    def looks(self, opening: bytes) -> Sureness:
        """Sure by the first bytes."""
        return Sureness.SURE if opening.startswith(b"WARC/") else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """Each response of a server as a piece of its own; what is none is passed over."""
        # Loaded only for archives.
        from warcio.archiveiterator import ArchiveIterator

        records = iter(ArchiveIterator(piece.stream))
        number = read = 0
        while True:
            try:
                record = next(records)
            except StopIteration:
                break
            except TacitusError:
                raise
            # warcio raises its own and Python's errors on broken archives
            except Exception as error:
                raise TacitusError(
                    "bad-archive",
                    f"{piece.name}: cannot be read after record {number} ({error}); "
                    "what came before was read.",
                    "Fetch it again.",
                ) from error
            number += 1
            if record.rec_type in _TYPES:
                read += 1
                yield from self._read_record(record, piece, run)
        if not read:
            raise TacitusError(
                "empty-archive", f"{piece.name}: holds no response of a server.", "Leave it out."
            )

    def _read_record(self, record: Any, piece: Piece, run: Run) -> Iterator[Item]:
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        url = url.strip().removeprefix("<").removesuffix(">")
        name = f"{piece.name}!{url}"
        headers = record.http_headers
        status = headers.get_statuscode() if headers is not None else _GIVEN
        if status != _GIVEN:
            problem = Problem("http-status", f"{name}: the server answered {status}.", "Fetch it.")
            yield Skipped(name, None, problem)
            return
        if record.rec_headers.get_header("WARC-Truncated"):
            problem = Problem(
                "truncated-file", f"{name}: the crawler broke it off.", "Fetch the page itself."
            )
            yield Skipped(name, None, problem)
            return
        told = headers if headers is not None else record.rec_headers
        media, charset = content_type(told.get_header("Content-Type"))
        encoding = (told.get_header("Content-Encoding") or "identity").strip().lower()
        if headers is not None and encoding not in _encodings():
            message = f"{name}: is packed as {encoding}, which nothing here unpacks."
            yield Skipped(
                name, None, Problem("unknown-encoding", message, "Fetch the page itself.")
            )
            return
        fetched = record.rec_headers.get_header("WARC-Date")
        yield from run.read(
            Piece(
                name,
                buffered(record.content_stream()),
                suffix=suffix_of(url),
                media=media,
                charset=charset,
                told=Told(url=url or None, dated=f"it was fetched at {fetched}"),
                depth=piece.depth + 1,
            )
        )


def _encodings() -> set[str]:
    from warcio.bufferedreaders import BufferedReader

    return {"identity", "", *BufferedReader.get_supported_decompressors()}


def content_type(header: str | None) -> tuple[str | None, str | None]:
    """Media type and encoding of a ``Content-Type`` header, None what it does not tell."""
    media, *parameters = (header or "").split(";")
    charset = None
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip(" \t\"'") or None
    return media.strip().lower() or None, charset


def suffix_of(url: str) -> str:
    """The ending of the file that an address names, small, with the dot."""
    try:
        return PurePosixPath(urlsplit(url).path).suffix.lower()
    except ValueError:
        return ""
