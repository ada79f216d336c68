"""Packed files: gzip and zstandard streams, zip archives. Nothing is ever written to disk."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, ClassVar

from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness, name_within
from tacitus.read.registry import suffixes
from tacitus.read.streams import GZIP_MAGIC, Meter, Source, Unpacked, buffered, gunzip, unzstd
from tacitus.records import Problem, TacitusError

_ENCRYPTED = 0x1
_DIRECTORY_OF_MAC = "__MACOSX"
_FILE_OF_WORD = "word/document.xml"


class _PackedReader(Reader):
    """One packed stream: what is in it is read as if it lay there unpacked."""

    magic: ClassVar[bytes]
    start: ClassVar[Callable[[], Any]]

    def looks(self, opening: bytes) -> Sureness:
        """Sure by the first bytes."""
        return Sureness.SURE if opening.startswith(self.magic) else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """Whatever is in it."""
        stream = Unpacked(piece.stream, type(self).start, run.meter(piece.name), piece.name)
        inner = _inner_name(piece.name, piece.suffix)
        yield from run.read(
            replace(
                piece,
                stream=buffered(stream),
                suffix=PurePosixPath(inner).suffix.lower(),
                media=None,
                depth=piece.depth + 1,
            )
        )


def _inner_name(name: str, suffix: str) -> str:
    """The name of what is in a packed file: its own without the last ending."""
    return name[: -len(suffix)] if suffix in (".gz", ".gzip", ".zst", ".zstd") else name


class GzipReader(_PackedReader):
    """What a gzip file holds, of any number of parts."""

    name = "a gzip file"
    suffixes = frozenset({".gz", ".gzip"})
    media = frozenset({"application/gzip", "application/x-gzip"})
    magic = GZIP_MAGIC
    start = staticmethod(gunzip)


class ZstdReader(_PackedReader):
    """What a zstandard file holds, of any number of frames."""

    name = "a zstandard file"
    suffixes = frozenset({".zst", ".zstd"})
    media = frozenset({"application/zstd"})
    magic = b"\x28\xb5\x2f\xfd"
    start = staticmethod(unzstd)


class ZipReader(Reader):
    """The readable files of a zip archive, in its order."""

    name = "a zip archive"
    suffixes = frozenset({".zip"})
    media = frozenset({"application/zip", "application/x-zip-compressed"})

    def looks(self, opening: bytes) -> Sureness:
        """Sure by the first bytes, though office documents open alike."""
        # one less than sure: a name or media type that says "docx" must win
        opens = opening.startswith((b"PK\x03\x04", b"PK\x05\x06"))
        return Sureness.LOOKS if opens else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """What lies in it; members that must not or cannot be read are skipped alone."""
        archive = open_zip(piece, run)
        with archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if any(member.filename == _FILE_OF_WORD for member in members):
                packed: Any = archive.fp
                packed.seek(0)
                yield from run.read(
                    replace(
                        piece,
                        stream=buffered(packed, seeks=True),
                        suffix=".docx",
                        media=None,
                        depth=piece.depth + 1,
                    )
                )
                return
            yield from self._members(archive, members, piece, run)

    def _members(
        self, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], piece: Piece, run: Run
    ) -> Iterator[Item]:
        read = 0
        wanted = suffixes()
        for member in members:
            if run.spent:
                raise TacitusError(
                    "decompression-bomb",
                    f"{piece.name}: unpacks to far more than its size; it was not read further.",
                    "Unpack it yourself if you trust it.",
                )
            path = PurePosixPath(member.filename)
            if _DIRECTORY_OF_MAC in path.parts or path.suffix.lower() not in wanted:
                continue
            read += 1
            if run.passed(piece):
                continue
            name = name_within(piece, member.filename)
            refusal = _refusal(member, name)
            if refusal is not None:
                yield Skipped(name, None, refusal)
                continue
            try:
                with open_member(archive, member, name, run.meter(name)) as stream:
                    yield from run.read(
                        replace(
                            piece,
                            name=name,
                            stream=buffered(stream),
                            suffix=path.suffix.lower(),
                            media=None,
                            charset=None,
                            depth=piece.depth + 1,
                        )
                    )
            except TacitusError as error:
                yield Skipped(name, None, error.problem)
        if not read:
            raise TacitusError(
                "empty-archive", f"{piece.name}: holds no file that is read.", "Leave it out."
            )


def open_zip(piece: Piece, run: Run) -> zipfile.ZipFile:
    """A zip archive; one inside another is held in memory, for its table stands at its end.

    Raises:
        TacitusError: ``bad-archive``, ``too-many-files`` or ``too-large``.
    """
    stream: Any = piece.stream
    if not piece.stream.seekable():
        stream = io.BytesIO(piece.whole(run.limits.document))
    try:
        archive = zipfile.ZipFile(stream)
    # broken tables raise more kinds than BadZipFile
    except Exception as error:
        raise TacitusError(
            "bad-archive", f"{piece.name}: is no whole zip archive ({error}).", "Fetch it again."
        ) from error
    if len(archive.filelist) > run.limits.members:
        raise TacitusError(
            "too-many-files",
            f"{piece.name}: holds {len(archive.filelist)} files, more than {run.limits.members}.",
            "Unpack it and give the folder.",
        )
    return archive


class _Member(io.RawIOBase):
    """A member's bytes, metered, its faults named."""

    def __init__(self, inner: Source, packed: int, meter: Meter, name: str) -> None:
        self._inner = inner
        self._packed = packed
        self._meter = meter
        self._name = name

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            data = self._inner.read(-1 if size is None else size)
        except EOFError as error:
            raise TacitusError(
                "truncated-file", f"{self._name}: ends in the middle.", "Fetch it again."
            ) from error
        # zlib, lzma and bz2 have no common base
        except Exception as error:
            raise TacitusError(
                "bad-archive", f"{self._name}: cannot be unpacked ({error}).", "Fetch it again."
            ) from error
        self._meter.add(len(data), self._packed)
        return data


def open_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, meter: Meter
) -> _Member:
    """A member of an archive as a stream.

    Raises:
        TacitusError: ``bad-archive``; the stream also ``truncated-file``, ``decompression-bomb``.
    """
    try:
        inner = archive.open(member)
    except Exception as error:
        raise TacitusError(
            "bad-archive", f"{name}: cannot be unpacked ({error}).", "Fetch it again."
        ) from error
    return _Member(inner, member.compress_size, meter, name)


def _refusal(member: zipfile.ZipInfo, name: str) -> Problem | None:
    """Why a member must not be read."""
    path = member.filename.replace("\\", "/")
    if member.flag_bits & _ENCRYPTED:
        return Problem("encrypted-file", f"{name}: is encrypted.", "Unpack it with its password.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return Problem(
            "link-in-archive", f"{name}: is a link, which is not followed.", "Pack the file itself."
        )
    if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":":
        return Problem(
            "unsafe-name",
            f"{name}: its name leads out of the archive.",
            "Pack it under a plain name.",
        )
    return None
