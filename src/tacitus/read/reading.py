"""What every reader is given and gives: a piece to read, the run it is read in, and what came out.

A reader turns pieces of one form into reports, or into further pieces, which it hands back to the
run. Readers are found by the entry point group ``tacitus.readers`` (see ``registry``), so that a
package of one's own can add a form.
"""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import IntEnum
from typing import Any, ClassVar

from tacitus.read.columns import Columns
from tacitus.read.marks import Mark
from tacitus.read.originals import Originals
from tacitus.read.report import Told, told_report
from tacitus.read.streams import BLOCK, Budget, Limits, Meter
from tacitus.records import Problem, Report, TacitusError


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be read.

    Attributes:
        path: the file, as given, or "-" for standard input; what lies in an archive follows after
            an exclamation mark ("news.zip!may/1.html").
        line: the line of a JSONL file or table, from 1; None for whole files.
        problem: what was wrong and what to do.

    """

    path: str
    line: int | None
    problem: Problem


Item = Report | Skipped


class Sureness(IntEnum):
    """How sure it is that a piece is of a reader's form; the surest reader takes it."""

    NO = 0
    PERHAPS = 1
    """Nothing speaks against it."""
    LOOKS = 2
    """It opens like one."""
    SUFFIX = 3
    """Its name says so."""
    MEDIA = 4
    """Whoever sent it said so."""
    SURE = 5
    """Nothing else opens like this."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to read: a file, or what lies in one.

    Attributes:
        name: for messages, and the path of the reports.
        stream: its bytes, which can be peeked at.
        suffix: of its name, small, with the dot; empty where it has none.
        media: its media type as whoever sent it said ("text/html"), small, without parameters.
        charset: its encoding as whoever sent it said.
        told: what is known of it from what it lies in.
        depth: how many archives or mails it lies in.
        held: its bytes, where they were read whole; a list of none or one.

    """

    name: str
    stream: io.BufferedReader
    suffix: str = ""
    media: str | None = None
    charset: str | None = None
    told: Told = field(default_factory=Told)
    depth: int = 0
    held: list[bytes] = field(default_factory=list, init=False, repr=False, compare=False)

    def opening(self) -> bytes:
        """The first bytes, at most ``BLOCK``, which stay to be read."""
        return self.stream.peek(BLOCK)

    def whole(self, limit: int) -> bytes:
        """All bytes, from the first on; they are those that its reports are read from.

        Args:
            limit: the most bytes there may be.

        Raises:
            TacitusError: ``too-large``, or what is wrong with the stream.
        """
        self.held[:] = [self.rest(limit)]
        return self.held[0]

    def rest(self, limit: int) -> bytes:
        """All bytes that were not read yet; as ``whole``."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise TacitusError(
                "too-large",
                f"{self.name}: is longer than {limit / 1_000_000:g} MB.",
                "Split it, or give JSONL.",
            )
        return data


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said of all that is read.

    Attributes:
        published: day of publication, before any other.
        source: outlet of reports that do not name theirs.
        columns: which column of a table, or field of a JSON record, holds what.
        limits: how much is read at most.
        originals: told of the bytes that each report is read from.

    """

    published: date | None = None
    source: str | None = None
    columns: Columns = field(default_factory=Columns)
    limits: Limits = field(default_factory=Limits)
    originals: Originals = field(default_factory=Originals)


class Reader(ABC):
    """Reads one form; made without arguments, once per process, and keeps nothing between pieces.

    Attributes:
        name: what the form is called in messages ("a PDF document").
        suffixes: of file names, small, with the dot.
        media: media types.

    """

    name: ClassVar[str]
    suffixes: ClassVar[frozenset[str]] = frozenset()
    media: ClassVar[frozenset[str]] = frozenset()

    def looks(self, opening: bytes) -> Sureness:
        """How much the first bytes of a piece tell of its being of this form."""
        return Sureness.NO

    @abstractmethod
    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """Read a piece.

        Args:
            piece: what to read.
            run: makes reports, and reads what lies in the piece.

        Yields:
            Reports, and what had to be skipped.

        Raises:
            TacitusError: what makes the whole piece unreadable; what came out before it stays.
        """

    def sureness(self, piece: Piece, opening: bytes) -> Sureness:
        """How sure it is that a piece is of this form, by its bytes, media type and name."""
        told = Sureness.NO
        if piece.suffix in self.suffixes:
            told = Sureness.SUFFIX
        if piece.media in self.media:
            told = Sureness.MEDIA
        return max(told, self.looks(opening))


