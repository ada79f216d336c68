"""Plain text, which is also what is read when nothing tells of another form."""

from __future__ import annotations

from collections.abc import Iterator

from tacitus.read.decode import Decoded, decode
from tacitus.read.reading import Item, Piece, Reader, Run, Sureness
from tacitus.read.report import Told
from tacitus.records import Problem, TacitusError


def decoded(piece: Piece, limit: int, charset: str | None = None) -> Decoded:
    """The characters of a piece.

    Args:
        piece: what to read.
        limit: the most bytes it may have.
        charset: its encoding, where it says one itself.

    Raises:
        TacitusError: ``empty-file``, ``too-large`` or ``binary-file``.
    """
    return characters(piece.whole(limit), piece.name, piece.charset or charset)


def characters(data: bytes, name: str, charset: str | None = None) -> Decoded:
    """The characters of a file's bytes; as ``decoded``, and raises the same."""
    if not data.strip():
        raise TacitusError("empty-file", f"{name}: is empty.", "Leave it out.")
    found = decode(data, name, charset)
    if found.refusal is not None:
        raise TacitusError(found.refusal.code, found.refusal.message, found.refusal.fix)
    return found


def doubts(found: Decoded) -> tuple[Problem, ...]:
    """What was odd about an encoding, as a report's problems."""
    return (found.doubt,) if found.doubt else ()


class TextReader(Reader):
    """Plain text: every character of it is the report's text."""

    name = "text"
    suffixes = frozenset({".txt", ".text", ".md"})

    def sureness(self, piece: Piece, opening: bytes) -> Sureness:
        """Its own by name; all else that may be text when nothing else claims it."""
        sure = super().sureness(piece, opening)
        media = piece.media or "text/plain"
        return max(sure, Sureness.PERHAPS if media.startswith("text/") else Sureness.NO)

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """One report."""
        found = decoded(piece, run.limits.text)
        yield run.report(found.text, Told(), piece, problems=doubts(found))
