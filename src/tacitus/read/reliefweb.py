"""Reports as the interface of ReliefWeb (api.reliefweb.int) gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tacitus.read.columns import word
from tacitus.read.html_text import html_text
from tacitus.read.json_records import parsed
from tacitus.read.reading import Item, Piece, Reader, Run, Skipped, Sureness
from tacitus.read.report import Told
from tacitus.records import TacitusError

_HOME = re.compile(rb'"href"\s*:\s*"https?:(?:\\?/){2}api\.reliefweb\.int')
_FIELDS = re.compile(rb'"data"\s*:\s*\[\s*\{[^{}]*"fields"\s*:\s*\{')
_ADDRESSES = ("origin", "url_alias", "url")


class ReliefWebReader(Reader):
    """A list of reports, or a single one, as JSON."""

    name = "a ReliefWeb answer"

    def looks(self, opening: bytes) -> Sureness:
        """Sure by its address, or by a list of objects with fields."""
        if not opening.lstrip().startswith(b"{"):
            return Sureness.NO
        sure = _HOME.search(opening) or _FIELDS.search(opening)
        return Sureness.SURE if sure else Sureness.NO

    def read(self, piece: Piece, run: Run) -> Iterator[Item]:
        """A report an item."""
        document = parsed(piece.whole(run.limits.document), piece.name)
        items = document.get("data") if isinstance(document, Mapping) else None
        if not isinstance(items, list):
            raise TacitusError(
                "no-text-field", f'{piece.name}: its "data" is no list.', "Fetch it again."
            )
        for number, item in enumerate(items, start=1):
            name = f"{piece.name}, item {number}"
            form = item if isinstance(item, Mapping) else {}
            fields = form.get("fields")
            try:
                yield _report(form, fields if isinstance(fields, Mapping) else {}, name, piece, run)
            except TacitusError as error:
                yield Skipped(name, None, error.problem)


def _report(
    form: Mapping[str, Any], fields: Mapping[str, Any], name: str, piece: Piece, run: Run
) -> Item:
    body = word(fields.get("body-html"))
    # the other form of the body is Markdown, whose marks are no words
    text = html_text(body) if body else word(fields.get("body")) or ""
    if not text:
        raise TacitusError(
            "no-text-field",
            f"{name}: has no body; the report may be in the file that it names.",
            "Ask the interface for the field body-html, or fetch the file.",
        )
    dates = fields.get("date")
    day = dates if isinstance(dates, Mapping) else {}
    told = Told(
        id=word(form.get("id")),
        # "original" is when its source published it, "created" when ReliefWeb took it up
        published=word(day.get("original")) or word(day.get("created")),
        updated=word(day.get("changed")),
        source=_names(fields.get("source")),
        title=word(fields.get("title")),
        url=next(filter(None, (word(fields.get(name)) for name in _ADDRESSES)), None),
        language=_names(fields.get("language"), "code"),
    )
    return run.report(text, told, piece, path=name)


def _names(entries: object, key: str = "name") -> str | None:
    """The names of a list of entries."""
    listed = entries if isinstance(entries, list) else [entries]
    names = (word(one.get(key)) for one in listed if isinstance(one, Mapping))
    return ", ".join(filter(None, names)) or None
