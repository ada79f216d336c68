"""Streams of bytes that are read once, in bounded memory, and whose inflating is metered."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from tacitus.records import TacitusError

GZIP_MAGIC = b"\x1f\x8b"
BLOCK = 65_536
"""Bytes held of a stream, and so the most that a reader can look at before it reads."""
_STEP = 1_024
# A zstandard block of four bytes can stand for 128 kB, so a step stays below 50 MB.


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of what is read at most; all sizes in bytes.

    Attributes:
        text: of one text, or line of a table or JSONL file.
        page: of a web page; real ones have up to 2 MB.
        document: of what must be held in memory whole: a PDF, an office document, a mail, a JSON
            document, an archive inside another.
        ratio: of bytes inflated to bytes read; text has up to 50, a bomb has thousands.
        grace: bytes inflated before the ratio counts.
        depth: of archives, mails and documents inside one another.
        members: files of one archive.
        pages: of a PDF.
        seconds: for the text of a PDF.
        memory: of the process that reads a PDF, where the system can hold it to that.

    """

    text: int = 20_000_000
    page: int = 10_000_000
    document: int = 100_000_000
    ratio: int = 200
    grace: int = 32_000_000
    depth: int = 4
    members: int = 100_000
    pages: int = 3_000
    seconds: float = 120.0
    memory: int = 2_000_000_000


class Source(Protocol):
    """What can be read from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


class Budget:
    """What may be inflated out of one argument of the command line, all layers together."""

    def __init__(self, limits: Limits, size: Callable[[], int]) -> None:
        self._limits = limits
        self._size = size
        self._out = 0

    @property
    def spent(self) -> bool:
        """Whether no more may be inflated."""
        return self._out > self._limits.grace + self._limits.ratio * self._size()

    def add(self, count: int) -> None:
        """Count bytes that came out of a decompressor."""
        self._out += count


class Meter:
    """Bytes in and out of one decompressor.

    Args:
        name: of the file, for messages.
        limits: ratio and grace.
        budget: of all decompressors together.

    """

    def __init__(self, name: str, limits: Limits, budget: Budget) -> None:
        self._name = name
        self._limits = limits
        self._budget = budget
        self._out = 0

    def add(self, count: int, taken: int) -> None:
        """Count bytes that came out.

        Args:
            count: how many more.
            taken: how many went in so far.

        Raises:
            TacitusError: ``decompression-bomb`` when that is too much for what went in.
        """
        self._out += count
        self._budget.add(count)
        if self._out > self._limits.grace + self._limits.ratio * taken or self._budget.spent:
            raise TacitusError(
                "decompression-bomb",
                f"{self._name}: unpacks to more than {self._limits.ratio} times its size; "
                "it was not read further.",
                "Unpack it yourself if you trust it.",
            )


class Counted(io.RawIOBase):
    """A stream that tells how much was read of it.

    Attributes:
        taken: bytes so far.

    """

    def __init__(self, inner: Source) -> None:
        self._inner = inner
        self.taken = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """At most ``size`` bytes."""
        data = self._inner.read(-1 if size is None else size)
        self.taken += len(data)
        return data


class _Filled(io.RawIOBase):
    """Fills each buffer it is given, so that what a stream opens with can be looked at.

    A fault of the stream is raised only when what came before it has been handed out.
    """

    def __init__(self, inner: Any, seeks: bool) -> None:
        self._inner = inner
        # what a buffer holds is handed out before the stream behind it may fail
        self._read = getattr(inner, "read1", inner.read)
        self._seeks = seeks
        self._fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._seeks

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        at = 0
        while at < len(view):
            if self._fault is not None:
                if at:
                    return at
                raise self._fault
            try:
                data = self._read(len(view) - at)
            # Whatever a decoder raises, what came before can still be read.
            except Exception as fault:  # noqa: BLE001
                self._fault = fault
                continue
            if not data:
                break
            view[at : at + len(data)] = data
            at += len(data)
        return at


def buffered(inner: Any, *, seeks: bool = False) -> io.BufferedReader:
    """A stream whose next bytes can be peeked at.

    Args:
        inner: anything with ``read``.
        seeks: whether it may be read from any place, as archives with a table at their end need.
    """
    return io.BufferedReader(_Filled(inner, seeks), BLOCK)


class Unpacked(io.RawIOBase):
    """What a gzip or zstandard stream holds, of any number of parts, in bounded memory.

    Args:
        inner: the packed bytes.
        start: makes the decompressor of one part.
        meter: counts, and stops bombs.
        name: of the file, for messages.

    """

    def __init__(self, inner: Source, start: Callable[[], Any], meter: Meter, name: str) -> None:
        self._inner = inner
        self._start = start
        self._meter = meter
        self._name = name
        self._part: Any = None
        self._waiting = b""
        self._out = b""
        self._taken = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to ``size`` bytes, some at least where there are more.

        Raises:
            TacitusError: ``truncated-file``, ``bad-archive`` or ``decompression-bomb``.
        """
        while not self._out:
            if not self._fill():
                return b""
        count = len(self._out) if size is None or size < 0 else size
        data, self._out = self._out[:count], self._out[count:]
        return data

    def _fill(self) -> bool:
        """Inflate one step; False at the end."""
        if not self._waiting:
            self._waiting = self._inner.read(_STEP)
            self._taken += len(self._waiting)
        if self._part is None:
            # archives on tape are filled up with zeros
            self._waiting = self._waiting.lstrip(b"\0")
            if not self._waiting:
                more = self._inner.read(_STEP)
                self._taken += len(more)
                self._waiting = more
                return bool(more)
            self._part = self._start()
        elif not self._waiting:
            raise TacitusError(
                "truncated-file",
                f"{self._name}: ends in the middle; what came before was read.",
                "Fetch it again.",
            )
        try:
            self._out = self._step()
        except TacitusError:
            raise
        # zlib.error and ZstdError have no common base
        except Exception as error:
            raise TacitusError(
                "bad-archive", f"{self._name}: cannot be unpacked ({error}).", "Fetch it again."
            ) from error
        self._meter.add(len(self._out), self._taken)
        return True

    def _step(self) -> bytes:
        out: bytes = self._part.decompress(self._waiting)
        if self._part.eof:
            self._waiting, self._part = self._part.unused_data, None
        else:
            self._waiting = b""
        return out


def gunzip() -> Any:
    """A decompressor of one gzip part."""
    return zlib.decompressobj(wbits=31)


def unzstd() -> Any:
    """A decompressor of one zstandard frame; windows above 128 MB are refused."""
    # Loaded only for such files.
    from zstandard import ZstdDecompressor

    return ZstdDecompressor(max_window_size=2**27).decompressobj()
