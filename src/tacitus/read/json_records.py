"""JSON: a report an object, one object or a list of them in a document, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness
from tacitus.records import Problem, TacitusError

_MARK = b"\xef\xbb\xbf"


class JsonLinesReader(Reader):
    """A JSONL file of any length, line by line."""

    name = "JSON lines"
    suffixes = frozenset({".jsonl", ".ndjson"})
    media = frozenset({"application/x-ndjson", "application/jsonl", "application/x-jsonlines"})

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """A report a line; a bad line is skipped alone."""
        yield from _lines(piece, run, b"")


class JsonReader(Reader):
    """A JSON document, or lines of JSON that are not called so."""

    name = "JSON"
    suffixes = frozenset({".json"})
    media = frozenset({"application/json"})

    def looks(self, opening: bytes) -> Sureness:
        """Whether it opens with an object."""
        head = opening[:200].removeprefix(_MARK).lstrip()
        object_opens = head.startswith(b"{") and not head.startswith(b"{\\rtf")
        return Sureness.LOOKS if object_opens or head.startswith(b"[{") else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """The reports of the document."""
        first = piece.stream.readline(run.limits.text + 1)
        while first and not first.strip():
            first = piece.stream.readline(run.limits.text + 1)
        if not first:
            raise TacitusError("empty-file", f"{piece.name}: is empty.", "Leave it out.")
        # an object on the first line and more to come, or two lines that open one: lines
        more = piece.stream.peek(1)[:1]
        if more == b"{" or (more and _whole(first)):
            yield from _lines(piece, run, first)
            return
        rest = piece.rest(run.limits.document)
        document = parsed(first + rest, piece.name)
        if not isinstance(document, list):
            yield read_record(document, piece, run)
            return
        for number, record in enumerate(document, start=1):
            if not run.passed(piece):
                yield read_record(record, piece, run, f"{piece.name}, item {number}")


def parsed(data: bytes, name: str) -> object:
    """A JSON document.

    Raises:
        TacitusError: ``bad-json``.
    """
    try:
        return json.loads(data.removeprefix(_MARK))
    except (ValueError, RecursionError) as error:
        raise TacitusError(
            "bad-json", f"{name}: is no JSON ({error}).", "Mend it, or give JSONL."
        ) from error


def _whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line.removeprefix(_MARK)), dict)
    except (ValueError, RecursionError):
        return False


def _lines(piece: Piece, run: Run, line: bytes) -> Iterator[Item]:
    """Records a line, the first of which may have been taken off the stream."""
    limit = run.limits.text
    number = 0
    empty = True
    while line := line or piece.stream.readline(limit + 1):
        number += 1
        if len(line) > limit:
            empty = False
            message = f"{piece.name}, line {number}: is longer than {limit / 1_000_000:g} MB."
            problem = Problem("too-large", message, "Split the report.")
            if not run.passed(piece):
                yield Skipped(piece.name, number, problem)
            while line and not line.endswith(b"\n"):
                line = piece.stream.readline(limit)
        elif line.removeprefix(_MARK).strip():
            empty = False
            if not run.passed(piece):
                yield _record_of(line, number, piece, run)
        line = b""
    if empty:
        raise TacitusError("empty-file", f"{piece.name}: is empty.", "Leave it out.")


def _record_of(line: bytes, number: int, piece: Piece, run: Run) -> Item:
    name = f"{piece.name}, line {number}"
    try:
        record = parsed(line, name)
    except TacitusError as error:
        return Skipped(piece.name, number, error.problem)
    return read_record(record, piece, run, name, number)


def read_record(
    record: object, piece: Piece, run: Run, name: str | None = None, line: int | None = None
) -> Item:
    """The report of one JSON object.

    Args:
        record: the object.
        piece: what it stands in.
        run: the run.
        name: of the record, for messages; the piece's without one.
        line: the line it stands on.
    """
    name = name or piece.name
    columns = run.options.columns
    try:
        text = columns.find(record, "text") if isinstance(record, Mapping) else None
        if not isinstance(record, Mapping) or not isinstance(text, str):
            wanted = columns.named.get("text", "text")
            raise TacitusError(
                "no-text-field",
                f'{name}: has no "{wanted}" that is text.',
                'Give each report as {"text": …}, or name the field with --columns text=….',
            )
        return run.report(text, columns.told(record), piece, path=name)
    except TacitusError as error:
        return Skipped(piece.name, line, error.problem)
