"""PDF documents, by their text layer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tacitus.read import pdf_pages
from tacitus.read.pdf_layout import lay_out
from tacitus.read.reading import Item, Piece, Reader, Run, Sureness
from tacitus.read.report import Told
from tacitus.read.streams import Limits
from tacitus.records import Problem, TacitusError

_FIXES = {
    "encrypted-file": "Save a copy without a password.",
    "too-large": "Split it.",
    "bad-document": "Fetch it again, or print it to a new PDF.",
}
_FILE_NAME = re.compile(r"\.\w{2,5}$")
_SOFTWARE = re.compile(r"^Microsoft \w+ - ")
FEW = 10
"""Letters and figures of a page that holds text; a scanned one has none or a stamp."""


class PdfReader(Reader):
    """A PDF document; pages that are pictures are said to be."""

    name = "a PDF document"
    suffixes = frozenset({".pdf"})
    media = frozenset({"application/pdf", "application/x-pdf"})

    def looks(self, opening: bytes) -> Sureness:
        """Sure by the first bytes; some writers put a line or two before them."""
        if opening.lstrip().startswith(b"%PDF-"):
            return Sureness.SURE
        return Sureness.LOOKS if b"%PDF-" in opening[:1_024] else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """One report."""
        found = pages_of(piece.whole(run.limits.document), piece.name, run.limits)
        pages = [str(page["text"]) for page in found["pages"]]
        empty = [number for number, text in enumerate(pages, start=1) if not _holds_text(text)]
        if len(empty) == len(pages):
            raise TacitusError(
                "scanned-document",
                f"{piece.name}: has no text layer: its {len(pages)} pages are pictures or empty.",
                "Run text recognition over it, for instance ocrmypdf.",
            )
        scanned = [number for number in empty if found["pages"][number - 1]["picture"]]
        text, cuts = lay_out(pages)
        title, made = found.get("title"), found.get("made")
        told = Told(
            title=_SOFTWARE.sub("", title) if title and not _FILE_NAME.search(title) else None,
            author=found.get("author"),
            cuts=cuts,
            dated=f"the file was made on {made}" if made else None,
        )
        problems = (_scanned(scanned, piece.name),) if scanned else ()
        yield run.report(text, told, piece, problems=problems)


def pages_of(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    """The text layer of a PDF, read in a process of its own.

    Args:
        data: the PDF.
        name: of the file, for messages.
        limits: pages, characters, seconds and memory.

    Returns:
        As ``pdf_pages`` says.

    Raises:
        TacitusError: ``encrypted-file``, ``too-large``, ``bad-document`` or ``time-limit``.
    """
    # -P: the folder of this package, which has modules named as some of Python's, is no path
    command = [sys.executable, "-P", str(Path(pdf_pages.__file__))]
    bounds = [str(limits.pages), str(limits.text), str(limits.memory)]
    try:
        done = subprocess.run(  # noqa: S603 our own program, no shell
            [*command, *bounds],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TacitusError(
            "time-limit",
            f"{name}: its text was not read within {limits.seconds:g} seconds.",
            "Print it to a new PDF, or split it.",
        ) from error
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    # ended by the system, likely for want of memory
    except ValueError as error:
        raise TacitusError(
            "bad-document", f"{name}: its reading broke off.", _FIXES["bad-document"]
        ) from error
    if "fault" in found:
        code = found["fault"]
        raise TacitusError(code, f"{name}: {found['told']}.", _FIXES[code])
    return found


def _holds_text(page: str) -> bool:
    return sum(map(str.isalnum, page)) >= FEW


def _scanned(pages: list[int], name: str) -> Problem:
    shown = ", ".join(map(str, pages[:20])) + (" and more" if len(pages) > 20 else "")
    return Problem(
        "scanned-pages",
        f"{name}: {len(pages)} of its pages have no text layer and were not read ({shown}).",
        "Run text recognition over it, for instance ocrmypdf.",
    )
