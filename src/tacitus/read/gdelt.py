"""GDELT: article lists of its DOC interface, and its Global Knowledge Graph (GKG 2.1).

Neither holds the articles, only what they are called and where they are: the headline is all that
is read, and each report says so.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from tacitus.read.json_records import parsed
from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness
from tacitus.read.report import Told
from tacitus.records import Problem, TacitusError

_LIST = re.compile(rb'\s*\{\s*"articles"\s*:\s*\[')
_RECORD = re.compile(rb"\d{14}-T?\d+\t\d{14}\t\d\t")
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_COLUMNS = 27
"""Columns of a GKG record, by the GKG 2.1 codebook; those read here count from 0."""
_ID, _SEEN, _OUTLET, _ADDRESS, _EXTRAS = 0, 1, 3, 4, 26
_HEADLINE = Problem(
    "headline-only",
    "GDELT holds the headline alone; only that was read.",
    "Fetch the article by its address.",
)


class GdeltListReader(Reader):
    """The JSON that GDELT's DOC 2.0 interface gives in mode ArtList."""

    name = "a GDELT article list"

    def looks(self, opening: bytes) -> Sureness:
        """Sure by its only key."""
        return Sureness.SURE if _LIST.match(opening) else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """A report an article."""
        document = parsed(piece.whole(run.limits.document), piece.name)
        articles = document.get("articles") if isinstance(document, Mapping) else None
        for number, article in enumerate(articles if isinstance(articles, list) else (), start=1):
            name = f"{piece.name}, item {number}"
            form = article if isinstance(article, Mapping) else {}
            word = {key: value for key, value in form.items() if isinstance(value, str)}
            told = Told(
                source=word.get("domain"),
                url=word.get("url"),
                language=word.get("language"),
            )
            yield _headline(word.get("title", ""), word.get("seendate", ""), told, name, piece, run)


class GkgReader(Reader):
    """A GKG 2.1 file: lines of 27 columns with tabs between them and no head."""

    name = "a GDELT GKG file"

    def looks(self, opening: bytes) -> Sureness:
        """Sure by the form of its first columns."""
        return Sureness.SURE if _RECORD.match(opening) else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """A report a line that tells a headline."""
        limit = run.limits.text
        stream = io.TextIOWrapper(piece.stream, "utf-8", errors="replace", newline="\n")
        number = 0
        while line := stream.readline(limit + 1):
            number += 1
            name = f"{piece.name}, line {number}"
            cells = line.rstrip("\r\n").split("\t")
            if len(line) > limit or len(cells) < _COLUMNS:
                message = f"{name}: is no GKG record ({len(cells)} columns)."
                yield Skipped(piece.name, number, Problem("bad-row", message, "Fetch it again."))
                while line and not line.endswith("\n"):
                    line = stream.readline(limit)
                continue
            title = _TITLE.search(cells[_EXTRAS])
            told = Told(id=cells[_ID], source=cells[_OUTLET] or None, url=cells[_ADDRESS] or None)
            words = html.unescape(title[1]) if title else ""
            yield _headline(words, cells[_SEEN], told, name, piece, run, number)


def _headline(
    title: str,
    seen: str,
    told: Told,
    name: str,
    piece: Piece,
    run: Run,
    line: int | None = None,
) -> Item:
    """A report of which only the headline is known."""
    text = " ".join(title.split())
    try:
        if not any(map(str.isalnum, text)):
            raise TacitusError(
                "no-text-field",
                f"{name}: GDELT tells no headline, only the address {told.url}.",
                "Fetch the article by its address.",
            )
        moment = _moment(seen)
        problems = [_HEADLINE]
        if moment is not None and run.options.published is None:
            # only the day: the moment is that of seeing, not that of publication
            told = replace(told, published=moment.date())
            problems.append(
                Problem(
                    "seen-date",
                    f"{name}: published is the day on which GDELT saw it; it may be older.",
                    "Give --published to settle it.",
                )
            )
        return run.report(text, told, piece, path=name, problems=tuple(problems))
    except TacitusError as error:
        return Skipped(piece.name, line, error.problem)


def _moment(written: str) -> datetime | None:
    """A moment as GDELT writes it: 20240308T101500Z, or 20240308101500; UTC."""
    try:
        figures = re.sub(r"[TZ]", "", written)
        return datetime.strptime(figures, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