class Run:
    """The reading of one argument of the command line.

    Args:
        options: what the user said.
        readers: those there are, in the order in which they are asked.
        size: bytes that were read of the argument, or that it has.
        mark: counts its records, and says which of them an earlier run was done with.

    Attributes:
        options: what the user said.
        limits: how much is read at most.

    """

    def __init__(
        self,
        options: Options,
        readers: tuple[Reader, ...],
        size: Callable[[], int],
        mark: Mark | None = None,
    ) -> None:
        self.options = options
        self._mark = mark or Mark()
        self.limits = options.limits
        self._readers = readers
        self._budget = Budget(options.limits, size)

    @property
    def spent(self) -> bool:
        """Whether so much was unpacked that no more may be."""
        return self._budget.spent

    def passed(self, piece: Piece) -> bool:
        """Count a record of a piece that begins.

        Readers of pieces with many records ask it before they do anything costly with one.

        Returns:
            Whether an earlier run was done with it, so that it is to be passed over.
        """
        return self._mark.passed(piece)

    def meter(self, name: str) -> Meter:
        """What a decompressor of the file ``name`` is to be counted with."""
        return Meter(name, self.limits, self._budget)

    def reader_of(self, piece: Piece) -> Reader | None:
        """The reader of a piece; None where there is none for its form."""
        opening = piece.opening()
        best, surest = None, Sureness.NO
        for reader in self._readers:
            sureness = reader.sureness(piece, opening)
            if sureness > surest:
                best, surest = reader, sureness
        return best

    def read(self, piece: Piece) -> Iterator[Item]:
        """Read a piece with the reader of its form; whatever fails in it comes out as ``Skipped``.

        Args:
            piece: what to read.
        """
        what = "a file"
        try:
            if piece.depth > self.limits.depth:
                raise TacitusError(
                    "too-deep",
                    f"{piece.name}: lies in more than {self.limits.depth} archives.",
                    "Unpack it.",
                )
            reader = self.reader_of(piece)
            if reader is None:
                raise TacitusError(
                    "no-reader",
                    f"{piece.name}: is of a type that nothing here reads "
                    f"({piece.media or piece.suffix or 'unknown'}).",
                    "Save its text as UTF-8 and read that.",
                )
            what = reader.name
            yield from reader.read(piece, self)
        except TacitusError as error:
            yield Skipped(piece.name, None, error.problem)
        except OSError as error:
            yield unreadable(piece.name, error)
        # Libraries raise many kinds on broken files; none may end a run.
        except Exception as error:  # noqa: BLE001
            told = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            problem = Problem(
                "unreadable-file",
                f"{piece.name}: cannot be read as {what} ({told}).",
                "Save its text as UTF-8 and read that.",
            )
            yield Skipped(piece.name, None, problem)

    def report(
        self,
        text: str,
        told: Told,
        piece: Piece,
        *,
        path: str | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> Report:
        """A report from a text and what came with it.

        Args:
            text: the text.
            told: what it says of itself; what the piece lies in says the rest.
            piece: what it was read from.
            path: its name, where the piece holds several.
            problems: what was odd so far.

        Raises:
            TacitusError: ``empty-text``.
        """
        return told_report(
            text,
            filled(told, piece.told),
            option=self.options.published,
            source=self.options.source,
            path=path or piece.name,
            sha256=self.options.originals.of(piece.name, piece.held[0] if piece.held else None),
            problems=problems,
        )


def name_within(piece: Piece, name: str) -> str:
    """What something that lies in a piece is called.

    Characters that do not print are marked: names in archives come from strangers, and messages
    go to terminals, which obey some of them.
    """
    return f"{piece.name}!" + "".join(char if char.isprintable() else "\ufffd" for char in name)


def filled(told: Told, around: Told) -> Told:
    """What a text says of itself, and for what it leaves open what is said around it."""
    lacking: dict[str, Any] = {
        one.name: getattr(around, one.name)
        for one in fields(Told)
        if getattr(told, one.name) in (None, "", ()) and getattr(around, one.name)
    }
    return replace(told, **lacking)


def unreadable(path: str, error: OSError | ValueError) -> Skipped:
    """A file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        problem = Problem("missing-file", f"{path}: does not exist.", "Check the name.")
    elif isinstance(error, PermissionError):
        problem = Problem("no-permission", f"{path}: may not be read.", "Check its permissions.")
    else:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = Problem("unreadable-file", f"{path}: cannot be read ({reason}).", "Check it.")
    return Skipped(path, None, problem)
