"""Bytes to characters."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from tacitus.records import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"Rar!", "a rar archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a rich text document"),
)
_SAVE_AS = "Save its text as UTF-8 and read that."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters read from bytes.

    Attributes:
        text: the characters; empty when the bytes are no text.
        refusal: why the bytes are no text, or None.
        doubt: what was odd about the encoding, or None.

    """

    text: str = ""
    refusal: Problem | None = None
    doubt: Problem | None = None


def decode(data: bytes, name: str) -> Decoded:
    """Read bytes as text: by byte order mark, as UTF-8, or else by the likeliest code page.

    Args:
        data: a file's content.
        name: of the file, for messages.

    Returns:
        The characters, with what was doubtful, or the reason why there are none.

    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _by_mark(data, name, encoding)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            message = f"{name}: is {what}, not text."
            return Decoded(refusal=Problem("binary-file", message, _SAVE_AS))
    if b"\x00" in data:
        message = f"{name}: holds zero bytes, so it is no text in a known encoding."
        return Decoded(refusal=Problem("binary-file", message, _SAVE_AS))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _guessed(data, name, error.start)


def _by_mark(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError as error:
        doubt = Problem(
            "wrong-encoding",
            f"{name}: says by its first bytes that it is {encoding.removesuffix('-sig')}, "
            f"but is not from byte {error.start} on; what could not be read is marked.",
            "Save it as UTF-8.",
        )
        return Decoded(data.decode(encoding, errors="replace"), doubt=doubt)


def _guessed(data: bytes, name: str, first: int) -> Decoded:
    """Text in an encoding that nothing names."""
    # Loaded only for such files: importing takes 30 ms.
    from charset_normalizer import from_bytes

    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in data[:4_096])
    if controls > len(data[:4_096]) // 20:
        message = f"{name}: is binary, not text."
        return Decoded(refusal=Problem("binary-file", message, _SAVE_AS))
    try:
        encoding, text = "cp1252", data.decode("cp1252")
    except UnicodeDecodeError:
        best = from_bytes(data[:100_000]).best()
        encoding = best.encoding if best else "latin-1"
        text = data.decode(encoding, errors="replace")
    doubt = Problem(
        "wrong-encoding",
        f"{name}: is no UTF-8 (byte {first}); read as {encoding}.",
        "Save it as UTF-8 if letters look wrong.",
    )
    return Decoded(text, doubt=doubt)
