"""Bytes to characters."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from tacitus.records import Problem, TacitusError

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
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"})
"""Encodings of Python that no web page is in, slow or full of surprises."""
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


def decode(data: bytes, name: str, charset: str | None = None) -> Decoded:
    """Read bytes as text: by byte order mark, as said, as UTF-8, or by the likeliest code page.

    Args:
        data: a file's content.
        name: of the file, for messages.
        charset: the encoding that came with it, of a web server, a mail or the page itself.

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
    known = known_charset(charset)
    if b"\x00" in data and not (known or "").startswith(("utf-16", "utf-32")):
        message = f"{name}: holds zero bytes, so it is no text in a known encoding."
        return Decoded(refusal=Problem("binary-file", message, _SAVE_AS))
    if known is not None:
        try:
            return Decoded(data.decode(known))
        # said wrongly: it is found out as if nothing had been said
        except (UnicodeError, ValueError):
            pass
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _guessed(data, name, error.start)


def known_charset(charset: str | None) -> str | None:
    """Python's name of an encoding, None where it is not known or none for text.

    As browsers do, Latin-1 and ASCII are read as Windows-1252, which has their letters and more.
    """
    try:
        codec = codecs.lookup((charset or "").strip(" \t\r\n\"';"))
    except (LookupError, ValueError):
        return None
    # bytes to bytes, such as zlib; the name is what the io module itself goes by
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NO_CHARSETS:
        return None
    return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name


def charset_of(opening: bytes, name: str) -> tuple[str, Problem | None]:
    """The encoding of a file that is too long to be held, by what it opens with.

    Args:
        opening: its first bytes.
        name: of the file, for messages.

    Returns:
        The encoding, and what is doubtful about it.

    Raises:
        TacitusError: ``binary-file``.
    """
    for mark, encoding in _MARKS:
        if opening.startswith(mark):
            return encoding, None
    # a character may be broken off at the end of what was looked at
    whole = opening.rsplit(b"\n", 1)[0] if b"\n" in opening else opening[:-4] or opening
    decoded = decode(whole, name)
    if decoded.refusal is not None:
        raise TacitusError(decoded.refusal.code, decoded.refusal.message, decoded.refusal.fix)
    return ("cp1252" if decoded.doubt else "utf-8"), decoded.doubt


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
