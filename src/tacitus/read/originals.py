"""The bytes that reports are read from, told by their hash, and handed on to whoever keeps them.

A report is read from a document (a page, a PDF, a mail, a member of an archive), whose bytes were
held whole to read it. Rows of tables and lines of JSON have none of their own: their report names
the file that holds them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that a report was read from.

    Attributes:
        name: of the document, as reports call it ("crawl.warc.gz!https://example.org/1").
        data: its bytes, unpacked from whatever they lay in.
        sha256: their hash.
    """

    name: str
    data: bytes
    sha256: str


class Originals:
    """What the reports of a run are read from, one file after the other.

    Attributes:
        now: the document of the report that was made last; None where it has no bytes of its own.
        file: the file that is read; None for standard input and for what lies in a store.
    """

    def __init__(self) -> None:
        self.now: Original | None = None
        self.file: str | None = None
        self._again: Callable[[], Any] | None = None
        self._file_hash: str | None = None

    def begin(self, file: str | None, again: Callable[[], Any] | None = None) -> None:
        """Say which file is read from now on.

        Args:
            file: its path.
            again: opens it, where it has no path.
        """
        self.now, self.file, self._file_hash = None, file, None
        self._again = again or (None if file is None else partial(open, file, "rb"))

    def of(self, name: str, data: bytes | None) -> str | None:
        """The hash of the bytes that a report is made of.

        Args:
            name: of the document.
            data: its bytes; None where it was not held whole.

        Returns:
            The SHA-256 of these, else of the file, in hexadecimal digits; None where there is none.

        Raises:
            OSError: where the file cannot be read again.
        """
        if data is None:
            self.now = None
            return self.file_hash()
        # many records can be made of one document
        if self.now is None or self.now.data is not data:
            self.now = Original(name, data, hashlib.sha256(data).hexdigest())
        return self.now.sha256

    def file_hash(self) -> str | None:
        """The hash of the file, which is read for it once; None for standard input."""
        if self._file_hash is None and self._again is not None:
            with self._again() as stream:
                self._file_hash = digest(stream)
        return self._file_hash


def digest(stream: Any) -> str:
    """The SHA-256 of what a stream of bytes holds, in hexadecimal digits."""
    # streams of stores cannot be read into a buffer of ours, as ``hashlib.file_digest`` would
    whole = hashlib.sha256()
    while block := stream.read(1 << 20):
        whole.update(block)
    return whole.hexdigest()
