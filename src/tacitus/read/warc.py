"""Web archives (WARC, ISO 28500), as crawlers and Common Crawl's news set have them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness, name_within
from tacitus.read.report import Told
from tacitus.read.served import content_type, suffix_of
from tacitus.read.streams import GZIP_MAGIC, Unpacked, buffered, gunzip
from tacitus.records import Problem, TacitusError

_TYPES = ("response", "resource", "conversion")
"""Records that hold what was fetched; all others tell about it."""
_GIVEN = "200"
# warcio warns of what is odd with bytes of the archive in it: no words for a terminal
logging.getLogger("warcio").addHandler(logging.NullHandler())


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

        records = ArchiveIterator(_Source(piece.stream))
        # what warcio would write to the terminal, with bytes of the archive in it
        records.INC_RECORD = ""
        number = read = wrong = 0
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
            if records.err_count > wrong:
                wrong = records.err_count
                message = f"{piece.name}: record {number} is longer or shorter than it says."
                problem = Problem("bad-record", message, "Fetch the archive again.")
                yield Skipped(piece.name, None, problem)
            number += 1
            if record.rec_type in _TYPES:
                read += 1
                if run.passed(piece):
                    continue
                yield from self._read_record(record, piece, run)
        if not read:
            raise TacitusError(
                "empty-archive", f"{piece.name}: holds no response of a server.", "Leave it out."
            )

    def _read_record(self, record: Any, piece: Piece, run: Run) -> Iterator[Item]:
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        url = url.strip().removeprefix("<").removesuffix(">")
        name = name_within(piece, url)
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
                buffered(_Content(record, encoding, name, run)),
                suffix=suffix_of(url),
                media=media,
                charset=charset,
                told=Told(url=url or None, dated=f"it was fetched at {fetched}"),
                depth=piece.depth + 1,
            )
        )


class _Source:
    """An archive's bytes; what is there is handed out before the stream behind it may fail."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read1(size)


class _Content(io.RawIOBase):
    """A record's content, which may be shorter than the record says."""

    def __init__(self, record: Any, encoding: str, name: str, run: Run) -> None:
        self._record = record
        self._stream = _unpacked(record, encoding, name, run)
        self._name = name

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        data: bytes = self._stream.read(-1 if size is None else size)
        if not data and getattr(self._record.raw_stream, "limit", 0) > 0:
            raise TacitusError(
                "truncated-file", f"{self._name}: ends in the middle.", "Fetch the archive again."
            )
        return data


def _unpacked(record: Any, encoding: str, name: str, run: Run) -> Any:
    """A record's content without what was done to it for its way over the net."""
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

    headers = record.http_headers
    if headers is None:
        return record.raw_stream
    sent = (headers.get_header("Transfer-Encoding") or "").strip().lower()
    stream = ChunkedDataReader(record.raw_stream) if sent == "chunked" else record.raw_stream
    if encoding == "gzip":
        # by our own means, which tell what is broken; some crawlers unpack it and leave the header
        packed = buffered(stream)
        if not packed.peek(2).startswith(GZIP_MAGIC):
            return packed
        return Unpacked(packed, gunzip, run.meter(name), name)
    if encoding in ("", "identity"):
        return stream
    return BufferedReader(stream, decomp_type=encoding)


def _encodings() -> set[str]:
    from warcio.bufferedreaders import BufferedReader

    return {"identity", "", *BufferedReader.get_supported_decompressors()}
