"""The content of an answer, unpacked, within bounds."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass


class TooLargeError(Exception):
    """A content is longer than may be kept."""


class BadEncodingError(Exception):
    """A content is packed in a way that is not known, or not as it says."""


@dataclass(frozen=True, slots=True)
class Body:
    """A content as received.

    Attributes:
        content: the bytes, unpacked.
        sent_sha256: hash of the bytes as they were sent, packed or not.
        sent_size: their number.
        whole: whether all of it is there; not where it was cut on purpose.
    """

    content: bytes
    sent_sha256: str
    sent_size: int
    whole: bool = True


def read_body(pieces: Iterable[bytes], encoding: str, limit: int, *, cut: bool = False) -> Body:
    """Take in a content piece by piece and unpack it, never holding more than the limit.

    A small packed content can unpack to any size; so unpacking itself stops at the limit.

    Args:
        pieces: the bytes as sent.
        encoding: the Content-Encoding: "", "identity", "gzip", "x-gzip" or "deflate".
        limit: bytes, unpacked as well as sent.
        cut: whether the head is taken of what is longer.

    Raises:
        TooLargeError: where it is longer and is not to be cut.
        BadEncodingError: for another encoding, or content that is not packed so or ends early.
    """
    unpack = _unpacker(encoding)
    content = bytearray()
    digest = hashlib.sha256()
    sent = 0
    for piece in pieces:
        digest.update(piece)
        sent += len(piece)
        content += unpack.feed(piece, limit + 1 - len(content))
        if len(content) > limit or sent > limit:
            if not cut:
                raise TooLargeError
            return Body(bytes(content[:limit]), digest.hexdigest(), sent, whole=False)
    unpack.finish()
    return Body(bytes(content), digest.hexdigest(), sent)


class _Plain:
    """Content that is not packed."""

    def feed(self, piece: bytes, room: int) -> bytes:
        return piece[:room]

    def finish(self) -> None:
        """Its length is seen to by HTTP."""


class _Packed:
    """Content packed by zlib's method, in gzip's wrapping, its own, or none."""

    def __init__(self, *, bare: bool) -> None:
        # 32: whichever of gzip's and zlib's headers is there
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._bare = bare
        self._begun = False

    def feed(self, piece: bytes, room: int) -> bytes:
        """Unpack a piece, up to a number of bytes; what is beyond it is lost."""
        out = bytearray()
        while piece and len(out) < room:
            if self._inflate.eof:
                # a second member of a gzip file, or padding that some servers add
                if not piece.startswith(b"\x1f\x8b"):
                    break
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
            out += self._some(piece, room - len(out))
            piece = self._inflate.unused_data if self._inflate.eof else b""
        return bytes(out)

    def _some(self, piece: bytes, room: int) -> bytes:
        try:
            made = self._inflate.decompress(piece, room)
        except zlib.error as error:
            if self._begun or not self._bare:
                raise BadEncodingError(str(error)) from error
            # "deflate" should have zlib's header (RFC 9110, section 8.4.1.2) and often has not
            self._inflate, self._bare = zlib.decompressobj(-zlib.MAX_WBITS), False
            return self._some(piece, room)
        self._begun = True
        return made

    def finish(self) -> None:
        if self._begun and not self._inflate.eof:
            raise BadEncodingError("it ends too early")


def _unpacker(encoding: str) -> _Plain | _Packed:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _Plain()
    if name in ("gzip", "x-gzip"):
        return _Packed(bare=False)
    if name == "deflate":
        return _Packed(bare=True)
    raise BadEncodingError(f"the encoding {name[:40]!r} is not known")
